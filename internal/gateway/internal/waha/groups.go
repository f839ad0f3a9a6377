package waha

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// groupPageSize is large because NOWEB without its store fetches all groups from WhatsApp for each page.
const groupPageSize = 500

// Groups lists all groups, page by page.
func (a *Adapter) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	query := url.Values{"limit": {strconv.Itoa(groupPageSize)}}
	if !withMembers {
		s, err := a.knownServer(ctx)
		if err != nil {
			return nil, err
		}
		if !s.keepsChats() {
			query.Set("exclude", "participants")
		}
	}
	groups := []whatsapp.Group{}
	seen := map[whatsapp.JID]struct{}{}
	outsider := a.outsider()
	for offset := 0; ; offset += groupPageSize {
		c := a.onSession(http.MethodGet, "groups", "groups")
		c.query = maps.Clone(query)
		c.query.Set("offset", strconv.Itoa(offset))
		body, err := a.do(ctx, c)
		if err != nil {
			return nil, err
		}
		page, entries, ok := decodeGroups(body)
		if !ok {
			return nil, unclear("its list of groups cannot be read")
		}
		news := false
		for _, group := range page {
			if _, known := seen[group.ID]; known {
				continue
			}
			seen[group.ID] = struct{}{}
			news = true
			outside, err := outsider.of(ctx, group.Members)
			if err != nil {
				return nil, err
			}
			if !outside {
				groups = append(groups, group)
			}
		}
		// There is no total and no cursor. A page that is longer than asked for comes from a server that ignores the limit,
		// and so does one without news.
		if entries != groupPageSize || !news {
			return groups, nil
		}
	}
}

// Group reads one group. It is as fresh as the engine's memory: NOWEB with a store and GOWS answer from a local database
// that follows WhatsApp's events.
func (a *Adapter) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	g, err := a.readGroup(ctx, group)
	if err != nil || !g.Complete() {
		return g, err
	}
	if len(g.Members) == 0 {
		members, err := a.readMembers(ctx, group, true)
		if err != nil {
			return whatsapp.Group{}, err
		}
		if len(members) == 0 && g.Members == nil {
			// The own account at least is in every group that it can read.
			return whatsapp.Group{}, unclear("it tells no members of the group")
		}
		if len(members) > 0 {
			g.Members = members
			g.Size = max(g.Size, len(members))
		}
	}
	outside, err := a.outsider().of(ctx, g.Members)
	if err != nil {
		return whatsapp.Group{}, err
	}
	if outside {
		return whatsapp.Group{}, notMember()
	}
	return a.withSettings(ctx, g)
}

func (a *Adapter) readGroup(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	body, err := a.do(ctx, a.onGroup(http.MethodGet, group))
	if err != nil {
		return whatsapp.Group{}, err
	}
	if loosejson.IsNothing(body) {
		// WEBJS answers so where it has no chat of that id.
		return whatsapp.Group{}, &whatsapp.Error{Kind: whatsapp.ErrGroupNotFound}
	}
	g, ok := decodeGroup(body)
	if !ok {
		return whatsapp.Group{}, unclear("its group object cannot be read")
	}
	if g.ID != group {
		return whatsapp.Group{}, unclear("it answers with another group than was asked for")
	}
	return g, nil
}

// withSettings reads what the group object left out, from the settings' own routes. They are asked only for a group that
// has been read: WPP answers {"adminsOnly":false} for one that does not exist.
func (a *Adapter) withSettings(ctx context.Context, g whatsapp.Group) (whatsapp.Group, error) {
	for _, setting := range []struct {
		route, key string
		ability    whatsapp.Ability
		told       bool
		keep       func(bool)
	}{
		{
			"info-admin-only", "adminsOnly", "tell who may edit the group info", g.InfoAdminsOnly != nil,
			func(on bool) { g.InfoAdminsOnly = &on },
		},
		{
			"messages-admin-only", "adminsOnly", "tell who may send messages", g.MessagesAdminsOnly != nil,
			func(on bool) { g.MessagesAdminsOnly = &on },
		},
		{
			"member-add-mode", "membersCanAddNewMember", whatsapp.ReadMemberAddMode, g.MemberAddMode != nil,
			func(on bool) { g.MemberAddMode = memberAddMode(on) },
		},
		{
			"membership-approval", "newMembersApprovalRequired", whatsapp.ReadJoinApprovalRequired, g.JoinApprovalRequired != nil,
			func(on bool) { g.JoinApprovalRequired = &on },
		},
	} {
		if setting.told {
			continue
		}
		c := a.onGroup(http.MethodGet, g.ID, "settings", "security", setting.route)
		c.ability = setting.ability
		body, err := a.do(ctx, c)
		if errors.Is(err, errors.ErrUnsupported) {
			continue
		}
		if err != nil {
			return whatsapp.Group{}, err
		}
		o, _ := loosejson.DecodeObject(body)
		if on := o.Boolean(setting.key); on != nil {
			setting.keep(*on)
		}
	}
	return g, nil
}

func memberAddMode(everybody bool) *whatsapp.MemberAddMode {
	mode := whatsapp.AdminAdd
	if everybody {
		mode = whatsapp.AllMemberAdd
	}
	return &mode
}

// forgetting is what Refresh needs, and no caller depends on.
const forgetting whatsapp.Ability = "forget what it remembers of groups"

// Refresh makes NOWEB and GOWS fetch all groups anew. On WEBJS it does nothing, and on WPP next to nothing.
func (a *Adapter) Refresh(ctx context.Context) error {
	c := a.onSession(http.MethodPost, "groups/refresh", "groups", "refresh")
	c.ability = forgetting
	c.repeat = httpapi.RepeatAlways
	body, err := a.do(ctx, c)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	if err != nil {
		return err
	}
	return refusedIfFalse(body)
}

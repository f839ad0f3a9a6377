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
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
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
			return nil, protocol.Unclear("its list of groups cannot be read")
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
		// There is no total and no cursor. A page that is longer than asked for comes from a server that ignores the
		// limit, and so does one without news.
		if entries != groupPageSize || !news {
			break
		}
	}
	if len(seen) == 0 {
		return groups, a.checkStore(ctx)
	}
	return groups, nil
}

// noGroup is a well-formed id that no group has.
const noGroup whatsapp.JID = "120363000000000000@g.us"

// checkStore fails where an empty list proves nothing: GOWS without its store of groups lists none, and only the answer
// about a single group says so (evidence/waha.md §5.3).
func (a *Adapter) checkStore(ctx context.Context) error {
	s, err := a.knownServer(ctx)
	if err != nil || s.engine != engineGOWS {
		return err
	}
	if _, err := a.readGroup(ctx, noGroup); errors.Is(err, errors.ErrUnsupported) {
		return &whatsapp.Error{
			Kind: errors.ErrUnsupported,
			Detail: s.String() + " lists no groups, because it stores none. Switch `config.gows.storage.groups` of the " +
				"session on",
		}
	}
	return nil
}

// Group reads one group. It is as fresh as the engine's memory: NOWEB with a store and GOWS answer from a local
// database that follows WhatsApp's events.
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
			return whatsapp.Group{}, protocol.Unclear("it shows no members of the group")
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
	if err := a.readSettings(ctx, &g); err != nil {
		return whatsapp.Group{}, err
	}
	return g, nil
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
		return whatsapp.Group{}, protocol.Unclear("its group object cannot be read")
	}
	if g.ID != group {
		return whatsapp.Group{}, protocol.Unclear("it answers with another group than was asked for")
	}
	return g, nil
}

// Refresh makes NOWEB's store and GOWS fetch all groups anew, and WPP list the page's chats again. Where it is known
// that the engine remembers nothing, it asks for nothing.
func (a *Adapter) Refresh(ctx context.Context) error {
	a.mu.Lock()
	known := a.facts
	a.mu.Unlock()
	if known != nil && known.readsLive {
		return nil
	}
	return a.fetchAnew(ctx)
}

// fetchAnew makes the engine fetch all groups.
func (a *Adapter) fetchAnew(ctx context.Context) error {
	c := a.onSession(http.MethodPost, "groups/refresh", "groups", "refresh")
	c.repeat = httpapi.RepeatAlways
	body, _, err := a.ask(ctx, c)
	if err != nil {
		return err
	}
	return a.refusedIfFalse(c, body)
}

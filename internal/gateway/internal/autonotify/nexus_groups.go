package autonotify

import (
	"context"
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Groups lists all groups at once. The list of those in which the account is an admin fails every time
// (evidence/autonotify.md §3.7), so that the caller filters this one.
func (n *nexus) Groups(ctx context.Context, _ bool) ([]whatsapp.Group, error) {
	o, err := n.do(ctx, get("/api/v1/group/list", nil))
	if err != nil {
		return nil, err
	}
	groups, ok := decodeNexusGroups(o["data"])
	if !ok {
		return nil, unclear("its list of groups cannot be read")
	}
	return groups, nil
}

// Group reads one group. Nexus keeps none: it asks WhatsApp each time.
func (n *nexus) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	o, err := n.do(ctx, get("/api/v1/group/info", ofGroup(group)))
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeNexusGroup(o["data"])
	switch {
	case !ok:
		return whatsapp.Group{}, unclear("its group object cannot be read")
	case g.ID != group:
		return whatsapp.Group{}, unclear("it answers with another group than was asked for")
	case g.Complete() && g.Members == nil:
		return whatsapp.Group{}, unclear("it tells no members of the group")
	}
	return g, nil
}

// Members reads the group for its members.
func (n *nexus) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	g, err := n.Group(ctx, group)
	if err != nil {
		return nil, err
	}
	if g.Members == nil {
		return nil, unclear("it tells no members of the group")
	}
	return g.Members, nil
}

// Refresh has nothing to forget.
func (n *nexus) Refresh(context.Context) error { return nil }

// decodeNexusGroups fails on an entry of which the id is not known, since a group that is missing in the list counts as
// one that was left.
func decodeNexusGroups(raw json.RawMessage) ([]whatsapp.Group, bool) {
	list, ok := loosejson.DecodeList(raw)
	if !ok {
		return nil, false
	}
	groups := make([]whatsapp.Group, 0, len(list))
	for _, entry := range list {
		g, ok := decodeNexusGroup(entry)
		if !ok {
			return nil, false
		}
		groups = append(groups, g)
	}
	return groups, true
}

// decodeNexusGroup reads GroupInfo of messaging/types.go. user_permissions and invite_info are left alone: they compare
// the own address with its device suffix, and so say no to everything (evidence/autonotify.md §3.7).
func decodeNexusGroup(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := groupIDOf(o)
	if !ok {
		return whatsapp.Group{}, false
	}
	settings := o.Object("settings")
	g := whatsapp.Group{
		Settings: whatsapp.Settings{
			Name:                 o.Text("name"),
			Description:          new(o.Text("topic")),
			MessagesAdminsOnly:   settings.Boolean("is_announce"),
			InfoAdminsOnly:       settings.Boolean("is_locked"),
			MemberAddMode:        protocol.ParseMemberAddMode(settings.Text("member_add_mode")),
			JoinApprovalRequired: settings.Boolean("is_join_approval_required"),
		},
		Owner:     personOf(o["owner_pn"], o["owner_jid"], o["creator"]),
		CreatedAt: o.Moment("created"),
		Members:   decodeMembers(o["participants"]),
		Size:      protocol.GroupSize(o.Number("participant_count")),
	}
	if g.Name == "" {
		g.Name = o.Object("name_info").Text("name")
	}
	if g.CreatedAt.IsZero() {
		g.CreatedAt = o.Object("metadata").Moment("group_created")
	}
	if seconds, told := settings.Number("disappearing_timer"); told {
		g.DisappearingMessages = protocol.ParseDisappearingMessages(seconds)
	}
	return finished(id, g), true
}

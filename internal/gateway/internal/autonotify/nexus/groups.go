package nexus

import (
	"context"
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Groups lists all groups at once. The list of those in which the account is an admin fails every time
// (evidence/autonotify.md §3.7), so that the caller filters this one.
func (a *Adapter) Groups(ctx context.Context, _ bool) ([]whatsapp.Group, error) {
	o, err := a.do(ctx, get("/api/v1/group/list", nil))
	if err != nil {
		return nil, err
	}
	groups, ok := decodeGroups(o["data"])
	if !ok {
		return nil, protocol.Unclear("its list of groups cannot be read")
	}
	return groups, nil
}

// Group reads one group. Nexus keeps none: it asks WhatsApp each time.
func (a *Adapter) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	o, err := a.do(ctx, get("/api/v1/group/info", ofGroup(group)))
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeGroup(o["data"])
	if !ok {
		return whatsapp.Group{}, protocol.Unclear("its group object cannot be read")
	}
	if err := wire.CheckRead(g, group); err != nil {
		return whatsapp.Group{}, err
	}
	return g, nil
}

// Members reads the group for its members.
func (a *Adapter) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	return wire.MembersOf(a.Group(ctx, group))
}

// decodeGroups fails on an entry of which the id is not known, since a group that is missing in the list counts as
// one that was left.
func decodeGroups(raw json.RawMessage) ([]whatsapp.Group, bool) {
	list, ok := loosejson.DecodeList(raw)
	if !ok {
		return nil, false
	}
	return loosejson.DecodeEach(list, decodeGroup)
}

// decodeGroup reads GroupInfo of messaging/types.go. user_permissions and invite_info are left alone: they compare
// the own address with its device suffix, and so say no to everything (evidence/autonotify.md §3.7).
func decodeGroup(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := wire.GroupIDOf(o)
	if !ok {
		return whatsapp.Group{}, false
	}
	g := whatsapp.Group{
		ID:        id,
		Settings:  decodeSettings(o),
		Owner:     protocol.PersonIn(o["owner_pn"], o["owner_jid"], o["creator"]),
		CreatedAt: o.Moment("created"),
		Members:   wire.Members(o["participants"]),
		Size:      protocol.GroupSize(o.Number("participant_count")),
		Kind: protocol.GroupKindOf(o.Object("settings").Boolean("is_parent"),
			o.Object("settings").Boolean("is_default_sub_group")),
		Community: protocol.CommunityOf(o.Object("settings").Text("linked_parent_jid")),
	}
	if g.CreatedAt.IsZero() {
		g.CreatedAt = o.Object("metadata").Moment("group_created")
	}
	return wire.Finished(g), true
}

package autonotify

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Groups lists all groups at once.
func (b *beta) Groups(ctx context.Context, _ bool) ([]whatsapp.Group, error) {
	c, err := b.call(opGroups, listGroups, "", whatsapp.InviteCode{})
	if err != nil {
		return nil, err
	}
	body, err := b.do(ctx, c.reads(reading))
	if err != nil {
		return nil, err
	}
	groups, ok := decodeBetaGroups(body)
	if !ok {
		return nil, unclear("its list of groups cannot be read")
	}
	return groups, nil
}

// Group reads one group.
func (b *beta) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	c, err := b.call(opGroup, readGroup, group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.Group{}, err
	}
	body, err := b.do(ctx, c.reads(reading))
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeBetaGroup(body)
	switch {
	case !ok:
		return whatsapp.Group{}, unclear("its group object cannot be read: is the endpoint an Autonotify of the API beta?")
	case g.ID != group:
		return whatsapp.Group{}, unclear("it answers with another group than was asked for")
	case g.Complete() && g.Members == nil:
		return whatsapp.Group{}, unclear("it tells no members of the group")
	}
	return g, nil
}

// Members reads the group for its members.
func (b *beta) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	g, err := b.Group(ctx, group)
	if err != nil {
		return nil, err
	}
	if g.Members == nil {
		return nil, unclear("it tells no members of the group")
	}
	return g.Members, nil
}

// wrappers are where an answer that is not bare most likely is.
var wrappers = []string{"data", "group", "groups", "result", "response"}

// within gives the value itself and those one level down, in a fixed order and the likely wrappers first.
func within(raw json.RawMessage) []json.RawMessage {
	o, _ := loosejson.DecodeObject(raw)
	values := append([]json.RawMessage{raw}, wrapped(o)...)
	for _, key := range slices.Sorted(maps.Keys(o)) {
		if !slices.Contains(wrappers, key) && o.Has(key) {
			values = append(values, o[key])
		}
	}
	return values
}

func wrapped(o loosejson.Object) []json.RawMessage {
	var values []json.RawMessage
	for _, key := range wrappers {
		if o.Has(key) {
			values = append(values, o[key])
		}
	}
	return values
}

// decodeBetaGroups reads a list of groups, or Baileys' object of groups by id, bare or one level down. An entry of which the
// id is not known makes it fail, since a group that is missing in the list counts as one that was left.
func decodeBetaGroups(body []byte) ([]whatsapp.Group, bool) {
	for _, value := range within(body) {
		if groups, ok := decodeEntries(value); ok && len(groups) > 0 {
			return groups, true
		}
	}
	// {} is both the answer that the documentation shows of everything and what Baileys has for an account without groups:
	// it is read as no groups, which is no proof to anybody. An empty value deep in an answer is more likely something else.
	o, _ := loosejson.DecodeObject(body)
	for _, value := range append([]json.RawMessage{body}, wrapped(o)...) {
		if groups, ok := decodeEntries(value); ok {
			return groups, true
		}
	}
	return nil, false
}

func decodeEntries(raw json.RawMessage) ([]whatsapp.Group, bool) {
	list, ok := loosejson.DecodeList(raw)
	if !ok {
		byID, ok := loosejson.DecodeObject(raw)
		if !ok {
			return nil, false
		}
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			if !strings.HasSuffix(id, "@g.us") {
				return nil, false
			}
			list = append(list, byID[id])
		}
	}
	groups := make([]whatsapp.Group, 0, len(list))
	for _, entry := range list {
		g, ok := decodeMetadata(entry)
		if !ok {
			return nil, false
		}
		groups = append(groups, g)
	}
	return groups, true
}

// decodeBetaGroup reads a group, bare or one level down.
func decodeBetaGroup(body []byte) (whatsapp.Group, bool) {
	for _, value := range within(body) {
		if g, ok := decodeMetadata(value); ok {
			return g, true
		}
	}
	return whatsapp.Group{}, false
}

// decodeMetadata reads Baileys' GroupMetadata, in which a boolean says whether all members may add (SEEN in Baileys). What
// is absent was not told; only the description is absent where there is none. The timer is left out: Baileys leaves it out
// where it is off, so that being absent says two things.
func decodeMetadata(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := groupIDOf(o)
	if !ok {
		return whatsapp.Group{}, false
	}
	g := whatsapp.Group{
		Settings: whatsapp.Settings{
			Name:                 firstText(o, "subject", "name"),
			Description:          new(firstText(o, "desc", "description")),
			MessagesAdminsOnly:   o.Boolean("announce"),
			InfoAdminsOnly:       o.Boolean("restrict"),
			MemberAddMode:        protocol.ParseMemberAddMode(o.Text("memberAddMode")),
			JoinApprovalRequired: o.Boolean("joinApprovalMode"),
		},
		Owner:     personOf(o["owner"], o["ownerPn"]),
		CreatedAt: o.Moment("creation"),
		Members:   decodeMembers(o["participants"]),
		Size:      protocol.GroupSize(o.Number("size")),
	}
	if everybody := o.Boolean("memberAddMode"); everybody != nil {
		g.MemberAddMode = new(whatsapp.AdminAdd)
		if *everybody {
			g.MemberAddMode = new(whatsapp.AllMemberAdd)
		}
	}
	return finished(id, g), true
}

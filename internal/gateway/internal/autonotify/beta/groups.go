package beta

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Groups lists all groups at once.
func (a *Adapter) Groups(ctx context.Context, _ bool) ([]whatsapp.Group, error) {
	c, err := a.call(opGroups, "list the groups", "", whatsapp.InviteCode{})
	if err != nil {
		return nil, err
	}
	body, err := a.do(ctx, c.reads(wire.Reading))
	if err != nil {
		return nil, err
	}
	groups, ok := decodeGroups(body)
	if !ok {
		return nil, protocol.Unclear("its list of groups cannot be read")
	}
	return groups, nil
}

// Group reads one group.
func (a *Adapter) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	c, err := a.call(opGroup, "read a group", group, whatsapp.InviteCode{})
	if err != nil {
		return whatsapp.Group{}, err
	}
	body, err := a.do(ctx, c.reads(wire.Reading))
	if err != nil {
		return whatsapp.Group{}, err
	}
	g, ok := decodeGroup(body)
	if !ok {
		return whatsapp.Group{}, protocol.Unclear(
			"its group object cannot be read; check that the endpoint is an Autonotify of the API beta")
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

// decodeGroups reads a list of groups, or Baileys' object of groups by id, bare or one level down. An entry of which
// the id is not known makes it fail, since a group that is missing in the list counts as one that was left.
func decodeGroups(body []byte) ([]whatsapp.Group, bool) {
	for _, value := range within(body) {
		if groups, ok := decodeEntries(value); ok && len(groups) > 0 {
			return groups, true
		}
	}
	// {} is both the answer that the documentation shows of everything and what Baileys has for an account without
	// groups: it is read as no groups, which is no proof to anybody. An empty value deep in an answer is more likely
	// something else.
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
	return loosejson.DecodeEach(list, decodeMetadata)
}

// decodeGroup reads a group, bare or one level down.
func decodeGroup(body []byte) (whatsapp.Group, bool) {
	for _, value := range within(body) {
		if g, ok := decodeMetadata(value); ok {
			return g, true
		}
	}
	return whatsapp.Group{}, false
}

// decodeMetadata reads Baileys' GroupMetadata.
func decodeMetadata(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := wire.GroupIDOf(o)
	if !ok {
		return whatsapp.Group{}, false
	}
	return wire.Finished(whatsapp.Group{
		ID:        id,
		Settings:  decodeSettings(o),
		Owner:     protocol.PersonIn(o["owner"], o["ownerPn"]),
		CreatedAt: o.Moment("creation"),
		Members:   wire.Members(o["participants"]),
		Size:      protocol.GroupSize(o.Number("size")),
		Kind:      protocol.GroupKindOf(o.Boolean("isCommunity"), o.Boolean("isCommunityAnnounce")),
		Community: protocol.CommunityOf(o.Text("linkedParent")),
	}), true
}

package waha

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// decodeGroups reads a list of groups, or NOWEB's object of groups by id, and counts its entries. An entry of which the
// id is not known makes it fail, since a group that is missing in the list counts as one that was left.
func decodeGroups(body []byte) (groups []whatsapp.Group, entries int, ok bool) {
	list, ok := decodeList(body)
	if !ok {
		byID, ok := loosejson.DecodeObject(body)
		if !ok {
			return nil, 0, false
		}
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			list = append(list, byID[id])
		}
	}
	groups = make([]whatsapp.Group, 0, len(list))
	for _, entry := range list {
		group, ok := decodeGroup(entry)
		switch {
		case ok:
			groups = append(groups, group)
		case !loosejson.IsNothing(entry) && !isOther(entry):
			return nil, 0, false
		}
	}
	return groups, len(list), true
}

// isOther reports whether a chat is no group.
func isOther(entry json.RawMessage) bool {
	o, _ := loosejson.DecodeObject(entry)
	_, server, found := strings.Cut(addressOf(o["id"]), "@")
	return found && server != "g.us"
}

// decodeGroup reads a group object of any engine, by its shape: GOWS's names begin with capitals, WEBJS and WPP have a
// chat with "groupMetadata", and NOWEB has the metadata alone.
func decodeGroup(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := groupIDIn(o)
	if !ok {
		return whatsapp.Group{}, false
	}
	var g whatsapp.Group
	switch {
	case o.Has("JID"):
		g = decodeGOWS(o)
		g.Settings = decodeGOWSSettings(o)
	case o.Has("groupMetadata"):
		metadata := o.Object("groupMetadata")
		g = decodeMetadata(metadata)
		g.Settings = decodeSettings(o, metadata)
	default:
		g = decodeMetadata(o)
		g.Settings = decodeSettings(o, o)
		if len(g.Members) == 0 {
			// An empty list says nothing here: the own account is in every group that NOWEB knows. In the chats of
			// WEBJS and WPP it says that nobody is left.
			g.Members = nil
		}
	}
	if !g.Complete() {
		// A stub (waha#1765, #1821, #1888, #2027): its other values are zeros, and say nothing of the group.
		return whatsapp.Group{ID: id, Size: g.Size}, true
	}
	g.ID = id
	g.Size = max(g.Size, len(g.Members))
	return g, true
}

// groupIDOf finds the id in a group object, and in the answers to creating and joining: at "id" (NOWEB), "JID" (GOWS)
// or "gid" (WEBJS, WPP).
func groupIDOf(raw []byte) (whatsapp.JID, bool) {
	o, _ := loosejson.DecodeObject(raw)
	return groupIDIn(o)
}

func groupIDIn(o loosejson.Object) (whatsapp.JID, bool) {
	for _, key := range []string{"id", "JID", "gid"} {
		if id, err := whatsapp.ParseGroupJID(addressOf(o[key])); err == nil {
			return id, true
		}
	}
	return "", false
}

// decodeMetadata reads Baileys' and WhatsApp Web's metadata, but for the settings.
func decodeMetadata(o loosejson.Object) whatsapp.Group {
	g := whatsapp.Group{
		Owner:     personOf(o["owner"], o["ownerPn"]),
		CreatedAt: o.Moment("creation"),
		Size:      protocol.GroupSize(o.Number("size")),
		// Baileys' names go first, WhatsApp Web's behind them. The latter are SEEN in a copy of the page's modules.
		Kind: protocol.GroupKindOf(o.Boolean("isCommunity", "isParentGroup"),
			o.Boolean("isCommunityAnnounce", "defaultSubgroup")),
		Community: protocol.CommunityOf(addressOf(o.First("linkedParent", "parentGroup"))),
	}
	if o.Has("participants") {
		g.Members, _ = decodeMembers(o["participants"])
	}
	return g
}

// decodeGOWS reads whatsmeow's GroupInfo, but for the settings.
func decodeGOWS(o loosejson.Object) whatsapp.Group {
	g := whatsapp.Group{
		Owner:     personOf(o["OwnerJID"], o["OwnerPN"]),
		CreatedAt: o.Moment("GroupCreated"),
		Size:      protocol.GroupSize(o.Number("ParticipantCount")),
		Kind:      protocol.GroupKindOf(o.Boolean("IsParent"), o.Boolean("IsDefaultSubGroup")),
		Community: protocol.CommunityOf(o.Text("LinkedParentJID")),
	}
	if o.Has("Participants") {
		if members, ok := decodeMembers(o["Participants"]); ok && len(members) > 0 {
			g.Members = members
		}
	}
	return g
}

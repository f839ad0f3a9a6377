package waha

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// decodeGroups reads a list of groups, or NOWEB's object of groups by id, and counts its entries. An entry of which the
// id is not known makes it fail, since a group that is missing in the list counts as one that was left.
func decodeGroups(body []byte) (groups []whatsapp.Group, entries int, ok bool) {
	list, ok := decodeList(body)
	if !ok {
		byID, ok := decodeObject(body)
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
		case !isNothing(entry) && !isOther(entry):
			return nil, 0, false
		}
	}
	return groups, len(list), true
}

// isOther tells of a chat that is no group.
func isOther(entry json.RawMessage) bool {
	o, _ := decodeObject(entry)
	_, server, found := strings.Cut(addressOf(o["id"]), "@")
	return found && server != "g.us"
}

// decodeGroup reads a group object of any engine, by its shape: GOWS's names begin with capitals, WEBJS and WPP have a
// chat with "groupMetadata", and NOWEB has the metadata alone.
func decodeGroup(raw json.RawMessage) (whatsapp.Group, bool) {
	o, ok := decodeObject(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	id, ok := groupIDOf(raw)
	if !ok {
		return whatsapp.Group{}, false
	}
	var g whatsapp.Group
	switch {
	case o.has("JID"):
		g = decodeGOWS(o)
	case o.has("groupMetadata"):
		g = decodeMetadata(o.object("groupMetadata"))
		if g.Name == "" {
			g.Name = o.text("name")
		}
		if g.Name == "" {
			g.Name = o.text("formattedTitle")
		}
	default:
		g = decodeMetadata(o)
		if g.Name == "" {
			g.Name = o.text("name")
		}
		if len(g.Members) == 0 {
			// An empty list says nothing here: the own account is in every group that NOWEB knows. In the chats of WEBJS
			// and WPP it says that nobody is left.
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

// groupIDOf finds the id in a group object, and in the answers to creating and joining: at "id" (NOWEB), "JID" (GOWS) or
// "gid" (WEBJS, WPP).
func groupIDOf(raw []byte) (whatsapp.JID, bool) {
	o, ok := decodeObject(raw)
	if !ok {
		return "", false
	}
	for _, key := range []string{"id", "JID", "gid"} {
		if id, err := whatsapp.ParseGroupJID(addressOf(o[key])); err == nil {
			return id, true
		}
	}
	return "", false
}

// decodeMetadata reads Baileys' and WhatsApp Web's metadata, which have most names in common.
func decodeMetadata(o object) whatsapp.Group {
	g := whatsapp.Group{
		Name:                 o.text("subject"),
		Description:          new(o.text("desc")), // Absent where there is none.
		MessagesAdminsOnly:   o.boolean("announce"),
		InfoAdminsOnly:       o.boolean("restrict"),
		JoinApprovalRequired: o.boolean("joinApprovalMode"),
		MemberAddMode:        knownMode(o.text("memberAddMode")),
		Owner:                personOf(o["owner"], o["ownerPn"]),
		CreatedAt:            o.moment("creation"),
		Size:                 sizeOf(o, "size"),
	}
	if g.JoinApprovalRequired == nil {
		g.JoinApprovalRequired = o.boolean("membershipApprovalMode")
	}
	// NOWEB has a boolean where WhatsApp Web has the mode's name.
	if everybody := o.boolean("memberAddMode"); everybody != nil {
		g.MemberAddMode = memberAddMode(*everybody)
	}
	if o.has("participants") {
		g.Members, _ = decodeMembers(o["participants"])
	}
	return g
}

// decodeGOWS reads whatsmeow's GroupInfo.
func decodeGOWS(o object) whatsapp.Group {
	g := whatsapp.Group{
		Name:                 o.text("Name"),
		Description:          new(o.text("Topic")),
		MessagesAdminsOnly:   o.boolean("IsAnnounce"),
		InfoAdminsOnly:       o.boolean("IsLocked"),
		JoinApprovalRequired: o.boolean("IsJoinApprovalRequired"),
		MemberAddMode:        knownMode(o.text("MemberAddMode")),
		Owner:                personOf(o["OwnerJID"], o["OwnerPN"]),
		CreatedAt:            o.moment("GroupCreated"),
		Size:                 sizeOf(o, "ParticipantCount"),
	}
	if seconds, told := o.number("DisappearingTimer"); told {
		g.DisappearingMessages = knownTimer(seconds)
	}
	if o.has("Participants") {
		if members, ok := decodeMembers(o["Participants"]); ok && len(members) > 0 {
			g.Members = members
		}
	}
	return g
}

func sizeOf(o object, key string) int {
	size, _ := o.number(key)
	if size < 0 || size > 1<<20 {
		return 0
	}
	return int(size)
}

// knownMode is nil for "", which GOWS writes where it was not told.
func knownMode(mode string) *whatsapp.MemberAddMode {
	switch m := whatsapp.MemberAddMode(mode); m {
	case whatsapp.AdminAdd, whatsapp.AllMemberAdd:
		return &m
	}
	return nil
}

func knownTimer(seconds int64) *whatsapp.DisappearingMessages {
	switch seconds {
	case 0:
		return new(whatsapp.DisappearOff)
	case 86400:
		return new(whatsapp.DisappearDay)
	case 604800:
		return new(whatsapp.DisappearWeek)
	case 7776000:
		return new(whatsapp.DisappearMonths)
	}
	return nil
}

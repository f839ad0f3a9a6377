package whatsapi

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The names of the fields, in the order of evidence/whatsapi.md §5.1. whatsmeow's own, which Go writes where a struct
// has no tags, go first.
var (
	groupIDKeys     = []string{"JID", "jid", "id", "ID", "group_id", "groupJid", "gid"}
	groupKeys       = []string{"group", "Group", "group_info", "groupInfo", "GroupInfo"}
	groupsKeys      = []string{"groups", "Groups"}
	participantKeys = []string{"Participants", "participants"}
	sizeKeys        = []string{"ParticipantCount", "participant_count", "size"}
)

// decodeGroups reads a list of groups, which may be a field of the data. An entry that cannot be read makes it fail,
// since a group that is missing in the list counts as one that was left.
func decodeGroups(data json.RawMessage) ([]whatsapp.Group, bool) {
	if isNull(data) {
		return []whatsapp.Group{}, true
	}
	list, ok := loosejson.DecodeList(data)
	if !ok {
		o, _ := loosejson.DecodeObject(data)
		if list, ok = loosejson.DecodeList(o.First(groupsKeys...)); !ok {
			return nil, false
		}
	}
	return loosejson.DecodeEach(list, decodeGroup)
}

// groupObject finds the object that has a group's id: the data, or a field of it.
func groupObject(data json.RawMessage) (loosejson.Object, whatsapp.JID, bool) {
	o, _ := loosejson.DecodeObject(data)
	for _, candidate := range []loosejson.Object{o, o.Object(groupKeys...)} {
		for _, key := range groupIDKeys {
			if id, err := whatsapp.ParseGroupJID(candidate.Text(key)); err == nil {
				return candidate, id, true
			}
		}
	}
	return nil, "", false
}

// groupIDOf reads the answer to joining: the JID that whatsmeow returns, or an object with it.
func groupIDOf(data json.RawMessage) (whatsapp.JID, bool) {
	if id, err := whatsapp.ParseGroupJID(loosejson.Text(data)); err == nil {
		return id, true
	}
	_, id, ok := groupObject(data)
	return id, ok
}

func decodeGroup(data json.RawMessage) (whatsapp.Group, bool) {
	o, id, ok := groupObject(data)
	if !ok {
		return whatsapp.Group{}, false
	}
	g := whatsapp.Group{
		ID:       id,
		Settings: decodeSettings(o),
		// The owner's number is told apart from the LID in groups that are addressed by LID.
		Owner: protocol.PersonOf(o.Text("OwnerPN", "owner_pn"),
			o.Text("OwnerJID", "owner_jid", "owner", "creator")),
		CreatedAt: momentIn(o, "GroupCreated", "group_created", "creation"),
	}
	g.Kind = protocol.GroupKindOf(o.Boolean("IsParent", "is_parent"),
		o.Boolean("IsDefaultSubGroup", "is_default_sub_group"))
	g.Community = protocol.CommunityOf(o.Text("LinkedParentJID", "linked_parent_jid"))
	if size, _ := o.Integer(sizeKeys...); size > 0 && size < 1<<20 {
		g.Size = int(size)
	}
	if !g.Complete() {
		// A stub (Group.Complete). Its other values are zeros, and say nothing of the group.
		return whatsapp.Group{ID: id, Size: g.Size}, true
	}
	if list := o.First(participantKeys...); list != nil {
		members, ok := decodeMembers(list)
		if !ok {
			return whatsapp.Group{}, false
		}
		// An empty list is what include_participants=false leaves: the own account is in every group.
		if len(members) > 0 {
			g.Members = members
		}
	}
	g.Size = max(g.Size, len(g.Members))
	return g, true
}

// decodeInviteCode reads a code or a link, which is the data or a field of it.
func decodeInviteCode(data json.RawMessage) (whatsapp.InviteCode, error) {
	text := loosejson.Text(data)
	if o, ok := loosejson.DecodeObject(data); ok {
		text = o.Text("code", "inviteCode", "invite_code", "link", "invite_link")
	}
	return protocol.InviteCodeOf(text)
}

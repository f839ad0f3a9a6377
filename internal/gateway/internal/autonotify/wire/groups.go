package wire

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// GroupIDOf finds the id in the objects that have one: at "jid" (nexus), at "id" or "gid" (Baileys and its wrappers).
func GroupIDOf(o loosejson.Object) (whatsapp.JID, bool) {
	for _, key := range []string{"jid", "id", "gid", "groupId", "group_jid"} {
		if id, err := whatsapp.ParseGroupJID(o.Text(key)); err == nil {
			return id, true
		}
	}
	return "", false
}

// Finished takes from a stub what says nothing: WhatsApp lists some groups without name and creation time, and their
// other values are zeros. It counts the members of any other group.
func Finished(g whatsapp.Group) whatsapp.Group {
	if !g.Complete() {
		return whatsapp.Group{ID: g.ID, Size: g.Size}
	}
	if len(g.Members) == 0 {
		// The own account is in every group that it can read, so nobody is nobody told.
		g.Members = nil
	}
	g.Size = max(g.Size, len(g.Members))
	return g
}

// CheckRead fails unless the group is the one that was asked for, and tells its members. A stub need not.
func CheckRead(g whatsapp.Group, asked whatsapp.JID) error {
	switch {
	case g.ID != asked:
		return protocol.Unclear("it answers with another group than was asked for")
	case g.Complete() && g.Members == nil:
		return errNoMembers()
	}
	return nil
}

// MembersOf are the members of a group that was read for them.
func MembersOf(g whatsapp.Group, err error) ([]whatsapp.Member, error) {
	if err == nil && g.Members == nil {
		err = errNoMembers()
	}
	return g.Members, err
}

func errNoMembers() error { return protocol.Unclear("it shows no members of the group") }

// Members reads a list of participants. Those who name nobody are left out, as WhatsApp hides members of announcement
// groups, and those who could not be added.
//
//	nexus  {"jid":"111@lid","phone_number":"5511…@s.whatsapp.net","lid":"111@lid","is_admin","is_super_admin","error"}
//	beta   {"id":"5511…@s.whatsapp.net" or "111@lid","admin":"superadmin"|"admin"|null,"phoneNumber"?,"lid"?}
func Members(raw json.RawMessage) []whatsapp.Member {
	list, _ := loosejson.DecodeList(raw)
	var members []whatsapp.Member
	for _, entry := range list {
		o, _ := loosejson.DecodeObject(entry)
		m := whatsapp.Member{
			Person: protocol.PersonIn(o["jid"], o["id"], o["phone_number"], o["phoneNumber"], o["lid"]),
			Role:   whatsapp.RoleMember,
		}
		switch role := o.Text("admin"); {
		case role == "superadmin", loosejson.IsTrue(o.Boolean("is_super_admin")):
			m.Role, m.Creator = whatsapp.RoleAdmin, true
		case role == "admin", loosejson.IsTrue(o.Boolean("is_admin")):
			m.Role = whatsapp.RoleAdmin
		}
		if !m.IsZero() && codeIn(o) == 0 {
			members = append(members, m)
		}
	}
	if members == nil {
		return nil
	}
	return whatsapp.OncePerPerson(members)
}

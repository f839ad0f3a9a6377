package waha

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// decodeMembers reads a list of participants of any engine and of either version of the route. Entries that name nobody
// are left out: WhatsApp hides members of announcement groups altogether.
func decodeMembers(raw json.RawMessage) ([]whatsapp.Member, bool) {
	list, ok := decodeList(raw)
	if !ok {
		return nil, false
	}
	members := make([]whatsapp.Member, 0, len(list))
	var objects loosejson.Reader
	for _, entry := range list {
		if m, ok := decodeMember(entry, &objects); ok {
			members = append(members, m)
		}
	}
	// NOWEB's store appends a member that it has already.
	return whatsapp.OncePerPerson(members), true
}

// decodeMember reads one participant:
//
//	NOWEB       {"id":"111@lid","phoneNumber":"5511…@s.whatsapp.net","admin":"superadmin"|"admin"|null,"lid"?}
//	GOWS        {"JID","PhoneNumber","LID","IsAdmin","IsSuperAdmin","Error","AddRequest"}, "" for unknown
//	WEBJS, WPP  {"id":{"server","user","_serialized"},"isAdmin","isSuperAdmin"}
//	v2          {"id":"111@lid","pn":"5511…@c.us"|""|null,"role":"superadmin"|"admin"|"participant"|"left"}
func decodeMember(raw json.RawMessage, objects *loosejson.Reader) (whatsapp.Member, bool) {
	o, ok := objects.Read(raw)
	if !ok {
		person := personOf(raw)
		return whatsapp.Member{Person: person, Role: whatsapp.RoleMember}, !person.IsZero()
	}
	// An id that is a whole participant (NOWEB's store) has the rest within.
	if inner := o.Object("id"); inner.Has("id") {
		o = inner
	}
	m := whatsapp.Member{
		Person: personOf(o["id"], o["JID"], o["jid"], o["pn"], o["PhoneNumber"], o["phoneNumber"], o["LID"], o["lid"]),
		Role:   whatsapp.RoleMember,
	}
	role := o.Text("role")
	if o.Has("admin") {
		role = o.Text("admin")
	}
	switch {
	case role == "left":
		return whatsapp.Member{}, false
	case role == "superadmin", o.Affirms("isSuperAdmin"), o.Affirms("IsSuperAdmin"):
		m.Role, m.Creator = whatsapp.RoleAdmin, true
	case role == "admin", o.Affirms("isAdmin"), o.Affirms("IsAdmin"):
		m.Role = whatsapp.RoleAdmin
	}
	// GOWS lists those that it could not add to a new group with an error.
	if code, told := o.Number("Error"); told && code != 0 {
		return whatsapp.Member{}, false
	}
	return m, !m.IsZero()
}

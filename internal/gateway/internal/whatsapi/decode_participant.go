package whatsapi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// participant is what an answer says of one person: a member of a group, or the outcome of an action.
type participant struct {
	whatsapp.Member
	// code is WhatsApp's, and 0 or 200 where there is nothing wrong.
	code       int
	invitation *whatsapp.Invitation
}

func (p participant) done() bool { return p.code == 0 || p.code >= 200 && p.code < 300 }

// row is the outcome of an action.
func (p participant) row() protocol.MemberRow {
	if p.done() {
		p.code = 0
	}
	return protocol.MemberRow{Person: p.Person, Code: p.code, Invitation: p.invitation}
}

// decodeMembers reads the members of a group. Entries that name nobody are left out: whatsmeow has neither number nor
// LID of people who are hidden in announcement groups.
func decodeMembers(raw json.RawMessage) ([]whatsapp.Member, bool) {
	participants, ok := decodeParticipants(raw)
	if !ok {
		return nil, false
	}
	members := make([]whatsapp.Member, 0, len(participants))
	for _, p := range participants {
		// The answer to creating a group lists those that it refused, too.
		if p.done() && !p.IsZero() {
			members = append(members, p.Member)
		}
	}
	return whatsapp.OncePerPerson(members), true
}

// decodeParticipants reads a list of them, which may be a field of the data or of the group in it, or a list of lists:
// the predecessor had a call for each person (evidence/whatsapi.md §6). A person whose name cannot be read makes it
// fail, since a member who is missing in the list counts as gone.
func decodeParticipants(data json.RawMessage) ([]participant, bool) {
	list, ok := loosejson.DecodeList(data)
	if !ok {
		o, _ := loosejson.DecodeObject(data)
		for _, candidate := range []loosejson.Object{o, o.Object(groupKeys...)} {
			if list, ok = loosejson.DecodeList(candidate.First(participantKeys...)); ok {
				break
			}
		}
	}
	if !ok {
		return nil, isNull(data)
	}
	if slices.ContainsFunc(list, isList) {
		list = flat(list)
	}
	var objects loosejson.Reader
	return loosejson.DecodeEach(list, func(entry json.RawMessage) (participant, bool) {
		if o, ok := objects.Read(entry); ok {
			return participantOf(o)
		}
		return decodeParticipant(entry)
	})
}

func isList(entry json.RawMessage) bool {
	_, ok := loosejson.DecodeList(entry)
	return ok
}

// flat has the entries of the lists in a list in their place.
func flat(list []json.RawMessage) []json.RawMessage {
	var entries []json.RawMessage
	for _, entry := range list {
		if inner, ok := loosejson.DecodeList(entry); ok {
			entries = append(entries, inner...)
		} else {
			entries = append(entries, entry)
		}
	}
	return entries
}

// decodeParticipant reads whatsmeow's
//
//	{"JID","PhoneNumber","LID","IsAdmin","IsSuperAdmin","DisplayName","Error":403,"AddRequest":{"Code","Expiration"}}
//
// with "" for what is not known, in all the spellings of evidence/whatsapi.md §5.1, or an address alone.
func decodeParticipant(raw json.RawMessage) (participant, bool) {
	if text := loosejson.Text(raw); text != "" {
		person := protocol.PersonOf(addressOf(text))
		return participant{Member: whatsapp.Member{Person: person, Role: whatsapp.RoleMember}}, !person.IsZero()
	}
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return participant{}, false
	}
	return participantOf(o)
}

func participantOf(o loosejson.Object) (participant, bool) {
	// In a group that is addressed by LID, the JID is the LID, and only the other field has the number.
	phone, jid, lid := o.Text("PhoneNumber", "phone_number", "phoneNumber"), o.Text("JID", "jid", "id"),
		o.Text("LID", "lid")
	p := participant{
		Member: whatsapp.Member{
			Person: protocol.PersonOf(addressOf(phone), addressOf(jid), lid),
			Role:   whatsapp.RoleMember,
		},
		invitation: invitationOf(o),
	}
	if p.IsZero() && (phone != "" || jid != "" || lid != "") {
		return participant{}, false
	}
	role := o.Text("admin", "type")
	switch {
	case role == "superadmin", o.Affirms("IsSuperAdmin", "is_super_admin", "isSuperAdmin"):
		p.Role, p.Creator = whatsapp.RoleAdmin, true
	case role == "admin", o.Affirms("IsAdmin", "is_admin", "isAdmin", "admin"):
		p.Role = whatsapp.RoleAdmin
	}
	for _, key := range []string{"Error", "error", "status", "code"} {
		if code, told := o.Integer(key); told && code > 0 && code < 1000 {
			p.code = int(code)
			break
		}
	}
	return p, true
}

// addressOf takes bare digits for a number, which is how WhatsAPI takes numbers itself.
func addressOf(text string) string {
	digits := strings.TrimPrefix(text, "+")
	if digits != "" && strings.Trim(digits, "0123456789") == "" {
		return digits + "@s.whatsapp.net"
	}
	return text
}

// invitationOf reads what WhatsApp gives out with a 403: whatsmeow's AddRequest, or Baileys' node
// {"content":{"content": [{"tag":"add_request","attrs":{"code","expiration"}}]}}.
func invitationOf(o loosejson.Object) *whatsapp.Invitation {
	request := o.Object("AddRequest", "add_request")
	if request == nil {
		request = protocol.AddRequestIn(o.Object("content"))
	}
	return protocol.InvitationOf(request.Text("Code", "code"), momentIn(request, "Expiration", "expiration"))
}

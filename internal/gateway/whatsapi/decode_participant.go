package whatsapi

import (
	"encoding/json"
	"strings"

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

// decodeMembers reads the members of a group. Entries that name nobody are left out: whatsmeow has neither number nor LID of
// people who are hidden in announcement groups.
func decodeMembers(raw json.RawMessage) ([]whatsapp.Member, bool) {
	participants, ok := decodeParticipants(raw)
	if !ok {
		return nil, false
	}
	members := make([]whatsapp.Member, 0, len(participants))
	for _, p := range participants {
		// The answer to creating a group lists those whom it refused, too.
		if p.done() && !p.IsZero() {
			members = append(members, p.Member)
		}
	}
	return members, true
}

// decodeParticipants reads a list of them, which may be a field of the data or of the group in it, or a list of lists: the
// predecessor had a call for each person (§1.8). A person whose name cannot be read makes it fail, since a member who is
// missing in the list counts as gone.
func decodeParticipants(data json.RawMessage) ([]participant, bool) {
	list, ok := decodeList(data)
	if !ok {
		o, _ := decodeObject(data)
		for _, candidate := range []object{o, o.object(groupKeys...)} {
			if list, ok = decodeList(candidate.first(participantKeys...)); ok {
				break
			}
		}
	}
	if !ok {
		return nil, isNull(data)
	}
	participants := make([]participant, 0, len(list))
	for _, entry := range list {
		inner, isList := decodeList(entry)
		if !isList {
			inner = []json.RawMessage{entry}
		}
		for _, entry := range inner {
			p, ok := decodeParticipant(entry)
			if !ok {
				return nil, false
			}
			participants = append(participants, p)
		}
	}
	return participants, true
}

// decodeParticipant reads whatsmeow's
//
//	{"JID","PhoneNumber","LID","IsAdmin","IsSuperAdmin","DisplayName","Error":403,"AddRequest":{"Code","Expiration"}}
//
// with "" for what is not known, in all the spellings of §1.6, or an address alone.
func decodeParticipant(raw json.RawMessage) (participant, bool) {
	if text := textOf(raw); text != "" {
		person := personOf(addressOf(text))
		return participant{Member: whatsapp.Member{Person: person, Role: whatsapp.RoleMember}}, !person.IsZero()
	}
	o, ok := decodeObject(raw)
	if !ok {
		return participant{}, false
	}
	// In a group that is addressed by LID, the JID is the LID, and only the other field has the number.
	phone, jid, lid := o.text("PhoneNumber", "phone_number", "phoneNumber"), o.text("JID", "jid", "id"), o.text("LID", "lid")
	p := participant{
		Member: whatsapp.Member{
			Person: personOf(addressOf(phone), addressOf(jid), lid),
			Role:   whatsapp.RoleMember,
		},
		invitation: invitationOf(o),
	}
	if p.IsZero() && (phone != "" || jid != "" || lid != "") {
		return participant{}, false
	}
	role := o.text("admin", "type")
	switch {
	case role == "superadmin", isTrue(o.boolean("IsSuperAdmin", "is_super_admin", "isSuperAdmin")):
		p.Role, p.Creator = whatsapp.RoleAdmin, true
	case role == "admin", isTrue(o.boolean("IsAdmin", "is_admin", "isAdmin", "admin")):
		p.Role = whatsapp.RoleAdmin
	}
	for _, key := range []string{"Error", "error", "status", "code"} {
		if code, told := o.number(key); told && code > 0 && code < 1000 {
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

func isTrue(b *bool) bool { return b != nil && *b }

// invitationOf reads what WhatsApp gives out with a 403: whatsmeow's AddRequest, or Baileys' node {"content":{"content":
// [{"tag":"add_request","attrs":{"code","expiration"}}]}}.
func invitationOf(o object) *whatsapp.Invitation {
	request := o.object("AddRequest", "add_request")
	if request == nil {
		children, _ := decodeList(o.object("content").first("content"))
		for _, child := range children {
			if tag, _ := decodeObject(child); tag.object("attrs").has("code") {
				request = tag.object("attrs")
				break
			}
		}
	}
	code, err := whatsapp.ParseInviteCode(request.text("Code", "code"))
	if err != nil {
		return nil
	}
	return &whatsapp.Invitation{Code: code, Expires: request.moment("Expiration", "expiration")}
}

package wire

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Rows reads what became of each person:
//
//	nexus  [{"jid":"…","phone_number":"…","error":403,"add_request":{"code","expiration"}}]
//	beta   [{"status":"403","jid":"…","content":{…,"content":[{"tag":"add_request","attrs":{"code","expiration"}}]}}]
func Rows(raw json.RawMessage) []protocol.MemberRow {
	list, _ := loosejson.DecodeList(raw)
	var rows []protocol.MemberRow
	for _, entry := range list {
		if o, ok := loosejson.DecodeObject(entry); ok {
			rows = append(rows, protocol.MemberRow{Person: personInRow(o), Code: codeIn(o),
				Invitation: invitationIn(o)})
		}
	}
	return rows
}

// personInRow takes the names in Baileys' node too, which are WhatsApp's own. That the other name of a person may stand
// there, as whatsmeow reads it, is INFERRED.
func personInRow(o loosejson.Object) whatsapp.Person {
	attributes := o.Object("content").Object("attrs")
	return protocol.PersonIn(o["jid"], o["id"], o["phone_number"], o["phoneNumber"], o["lid"],
		attributes["jid"], attributes["phone_number"], attributes["lid"])
}

func codeIn(o loosejson.Object) int {
	for _, key := range []string{"status", "error", "code"} {
		if code, told := o.Number(key); told && code > 0 && code < 1000 && code != 200 {
			return int(code)
		}
	}
	return 0
}

func invitationIn(o loosejson.Object) *whatsapp.Invitation {
	request := o.Object("add_request")
	if request == nil {
		request = protocol.AddRequestIn(o.Object("content"))
	}
	return protocol.InvitationOf(request.Text("code"), request.Moment("expiration"))
}

// Outcomes finds the row of each person in the answer to an action.
func Outcomes(
	action whatsapp.MemberAction, people []whatsapp.Person, rows []protocol.MemberRow,
) []whatsapp.Outcome {
	m := protocol.MatchRows(people, rows)
	// WhatsApp answers with the LID where the number was asked for.
	m.ByPlace()
	return m.OutcomesBy(action, func(r protocol.MemberRow) error { return memberError(action, r) })
}

// OutcomesOfCreate finds the row of each person among the members of a group that was just made, who are more than
// those.
func OutcomesOfCreate(people []whatsapp.Person, rows []protocol.MemberRow) []whatsapp.Outcome {
	return protocol.MatchRows(people, rows).OutcomesBy(whatsapp.AddMembers, func(r protocol.MemberRow) error {
		return memberError(whatsapp.AddMembers, r)
	})
}

// memberError is what WhatsApp's code says of one person. Of an add it takes two more codes
// (evidence/whatsapp.md §4.2).
func memberError(action whatsapp.MemberAction, r protocol.MemberRow) error {
	if action == whatsapp.AddMembers {
		switch r.Code {
		case 400:
			return &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
		case 500:
			return &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
		}
	}
	return r.Err(action)
}

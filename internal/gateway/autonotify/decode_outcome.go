package autonotify

import (
	"encoding/json"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// row is what an answer says of one person.
type row struct {
	person whatsapp.Person
	// code is WhatsApp's, and 0 where it was done.
	code       int
	invitation *whatsapp.Invitation
}

// decodeRows reads what became of each person:
//
//	nexus  [{"jid":"…","phone_number":"…","error":403,"add_request":{"code","expiration"}}]
//	beta   [{"status":"403","jid":"…","content":{…,"content":[{"tag":"add_request","attrs":{"code","expiration"}}]}}]
func decodeRows(raw json.RawMessage) []row {
	list, _ := decodeList(raw)
	var rows []row
	for _, entry := range list {
		if o, ok := decodeObject(entry); ok {
			rows = append(rows, row{personIn(o), codeIn(o), invitationIn(o)})
		}
	}
	return rows
}

func codeIn(o object) int {
	for _, key := range []string{"status", "error", "code"} {
		if code, told := o.number(key); told && code > 0 && code < 1000 && code != 200 {
			return int(code)
		}
	}
	return 0
}

func invitationIn(o object) *whatsapp.Invitation {
	if o.has("add_request") {
		return invitation(o.object("add_request"))
	}
	children, _ := decodeList(o.object("content")["content"])
	for _, child := range children {
		if tag, _ := decodeObject(child); tag.text("tag") == "add_request" {
			return invitation(tag.object("attrs"))
		}
	}
	return nil
}

func invitation(o object) *whatsapp.Invitation {
	parsed, err := whatsapp.ParseInviteCode(o.text("code"))
	if err != nil {
		return nil
	}
	return &whatsapp.Invitation{Code: parsed, Expires: o.moment("expiration")}
}

// outcomesOf finds the row of each person. Whoever has none has an outcome without error: nothing is told, and the caller
// reads back anyway.
func outcomesOf(action whatsapp.MemberAction, people []whatsapp.Person, rows []row) []whatsapp.Outcome {
	outcomes := make([]whatsapp.Outcome, len(people))
	rowOf := make([]*row, len(people))
	used := make([]bool, len(rows))
	match := func(same func(person whatsapp.Person, i, j int) bool) {
		for i, person := range people {
			for j := range rows {
				if rowOf[i] == nil && !used[j] && same(person, i, j) {
					rowOf[i], used[j] = &rows[j], true
				}
			}
		}
	}
	// The exact digits go first: two spellings of one number may both be among the people.
	match(func(p whatsapp.Person, _, j int) bool { return p.Phone != "" && p.Phone == rows[j].person.Phone })
	match(func(p whatsapp.Person, _, j int) bool {
		return p.Same(rows[j].person) || p.Phone.SameSubscriber(rows[j].person.Phone)
	})
	if len(rows) == len(people) {
		// WhatsApp answers with the LID where the number was asked for. That the rows keep the order is INFERRED from
		// Baileys, which hands on what WhatsApp answers. A wrong guess would only give a wrong reason: success is read back.
		match(func(p whatsapp.Person, i, j int) bool { return i == j && p.LID == "" && rows[j].person.Phone == "" })
	}
	for i, person := range people {
		outcomes[i].Person = person
		if rowOf[i] != nil {
			outcomes[i].Err = memberError(action, *rowOf[i])
		}
	}
	return outcomes
}

// memberError is what WhatsApp's code says of one person (whatsapp-rules.md §4).
func memberError(action whatsapp.MemberAction, r row) error {
	if r.code == 0 || r.code == 409 {
		// 409 says that it was so before.
		return nil
	}
	if r.code == 429 {
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
	}
	if action != whatsapp.AddMembers {
		switch {
		case r.code == 404 && action == whatsapp.RemoveMembers:
			return nil
		case r.code == 404:
			return &whatsapp.Error{Kind: whatsapp.ErrNotMember}
		}
		return refusedWith(r.code, "")
	}
	switch r.code {
	case 401:
		// INFERRED from bots' tables of messages; no library knows the code.
		return refusedWith(r.code, "the person may have blocked the account")
	case 403:
		return &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Invitation: r.invitation}
	case 400, 404, 451:
		return &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	case 408:
		return &whatsapp.Error{Kind: whatsapp.ErrRecentlyLeft}
	case 412, 417:
		return refusedWith(r.code, "the person cannot be added to a group of this community")
	case 419, 500:
		return &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
	}
	return refusedWith(r.code, "")
}

func refusedWith(code int, detail string) error {
	if detail != "" {
		detail = ": " + detail
	}
	return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "code " + strconv.Itoa(code) + detail}
}

package waha

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// row is what an answer says of one person.
type row struct {
	person whatsapp.Person
	// code is WhatsApp's, and 0 or 200 where it was done.
	code       int
	invitation *whatsapp.Invitation
}

func (r row) done() bool { return r.code == 0 || r.code == 200 }

// decodeRows reads the outcomes of adding, removing, promoting and demoting, and of the first members of a new group:
//
//	NOWEB  [{"status":"403","jid":"…","content":{…,"content":[{"tag":"add_request","attrs":{"code","expiration"}}]}}]
//	GOWS   [{"JID","PhoneNumber","LID",…,"Error":403,"AddRequest":{"Code","Expiration"}}]
//	WEBJS  {"5511…@c.us":{"code":403 or "statusCode":403,"message","isInviteV4Sent"}}
//	WPP    {"5511…@c.us":{"wid","code":403,"message","invite_code","invite_code_exp"}}
func decodeRows(raw json.RawMessage) []row {
	var rows []row
	if list, ok := decodeList(raw); ok {
		for _, entry := range list {
			if o, ok := decodeObject(entry); ok {
				rows = append(rows, decodeRow("", o))
			}
		}
		return rows
	}
	byID, _ := decodeObject(raw)
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		// {"status":200} is of nobody.
		if o, ok := decodeObject(byID[id]); ok && strings.Contains(id, "@") {
			rows = append(rows, decodeRow(id, o))
		}
	}
	return rows
}

func decodeRow(id string, o object) row {
	key, _ := json.Marshal(id)
	r := row{
		person: personOf(key, o["jid"], o["JID"], o["id"], o["wid"], o["PhoneNumber"], o["phoneNumber"], o["LID"], o["lid"]),
	}
	for _, key := range []string{"status", "Error", "code", "statusCode", "error"} {
		if code, told := o.number(key); told && code > 0 && code < 1000 {
			r.code = int(code)
			break
		}
	}
	r.invitation = invitationOf(o)
	return r
}

func invitationOf(o object) *whatsapp.Invitation {
	if o.has("AddRequest") {
		return invitation(o.object("AddRequest"), "Code", "Expiration")
	}
	if o.has("invite_code") {
		return invitation(o, "invite_code", "invite_code_exp")
	}
	children, _ := decodeList(o.object("content")["content"])
	for _, child := range children {
		if tag, _ := decodeObject(child); tag.text("tag") == "add_request" {
			return invitation(tag.object("attrs"), "code", "expiration")
		}
	}
	return nil
}

func invitation(o object, code, expires string) *whatsapp.Invitation {
	parsed, err := whatsapp.ParseInviteCode(o.text(code))
	if err != nil {
		return nil
	}
	return &whatsapp.Invitation{Code: parsed, Expires: o.moment(expires)}
}

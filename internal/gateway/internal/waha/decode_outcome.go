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

// decodeRows reads the outcomes of adding, removing, promoting and demoting, and of the first members of a new group:
//
//	NOWEB  [{"status":"403","jid":"…","content":{…,"content":[{"tag":"add_request","attrs":{"code","expiration"}}]}}]
//	GOWS   [{"JID","PhoneNumber","LID",…,"Error":403,"AddRequest":{"Code","Expiration"}}]
//	WEBJS  {"5511…@c.us":{"code":403 or "statusCode":403,"message","isInviteV4Sent"}}
//	WPP    {"5511…@c.us":{"wid","code":403,"message","invite_code","invite_code_exp"}}
func decodeRows(raw json.RawMessage) []protocol.MemberRow {
	var rows []protocol.MemberRow
	if list, ok := decodeList(raw); ok {
		for _, entry := range list {
			if o, ok := loosejson.DecodeObject(entry); ok {
				rows = append(rows, decodeRow("", o))
			}
		}
		return rows
	}
	byID, _ := loosejson.DecodeObject(raw)
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		// {"status":200} is of nobody.
		if o, ok := loosejson.DecodeObject(byID[id]); ok && strings.Contains(id, "@") {
			rows = append(rows, decodeRow(id, o))
		}
	}
	return rows
}

func decodeRow(id string, o loosejson.Object) protocol.MemberRow {
	key, _ := json.Marshal(id)
	// NOWEB's row has WhatsApp's own node. That the other name of a person may stand there, as whatsmeow reads it, is
	// INFERRED.
	attributes := o.Object("content").Object("attrs")
	r := protocol.MemberRow{
		Person: personOf(key, o["jid"], o["JID"], o["id"], o["wid"],
			o["PhoneNumber"], o["phoneNumber"], o["LID"], o["lid"],
			attributes["jid"], attributes["phone_number"], attributes["lid"]),
	}
	for _, key := range []string{"status", "Error", "code", "statusCode", "error"} {
		if code, told := o.Number(key); told && code > 0 && code < 1000 {
			r.Code = int(code)
			break
		}
	}
	r.Invitation = invitationOf(o)
	return r
}

func invitationOf(o loosejson.Object) *whatsapp.Invitation {
	switch {
	case o.Has("AddRequest"):
		request := o.Object("AddRequest")
		return protocol.InvitationOf(request.Text("Code"), request.Moment("Expiration"))
	case o.Has("isInviteV4Sent"):
		// It does not tell the code.
		if o.Affirms("isInviteV4Sent") {
			return &whatsapp.Invitation{Sent: true}
		}
		return nil
	case o.Has("invite_code"):
		return protocol.InvitationOf(o.Text("invite_code"), o.Moment("invite_code_exp"))
	}
	request := protocol.AddRequestIn(o.Object("content"))
	return protocol.InvitationOf(request.Text("code"), request.Moment("expiration"))
}

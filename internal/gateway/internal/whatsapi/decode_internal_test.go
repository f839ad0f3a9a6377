package whatsapi

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestEnvelope has all that may be left out (evidence/whatsapi.md §2.3).
func TestEnvelope(t *testing.T) {
	for body, want := range map[string]struct {
		ok, failed bool
		status     int
		texts      []string
		data       string
	}{
		`{"error":false,"status":200,"message":"done","data":[1]}`: {
			ok: true, status: 200, texts: []string{"done"}, data: "[1]",
		},
		`{"data":null}`:                      {},
		`{"error":false}`:                    {ok: true},
		`{"error":"true","status":"404"}`:    {ok: true, failed: true, status: 404},
		`{"error":"no such thing"}`:          {ok: true, failed: true, texts: []string{"no such thing"}},
		`{"error":1}`:                        {ok: true, failed: true},
		`{"status":500}`:                     {ok: true, failed: true, status: 500},
		`{"message":"a","data":"b"}`:         {ok: true, texts: []string{"a", "b"}, data: `"b"`},
		`{"data":{"message":"a"}}`:           {ok: true, texts: []string{"a"}, data: `{"message":"a"}`},
		`{"status":12345,"data":{}}`:         {ok: true, data: "{}"},
		`{}`:                                 {},
		`[]`:                                 {},
		`{"JID":"120363000000000001@g.us"}`:  {},
		`<html>`:                             {},
		`{"error":null,"message":null,"a":1`: {},
	} {
		got, ok := decodeEnvelope([]byte(body))
		if ok != want.ok || got.failed != want.failed || got.status != want.status || string(got.data) != want.data {
			t.Errorf("%s: %+v, %t", body, got, ok)
		}
		if diff := cmp.Diff(want.texts, got.texts); diff != "" {
			t.Errorf("%s: the texts (-want +got):\n%s", body, diff)
		}
	}
}

// TestKeys has every name of every field (evidence/whatsapi.md §5.1).
func TestKeys(t *testing.T) {
	const id = `"id":"1@g.us","name":"Ops"`
	group := func(json string) whatsapp.Group {
		g, ok := decodeGroup([]byte(json))
		if !ok {
			t.Errorf("%s cannot be read", json)
		}
		return g
	}
	for _, key := range groupIDKeys {
		if g := group(`{"` + key + `":"1@g.us"}`); g.ID != "1@g.us" {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range groupKeys {
		if g := group(`{"` + key + `":{"id":"1@g.us"}}`); g.ID != "1@g.us" {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range []string{"Name", "name", "subject", "group_name"} {
		if g := group(`{"id":"1@g.us","` + key + `":"Ops"}`); g.Name != "Ops" {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range []string{"Topic", "topic", "desc", "description"} {
		if g := group(`{` + id + `,"` + key + `":"On call"}`); g.Description == nil || *g.Description != "On call" {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range []string{"OwnerPN", "owner_pn", "OwnerJID", "owner_jid", "owner", "creator"} {
		if g := group(`{` + id + `,"` + key + `":"12025550100@s.whatsapp.net"}`); g.Owner.Phone != "12025550100" {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range []string{"IsLocked", "is_locked", "locked", "restrict"} {
		if g := group(`{` + id + `,"` + key + `":true}`); !loosejson.IsTrue(g.InfoAdminsOnly) {
			t.Errorf("%s: %+v", key, g)
		}
	}
	for _, key := range []string{"IsAnnounce", "is_announce", "announce"} {
		if g := group(`{` + id + `,"` + key + `":true}`); !loosejson.IsTrue(g.MessagesAdminsOnly) {
			t.Errorf("%s: %+v", key, g)
		}
	}
	if g := group(`{` + id + `}`); g.Description != nil || g.InfoAdminsOnly != nil || g.MessagesAdminsOnly != nil ||
		g.MemberAddMode != nil || g.DisappearingMessages != nil || g.JoinApprovalRequired != nil || g.Members != nil {
		t.Errorf("what was not told: %+v", g)
	}
}

// TestParticipantKeys has every name of every field of a person (evidence/whatsapi.md §5.1).
func TestParticipantKeys(t *testing.T) {
	row := func(json string) participant {
		p, ok := decodeParticipant([]byte(json))
		if !ok {
			t.Errorf("%s cannot be read", json)
		}
		return p
	}
	for _, key := range []string{"PhoneNumber", "phone_number", "phoneNumber", "JID", "jid", "id"} {
		for _, text := range []string{"12025550101@s.whatsapp.net", "12025550101:3@c.us", "12025550101",
			"+12025550101"} {
			if p := row(`{"` + key + `":"` + text +
				`","LID":"101@lid"}`); p.Person != (whatsapp.Person{Phone: "12025550101", LID: "101@lid"}) {
				t.Errorf("%s %s: %+v", key, text, p)
			}
		}
	}
	for _, key := range []string{"JID", "jid", "id", "LID", "lid"} {
		if p := row(`{"phone_number":"12025550101","` + key +
			`":"101@lid"}`); p.Person != (whatsapp.Person{Phone: "12025550101", LID: "101@lid"}) {
			t.Errorf("%s: %+v", key, p)
		}
	}
	for text, want := range map[string]whatsapp.Member{
		`"IsAdmin":true`:                     {Role: whatsapp.RoleAdmin},
		`"is_admin":"true"`:                  {Role: whatsapp.RoleAdmin},
		`"isAdmin":true`:                     {Role: whatsapp.RoleAdmin},
		`"admin":"admin"`:                    {Role: whatsapp.RoleAdmin},
		`"admin":true`:                       {Role: whatsapp.RoleAdmin},
		`"type":"admin"`:                     {Role: whatsapp.RoleAdmin},
		`"IsAdmin":true,"IsSuperAdmin":true`: {Role: whatsapp.RoleAdmin, Creator: true},
		`"is_super_admin":true`:              {Role: whatsapp.RoleAdmin, Creator: true},
		`"isSuperAdmin":true`:                {Role: whatsapp.RoleAdmin, Creator: true},
		`"admin":"superadmin"`:               {Role: whatsapp.RoleAdmin, Creator: true},
		`"type":"superadmin"`:                {Role: whatsapp.RoleAdmin, Creator: true},
		`"admin":null`:                       {Role: whatsapp.RoleMember},
		`"IsAdmin":false,"admin":false`:      {Role: whatsapp.RoleMember},
	} {
		if p := row(`{"jid":"101@lid",` + text + `}`); p.Role != want.Role || p.Creator != want.Creator {
			t.Errorf("%s: %+v", text, p)
		}
	}
	for _, key := range []string{"Error", "error", "status", "code"} {
		for _, code := range []string{"403", `"403"`} {
			if p := row(`{"jid":"101@lid","` + key + `":` + code + `}`); p.code != 403 {
				t.Errorf("%s %s: %+v", key, code, p)
			}
		}
	}
	for _, text := range []string{
		`"AddRequest":{"Code":"QWERTY123","Expiration":"2026-04-09T11:44:32Z"}`,
		`"add_request":{"code":"QWERTY123","expiration":1775735072}`,
		`"content":{"content":[{"tag":"other"},` +
			`{"tag":"add_request","attrs":{"code":"QWERTY123","expiration":"1775735072"}}]}`,
	} {
		p := row(`{"jid":"101@lid",` + text + `}`)
		if p.invitation == nil || p.invitation.Code.Code() != "QWERTY123" || p.invitation.Expires.Unix() != 1775735072 {
			t.Errorf("%s: %+v", text, p.invitation)
		}
	}
	for _, text := range []string{`{"JID":"?"}`, `{"JID":"1@g.us"}`, `"?"`, `1`, `null`} {
		if p, ok := decodeParticipant(json.RawMessage(text)); ok {
			t.Errorf("%s: %+v", text, p)
		}
	}
}

// TestSuccess has the statuses that say that an action was done, and one that does not.
func TestSuccess(t *testing.T) {
	for code, want := range map[int]int{0: 0, 200: 0, 207: 0, 299: 0, 300: 300, 409: 409} {
		if got := (participant{code: code}).row().Code; got != want {
			t.Errorf("%d is %d", code, got)
		}
	}
}

func TestMoments(t *testing.T) {
	o, _ := loosejson.DecodeObject([]byte(`{"a":5,"b":"6","c":7.9,"d":null,"e":"x",` +
		`"f":"2026-04-09T11:44:32+03:00","g":"0001-01-01T00:00:00Z","h":-1,"i":1e30}`))
	if got := momentIn(o, "missing", "d", "f").Unix(); got != 1775724272 {
		t.Errorf("f is %d", got)
	}
	if got := momentIn(o, "b").Unix(); got != 6 {
		t.Errorf("b is %d", got)
	}
	for _, key := range []string{"c", "d", "e", "g", "h", "i", "missing"} {
		if got := momentIn(o, key); !got.IsZero() {
			t.Errorf("%s is %s", key, got)
		}
	}
}

package whatsapi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestSession(t *testing.T) {
	me := whatsapp.Person{Phone: own}
	linked := func(number phone.Number) whatsapp.Session {
		return whatsapp.Session{Connected: true, Status: "connected", Self: whatsapp.Person{Phone: number}}
	}
	for name, test := range map[string]struct {
		reply []reply
		want  whatsapp.Session
	}{
		"linked":     {file("instance.json"), whatsapp.Session{Connected: true, Status: "connected", Self: me}},
		"logged out": {file("instance_out.json"), whatsapp.Session{Status: "not logged in"}},
		"one flag":   {data(`{"phone_connected":true}`), whatsapp.Session{Connected: true, Status: "connected"}},
		"Go's names": {
			data(`{"InstanceKey":"default","IsConnected":false,"IsLoggedIn":true,` +
				`"JID":"12025550100:7@s.whatsapp.net"}`),
			whatsapp.Session{Starting: true, Status: "not connected", Self: me},
		},
		"a word and flags": {
			data(`{"status":"reconnecting","isConnected":"true","loggedIn":"true"}`),
			whatsapp.Session{Connected: true, Status: "reconnecting"},
		},
		"the predecessor's": {
			data(`{"instance":{"key":"default","user":{"id":"12025550100:7@s.whatsapp.net","lid":"100:7@lid",` +
				`"name":"Ops"},"connectionState":"open"}}`),
			whatsapp.Session{Connected: true, Status: "open", Self: whatsapp.Person{Phone: own, LID: "100@lid"}},
		},
		"a word": {data(`{"connection_status":"close"}`), whatsapp.Session{Status: "close"}},
		"a number": {
			data(`{"connected":true,"phone_number":"+1 202-555-0100"}`),
			whatsapp.Session{Connected: true, Status: "connected", Self: me},
		},
		// As WhatsApp registers them, whatever a parser of numbers may think of that.
		"bare digits of Brazil":    {data(`{"connected":true,"phone":"556187654321"}`), linked("556187654321")},
		"bare digits of Mexico":    {data(`{"connected":true,"phone":"+5215512345678"}`), linked("5215512345678")},
		"bare digits of Argentina": {data(`{"connected":true,"phone":"5491112345678"}`), linked("5491112345678")},
		"no number": {
			data(`{"connected":true,"phone":"12"}`), whatsapp.Session{Connected: true, Status: "connected"},
		},
		"bare digits": {data(`{"user":{"phone":"12025550100"},"status":"connected"}`), linked(own)},
		"the own JID": {
			data(`{"instance_key":"default","user":"12025550100@s.whatsapp.net"}`), linked(own),
		},
		"two flags": {
			data(`{"connected":true,"online":false}`), whatsapp.Session{Status: "not connected"},
		},
	} {
		adapter, w := newWire(t, map[string][]reply{getInstance: test.reply})
		session, err := adapter.Session(t.Context())
		if diff := cmp.Diff(test.want, session); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: getInstance})
	}
}

func TestSessionFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(404, "error_instance.json"), whatsapp.ErrSessionUnknown},
		{fault(404, "error_404_silent.json"), whatsapp.ErrSessionUnknown},
		{
			[]reply{{Status: 403, Text: `{"error":true,"message":"Invalid instance_key supplied"}`}},
			whatsapp.ErrSessionUnknown,
		},
		{fault(401, "error_unauthorized.json"), whatsapp.ErrUnauthorized},
		{fault(401, "error_502.html"), whatsapp.ErrUnauthorized},
		{fault(403, "error_502.html"), whatsapp.ErrUnauthorized},
		{data(`null`), whatsapp.ErrOutcomeUnknown},
		{data(`[]`), whatsapp.ErrOutcomeUnknown},
		// The status of the envelope is not that of the instance.
		{data(`{"instance_key":"default","status":200}`), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, _ := newWire(t, map[string][]reply{getInstance: test.reply})
		if session, err := adapter.Session(t.Context()); !errors.Is(err, test.want) {
			t.Errorf("%+v: %+v, %v, not %v", test.reply, session, err, test.want)
		}
	}
}

func TestAbilities(t *testing.T) {
	for name, tells := range map[string]bool{"instance.json": true, "instance_out.json": false} {
		adapter, w := newWire(t, map[string][]reply{getInstance: file(name)})
		abilities, err := adapter.Abilities(t.Context())
		if err != nil || abilities.Gateway != "WhatsAPI" {
			t.Errorf("%s: %q, %v", name, abilities.Gateway, err)
		}
		for ability, can := range map[whatsapp.Ability]bool{
			whatsapp.CreateGroup: true, whatsapp.CreateEmptyGroup: true, whatsapp.WriteName: true,
			whatsapp.WriteDescription: true,
			whatsapp.ClearDescription: true, whatsapp.WriteMessagesAdminsOnly: true, whatsapp.WriteInfoAdminsOnly: true,
			whatsapp.LiftMessagesAdminsOnly: true, whatsapp.LiftInfoAdminsOnly: true,
			whatsapp.WriteMemberAddMode: false, whatsapp.WriteJoinApprovalRequired: false,
			whatsapp.WritePicture: true, whatsapp.WritePictureURL: false, whatsapp.ReadMemberAddMode: true,
			whatsapp.ReadJoinApprovalRequired: false, whatsapp.ReadDisappearingMessages: true,
			whatsapp.ChangeMembers: true,
			whatsapp.LeaveGroup:    true, whatsapp.DeleteChat: false, whatsapp.ReadInvite: true,
			whatsapp.RevokeInvite:   false,
			whatsapp.ReadInviteInfo: true, whatsapp.JoinGroup: true, whatsapp.LookUpContact: false,
			whatsapp.TellOwnNumber: tells,
		} {
			if abilities.Can(ability) != can {
				t.Errorf("%s: that it can %s is not %t", name, ability, can)
			}
		}
		w.Sent(asked{Route: getInstance})
	}
	adapter, _ := newWire(t, map[string][]reply{getInstance: fault(401, "error_unauthorized.json")})
	if _, err := adapter.Abilities(t.Context()); !errors.Is(err, whatsapp.ErrUnauthorized) {
		t.Errorf("a wrong key: %v", err)
	}
}

func TestContactsAreUnknown(t *testing.T) {
	adapter, w := newWire(t, nil)
	_, err := adapter.Contact(t.Context(), bob)
	if !errors.Is(err, errors.ErrUnsupported) ||
		err.Error() != "unsupported operation: WhatsAPI cannot find out whether a number is on WhatsApp" {
		t.Error(err)
	}
	w.Sent()
}

package nexus_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSession(t *testing.T) {
	for name, want := range map[string]whatsapp.Session{
		"session_connected.json": {Connected: true, Status: "connected", Self: whatsapp.Person{Phone: own}},
		"session_disconnected.json": {
			Starting: true, Status: "authenticated_disconnected", Self: whatsapp.Person{Phone: own},
		},
		"session_new.json": {Status: "not_authenticated"},
	} {
		g, w := newWire(t, map[string][]reply{onSession: file(name)})
		got, err := g.Session(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: onSession})
	}
	for body, want := range map[string]error{`{}`: whatsapp.ErrOutcomeUnknown, `[]`: whatsapp.ErrOutcomeUnknown,
		``: whatsapp.ErrOutcomeUnknown} {
		g, _ := newWire(t, map[string][]reply{onSession: text(body)})
		if got, err := g.Session(t.Context()); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", body, got, err)
		}
	}
	g, _ := newWire(t, map[string][]reply{onSession: fault(404, "error_404_session.json")})
	if _, err := g.Session(t.Context()); !errors.Is(err, whatsapp.ErrSessionUnknown) {
		t.Errorf("unknown: %v", err)
	}
	g, _ = newWire(t, map[string][]reply{onSession: fault(404, "error_404_route.txt")})
	if _, err := g.Session(t.Context()); !errors.Is(err, whatsapp.ErrWrongServer) {
		t.Errorf("another server: %v", err)
	}
}

func TestContact(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{file("number.json"), nil},
		{file("number_none.json"), whatsapp.ErrNotOnWhatsApp},
		{text(`{}`), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_client.json"), whatsapp.ErrNotConnected},
		{[]reply{{Status: 400, Text: `{"error":"Cliente não está conectado"}`}}, whatsapp.ErrNotConnected},
		{fault(500, "error_500_iq_429.json"), whatsapp.ErrRateLimited},
	} {
		g, w := newWire(t, map[string][]reply{onNumber: test.reply})
		person, err := g.Contact(t.Context(), bob)
		if !errors.Is(err, test.want) || !person.IsZero() {
			t.Errorf("%+v: %v, %v", test.reply, person, err)
		}
		w.Sent(asked{Route: onNumber, Body: `{"number":"12025550102"}`})
	}
}

// TestLacks has what is not sent at all.
func TestLacks(t *testing.T) {
	g, w := newWire(t, nil)
	abilities, err := g.Abilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, create := g.CreateGroup(t.Context(), "Ops", nil)
	_, info := g.InviteInfo(t.Context(), inviteCode(t))
	for ability, err := range map[whatsapp.Ability]error{
		whatsapp.CreateEmptyGroup: create,
		whatsapp.ReadInviteInfo:   info,
		whatsapp.ClearDescription: g.ChangeGroup(t.Context(), group, whatsapp.SetDescription("")),
		whatsapp.WritePicture:     g.ChangeGroup(t.Context(), group, whatsapp.SetPicture([]byte{1})),
	} {
		if want := "unsupported operation: Autonotify (API nexus) cannot " + string(ability); err == nil ||
			err.Error() != want {
			t.Errorf("%s: %v", ability, err)
		}
		if !errors.Is(err, errors.ErrUnsupported) || abilities.Can(ability) {
			t.Errorf("%s is an ability", ability)
		}
	}
	w.Sent()
}

func TestAbilities(t *testing.T) {
	g, _ := newWire(t, nil)
	abilities, err := g.Abilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []whatsapp.Ability{
		whatsapp.ChangeMembers, whatsapp.CreateGroup, whatsapp.JoinGroup, whatsapp.LeaveGroup,
		whatsapp.LiftInfoAdminsOnly, whatsapp.LiftMessagesAdminsOnly, whatsapp.LookUpContact,
		whatsapp.ReadDisappearingMessages, whatsapp.ReadInvite, whatsapp.ReadJoinApprovalRequired,
		whatsapp.ReadMemberAddMode, whatsapp.RevokeInvite, whatsapp.TellGroupKind, whatsapp.TellOwnNumber,
		whatsapp.WriteDescription,
		whatsapp.WriteInfoAdminsOnly, whatsapp.WriteJoinApprovalRequired, whatsapp.WriteMemberAddMode,
		whatsapp.WriteMessagesAdminsOnly, whatsapp.WriteName, whatsapp.WritePictureURL,
	}
	if diff := cmp.Diff(whatsapp.NewAbilities("Autonotify (API nexus)", want...).List(), abilities.List()); diff != "" {
		t.Errorf("the abilities (-want +got):\n%s", diff)
	}
}

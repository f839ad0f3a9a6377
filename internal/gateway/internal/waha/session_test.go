package waha_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSession(t *testing.T) {
	for name, want := range map[string]whatsapp.Session{
		"session_working.json": {
			Connected: true, Status: "WORKING", Self: whatsapp.Person{Phone: own, LID: "100@lid"},
		},
		"session_working_no_lid.json": {Connected: true, Status: "WORKING", Self: whatsapp.Person{Phone: own}},
		"session_stopped.json":        {Status: "STOPPED"},
		"session_scan.json":           {Status: "SCAN_QR_CODE"},
	} {
		adapter, w := newWire(t, map[string][]reply{onSession: file(name)})
		got, err := adapter.Session(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: onSession})
	}
}

func TestSessionThatIsUnknown(t *testing.T) {
	for _, test := range []struct {
		body []reply
		want error
	}{
		{fault(404, "error_404_session.json"), whatsapp.ErrSessionUnknown},
		{fault(404, "error_404_not_started.json"), whatsapp.ErrSessionUnknown},
		{fault(422, "error_422_no_session.json"), whatsapp.ErrSessionUnknown},
		{fault(422, "error_422_core.json"), whatsapp.ErrSessionUnknown},
		{fault(404, "error_404_cannot_get.json"), whatsapp.ErrWrongServer},
		{[]reply{{Status: 404, Text: "<html>404 page not found</html>"}}, whatsapp.ErrWrongServer},
		{fault(401, "error_401.json"), whatsapp.ErrUnauthorized},
		{text(""), whatsapp.ErrWrongServer},
		{text("<html>Welcome</html>"), whatsapp.ErrWrongServer},
		{text(`{}`), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, _ := newWire(t, map[string][]reply{onSession: test.body})
		if got, err := adapter.Session(t.Context()); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, %v", test.body, got, err)
		}
	}
}

func TestContact(t *testing.T) {
	check := "GET /api/contacts/check-exists?phone=5511999990000&session=default"
	pair := "GET /api/default/lids/pn/551199990000"
	for _, test := range []struct {
		name    string
		replies map[string][]reply
		want    whatsapp.Person
		err     error
	}{
		{
			"another spelling",
			map[string][]reply{
				check: text(`{"numberExists":true,"chatId":"551199990000@c.us"}`),
				pair:  text(`{"lid":"111@lid","pn":"551199990000@c.us"}`),
			},
			whatsapp.Person{Phone: "551199990000", LID: "111@lid"}, nil,
		},
		{
			"without a LID",
			map[string][]reply{
				check: text(`{"numberExists":true,"chatId":"551199990000@c.us"}`),
				pair:  text(`{"lid":null,"pn":"551199990000@c.us"}`),
			},
			whatsapp.Person{Phone: "551199990000"}, nil,
		},
		{
			"without routes for LIDs",
			map[string][]reply{
				check: text(`{"numberExists":true,"chatId":"551199990000@c.us"}`),
				pair:  fault(404, "error_404_cannot_get.json"),
			},
			whatsapp.Person{Phone: "551199990000"}, nil,
		},
		{
			"a LID for an answer",
			map[string][]reply{
				check:                           text(`{"numberExists":true,"chatId":"111@lid"}`),
				"GET /api/default/lids/111@lid": text(`{"lid":"111@lid","pn":"551199990000@c.us"}`),
			},
			whatsapp.Person{Phone: "551199990000", LID: "111@lid"}, nil,
		},
		{
			"nobody", map[string][]reply{check: text(`{"numberExists":false}`)}, whatsapp.Person{},
			whatsapp.ErrNotOnWhatsApp,
		},
		{
			"nobody (GOWS)", map[string][]reply{check: text(`{"numberExists":false,"chatId":null}`)}, whatsapp.Person{},
			whatsapp.ErrNotOnWhatsApp,
		},
		{"nothing", map[string][]reply{check: text(``)}, whatsapp.Person{}, whatsapp.ErrOutcomeUnknown},
		{
			"rate limit", map[string][]reply{check: fault(500, "error_500_noweb_rate.json")}, whatsapp.Person{},
			whatsapp.ErrRateLimited,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, test.replies)
			got, err := adapter.Contact(t.Context(), "5511999990000")
			if !errors.Is(err, test.err) || got != test.want {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

func TestLIDs(t *testing.T) {
	first, second := "GET /api/default/lids?limit=500&offset=0", "GET /api/default/lids?limit=500&offset=3"
	adapter, w := newWire(t, map[string][]reply{first: file("lids.json"), second: text("[]")})
	got, err := adapter.LIDs(t.Context())
	want := []whatsapp.Person{{Phone: alice, LID: "101@lid"}, {Phone: bob, LID: "102@lid"}}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: first}, asked{Route: second})

	adapter, _ = newWire(t, map[string][]reply{first: fault(404, "error_404_cannot_get.json")})
	if got, err := adapter.LIDs(t.Context()); err != nil || len(got) != 0 {
		t.Errorf("before 2025.5.4: %v, %v", got, err)
	}
}

func TestAbilities(t *testing.T) {
	every := []whatsapp.Ability{
		whatsapp.CreateGroup, whatsapp.CreateEmptyGroup, whatsapp.WriteName, whatsapp.WriteDescription,
		whatsapp.WriteMessagesAdminsOnly, whatsapp.WriteInfoAdminsOnly, whatsapp.LiftMessagesAdminsOnly,
		whatsapp.LiftInfoAdminsOnly, whatsapp.ChangeMembers, whatsapp.LeaveGroup, whatsapp.ReadInvite,
		whatsapp.ReadInviteInfo, whatsapp.JoinGroup, whatsapp.LookUpContact, whatsapp.TellOwnNumber,
	}
	// The others are y for yes and - for no, in this order.
	others := []whatsapp.Ability{
		whatsapp.ClearDescription, whatsapp.WriteMemberAddMode, whatsapp.ReadMemberAddMode,
		whatsapp.WriteJoinApprovalRequired, whatsapp.ReadJoinApprovalRequired, whatsapp.WritePicture,
		whatsapp.WritePictureURL, whatsapp.ReadDisappearingMessages, whatsapp.RevokeInvite, whatsapp.DeleteChat,
		whatsapp.ApproveJoinRequests,
	}
	for _, test := range []struct{ version, engine, tier, can string }{
		{"2026.4.1", "NOWEB", "CORE", "y-y-y---y--"},
		{"2026.4.1", "NOWEB", "PLUS", "y-y-yyy-y--"},
		{"2026.4.1", "GOWS", "CORE", "--y-y--y---"},
		{"2026.4.1", "WEBJS", "CORE", "y-------yy-"},
		{"2026.4.1", "WPP", "CORE", "y----yy-yy-"},
		{"2026.6.1", "WEBJS", "CORE", "y----yy-yy-"},
		{"2026.7.1", "WEBJS", "CORE", "y----yy-yy-"},
		{"2026.7.2", "WEBJS", "CORE", "yyy--yy-yy-"},
		{"2026.7.10", "WPP", "CORE", "yyy--yy-yy-"},
		{"2026.8.1", "GOWS", "CORE", "-yy-yyyy---"},
		{"2026.8.2", "GOWS", "CORE", "-yyyyyyy--y"},
		{"2026.9.0", "GOWS", "CORE", "yyyyyyyy--y"},
		{"2026.9", "NOWEB", "CORE", "yyyyyyy-y-y"},
		{"2026.10.1", "WPP", "CORE", "yyyyyyy-yyy"},
		{"2027.1.1", "WEBJS", "CORE", "yyyyyyy-yyy"},
	} {
		t.Run(test.version+" "+test.engine+" "+test.tier, func(t *testing.T) {
			adapter, w := newWire(t, map[string][]reply{
				onVersion: text(`{"version":"` + test.version + `","engine":"` + test.engine + `","tier":"` +
					test.tier + `","browser":null}`),
			})
			abilities, err := adapter.Abilities(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, ability := range every {
				if !abilities.Can(ability) {
					t.Errorf("it cannot %s", ability)
				}
			}
			can := ""
			for _, ability := range others {
				if abilities.Can(ability) {
					can += "y"
				} else {
					can += "-"
				}
			}
			if can != test.can {
				t.Errorf("it can %s, not %s", can, test.can)
			}
			if want := "WAHA " + test.version + " (engine " + test.engine + ")"; abilities.Gateway != want {
				t.Errorf("it is called %q", abilities.Gateway)
			}
			w.Sent(asked{Route: onVersion})
		})
	}
	adapter, _ := newWire(t, map[string][]reply{onVersion: text("<html>")})
	if _, err := adapter.Abilities(t.Context()); !errors.Is(err, whatsapp.ErrWrongServer) {
		t.Errorf("%v", err)
	}
}

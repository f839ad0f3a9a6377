package autonotify_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// The routes of nexus.
const (
	onSession = "GET /api/v1/session/"
	onList    = "GET /api/v1/group/list"
	onInfo    = "GET /api/v1/group/info?group_jid=120363000000000001%40g.us"
	onCreate  = "POST /api/v1/group/create"
	onAdd     = "POST /api/v1/group/participants/add"
	onName    = "POST /api/v1/group/update/name"
	onTopic   = "POST /api/v1/group/update/topic"
	onPicture = "POST /api/v1/group/update/picture"
	onLeave   = "POST /api/v1/group/leave"
	onInvite  = "GET /api/v1/group/invite-link?group_jid=120363000000000001%40g.us"
	onRevoke  = "POST /api/v1/group/invite-link/revoke"
	onJoin    = "POST /api/v1/group/join"
	onNumber  = "POST /api/v1/message/check-number"
)

// ops is the group of testdata.
func ops(own, alice, dora whatsapp.Person) whatsapp.Group {
	return whatsapp.Group{
		ID: group,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new("On call"),
			MessagesAdminsOnly:   new(false),
			InfoAdminsOnly:       new(true),
			MemberAddMode:        new(whatsapp.AdminAdd),
			JoinApprovalRequired: new(false),
		},
		Owner: own, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Members: []whatsapp.Member{
			{Person: own, Role: whatsapp.RoleAdmin, Creator: true},
			{Person: alice, Role: whatsapp.RoleAdmin},
			{Person: dora, Role: whatsapp.RoleMember},
		},
	}
}

func nexusOps() whatsapp.Group {
	g := ops(whatsapp.Person{Phone: own, LID: "100@lid"}, whatsapp.Person{Phone: alice, LID: "101@lid"}, whatsapp.Person{LID: "109@lid"})
	g.DisappearingMessages = new(whatsapp.DisappearWeek)
	g.Size = 4
	return g
}

func TestNexusReadsGroups(t *testing.T) {
	g, w := newWire(t, nexus, map[string][]reply{onInfo: file("nexus_group.json"), onList: file("nexus_groups.json")})
	got, err := g.Group(t.Context(), group)
	if diff := cmp.Diff(nexusOps(), got); err != nil || diff != "" {
		t.Errorf("the group: %v (-want +got):\n%s", err, diff)
	}
	members, err := g.Members(t.Context(), group)
	if diff := cmp.Diff(nexusOps().Members, members); err != nil || diff != "" {
		t.Errorf("the members: %v (-want +got):\n%s", err, diff)
	}
	list, err := g.Groups(t.Context(), false)
	if diff := cmp.Diff([]whatsapp.Group{nexusOps(), {ID: "120363000000000002@g.us"}}, list); err != nil || diff != "" {
		t.Errorf("the list: %v (-want +got):\n%s", err, diff)
	}
	if err := g.Refresh(t.Context()); err != nil {
		t.Errorf("refreshing: %v", err)
	}
	w.Sent(asked{Route: onInfo}, asked{Route: onInfo}, asked{Route: onList})
}

func TestNexusReadsNothingWrong(t *testing.T) {
	for _, test := range []struct {
		name    string
		replies map[string][]reply
		want    error
	}{
		{"another group", map[string][]reply{onInfo: text(strings.ReplaceAll(testdata(t, "nexus_group.json"), string(group), string(fresh)))}, whatsapp.ErrOutcomeUnknown},
		{"no data", map[string][]reply{onInfo: text(`{"success":true}`)}, whatsapp.ErrOutcomeUnknown},
		{"no members", map[string][]reply{onInfo: text(`{"success":true,"data":{"jid":"120363000000000001@g.us","name":"Ops","participants":[]}}`)}, whatsapp.ErrOutcomeUnknown},
		{"no JSON", map[string][]reply{onInfo: text(`<html>`)}, whatsapp.ErrOutcomeUnknown},
		{"no success", map[string][]reply{onInfo: text(`{"success":false,"message":"no"}`)}, whatsapp.ErrRefused},
		{"not a member", map[string][]reply{onInfo: fault(500, "nexus_error_500_not_member.json")}, whatsapp.ErrNotMember},
		{"no group", map[string][]reply{onInfo: fault(500, "nexus_error_500_no_group.json")}, whatsapp.ErrGroupNotFound},
		{"no group, by code", map[string][]reply{onInfo: fault(500, "nexus_error_500_iq_404.json")}, whatsapp.ErrGroupNotFound},
		{"not a member, by code", map[string][]reply{onInfo: fault(500, "nexus_error_500_iq_403.json")}, whatsapp.ErrNotMember},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, _ := newWire(t, nexus, test.replies)
			if got, err := g.Group(t.Context(), group); !errors.Is(err, test.want) {
				t.Errorf("the group is %+v, %v", got, err)
			}
			if got, err := g.Members(t.Context(), group); !errors.Is(err, test.want) {
				t.Errorf("the members are %+v, %v", got, err)
			}
		})
	}
	for body, want := range map[string]error{
		`{"success":true,"data":null}`:            whatsapp.ErrOutcomeUnknown,
		`{"success":true}`:                        whatsapp.ErrOutcomeUnknown,
		`{"success":true,"data":[{"name":"x"}]}`:  whatsapp.ErrOutcomeUnknown,
		testdata(t, "nexus_groups_none.json"):     nil,
		`{"error":"x","success":false,"data":[]}`: whatsapp.ErrRefused,
	} {
		g, _ := newWire(t, nexus, map[string][]reply{onList: text(body)})
		if got, err := g.Groups(t.Context(), true); !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

func TestNexusReadsAStub(t *testing.T) {
	g, _ := newWire(t, nexus, map[string][]reply{
		onInfo: text(`{"success":true,"data":{"jid":"120363000000000001@g.us","topic":"","settings":{"is_locked":false},"participant_count":7}}`),
	})
	got, err := g.Group(t.Context(), group)
	if diff := cmp.Diff(whatsapp.Group{ID: group, Size: 7}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := g.Members(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("the members: %v", err)
	}
}

func TestNexusSendsEachChange(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		route  string
		body   string
	}{
		{whatsapp.SetName("Night"), onName, `"new_name":"Night"`},
		{whatsapp.SetDescription("On <call>"), onTopic, `"new_topic":"On <call>"`},
		{whatsapp.SetMessagesAdminsOnly(true), "POST /api/v1/group/set-announce", `"announce":true`},
		{whatsapp.SetMessagesAdminsOnly(false), "POST /api/v1/group/set-announce", `"announce":false`},
		{whatsapp.SetInfoAdminsOnly(true), "POST /api/v1/group/set-locked", `"locked":true`},
		{whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), "POST /api/v1/group/set-member-add-mode", `"mode":"all_member_add"`},
		{whatsapp.SetMemberAddMode(whatsapp.AdminAdd), "POST /api/v1/group/set-member-add-mode", `"mode":"admin_add"`},
		{whatsapp.SetJoinApprovalRequired(true), "POST /api/v1/group/set-join-approval", `"mode":"on"`},
		{whatsapp.SetJoinApprovalRequired(false), "POST /api/v1/group/set-join-approval", `"mode":"off"`},
		{whatsapp.SetPictureURL("https://example.org/a.jpg?x=1&y=2"), onPicture, `"image_url":"https://example.org/a.jpg?x=1&y=2"`},
	} {
		answer := "nexus_done.json"
		if test.route == onPicture {
			answer = "nexus_picture.json"
		}
		g, w := newWire(t, nexus, map[string][]reply{test.route: file(answer)})
		if err := g.ChangeGroup(t.Context(), group, test.change); err != nil {
			t.Errorf("%T: %v", test.change, err)
		}
		// Keys are sent in order.
		body := `{"group_jid":"120363000000000001@g.us",` + test.body + `}`
		if strings.HasPrefix(test.body, `"announce"`) {
			body = `{` + test.body + `,"group_jid":"120363000000000001@g.us"}`
		}
		w.Sent(asked{test.route, body})
	}
}

// TestNexusLacks has what is not sent at all.
func TestNexusLacks(t *testing.T) {
	g, w := newWire(t, nexus, nil)
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
		whatsapp.DeleteChat:       g.DeleteChat(t.Context(), group),
	} {
		if want := "unsupported operation: Autonotify (API nexus) cannot " + string(ability); err == nil || err.Error() != want {
			t.Errorf("%s: %v", ability, err)
		}
		if !errors.Is(err, errors.ErrUnsupported) || abilities.Can(ability) {
			t.Errorf("%s is an ability", ability)
		}
	}
	w.Sent()
	if people, err := g.LIDs(t.Context()); err != nil || len(people) != 0 {
		t.Errorf("the LIDs are %v, %v", people, err)
	}
}

func TestNexusAbilities(t *testing.T) {
	g, _ := newWire(t, nexus, nil)
	abilities, err := g.Abilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := []whatsapp.Ability{
		whatsapp.ChangeMembers, whatsapp.CreateGroup, whatsapp.JoinGroup, whatsapp.LeaveGroup, whatsapp.LookUpContact,
		whatsapp.ReadDisappearingMessages, whatsapp.ReadInvite, whatsapp.ReadJoinApprovalRequired, whatsapp.ReadMemberAddMode,
		whatsapp.RevokeInvite, whatsapp.TellOwnNumber, whatsapp.WriteDescription, whatsapp.WriteInfoAdminsOnly,
		whatsapp.WriteJoinApprovalRequired, whatsapp.WriteMemberAddMode, whatsapp.WriteMessagesAdminsOnly, whatsapp.WriteName,
		whatsapp.WritePictureURL,
	}
	if diff := cmp.Diff(whatsapp.NewAbilities("Autonotify (API nexus)", want...).List(), abilities.List()); diff != "" {
		t.Errorf("the abilities (-want +got):\n%s", diff)
	}
}

func TestNexusCreatesGroups(t *testing.T) {
	people := []whatsapp.Person{{Phone: alice}, {Phone: bob}, {Phone: "5511999990000"}, {LID: "109@lid"}}
	body := `{"name":"Ops","participants":["12025550101@s.whatsapp.net","12025550102@s.whatsapp.net","5511999990000","109@lid"]}`
	for _, answer := range []string{"nexus_created.json", "nexus_created_basic.json", "nexus_created_partly.json"} {
		g, w := newWire(t, nexus, map[string][]reply{onCreate: {{Status: http.StatusCreated, File: answer}}})
		created, err := g.CreateGroup(t.Context(), "Ops", people)
		if err != nil || created.Group != fresh || len(created.Outcomes) != len(people) {
			t.Fatalf("%s: %+v, %v", answer, created, err)
		}
		for i, o := range created.Outcomes {
			failed := answer == "nexus_created_partly.json" && i == 1
			if o.Person != people[i] || failed != errors.Is(o.Err, whatsapp.ErrInvalidRequest) || !failed && o.Err != nil {
				t.Errorf("%s: the outcome of %s is %v", answer, o.Person, o.Err)
			}
		}
		w.Sent(asked{onCreate, body})
	}
}

func TestNexusCreateFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(500, "nexus_error_500_iq_401.json"), whatsapp.ErrRefused},
		{fault(500, "nexus_error_500_iq_403.json"), whatsapp.ErrRefused},
		{fault(500, "nexus_error_500_iq_404.json"), whatsapp.ErrRefused},
		{fault(500, "nexus_error_500_iq_406.json"), whatsapp.ErrInvalidRequest},
		{fault(500, "nexus_error_500_iq_419.json"), whatsapp.ErrRefused},
		{fault(500, "nexus_error_500_iq_429.json"), whatsapp.ErrRateLimited},
		{fault(500, "nexus_error_500_iq_500.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "nexus_error_500_iq_timeout.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "nexus_error_500_task_timeout.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "nexus_error_500_nobody.json"), whatsapp.ErrInvalidRequest},
		{fault(400, "nexus_error_400_inactive.json"), whatsapp.ErrNotConnected},
		{fault(404, "nexus_error_404_session.json"), whatsapp.ErrSessionUnknown},
		{fault(502, "error_502.html"), whatsapp.ErrOutcomeUnknown},
		{text(`{"success":true,"data":{}}`), whatsapp.ErrOutcomeUnknown},
		{text(``), whatsapp.ErrOutcomeUnknown},
	} {
		g, w := newWire(t, nexus, map[string][]reply{onCreate: test.reply})
		if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%+v: sent %d times", test.reply, len(w.Asked))
		}
	}
}

func TestNexusUpdatesMembers(t *testing.T) {
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	} {
		route := "POST /api/v1/group/participants/" + string(action)
		g, w := newWire(t, nexus, map[string][]reply{route: file("nexus_done.json")})
		people := []whatsapp.Person{{Phone: bob, LID: "102@lid"}, {LID: "109@lid"}, {Phone: "551199990000"}}
		outcomes, err := g.UpdateMembers(t.Context(), group, action, people)
		want := []whatsapp.Outcome{{Person: people[0]}, {Person: people[1]}, {Person: people[2]}}
		if diff := cmp.Diff(want, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", action, err, diff)
		}
		w.Sent(asked{route, `{"group_jid":"120363000000000001@g.us","participants":["12025550102@s.whatsapp.net","109@lid","551199990000"]}`})
	}
	// Whom the server may look up, and whom it would take for somebody else.
	for number, sent := range map[phone.Number]string{
		"5511987654321": "5511987654321", "551187654321": "551187654321", "525512345678": "525512345678", "5491112345678": "5491112345678",
		"447700900123": "447700900123", "12025550101": "12025550101@s.whatsapp.net", "3227001234": "3227001234@s.whatsapp.net",
		"5511933334444": "5511933334444@s.whatsapp.net", "551133334444": "551133334444@s.whatsapp.net",
	} {
		g, w := newWire(t, nexus, map[string][]reply{onAdd: file("nexus_done.json")})
		if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(number)); err != nil {
			t.Errorf("%s: %v", number, err)
		}
		w.Sent(asked{onAdd, `{"group_jid":"120363000000000001@g.us","participants":["` + sent + `"]}`})
	}
	g, w := newWire(t, nexus, nil)
	if outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil || len(outcomes) != 0 {
		t.Errorf("nobody: %v, %v", outcomes, err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, "ban", phones(bob)); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no action: %v", err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, []whatsapp.Person{{}}); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no person: %v", err)
	}
	w.Sent()
}

func TestNexusLeaves(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{file("nexus_done.json"), nil},
		{fault(500, "nexus_error_500_iq_401.json"), whatsapp.ErrNotMember},
		{fault(500, "nexus_error_500_iq_403.json"), whatsapp.ErrNotMember},
		{fault(500, "nexus_error_500_iq_404.json"), whatsapp.ErrGroupNotFound},
	} {
		g, w := newWire(t, nexus, map[string][]reply{onLeave: test.reply})
		if err := g.LeaveGroup(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		w.Sent(asked{onLeave, `{"group_jid":"120363000000000001@g.us"}`})
	}
}

func TestNexusInvites(t *testing.T) {
	g, w := newWire(t, nexus, map[string][]reply{
		onInvite: file("nexus_invite.json"), onRevoke: file("nexus_revoked.json"), onJoin: file("nexus_joined.json"),
	})
	got, err := g.InviteCode(t.Context(), group)
	if err != nil || got.Code() != code {
		t.Errorf("the code is wrong: %v", err)
	}
	got, err = g.RevokeInvite(t.Context(), group)
	if err != nil || got.Code() != "AbCdEfGhIjKlMnOpQrStU2" {
		t.Errorf("the new code is wrong: %v", err)
	}
	joined, err := g.Join(t.Context(), inviteCode(t))
	if err != nil || joined != group {
		t.Errorf("joined %s, %v", joined, err)
	}
	w.Sent(
		asked{Route: onInvite},
		asked{onRevoke, `{"group_jid":"120363000000000001@g.us"}`},
		asked{onJoin, `{"link":"https://chat.whatsapp.com/` + code + `","user_id":"default"}`},
	)
}

func TestNexusInvitesFail(t *testing.T) {
	for _, test := range []struct {
		route string
		reply []reply
		want  error
	}{
		{onInvite, fault(500, "nexus_error_500_no_permission.json"), whatsapp.ErrNotAdmin},
		{onInvite, fault(500, "nexus_error_500_iq_401.json"), whatsapp.ErrNotAdmin},
		{onInvite, fault(500, "nexus_error_500_iq_403.json"), whatsapp.ErrNotMember},
		{onInvite, fault(500, "nexus_error_500_not_member.json"), whatsapp.ErrNotMember},
		{onInvite, fault(404, "nexus_error_404_route.txt"), errors.ErrUnsupported},
		{onInvite, text(`{"success":true,"data":"https://chat.whatsapp.com/` + code + `"}`), whatsapp.ErrOutcomeUnknown},
		{onInvite, text(`{"success":true,"invite_link":"https://chat.whatsapp.com/?"}`), whatsapp.ErrOutcomeUnknown},
		{onRevoke, fault(500, "nexus_error_500_iq_401.json"), whatsapp.ErrNotAdmin},
		{onRevoke, text(`{"success":true}`), whatsapp.ErrOutcomeUnknown},
		{onJoin, fault(500, "nexus_error_500_link_invalid.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "nexus_error_500_link_revoked.json"), whatsapp.ErrInviteRevoked},
		{onJoin, fault(500, "nexus_error_500_link_format.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "nexus_error_500_iq_406.json"), whatsapp.ErrInviteInvalid},
		{onJoin, fault(500, "nexus_error_500_iq_409.json"), whatsapp.ErrRefused},
		{onJoin, fault(500, "nexus_error_500_iq_410.json"), whatsapp.ErrInviteRevoked},
		{onJoin, fault(500, "nexus_error_500_iq_419.json"), whatsapp.ErrGroupFull},
		// The link was taken, and the group cannot be read: the account waits for approval, perhaps.
		{onJoin, fault(500, "nexus_error_500_not_member.json"), whatsapp.ErrOutcomeUnknown},
		{onJoin, text(`{"success":true}`), whatsapp.ErrOutcomeUnknown},
	} {
		g, w := newWire(t, nexus, map[string][]reply{test.route: test.reply})
		var err error
		switch test.route {
		case onInvite:
			_, err = g.InviteCode(t.Context(), group)
		case onRevoke:
			_, err = g.RevokeInvite(t.Context(), group)
		case onJoin:
			_, err = g.Join(t.Context(), inviteCode(t))
		}
		if !errors.Is(err, test.want) {
			t.Errorf("%s %+v: %v", test.route, test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%s %+v: sent %d times", test.route, test.reply, len(w.Asked))
		}
	}
}

func TestNexusSession(t *testing.T) {
	for name, want := range map[string]whatsapp.Session{
		"nexus_session_connected.json":    {Connected: true, Status: "connected", Self: whatsapp.Person{Phone: own}},
		"nexus_session_disconnected.json": {Status: "authenticated_disconnected", Self: whatsapp.Person{Phone: own}},
		"nexus_session_new.json":          {Status: "not_authenticated"},
	} {
		g, w := newWire(t, nexus, map[string][]reply{onSession: file(name)})
		got, err := g.Session(t.Context())
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: onSession})
	}
	for body, want := range map[string]error{`{}`: whatsapp.ErrOutcomeUnknown, `[]`: whatsapp.ErrOutcomeUnknown, ``: whatsapp.ErrOutcomeUnknown} {
		g, _ := newWire(t, nexus, map[string][]reply{onSession: text(body)})
		if got, err := g.Session(t.Context()); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v", body, got, err)
		}
	}
	g, _ := newWire(t, nexus, map[string][]reply{onSession: fault(404, "nexus_error_404_session.json")})
	if _, err := g.Session(t.Context()); !errors.Is(err, whatsapp.ErrSessionUnknown) {
		t.Errorf("unknown: %v", err)
	}
	g, _ = newWire(t, nexus, map[string][]reply{onSession: fault(404, "nexus_error_404_route.txt")})
	if _, err := g.Session(t.Context()); !errors.Is(err, whatsapp.ErrUnreachable) {
		t.Errorf("another server: %v", err)
	}
}

func TestNexusContact(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{file("nexus_number.json"), nil},
		{file("nexus_number_none.json"), whatsapp.ErrNotOnWhatsApp},
		{text(`{}`), whatsapp.ErrOutcomeUnknown},
		{fault(500, "nexus_error_500_client.json"), whatsapp.ErrNotConnected},
		{[]reply{{Status: 400, Text: `{"error":"Cliente não está conectado"}`}}, whatsapp.ErrNotConnected},
		{fault(500, "nexus_error_500_iq_429.json"), whatsapp.ErrRateLimited},
	} {
		g, w := newWire(t, nexus, map[string][]reply{onNumber: test.reply})
		person, err := g.Contact(t.Context(), bob)
		if !errors.Is(err, test.want) || !person.IsZero() {
			t.Errorf("%+v: %v, %v", test.reply, person, err)
		}
		w.Sent(asked{onNumber, `{"number":"12025550102"}`})
	}
}

// TestNexusOperations compares the table that the documentation shows with what is sent.
func TestNexusOperations(t *testing.T) {
	routes := strings.Join([]string{onList, onInfo, onCreate, onAdd, onName, onPicture, onLeave, onInvite, onRevoke, onJoin,
		"POST /api/v1/group/set-member-add-mode"}, "\n")
	for _, o := range autonotify.Operations() {
		route := strings.Replace(o.Nexus, "{add|remove|promote|demote}", "add", 1)
		if (o.Unused == "") != (o.Nexus != "") || !strings.Contains(routes, route) {
			t.Errorf("%s is %q with nexus", o.Name, o.Nexus)
		}
	}
}

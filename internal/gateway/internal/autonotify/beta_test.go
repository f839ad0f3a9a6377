package autonotify_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The routes of the beta.
const (
	betaMembers = "PUT /api/v1/group/members?groupId=120363000000000001%40g.us"
	betaGroup   = "GET /api/v1/group?groupId=120363000000000001%40g.us"
	betaGroups  = "GET /api/v1/group/all"
	betaCreate  = "POST /api/v1/group"
	betaUpdate  = "PUT /api/v1/group?groupId=120363000000000001%40g.us"
	betaPicture = "PUT /api/v1/group/profile-picture?groupId=120363000000000001%40g.us"
	betaMode    = "PUT /api/v1/group/member-add-mode?groupId=120363000000000001%40g.us"
	betaLeave   = "DELETE /api/v1/group?groupId=120363000000000001%40g.us"
	betaInvite  = "GET /api/v1/group/invite-code?groupId=120363000000000001%40g.us"
	betaRevoke  = "POST /api/v1/group/revoke-invite-code?groupId=120363000000000001%40g.us"
	betaJoin    = "POST /api/v1/group/join"
)

// TestBetaSpeaksTheSeed sends the request of seed 000, with nothing accepted.
func TestBetaSpeaksTheSeed(t *testing.T) {
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	} {
		g, w := newWire(t, beta, map[string][]reply{betaMembers: text(`{}`)})
		outcomes, err := g.UpdateMembers(t.Context(), group, action, phones("5511999999999", "5511988888888"))
		want := []whatsapp.Outcome{{Person: whatsapp.Person{Phone: "5511999999999"}}, {Person: whatsapp.Person{Phone: "5511988888888"}}}
		if diff := cmp.Diff(want, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", action, err, diff)
		}
		w.Sent(asked{betaMembers,
			`{"action":"` + string(action) + `","participants":[{"phoneNumber":"5511999999999"},{"phoneNumber":"5511988888888"}]}`})
	}
}

func TestBetaReadsOutcomes(t *testing.T) {
	for _, answer := range []string{"beta_members.json", "beta_members_wrapped.json"} {
		g, _ := newWire(t, beta, map[string][]reply{betaMembers: file(answer)})
		outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(alice, bob, carol))
		if err != nil || len(outcomes) != 3 {
			t.Fatalf("%s: %v, %v", answer, outcomes, err)
		}
		for i, want := range []error{nil, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft} {
			if !errors.Is(outcomes[i].Err, want) {
				t.Errorf("%s: %s: %v", answer, outcomes[i].Person, outcomes[i].Err)
			}
		}
		var private *whatsapp.Error
		if !errors.As(outcomes[1].Err, &private) || private.Invitation == nil || private.Invitation.Code.Code() != "cV0oyyBsD49e6Plw" ||
			!private.Invitation.Expires.Equal(time.Unix(1767928118, 0)) {
			t.Errorf("%s: the invitation is missing", answer)
		}
	}
	for _, body := range []string{``, `[]`, `null`, `{"message":"ok"}`, `"ok"`, `ok`, `{"success":true,"data":[]}`} {
		g, _ := newWire(t, beta, map[string][]reply{betaMembers: text(body)})
		outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(alice))
		if diff := cmp.Diff([]whatsapp.Outcome{{Person: whatsapp.Person{Phone: alice}}}, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", body, err, diff)
		}
	}
}

// TestBetaNamesHiddenMembers has a member without a number, who can be removed and not added.
func TestBetaNamesHiddenMembers(t *testing.T) {
	g, w := newWire(t, beta, map[string][]reply{betaMembers: text(`[{"status":"200","jid":"109@lid"}]`)})
	people := []whatsapp.Person{{LID: "109@lid"}}
	outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.RemoveMembers, people)
	if diff := cmp.Diff([]whatsapp.Outcome{{Person: people[0], LID: "109@lid"}}, outcomes); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{betaMembers, `{"action":"remove","participants":[{"phoneNumber":"109@lid"}]}`})
}

func TestBetaMembersThatCannotBeSent(t *testing.T) {
	g, w := newWire(t, betaFull, nil)
	if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, []whatsapp.Person{{LID: "109@lid"}}); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("without a number: %v", err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, "ban", phones(bob)); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no action: %v", err)
	}
	if outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil || len(outcomes) != 0 {
		t.Errorf("nobody: %v, %v", outcomes, err)
	}
	w.Sent()
}

// TestBetaWithoutPaths has every operation but that of the seed: none is sent, and the error says how to enable it.
func TestBetaWithoutPaths(t *testing.T) {
	g, w := newWire(t, beta, nil)
	_, create := g.CreateGroup(t.Context(), "Ops", phones(bob))
	_, one := g.Group(t.Context(), group)
	_, members := g.Members(t.Context(), group)
	_, list := g.Groups(t.Context(), true)
	_, invite := g.InviteCode(t.Context(), group)
	_, revoke := g.RevokeInvite(t.Context(), group)
	_, join := g.Join(t.Context(), inviteCode(t))
	for name, err := range map[string]error{
		"create": create, "group": one, "group (members)": members, "groups": list, "invite_code": invite, "revoke_invite_code": revoke, "join": join,
		"update":          g.ChangeGroup(t.Context(), group, whatsapp.SetName("Ops")),
		"update (text)":   g.ChangeGroup(t.Context(), group, whatsapp.SetDescription("Ops")),
		"picture":         g.ChangeGroup(t.Context(), group, whatsapp.SetPictureURL("https://example.org/a.jpg")),
		"member_add_mode": g.ChangeGroup(t.Context(), group, whatsapp.SetMemberAddMode(whatsapp.AdminAdd)),
		"leave":           g.LeaveGroup(t.Context(), group),
	} {
		op, _, _ := strings.Cut(name, " ")
		if !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "paths = { "+op+" = ") ||
			!strings.Contains(err.Error(), "accept_unverified_paths = true to try ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	want := "unsupported operation: Autonotify (API beta, accept_unverified_paths = false) cannot leave a group: the path of the operation " +
		`leave is not published. Give it as autonotify = { paths = { leave = "METHOD /path" } }, or set accept_unverified_paths = true to ` +
		"try DELETE /api/v1/group?groupId="
	if err := g.LeaveGroup(t.Context(), group); err == nil || err.Error() != want {
		t.Errorf("%v", err)
	}
	w.Sent()
	abilities, err := g.Abilities(t.Context())
	if diff := cmp.Diff([]whatsapp.Ability{whatsapp.ChangeMembers}, abilities.List()); err != nil || diff != "" {
		t.Errorf("the abilities: %v (-want +got):\n%s", err, diff)
	}
}

// TestBetaLacks has what has no path even as a guess.
func TestBetaLacks(t *testing.T) {
	g, w := newWire(t, betaFull, nil)
	_, contact := g.Contact(t.Context(), bob)
	_, info := g.InviteInfo(t.Context(), inviteCode(t))
	_, empty := g.CreateGroup(t.Context(), "Ops", nil)
	abilities, err := g.Abilities(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for ability, err := range map[whatsapp.Ability]error{
		whatsapp.LookUpContact:             contact,
		whatsapp.ReadInviteInfo:            info,
		whatsapp.CreateEmptyGroup:          empty,
		whatsapp.DeleteChat:                g.DeleteChat(t.Context(), group),
		whatsapp.ClearDescription:          g.ChangeGroup(t.Context(), group, whatsapp.SetDescription("")),
		whatsapp.WriteMessagesAdminsOnly:   g.ChangeGroup(t.Context(), group, whatsapp.SetMessagesAdminsOnly(true)),
		whatsapp.WriteInfoAdminsOnly:       g.ChangeGroup(t.Context(), group, whatsapp.SetInfoAdminsOnly(true)),
		whatsapp.WriteJoinApprovalRequired: g.ChangeGroup(t.Context(), group, whatsapp.SetJoinApprovalRequired(true)),
		whatsapp.WritePicture:              g.ChangeGroup(t.Context(), group, whatsapp.SetPicture([]byte{1})),
	} {
		if !errors.Is(err, errors.ErrUnsupported) || abilities.Can(ability) {
			t.Errorf("%s: %v", ability, err)
		}
	}
	if people, err := g.LIDs(t.Context()); err != nil || len(people) != 0 {
		t.Errorf("the LIDs are %v, %v", people, err)
	}
	if err := g.Refresh(t.Context()); err != nil {
		t.Errorf("refreshing: %v", err)
	}
	session, err := g.Session(t.Context())
	if diff := cmp.Diff(whatsapp.Session{Connected: true, Status: "not told"}, session); err != nil || diff != "" {
		t.Errorf("the session: %v (-want +got):\n%s", err, diff)
	}
	w.Sent()
	want := []whatsapp.Ability{
		whatsapp.ChangeMembers, whatsapp.CreateGroup, whatsapp.JoinGroup, whatsapp.LeaveGroup, whatsapp.ReadInvite,
		whatsapp.ReadJoinApprovalRequired, whatsapp.ReadMemberAddMode, whatsapp.RevokeInvite, whatsapp.WriteDescription,
		whatsapp.WriteMemberAddMode, whatsapp.WriteName, whatsapp.WritePictureURL,
	}
	if diff := cmp.Diff(whatsapp.NewAbilities("", want...).List(), abilities.List()); diff != "" {
		t.Errorf("the abilities (-want +got):\n%s", diff)
	}
}

func TestBetaReadsGroups(t *testing.T) {
	want := ops(whatsapp.Person{Phone: own}, whatsapp.Person{Phone: alice}, whatsapp.Person{LID: "109@lid"})
	want.Size = 3
	for _, answer := range []string{"beta_group.json", "beta_group_wrapped.json"} {
		g, w := newWire(t, betaFull, map[string][]reply{betaGroup: file(answer)})
		got, err := g.Group(t.Context(), group)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		members, err := g.Members(t.Context(), group)
		if diff := cmp.Diff(want.Members, members); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		w.Sent(asked{Route: betaGroup}, asked{Route: betaGroup})
	}
	for _, answer := range []string{
		"beta_groups.json", "beta_groups_wrapped.json", "beta_groups_by_id.json", "beta_groups_by_id_wrapped.json",
	} {
		g, w := newWire(t, betaFull, map[string][]reply{betaGroups: file(answer)})
		got, err := g.Groups(t.Context(), true)
		if diff := cmp.Diff([]whatsapp.Group{want, {ID: "120363000000000002@g.us"}}, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		w.Sent(asked{Route: betaGroups})
	}
}

func TestBetaReadsNothingWrong(t *testing.T) {
	for _, body := range []string{``, `{}`, `[]`, `null`, `"text"`, `{"message":"ok"}`, `{"id":"12025550101@s.whatsapp.net"}`,
		`{"id":"120363000000000003@g.us","subject":"Other","participants":[{"id":"1@lid"}]}`, `{"id":"120363000000000001@g.us","subject":"Ops"}`} {
		g, _ := newWire(t, betaFull, map[string][]reply{betaGroup: text(body)})
		if got, err := g.Group(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
		if got, err := g.Members(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	for body, want := range map[string]error{
		`[]`: nil, `{}`: nil, `{"data":[]}`: nil, `{"success":true,"data":{}}`: nil,
		``: whatsapp.ErrOutcomeUnknown, `null`: whatsapp.ErrOutcomeUnknown, `{"message":"ok"}`: whatsapp.ErrOutcomeUnknown,
		`{"meta":{}}`: whatsapp.ErrOutcomeUnknown, `[{}]`: whatsapp.ErrOutcomeUnknown, `{"data":[{"id":"x"}]}`: whatsapp.ErrOutcomeUnknown,
	} {
		g, _ := newWire(t, betaFull, map[string][]reply{betaGroups: text(body)})
		if got, err := g.Groups(t.Context(), true); !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

func TestBetaSendsEachChange(t *testing.T) {
	for _, test := range []struct {
		change whatsapp.Change
		route  string
		body   string
	}{
		{whatsapp.SetName("Night"), betaUpdate, `{"subject":"Night"}`},
		{whatsapp.SetDescription("On call"), betaUpdate, `{"description":"On call"}`},
		{whatsapp.SetPictureURL("https://example.org/a.jpg?x=1&y=2"), betaPicture, `{"url":"https://example.org/a.jpg?x=1&y=2"}`},
		{whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), betaMode, `{"mode":"all_member_add"}`},
	} {
		for _, answer := range []string{``, `{}`, `{"success":true}`, `true`} {
			g, w := newWire(t, betaFull, map[string][]reply{test.route: text(answer)})
			if err := g.ChangeGroup(t.Context(), group, test.change); err != nil {
				t.Errorf("%T with %q: %v", test.change, answer, err)
			}
			w.Sent(asked{test.route, test.body})
		}
	}
}

func TestBetaCreatesAndLeavesGroups(t *testing.T) {
	wrapped := `{"success":true,"data":` + testdata(t, "beta_created.json") + `}`
	for _, answer := range []string{testdata(t, "beta_created.json"), wrapped, `{"gid":"120363000000000003@g.us"}`} {
		g, w := newWire(t, betaFull, map[string][]reply{betaCreate: text(answer), betaLeave: text(`{}`)})
		created, err := g.CreateGroup(t.Context(), "Ops", phones(alice, bob))
		want := whatsapp.Created{Group: fresh, Outcomes: []whatsapp.Outcome{
			{Person: whatsapp.Person{Phone: alice}}, {Person: whatsapp.Person{Phone: bob}},
		}}
		if diff := cmp.Diff(want, created); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		if err := g.LeaveGroup(t.Context(), group); err != nil {
			t.Errorf("leaving: %v", err)
		}
		w.Sent(
			asked{betaCreate, `{"participants":[{"phoneNumber":"12025550101"},{"phoneNumber":"12025550102"}],"subject":"Ops"}`},
			asked{Route: betaLeave},
		)
	}
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{text(`{}`), whatsapp.ErrOutcomeUnknown},
		{text(`{"success":false}`), whatsapp.ErrOutcomeUnknown},
		{fault(200, "beta_error_200.json"), whatsapp.ErrRefused},
		{fault(500, "beta_error_500.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "beta_error_500_item_not_found.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "beta_error_500_rate.json"), whatsapp.ErrRateLimited},
		{fault(404, "beta_error_404_route.json"), errors.ErrUnsupported},
	} {
		g, w := newWire(t, betaFull, map[string][]reply{betaCreate: test.reply})
		if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%+v: sent %d times", test.reply, len(w.Asked))
		}
	}
}

func TestBetaInvites(t *testing.T) {
	for _, answer := range []string{
		code, `"` + code + `"`, `"https://chat.whatsapp.com/` + code + `"`, testdata(t, "beta_invite.json"),
		testdata(t, "beta_invite_wrapped.json"), `{"data":"` + code + `"}`,
	} {
		g, w := newWire(t, betaFull, map[string][]reply{betaInvite: text(answer), betaRevoke: text(answer)})
		if got, err := g.InviteCode(t.Context(), group); err != nil || got.Code() != code {
			t.Errorf("%s: %v", answer, err)
		}
		if got, err := g.RevokeInvite(t.Context(), group); err != nil || got.Code() != code {
			t.Errorf("%s: %v", answer, err)
		}
		w.Sent(asked{Route: betaInvite}, asked{Route: betaRevoke})
	}
	for _, answer := range []string{
		string(group), `"120363000000000001@g.us"`, `{"groupId":"120363000000000001@g.us"}`, `{"data":"120363000000000001@g.us"}`,
		testdata(t, "beta_group.json"), testdata(t, "beta_group_wrapped.json"),
	} {
		g, w := newWire(t, betaFull, map[string][]reply{betaJoin: text(answer)})
		if got, err := g.Join(t.Context(), inviteCode(t)); err != nil || got != group {
			t.Errorf("%s: %s, %v", answer, got, err)
		}
		w.Sent(asked{betaJoin, `{"inviteCode":"` + code + `"}`})
	}
	for _, answer := range []string{``, `{}`, `true`, `null`, `{"message":"ok"}`, `<html>x</html>`} {
		g, _ := newWire(t, betaFull, map[string][]reply{betaInvite: text(answer), betaRevoke: text(answer), betaJoin: text(answer)})
		_, invite := g.InviteCode(t.Context(), group)
		_, revoke := g.RevokeInvite(t.Context(), group)
		_, join := g.Join(t.Context(), inviteCode(t))
		for _, err := range []error{invite, revoke, join} {
			if !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
				t.Errorf("%s: %v", answer, err)
			}
		}
	}
}

// TestBetaPaths replaces paths, each way a placeholder can be written.
func TestBetaPaths(t *testing.T) {
	options := autonotify.Options{API: autonotify.APIBeta, Paths: map[string]string{
		"update":             "PATCH /v2/{session}/group/{groupId}",
		"leave":              " POST   /v2/leave?id={groupId}&x=1 ",
		"members":            "PUT /v2/members?groupId=",
		"join":               "GET /v2/join/{inviteCode}",
		"groups":             "POST /v2/groups",
		"group":              "GET /v2/group?groupId={groupId}",
		"invite_code":        "GET /v2/code?groupId={groupId}",
		"revoke_invite_code": "DELETE /v2/code/{groupId}",
	}}
	replies := map[string][]reply{
		"PATCH /v2/default/group/120363000000000001@g.us":   text(`{}`),
		"POST /v2/leave?id=120363000000000001%40g.us&x=1":   text(`{}`),
		"PUT /v2/members?groupId=120363000000000001%40g.us": text(`{}`),
		"GET /v2/join/" + code:                              text(`"120363000000000001@g.us"`),
		"POST /v2/groups":                                   text(`[]`),
		"GET /v2/group?groupId=120363000000000001%40g.us":   file("beta_group.json"),
		"GET /v2/code?groupId=120363000000000001%40g.us":    text(code),
		"DELETE /v2/code/120363000000000001@g.us":           text(code),
	}
	g, w := newWire(t, options, replies)
	_, members := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob))
	_, join := g.Join(t.Context(), inviteCode(t))
	_, list := g.Groups(t.Context(), true)
	_, one := g.Group(t.Context(), group)
	_, invite := g.InviteCode(t.Context(), group)
	_, revoke := g.RevokeInvite(t.Context(), group)
	for i, err := range []error{
		g.ChangeGroup(t.Context(), group, whatsapp.SetName("Night")), g.LeaveGroup(t.Context(), group), members, join, list, one, invite, revoke,
	} {
		if err != nil {
			t.Errorf("%d: %v", i, err)
		}
	}
	if len(w.Asked) != len(replies) {
		t.Errorf("sent %v", w.Asked)
	}
	abilities, err := g.Abilities(t.Context())
	if err != nil || !abilities.Can(whatsapp.LeaveGroup) || abilities.Can(whatsapp.CreateGroup) {
		t.Errorf("the abilities are %v, %v", abilities.List(), err)
	}
}

func TestNewRefuses(t *testing.T) {
	withPath := func(name, path string) autonotify.Options {
		return autonotify.Options{API: autonotify.APIBeta, Paths: map[string]string{name: path}}
	}
	for _, test := range []struct {
		options autonotify.Options
		want    string
	}{
		{autonotify.Options{API: "gamma"}, `the API "gamma" of Autonotify is not known: it must be auto, beta or nexus`},
		{autonotify.Options{API: autonotify.APINexus, Paths: map[string]string{"leave": "x"}}, `the paths are for the API "beta": set autonotify = { api = "beta" }`},
		{autonotify.Options{Paths: map[string]string{"leave": "x"}}, `the paths are for the API "beta": set autonotify = { api = "beta" }`},
		{withPath("destroy", "POST /x"), `the paths of Autonotify: there is no operation "destroy"; there are create, join, ` +
			"revoke_invite_code, invite_code, group, groups, admin_groups, update, picture, member_add_mode, leave, members"},
		{withPath("admin_groups", "GET /x"), "the path of the operation admin_groups: it is never called: the list of all groups tells in " +
			"which of them the account is an admin"},
		{withPath("create", "/x"), "the path of the operation create: it must begin with a method, one of GET, POST, PUT, PATCH, DELETE"},
		{withPath("create", "post /x"), "the path of the operation create: it must begin with a method, one of GET, POST, PUT, PATCH, DELETE"},
		{withPath("group", "DELETE /x?groupId="), "the path of the operation group: it must begin with a method, one of GET, POST"},
		{withPath("create", "POST x"), "the path of the operation create: the path behind the method must begin with a slash"},
		{withPath("create", "POST https://example.org/x"), "the path of the operation create: the path behind the method must begin with a slash"},
		{withPath("create", "POST"), "the path of the operation create: the path behind the method must begin with a slash"},
		{withPath("create", "POST /x y"), "the path of the operation create: it has a character that is in no path: escape it"},
		{withPath("create", "POST /x#y"), "the path of the operation create: it has a character that is in no path: escape it"},
		{withPath("create", "POST /x%zz"), "the path of the operation create: it is not escaped well"},
		{withPath("create", "POST /x?a=%zz"), "the path of the operation create: its query is not escaped well"},
		{withPath("create", "POST /x/{groupId}"), "the path of the operation create: {groupId} is no placeholder of it; there is {session}"},
		{withPath("create", "POST /x/{session"), "the path of the operation create: a brace has no counterpart"},
		{withPath("leave", "POST /x"), "the path of the operation leave: it must say where the id of the group goes: with {groupId}, or as ?groupId="},
		{withPath("leave", "POST /x/{groupId}?c={inviteCode}"), "the path of the operation leave: {inviteCode} is no placeholder of it; " +
			"there is {session}, {groupId}"},
	} {
		g, err := autonotify.New(httpapi.Config{Endpoint: "http://localhost", AuthValue: key}, "default", test.options)
		if err == nil || err.Error() != test.want || g != nil {
			t.Errorf("%+v: %v, %v", test.options, g, err)
		}
	}
	for _, options := range []autonotify.Options{auto, nexus, beta} {
		if g, err := autonotify.New(httpapi.Config{Endpoint: "localhost"}, "default", options); err == nil || g != nil {
			t.Errorf("%+v: no URL: %v, %v", options, g, err)
		}
		if g, err := autonotify.New(httpapi.Config{Endpoint: "http://localhost"}, "a\nb", options); err == nil || g != nil {
			t.Errorf("%+v: no session: %v, %v", options, g, err)
		}
	}
}

// TestOperations holds the table to the navigation of seed 000.
func TestOperations(t *testing.T) {
	list := autonotify.Operations()
	if len(list) != 12 {
		t.Fatalf("there are %d", len(list))
	}
	methods := map[string]string{
		"Create": "POST", "Join By Invite Code": "POST", "Revoke Invite Code": "POST", "Get Invite Code": "GET", "Get Group by ID": "GET",
		"Get All Groups": "GET", "Get All Groups Admin": "GET", "Update": "PUT", "Update Profile Picture": "PUT",
		"Group Member Add Mode": "PUT", "Leave": "DELETE", "Members": "PUT",
	}
	for _, o := range list {
		if method, _, _ := strings.Cut(o.Path, " "); method != methods[o.Label] {
			t.Errorf("%s is a %s", o.Label, method)
		}
		if o.Verified != (o.Name == "members") {
			t.Errorf("%s is verified: %t", o.Name, o.Verified)
		}
		if (o.Unused == "") != (len(o.Abilities) > 0) {
			t.Errorf("%s gives %v", o.Name, o.Abilities)
		}
	}
	list[0].Abilities[0] = "changed"
	if again := autonotify.Operations(); slices.Contains(again[0].Abilities, "changed") {
		t.Error("the table can be changed from outside")
	}
}

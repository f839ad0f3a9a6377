package beta_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/beta"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestWithoutPaths has every operation but that of the seed: none is sent, and the error says how to enable it.
func TestWithoutPaths(t *testing.T) {
	g, w := newWire(t, published, nil)
	_, create := g.CreateGroup(t.Context(), "Ops", phones(bob))
	_, one := g.Group(t.Context(), group)
	_, members := g.Members(t.Context(), group)
	_, list := g.Groups(t.Context(), true)
	_, invite := g.InviteCode(t.Context(), group)
	_, revoke := g.RevokeInvite(t.Context(), group)
	_, join := g.Join(t.Context(), inviteCode(t))
	for name, err := range map[string]error{
		"create": create, "group": one, "group (members)": members, "groups": list, "invite_code": invite,
		"revoke_invite_code": revoke, "join": join,
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
	want := "unsupported operation: Autonotify (API beta, accept_unverified_paths = false) cannot leave a group: " +
		"the path of the operation " +
		`leave is not published. Give it as autonotify = { paths = { leave = "METHOD /path" } }, or set ` +
		`accept_unverified_paths = true to ` +
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

// TestLacks has what has no path even as a guess.
func TestLacks(t *testing.T) {
	g, w := newWire(t, unverified, nil)
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
	session, err := g.Session(t.Context())
	assumed := whatsapp.Session{Connected: true, Assumed: true, Status: "not told"}
	if diff := cmp.Diff(assumed, session); err != nil || diff != "" {
		t.Errorf("the session: %v (-want +got):\n%s", err, diff)
	}
	w.Sent()
	want := []whatsapp.Ability{
		whatsapp.ChangeMembers, whatsapp.CreateGroup, whatsapp.JoinGroup, whatsapp.LeaveGroup, whatsapp.ReadInvite,
		whatsapp.ReadJoinApprovalRequired, whatsapp.ReadMemberAddMode, whatsapp.RevokeInvite,
		whatsapp.TellGroupKind, whatsapp.WriteDescription,
		whatsapp.WriteMemberAddMode, whatsapp.WriteName, whatsapp.WritePictureURL,
	}
	if diff := cmp.Diff(whatsapp.NewAbilities("", want...).List(), abilities.List()); diff != "" {
		t.Errorf("the abilities (-want +got):\n%s", diff)
	}
}

// TestPaths replaces paths, each way a placeholder can be written.
func TestPaths(t *testing.T) {
	options := beta.Options{Paths: map[string]string{
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
		"GET /v2/group?groupId=120363000000000001%40g.us":   file("group.json"),
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
		g.ChangeGroup(t.Context(), group, whatsapp.SetName("Night")), g.LeaveGroup(t.Context(), group), members, join,
		list, one, invite, revoke,
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
	for _, test := range []struct{ operation, path, want string }{
		{"destroy", "POST /x", `the paths of Autonotify: there is no operation "destroy"; there are create, join, ` +
			"revoke_invite_code, invite_code, group, groups, admin_groups, update, picture, member_add_mode, leave, " +
			"members"},
		{"admin_groups", "GET /x", "the path of the operation admin_groups: it is never called: the list of all " +
			"groups tells in which of them the account is an admin"},
		{
			"create", "/x",
			"the path of the operation create: it must begin with a method, one of GET, POST, PUT, PATCH, DELETE",
		},
		{
			"create", "post /x",
			"the path of the operation create: it must begin with a method, one of GET, POST, PUT, PATCH, DELETE",
		},
		{
			"group", "DELETE /x?groupId=",
			"the path of the operation group: it must begin with a method, one of GET, POST",
		},
		{"create", "POST x", "the path of the operation create: the path behind the method must begin with a slash"},
		{
			"create", "POST https://example.org/x",
			"the path of the operation create: the path behind the method must begin with a slash",
		},
		{"create", "POST", "the path of the operation create: the path behind the method must begin with a slash"},
		{"create", "POST /x y", "the path of the operation create: it has a character that is in no path: escape it"},
		{"create", "POST /x#y", "the path of the operation create: it has a character that is in no path: escape it"},
		{"create", "POST /x%zz", "the path of the operation create: it is not escaped well"},
		{"create", "POST /x?a=%zz", "the path of the operation create: its query is not escaped well"},
		{
			"create", "POST /x/{groupId}",
			"the path of the operation create: {groupId} is not one of its placeholders; there is {session}",
		},
		{"create", "POST /x/{session", "the path of the operation create: a brace has no counterpart"},
		{
			"leave", "POST /x",
			"the path of the operation leave: it must say where the id of the group goes: with {groupId}, or as " +
				"?groupId=",
		},
		{
			"leave", "POST /x/{groupId}?c={inviteCode}",
			"the path of the operation leave: {inviteCode} is not one of its placeholders; there is {session}, " +
				"{groupId}",
		},
	} {
		options := beta.Options{Paths: map[string]string{test.operation: test.path}}
		g, err := beta.New(httpapi.Config{Endpoint: "http://localhost", AuthValue: key}, "default", options)
		if err == nil || err.Error() != test.want || g != nil {
			t.Errorf("%s = %q: %v, %v", test.operation, test.path, g, err)
		}
	}
}

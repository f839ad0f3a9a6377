package waha_test

import (
	"errors"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestAddMembersOfEachEngine(t *testing.T) {
	six := phones(bob, carol, "12025550105", alice, "12025550104", "12025550106")
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		body   []reply
		want   []error
		// code and expires are those of Carol's invitation.
		code    string
		expires time.Time
	}{
		{
			"NOWEB", append(phones(bob, carol, "12025550105", alice, "12025550104"),
				whatsapp.Person{Phone: "5511999990001"}),
			file("add_noweb.json"),
			[]error{nil, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft, nil, whatsapp.ErrNotOnWhatsApp,
				whatsapp.ErrPrivacy},
			"QWERTY123", time.Unix(1790259200, 0).UTC(),
		},
		{
			"GOWS", six, file("add_gows.json"),
			[]error{nil, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft, nil, whatsapp.ErrNotOnWhatsApp,
				whatsapp.ErrGroupFull},
			"Xy7Kp9LmQ2vR8sTa", time.Date(2026, 9, 24, 13, 33, 20, 0, time.UTC),
		},
		{
			"WEBJS", six, file("add_webjs.json"),
			[]error{nil, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft, nil, whatsapp.ErrNotOnWhatsApp,
				whatsapp.ErrRefused},
			"", time.Time{},
		},
		{
			"WPP", phones(bob, carol), file("add_wpp.json"), []error{nil, whatsapp.ErrPrivacy},
			"QWERTY123", time.Unix(1790259200, 0).UTC(),
		},
		{"true", phones(bob), text("true"), []error{nil}, "", time.Time{}},
		{
			"one row under another name", phones(bob), text(`[{"status":"408","jid":"109@lid"}]`),
			[]error{whatsapp.ErrRecentlyLeft}, "", time.Time{},
		},
		{
			"the exact digits before the spelling", phones("551199990001", "5511999990001"),
			text(`[{"status":"403","jid":"5511999990001@s.whatsapp.net"},` +
				`{"status":"200","jid":"551199990001@s.whatsapp.net"}]`),
			[]error{nil, whatsapp.ErrPrivacy}, "", time.Time{},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, w := newWire(t, map[string][]reply{
				onAdd:                           test.body,
				"GET /api/default/lids/109@lid": text(`{"lid":"109@lid","pn":null}`),
			})
			outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, test.people)
			if err != nil || len(outcomes) != len(test.people) {
				t.Fatalf("%v, %v", outcomes, err)
			}
			for i, o := range outcomes {
				if o.Person != test.people[i] || !errors.Is(o.Err, test.want[i]) {
					t.Errorf("%s: %v, not %v", o.Person, o.Err, test.want[i])
				}
				var e *whatsapp.Error
				if test.people[i].Phone != carol || !errors.As(o.Err, &e) {
					continue
				}
				if test.name == "WEBJS" {
					if e.Invitation == nil || !e.Invitation.Sent || !e.Invitation.Code.IsZero() {
						t.Errorf("WEBJS has invited by itself, and the invitation is %+v", e.Invitation)
					}
					continue
				}
				if got := e.Invitation; test.code == "" && got != nil ||
					test.code != "" && (got == nil || got.Code.Code() != test.code ||
						!got.Expires.Equal(test.expires)) {
					t.Errorf("the invitation is %v", got)
				}
			}
			if w.Asked[0].Route != onAdd {
				t.Errorf("asked %v", w.Asked)
			}
		})
	}
}

// TestAddMembersByLID has rows with LIDs where numbers were asked for.
func TestAddMembersByLID(t *testing.T) {
	for _, pair := range []string{`{"lid":"103@lid","pn":"12025550103@c.us"}`, `{"lid":"103@lid","pn":null}`} {
		adapter, w := newWire(t, map[string][]reply{
			onAdd:                           file("add_noweb_lid.json"),
			"GET /api/default/lids/103@lid": text(pair),
		})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob, carol))
		if err != nil || outcomes[0].Err != nil || !errors.Is(outcomes[1].Err, whatsapp.ErrPrivacy) {
			t.Errorf("%v, %v", outcomes, err)
		}
		w.Sent(
			asked{Route: onAdd, Body: `{"participants":[{"id":"12025550102@c.us"},{"id":"12025550103@c.us"}]}`},
			asked{Route: "GET /api/default/lids/103@lid"},
		)
	}
}

func TestUpdateMembersSendsEachAction(t *testing.T) {
	for action, route := range map[whatsapp.MemberAction]string{
		whatsapp.AddMembers:     "/participants/add",
		whatsapp.RemoveMembers:  "/participants/remove",
		whatsapp.PromoteMembers: "/admin/promote",
		whatsapp.DemoteMembers:  "/admin/demote",
	} {
		route = "POST /api/default/groups/120363000000000001@g.us" + route
		adapter, w := newWire(t, map[string][]reply{route: file("remove_webjs.json")})
		people := []whatsapp.Person{{Phone: bob, LID: "102@lid"}, {LID: "109@lid"}}
		outcomes, err := adapter.UpdateMembers(t.Context(), group, action, people)
		// {"status":200} says nothing of anybody.
		if err != nil || len(outcomes) != 2 || outcomes[0].Err != nil || outcomes[1].Err != nil {
			t.Errorf("%s: %v, %v", action, outcomes, err)
		}
		w.Sent(asked{Route: route, Body: `{"participants":[{"id":"12025550102@c.us"},{"id":"109@lid"}]}`})
	}
	adapter, w := newWire(t, nil)
	if outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil ||
		len(outcomes) != 0 {
		t.Errorf("nobody: %v, %v", outcomes, err)
	}
	_, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, []whatsapp.Person{{}})
	if !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("a person without a name: %v", err)
	}
	w.Sent()
}

func TestRemoveOfNonMember(t *testing.T) {
	for action, want := range map[whatsapp.MemberAction]error{
		whatsapp.RemoveMembers: nil, whatsapp.PromoteMembers: whatsapp.ErrNoSuchMember,
		whatsapp.DemoteMembers: whatsapp.ErrNoSuchMember,
	} {
		base := "POST /api/default/groups/120363000000000001@g.us/"
		adapter, _ := newWire(t, map[string][]reply{
			base + "participants/remove": file("remove_noweb.json"),
			base + "admin/promote":       file("remove_noweb.json"),
			base + "admin/demote":        file("remove_noweb.json"),
		})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, action, phones(bob, carol))
		if err != nil || outcomes[0].Err != nil || !errors.Is(outcomes[1].Err, want) {
			t.Errorf("%s: %v, %v", action, outcomes, err)
		}
	}
}

func TestUpdateMembersAsAWhole(t *testing.T) {
	remove := "POST /api/default/groups/120363000000000001@g.us/participants/remove"
	promote := "POST /api/default/groups/120363000000000001@g.us/admin/promote"
	for _, test := range []struct {
		name   string
		engine string
		action whatsapp.MemberAction
		route  string
		people []whatsapp.Person
		body   []reply
		want   error
		each   error
	}{
		{
			"not an admin (WEBJS)", "webjs", whatsapp.AddMembers, onAdd, phones(bob), file("add_webjs_not_admin.txt"),
			whatsapp.ErrNotAdmin, nil,
		},
		{
			"an empty group (WEBJS)", "webjs", whatsapp.AddMembers, onAdd, phones(bob),
			file("add_webjs_empty_group.txt"), whatsapp.ErrRefused, nil,
		},
		{"false", "webjs", whatsapp.AddMembers, onAdd, phones(bob), text("false"), whatsapp.ErrRefused, nil},
		{
			"a timeout (NOWEB)", "noweb", whatsapp.AddMembers, onAdd, phones(bob), text("[]"),
			whatsapp.ErrOutcomeUnknown, nil,
		},
		{
			"a timeout of removing (NOWEB)", "noweb", whatsapp.RemoveMembers, remove, phones(bob), text("[]"),
			whatsapp.ErrOutcomeUnknown, nil,
		},
		{
			"nothing (GOWS)", "gows", whatsapp.RemoveMembers, remove, phones(bob), text(""), whatsapp.ErrOutcomeUnknown,
			nil,
		},
		{"nothing (WPP, removing)", "wpp", whatsapp.RemoveMembers, remove, phones(bob), text(""), nil, nil},
		{
			"nothing (WPP, adding)", "wpp", whatsapp.AddMembers, onAdd, phones(bob), text(""),
			whatsapp.ErrOutcomeUnknown, nil,
		},
		{
			"a bad number (NOWEB)", "noweb", whatsapp.AddMembers, onAdd, phones(bob, carol),
			fault(500, "error_500_noweb_bad_request.json"), whatsapp.ErrInvalidRequest, nil,
		},
		{
			"a bad number (GOWS)", "gows", whatsapp.AddMembers, onAdd, phones(bob, carol),
			fault(500, "error_500_gows_bad_request.json"), whatsapp.ErrInvalidRequest, nil,
		},
		{
			"a bad number (WPP)", "wpp", whatsapp.AddMembers, onAdd, phones(bob, carol),
			fault(500, "error_500_wpp_invalid_wid.json"), whatsapp.ErrInvalidRequest, nil,
		},
		{
			"no member (WPP), removing", "wpp", whatsapp.RemoveMembers, remove, phones(bob),
			fault(500, "error_500_wpp_group_participant_is_not_a_group_member.json"), nil, nil,
		},
		{
			"no member (WPP), promoting", "wpp", whatsapp.PromoteMembers, promote, phones(bob),
			fault(500, "error_500_wpp_group_participant_is_not_a_group_member.json"), nil, whatsapp.ErrNoSuchMember,
		},
		{
			"no member (WPP), several", "wpp", whatsapp.PromoteMembers, promote, phones(bob, carol),
			fault(500, "error_500_wpp_group_participant_is_not_a_group_member.json"), whatsapp.ErrInvalidRequest, nil,
		},
		{
			"an admin already (WPP)", "wpp", whatsapp.PromoteMembers, promote, phones(bob),
			fault(500, "error_500_wpp_group_participant_is_already_a_group_admin.json"), nil, nil,
		},
		{
			"no admin to demote (WPP)", "wpp", whatsapp.PromoteMembers, promote, phones(bob),
			fault(500, "error_500_wpp_group_participant_is_not_a_group_admin.json"), nil, nil,
		},
		{
			"an unclear error", "webjs", whatsapp.AddMembers, onAdd, phones(bob), fault(500, "error_500_webjs.json"),
			whatsapp.ErrOutcomeUnknown, nil,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, known(test.engine, map[string][]reply{test.route: test.body}))
			outcomes, err := adapter.UpdateMembers(t.Context(), group, test.action, test.people)
			if !errors.Is(err, test.want) {
				t.Fatalf("%v, not %v", err, test.want)
			}
			if test.want == nil && (len(outcomes) != 1 || !errors.Is(outcomes[0].Err, test.each)) {
				t.Errorf("the outcomes are %v", outcomes)
			}
		})
	}
}

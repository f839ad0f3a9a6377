package nexus_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func ops() whatsapp.Group {
	g := wiretest.Ops(whatsapp.Person{Phone: own, LID: "100@lid"}, whatsapp.Person{Phone: alice, LID: "101@lid"},
		whatsapp.Person{LID: "109@lid"})
	g.DisappearingMessages = new(whatsapp.DisappearWeek)
	g.Size = 4
	return g
}

func TestReadsGroups(t *testing.T) {
	g, w := newWire(t, map[string][]reply{onInfo: file("group.json"), onList: file("groups.json")})
	got, err := g.Group(t.Context(), group)
	if diff := cmp.Diff(ops(), got); err != nil || diff != "" {
		t.Errorf("the group: %v (-want +got):\n%s", err, diff)
	}
	members, err := g.Members(t.Context(), group)
	if diff := cmp.Diff(ops().Members, members); err != nil || diff != "" {
		t.Errorf("the members: %v (-want +got):\n%s", err, diff)
	}
	list, err := g.Groups(t.Context(), false)
	if diff := cmp.Diff([]whatsapp.Group{ops(), {ID: "120363000000000002@g.us"}}, list); err != nil || diff != "" {
		t.Errorf("the list: %v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: onInfo}, asked{Route: onInfo}, asked{Route: onList})
}

func TestReadsNothingWrong(t *testing.T) {
	for _, test := range []struct {
		name    string
		replies map[string][]reply
		want    error
	}{
		{
			"another group",
			map[string][]reply{onInfo: text(strings.ReplaceAll(testdata(t, "group.json"), string(group),
				string(fresh)))},
			whatsapp.ErrOutcomeUnknown,
		},
		{"no data", map[string][]reply{onInfo: text(`{"success":true}`)}, whatsapp.ErrOutcomeUnknown},
		{
			"no members",
			map[string][]reply{onInfo: text(`{"success":true,"data":{"jid":"120363000000000001@g.us","name":"Ops",` +
				`"participants":[]}}`)},
			whatsapp.ErrOutcomeUnknown,
		},
		{"no JSON", map[string][]reply{onInfo: text(`no JSON`)}, whatsapp.ErrOutcomeUnknown},
		{"no success", map[string][]reply{onInfo: text(`{"success":false,"message":"no"}`)}, whatsapp.ErrRefused},
		{"not a member", map[string][]reply{onInfo: fault(500, "error_500_not_member.json")}, whatsapp.ErrNotMember},
		{"no group", map[string][]reply{onInfo: fault(500, "error_500_no_group.json")}, whatsapp.ErrGroupNotFound},
		{
			"no group, by code", map[string][]reply{onInfo: fault(500, "error_500_iq_404.json")},
			whatsapp.ErrGroupNotFound,
		},
		{
			"not a member, by code", map[string][]reply{onInfo: fault(500, "error_500_iq_403.json")},
			whatsapp.ErrNotMember,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			g, _ := newWire(t, test.replies)
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
		testdata(t, "groups_none.json"):           nil,
		`{"error":"x","success":false,"data":[]}`: whatsapp.ErrRefused,
	} {
		g, _ := newWire(t, map[string][]reply{onList: text(body)})
		if got, err := g.Groups(t.Context(), true); !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

func TestReadsAStub(t *testing.T) {
	g, _ := newWire(t, map[string][]reply{
		onInfo: text(`{"success":true,"data":{"jid":"120363000000000001@g.us","topic":"",` +
			`"settings":{"is_locked":false},"participant_count":7}}`),
	})
	got, err := g.Group(t.Context(), group)
	if diff := cmp.Diff(whatsapp.Group{ID: group, Size: 7}, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if _, err := g.Members(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("the members: %v", err)
	}
}

func TestCreatesGroups(t *testing.T) {
	people := []whatsapp.Person{{Phone: alice}, {Phone: bob}, {Phone: "5511999990000"}, {LID: "109@lid"}}
	body := `{"name":"Ops","participants":["12025550101@s.whatsapp.net","12025550102@s.whatsapp.net",` +
		`"5511999990000","109@lid"]}`
	for _, answer := range []string{"created.json", "created_basic.json", "created_partly.json"} {
		g, w := newWire(t, map[string][]reply{onCreate: {{Status: http.StatusCreated, File: answer}}})
		created, err := g.CreateGroup(t.Context(), "Ops", people)
		if err != nil || created.Group != fresh || len(created.Outcomes) != len(people) {
			t.Fatalf("%s: %+v, %v", answer, created, err)
		}
		for i, o := range created.Outcomes {
			failed := answer == "created_partly.json" && i == 1
			if o.Person != people[i] || failed != errors.Is(o.Err, whatsapp.ErrInvalidRequest) || !failed &&
				o.Err != nil {
				t.Errorf("%s: the outcome of %s is %v", answer, o.Person, o.Err)
			}
		}
		w.Sent(asked{Route: onCreate, Body: body})
	}
}

func TestCreateFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(500, "error_500_iq_401.json"), whatsapp.ErrRefused},
		{fault(500, "error_500_iq_403.json"), whatsapp.ErrRefused},
		{fault(500, "error_500_iq_404.json"), whatsapp.ErrRefused},
		{fault(500, "error_500_iq_406.json"), whatsapp.ErrInvalidRequest},
		{fault(500, "error_500_iq_419.json"), whatsapp.ErrRefused},
		{fault(500, "error_500_iq_429.json"), whatsapp.ErrRateLimited},
		{fault(500, "error_500_iq_500.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_iq_timeout.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_task_timeout.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_nobody.json"), whatsapp.ErrInvalidRequest},
		{fault(400, "error_400_inactive.json"), whatsapp.ErrNotConnected},
		{fault(404, "error_404_session.json"), whatsapp.ErrSessionUnknown},
		{fault(502, "error_502.html"), whatsapp.ErrOutcomeUnknown},
		{text(`{"success":true,"data":{}}`), whatsapp.ErrOutcomeUnknown},
		{text(``), whatsapp.ErrOutcomeUnknown},
	} {
		g, w := newWire(t, map[string][]reply{onCreate: test.reply})
		if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%+v: sent %d times", test.reply, len(w.Asked))
		}
	}
}

func TestUpdatesMembers(t *testing.T) {
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	} {
		route := "POST /api/v1/group/participants/" + string(action)
		g, w := newWire(t, map[string][]reply{route: file("done.json")})
		people := []whatsapp.Person{{Phone: bob, LID: "102@lid"}, {LID: "109@lid"}, {Phone: "551199990000"}}
		outcomes, err := g.UpdateMembers(t.Context(), group, action, people)
		want := []whatsapp.Outcome{{Person: people[0]}, {Person: people[1]}, {Person: people[2]}}
		if diff := cmp.Diff(want, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", action, err, diff)
		}
		w.Sent(asked{Route: route,
			Body: `{"group_jid":"120363000000000001@g.us","participants":["12025550102@s.whatsapp.net","109@lid",` +
				`"551199990000"]}`})
	}
	// Those that the server may look up, and those that it would take for somebody else.
	for number, sent := range map[phone.Number]string{
		"5511987654321": "5511987654321", "551187654321": "551187654321", "525512345678": "525512345678",
		"5491112345678": "5491112345678",
		"447700900123":  "447700900123", "12025550101": "12025550101@s.whatsapp.net",
		"3227001234":    "3227001234@s.whatsapp.net",
		"5511933334444": "5511933334444@s.whatsapp.net", "551133334444": "551133334444@s.whatsapp.net",
	} {
		g, w := newWire(t, map[string][]reply{onAdd: file("done.json")})
		if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(number)); err != nil {
			t.Errorf("%s: %v", number, err)
		}
		w.Sent(asked{Route: onAdd, Body: `{"group_jid":"120363000000000001@g.us","participants":["` + sent + `"]}`})
	}
	g, w := newWire(t, nil)
	if outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil ||
		len(outcomes) != 0 {
		t.Errorf("nobody: %v, %v", outcomes, err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, "ban", phones(bob)); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no action: %v", err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, []whatsapp.Person{{}}); !errors.Is(err,
		whatsapp.ErrInvalidRequest) {
		t.Errorf("no person: %v", err)
	}
	w.Sent()
}

func TestLeaves(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{file("done.json"), nil},
		{fault(500, "error_500_iq_401.json"), whatsapp.ErrNotMember},
		{fault(500, "error_500_iq_403.json"), whatsapp.ErrNotMember},
		{fault(500, "error_500_iq_404.json"), whatsapp.ErrGroupNotFound},
	} {
		g, w := newWire(t, map[string][]reply{onLeave: test.reply})
		if err := g.LeaveGroup(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		w.Sent(asked{Route: onLeave, Body: `{"group_jid":"120363000000000001@g.us"}`})
	}
}

// TestTellsNothingOfAnybody has the one answer to every action.
func TestTellsNothingOfAnybody(t *testing.T) {
	g, _ := newWire(t, map[string][]reply{onAdd: file("done.json")})
	outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(alice))
	if diff := cmp.Diff([]told{{}}, toldIn(outcomes)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestCreateGroupTellsLIDs(t *testing.T) {
	for name, test := range map[string]struct {
		reply reply
		want  told
	}{
		"somebody":           {reply{Status: http.StatusCreated, File: "created.json"}, told{LID: "101@lid"}},
		"nothing of anybody": {reply{Status: http.StatusCreated, File: "created_basic.json"}, told{}},
		"the account alone": {
			reply{Text: `{"success":true,"data":{"jid":"120363000000000003@g.us",` +
				`"participants":[{"jid":"100@lid","lid":"100@lid"}]}}`},
			told{},
		},
	} {
		g, _ := newWire(t, map[string][]reply{onCreate: {test.reply}})
		created, err := g.CreateGroup(t.Context(), "Ops", phones(alice))
		if diff := cmp.Diff([]told{test.want}, toldIn(created.Outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

// TestOnlyDigitsAreSent has names that WhatsApp cannot read.
func TestOnlyDigitsAreSent(t *testing.T) {
	g, w := newWire(t, nil)
	wiretest.CheckNames(t, g, group)
	w.Sent()
}

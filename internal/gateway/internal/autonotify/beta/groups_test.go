package beta_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestReadsGroups(t *testing.T) {
	want := wiretest.Ops(whatsapp.Person{Phone: own}, whatsapp.Person{Phone: alice}, whatsapp.Person{LID: "109@lid"})
	want.Size = 3
	for _, answer := range []string{"group.json", "group_wrapped.json"} {
		g, w := newWire(t, unverified, map[string][]reply{onGroup: file(answer)})
		got, err := g.Group(t.Context(), group)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		members, err := g.Members(t.Context(), group)
		if diff := cmp.Diff(want.Members, members); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		w.Sent(asked{Route: onGroup}, asked{Route: onGroup})
	}
	for _, answer := range []string{
		"groups.json", "groups_wrapped.json", "groups_by_id.json", "groups_by_id_wrapped.json",
	} {
		g, w := newWire(t, unverified, map[string][]reply{onGroups: file(answer)})
		got, err := g.Groups(t.Context(), true)
		if diff := cmp.Diff([]whatsapp.Group{want, {ID: "120363000000000002@g.us"}}, got); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", answer, err, diff)
		}
		w.Sent(asked{Route: onGroups})
	}
}

func TestReadsNothingWrong(t *testing.T) {
	for _, body := range []string{``, `{}`, `[]`, `null`, `"text"`, `{"message":"ok"}`,
		`{"id":"12025550101@s.whatsapp.net"}`,
		`{"id":"120363000000000003@g.us","subject":"Other","participants":[{"id":"1@lid"}]}`,
		`{"id":"120363000000000001@g.us","subject":"Ops"}`} {
		g, _ := newWire(t, unverified, map[string][]reply{onGroup: text(body)})
		if got, err := g.Group(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
		if got, err := g.Members(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%s: %+v, %v", body, got, err)
		}
	}
	for body, want := range map[string]error{
		`[]`: nil, `{}`: nil, `{"data":[]}`: nil, `{"success":true,"data":{}}`: nil,
		``: whatsapp.ErrOutcomeUnknown, `null`: whatsapp.ErrOutcomeUnknown,
		`{"message":"ok"}`: whatsapp.ErrOutcomeUnknown,
		`{"meta":{}}`:      whatsapp.ErrOutcomeUnknown, `[{}]`: whatsapp.ErrOutcomeUnknown,
		`{"data":[{"id":"x"}]}`: whatsapp.ErrOutcomeUnknown,
	} {
		g, _ := newWire(t, unverified, map[string][]reply{onGroups: text(body)})
		if got, err := g.Groups(t.Context(), true); !errors.Is(err, want) || len(got) != 0 {
			t.Errorf("%s: %v, %v", body, got, err)
		}
	}
}

func TestCreatesAndLeavesGroups(t *testing.T) {
	wrapped := `{"success":true,"data":` + testdata(t, "created.json") + `}`
	for _, answer := range []string{testdata(t, "created.json"), wrapped, `{"gid":"120363000000000003@g.us"}`} {
		g, w := newWire(t, unverified, map[string][]reply{onCreate: text(answer), onLeave: text(`{}`)})
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
			asked{Route: onCreate,
				Body: `{"participants":[{"phoneNumber":"12025550101"},{"phoneNumber":"12025550102"}],"subject":"Ops"}`},
			asked{Route: onLeave},
		)
	}
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{text(`{}`), whatsapp.ErrOutcomeUnknown},
		{text(`{"success":false}`), whatsapp.ErrOutcomeUnknown},
		{fault(200, "error_200.json"), whatsapp.ErrRefused},
		{fault(500, "error_500.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_item_not_found.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_500_rate.json"), whatsapp.ErrRateLimited},
		{fault(404, "error_404_route.json"), errors.ErrUnsupported},
	} {
		g, w := newWire(t, unverified, map[string][]reply{onCreate: test.reply})
		if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v", test.reply, err)
		}
		if len(w.Asked) != 1 {
			t.Errorf("%+v: sent %d times", test.reply, len(w.Asked))
		}
	}
}

func TestCreateGroupTellsLIDs(t *testing.T) {
	for name, test := range map[string]struct {
		reply reply
		want  told
	}{
		"numbers": {reply{File: "created.json"}, told{}},
		"a group addressed by LID": {
			reply{Text: `{"id":"120363000000000003@g.us","participants":[
				{"id":"100@lid","phoneNumber":"12025550100@s.whatsapp.net"},
				{"id":"101@lid","phoneNumber":"12025550101@s.whatsapp.net"}]}`},
			told{LID: "101@lid"},
		},
		// One was asked for and one is listed, who is the account itself.
		"the account alone": {
			reply{Text: `{"id":"120363000000000003@g.us","participants":[{"id":"100@lid","admin":"superadmin"}]}`},
			told{},
		},
	} {
		g, _ := newWire(t, unverified, map[string][]reply{onCreate: {test.reply}})
		created, err := g.CreateGroup(t.Context(), "Ops", phones(alice))
		if diff := cmp.Diff([]told{test.want}, toldIn(created.Outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
	}
}

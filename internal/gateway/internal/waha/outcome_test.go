package waha_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestAddMembersTellsLIDs has the LIDs that an answer tells, and who it says was a member before.
func TestAddMembersTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		body   []reply
		want   []told
	}{
		{
			"GOWS", phones(bob, carol, "12025550105", alice, "12025550104", "12025550106"), file("add_gows.json"),
			[]told{{LID: "102@lid"}, {LID: "103@lid"}, {LID: "105@lid"}, {LID: "101@lid", Already: true}, {},
				{LID: "106@lid"}},
		},
		{
			"GOWS, who asks in another order", phones(alice, bob), file("add_gows.json"),
			[]told{{LID: "101@lid", Already: true}, {LID: "102@lid"}},
		},
		{
			"NOWEB by number", phones(bob, alice, "5511999990001"), file("add_noweb.json"),
			[]told{{}, {Already: true}, {}},
		},
		{
			"NOWEB with both names of a person", phones(bob, alice), file("add_noweb_names.json"),
			[]told{{LID: "102@lid"}, {LID: "101@lid", Already: true}},
		},
		{"NOWEB by LID, one person", phones(bob), text(`[{"status":"200","jid":"102@lid"}]`), []told{{LID: "102@lid"}}},
		{
			"NOWEB by LID, a member", phones(bob), text(`[{"status":"409","jid":"102@lid"}]`),
			[]told{{LID: "102@lid", Already: true}},
		},
		{"NOWEB by LID, refused", phones(carol), text(`[{"status":"403","jid":"103@lid"}]`), []told{{LID: "103@lid"}}},
		// Whose row is whose is a guess here, which is good enough for a reason and not for a name.
		{"NOWEB by LID, two people", phones(bob, carol), file("add_noweb_lid.json"), []told{{}, {}}},
		{
			"NOWEB by LID, two members", phones(bob, carol),
			text(`[{"status":"409","jid":"102@lid"},{"status":"200","jid":"103@lid"}]`), []told{{}, {}},
		},
		{
			"NOWEB, asked by LID", []whatsapp.Person{{LID: "103@lid"}, {LID: "102@lid"}}, file("add_noweb_lid.json"),
			[]told{{LID: "103@lid"}, {LID: "102@lid"}},
		},
		{
			"WEBJS", phones(bob, carol, "12025550105", alice, "12025550104", "12025550106"), file("add_webjs.json"),
			[]told{{}, {}, {}, {Already: true}, {}, {}},
		},
		{"WPP", phones(bob, carol), file("add_wpp.json"), []told{{}, {LID: "103@lid"}}},
		{
			"WPP, a member", phones(bob), text(`{"12025550102@c.us":{"wid":"102@lid","code":409,"message":"Can't ` +
				`join this group."}}`),
			[]told{{LID: "102@lid", Already: true}},
		},
		{"nothing of anybody", phones(bob), text("true"), []told{{}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, map[string][]reply{
				onAdd: test.body,
				// The map knows neither of them.
				"GET /api/default/lids/102@lid": text(`{"lid":"102@lid","pn":null}`),
				"GET /api/default/lids/103@lid": text(`{"lid":"103@lid","pn":null}`),
			})
			outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, test.people)
			if diff := cmp.Diff(test.want, toldIn(outcomes)); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestAddMembersTellsTheLIDThatWasLookedUp has two people in rows by LID. The map knows the one that was
// refused.
func TestAddMembersTellsTheLIDThatWasLookedUp(t *testing.T) {
	adapter, _ := newWire(t, map[string][]reply{
		onAdd:                           file("add_noweb_lid.json"),
		"GET /api/default/lids/103@lid": text(`{"lid":"103@lid","pn":"12025550103@c.us"}`),
	})
	outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(carol, bob))
	if diff := cmp.Diff([]told{{LID: "103@lid"}, {}}, toldIn(outcomes)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestRemoveMembersTellsLIDs has a code of adding that says nothing of a removal.
func TestRemoveMembersTellsLIDs(t *testing.T) {
	adapter, _ := newWire(t, map[string][]reply{
		"POST /api/default/groups/120363000000000001@g.us/participants/remove": file("add_gows.json"),
	})
	outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.RemoveMembers, phones(bob, alice))
	if diff := cmp.Diff([]told{{LID: "102@lid"}, {LID: "101@lid"}}, toldIn(outcomes)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestCreateGroupTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		body   reply
		want   []told
	}{
		{"GOWS", phones(bob, carol), reply{Status: 201, File: "create_gows.json"}, []told{{LID: "102@lid"}, {}}},
		{
			"NOWEB hides the numbers of those it lists", phones(bob, carol),
			reply{Status: 201, File: "create_noweb.json"}, []told{{}, {}},
		},
		{"WEBJS", phones(bob, carol), reply{Status: 201, File: "create_webjs.json"}, []told{{}, {}}},
		{
			"WPP", phones(bob), reply{Status: 201,
				Text: `{"gid":"120363000000000009@g.us","participants":{"12025550102@c.us":{"wid":"102@lid",` +
					`"code":200}}}`},
			[]told{{LID: "102@lid"}},
		},
		{
			// One was asked for and one is listed, who is the account itself.
			"NOWEB lists the account alone", phones(bob),
			reply{Status: 201,
				Text: `{"id":"120363000000000009@g.us","participants":[{"id":"100@lid","admin":"superadmin"}]}`},
			[]told{{}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, map[string][]reply{onCreate: {test.body}})
			created, err := adapter.CreateGroup(t.Context(), "New", test.people)
			if diff := cmp.Diff(test.want, toldIn(created.Outcomes)); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestOnlyDigitsAreSent has names that WhatsApp cannot read.
func TestOnlyDigitsAreSent(t *testing.T) {
	adapter, w := newWire(t, nil)
	wiretest.CheckNames(t, adapter, group)
	w.Sent()
}

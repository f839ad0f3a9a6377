package whatsapi_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// TestAddMembersTellsLIDs has the LIDs that an answer tells, and who it says was a member before.
func TestAddMembersTellsLIDs(t *testing.T) {
	const dora = phone.Number("12025550109")
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		reply  []reply
		want   []told
	}{
		// Dora's row has a LID alone. It is hers by its place, which is no proof among others.
		{
			"whatsmeow's rows", phones(carol, bob, alice, dora), file("update.json"),
			[]told{{LID: "103@lid"}, {}, {LID: "101@lid", Already: true}, {}},
		},
		{
			"one person by LID", phones(dora), data(`[{"JID":"109@lid","PhoneNumber":"","LID":"109@lid","Error":0}]`),
			[]told{{LID: "109@lid"}},
		},
		{
			"one member by LID", phones(dora), data(`[{"JID":"109@lid","PhoneNumber":"","LID":"109@lid","Error":409}]`),
			[]told{{LID: "109@lid", Already: true}},
		},
		{
			"asked by LID", []whatsapp.Person{{LID: "109@lid"}, {LID: "101@lid"}}, file("update.json"),
			[]told{{LID: "109@lid"}, {LID: "101@lid", Already: true}},
		},
		{"Baileys' rows", phones(bob, carol), file("update_baileys.json"), []told{{}, {}}},
		{"nothing of anybody", phones(bob), file("done.json"), []told{{}}},
	} {
		adapter, _ := newWire(t, map[string][]reply{addMembers: test.reply})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, test.people)
		if diff := cmp.Diff(test.want, toldIn(outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

func TestCreateGroupTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		reply  []reply
		want   []told
	}{
		{"whatsmeow's object", phones(bob, carol), file("create.json"), []told{{LID: "102@lid"}, {LID: "103@lid"}}},
		{"that of 2022", phones(bob, carol), file("create_2022.json"), []told{{}, {}}},
		{
			// One was asked for and one is listed, who is the account itself.
			"the account alone", phones(bob),
			data(`{"JID":"120363000000000009@g.us","Participants":[{"JID":"100@lid","PhoneNumber":"",` +
				`"LID":"100@lid","IsSuperAdmin":true}]}`),
			[]told{{}},
		},
	} {
		adapter, _ := newWire(t, map[string][]reply{createGroup: test.reply})
		created, err := adapter.CreateGroup(t.Context(), "New", test.people)
		if diff := cmp.Diff(test.want, toldIn(created.Outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

// TestOnlyDigitsAreSent has names that WhatsApp cannot read.
func TestOnlyDigitsAreSent(t *testing.T) {
	adapter, w := newWire(t, nil)
	wiretest.CheckNames(t, adapter, group)
	w.Sent()
}

package autonotify_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// told is what an outcome tells of a person beside the error.
type told struct {
	LID     whatsapp.JID
	Already bool
}

func toldIn(outcomes []whatsapp.Outcome) []told {
	all := make([]told, 0, len(outcomes))
	for _, o := range outcomes {
		all = append(all, told{o.LID, o.Already})
	}
	return all
}

// TestBetaTellsLIDs has who the answer says that they are, and of whom it says that they were members before.
func TestBetaTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		reply  []reply
		want   []told
	}{
		// Carol's row has a LID alone. It is hers by its place, which is no proof among others.
		{"Baileys' rows", phones(alice, bob, carol), file("beta_members.json"), []told{{}, {}, {}}},
		{"asked by number and LID", []whatsapp.Person{{Phone: carol, LID: "103@lid"}}, file("beta_members.json"), []told{{LID: "103@lid"}}},
		{"both names", phones(alice, bob), file("beta_members_names.json"), []told{{LID: "101@lid", Already: true}, {LID: "102@lid"}}},
		{"one person by LID", phones(carol), text(`[{"status":"200","jid":"103@lid"}]`), []told{{LID: "103@lid"}}},
		{"one member by LID", phones(carol), text(`{"data":[{"status":"409","jid":"103@lid"}]}`), []told{{LID: "103@lid", Already: true}}},
		{"two people by LID", phones(carol, bob), text(`[{"status":"409","jid":"103@lid"},{"status":"200","jid":"102@lid"}]`), []told{{}, {}}},
		{"nothing of anybody", phones(alice), text(`{}`), []told{{}}},
	} {
		g, _ := newWire(t, beta, map[string][]reply{betaMembers: test.reply})
		outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, test.people)
		if diff := cmp.Diff(test.want, toldIn(outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

func TestCreateGroupTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name    string
		options autonotify.Options
		route   string
		reply   reply
		want    told
	}{
		{"beta", betaFull, betaCreate, reply{File: "beta_created.json"}, told{}},
		{
			"beta, a group addressed by LID", betaFull, betaCreate, reply{Text: `{"id":"120363000000000003@g.us","participants":[
				{"id":"100@lid","phoneNumber":"12025550100@s.whatsapp.net"},{"id":"101@lid","phoneNumber":"12025550101@s.whatsapp.net"}]}`},
			told{LID: "101@lid"},
		},
		{
			// One was asked for and one is listed, who is the account itself.
			"beta, the account alone", betaFull, betaCreate,
			reply{Text: `{"id":"120363000000000003@g.us","participants":[{"id":"100@lid","admin":"superadmin"}]}`}, told{},
		},
		{"nexus", nexus, onCreate, reply{Status: http.StatusCreated, File: "nexus_created.json"}, told{LID: "101@lid"}},
		{"nexus, nothing of anybody", nexus, onCreate, reply{Status: http.StatusCreated, File: "nexus_created_basic.json"}, told{}},
		{
			"nexus, the account alone", nexus, onCreate,
			reply{Text: `{"success":true,"data":{"jid":"120363000000000003@g.us","participants":[{"jid":"100@lid","lid":"100@lid"}]}}`}, told{},
		},
	} {
		g, _ := newWire(t, test.options, map[string][]reply{test.route: {test.reply}})
		created, err := g.CreateGroup(t.Context(), "Ops", phones(alice))
		if diff := cmp.Diff([]told{test.want}, toldIn(created.Outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

// TestNexusTellsNothingOfAnybody has the one answer to every action.
func TestNexusTellsNothingOfAnybody(t *testing.T) {
	g, _ := newWire(t, nexus, map[string][]reply{onAdd: file("nexus_done.json")})
	outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(alice))
	if diff := cmp.Diff([]told{{}}, toldIn(outcomes)); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

// TestOnlyDigitsAreSent has names that WhatsApp cannot read.
func TestOnlyDigitsAreSent(t *testing.T) {
	for _, options := range []autonotify.Options{nexus, betaFull} {
		g, w := newWire(t, options, nil)
		wiretest.CheckNames(t, g, group)
		w.Sent()
	}
}

package beta_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestSpeaksTheSeed sends the request of seed 000, with nothing accepted.
func TestSpeaksTheSeed(t *testing.T) {
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	} {
		g, w := newWire(t, published, map[string][]reply{onMembers: text(`{}`)})
		outcomes, err := g.UpdateMembers(t.Context(), group, action, phones("5511999999999", "5511988888888"))
		want := []whatsapp.Outcome{{Person: whatsapp.Person{Phone: "5511999999999"}},
			{Person: whatsapp.Person{Phone: "5511988888888"}}}
		if diff := cmp.Diff(want, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", action, err, diff)
		}
		w.Sent(asked{Route: onMembers, Body: `{"action":"` + string(action) +
			`","participants":[{"phoneNumber":"5511999999999"},{"phoneNumber":"5511988888888"}]}`})
	}
}

func TestReadsOutcomes(t *testing.T) {
	for _, answer := range []string{"members.json", "members_wrapped.json"} {
		g, _ := newWire(t, published, map[string][]reply{onMembers: file(answer)})
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
		if !errors.As(outcomes[1].Err, &private) || private.Invitation == nil ||
			private.Invitation.Code.Code() != "cV0oyyBsD49e6Plw" ||
			!private.Invitation.Expires.Equal(time.Unix(1767928118, 0)) {
			t.Errorf("%s: the invitation is missing", answer)
		}
	}
	for _, body := range []string{``, `[]`, `null`, `{"message":"ok"}`, `"ok"`, `ok`, `{"success":true,"data":[]}`} {
		g, _ := newWire(t, published, map[string][]reply{onMembers: text(body)})
		outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(alice))
		if diff := cmp.Diff([]whatsapp.Outcome{{Person: whatsapp.Person{Phone: alice}}}, outcomes); err != nil ||
			diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", body, err, diff)
		}
	}
}

// TestTellsLIDs has the LIDs that an answer tells, and who it says was a member before.
func TestTellsLIDs(t *testing.T) {
	for _, test := range []struct {
		name   string
		people []whatsapp.Person
		reply  []reply
		want   []told
	}{
		// Carol's row has a LID alone. It is hers by its place, which is no proof among others.
		{"Baileys' rows", phones(alice, bob, carol), file("members.json"), []told{{}, {}, {}}},
		{
			"asked by number and LID", []whatsapp.Person{{Phone: carol, LID: "103@lid"}}, file("members.json"),
			[]told{{LID: "103@lid"}},
		},
		{
			"both names", phones(alice, bob), file("members_names.json"),
			[]told{{LID: "101@lid", Already: true}, {LID: "102@lid"}},
		},
		{"one person by LID", phones(carol), text(`[{"status":"200","jid":"103@lid"}]`), []told{{LID: "103@lid"}}},
		{
			"one member by LID", phones(carol), text(`{"data":[{"status":"409","jid":"103@lid"}]}`),
			[]told{{LID: "103@lid", Already: true}},
		},
		{
			"two people by LID", phones(carol, bob),
			text(`[{"status":"409","jid":"103@lid"},{"status":"200","jid":"102@lid"}]`), []told{{}, {}},
		},
		{"nothing of anybody", phones(alice), text(`{}`), []told{{}}},
	} {
		g, _ := newWire(t, published, map[string][]reply{onMembers: test.reply})
		outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, test.people)
		if diff := cmp.Diff(test.want, toldIn(outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", test.name, err, diff)
		}
	}
}

// TestMemberErrors has the codes of one person.
func TestMemberErrors(t *testing.T) {
	for _, test := range []struct {
		action whatsapp.MemberAction
		code   string
		want   error
	}{
		{whatsapp.AddMembers, "200", nil},
		{whatsapp.AddMembers, "409", nil},
		{whatsapp.AddMembers, "400", whatsapp.ErrNotOnWhatsApp},
		{whatsapp.AddMembers, "401", whatsapp.ErrRefused},
		{whatsapp.AddMembers, "403", whatsapp.ErrPrivacy},
		{whatsapp.AddMembers, "404", whatsapp.ErrNotOnWhatsApp},
		{whatsapp.AddMembers, "408", whatsapp.ErrRecentlyLeft},
		{whatsapp.AddMembers, "417", whatsapp.ErrRefused},
		{whatsapp.AddMembers, "419", whatsapp.ErrGroupFull},
		{whatsapp.AddMembers, "500", whatsapp.ErrGroupFull},
		{whatsapp.AddMembers, "429", whatsapp.ErrRateLimited},
		{whatsapp.AddMembers, "599", whatsapp.ErrRefused},
		{whatsapp.RemoveMembers, "404", nil},
		{whatsapp.PromoteMembers, "404", whatsapp.ErrNoSuchMember},
		{whatsapp.PromoteMembers, "409", nil},
		{whatsapp.DemoteMembers, "429", whatsapp.ErrRateLimited},
		{whatsapp.DemoteMembers, "403", whatsapp.ErrRefused},
	} {
		g, _ := newWire(t, published, map[string][]reply{
			onMembers: text(`[{"status":"` + test.code + `","jid":"12025550102@s.whatsapp.net"}]`),
		})
		outcomes, err := g.UpdateMembers(t.Context(), group, test.action, phones(bob))
		if err != nil || len(outcomes) != 1 || !errors.Is(outcomes[0].Err, test.want) {
			t.Errorf("%s %s: %v, %v", test.action, test.code, outcomes, err)
		}
	}
}

// TestNamesHiddenMembers has a member without a number, who can be removed and not added.
func TestNamesHiddenMembers(t *testing.T) {
	g, w := newWire(t, published, map[string][]reply{onMembers: text(`[{"status":"200","jid":"109@lid"}]`)})
	people := []whatsapp.Person{{LID: "109@lid"}}
	outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.RemoveMembers, people)
	if diff := cmp.Diff([]whatsapp.Outcome{{Person: people[0], LID: "109@lid"}}, outcomes); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: onMembers, Body: `{"action":"remove","participants":[{"phoneNumber":"109@lid"}]}`})
}

func TestMembersThatCannotBeSent(t *testing.T) {
	g, w := newWire(t, unverified, nil)
	if _, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers,
		[]whatsapp.Person{{LID: "109@lid"}}); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("without a number: %v", err)
	}
	if _, err := g.UpdateMembers(t.Context(), group, "ban", phones(bob)); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("no action: %v", err)
	}
	if outcomes, err := g.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil ||
		len(outcomes) != 0 {
		t.Errorf("nobody: %v, %v", outcomes, err)
	}
	w.Sent()
}

// TestOnlyDigitsAreSent has names that WhatsApp cannot read.
func TestOnlyDigitsAreSent(t *testing.T) {
	g, w := newWire(t, unverified, nil)
	wiretest.CheckNames(t, g, group)
	w.Sent()
}

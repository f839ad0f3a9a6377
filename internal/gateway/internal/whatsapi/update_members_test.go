package whatsapi_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestUpdateMembersOfEachAction(t *testing.T) {
	people := append(phones(bob), whatsapp.Person{LID: "103@lid"})
	for action, route := range map[whatsapp.MemberAction]string{
		whatsapp.AddMembers: addMembers, whatsapp.RemoveMembers: removeMembers,
		whatsapp.PromoteMembers: promoteMembers, whatsapp.DemoteMembers: demoteMembers,
	} {
		adapter, w := newWire(t, map[string][]reply{route: file("done.json")})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, action, people)
		want := []whatsapp.Outcome{{Person: people[0]}, {Person: people[1]}}
		if diff := cmp.Diff(want, outcomes); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", action, err, diff)
		}
		w.Sent(asked{route, jsonType, twoParticipants})
	}
}

func TestUpdateMembersTellsOutcomes(t *testing.T) {
	// Dora's number was answered with a LID alone: the place in the list tells who it is.
	people := phones(carol, bob, alice, "12025550109")
	adapter, w := newWire(t, map[string][]reply{addMembers: file("update.json")})
	outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, people)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{whatsapp.ErrPrivacy, nil, nil, whatsapp.ErrRecentlyLeft} {
		if outcomes[i].Person != people[i] || !errors.Is(outcomes[i].Err, want) {
			t.Errorf("%s: %v, not %v", people[i], outcomes[i], want)
		}
	}
	checkInvitation(t, outcomes[0].Err)
	w.Sent(asked{addMembers, jsonType, `{"participants":["12025550103","12025550102","12025550101","12025550109"]}`})
}

func checkInvitation(t *testing.T, err error) {
	t.Helper()
	var e *whatsapp.Error
	if !errors.As(err, &e) || e.Invitation == nil || e.Invitation.Code.Code() != "Xy7Kp9LmQ2vR8sTa" ||
		e.Invitation.Expires.Year() != 2026 {
		t.Errorf("the invitation of %v", err)
	}
}

func TestUpdateMembersInOtherForms(t *testing.T) {
	for name, answer := range map[string][]reply{
		"lists of lists": file("update_baileys.json"),
		"an object": data(`{"participants":[{"id":"12025550103","error":403,` +
			`"add_request":{"code":"Xy7Kp9LmQ2vR8sTa","expiration":1775735072}},` +
			`{"phoneNumber":"12025550102@s.whatsapp.net","lid":"102@lid","code":"200"}]}`),
	} {
		adapter, _ := newWire(t, map[string][]reply{addMembers: answer})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob, carol))
		if err != nil || len(outcomes) != 2 || outcomes[0].Err != nil ||
			!errors.Is(outcomes[1].Err, whatsapp.ErrPrivacy) {
			t.Errorf("%s: %v, %v", name, outcomes, err)
			continue
		}
		checkInvitation(t, outcomes[1].Err)
	}
	// Data that tells nothing of the people.
	for _, text := range []string{`null`, `{}`, `"ok"`, `true`, `[1]`, `[{"JID":"?","Error":403}]`} {
		adapter, _ := newWire(t, map[string][]reply{addMembers: data(text)})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob, carol))
		want := []whatsapp.Outcome{{Person: phones(bob)[0]}, {Person: phones(carol)[0]}}
		if diff := cmp.Diff(want, outcomes, cmpopts.EquateErrors()); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", text, err, diff)
		}
	}
}

func TestUpdateMembersFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(500, "error_iq_403.json"), whatsapp.ErrNotAdmin},
		{fault(500, "error_iq_401.json"), whatsapp.ErrNotAdmin},
		{fault(500, "error_iq_404.json"), whatsapp.ErrGroupNotFound},
		{fault(500, "error_iq_400.json"), whatsapp.ErrInvalidRequest},
		{fault(400, "error_bad_request.json"), whatsapp.ErrInvalidRequest},
		{fault(500, "error_iq_419.json"), whatsapp.ErrGroupFull},
		{fault(500, "error_not_in_group.json"), whatsapp.ErrNotMember},
		{fault(502, "error_502.html"), whatsapp.ErrOutcomeUnknown},
	} {
		adapter, w := newWire(t, map[string][]reply{addMembers: test.reply})
		outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob))
		if !errors.Is(err, test.want) || outcomes != nil {
			t.Errorf("%v, %v, not %v", outcomes, err, test.want)
		}
		w.Sent(asked{addMembers, jsonType, `{"participants":["12025550102"]}`})
	}
}

func TestUpdateMembersAsksNothingOfNobody(t *testing.T) {
	adapter, w := newWire(t, nil)
	if outcomes, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, nil); err != nil ||
		len(outcomes) != 0 {
		t.Errorf("%v, %v", outcomes, err)
	}
	_, err := adapter.UpdateMembers(t.Context(), group, whatsapp.RemoveMembers, []whatsapp.Person{{}})
	if !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Error(err)
	}
	_, err = adapter.UpdateMembers(t.Context(), group, "approve", phones(bob))
	if !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Error(err)
	}
	w.Sent()
}

// TestRateLimitsSayHowLong where a proxy says it.
func TestRateLimitsSayHowLong(t *testing.T) {
	wait := map[string][]string{"Retry-After": {"30"}}
	for _, limited := range []reply{
		{Status: 429, Header: wait},
		{Status: 429, Header: wait, Text: `{"error":true,"status":429,"message":"slow down"}`},
		{Status: 500, Header: wait, File: "error_iq_429.json"},
	} {
		adapter, _ := newWire(t, map[string][]reply{addMembers: {limited}})
		_, err := adapter.UpdateMembers(t.Context(), group, whatsapp.AddMembers, phones(bob))
		var e *whatsapp.Error
		if !errors.Is(err, whatsapp.ErrRateLimited) || !errors.As(err, &e) || e.Wait != 30*time.Second {
			t.Errorf("%v", err)
		}
	}
}

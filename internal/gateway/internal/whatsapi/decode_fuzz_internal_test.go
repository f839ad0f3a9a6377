package whatsapi

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// seed gives the fuzzer every recorded answer, and the data of each alone.
func seed(f *testing.F) {
	f.Helper()
	for _, content := range append(wiretest.Recorded(f), wiretest.FuzzSeeds()...) {
		f.Add(content)
		if e, ok := decodeEnvelope(content); ok && len(e.data) > 0 {
			f.Add([]byte(e.data))
		}
	}
	f.Add([]byte(`{"group":{"group":{"id":"1@g.us"}}}`))
}

func FuzzGroups(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		if g, ok := decodeGroup(data); ok {
			wiretest.CheckGroup(t, g)
		}
		groups, ok := decodeGroups(data)
		if !ok && groups != nil {
			t.Error("groups of an answer that cannot be read")
		}
		for _, g := range groups {
			wiretest.CheckGroup(t, g)
		}
		if id, ok := groupIDOf(data); ok && !id.IsGroup() {
			t.Errorf("the group %q", id)
		}
		if code, err := decodeInviteCode(data); err == nil && code.IsZero() {
			t.Error("no code and no error")
		}
	})
}

// FuzzParticipants reads members from their own route, in all the spellings of evidence/whatsapi.md §5.1.
func FuzzParticipants(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		members, ok := decodeMembers(data)
		if !ok && members != nil {
			t.Error("members of an answer that cannot be read")
		}
		wiretest.CheckMembers(t, members)
	})
}

// FuzzOutcomes reads what became of people, from the answers to all actions and to making a group.
func FuzzOutcomes(f *testing.F) {
	seed(f)
	wiretest.FuzzOutcomes(f, func(data []byte) ([]protocol.MemberRow, wiretest.Outcomes) {
		participants, _ := decodeParticipants(data)
		return rowsOf(participants), func(action whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
			return outcomes(action, people, participants)
		}
	})
}

func FuzzSession(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		session, ok := decodeSession(data)
		if ok && session.Status == "" {
			t.Errorf("the session %+v", session)
		}
		wiretest.CheckPerson(t, session.Self)
	})
}

func FuzzErrors(f *testing.F) {
	seed(f)
	adapter, err := New(httpapi.Config{Endpoint: "http://localhost", AuthValue: wiretest.Key}, "default")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e, ok := decodeEnvelope(body)
		for _, m := range []meaning{reading, changing, leaving, creating, inviting, joining} {
			for _, status := range []int{200, 400, 401, 404, 500, 502} {
				resp := &httpapi.Response{Status: status, Body: body}
				wiretest.CheckFuzzedError(t, foreignFailure(resp))
				if ok {
					wiretest.CheckFuzzedError(t, adapter.failure(call{meaning: m}, resp, e))
				}
			}
		}
	})
}

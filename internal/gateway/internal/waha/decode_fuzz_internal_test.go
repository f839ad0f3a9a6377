package waha

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// seed gives the fuzzer every recorded answer, of all engines.
func seed(f *testing.F) {
	f.Helper()
	for _, content := range append(wiretest.Recorded(f), wiretest.FuzzSeeds()...) {
		f.Add(content)
	}
}

// FuzzParticipants reads members from both versions of their route.
func FuzzParticipants(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		members, ok := decodeMembers(body)
		if !ok && members != nil {
			t.Error("members of an answer that cannot be read")
		}
		wiretest.CheckMembers(t, members)
	})
}

// FuzzOutcomes reads what became of people, from the answers to all actions and to making a group.
func FuzzOutcomes(f *testing.F) {
	seed(f)
	wiretest.FuzzOutcomes(f, func(body []byte) ([]protocol.MemberRow, wiretest.Outcomes) {
		rows := decodeRows(body)
		return rows, func(action whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
			m := protocol.MatchRows(people, rows)
			m.ByPlace()
			return m.Outcomes(action)
		}
	})
}

// FuzzGroups reads the group of each engine, alone and in a list.
func FuzzGroups(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if g, ok := decodeGroup(body); ok {
			wiretest.CheckGroup(t, g)
		}
		groups, entries, _ := decodeGroups(body)
		for _, g := range groups {
			wiretest.CheckGroup(t, g)
		}
		if len(groups) > entries {
			t.Errorf("%d groups of %d entries", len(groups), entries)
		}
	})
}

func FuzzErrors(f *testing.F) {
	seed(f)
	adapter, err := New(httpapi.Config{Endpoint: "http://localhost", AuthValue: wiretest.Key}, "default")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range []meaning{reading, changing, leaving, creating, inviting, joining} {
			for _, status := range []int{400, 404, 422, 500, 502} {
				resp := &httpapi.Response{Status: status, Body: body}
				wiretest.CheckFuzzedError(t, adapter.failure(call{meaning: m, ability: whatsapp.WriteName}, resp))
			}
		}
		wiretest.CheckFuzzedError(t, adapter.refusedIfText(call{}, body))
		if code, err := decodeInviteCode(body); err == nil && code.IsZero() {
			t.Error("no code and no error")
		}
	})
}

package waha

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

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

// FuzzParticipants reads members from both versions of their route, and from the group of each engine.
func FuzzParticipants(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		members, ok := decodeMembers(body)
		if !ok && members != nil {
			t.Error("members of an answer that cannot be read")
		}
		wiretest.CheckMembers(t, members)
		if g, ok := decodeGroup(body); ok {
			wiretest.CheckMembers(t, g.Members)
			wiretest.CheckPerson(t, g.Owner)
		}
	})
}

// FuzzOutcomes reads what became of people, from the answers to all actions and to making a group.
func FuzzOutcomes(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, body := range [][]byte{body, wiretest.Marked(body)} {
			rows := decodeRows(body)
			wiretest.CheckOutcomes(t, namesIn(rows), func(action whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
				m := protocol.MatchRows(people, rows)
				m.ByPlace()
				return m.Outcomes(action)
			})
		}
	})
}

func namesIn(rows []protocol.MemberRow) []whatsapp.Person {
	names := make([]whatsapp.Person, len(rows))
	for i, r := range rows {
		names[i] = r.Person
	}
	return names
}

func FuzzGroups(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		check := func(g whatsapp.Group) {
			if !g.ID.IsGroup() || g.Size < len(g.Members) {
				t.Errorf("the group %+v", g)
			}
			if !g.Complete() && (g.Description != nil || g.InfoAdminsOnly != nil || g.Members != nil) {
				t.Errorf("a stub that tells something: %+v", g)
			}
		}
		if g, ok := decodeGroup(body); ok {
			check(g)
		}
		groups, entries, _ := decodeGroups(body)
		for _, g := range groups {
			check(g)
		}
		if len(groups) > entries {
			t.Errorf("%d groups of %d entries", len(groups), entries)
		}
	})
}

func FuzzErrors(f *testing.F) {
	seed(f)
	adapter, err := New(httpapi.Config{Endpoint: "http://localhost", AuthValue: "secret-key"}, "default")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range []meaning{reading, changing, leaving, creating, inviting, joining} {
			for _, status := range []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, 500, 502} {
				err := adapter.failure(call{meaning: m, ability: whatsapp.WriteName}, &httpapi.Response{Status: status, Body: body})
				text := err.Error()
				if strings.Contains(text, "secret-key") || strings.Contains(text, "\n") || utf8.RuneCountInString(text) > 500 {
					t.Errorf("the error %q", text)
				}
			}
		}
		if err := adapter.refusedIfText(call{}, body); err != nil && strings.Contains(err.Error(), "secret-key") {
			t.Errorf("the error %q", err)
		}
		if code, err := decodeInviteCode(body); err == nil && code.IsZero() {
			t.Error("no code and no error")
		}
	})
}

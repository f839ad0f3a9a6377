package waha

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// seed gives the fuzzer every recorded answer.
func seed(f *testing.F) {
	f.Helper()
	for _, content := range wiretest.Recorded(f) {
		f.Add(content)
	}
	for _, text := range []string{"", "null", "true", "[]", "{}", `"text"`, "1", `[[{}]]`, `{"id":{"id":{"id":"1@lid"}}}`, `{"id":1e999}`} {
		f.Add([]byte(text))
	}
}

func FuzzDecodeMembers(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		members, ok := decodeMembers(body)
		if !ok && members != nil {
			t.Error("members of an answer that cannot be read")
		}
		for _, m := range members {
			if m.IsZero() || m.Role == "" {
				t.Errorf("the member %v", m)
			}
			if m.LID != "" && !m.LID.IsLID() {
				t.Errorf("the LID %q", m.LID)
			}
		}
		for _, r := range decodeRows(body) {
			_ = r.Err(whatsapp.AddMembers)
			_ = r.Err(whatsapp.RemoveMembers)
		}
	})
}

func FuzzDecodeGroups(f *testing.F) {
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

func FuzzDecodeErrors(f *testing.F) {
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

// TestAddressOf has the forms of an id, also of WhatsApp Web after it renamed "_serialized".
func TestAddressOf(t *testing.T) {
	for raw, want := range map[string]string{
		`"1@c.us"`: "1@c.us",
		`{"server":"c.us","user":"1","_serialized":"1@c.us"}`: "1@c.us",
		`{"server":"c.us","user":"1","$1":"1@c.us"}`:          "1@c.us",
		`{"id":"1@lid","admin":null}`:                         "1@lid",
		`{"user":"1"}`:                                        "",
		`1`:                                                   "",
		`null`:                                                "",
		`{"id":{"id":{"id":{"id":"1@lid"}}}}`:                 "",
	} {
		if got := addressOf(json.RawMessage(raw)); got != want {
			t.Errorf("%s is %q", raw, got)
		}
	}
}

func TestParseVersion(t *testing.T) {
	for text, want := range map[string]version{
		"2026.4.1": {2026, 4, 1}, "2026.10": {2026, 10, 0}, "2026.7.2-beta.1": {2026, 7, 2}, "": {}, "latest": {}, "2026.9.1.2": {2026, 9, 1},
	} {
		if got := parseVersion(text); got != want {
			t.Errorf("%q is %v", text, got)
		}
	}
	if !(version{2026, 10, 1}).atLeast(version{2026, 9, 2}) || (version{2026, 7, 1}).atLeast(version{2026, 7, 2}) {
		t.Error("versions are not compared as numbers")
	}
}

// TestMergedMembers has a member twice, once by each name.
func TestMergedMembers(t *testing.T) {
	members, ok := decodeMembers([]byte(`[{"id":"101@lid","admin":"admin"},{"id":"102@lid","phoneNumber":"12025550102@s.whatsapp.net"},
		{"id":"101@lid","phoneNumber":"12025550101@s.whatsapp.net"},{"id":"12025550102@s.whatsapp.net"}]`))
	if !ok || len(members) != 2 || members[0].Phone != "12025550101" || members[0].Role != whatsapp.RoleAdmin ||
		members[1].Phone != "12025550102" || members[1].LID != "102@lid" {
		t.Errorf("the members are %v", members)
	}
}

package waha

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// seed gives the fuzzer every recorded answer.
func seed(f *testing.F) {
	f.Helper()
	files, err := filepath.Glob("testdata/*")
	if err != nil || len(files) == 0 {
		f.Fatalf("no testdata: %v", err)
	}
	for _, name := range files {
		if info, err := os.Stat(name); err != nil || info.IsDir() {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
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
			_ = memberError(whatsapp.AddMembers, r)
			_ = memberError(whatsapp.RemoveMembers, r)
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

func TestNumbersAndMoments(t *testing.T) {
	o, _ := decodeObject([]byte(`{"a":5,"b":"6","c":7.9,"d":null,"e":"x","f":"2026-04-09T11:44:32+03:00","g":"0001-01-01T00:00:00Z","h":-1,"i":1e30}`))
	for key, want := range map[string]int64{"a": 5, "b": 6, "c": 7, "h": -1} {
		if got, ok := o.number(key); !ok || got != want {
			t.Errorf("%s is %d", key, got)
		}
	}
	for _, key := range []string{"d", "e", "f", "i", "missing"} {
		if got, ok := o.number(key); ok {
			t.Errorf("%s is the number %d", key, got)
		}
	}
	if got := o.moment("f").Unix(); got != 1775724272 {
		t.Errorf("f is %d", got)
	}
	for _, key := range []string{"d", "e", "g", "h", "i", "missing"} {
		if got := o.moment(key); !got.IsZero() {
			t.Errorf("%s is %s", key, got)
		}
	}
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

func TestKnownTimer(t *testing.T) {
	for seconds, want := range map[int64]whatsapp.DisappearingMessages{0: "off", 86400: "24h", 604800: "7d", 7776000: "90d"} {
		if got := knownTimer(seconds); got == nil || *got != want {
			t.Errorf("%d is %v", seconds, got)
		}
	}
	if got := knownTimer(60); got != nil {
		t.Errorf("60 is %v", *got)
	}
}

func TestMemberError(t *testing.T) {
	for code, want := range map[int]struct{ add, remove, promote error }{
		0:   {},
		200: {},
		400: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		401: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		403: {whatsapp.ErrPrivacy, whatsapp.ErrRefused, whatsapp.ErrRefused},
		404: {whatsapp.ErrNotOnWhatsApp, nil, whatsapp.ErrNotMember},
		408: {whatsapp.ErrRecentlyLeft, whatsapp.ErrRefused, whatsapp.ErrRefused},
		409: {},
		417: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		419: {whatsapp.ErrGroupFull, whatsapp.ErrRefused, whatsapp.ErrRefused},
		429: {whatsapp.ErrRateLimited, whatsapp.ErrRateLimited, whatsapp.ErrRateLimited},
		451: {whatsapp.ErrNotOnWhatsApp, whatsapp.ErrRefused, whatsapp.ErrRefused},
		500: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
	} {
		for action, want := range map[whatsapp.MemberAction]error{
			whatsapp.AddMembers: want.add, whatsapp.RemoveMembers: want.remove,
			whatsapp.PromoteMembers: want.promote, whatsapp.DemoteMembers: want.promote,
		} {
			if err := memberError(action, row{code: code}); !errors.Is(err, want) {
				t.Errorf("%s %d: %v, not %v", action, code, err, want)
			}
		}
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

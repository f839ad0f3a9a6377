package waha

import (
	"encoding/json"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

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
		"2026.4.1": {2026, 4, 1}, "2026.10": {2026, 10, 0}, "2026.7.2-beta.1": {2026, 7, 2}, "": {}, "latest": {},
		"2026.9.1.2": {2026, 9, 1},
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
	members, ok := decodeMembers([]byte(`[{"id":"101@lid","admin":"admin"},
		{"id":"102@lid","phoneNumber":"12025550102@s.whatsapp.net"},
		{"id":"101@lid","phoneNumber":"12025550101@s.whatsapp.net"},{"id":"12025550102@s.whatsapp.net"}]`))
	if !ok || len(members) != 2 || members[0].Phone != "12025550101" || members[0].Role != whatsapp.RoleAdmin ||
		members[1].Phone != "12025550102" || members[1].LID != "102@lid" {
		t.Errorf("the members are %v", members)
	}
}

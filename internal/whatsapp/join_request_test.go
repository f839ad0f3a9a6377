package whatsapp_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestParseJoinMethod(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]whatsapp.JoinMethod{
		"invite_link":           whatsapp.ByInviteLink,
		"something_new":         "something_new",
		"":                      "",
		"Invite link":           "",
		"a\u202e":               "",
		strings.Repeat("a", 41): "",
	} {
		if got := whatsapp.ParseJoinMethod(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}

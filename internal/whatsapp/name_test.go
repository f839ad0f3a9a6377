package whatsapp_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSameName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"Team", "Team", true},
		{" Team\t", "Team", true},
		{"Team\u00a0", "Team", true},
		{"Night\r\nshift", "Night\nshift", true},
		{"Team\r\n", "Team", true},
		{"Caf\u00e9", "Cafe\u0301", true},
		{"\u1112\u1161\u11ab", "\ud55c", true},
		{"\xff", "\xff", true},
		{"Team", "team", false},
		{"Team", "Te am", false},
		{"Night shift", "Night  shift", false},
		{"Team\u200b", "Team", false},
		{"\ufb01sh", "fish", false},
		{"Team 1", "Team 2", false},
		{"", "Team", false},
	} {
		if got := whatsapp.SameName(c.a, c.b); got != c.same {
			t.Errorf("SameName(%q, %q) is %t", c.a, c.b, got)
		}
		if got := whatsapp.SameName(c.b, c.a); got != c.same {
			t.Errorf("SameName(%q, %q) is %t", c.b, c.a, got)
		}
	}
}

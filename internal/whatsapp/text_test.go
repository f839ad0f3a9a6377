package whatsapp_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestSameText(t *testing.T) {
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
		if got := whatsapp.SameText(c.a, c.b); got != c.same {
			t.Errorf("SameText(%q, %q) is %t", c.a, c.b, got)
		}
		if got := whatsapp.SameText(c.b, c.a); got != c.same {
			t.Errorf("SameText(%q, %q) is %t", c.b, c.a, got)
		}
	}
}

func TestCheckNew(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change whatsapp.Change
		fault  string
	}{
		{whatsapp.SetName("Team"), ""},
		{whatsapp.SetName(strings.Repeat("\u00e9", 100)), ""},
		{whatsapp.SetName(strings.Repeat("e\u0301", 100) + " \n"), ""},
		{whatsapp.SetName(strings.Repeat("x", 101)), "this one has 101"},
		{whatsapp.SetName(""), "visible"},
		{whatsapp.SetName("\u00a0\t\r\n"), "visible"},
		{whatsapp.SetName("Two\r\nlines"), "must be one line"},
		{whatsapp.SetName("Two\rlines"), "must be one line"},
		{whatsapp.SetDescription(""), ""},
		{whatsapp.SetDescription(strings.Repeat("x", 2048) + "\n"), ""},
		{whatsapp.SetDescription(strings.Repeat("x", 2049)), "at most 2048 characters"},
		{whatsapp.SetMessagesAdminsOnly(true), ""},
	} {
		err := whatsapp.CheckNew(c.change)
		switch {
		case (err == nil) != (c.fault == ""), err != nil && !strings.Contains(err.Error(), c.fault),
			err != nil && !errors.Is(err, whatsapp.ErrInvalidRequest):
			t.Errorf("CheckNew(%.20q) fails with %v, want %q", c.change, err, c.fault)
		}
	}
}

func TestTextsAreShownInAnyWriting(t *testing.T) {
	t.Parallel()
	g := whatsapp.Group{Settings: whatsapp.Settings{Name: "Caf\u00e9", Description: new("On call")}}
	for _, c := range []struct {
		change whatsapp.Change
		shown  bool
	}{
		{whatsapp.SetName("Cafe\u0301 "), true},
		{whatsapp.SetName("Cafe"), false},
		{whatsapp.SetDescription("\r\nOn call\n"), true},
		{whatsapp.SetDescription("on call"), false},
	} {
		if shown, readable := c.change.ShownBy(g); shown != c.shown || !readable {
			t.Errorf("%q is shown: %t, %t", c.change, shown, readable)
		}
	}
	if _, readable := whatsapp.SetDescription("").ShownBy(whatsapp.Group{}); readable {
		t.Error("a description that was not told can be compared")
	}
	if got := whatsapp.SetDescription(" \n").Ability(); got != whatsapp.ClearDescription {
		t.Errorf("a blank description needs to %s", got)
	}
}

func TestNamePattern(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, name string
		matches       bool
	}{
		{"", "", true},
		{"^Caf\u00e9$", "Cafe\u0301", true},
		{"^Cafe\u0301$", "Caf\u00e9", true},
		{"^Caf.$", "Cafe\u0301", true},
		{"^Caf..$", "Cafe\u0301", true},
		{"^[\u00e9]$", "e\u0301", true},
		{"^Cafe$", "Caf\u00e9", false},
		{"^Team$", "Team 2", false},
	} {
		matches, err := whatsapp.NamePattern(c.pattern)
		if err != nil || matches(c.name) != c.matches {
			t.Errorf("NamePattern(%q) matches %q: %t, %v", c.pattern, c.name, !c.matches, err)
		}
	}
	if _, err := whatsapp.NamePattern("("); err == nil {
		t.Error("( is a pattern")
	}
}

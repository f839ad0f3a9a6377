package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestTexts are kept as they were sent or normalised, as the world says.
func TestTexts(t *testing.T) {
	const name, description = "  Caf" + "e\u0301 ", "\r\nOn call\r\nfrom 6\n "
	for texts, want := range map[string][2]string{
		"":                       {name, description},
		emulator.TextsAsSent:     {name, description},
		emulator.TextsNormalised: {"Caf\u00e9", "On call\nfrom 6"},
	} {
		world := oneGroup()
		world.Texts = texts
		f := startWith(t, "NOWEB", world)
		f.waha("PUT", "groups/"+groupID+"/subject", marshal(t, "subject", name))
		f.waha("PUT", "groups/"+groupID+"/description", marshal(t, "description", description))
		f.waha("POST", "groups", `{"name":"`+name+`","participants":[]}`)
		groups := f.server.World().Groups
		if groups[0].Name != want[0] || groups[0].Description != want[1] || groups[1].Name != want[0] {
			t.Errorf("%s: %q, %q and %q", texts, groups[0].Name, groups[0].Description, groups[1].Name)
		}
	}
	if _, err := emulator.New(emulator.Options{World: &emulator.World{Texts: "shouted"}}); err == nil {
		t.Error("shouted is a way to keep texts")
	}
}

func marshal(t *testing.T, field, text string) string {
	t.Helper()
	data, err := json.Marshal(map[string]string{field: text})
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestNamesThatAreNone: blank ones, those of several lines, and those that are too long in units of UTF-16.
func TestNamesThatAreNone(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	for _, name := range []string{" ", "\t ", "Two\nlines", "Two\r\nlines", strings.Repeat("x", 101), strings.Repeat("🎉", 51)} {
		f.fails("PUT", "groups/"+groupID+"/subject", boom("not-acceptable", 406), marshal(t, "subject", name))
	}
	if got := f.waha("PUT", "groups/"+groupID+"/subject", marshal(t, "subject", strings.Repeat("🎉", 50))); got.status != 200 {
		t.Errorf("50 emoji of two units: %+v", got)
	}
	f.fails("PUT", "groups/"+groupID+"/description", boom("not-acceptable", 406), marshal(t, "description", strings.Repeat("🎉", 1025)))
	if n := len(f.server.World().Groups); n != 1 {
		t.Errorf("%d groups", n)
	}
}

// TestNamesThatExist although nobody could give them now.
func TestNamesThatExist(t *testing.T) {
	for _, name := range []string{"", strings.Repeat("x", 110)} {
		world := oneGroup()
		world.Groups[0].Name = name
		for _, engine := range engines {
			f := startWith(t, engine, world)
			if got := f.group(groupID).Name; got != name || f.waha("GET", "groups/"+groupID).status != 200 {
				t.Errorf("%s: %q", engine, got)
			}
		}
	}
}

package main

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// The numbers are nobody's, and ones about which the provider has nothing to say.
func TestFictional(t *testing.T) {
	seen := map[string]bool{ownNumber: true}
	for i := range numbers {
		text := fictional(i)
		number, err := phone.Parse(text)
		if err != nil || !number.Plausible() || seen[text] || text[5:9] != "5550" || text[9] != '1' {
			t.Errorf("%s: seen before is %t, error %v", text, seen[text], err)
		}
		seen[text] = true
	}
}

func TestScenarios(t *testing.T) {
	all, err := scenariosOf(allScenarios, []int{7}, 25, 4)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct{ groups, members, largest int }{{1, 7, 7}, {10, 25, 3}, {4, 0, 0}} {
		s, sizes, largest := all[i], map[string]int{}, 0
		for _, m := range s.members {
			sizes[m.Group]++
			largest = max(largest, sizes[m.Group])
		}
		if len(s.groups) != want.groups || len(s.members) != want.members || largest != want.largest {
			t.Errorf("%s: %d groups and %d members, %d in the largest; want %+v",
				s.name, len(s.groups), len(s.members), largest, want)
		}
	}
}

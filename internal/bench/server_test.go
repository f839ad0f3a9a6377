package main

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// A run that did not do what it should is no measurement.
func TestCheck(t *testing.T) {
	declared := membersOver(2, 1, "two")
	account := emulator.Member{Phone: ownNumber[1:], Role: emulator.RoleSuperadmin}
	first, second := emulator.Member{Phone: fictional(0)[1:]}, emulator.Member{Phone: fictional(1)[1:]}
	for _, c := range []struct {
		name          string
		members       []emulator.Member
		made, cleaned bool
	}{
		{"all", []emulator.Member{account, first, second}, true, false},
		{"one is missing", []emulator.Member{account, first}, false, false},
		{"the account is left", []emulator.Member{account}, false, false},
		{"one is left", []emulator.Member{second}, false, false},
		{"nobody", nil, false, true},
	} {
		emulated, err := emulator.New(emulator.Options{World: &emulator.World{Groups: []emulator.Group{
			{ID: "120363000000000001@g.us", Name: groupName(0), Members: c.members},
		}}})
		if err != nil {
			t.Fatal(err)
		}
		s := server{Server: emulated}
		if err := s.check(declared, false); (err == nil) != c.made {
			t.Errorf("%s, after a create: %v", c.name, err)
		}
		if err := s.check(declared, true); (err == nil) != c.cleaned {
			t.Errorf("%s, after a destroy: %v", c.name, err)
		}
	}
}

package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// The account itself, whose number WhatsApp has registered without the ninth digit.
const (
	brazilianOwn    = "553187654321"
	brazilianOwnLID = "900000000000031@lid"
)

// ownAs is the account itself as a resource writes it, where written is what names it in an import. The provider's
// block writes it too where the gateway does not tell it.
type ownAs struct {
	name    string
	config  arguments
	written string
	account string
}

const ownOtherwise = "+55 (31) 98765-4321"

var (
	ownSpellings = []ownAs{
		{"exact", arguments{"phone_number": "+553187654321"}, "+553187654321", "+" + brazilianOwn},
		{"with another digit", arguments{"phone_number": "0055 31 9.8765.4321"}, "+5531987654321", "+" + brazilianOwn},
		{"by LID", arguments{"lid": brazilianOwnLID}, brazilianOwnLID, ownOtherwise},
	}
	ownSpellingsByAccount = slices.Concat(ownSpellings, []ownAs{
		{"exact beside another account", arguments{"phone_number": "+553187654321"}, "+553187654321", ownOtherwise},
		{"as the account", arguments{"phone_number": ownOtherwise}, "+5531987654321", ownOtherwise},
	})
)

// ownWorld is a world in which the account has a role in the party, which dora has made if it is none that a creator
// has.
func ownWorld(kind kindOfGroup, role string) *emulator.World {
	world := kind.world()
	world.Account = emulator.Account{Phone: brazilianOwn, LID: brazilianOwnLID}
	for i := range world.Groups {
		world.Groups[i].Owner, world.Groups[i].Members[0].Phone = brazilianOwn, brazilianOwn
	}
	party := &world.Groups[0]
	if party.Members[0].Role = role; role != emulator.RoleSuperadmin {
		party.Owner, party.Members[1].Role = dora, emulator.RoleSuperadmin
	}
	return world
}

// The account itself is never removed and never demoted, however it is written, whatever role is configured and
// whatever it has. A member who is to be an admin is nothing that the account could do by itself.
func TestMemberWhoIsTheAccount(t *testing.T) {
	eachKind(t, kindsOfGroup, func(t *testing.T, d dialect, kind kindOfGroup) {
		spellings := ownSpellings
		if d.account != "" {
			spellings = ownSpellingsByAccount
		}
		for i, role := range []string{emulator.RoleSuperadmin, emulator.RoleAdmin, emulator.RoleMember} {
			if !hasTurn(3, i, d.place(), kind.place()) {
				continue
			}
			for _, own := range spellings {
				t.Run(fmt.Sprintf("%s, %s", role, own.name), func(t *testing.T) {
					t.Parallel()
					d := d
					if d.account != "" {
						d.account = own.account
					}
					w := emulate(t, d, emulator.Options{World: ownWorld(kind, role)})

					m := w.membership(t, brazilianOwn, own.config)
					m.applies(plancheck.ResourceActionCreate, role)
					m.plansNothing()
					m.shows("role", "member")
					m.isLeftAlone(role)

					imported, err := m.imported(exampleGroup + "/" + own.written)
					if err != nil {
						t.Fatal(err)
					}
					m.managed = imported
					m.plansNothing()
					m.isLeftAlone(role)

					if role != emulator.RoleMember {
						m.config["role"] = text("admin")
						m.applies(plancheck.ResourceActionCreate, role)
						m.plansNothing()
						m.shows("role", "admin")
						delete(m.config, "role")
						m.plansNothing()
						m.config["role"] = text("member")
						m.applies(plancheck.ResourceActionUpdate, role)
						m.plansNothing()
						m.isLeftAlone(role)
					}
				})
			}
		}
	})
}

// isLeftAlone destroys the resource of the account itself, which warns. Nothing was ever written.
func (m *membership) isLeftAlone(role string) {
	m.t.Helper()
	if err := m.destroy(); err != nil {
		m.t.Fatalf("destroy: %v", err)
	}
	m.warns("destroy", "the account itself")
	if !m.state.value.IsNull() {
		m.t.Fatalf("after the destroy the state has %s", m.state.value)
	}
	m.is(role)
	if err := m.w.checkNoWrites(nil); err != nil {
		m.t.Fatal(err)
	}
}

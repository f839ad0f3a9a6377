package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// A member lives through everything on every dialect and in every kind of group, where the spellings take turns.
// TestMemberByNumber has all of them with each.
func lifeOfMemberByNumber(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		for _, kind := range kindsOfGroup {
			number := spelledNumbers[turn(d, kind)%len(spelledNumbers)]
			t.Run(fmt.Sprintf("%s, %s, %s", d.name, kind.name, number.name), func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: kind.world(number.people()...)})
				m := w.membership(t, number.registered, nil)
				config := func(name, value, role string) string {
					return requiredProviders + w.configf(`
resource "whatsapp_group_member" "m" {
  group_id = %q
  %s = %q
  role     = %q
}
`, exampleGroup, name, value, role)
				}
				c := newCLI(t, config("phone_number", number.written, "member"))
				c.applies("1 added, 0 changed, 0 destroyed")
				m.is("member")
				c.planIsEmpty()

				c.rewrite(config("phone_number", number.written, "admin"))
				c.applies("0 added, 1 changed, 0 destroyed")
				m.is("admin")
				c.planIsEmpty()

				m.isRemovedOutside()
				if plan := c.run(
					2,
					"plan",
					"-detailed-exitcode",
				); !strings.Contains(
					plan,
					"1 to add, 0 to change, 0 to destroy",
				) {
					t.Errorf("who was removed is not planned to be added: %s", plan)
				}
				c.applies("1 added, 0 changed, 0 destroyed")
				m.is("admin")
				c.planIsEmpty()

				fresh, id := newCLI(t, config("phone_number", number.written, "admin")), number.canonical
				if kind.hides { // Nobody can tell whose number it is there.
					id = m.lid()
					fresh.rewrite(config("lid", id, "admin"))
				}
				fresh.run(0, "import", "whatsapp_group_member.m", exampleGroup+"/"+id)
				fresh.planIsEmpty()
				m.is("admin")

				if printed := c.run(0, "destroy", "-auto-approve"); !strings.Contains(printed, "1 destroyed") {
					t.Errorf("nothing is destroyed: %s", printed)
				}
				m.is("")
			})
		}
	}
}

// applies applies, which does what is said and nothing else.
func (c *cli) applies(says string) {
	c.t.Helper()
	if printed := c.run(0, "apply", "-auto-approve"); !strings.Contains(printed, says) {
		c.t.Errorf("the apply does not say %q: %s", says, printed)
	}
}

// planIsEmpty plans with refresh and without.
func (c *cli) planIsEmpty() {
	c.t.Helper()
	for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
		c.run(0, "plan", "-detailed-exitcode", refresh)
	}
}

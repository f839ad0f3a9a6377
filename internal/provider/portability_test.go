package provider_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// A group outlives its gateway: what was applied through one gateway plans empty through every other one that is linked
// to the same account. What each of them can write is in the configuration.
func lifeOfEveryGatewayPlansWhatAnotherApplied(t *testing.T) {
	t.Parallel()
	const resources = `
resource "whatsapp_group" "g" {
  name            = "Wanderers"
  description     = "Through every gateway."
  initial_members = { "+12025550111" = "member" }
}

resource "whatsapp_group_member" "m" {
  for_each = { "+12025550111" = "member", "+1 (202) 555-0112" = "admin", "+5511987654321" = "member" }

  group_id     = whatsapp_group.g.id
  phone_number = each.key
  role         = each.value
}

resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}
`
	for _, from := range takingTurns(t, dialectsOf(t)) {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, from, emulator.Options{})
			c := newCLI(t, requiredProviders+from.provider(w.url)+resources)
			c.run(0, "apply", "-auto-approve")
			c.run(0, "plan", "-detailed-exitcode")
			world := w.World()
			for _, to := range dialects {
				if to.name == from.name {
					continue
				}
				// The same WhatsApp behind another gateway.
				other := emulate(t, to, emulator.Options{World: &world})
				c.rewrite(requiredProviders + to.provider(other.url) + resources)
				if printed, code := c.try(t.Context(), "plan", "-detailed-exitcode"); code != 0 {
					t.Errorf("planning through %s ends with exit code %d: %s", to.name, code, printed)
				}
			}
		})
	}
}

// A member who was added through one gateway is found by every other, under any spelling and in any kind of group.
func TestEveryGatewayFindsWhomAnotherAdded(t *testing.T) {
	eachNumber(t, kindsOfGroup, typicalNumbers, func(t *testing.T, w *emulated, _ kindOfGroup, number spelledNumber) {
		m := w.membership(t, number.registered, arguments{"phone_number": number.written})
		m.isCreated("member")
		world := w.World()
		for _, to := range dialects {
			m.w = emulate(t, to, emulator.Options{World: &world})
			m.plansNothing()
		}
	})
}

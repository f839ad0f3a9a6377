package provider_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// Everybody who is added in one run is found by the LID, once WhatsApp hides all numbers: whatever was asked for of the
// LIDs before somebody was added does not speak for them. The list of all LIDs is long, and slow to read.
func TestEverybodyWhoIsAddedIsRememberedByLID(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.gateway != "waha" {
			continue // The others have no list of LIDs.
		}
		t.Run(d.name, func(t *testing.T) {
			const n = 20
			w := emulate(t, d, emulator.Options{WAHAStore: true, Latency: 10 * time.Millisecond})
			w.change(twoGroups)
			w.change(func(world *emulator.World) {
				for i := range 4 {
					g := emulator.Group{
						ID: fmt.Sprintf("1203631000000000%02d@g.us", i), Name: fmt.Sprint("Crowd ", i), Owner: anna,
						Members: []emulator.Member{{Phone: anna, Role: "superadmin"}, {Phone: own, Role: "member"}},
					}
					for j := range 300 {
						g.Members = append(g.Members, emulator.Member{
							Phone: fmt.Sprintf("1202556%d%03d", i, j), Role: "member",
						})
					}
					world.Groups = append(world.Groups, g)
				}
			})
			config := w.configf(`
resource "whatsapp_group_member" "m" {
  count        = %d
  group_id     = %q
  phone_number = format("+1202555%%04d", 1000 + count.index)
}`, n, exampleGroup)
			hide := w.changeGroup("Ours", func(g *emulator.Group) {
				g.AddressingMode = emulator.AddressedByLID
				for i := range g.Members {
					g.Members[i].HidePhone = g.Members[i].Phone != own
				}
			})
			w.run(
				w.checkGroup("Ours", func(g emulator.Group) error { return equal("the members", len(g.Members), 3) }),
				resource.TestStep{Config: config},
				resource.TestStep{
					PreConfig: func() {
						hide()
						// What the gateway learns of pairs later is of no use.
						w.fail(emulator.Fault{
							Match: "/lids", Effect: emulator.EffectStatus, Status: 200, Body: []any{},
						})
					},
					Config: config, ConfigPlanChecks: emptyPlan,
				},
				resource.TestStep{Config: w.config("")},
			)
		})
	}
}

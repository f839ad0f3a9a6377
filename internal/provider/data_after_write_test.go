package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// What the data source of a group shows right after a write is what it shows from then on: the readings that confirm
// writes stand for whole ones, and who was added is shown by the names that the gateway has learnt by it.
func lifeOfDataAfterAWrite(t *testing.T) {
	t.Parallel()
	for how, arrange := range map[string]func(g *emulator.Group){
		"numbers":        func(*emulator.Group) {},
		"LIDs":           func(g *emulator.Group) { g.AddressingMode = emulator.AddressedByLID },
		"hidden numbers": func(g *emulator.Group) { g.AddressingMode, g.HidesPhones = emulator.AddressedByLID, true },
	} {
		t.Run(how, func(t *testing.T) {
			eachDialect(t, func(t *testing.T, w *emulated) {
				w.change(twoGroups)
				w.changeGroup("Ours", arrange)()
				member := func(number, group string) string {
					return fmt.Sprintf(`
resource "whatsapp_group_member" "m%[1]s" {
  group_id     = %[2]s
  phone_number = "+%[1]s"
  role         = "admin"
}`, number, group)
				}
				data := func(name, id, depends string) string {
					return fmt.Sprintf(`
data "whatsapp_group" %[1]q {
  id         = %[2]s
  depends_on = [%[3]s]
}
output %[1]q { value = data.whatsapp_group.%[1]s }`, name, id, depends)
				}
				ours := fmt.Sprintf("%q", exampleGroup)
				made := w.group("g", `name = "Friends"`) + member("12025550118", "whatsapp_group.g.id")
				one := w.config(made + member(carla, ours) +
					data("ours", ours, "whatsapp_group_member.m"+carla) +
					data("made", "whatsapp_group.g.id", "whatsapp_group_member.m12025550118"))
				two := w.config(made + member(carla, ours) + member("12025550119", ours) +
					data("ours", ours, "whatsapp_group_member.m"+carla+", whatsapp_group_member.m12025550119") +
					data("made", "whatsapp_group.g.id", "whatsapp_group_member.m12025550118"))
				same := func(config string) resource.TestStep {
					return resource.TestStep{Config: config, ConfigPlanChecks: emptyPlan}
				}
				w.run(checkNothing,
					resource.TestStep{Config: one}, same(one),
					resource.TestStep{Config: two}, same(two),
				)
			})
		})
	}
}

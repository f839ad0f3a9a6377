package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestMemberOfAFullGroup: who does not fit in is told so, also by a gateway that keeps reasons to itself.
func TestMemberOfAFullGroup(t *testing.T) {
	const id = "120363000000000001@g.us"
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			twoGroups(world)
			g := &world.Groups[0]
			for i := len(g.Members); i < 1024; i++ {
				g.Members = append(g.Members, emulator.Member{Phone: fmt.Sprintf("1202556%04d", i)})
			}
		})
		w.run(checkNothing, resource.TestStep{
			Config: w.config(`
resource "whatsapp_group_member" "carla" {
  group_id     = "` + id + `"
  phone_number = "+1 202 555 0113"
}`),
			ExpectError: wrapped("the group is full"),
		})
	})
}

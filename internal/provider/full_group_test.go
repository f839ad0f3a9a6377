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

// TestSwapInAFullGroup takes one out of a group that is full and puts another one in, in one apply. Where there is room
// the newcomer comes first.
func TestSwapInAFullGroup(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, size := range []int{1024, 1023} {
			t.Run(fmt.Sprintf("%s/%d", d.name, size), func(t *testing.T) {
				t.Parallel()
				world := byNumber.world()
				g := &world.Groups[0]
				g.Members = append(g.Members, emulator.Member{Phone: anna, Role: emulator.RoleMember})
				for i := len(g.Members); i < size; i++ {
					phone := fmt.Sprintf("1202556%04d", i)
					g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
				}
				w := emulate(t, d, emulator.Options{World: world})
				workspace := inProcess.NewWorkspace()
				swap := func(phone string) {
					t.Helper()
					config := w.config(membersOf(roles{"+" + phone: "member"}, "exclusive = false"))
					if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
						t.Fatal(ds)
					}
					if p, ds := workspace.Plan(t.Context(), config); !p.IsEmpty() {
						t.Errorf("the next plan is not empty: %s", ds)
					}
				}
				swap(anna)
				swap(carla)
				w.partyIs(t, map[string]string{anna: "", carla: "member"})
				if n := len(w.World().Groups[0].Members); n != size {
					t.Errorf("the group has %d members, want %d", n, size)
				}
			})
		}
	}
}

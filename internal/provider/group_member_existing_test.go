package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestThePlanSaysWhoIsInTheGroupAlready has memberships created for ordinary members, an admin, the account itself and
// somebody who is not in the group.
func TestThePlanSaysWhoIsInTheGroupAlready(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			w.changeGroup("Party", func(g *emulator.Group) {
				for i := range 20 {
					g.Members = append(g.Members, emulator.Member{
						Phone: fmt.Sprintf("120255501%02d", 40+i), Role: emulator.RoleMember,
					})
				}
			})()
			config := w.configf(`
resource "whatsapp_group_member" "m" {
  for_each     = toset(concat([for i in range(20) : "+120255501${40 + i}"], ["+%s", "+%s", "+%s"]))
  group_id     = "%s"
  phone_number = each.key
}`, dora, own, carla, exampleGroup)
			workspace := inProcess.NewWorkspace()
			plan, ds := workspace.Plan(t.Context(), config)
			if ds.HasErrors() || plan.Count(terraformtest.Create) != 23 {
				t.Fatal(ds)
			}
			demoted, shown := 0, ds.Merged()
			for _, d := range shown {
				if strings.Contains(d.Summary, "Admin to be demoted: +"+dora) {
					demoted++
				}
				if strings.Contains(d.Summary+d.Detail, carla) {
					t.Errorf("somebody who is not in the group is said to be: %v", d)
				}
			}
			if demoted != 1 || len(shown) != 2 {
				t.Errorf("the plan says %v", shown)
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
			if n := len(w.Requests()); n > 6 {
				t.Errorf("the plan asks %d times", n)
			}
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			if _, ds := workspace.Plan(t.Context(), config); len(ds) > 0 {
				t.Errorf("the next plan says %v", ds)
			}
		})
	}
}

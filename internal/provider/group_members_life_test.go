package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// inParty checks the roles of people in the party, empty for who is not in it.
func (w *emulated) inParty(want map[string]string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for phone, role := range want {
			if err := w.checkRole("Party", phone, role)(nil); err != nil {
				return err
			}
		}
		return nil
	}
}

// lifeOfMembers begins in a group that has others in it. The create removes nobody, and the plan after it shows them.
func lifeOfMembers(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) { *world = *refusers(byNumber) })
		config := func(members roles, more ...string) string { return w.config(membersOf(members, more...)) }
		does := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
			return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(theMap, action),
			}}
		}
		list := roles{"+" + anna: "admin", "+" + carla: "member", "+" + dora: "admin"}
		w.run(w.inParty(map[string]string{own: "superadmin", anna: "", carla: "", dora: "", gina: ""}),
			resource.TestStep{
				Config: config(list), ConfigPlanChecks: does(plancheck.ResourceActionCreate), ExpectNonEmptyPlan: true,
				Check: resource.ComposeAggregateTestCheckFunc(
					w.inParty(map[string]string{anna: "admin", carla: "member", dora: "admin", emil: "member"}),
					resource.TestCheckResourceAttr(theMap, "status.+"+anna, "joined"),
				),
			},
			resource.TestStep{
				Config: config(list), ConfigPlanChecks: does(plancheck.ResourceActionUpdate),
				Check: w.inParty(map[string]string{
					anna: "admin", carla: "member", dora: "admin", emil: "", own: "superadmin",
				}),
			},
			resource.TestStep{
				ResourceName: theMap, ImportState: true, ImportStateId: exampleGroup, ImportStateVerify: true,
				ImportStateVerifyIdentifierAttribute: "group_id",
			},
			resource.TestStep{
				Config: config(roles{"+" + anna: "member", "+" + dora: "admin", "+" + emil: "admin"}),
				Check:  w.inParty(map[string]string{anna: "member", carla: "", dora: "admin", emil: "admin"}),
			},
			resource.TestStep{
				Config: config(roles{"+" + anna: "member", "+" + dora: "admin"}, "exclusive = false"),
				Check:  w.inParty(map[string]string{anna: "member", dora: "admin", emil: ""}),
			},
		)
	})
}

// guideOfOneMap is the recipe of the guide on people, as it is written there, for the group and the people of a test.
func guideOfOneMap(t *testing.T) string {
	t.Helper()
	guide := readFile(t, "templates", "guides", "people.md.tmpl")
	_, section, found := strings.Cut(guide, "### Many members become one map")
	recipe := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindStringSubmatch(section)
	if !found || recipe == nil {
		t.Fatal("the guide has no such recipe")
	}
	return recipe[1]
}

// lifeOfMembersFromSingleOnes follows the guide: many single members become one map, and nothing is sent.
func lifeOfMembersFromSingleOnes(t *testing.T) {
	needs(t, removedBlock)
	recipe := guideOfOneMap(t)
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) { *world = *byNumber.world() })
		variable := fmt.Sprintf(`
variable "parents" {
  type    = map(string)
  default = { "+%s" = "member", "+%s" = "admin", "+%s" = "member" }
}
`, anna, dora, emil)
		w.run(w.inParty(map[string]string{own: "superadmin", anna: "", dora: "", emil: ""}),
			resource.TestStep{
				Config: w.config(variable + `
resource "whatsapp_group_member" "parent" {
  for_each     = var.parents
  group_id     = "` + exampleGroup + `"
  phone_number = each.key
  role         = each.value
}`),
			},
			resource.TestStep{
				PreConfig: func() {
					w.ClearRequests()
					w.partyIs(t, map[string]string{anna: "member", dora: "admin", emil: "member"})
				},
				Config: w.config(variable + recipe),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("whatsapp_group_members.class", plancheck.ResourceActionNoop),
				}},
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkNoWrites, w.inParty(map[string]string{anna: "member", dora: "admin", emil: "member"}),
				),
			},
		)
	})
}

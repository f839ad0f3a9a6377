package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// deniesReading has the gateway say of every single reading that the account is not in the group. Its list of all
// groups has the group all the same.
func (w *emulated) deniesReading() {
	w.t.Helper()
	w.fail(w.denied(0))
}

// unconfirmed matches what is said of a group that one answer denies and another one has.
var unconfirmed = wrapped("the gateway does not find the group, and its other answers do not confirm")

// A person is removed only once the group can be read, and stays in the state until then, also where the plan had read
// it.
func lifeOfMemberOfADeniedGroup(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		with := w.config(`
resource "whatsapp_group_member" "m" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+12025550111"
  role         = "admin"
}`)
		stays := func() {
			if err := w.checkRole("Ours", anna, "admin")(nil); err != nil {
				t.Error(err)
			}
		}
		w.run(w.checkRole("Ours", anna, ""),
			resource.TestStep{Config: with},
			resource.TestStep{PreConfig: w.deniesReading, Config: w.config(""), ExpectError: unconfirmed},
			resource.TestStep{
				PreConfig: func() { stays(); w.ClearFaults() },
				Config:    with, ConfigPlanChecks: emptyPlan,
			},
			resource.TestStep{Config: w.config(""), Check: w.checkRole("Ours", anna, "")},
		)
	})
}

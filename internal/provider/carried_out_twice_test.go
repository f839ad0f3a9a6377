package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// answers are those of a call that was carried out twice which a gateway may send.
var answers = []string{"first", "last"}

// The second reset of a link makes the new link of the first one invalid: the state must have the live one, whichever
// of them the gateway answers with.
func TestAnInviteThatIsResetTwice(t *testing.T) {
	for _, answer := range answers {
		t.Run(answer, func(t *testing.T) {
			eachDialectThat(t, whatsapp.RevokeInvite, func(t *testing.T, w *emulated) {
				config := func(month string) string {
					return w.config(w.friends() + `
resource "whatsapp_group_invite" "i" {
  group_id = whatsapp_group.g.id
  keepers  = { month = "` + month + `" }
}`)
				}
				resets := regexp.MustCompile(`(?i)revoke`)
				w.test(
					resource.TestStep{Config: config("may")},
					resource.TestStep{
						PreConfig: func() {
							w.ClearRequests()
							w.fail(emulator.Fault{
								Match: resets.String(), Effect: emulator.EffectTwice, Answer: answer, Times: 1,
							})
						},
						Config: config("june"),
						Check:  w.checkCode(),
					},
					resource.TestStep{
						PreConfig: func() {
							if n := w.asked(resets.String()); n != 1 {
								t.Errorf("%d resets were sent", n)
							}
						},
						Config: config("june"), ConfigPlanChecks: emptyPlan,
					},
				)
			})
		})
	}
}

// To add somebody who was just added says "already", which is what was wanted. Nobody is added a third time, and
// nobody's role is lost.
func TestMembersWhoAreAddedTwice(t *testing.T) {
	for _, answer := range answers {
		for _, members := range []int{1, 9} {
			t.Run(answer+strings.Repeat(", many", min(members-1, 1)), func(t *testing.T) {
				eachDialect(t, func(t *testing.T, w *emulated) {
					c := newCLI(t, requiredProviders+w.config(w.friends()))
					c.run(0, "apply", "-auto-approve")
					var wanted strings.Builder
					wanted.WriteString(w.friends())
					p := pairs{n: members}
					for i, key := range keys("k", members) {
						role := []string{"admin", "member"}[i%2]
						wanted.WriteString(`
resource "whatsapp_group_member" "` + key + `" {
  group_id     = whatsapp_group.g.id
  phone_number = "` + p.writtenA(i) + `"
  role         = "` + role + `"
}`)
					}
					w.fail(emulator.Fault{Match: w.requests.add, Effect: emulator.EffectTwice, Answer: answer})
					c.rewrite(requiredProviders + w.config(wanted.String()))
					if printed := c.run(0, "apply", "-auto-approve"); strings.Contains(printed, "Warning") {
						t.Errorf("it warns: %s", printed)
					}
					w.ClearFaults()
					c.run(0, "plan", "-detailed-exitcode")
					group := w.World().Groups[0]
					for i := range members {
						if role := roleIn(group, p.phone(i)); role != []string{"admin", "member"}[i%2] {
							t.Errorf("the role of %s is %q", p.phone(i), role)
						}
					}
					if n := len(group.Members) - w.groupSize(); n != members {
						t.Errorf("%d people were added", n)
					}
				})
			})
		}
	}
}

package provider_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// checkCode checks that the state has the live code of the friends' group.
func (w *emulated) checkCode() resource.TestCheckFunc {
	return func(s *terraform.State) error {
		world := w.World()
		g, err := group(&world, "Friends")
		if err != nil {
			return err
		}
		attributes := s.RootModule().Resources["whatsapp_group_invite.i"].Primary.Attributes
		if attributes["code"] != g.InviteCode || attributes["url"] != "https://chat.whatsapp.com/"+g.InviteCode {
			return fmt.Errorf("the state does not have the live invite code")
		}
		return nil
	}
}

func lifeOfInvite(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(keepers string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_invite" "i" {
  group_id = whatsapp_group.g.id
  %s
}`, keepers)
		}
		var codes []string
		remember := w.checkGroup("Friends", func(g emulator.Group) error {
			codes = append(codes, g.InviteCode)
			return nil
		})
		steps := []resource.TestStep{
			{
				Config: config(""),
				Check:  resource.ComposeAggregateTestCheckFunc(w.checkCode(), remember),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectSensitiveValue("whatsapp_group_invite.i", tfjsonpath.New("code")),
					statecheck.ExpectSensitiveValue("whatsapp_group_invite.i", tfjsonpath.New("url")),
				},
			},
			{ // The first keepers are only recorded, as they must be after an import.
				Config:           config(`keepers = { month = "may" }`),
				ConfigPlanChecks: expectAction("whatsapp_group_invite.i", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Friends", func(g emulator.Group) error {
					return equal("invite code as before", g.InviteCode == codes[0], true)
				}),
			},
			{
				ResourceName:                         "whatsapp_group_invite.i",
				ImportState:                          true,
				ImportStateVerify:                    true,
				ImportStateVerifyIdentifierAttribute: "group_id",
				ImportStateVerifyIgnore:              []string{"keepers"},
				ImportStateIdFunc: func(s *terraform.State) (string, error) {
					return s.RootModule().Resources["whatsapp_group.g"].Primary.ID, nil
				},
			},
			{
				PreConfig: w.changeGroup(
					"Friends",
					func(g *emulator.Group) { g.InviteCode = "ResetByHand0000000000A" },
				),
				Config:           config(`keepers = { month = "may" }`),
				ConfigPlanChecks: emptyPlan,
				Check:            w.checkCode(),
			},
		}
		change := resource.TestStep{
			Config: config(`keepers = { month = "june" }`),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("whatsapp_group_invite.i", plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue("whatsapp_group_invite.i", tfjsonpath.New("code")),
				plancheck.ExpectUnknownValue("whatsapp_group_invite.i", tfjsonpath.New("url")),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(
				w.checkCode(),
				w.checkGroup("Friends", func(g emulator.Group) error {
					return equal("invite code as before", g.InviteCode == "ResetByHand0000000000A", false)
				}),
				remember,
			),
		}
		if !w.can(whatsapp.RevokeInvite) {
			change = resource.TestStep{
				Config:      change.Config,
				PlanOnly:    true,
				ExpectError: w.refused(whatsapp.RevokeInvite),
			}
		}
		steps = append(steps, change, resource.TestStep{
			Config: w.config(w.friends()),
			Check: w.checkGroup("Friends", func(g emulator.Group) error {
				if !w.can(whatsapp.RevokeInvite) {
					return nil
				}
				return equal("invite code used before", slices.Contains(codes, g.InviteCode), false)
			}),
		})
		w.test(steps...)
	})
}

func lifeOfInviteKeep(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		var code string
		w.test(
			resource.TestStep{
				Config: w.config(w.friends() + `
resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}`),
				Check: w.checkGroup("Friends", func(g emulator.Group) error { code = g.InviteCode; return nil }),
			},
			resource.TestStep{
				Config: w.config(w.friends()),
				Check: w.checkGroup("Friends", func(g emulator.Group) error {
					return equal("invite code as before", g.InviteCode == code, true)
				}),
			},
		)
	})
}

package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestCommunity: the data sources tell a community and its groups apart, and what a community does not take is
// refused with its reason.
func TestCommunity(t *testing.T) {
	const (
		community    = "120363000000000001@g.us"
		announcement = "120363000000000002@g.us"
	)
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			twoGroups(world)
			world.Groups[0].Kind = emulator.KindCommunity
			world.Groups[1].Kind, world.Groups[1].CommunityID = emulator.KindAnnouncement, community
			world.Groups[1].AddressingMode, world.Groups[1].Members[2].HidePhone = "", false
			setRole(&world.Groups[1], own, "admin")
		})
		w.run(checkNothing,
			resource.TestStep{
				Config: w.config(`
data "whatsapp_group" "community" { id = "` + community + `" }
data "whatsapp_group" "announcement" { id = "` + announcement + `" }
data "whatsapp_groups" "all" {}
output "announcements" {
  value = [for g in data.whatsapp_groups.all.groups : g.community_id if g.kind == "announcement"]
}`),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("data.whatsapp_group.community", "kind", knownvalue.StringExact("community")),
					expectValue("data.whatsapp_group.community", "community_id", knownvalue.Null()),
					expectValue("data.whatsapp_group.announcement", "kind", knownvalue.StringExact("announcement")),
					expectValue("data.whatsapp_group.announcement", "community_id", knownvalue.StringExact(community)),
					statecheck.ExpectKnownOutputValue("announcements", knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact(community),
					})),
				},
			},
			resource.TestStep{
				Config: w.config(`
resource "whatsapp_group_member" "carla" {
  group_id     = "` + community + `"
  phone_number = "+1 202 555 0113"
}`),
				PlanOnly: true,
				ExpectError: wrapped(
					"The group is the parent of a community, which takes neither members nor settings",
				),
			},
			resource.TestStep{ // Who wants something of all groups leaves the parents out.
				Config: w.config(`
data "whatsapp_groups" "all" { admin_only = true }
resource "whatsapp_group_member" "carla" {
  for_each     = { for id, g in data.whatsapp_groups.all.groups : id => g if g.kind != "community" }
  group_id     = each.key
  phone_number = "+1 202 555 0114"
}`),
				Check: w.checkMembersOf(map[string]string{community: "", announcement: "member"}, "12025550114"),
			},
			resource.TestStep{Config: w.config("")},
		)
	})
}

// checkMembersOf checks the role of somebody in groups, by their ids.
func (w *emulated) checkMembersOf(want map[string]string, phone string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		for _, g := range w.World().Groups {
			if err := equal("the role of "+phone+" in "+g.ID, roleIn(g, phone), want[g.ID]); err != nil {
				return err
			}
		}
		return nil
	}
}

// TestCommunityAsGroup: a community has a name and a description like others. Its other settings fail in the plan, and
// in the apply where no plan has asked.
func TestCommunityAsGroup(t *testing.T) {
	eachDialectThat(t, whatsapp.WriteMessagesAdminsOnly, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			twoGroups(world)
			world.Groups[0].Kind = emulator.KindCommunity
		})
		config := func(name, more string) string {
			return requiredProviders + w.configf(
				"resource \"whatsapp_group\" \"g\" {\n  name = %q\n  on_destroy = \"keep\"\n  %s\n}", name, more)
		}
		c := newCLI(t, config("Ours", ""))
		c.run(0, "import", "whatsapp_group.g", w.World().Groups[0].ID)
		c.run(0, "apply", "-auto-approve")
		w.checkNoChange(t)
		c.rewrite(config("Ours", "messages_admins_only = true"))
		said(t, c.run(1, "plan"), "Not possible in the parent of a community", "takes neither members nor settings")
		said(t, c.run(1, "apply", "-auto-approve"), "Not possible in the parent of a community")
		w.checkNoChange(t)
		c.rewrite(config("Everybody", ""))
		c.run(0, "apply", "-auto-approve")
		if name := w.World().Groups[0].Name; name != "Everybody" {
			t.Errorf("the community is called %q", name)
		}
	})
}

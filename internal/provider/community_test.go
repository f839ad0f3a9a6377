package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
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
				ExpectError: wrapped("the parent of a community, which takes neither members nor settings"),
			},
		)
	})
}

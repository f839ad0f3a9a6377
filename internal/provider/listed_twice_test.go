package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestMemberListedTwice: where a gateway's cache has somebody twice, as an admin by number and as a member by LID,
// the data sources and the resource agree on the role. It is that by LID where the gateway can tell that both are one
// person. Where nothing tells, they are two, and the one by number is the admin.
func TestMemberListedTwice(t *testing.T) {
	const id = "120363000000000001@g.us"
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			twoGroups(world)
			// The account has met Anna by both names in the other group, so that the gateway can tell that she is one.
			world.Groups[1].AddressingMode = emulator.AddressedByPhone
			world.Groups[0].Members[1].ListedTwice = "member"
		})
		lid := w.lidIn(id, anna)
		roles := []knownvalue.Check{knownvalue.StringExact("member")}
		role := "member"
		if w.gateway != "waha" || w.name == "NOWEB" {
			role = "admin"
			roles = append([]knownvalue.Check{knownvalue.StringExact("admin")}, roles...)
		}
		w.run(checkNothing, resource.TestStep{
			Config: w.config(`
data "whatsapp_group" "g" { id = "` + id + `" }
resource "whatsapp_group_member" "anna" {
  group_id     = data.whatsapp_group.g.id
  phone_number = "+1 202 555 0111"
  on_destroy   = "keep"
  role         = try(data.whatsapp_group.g.members["+` + anna + `"].role, "")
}
output "entries" {
  value = [for m in data.whatsapp_group.g.members : m.role if m.phone_number == "+` + anna + `" || m.lid == "` + lid + `"]
}`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("entries", knownvalue.ListExact(roles)),
				expectValue("whatsapp_group_member.anna", "role", knownvalue.StringExact(role)),
			},
		})
	})
}

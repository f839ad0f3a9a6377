package provider_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	domain "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// twoGroups has one group that the account made and one in which it is an ordinary member.
func twoGroups(world *emulator.World) {
	world.Groups = append(world.Groups,
		emulator.Group{
			ID: "120363000000000001@g.us", Name: "Ours", Description: "Mine.", Owner: own, InviteCode: "OurCode000000000000000",
			Members: []emulator.Member{{Phone: own, Role: "superadmin"}, {Phone: anna, Role: "admin"}, {Phone: bruno, Role: "member"}},
		},
		emulator.Group{
			ID: "120363000000000002@g.us", Name: "Theirs", Owner: anna, AddressingMode: emulator.AddressedByLID,
			Members: []emulator.Member{{Phone: anna, Role: "superadmin"}, {Phone: own, Role: "member"}, {Phone: carla, LID: "777@lid", Role: "member", HidePhone: true}},
		},
	)
}

func TestAccGroupDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		w.change(twoGroups)
		w.run(checkNothing,
			resource.TestStep{
				Config:      w.config(`data "whatsapp_group" "g" { id = "120363000000000003@g.us" }`),
				ExpectError: regexp.MustCompile(`120363000000000003@g\.us`),
			},
			resource.TestStep{
				Config: w.config(`data "whatsapp_group" "g" { id = "120363000000000001@g.us" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("data.whatsapp_group.g", "name", knownvalue.StringExact("Ours")),
					expectValue("data.whatsapp_group.g", "description", knownvalue.StringExact("Mine.")),
					expectValue("data.whatsapp_group.g", "owner", knownvalue.StringExact(own+"@s.whatsapp.net")),
					expectValue("data.whatsapp_group.g", "size", knownvalue.Int64Exact(3)),
					expectValue("data.whatsapp_group.g", "members", knownvalue.MapExact(map[string]knownvalue.Check{
						"+" + own:   knownvalue.StringExact("admin"),
						"+" + anna:  knownvalue.StringExact("admin"),
						"+" + bruno: knownvalue.StringExact("member"),
					})),
				},
			},
			resource.TestStep{ // A number that WhatsApp hides.
				Config: w.config(`data "whatsapp_group" "g" { id = "120363000000000002@g.us" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("data.whatsapp_group.g", "members", knownvalue.MapPartial(map[string]knownvalue.Check{
						"777@lid": knownvalue.StringExact("member"),
					})),
				},
			},
		)
	})
}

func TestAccGroupsDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		w.change(twoGroups)
		found := func(names ...string) statecheck.StateCheck {
			groups := map[string]knownvalue.Check{}
			for _, name := range names {
				id := map[string]string{"Ours": "120363000000000001@g.us", "Theirs": "120363000000000002@g.us"}[name]
				groups[id] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(name), "members": knownvalue.Null()})
			}
			return expectValue("data.whatsapp_groups.all", "groups", knownvalue.MapExact(groups))
		}
		w.run(checkNothing,
			resource.TestStep{
				Config:      w.config(`data "whatsapp_groups" "all" { name_regex = "(" }`),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`regular\s+expression`),
			},
			resource.TestStep{
				Config:            w.config(`data "whatsapp_groups" "all" {}`),
				ConfigStateChecks: []statecheck.StateCheck{found("Ours", "Theirs")},
			},
			resource.TestStep{
				Config:            w.config(`data "whatsapp_groups" "all" { name_regex = "^Th" }`),
				ConfigStateChecks: []statecheck.StateCheck{found("Theirs")},
			},
			resource.TestStep{
				Config:            w.config(`data "whatsapp_groups" "all" { admin_only = true }`),
				ConfigStateChecks: []statecheck.StateCheck{found("Ours")},
			},
			resource.TestStep{
				Config: w.config("data \"whatsapp_groups\" \"all\" {\nname_regex = \"Ours\"\ninclude_members = true\n}"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("data.whatsapp_groups.all", "groups", knownvalue.MapExact(map[string]knownvalue.Check{
						"120363000000000001@g.us": knownvalue.ObjectPartial(map[string]knownvalue.Check{"members": knownvalue.MapSizeExact(3)}),
					})),
				},
			},
		)
	})
}

func TestAccInviteInfoDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		w.change(twoGroups)
		info := []statecheck.StateCheck{
			expectValue("data.whatsapp_group_invite_info.i", "id", knownvalue.StringExact("120363000000000001@g.us")),
			expectValue("data.whatsapp_group_invite_info.i", "name", knownvalue.StringExact("Ours")),
		}
		steps := []resource.TestStep{
			{
				Config:      w.config(`data "whatsapp_group_invite_info" "i" {}`),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`(?i)exactly\s+one|one\s+\(and\s+only\s+one\)`),
			},
			{
				Config:      w.config(`data "whatsapp_group_invite_info" "i" { code = "NoSuchCode000000000000" }`),
				ExpectError: regexp.MustCompile(`Invite link not looked up`),
			},
			{
				Config:            w.config(`data "whatsapp_group_invite_info" "i" { code = "OurCode000000000000000" }`),
				ConfigStateChecks: info,
			},
			{
				Config:            w.config(`data "whatsapp_group_invite_info" "i" { url = "https://chat.whatsapp.com/OurCode000000000000000" }`),
				ConfigStateChecks: info,
			},
		}
		if !w.can(domain.ReadInviteInfo) { // A data source is read in the plan already.
			steps = []resource.TestStep{steps[0], {Config: steps[2].Config, PlanOnly: true, ExpectError: w.refused(domain.ReadInviteInfo)}}
		}
		w.run(checkNothing, steps...)
	})
}

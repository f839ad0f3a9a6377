package provider_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// twoGroups has one group that the account made and one in which it is an ordinary member.
func twoGroups(world *emulator.World) {
	world.Groups = append(world.Groups,
		emulator.Group{
			ID:          "120363000000000001@g.us",
			Name:        "Ours",
			Description: "Mine.",
			Owner:       own,
			InviteCode:  "OurCode000000000000000",
			Members: []emulator.Member{
				{Phone: own, Role: "superadmin"},
				{Phone: anna, Role: "admin"},
				{Phone: bruno, Role: "member"},
			},
		},
		emulator.Group{
			ID:             "120363000000000002@g.us",
			Name:           "Theirs",
			Owner:          anna,
			AddressingMode: emulator.AddressedByLID,
			Members: []emulator.Member{
				{Phone: anna, Role: "superadmin"},
				{Phone: own, Role: "member"},
				{Phone: carla, LID: "777@lid", Role: "member", HidePhone: true},
			},
		},
	)
}

func lifeOfGroupDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		lid := func(phone string) string { return w.lidIn("120363000000000001@g.us", phone) }
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
						"+" + own:   showsNumber(own, lid(own), shown{role: "admin", creator: true, own: true}),
						"+" + anna:  showsNumber(anna, lid(anna), shown{role: "admin"}),
						"+" + bruno: showsNumber(bruno, lid(bruno), shown{role: "member"}),
					})),
				},
			},
		)
	})
}

// shown is what a data source shows of a member beside the names.
type shown struct {
	role         string
	creator, own bool
}

func (s shown) with(names map[string]knownvalue.Check) knownvalue.Check {
	names["role"] = knownvalue.StringExact(s.role)
	names["creator"] = knownvalue.Bool(s.creator)
	names["own"] = knownvalue.Bool(s.own)
	return knownvalue.ObjectPartial(names)
}

// showsNumber expects a member with a number and perhaps the LID.
func showsNumber(phone, lid string, s shown) knownvalue.Check {
	return s.with(map[string]knownvalue.Check{
		"phone_number": knownvalue.StringExact("+" + phone),
		"lid":          ifTold(lid),
		"jid":          knownvalue.StringExact(phone + "@s.whatsapp.net"),
	})
}

// showsLID expects a member whose number WhatsApp hides.
func showsLID(lid string, s shown) knownvalue.Check {
	return s.with(map[string]knownvalue.Check{
		"phone_number": knownvalue.StringExact(""),
		"lid":          knownvalue.StringExact(lid),
		"jid":          knownvalue.StringExact(lid),
	})
}

// ifTold is the check of a value that is null where the gateway does not tell it.
type ifTold string

func (v ifTold) CheckValue(value any) error {
	if value == nil {
		return nil
	}
	return knownvalue.StringExact(string(v)).CheckValue(value)
}

func (v ifTold) String() string { return "null or " + string(v) }

// lidIn is the LID of a member in the world.
func (w *emulated) lidIn(id, phone string) string {
	w.t.Helper()
	for _, g := range w.World().Groups {
		for _, m := range g.Members {
			if g.ID == id && m.Phone == phone {
				return m.LID
			}
		}
	}
	w.t.Fatalf("%s is not in %s", phone, id)
	return ""
}

// A group that is addressed by LID, with all, some and none of the other members' numbers visible. Read again, it is
// the same.
func lifeOfDataSourcesOfHiddenNumbers(t *testing.T) {
	const id, annasLID, carlasLID = "120363000000000004@g.us", "771@lid", "773@lid"
	const everybody = "everybody"
	annas, carlas := shown{role: "admin"}, shown{role: "member"}
	for name, c := range map[string]struct {
		hidden string // Empty for nobody, or one of them, or everybody.
		others map[string]knownvalue.Check
	}{
		"all": {"", map[string]knownvalue.Check{
			"+" + anna: showsNumber(anna, annasLID, annas), "+" + carla: showsNumber(carla, carlasLID, carlas),
		}},
		"some": {carla, map[string]knownvalue.Check{
			"+" + anna: showsNumber(anna, annasLID, annas), carlasLID: showsLID(carlasLID, carlas),
		}},
		"none": {everybody, map[string]knownvalue.Check{
			annasLID: showsLID(annasLID, annas), carlasLID: showsLID(carlasLID, carlas),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			eachDialect(t, func(t *testing.T, w *emulated) {
				w.change(func(world *emulator.World) {
					world.Groups = append(world.Groups, emulator.Group{
						ID:             id,
						Name:           "Hidden",
						Owner:          own,
						AddressingMode: emulator.AddressedByLID,
						HidesPhones:    c.hidden == everybody,
						Members: []emulator.Member{
							{Phone: own, Role: emulator.RoleSuperadmin},
							{Phone: anna, LID: annasLID, Role: emulator.RoleAdmin},
							{Phone: carla, LID: carlasLID, Role: emulator.RoleMember, HidePhone: c.hidden == carla},
						},
					})
				})
				members := maps.Clone(c.others)
				members["+"+own] = showsNumber(own, w.lidIn(id, own), shown{role: "admin", creator: true, own: true})
				config := w.configf(`
data "whatsapp_group" "g" { id = %q }
data "whatsapp_groups" "all" { include_members = true }
output "one" { value = data.whatsapp_group.g.members }
output "all" { value = data.whatsapp_groups.all.groups[%[1]q].members }
`, id)
				w.run(checkNothing,
					resource.TestStep{
						Config: config,
						ConfigStateChecks: []statecheck.StateCheck{
							expectValue("data.whatsapp_group.g", "members", knownvalue.MapExact(members)),
							expectValue(
								"data.whatsapp_groups.all",
								"groups",
								knownvalue.MapExact(map[string]knownvalue.Check{
									id: knownvalue.ObjectPartial(
										map[string]knownvalue.Check{"members": knownvalue.MapExact(members)},
									),
								}),
							),
						},
					},
					resource.TestStep{Config: config, PlanOnly: true},
				)
			})
		})
	}
}

func lifeOfGroupsDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		found := func(names ...string) statecheck.StateCheck {
			groups := map[string]knownvalue.Check{}
			for _, name := range names {
				id := map[string]string{"Ours": "120363000000000001@g.us", "Theirs": "120363000000000002@g.us"}[name]
				groups[id] = knownvalue.ObjectPartial(
					map[string]knownvalue.Check{"name": knownvalue.StringExact(name), "members": knownvalue.Null()},
				)
			}
			return expectValue("data.whatsapp_groups.all", "groups", knownvalue.MapExact(groups))
		}
		foundOne := expectValue("data.whatsapp_groups.all", "groups", knownvalue.MapSizeExact(1))
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
				Config: w.config(
					"data \"whatsapp_groups\" \"all\" {\nname_regex = \"Ours\"\ninclude_members = true\n}",
				),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("data.whatsapp_groups.all", "groups", knownvalue.MapExact(map[string]knownvalue.Check{
						"120363000000000001@g.us": knownvalue.ObjectPartial(
							map[string]knownvalue.Check{"members": knownvalue.MapSizeExact(3)},
						),
					})),
				},
			},
			resource.TestStep{ // Both Unicode forms of a letter with an accent.
				PreConfig:         w.changeGroup("Theirs", func(g *emulator.Group) { g.Name = "Cafe\u0301" }),
				Config:            w.config("data \"whatsapp_groups\" \"all\" { name_regex = \"^Caf\u00e9$\" }"),
				ConfigStateChecks: []statecheck.StateCheck{foundOne},
			},
			resource.TestStep{
				PreConfig:         w.changeGroup("Cafe\u0301", func(g *emulator.Group) { g.Name = "Caf\u00e9" }),
				Config:            w.config("data \"whatsapp_groups\" \"all\" { name_regex = \"^Cafe\u0301$\" }"),
				ConfigStateChecks: []statecheck.StateCheck{foundOne},
			},
		)
	})
}

// A group of which nobody can tell whether the account is an admin is left out of admin_only with a warning.
func TestGroupsDataSourceWarnsOfWhatItLeavesOut(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(func(world *emulator.World) {
				twoGroups(world)
				hidden := &world.Groups[0]
				hidden.AddressingMode, hidden.Members[0].HidePhone = emulator.AddressedByLID, true
			})
			r := newRPC(t)
			r.connect(w)
			schema := r.schemas.DataSourceSchemas["whatsapp_groups"]
			read, err := r.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
				TypeName: "whatsapp_groups",
				Config: r.object(
					schema,
					map[string]tftypes.Value{"admin_only": tftypes.NewValue(tftypes.Bool, true)},
				),
			})
			if err != nil {
				t.Fatal(err)
			}
			var groups map[string]tftypes.Value
			if err := r.attributes(schema, read.State)["groups"].As(&groups); err != nil {
				t.Fatal(err)
			}
			// A gateway that tells the account's own LID finds it all the same.
			if _, listed := groups["120363000000000001@g.us"]; listed && w.account == "" && len(read.Diagnostics) == 0 {
				return
			}
			if len(groups) > 0 || len(read.Diagnostics) != 1 {
				t.Fatalf("%d groups and %d diagnostics", len(groups), len(read.Diagnostics))
			}
			warning := read.Diagnostics[0]
			if warning.Severity != tfprotov6.DiagnosticSeverityWarning ||
				!strings.Contains(warning.Detail, `the group "Ours" (120363000000000001@g.us)`) {
				t.Errorf("%s %s: %s", warning.Severity, warning.Summary, warning.Detail)
			}
		})
	}
}

func lifeOfInviteInfoDataSource(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
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
				Config: w.config(
					`data "whatsapp_group_invite_info" "i" { code = "OurCode000000000000000" }`,
				),
				ConfigStateChecks: info,
			},
			{
				Config: w.config(
					`data "whatsapp_group_invite_info" "i" { url = "https://chat.whatsapp.com/OurCode000000000000000" }`,
				),
				ConfigStateChecks: info,
			},
		}
		if !w.can(whatsapp.ReadInviteInfo) { // A data source is read in the plan already.
			steps = []resource.TestStep{
				steps[0],
				{Config: steps[2].Config, PlanOnly: true, ExpectError: w.refused(whatsapp.ReadInviteInfo)},
			}
		}
		w.run(checkNothing, steps...)
	})
}

// TestGroupsDataSourceOfAdminsWithoutANumber: where nobody says who the account is, the gateway's own list of the
// groups of which it is an admin serves, if it has one.
func TestGroupsDataSourceOfAdminsWithoutANumber(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.account == "" {
			continue // The gateway tells.
		}
		t.Run(d.name, func(t *testing.T) {
			d.account = ""
			w := emulate(t, d, emulator.Options{})
			w.change(twoGroups)
			step := resource.TestStep{Config: w.config(`
data "whatsapp_groups" "all" { admin_only = true }
output "ids" { value = keys(data.whatsapp_groups.all.groups) }`)}
			if d.gateway == "whatsapi" {
				step.ConfigStateChecks = []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("ids",
					knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("120363000000000001@g.us")}))}
			} else {
				step.ExpectError = wrapped("set `account` in the provider's configuration")
			}
			w.run(checkNothing, step)
		})
	}
}

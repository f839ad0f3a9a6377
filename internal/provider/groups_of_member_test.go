package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// groupsOfBruno has many groups: Bruno is in one that shows his number and in one that he is an admin of. Another one
// hides numbers, and he may be in it.
func groupsOfBruno(world *emulator.World) {
	group := func(n int, name string, members ...emulator.Member) emulator.Group {
		return emulator.Group{
			ID: fmt.Sprintf("1203630000000000%02d@g.us", n), Name: name, Owner: own,
			Members: append([]emulator.Member{{Phone: own, Role: emulator.RoleSuperadmin}}, members...),
		}
	}
	world.Groups = append(world.Groups,
		group(1, "Choir", emulator.Member{Phone: bruno, Role: emulator.RoleMember}),
		group(2, "Board", emulator.Member{Phone: bruno, Role: emulator.RoleAdmin},
			emulator.Member{Phone: anna, Role: emulator.RoleMember}),
		group(3, "Alone"), group(4, "With Anna", emulator.Member{Phone: anna, Role: emulator.RoleMember}),
		group(5, "With Carla", emulator.Member{Phone: carla, Role: emulator.RoleMember}),
	)
}

func lifeOfGroupsOfAMember(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(groupsOfBruno)
		found := func(names ...string) []statecheck.StateCheck {
			checks := make([]knownvalue.Check, len(names))
			for i, name := range names {
				checks[i] = knownvalue.StringExact(name)
			}
			return []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("names", knownvalue.ListExact(checks)),
			}
		}
		config := func(arguments string) string {
			return w.configf(`
data "whatsapp_groups" "g" {
  %s
}
output "names" { value = sort([for group in data.whatsapp_groups.g.groups : group.name]) }`, arguments)
		}
		w.run(func(state *terraform.State) error {
			if reads := w.asked(w.requests.read); reads > 0 {
				return fmt.Errorf("%d groups were read singly", reads)
			}
			return w.checkNoWrites(state)
		},
			resource.TestStep{
				Config:      config(`member = "11 98765-4321"`),
				PlanOnly:    true,
				ExpectError: wrapped("country code"),
			},
			resource.TestStep{
				Config:      config(`member = "120363000000000001@g.us"`),
				PlanOnly:    true,
				ExpectError: wrapped("Not a phone number or a LID"),
			},
			resource.TestStep{ // Without the ninth digit, which is another spelling of the same subscriber.
				Config: config(`member = "+55 11 8765-4321"`), ConfigStateChecks: found("Board", "Choir"),
			},
			resource.TestStep{
				Config:            config("member = \"+55 11 98765-4321\"\nname_regex = \"^Ch\""),
				ConfigStateChecks: found("Choir"),
			},
			resource.TestStep{Config: config(`member = "+1 202 555 0177"`), ConfigStateChecks: found()},
			resource.TestStep{ // Two resources that ask alike share the list.
				Config: config(`member = "+`+carla+`"`) + `
data "whatsapp_groups" "other" { member = "+` + own + `" }
output "mine" { value = length(data.whatsapp_groups.other.groups) }`,
				ConfigStateChecks: append(found("With Carla"),
					statecheck.ExpectKnownOutputValue("mine", knownvalue.Int64Exact(5))),
			},
		)
	})
}

// Groups that hide numbers and may hold the person are not listed, and are counted and named in one warning. A LID
// finds the person there, and so does a number that another group shows with its LID.
func TestGroupsOfAMemberWhoMayBeHidden(t *testing.T) {
	t.Parallel()
	const strangersLID = "779@lid"
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(func(world *emulator.World) {
				groupsOfBruno(world)
				for i := range world.Groups[:2] {
					world.Groups[i].AddressingMode = emulator.AddressedByLID
				}
				world.Groups = append(world.Groups, emulator.Group{
					ID: "120363000000000009@g.us", Name: "Hidden", Owner: own, AddressingMode: emulator.AddressedByLID,
					Members: []emulator.Member{
						{Phone: own, Role: emulator.RoleSuperadmin},
						{Phone: "12025550188", LID: strangersLID, Role: emulator.RoleMember, HidePhone: true},
					},
				})
			})
			ask := func(person string) (names map[string]bool, warnings string) {
				r := newRPC(t)
				r.connect(w)
				schema := r.schemas.DataSourceSchemas["whatsapp_groups"]
				read, err := r.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
					TypeName: "whatsapp_groups",
					Config:   r.object(schema, map[string]tftypes.Value{"member": text(person)}),
				})
				if err != nil {
					t.Fatal(err)
				}
				var groups map[string]tftypes.Value
				if err := r.attributes(schema, read.State)["groups"].As(&groups); err != nil {
					t.Fatal(err)
				}
				names = map[string]bool{}
				for id := range groups {
					names[id] = true
				}
				for _, d := range read.Diagnostics {
					if d.Severity != tfprotov6.DiagnosticSeverityWarning {
						t.Errorf("%s: %s", d.Summary, d.Detail)
					}
					warnings += d.Summary + ": " + d.Detail
				}
				return names, warnings
			}
			// Nobody knows this number, so the stranger may have it.
			names, warnings := ask("+12025550166")
			if len(names) > 0 || !strings.Contains(warnings, ": 1. They") || !strings.Contains(warnings, `"Hidden"`) {
				t.Errorf("unknown number: %v, %q", names, warnings)
			}
			names, warnings = ask(strangersLID)
			if !names["120363000000000009@g.us"] || len(names) != 1 {
				t.Errorf("LID of the hidden member: %v, %q", names, warnings)
			}
			// Bruno's groups by LID tell his, so he is not the stranger, with every gateway that tells LIDs there.
			names, warnings = ask("+" + bruno)
			if len(names) != 2 || strings.Contains(warnings, "Hidden") && w.engine != "" {
				t.Errorf("number with a LID: %v, %q", names, warnings)
			}
		})
	}
}

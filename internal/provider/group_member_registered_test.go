package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// lifeOfMemberRegisteredOtherwise: WhatsApp has a number under another one, as it has since Ivory Coast and Benin have
// changed theirs. The person is added, is found again, and leaves with the resource.
func lifeOfMemberRegisteredOtherwise(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		const unlisted = "" // The gateway finds nobody under the number, nor a hint at the other one.
		for _, number := range []struct {
			written, registered string
			// ruled says that the provider knows how one number comes from the other.
			ruled bool
		}{
			{"2250707123456", "22507123456", true},
			{"22554123456", "2250554123456", true},
			{"2290197123456", "22997123456", true},
			{"5511999990000", "551199990000", true},
			{"12025550142", "12025550143", false},
		} {
			for _, in := range []string{unlisted, emulator.RegisteredAsInLookUps, emulator.RegisteredAsEverywhere} {
				if !number.ruled && !w.tellsRegistered(in) {
					continue
				}
				t.Run(fmt.Sprint(number.written, " ", in), func(t *testing.T) {
					w.change(func(world *emulator.World) {
						world.Groups = nil
						twoGroups(world)
						other := emulator.Person{
							Phone: number.written, RegisteredAs: number.registered, RegisteredAsIn: in,
						}
						if in == unlisted {
							other.RegisteredAs = ""
						}
						world.People = []emulator.Person{{Phone: number.registered, Registered: true}, other}
					})
					config := func(spelled string) string {
						return requiredProviders + w.configf(`
resource "whatsapp_group_member" "m" {
  group_id     = "%s"
  phone_number = "%s"
  role         = "admin"
}`, w.World().Groups[0].ID, spelled)
					}
					c := newCLI(t, config("+"+number.written))
					c.run(0, "apply", "-auto-approve")
					if role := roleIn(w.World().Groups[0], number.registered); role != "admin" {
						t.Fatalf("%s is %q", number.registered, role)
					}
					sent := len(w.writes())
					c.run(0, "plan", "-detailed-exitcode")
					c.rewrite(config(number.registered)) // As data sources and WhatsApp show it.
					c.run(0, "plan", "-detailed-exitcode")
					if more := w.writes()[sent:]; len(more) > 0 {
						t.Errorf("sent again: %v", more)
					}
					c.run(0, "destroy", "-auto-approve")
					if role := roleIn(w.World().Groups[0], number.registered); role != "" {
						t.Errorf("%s is still %q", number.registered, role)
					}
				})
			}
		}
	})
}

// tellsRegistered reports whether the gateway tells under which number WhatsApp has another one: in look-ups, or in the
// answer to the adding.
func (d dialect) tellsRegistered(in string) bool {
	switch in {
	case emulator.RegisteredAsInLookUps:
		return d.can(whatsapp.LookUpContact) && !d.onlyTellsWhetherRegistered
	case emulator.RegisteredAsEverywhere:
		return !d.onlyTellsWhetherRegistered // Nor does its answer name anybody.
	}
	return false
}

// lifeOfMemberShownByAnOddNumber: what a data source shows of a member can be written as it is, and imported, also
// where nobody would be given such a number today. For somebody new it is most likely a typing mistake.
func lifeOfMemberShownByAnOddNumber(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		const odd = "120255501" // It is too short for North America.
		w.change(func(world *emulator.World) {
			twoGroups(world)
			world.Groups[0].Members = append(world.Groups[0].Members, emulator.Member{Phone: odd, Role: "admin"})
		})
		id := w.World().Groups[0].ID
		c := newCLI(t, requiredProviders+w.configf(`
data "whatsapp_group" "g" { id = %q }
resource "whatsapp_group_member" "m" {
  group_id     = %[1]q
  phone_number = one([for number, m in data.whatsapp_group.g.members : number if number == "+%s"])
  role         = "admin"
  on_destroy   = "keep"
}`, id, odd))
		c.run(0, "apply", "-auto-approve")
		c.run(0, "plan", "-detailed-exitcode")
		c.run(0, "destroy", "-auto-approve")
		c.run(0, "import", "whatsapp_group_member.m", id+"/+"+odd)
		c.run(0, "apply", "-auto-approve") // It writes on_destroy alone.
		c.run(0, "plan", "-detailed-exitcode")
		w.checkNoChange(t)

		c.rewrite(requiredProviders + w.configf(`
resource "whatsapp_group_member" "new" {
  group_id     = %q
  phone_number = "+120255502"
}`, id))
		said(t, c.run(1, "plan"), "Not a phone number",
			"too short for its country. Nobody in the group has this number either.")
		w.checkNoChange(t)
	})
}

// TestAnOddNumber that a group shows is taken wherever a number is, and one that nobody shows is refused by all that
// can ask.
func TestAnOddNumber(t *testing.T) {
	t.Parallel()
	const odd, mistyped = "120255501", "120255502"
	config := func(number string) map[string]string {
		return map[string]string{
			"whatsapp_contact": `data "whatsapp_contact" "x" { phone_number = "+` + number + `" }`,
			"members": `
resource "whatsapp_group_members" "x" {
  group_id   = "` + exampleGroup + `"
  exclusive  = false
  on_destroy = "keep"
  members    = { "+` + number + `" = "admin" }
}`,
			"initial_members": `
resource "whatsapp_group" "x" {
  name            = "New ` + number + `"
  initial_members = { "${provider::whatsapp::normalize_phone_number("+` + number + `")}" = "member" }
}`,
		}
	}
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(func(world *emulator.World) {
				twoGroups(world)
				world.Groups[0].Members = append(world.Groups[0].Members, emulator.Member{Phone: odd, Role: "admin"})
				world.People = append(world.People, emulator.Person{Phone: mistyped}) // Who is not registered.
			})
			for where, body := range config(odd) {
				workspace := inProcess.NewWorkspace()
				_, ds := workspace.Apply(t.Context(), w.config(body))
				if len(ds) > 0 && !saysExisting(ds[0].Summary) && ds[0].Summary != "The gateway invites by itself" {
					t.Errorf("%s of a number that is shown: %v", where, ds)
				}
				if p, ds := workspace.Plan(t.Context(), w.config(body)); ds.HasErrors() || !p.IsEmpty() {
					t.Errorf("%s, planned again: %v", where, ds)
				}
			}
			if err := w.checkRole("New "+odd, odd, "member")(nil); err != nil {
				t.Error(err)
			}
			before := len(w.World().Groups)
			for where, body := range config(mistyped) {
				_, ds := inProcess.NewWorkspace().Plan(t.Context(), w.config(body))
				if said := fmt.Sprint(ds); countErrors(ds) != 1 || !strings.Contains(said, "Not a phone number") ||
					!strings.Contains(said,
						"too short for its country. Nobody in the account's groups has this number") {
					t.Errorf("%s of a number that nobody has: %v", where, said)
				}
			}
			if err := w.checkGroupCount(before)(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

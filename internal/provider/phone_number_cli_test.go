package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// eachGateway runs a test on the first dialect of each kind of gateway: how a number is spelled concerns the provider,
// and only a little what it speaks to.
func eachGateway(t *testing.T, test func(t *testing.T, w *emulated)) {
	t.Helper()
	t.Parallel()
	seen := map[string]bool{}
	for _, d := range dialectsOf(t) {
		if seen[d.gateway] {
			continue
		}
		seen[d.gateway] = true
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			test(t, emulate(t, d, emulator.Options{}))
		})
	}
}

// rewrite replaces the configuration, as a user does between two runs.
func (c *cli) rewrite(config string) {
	c.t.Helper()
	write(c.t, filepath.Join(c.folder, "main.tf"), []byte(config))
}

// spelledInState gives what the state has as phone_number, by the id of the member.
func (c *cli) spelledInState() map[string]string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.folder, "terraform.tfstate"))
	if err != nil {
		c.t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Type      string
			Instances []struct {
				Attributes struct {
					ID          string
					PhoneNumber string `json:"phone_number"`
				}
			}
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		c.t.Fatal(err)
	}
	spelled := map[string]string{}
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			if r.Type == "whatsapp_group_member" {
				_, number, _ := strings.Cut(i.Attributes.ID, "/")
				spelled[number] = i.Attributes.PhoneNumber
			}
		}
	}
	return spelled
}

// changesNothing checks that the configuration plans what is said and nothing else, without a single request where
// nothing is refreshed, and that applying it writes nothing.
func (c *cli) changesNothing(w *emulated, exitCode int, says string) {
	c.t.Helper()
	for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
		w.ClearRequests()
		if plan := c.run(exitCode, "plan", "-detailed-exitcode", refresh); !strings.Contains(plan, says) {
			c.t.Errorf("plan %s does not say %q: %s", refresh, says, plan)
		}
	}
	for _, r := range w.Requests() {
		c.t.Errorf("a plan that refreshes nothing asks %s %s", r.Method, r.Path)
	}
	if printed := c.run(0, "apply", "-auto-approve"); !strings.Contains(printed, "0 added, 0 changed, 0 destroyed") {
		c.t.Errorf("the apply changes something: %s", printed)
	}
	if err := w.checkNoWrites(nil); err != nil {
		c.t.Error(err)
	}
	c.run(0, "plan", "-detailed-exitcode")
}

// everybodyIn checks that each of the people is once and as an ordinary member in the group of the tests, whichever
// spelling of the number WhatsApp has.
func (w *emulated) everybodyIn(t *testing.T, people ...phone.Number) {
	t.Helper()
	world := w.World()
	g, err := group(&world, "Friends")
	if err != nil {
		t.Fatal(err)
	}
	for _, number := range people {
		var found []string
		for _, m := range g.Members {
			if number.SameSubscriber(phone.Number(m.Phone)) {
				found = append(found, m.Role)
			}
		}
		if !slices.Equal(found, []string{"member"}) {
			t.Errorf("%s is in the group as %q", number, found)
		}
	}
}

// says tells whether something printed has a text, however it was broken into lines and framed.
func says(printed, text string) bool {
	return wrapped(text).MatchString(strings.ReplaceAll(printed, "│", " "))
}

func lifeOfRespelledNumberChangesNothing(t *testing.T) {
	eachGateway(t, func(t *testing.T, w *emulated) {
		config := func(number, role string) string {
			return requiredProviders + w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
  role         = "%s"
}`, number, role)
		}
		const first = "+55 (11) 98765-4321"
		kept := func(c *cli) {
			t.Helper()
			if got := c.spelledInState(); len(got) != 1 || got["+"+bruno] != first {
				t.Errorf("the state has %v, want %q under the first id", got, first)
			}
		}
		c := newCLI(t, config(first, "member"))
		c.run(0, "apply", "-auto-approve")
		for _, again := range []string{"00 55 11 98765.4321", "+55 11 8765-4321", bruno} {
			c.rewrite(config(again, "member"))
			c.changesNothing(w, 0, "No changes.")
			kept(c)
		}

		// A change beside the spelling is carried out, and it alone.
		c.rewrite(config("+551187654321", "admin"))
		w.ClearRequests()
		if printed := c.run(
			0,
			"apply",
			"-auto-approve",
		); !strings.Contains(
			printed,
			"0 added, 1 changed, 0 destroyed",
		) {
			t.Errorf("the role is not all that changes: %s", printed)
		}
		if writes := w.writes(); len(writes) != 1 || w.asked(w.requests.promote) != 1 {
			t.Errorf("the writes are %v", writes)
		}
		kept(c)
		c.run(0, "plan", "-detailed-exitcode")
	})
}

// The keys are names here and the numbers are values, so that a block says which old address is which new one.
func lifeOfRespelledNumberUnderMoved(t *testing.T) {
	eachGateway(t, func(t *testing.T, w *emulated) {
		config := func(resource, people, moved string) string {
			return requiredProviders + w.configf(w.friends()+`
resource "whatsapp_group_member" "%s" {
  for_each     = { %s }
  group_id     = whatsapp_group.g.id
  phone_number = each.value
}
%s`, resource, people, moved)
		}
		const before, after = `"anna" = "+1 202 555 0111", "bruno" = "+55 (11) 98765-4321"`,
			`"ann" = "12025550111", "bru" = "+55 11 8765 4321"`
		c := newCLI(t, config("old", before, ""))
		c.run(0, "apply", "-auto-approve")
		c.rewrite(config("new", after, `
moved {
  from = whatsapp_group_member.old
  to   = whatsapp_group_member.new
}
moved {
  from = whatsapp_group_member.new["anna"]
  to   = whatsapp_group_member.new["ann"]
}
moved {
  from = whatsapp_group_member.new["bruno"]
  to   = whatsapp_group_member.new["bru"]
}`))
		c.changesNothing(w, 2, "0 to add, 0 to change, 0 to destroy")
		w.everybodyIn(t, anna, bruno)
	})
}

func lifeOfRespelledNumberAfterImport(t *testing.T) {
	const group = exampleGroup
	eachGateway(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.Groups = append(world.Groups, emulator.Group{
				ID:    group,
				Name:  "Friends",
				Owner: own,
				Members: []emulator.Member{
					{Phone: own, Role: "superadmin"},
					{Phone: anna, Role: "member"},
					{Phone: bruno, Role: "member"},
				},
			})
		})
		t.Run("command", func(t *testing.T) {
			c := newCLI(t, requiredProviders+w.configf(`
resource "whatsapp_group_member" "m" {
  group_id     = "%s"
  phone_number = "0055 (11) 8765-4321"
}`, group))
			c.run(0, "import", "whatsapp_group_member.m", group+"/+"+bruno)
			c.changesNothing(w, 0, "No changes.")
		})
		t.Run("block", func(t *testing.T) {
			c := newCLI(t, requiredProviders+w.configf(`
locals { people = { anna = "1 (202) 555-0111", bruno = "55 11 98765 4321" } }

resource "whatsapp_group_member" "m" {
  for_each     = local.people
  group_id     = "%[1]s"
  phone_number = each.value
}

import {
  for_each = local.people
  to       = whatsapp_group_member.m[each.key]
  id       = "%[1]s/${provider::whatsapp::normalize_phone_number(each.value)}"
}`, group))
			needs(t, functions) // They are newer than for_each in an import block, too.
			if printed := c.run(
				0,
				"apply",
				"-auto-approve",
			); !strings.Contains(
				printed,
				"2 imported, 0 added, 0 changed, 0 destroyed",
			) {
				t.Errorf("the import changes something: %s", printed)
			}
			c.changesNothing(w, 0, "No changes.")
		})
		if err := w.checkNoWrites(nil); err != nil {
			t.Error(err)
		}
	})
}

// Who keys a for_each by what people wrote creates and destroys one person in one run. Terraform runs the two in any
// order, and either may take its time.
func lifeOfRekeyedByRawSpellings(t *testing.T) {
	const adds, removes = "add", "remove"
	removal := `^PUT .*/members$|/participants/remove$` // Autonotify's beta tells the two apart in the body alone.
	t.Parallel()
	for _, d := range dialectsOf(t) {
		if d.gateway == "waha" && d.engine != "NOWEB" {
			continue
		}
		for _, slow := range []string{adds, removes} {
			for _, atOnce := range []int{1, 10} {
				t.Run(fmt.Sprintf("%s, slow to %s, %d at once", d.name, slow, atOnce), func(t *testing.T) {
					t.Parallel()
					w := emulate(t, d, emulator.Options{})
					config := func(spellings ...string) string {
						return requiredProviders + w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  for_each     = toset(["%s"])
  group_id     = whatsapp_group.g.id
  phone_number = each.key
}`, strings.Join(spellings, `", "`))
					}
					c := newCLI(
						t,
						config("+1 202 555 0111", "+1 (202) 555-0113", "+55 (11) 98765-4321", "+1 202 555 0114"),
					)
					c.run(0, "apply", "-auto-approve")
					w.fail(emulator.Fault{
						Match:  map[string]string{adds: w.requests.add, removes: removal}[slow],
						Effect: emulator.EffectDelay,
						MS:     400,
					})
					c.rewrite(config("12025550111", "001 202 555 0113", "+55 11 8765 4321", "+12025550115"))
					printed := c.run(0, "apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", atOnce))
					if !strings.Contains(printed, "4 added, 0 changed, 4 destroyed") {
						t.Errorf("nothing was re-keyed: %s", printed)
					}
					w.everybodyIn(t, anna, carla, bruno, "12025550115")
					if err := w.checkRole("Friends", "12025550114", "")(nil); err != nil {
						t.Errorf("who was only destroyed: %v", err)
					}
					w.ClearFaults()
					c.run(0, "plan", "-detailed-exitcode")
				})
			}
		}
	}
}

func lifeOfNumbersAreValidated(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	member := func(number string) string {
		return requiredProviders + w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
}`, number)
	}
	c := newCLI(t, member("011 98765-4321"))
	if printed := c.run(
		1,
		"validate",
	); !says(
		printed,
		`"011 98765-4321" has no country code: if it is a number of Brazil, it is +5511987654321`,
	) {
		t.Errorf("the likely number is not suggested: %s", printed)
	}
	c.rewrite(member("+55 98765-4321"))
	if printed := c.run(1, "validate"); !says(printed, "its area code is missing") {
		t.Errorf("the reason is not told: %s", printed)
	}
	c.rewrite(member("+1 100 555 0111"))
	if printed := c.run(0, "validate"); !says(printed, "Warning: Phone number may not exist") {
		t.Errorf("there is no warning: %s", printed)
	}
	c.rewrite(requiredProviders + w.providerWith(w.url, "emulator", `account = "(11) 98765-4321"`) + w.friends())
	if printed := c.run(1, "validate"); !says(printed, "if it is a number of Brazil, it is +5511987654321") {
		t.Errorf("the likely number of the account is not suggested: %s", printed)
	}
	if asked := w.Requests(); len(asked) > 0 {
		t.Errorf("there were %d requests", len(asked))
	}
}

func lifeOfMapKeysMustBeCanonical(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	config := func(members string) string {
		return requiredProviders + w.config(w.group("g", `name = "Friends"
  initial_members = `+members))
	}
	c := newCLI(t, config(`{ "55 (11) 98765-4321" = "member" }`))
	printed := c.run(1, "validate")
	if !says(printed, `the number must be written as "+5511987654321", not "55 (11) 98765-4321"`) {
		t.Errorf("the right spelling is not named: %s", printed)
	}

	c.rewrite(config(`{ "+5511987654321" = "member", "+12025550111" = "admin", "+551187654321" = "member" }`))
	printed = c.run(1, "validate")
	if !says(printed, `"+5511987654321"`) || !says(printed, `"+551187654321"`) || !says(printed, "the same person") {
		t.Errorf("the two spellings are not named: %s", printed)
	}

	c.rewrite(
		config(
			`{ for number in ["55 (11) 98765-4321", "001 202 555 0111"] : provider::whatsapp::normalize_phone_number(number) => "member" }`,
		),
	)
	needs(t, functions)
	c.run(0, "validate")
	c.run(0, "apply", "-auto-approve")
	w.everybodyIn(t, anna, bruno)
	c.run(0, "plan", "-detailed-exitcode")
}

// Two spellings of one number are one person, who is in the group once. Every plan says that two resources have them.
func lifeOfTwoResourcesForOnePerson(t *testing.T) {
	const one, other = "+55 (11) 98765-4321", "+55 11 8765 4321"
	eachGateway(t, func(t *testing.T, w *emulated) {
		c := newCLI(t, requiredProviders+w.configf(w.friends()+`
resource "whatsapp_group_member" "one" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
}
resource "whatsapp_group_member" "other" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
}`, one, other))
		printed := c.run(0, "apply", "-auto-approve")
		if !says(printed, "Two resources have one person") || !says(printed, one) || !says(printed, other) {
			t.Errorf("not a warning that names both: %s", printed)
		}
		spelled := c.spelledInState()
		if spelled["+5511987654321"] != one || spelled["+551187654321"] != other {
			t.Errorf("the state has %v", spelled)
		}
		w.everybodyIn(t, bruno)
		c.run(0, "plan", "-detailed-exitcode")
	})
}

package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// said holds what a command printed against texts that it must have, however the lines are broken.
func said(t *testing.T, printed string, texts ...string) {
	t.Helper()
	words := strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", " ")), " ")
	for _, text := range texts {
		if !strings.Contains(words, text) {
			t.Errorf("%q is not in %s", text, printed)
		}
	}
}

// ways are those out of a name that is taken.
func ways(id string) []string {
	return []string{
		"WhatsApp group exists already", id, " ago)", " member", "import 'ADDRESS' " + id, `after "with"`, "with whatsapp_group.g",
		"with `keep`, `removed` or `state rm`", "`moved`", "`-replace`", "`untaint 'ADDRESS'`", "`on_existing = \"create\"`",
	}
}

// wantGroups checks how many creates were sent and in how many groups the account is.
func (w *emulated) wantGroups(t *testing.T, created, in int) {
	t.Helper()
	n := 0
	for _, g := range w.World().Groups {
		if roleIn(g, own) != "" {
			n++
		}
	}
	if sent := w.asked(w.requests.create); sent != created || n != in {
		t.Errorf("%d creates were sent and the account is in %d groups, want %d and %d", sent, n, created, in)
	}
}

// namedGroup is a configuration with a group.
func (w *emulated) namedGroup(arguments string) string {
	return requiredProviders + w.config(w.group("g", "name = \"Friends\"\n  "+arguments))
}

// A state that was lost, a run that was killed and another workspace are alike: the group is there, and not in the
// state.
func lifeOfGroupNameTaken(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		newCLI(t, w.namedGroup("")).run(0, "apply", "-auto-approve")
		id := w.World().Groups[0].ID
		other := newCLI(t, w.namedGroup(""))
		said(t, other.run(1, "plan"), ways(id)...)
		said(t, other.run(1, "apply", "-auto-approve"), ways(id)...)
		w.wantGroups(t, 1, 1)

		twin := newCLI(t, w.namedGroup(`on_existing = "create"`))
		twin.run(0, "apply", "-auto-approve")
		twin.run(0, "plan", "-detailed-exitcode")
		w.wantGroups(t, 2, 2)
		twin.run(0, "destroy", "-auto-approve")
		w.wantGroups(t, 2, 1)

		other.run(0, "import", "whatsapp_group.g", id)
		other.run(0, "apply", "-auto-approve")
		w.wantGroups(t, 2, 1)

		// For a group that is there, the argument changes the state alone.
		sent := len(w.writes())
		other.rewrite(w.namedGroup(`on_existing = "fail"`))
		other.run(0, "apply", "-auto-approve")
		other.run(0, "plan", "-detailed-exitcode")
		if more := w.writes()[sent:]; len(more) > 0 {
			t.Errorf("the argument was sent: %v", more)
		}
	})
}

// A rename to a name that is taken is done, and told. A create of the name that a rename takes is an error in the plan,
// since the order of an apply would decide whether the group is made.
func lifeOfRenamedGroups(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		named := func(a, b string) string {
			config := w.group("a", `name = "`+a+`"`)
			if b != "" {
				config += w.group("b", `name = "`+b+`"`)
			}
			return requiredProviders + w.config(config)
		}
		c := newCLI(t, named("Cats", ""))
		c.run(0, "apply", "-auto-approve")

		c.rewrite(named("Dogs", "Dogs"))
		said(t, c.run(1, "plan"), "Two groups of one name planned", `"Dogs"`)
		said(t, c.run(1, "apply", "-auto-approve"), "Two groups of one name planned")
		w.wantGroups(t, 1, 1)

		c.rewrite(named("Dogs", "Cats"))
		said(t, c.run(1, "plan"),
			"WhatsApp group exists already", "gives it another name in this plan: apply that first")

		c.rewrite(named("Cats", "Dogs"))
		c.run(0, "apply", "-auto-approve")
		taken := w.World().Groups[1].ID
		c.rewrite(named(" Dogs", "Dogs"))
		said(t, c.run(0, "plan"), `Two groups called " Dogs"`, taken)
		c.rewrite(named("Birds", "Birds"))
		said(t, c.run(0, "apply", "-auto-approve"), "Two groups of one name planned")
		c.run(0, "plan", "-detailed-exitcode")
		w.wantGroups(t, 2, 2)
	})
}

// taint marks the only resource of the state.
func (c *cli) taint() {
	c.t.Helper()
	file := filepath.Join(c.folder, "terraform.tfstate")
	content, err := os.ReadFile(file)
	if err != nil {
		c.t.Fatal(err)
	}
	const instance = `"schema_version": 0,`
	tainted := strings.Replace(string(content), instance, `"status": "tainted", `+instance, 1)
	write(c.t, file, []byte(tainted))
	if _, marked := c.state(); len(marked) != 1 {
		c.t.Fatalf("tainted is %v: %s", marked, content)
	}
}

// A replacement makes a second group of the name, whatever becomes of the first one.
func TestAGroupIsReplacedOnPurposeOnly(t *testing.T) {
	t.Parallel()
	for _, fate := range []string{"leave", "keep"} {
		for _, order := range []string{"false", "true"} {
			for _, how := range []string{"-replace", "tainted"} {
				t.Run(strings.Join([]string{fate, order, how}, " "), func(t *testing.T) {
					t.Parallel()
					w := newEmulated(t, emulator.Options{})
					config := func(more string) string {
						return w.namedGroup("on_destroy = \"" + fate + "\"\n  " + more +
							"\n  lifecycle { create_before_destroy = " + order + " }")
					}
					c := newCLI(t, config(""))
					c.run(0, "apply", "-auto-approve")
					id := w.World().Groups[0].ID
					replaced := []string{"apply", "-auto-approve", "-replace=whatsapp_group.g"}
					if how == "tainted" {
						c.taint()
						replaced = replaced[:2]
					}
					said(t, c.run(1, append([]string{"plan"}, replaced[2:]...)...), ways(id)...)
					said(t, c.run(1, replaced...), ways(id)...)
					w.wantGroups(t, 1, 1)

					c.rewrite(config(`on_existing = "create"`))
					c.run(0, replaced...)
					if fate == "keep" {
						w.wantGroups(t, 2, 2)
					} else {
						w.wantGroups(t, 2, 1)
					}
					c.run(0, "plan", "-detailed-exitcode")
				})
			}
		}
	}
}

func TestAGroupThatIsRenamedInTheConfiguration(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	config := func(key, more string) string {
		return requiredProviders + w.configf(`
resource "whatsapp_group" "g" {
  for_each = toset([%q])
  name     = "Friends"
}
%s`, key, more)
	}
	c := newCLI(t, config("old", ""))
	c.run(0, "apply", "-auto-approve")
	c.rewrite(config("new", ""))
	said(t, c.run(1, "apply", "-auto-approve"), ways(w.World().Groups[0].ID)...)
	w.wantGroups(t, 1, 1)
	c.rewrite(config("new", `
moved {
  from = whatsapp_group.g["old"]
  to   = whatsapp_group.g["new"]
}`))
	c.run(0, "apply", "-auto-approve")
	c.run(0, "plan", "-detailed-exitcode")
	w.wantGroups(t, 1, 1)
}

func TestTwoGroupsOfOneNameInOneRun(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first, second string
		made          int
	}{
		"neither is a twin":   {"", `on_existing = "fail"`, 0},
		"the first is a twin": {`on_existing = "create"`, "", 0},
		"the other is a twin": {"", `on_existing = "create"`, 0},
		"both are twins":      {`on_existing = "create"`, `on_existing = "create"`, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEmulated(t, emulator.Options{})
			cli := newCLI(t, requiredProviders+w.config(
				w.group("one", "name = \"Friends\"\n  "+c.first)+w.group("two", "name = \" Friends\"\n  "+c.second)))
			if c.made == 0 {
				said(t, cli.run(1, "apply", "-auto-approve"), "Two groups of one name planned")
			} else {
				cli.run(0, "apply", "-auto-approve")
			}
			w.wantGroups(t, c.made, c.made)
		})
	}
}

// What the plan cannot know the apply decides, before it sends.
func TestANameThatIsKnownInTheApply(t *testing.T) {
	t.Parallel()
	for _, taken := range []bool{true, false} {
		w := newEmulated(t, emulator.Options{})
		if taken {
			w.change(func(world *emulator.World) {
				world.Groups = []emulator.Group{{
					ID: "120363000000000001@g.us", Name: "Friends", Owner: own,
					Members: []emulator.Member{{Phone: own, Role: emulator.RoleSuperadmin}},
				}}
			})
		}
		c := newCLI(t, requiredProviders+w.config(`
resource "terraform_data" "name" { input = "Friends" }
resource "whatsapp_group" "g" { name = terraform_data.name.output }`))
		c.run(0, "plan")
		if taken {
			said(t, c.run(1, "apply", "-auto-approve"), "WhatsApp group exists already", "120363000000000001@g.us")
			w.wantGroups(t, 0, 1)
		} else {
			c.run(0, "apply", "-auto-approve")
			w.wantGroups(t, 1, 1)
		}
	}
}

func TestGroupsThatCannotBeListed(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	c := newCLI(t, w.namedGroup(""))
	failing := emulator.Fault{
		Match: `GET .*groups$`, Effect: emulator.EffectStatus, Status: 500,
		Body: map[string]any{"statusCode": 500, "exception": map[string]any{"message": "boom"}},
	}
	w.fail(failing)
	said(t, c.run(0, "plan"), "Names of groups not checked", "so the apply will look instead")
	said(t, c.run(1, "apply", "-auto-approve"),
		"WhatsApp group not created", "; nothing was sent.", "Nothing changed in WhatsApp.")
	w.wantGroups(t, 0, 0)
	w.ClearFaults()
	c.run(0, "apply", "-auto-approve")
	w.wantGroups(t, 1, 1)
}

func TestALostCreateIsAdoptedWithAWarning(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		c := newCLI(t, w.namedGroup(`timeouts = { create = "6s" }`))
		w.fail(emulator.Fault{Match: w.requests.create, Effect: emulator.EffectLoseAnswer, Times: 1})
		printed := c.run(0, "apply", "-auto-approve")
		id := w.World().Groups[0].ID
		said(t, printed, "WhatsApp group adopted after a lost answer: "+id+", made at",
			"If another run made this group")
		c.run(0, "plan", "-detailed-exitcode")
		w.wantGroups(t, 1, 1)
	})
}

// A create that was given up is found by the next plan.
func TestACreateOfWhichNothingIsKnown(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	c := newCLI(t, w.namedGroup(`timeouts = { create = "1s" }`))
	var afterTheCreate []int // Plan, apply and create have listed the groups once each.
	for n := 4; n < 1000; n++ {
		afterTheCreate = append(afterTheCreate, n)
	}
	w.fail(
		emulator.Fault{Match: w.requests.create, Effect: emulator.EffectLoseAnswer, Times: 1},
		emulator.Fault{Match: `GET .*groups$`, Effect: emulator.EffectStatus, Status: 503, Calls: afterTheCreate})
	said(t, c.run(1, "apply", "-auto-approve"), "Unclear whether the WhatsApp group was created",
		"the groups could not be listed afterwards")
	w.ClearFaults()
	said(t, c.run(1, "apply", "-auto-approve"), ways(w.World().Groups[0].ID)...)
	w.wantGroups(t, 1, 1)
}

func TestAGroupThatWasMadeTwice(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		c := newCLI(t, w.namedGroup(""))
		w.fail(emulator.Fault{Match: w.requests.create, Effect: emulator.EffectTwice, Times: 1})
		printed := c.run(0, "apply", "-auto-approve")
		groups := w.World().Groups
		if len(groups) != 2 {
			t.Fatalf("there are %d groups", len(groups))
		}
		said(t, printed, "WhatsApp made more than one group: ", groups[0].ID, groups[1].ID, "with +"+own,
			"(in the state)")
		w.wantGroups(t, 1, 2)
	})
}

// Where nothing tells who made a group, another one of the name is made, with a warning.
func TestAGroupOfWhichNobodyTellsWhoMadeIt(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.account == "" { // The gateway tells who the account is.
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.account = ""
			newCLI(t, w.namedGroup("")).run(0, "apply", "-auto-approve")
			id := w.World().Groups[0].ID
			other := newCLI(t, w.namedGroup(""))
			said(t, other.run(0, "plan"), "Perhaps a second group of one name", id, "import it instead")
			other.run(0, "apply", "-auto-approve")
			w.wantGroups(t, 2, 2)
		})
	}
}

// A group is made although its twins cannot be looked for, and that is said.
func TestTwinsThatCannotBeLookedFor(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel() // Each looks for ten seconds.
		c := newCLI(t, w.namedGroup(""))
		w.fail(emulator.Fault{
			Match: w.requests.create, Effect: emulator.EffectTwice, Times: 1, Away: emulator.Duration(time.Hour),
		})
		printed := c.run(0, "apply", "-auto-approve")
		said(t, printed, "Not checked whether WhatsApp made more than one group", "Could not list the groups after",
			"Check in WhatsApp on the phone whether there is another new group with this name")
		w.wantGroups(t, 1, 2)
		w.ClearFaults()
		ids, tainted := c.state()
		if groups := w.World().Groups; !ids[groups[0].ID] || len(ids) != 1 || len(tainted) > 0 {
			t.Errorf("the state has %v, tainted %v, and the groups are %+v", ids, tainted, groups)
		}
		c.run(0, "plan", "-detailed-exitcode")
	})
}

// A gateway that cannot list groups makes them, and a plan and an apply say what was not looked for.
func TestAGatewayWithoutAListOfGroups(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if !d.beta {
			continue // It is the only one whose list may be missing: its path may be unknown.
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			config := strings.Replace(w.namedGroup(""), "accept_unverified_paths = true", `paths = {
    create = "POST /api/v1/group"
    group  = "GET /api/v1/group?groupId="
    leave  = "DELETE /api/v1/group?groupId="
  }`, 1)
			for n := 1; n <= 2; n++ {
				c := newCLI(t, config)
				said(t, c.run(0, "plan"), "Names of groups not checked", "so the apply makes one in any case")
				said(t, c.run(0, "apply", "-auto-approve"), "Not checked whether WhatsApp made more than one group")
				w.wantGroups(t, n, n)
			}
		})
	}
}

// GOWS that stores no groups lists none and reads none. The plan says so once for each group that it makes, and a group
// that is made is in the state.
func TestAGatewayThatStoresNoGroups(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{WAHAEngine: "GOWS"})
	w.change(twoGroups)
	w.fail(w.emptyList(), emulator.Fault{
		Match: w.requests.read, Effect: emulator.EffectStatus, Status: 500,
		Body: wahaException("2 UNKNOWN: storage disabled: groups"),
	})
	c := newCLI(t, requiredProviders+w.config(w.group("g", `name = "Ours"`)))
	said(t, c.run(0, "plan"), "Names of groups not checked", "so the apply makes one in any case", "storage.groups")
	said(t, c.run(0, "apply", "-auto-approve"), "Not checked whether WhatsApp made more than one group")
	w.wantGroups(t, 1, 3)
	said(t, c.run(1, "plan"), "WhatsApp group not read")
}

// A list of groups costs the gateway much. Of many groups that are made in one run, the list that is read after one of
// them serves the next one.
func TestGroupsTakeFewCalls(t *testing.T) {
	const lists = `(?i)^GET .*/(groups/?|group/all|group/list)$`
	for _, n := range []int{1, 30} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			eachDialect(t, func(t *testing.T, w *emulated) {
				var groups strings.Builder
				for i := range n {
					groups.WriteString(w.group("g"+strconv.Itoa(i), fmt.Sprintf("name = \"Group %d\"", i)))
				}
				newCLI(t, requiredProviders+w.config(groups.String())).run(0, "apply", "-auto-approve")
				w.wantGroups(t, n, n)
				// Two for the plans, one before the first create and one after each. The margin is for creates that
				// come when nobody waits: Terraform has ten at a time on their way.
				if asked, most := w.asked(lists), n+3+n/5; asked > most {
					t.Errorf("%d groups took %d lists, want %d at most", n, asked, most)
				}
				if asked, most := w.asked(`/groups/refresh$`), n+n/5; asked > most {
					t.Errorf("%d groups took %d refreshes, want %d at most", n, asked, most)
				}
				if asked, most := len(w.Requests()), 4*n+4+n/2+8; asked > most {
					t.Errorf("%d groups took %d calls, want %d at most", n, asked, most)
				}
			})
		})
	}
}

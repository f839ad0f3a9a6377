package provider_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// The texts of a group as a user writes them, as another one may, and as WhatsApp may keep them. The accent of the
// second name is a character of its own.
const (
	writtenName, otherName               = "  Caf\u00e9 team ", "Cafe\u0301 team"
	writtenDescription, otherDescription = `\r\nOn call\r\nfrom 6\n `, `On call\nfrom 6`
	keptName, keptDescription            = "Caf\u00e9 team", "On call\nfrom 6"
)

// However WhatsApp keeps a text, another writing of it is no change, the state keeps what the user wrote, and a create
// whose answer was lost finds its group.
func lifeOfGroupTexts(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(name, description string) string {
			return requiredProviders + w.config(
				w.group("g", fmt.Sprintf("name = \"%s\"\n  description = \"%s\"", name, description)))
		}
		kept := map[string][2]string{
			emulator.TextsNormalised: {keptName, keptDescription},
			emulator.TextsAsSent:     {writtenName, "\r\nOn call\r\nfrom 6\n "},
		}
		for texts, want := range kept {
			w.change(func(world *emulator.World) { world.Texts, world.Groups = texts, nil })
			c := newCLI(t, config(writtenName, writtenDescription))
			w.fail(emulator.Fault{Match: w.requests.create, Effect: emulator.EffectLoseAnswer, Times: 1})
			said(t, c.run(0, "apply", "-auto-approve"), "WhatsApp group adopted after a lost answer")
			g := w.World().Groups[0]
			if g.Name != want[0] || g.Description != want[1] {
				t.Fatalf("%s: WhatsApp has %q and %q", texts, g.Name, g.Description)
			}
			c.run(0, "plan", "-detailed-exitcode")
			if state := c.stateFile(); !strings.Contains(state, `"name":"`+writtenName+`"`) {
				t.Errorf("%s: the state has another name: %s", texts, state)
			}
			said(t, newCLI(t, config(otherName, "")).run(1, "plan"), ways(g.ID)...)

			sent := len(w.writes())
			c.rewrite(config(otherName, otherDescription))
			c.run(0, "plan", "-detailed-exitcode")
			w.changeGroup(g.Name, func(g *emulator.Group) {
				g.Name, g.Description = otherName+"\t", keptDescription+"\r\n"
			})()
			c.run(0, "plan", "-detailed-exitcode")
			if more := w.writes()[sent:]; len(more) > 0 {
				t.Errorf("%s: another writing was sent: %v", texts, more)
			}

			c.rewrite(config(" Bar\u00e7a ", otherDescription))
			c.run(0, "apply", "-auto-approve")
			if got := strings.TrimSpace(w.World().Groups[0].Name); got != "Bar\u00e7a" {
				t.Errorf("%s: the group is called %q", texts, got)
			}
			c.run(0, "plan", "-detailed-exitcode")
			c.run(0, "destroy", "-auto-approve")
		}
	})
}

// What no group can be given fails in the plan, which then sends nothing.
func lifeOfGroupNewTexts(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(name, more string) string {
			return requiredProviders + w.config(w.group("g", fmt.Sprintf("name = \"%s\"\n  %s", name, more)))
		}
		long := strings.Repeat("x", 101)
		refused := map[string]string{
			config("", ""):             "at least one visible character",
			config(" \t\u00a0", ""):    "at least one visible character",
			config(`Two\nlines`, ""):   "must be one line",
			config(`Two\r\nlines`, ""): "must be one line",
			config(long, ""):           "at most 100 characters, and this one has 101",
			config("Team", `description = "`+strings.Repeat("x", 2049)+`"`): "at most 2048 characters, and this one has 2049",
		}
		made := newCLI(t, w.namedGroup(""))
		made.run(0, "apply", "-auto-approve")
		sent := len(w.writes())
		for config, why := range refused {
			said(t, newCLI(t, config).run(1, "plan"), " not possible", why)
			made.rewrite(config)
			said(t, made.run(1, "plan"), " not possible", why)
			said(t, made.run(1, "apply", "-auto-approve"), why)
		}
		if more := w.writes()[sent:]; len(more) > 0 {
			t.Errorf("sent: %v", more)
		}
		made.rewrite(requiredProviders + w.config(""))
		made.run(0, "destroy", "-auto-approve")
	})
}

// A group that exists may have a text that nobody could give it now. It is imported as it is, and plans nothing.
func lifeOfGroupOldTexts(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		for _, name := range []string{strings.Repeat("L", 110), ""} {
			w.change(func(world *emulator.World) {
				world.Groups = nil
				twoGroups(world)
				world.Groups[0].Name = name
				world.Groups[0].Description = strings.Repeat("d", 2100)
			})
			id := w.World().Groups[0].ID
			config := func(more string) string {
				return requiredProviders + w.config(fmt.Sprintf(
					"\nresource \"whatsapp_group\" \"g\" {\n  name = %q\n  on_destroy = \"keep\"\n  %s\n}\n",
					name, more))
			}
			c := newCLI(t, config(""))
			c.run(0, "import", "whatsapp_group.g", id)
			c.run(0, "apply", "-auto-approve") // It writes on_destroy alone.
			c.run(0, "plan", "-detailed-exitcode")
			w.checkNoChange(t)
			c.rewrite(config(`description = "` + strings.Repeat("e", 2100) + `"`))
			said(t, c.run(1, "plan"), "Description not possible")
		}
	})
}

// stateFile is the state as it is written down, without the white space that Terraform has in it and OpenTofu has not.
func (c *cli) stateFile() string {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.folder, "terraform.tfstate"))
	if err != nil {
		c.t.Fatal(err)
	}
	var state bytes.Buffer
	if err := json.Compact(&state, content); err != nil {
		c.t.Fatal(err)
	}
	return state.String()
}

// checkNoChange checks that nothing was written so far.
func (w *emulated) checkNoChange(t *testing.T) {
	t.Helper()
	if err := w.checkNoWrites(nil); err != nil {
		t.Error(err)
	}
}

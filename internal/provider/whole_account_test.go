package provider_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// fullAccount is the admin of many groups with ten people each, and an ordinary member of another one.
func fullAccount(groups int) *emulator.World {
	world := &emulator.World{}
	twoGroups(world)
	world.Groups = world.Groups[1:]
	for i := range groups {
		g := emulator.Group{
			ID: fmt.Sprintf("1203630000000010%02d@g.us", i), Name: fmt.Sprintf("Class %d", i), Owner: own,
			Description: "Made by hand.", MessagesAdminsOnly: i%2 == 0,
			Members: []emulator.Member{{Phone: own, Role: emulator.RoleSuperadmin}},
		}
		for j := range 10 {
			role := emulator.RoleMember
			if j == 0 {
				role = emulator.RoleAdmin
			}
			g.Members = append(g.Members, emulator.Member{Phone: fmt.Sprintf("1202555%d%02d", 10+j, i), Role: role})
		}
		world.Groups = append(world.Groups, g)
	}
	return world
}

// wholeAccount is the configuration of the guide, without its provider.
func wholeAccount(t *testing.T) string {
	t.Helper()
	guide, _, _ := strings.Cut(readFile(t, "templates", "guides", "whole-account.md.tmpl"), "## Make it your own")
	var config strings.Builder
	for _, block := range regexp.MustCompile("(?s)```terraform\n(.*?)```").FindAllStringSubmatch(guide, -1) {
		if !strings.Contains(block[1], `provider "whatsapp"`) {
			config.WriteString(block[1] + "\n")
		}
	}
	if strings.Count(config.String(), "import {") != 2 {
		t.Fatalf("the guide does not have two import blocks: %s", config.String())
	}
	return config.String()
}

// readsAtMost is what a plan of the whole account may cost: the session, the list of groups, and the pairs of number
// and LID for the one group that hides a number.
const readsAtMost = 3

// TestWholeAccount imports 50 groups with 500 people in one go. No plan takes more than three reads, and WhatsApp is as
// it was.
func TestWholeAccount(t *testing.T) {
	t.Parallel()
	config := wholeAccount(t)
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			groups := 50
			if !d.byCLI && !allDialects() {
				groups = 10 // More take their time, and show no more.
			}
			w := emulate(t, d, emulator.Options{World: fullAccount(groups)})
			before := w.World()
			workspace := inProcess.NewWorkspace()
			p, ds := workspace.Plan(t.Context(), w.config(config))
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			if reads := paths(w.Requests()); len(reads) > readsAtMost {
				t.Errorf("the first plan takes %d reads, want %d at most: %v", len(reads), readsAtMost, reads)
			}
			if p.Count(terraformtest.Create) > 0 || p.Count(terraformtest.Delete) > 0 {
				t.Error("the first plan makes or destroys something")
			}
			if _, ds := workspace.Apply(t.Context(), w.config(config)); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.ClearRequests()
			p, ds = workspace.Plan(t.Context(), w.config(config))
			if n := p.Count(terraformtest.NoOp); ds.HasErrors() || n != 2*groups {
				t.Errorf("%d of %d resources are imported and stay as they are: %v", n, 2*groups, ds)
			}
			if reads := paths(w.Requests()); len(reads) > readsAtMost {
				t.Errorf("the second plan takes %d reads, want %d at most: %v", len(reads), readsAtMost, reads)
			}
			if _, ds := workspace.Apply(t.Context(), w.config("")); ds.HasErrors() {
				t.Fatal(ds)
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(before, w.World()); diff != "" {
				t.Errorf("WhatsApp has changed (-before +after):\n%s", diff)
			}
		})
	}
}

// paths are the requests that differ: a list in several pages is one reading.
func paths(requests []emulator.Request) []string {
	var paths []string
	for _, r := range requests {
		if path := r.Method + " " + r.Path; !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

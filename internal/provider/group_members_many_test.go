package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// classes are groups with a map of people each.
func classes(n, size int, more string) string {
	return fmt.Sprintf(`
resource "whatsapp_group" "class" {
  count           = %[1]d
  name            = "Class ${count.index}"
  initial_members = { "+12025550119" = "member" }
}

resource "whatsapp_group_members" "class" {
  count    = %[1]d
  group_id = whatsapp_group.class[count.index].id
  members  = merge({ "+12025550119" = "member" },
    { for i in range(%[2]d) :
      format("+1%%03d555%%04d", 202 + floor(count.index / 10), 1000 + count.index %% 10 * 100 + i) => "member" })
  %[3]s
}`, n, size, more)
}

// TestSchoolWithRefusals puts 750 people into 30 classes, of whom three refuse and two are not on WhatsApp.
func TestSchoolWithRefusals(t *testing.T) {
	t.Parallel()
	for _, onRefusal := range []string{"tolerate", "fail"} {
		t.Run(onRefusal, func(t *testing.T) {
			t.Parallel()
			d := dialects[0]
			var people []emulator.Person
			for i, phone := range []string{"12025551000", "12025551103", "12035551205", "12045551000", "12045551001"} {
				people = append(people, emulator.Person{Phone: phone, Registered: i < 3, Adds: emulator.AddsNobody})
			}
			w := emulate(t, d, emulator.Options{World: &emulator.World{People: people}})
			workspace := inProcess.NewWorkspace()
			config := w.config(classes(30, 25, fmt.Sprintf("on_refusal = %q", onRefusal)))
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			in := 0
			for _, g := range w.World().Groups {
				in += len(g.Members) - 2
			}
			if in != 745 {
				t.Errorf("%d people are in, want 745", in)
			}
			counts := map[string]int{}
			for i := range 30 {
				address := fmt.Sprintf("whatsapp_group_members.class[%d]", i)
				for _, status := range stateMap(t, workspace, address, "status") {
					counts[status]++
				}
			}
			if counts["joined"] != 745+30 || counts["refused_privacy"] != 3 || counts["refused_unregistered"] != 2 {
				t.Errorf("the statuses are %v", counts)
			}
			p, ds := workspace.Plan(t.Context(), config)
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			updates := 0
			if onRefusal == "fail" {
				updates = 4 // The classes of the five.
			}
			if n := p.Count(terraformtest.Update); n != updates || p.Count(terraformtest.NoOp) != 60-updates {
				t.Errorf("the next plan has %d updates, want %d", n, updates)
			}
		})
	}
}

// TestFiftyGroupsOfAHundred counts the calls.
func TestFiftyGroupsOfAHundred(t *testing.T) {
	t.Parallel()
	const groups, people = 50, 99
	for _, d := range dialects {
		if d.engine != "NOWEB" && d.engine != "WEBJS" {
			continue // They take a hundred people at once, and twenty.
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			workspace := inProcess.NewWorkspace()
			config := w.config(classes(groups, people, ""))
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			for _, g := range w.World().Groups {
				if len(g.Members) != people+2 {
					t.Errorf("%s has %d members", g.Name, len(g.Members))
				}
			}
			adds := map[string]int{"NOWEB": 1, "WEBJS": 5}[d.name]
			if n := w.asked(d.requests.create); n != groups {
				t.Errorf("%d groups were made", n)
			}
			if n := w.asked(d.requests.add); n != groups*adds {
				t.Errorf("there were %d calls to add people, want %d", n, groups*adds)
			}
			reads := 0
			for _, r := range w.Requests() {
				if r.Method == "GET" && strings.Contains(r.Path, "@g.us") {
					reads++
				}
			}
			t.Logf("%d reads of groups", reads)
			if d.name == "NOWEB" && reads > 3*groups {
				t.Errorf("there were %d reads of groups, want %d at most", reads, 3*groups)
			}
		})
	}
}

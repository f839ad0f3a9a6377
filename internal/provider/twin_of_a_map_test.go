package provider_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

const oneOfAMap = `
resource "whatsapp_group_member" "anna" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+1 202 555 0111"
}
`

// TestNobodyIsLostWithATwinOfAMap takes somebody out of a map whom a resource of its own has too. That stays as it is,
// so the apply does not meet it: what the map knows of it is what its reading has noted.
func TestNobodyIsLostWithATwinOfAMap(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(4) {
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				workspace := terraformtest.New(factories, terraformtest.Options{
					Parallelism: 1 + int(seed%2)*9,
					Order:       rand.New(rand.NewPCG(seed, 0)), //nolint:gosec // No secret.
				}).NewWorkspace()
				both := membersOf(roles{"+" + anna: "member", "+" + emil: "member"}, "exclusive = false")
				less := membersOf(roles{"+" + emil: "member"}, "exclusive = false")
				for _, config := range []string{both, both + oneOfAMap} {
					if _, ds := workspace.Apply(t.Context(), w.config(config)); ds.HasErrors() {
						t.Fatal(ds)
					}
				}
				_, ds := workspace.Apply(t.Context(), w.config(less+oneOfAMap))
				if ds.HasErrors() || !strings.Contains(ds.String(), "+1 202 555 0111 stays") {
					t.Errorf("seed %d: %s", seed, ds)
				}
				w.partyIs(t, map[string]string{anna: "member", emil: "member"})
				if p, ds := workspace.Plan(t.Context(), w.config(less+oneOfAMap)); ds.HasErrors() || !p.IsEmpty() {
					t.Errorf("seed %d: the next plan is not empty: %s", seed, ds)
				}
				// The last one out removes.
				if _, ds := workspace.Apply(t.Context(), w.config(less)); ds.HasErrors() {
					t.Error(ds)
				}
				w.partyIs(t, map[string]string{anna: "", emil: "member"})
			}
		})
	}
}

// TestAMapThatKeepsItsPeople is destroyed together with a resource that removes one of them.
func TestAMapThatKeepsItsPeople(t *testing.T) {
	t.Parallel()
	says := 0
	for seed := range uint64(6) {
		d := dialects[int(seed)%len(dialects)]
		w := emulate(t, d, emulator.Options{World: byNumber.world()})
		workspace := terraformtest.New(factories, terraformtest.Options{
			OrphanPlanThenRead: seed%2 == 0,
			Parallelism:        1,
			Order:              rand.New(rand.NewPCG(seed, 0)), //nolint:gosec // No secret.
		}).NewWorkspace()
		kept := membersOf(roles{"+" + anna: "admin"}, `on_destroy = "keep"`, "exclusive = false")
		single := strings.Replace(oneOfAMap, "}", "  role = \"admin\"\n}", 1)
		for _, config := range []string{kept, kept + single, ""} {
			_, ds := workspace.Apply(t.Context(), w.config(config))
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			if strings.Contains(ds.String(), "+1 202 555 0111, because another resource that was dropped keeps") {
				says++
			}
		}
		w.partyIs(t, map[string]string{anna: "admin"})
	}
	// In other orders the single one is destroyed first.
	if says == 0 {
		t.Error("nothing says why she stays")
	}
}

// TestAMapAndAResourceInTwoRoles are refused by the plan, and are fine in one role.
func TestAMapAndAResourceInTwoRoles(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		w := emulate(t, dialects[seed], emulator.Options{World: byNumber.world()})
		workspace := terraformtest.New(factories, terraformtest.Options{
			Parallelism: 1, Order: rand.New(rand.NewPCG(seed, 0)), //nolint:gosec // No secret.
		}).NewWorkspace()
		config := func(role string) string {
			return w.config(membersOf(roles{"+" + anna: role}, "exclusive = false") + oneOfAMap)
		}
		_, ds := workspace.Plan(t.Context(), config("admin"))
		refusal := "One person in two roles: +1 202 555 0111 as an ordinary member"
		if !ds.HasErrors() || !strings.Contains(ds.String(), refusal) {
			t.Errorf("the plan says %s", ds)
		}
		if _, ds := workspace.Apply(t.Context(), config("member")); ds.HasErrors() {
			t.Error(ds)
		}
		w.partyIs(t, map[string]string{anna: "member"})
	}
}

// TestOneCreatedBeforeDestroyedIsRemoved: nobody else has the person, and the reading before the plan has said so.
func TestOneCreatedBeforeDestroyedIsRemoved(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, refresh := range []bool{true, false} {
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				workspace := inProcess.NewWorkspace()
				config := func(phone string) string {
					return w.config(fmt.Sprintf(`
resource "whatsapp_group_member" "a" {
  group_id     = %q
  phone_number = %q
%s}`, exampleGroup, "+"+phone, createFirst))
				}
				if _, ds := workspace.Apply(t.Context(), config(anna)); ds.HasErrors() {
					t.Fatal(ds)
				}
				workspace.Options.SkipRefresh = !refresh
				_, ds := workspace.Apply(t.Context(), config("12025550199"))
				if ds.HasErrors() {
					t.Fatal(ds)
				}
				role := "member" // Nobody is removed by guess.
				if refresh {
					role = ""
				}
				w.partyIs(t, map[string]string{anna: role, "12025550199": "member"})
				says := strings.Contains(ds.String(), "because another resource may be for them too")
				if says == refresh {
					t.Errorf("with a refresh %t: %s", refresh, ds)
				}
			}
		})
	}
}

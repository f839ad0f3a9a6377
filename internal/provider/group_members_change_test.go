package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestPartialCreateIsMendedInPlace loses the promotion, or adds nobody at all: what is in the group is never replaced,
// and what is not leaves no state.
func TestPartialCreateIsMendedInPlace(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.beta || d.gateway == "autonotify" {
			continue // Adding and promoting are one route of the beta, and nexus has its own words for a refusal.
		}
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			config := w.config(membersOf(roles{
				"+" + anna: "admin", "+" + carla: "member", "+" + dora: "admin", "+" + emil: "member",
			}))
			workspace := inProcess.NewWorkspace()
			w.fail(emulator.Fault{
				Match: d.requests.promote, Effect: emulator.EffectStatus, Status: 500, Body: d.refusal,
			})
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() || len(ds.Warnings()) == 0 {
				t.Fatalf("the create says %s", ds)
			}
			if status := stateMap(t, workspace, theMap, "status")["+"+anna]; status != "failed" {
				t.Errorf("the status is %s", status)
			}
			for _, skip := range []bool{true, false} {
				workspace.Options.SkipRefresh = skip
				p, _ := workspace.Plan(t.Context(), config)
				if a := actionOf(t, p, theMap); a != terraformtest.Update {
					t.Errorf("the plan is a %v (refresh %t)", a, !skip)
				}
			}
			if _, ds := workspace.Apply(t.Context(), config); !ds.HasErrors() {
				t.Error("an update that fails says nothing")
			}
			w.ClearFaults()
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.partyIs(t, map[string]string{anna: "admin", carla: "member", dora: "admin", emil: "member"})
			if p, _ := workspace.Plan(t.Context(), config); !p.IsEmpty() {
				t.Error("the plan is not empty in the end")
			}

			// Nobody could be added: an error, and no state.
			alone := w.config(membersOf(roles{"+" + gina: "member"}))
			w.fail(emulator.Fault{Match: d.requests.add, Effect: emulator.EffectStatus, Status: 500, Body: d.refusal})
			workspace = inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), alone); !ds.HasErrors() || workspace.State.Object(theMap) != nil {
				t.Errorf("a create that added nobody says %s", ds)
			}
		})
	}
}

// TestManyMembersBecomeOneMap goes from single resources to a map without a write, and back to a plan that is empty.
func TestManyMembersBecomeOneMap(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			single := `
resource "whatsapp_group_member" "m" {
  for_each     = toset(["+` + anna + `", "+` + emil + `"])
  group_id     = "` + exampleGroup + `"
  phone_number = each.key
}`
			workspace := inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), w.config(single)); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.ClearRequests()
			list := membersOf(roles{"+" + anna: "member", "+" + emil: "member", "+" + dora: "admin"})
			// Both at once: each plan names both.
			_, ds := workspace.Plan(t.Context(), w.config(single+list))
			if !strings.Contains(ds.String(), "Two resources have one person: +"+anna) ||
				!strings.Contains(ds.String(), `members["+`+anna+`"]`) {
				t.Errorf("the plan of both says %s", ds)
			}
			for _, phone := range []string{anna, emil} {
				address := `whatsapp_group_member.m["+` + phone + `"]`
				if !workspace.State.Remove(address) { // As `removed` with destroy = false does.
					t.Fatalf("%s is not in the state", address)
				}
			}
			if ds := workspace.Import(t.Context(), w.config(list), theMap, exampleGroup); ds.HasErrors() {
				t.Fatal(ds)
			}
			p, ds := workspace.Plan(t.Context(), w.config(list))
			if ds.HasErrors() || !p.IsEmpty() {
				t.Errorf("the plan after the import is a %v of %v: %s",
					actionOf(t, p, theMap), stateMap(t, workspace, theMap, "members"), ds)
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
			if _, ds := workspace.Destroy(t.Context(), w.config(list)); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.partyIs(t, map[string]string{own: "superadmin", anna: "", emil: "", dora: ""})
		})
	}
}

// TestDestroyingAMapKeepsStrangers destroys a map whose plan has shown a stranger.
func TestDestroyingAMapKeepsStrangers(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{World: byNumber.world()})
	config := w.config(membersOf(roles{"+" + anna: "member"}))
	workspace := inProcess.NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
		t.Fatal(ds)
	}
	if _, ds := workspace.Refresh(t.Context(), config); ds.HasErrors() {
		t.Fatal(ds)
	}
	if members := stateMap(t, workspace, theMap, "members"); members["+"+dora] != "admin" {
		t.Fatalf("the state shows no strangers: %v", members)
	}
	if _, ds := workspace.Destroy(t.Context(), config); ds.HasErrors() {
		t.Fatal(ds)
	}
	w.partyIs(t, map[string]string{anna: "", dora: "admin", emil: "member", own: "superadmin"})
}

// TestTurningExclusiveOnRemovesNobody until the next plan has shown it.
func TestTurningExclusiveOnRemovesNobody(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{World: byNumber.world()})
	members := roles{"+" + anna: "member"}
	open := w.config(membersOf(members, "exclusive = false"))
	closed := w.config(membersOf(members))
	workspace := inProcess.NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), open); len(ds) > 0 {
		t.Fatal(ds)
	}
	if p, _ := workspace.Plan(t.Context(), open); !p.IsEmpty() {
		t.Error("others are not left alone")
	}
	_, ds := workspace.Apply(t.Context(), closed)
	if ds.HasErrors() || !strings.Contains(ds.String(), dora) || !strings.Contains(ds.String(), emil) {
		t.Errorf("turning it on says %s", ds)
	}
	w.partyIs(t, map[string]string{anna: "member", dora: "admin", emil: "member"})
	if _, ds := workspace.Apply(t.Context(), closed); ds.HasErrors() {
		t.Fatal(ds)
	}
	w.partyIs(t, map[string]string{anna: "member", dora: "", emil: "", own: "superadmin"})
}

// TestTwoNamesInOneMap are refused in the plan where the plan can know it.
func TestTwoNamesInOneMap(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[1], emulator.Options{World: byLID.world()})
	lid := ""
	for _, m := range w.World().Groups[0].Members {
		if m.Phone == dora {
			lid = m.LID
		}
	}
	config := w.config(membersOf(roles{"+" + dora: "admin", lid: "admin"}))
	_, ds := inProcess.NewWorkspace().Plan(t.Context(), config)
	if !ds.HasErrors() || !strings.Contains(ds.String(), "+"+dora) || !strings.Contains(ds.String(), lid) {
		t.Errorf("the plan says %s", ds)
	}
}

// TestWhomAMapCannotFindItDoesNotRemove: somebody of the map is in the group, and shown by LID alone as others are. The
// plan removes those others, and none of them goes as long as one may be the person of the map.
func TestWhomAMapCannotFindItDoesNotRemove(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, kind := range kindsOfGroup {
			if !kind.hides {
				continue
			}
			t.Run(d.name+"/"+kind.name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: kind.world()})
				workspace := inProcess.NewWorkspace()
				for _, members := range []roles{{}, {"+" + emil: "member"}, {"+" + emil: "member"}} {
					_, ds := workspace.Apply(t.Context(), w.config(membersOf(members)))
					if w.partyIs(t, map[string]string{emil: "member"}); t.Failed() {
						t.Fatal(ds)
					}
				}
			})
		}
	}
}

// TestWhoIsWrittenByLIDHoldsNobodyBack: who is written by LID and is not found is nobody else whose LID is shown.
func TestWhoIsWrittenByLIDHoldsNobodyBack(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			const absent = "900000000000003@lid"
			w := emulate(t, d, emulator.Options{World: hidden.world()})
			workspace := inProcess.NewWorkspace()
			_, ds := workspace.Apply(t.Context(), w.config(membersOf(roles{unknownsLID: "member"})))
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			if !d.beta { // It adds nobody by LID, and removes by the same request.
				w.fail(emulator.Fault{Match: w.requests.add, Effect: emulator.EffectCut, Times: 10})
			}
			_, ds = workspace.Apply(t.Context(), w.config(membersOf(roles{absent: "member"})))
			if said := fmt.Sprint(ds); !strings.Contains(said, "Could not add "+absent) {
				t.Errorf("it says %s", said)
			}
			for _, g := range w.World().Groups {
				if g.ID == exampleGroup && slices.ContainsFunc(g.Members, func(m emulator.Member) bool {
					return m.LID == unknownsLID
				}) {
					t.Errorf("%s is in the group: %s", unknownsLID, ds)
				}
			}
		})
	}
}

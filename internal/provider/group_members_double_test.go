package provider_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestTwoNumbersOfOnePerson are told by the apply alone: WhatsApp has registered one number under the other one.
func TestTwoNumbersOfOnePerson(t *testing.T) {
	t.Parallel()
	const old, now = "12025550141", "12025550142"
	for role, fails := range map[string]bool{"member": false, "admin": true} {
		world := byNumber.world(
			emulator.Person{Phone: old, RegisteredAs: now, Registered: true},
			emulator.Person{Phone: now, Registered: true},
		)
		w := emulate(t, dialects[0], emulator.Options{World: world})
		config := w.config(membersOf(roles{"+" + old: "member", "+" + now: role}, "exclusive = false"))
		workspace := inProcess.NewWorkspace()
		_, ds := workspace.Apply(t.Context(), config)
		if ds.HasErrors() || len(ds.Warnings()) != 1 {
			t.Fatal(ds)
		}
		w.partyIs(t, map[string]string{now: "member"})
		second := map[bool]string{false: "joined", true: "failed"}[fails]
		status := stateMap(t, workspace, theMap, "status")
		if status["+"+old] != "joined" || status["+"+now] != second {
			t.Errorf("the statuses are %v: %s", status, ds)
		}
		if p, ds := workspace.Plan(t.Context(), config); p.IsEmpty() == fails {
			t.Errorf("the next plan is empty: %t: %s", p.IsEmpty(), ds)
		}
		if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() != fails {
			t.Error(ds)
		}
		w.partyIs(t, map[string]string{now: "member"}) // Nothing flips.
	}
}

package provider_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestOwnNumberAndCreatorInAMap: neither is demoted or removed, and the creator's role has to be written as it is.
func TestOwnNumberAndCreatorInAMap(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			world := byNumber.world()
			g := &world.Groups[0]
			g.Owner = dora
			setRole(g, own, emulator.RoleAdmin)
			setRole(g, dora, emulator.RoleSuperadmin)
			w := emulate(t, d, emulator.Options{World: world})
			workspace := inProcess.NewWorkspace()
			config := w.config(membersOf(roles{"+" + own: "member", "+" + dora: "admin", "+" + emil: "member"}))
			for range 2 {
				if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
					t.Fatal(ds)
				}
				if p, ds := workspace.Plan(t.Context(), config); !p.IsEmpty() {
					t.Errorf("the plan is not empty: %s", ds)
				}
			}
			demoting := w.config(membersOf(roles{"+" + own: "member", "+" + dora: "member"}))
			_, ds := workspace.Apply(t.Context(), demoting)
			if !ds.HasErrors() || !strings.Contains(ds.String(), `write "admin"`) {
				t.Errorf("demoting the creator says %s", ds)
			}
			want := map[string]string{own: "admin", dora: "superadmin", emil: ""}
			w.partyIs(t, want)
			_, ds = workspace.Apply(t.Context(), w.config(membersOf(roles{"+" + carla: "member"})))
			if ds.HasErrors() || !strings.Contains(ds.String(), "Not removed from") {
				t.Errorf("dropping both says %s", ds)
			}
			want[carla] = "member"
			w.partyIs(t, want)
			// They are nobody's strangers.
			if p, ds := workspace.Plan(t.Context(), w.config(membersOf(roles{"+" + carla: "member"}))); !p.IsEmpty() {
				t.Errorf("the plan removes %v: %s", removedBy(p, theMap), ds)
			}
		})
	}
}

// TestDestroyingAMapThatKeeps leaves everybody in.
func TestDestroyingAMapThatKeeps(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			config := w.config(membersOf(roles{"+" + anna: "member", "+" + dora: "admin"},
				`on_destroy = "keep"`, "exclusive = false"))
			workspace := inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.ClearRequests()
			if _, ds := workspace.Destroy(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
			w.partyIs(t, map[string]string{anna: "member", dora: "admin", emil: "member"})
		})
	}
}

// TestAMapWhoseNumberMoves: nothing is done to the account that has the number now, and the plan says so.
func TestAMapWhoseNumberMoves(t *testing.T) {
	eachKind(t, []kindOfGroup{byNumber, byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		w := emulate(t, d, emulator.Options{World: kind.world()})
		configOf := func(role string) string {
			return w.config(membersOf(roles{"+" + anna: role}, "exclusive = false"))
		}
		workspace := inProcess.NewWorkspace()
		for range 2 { // The second one learns the LID where the first one was not told.
			if _, ds := workspace.Apply(t.Context(), configOf("member")); ds.HasErrors() {
				t.Fatal(ds)
			}
		}
		members := w.World().Groups[0].Members
		old := members[slices.IndexFunc(members, func(m emulator.Member) bool { return m.Phone == anna })].LID
		if !strings.Contains(people(t, workspace), `"lid"`) {
			t.Skip("the gateway does not tell the LID")
		}
		w.moves(anna, old, "member")
		p, ds := workspace.Plan(t.Context(), configOf("member"))
		if !p.IsEmpty() || !strings.Contains(ds.String(), "belongs to another WhatsApp account now") {
			t.Errorf("the plan is empty: %t: %s", p.IsEmpty(), ds)
		}
		if _, ds := workspace.Apply(t.Context(), configOf("admin")); !ds.HasErrors() ||
			!strings.Contains(ds.String(), "has the number now") {
			t.Errorf("the promotion says %s", ds)
		}
		if _, ds := workspace.Destroy(t.Context(), configOf("member")); ds.HasErrors() ||
			!strings.Contains(ds.String(), "Not removed from") {
			t.Errorf("the destroy says %s", ds)
		}
		for _, lid := range []string{old, newHolderLID} {
			if role := w.roleOfLID(lid); role != "member" {
				t.Errorf("%s is %q, was a member", lid, role)
			}
		}
	})
}

// people is what the state of the map remembers.
func people(t *testing.T, workspace *terraformtest.Workspace) string {
	t.Helper()
	return string(privateOf(t, workspace, theMap)["people"])
}

// TestAMapIsStopped in the middle of the calls that add its people, by its timeout and by the user: who is in is in the
// state, which is not tainted, and the next apply adds the rest alone.
func TestAMapIsStopped(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if d.engine != "WEBJS" {
			continue // It takes twenty people at once.
		}
		for _, by := range []string{"timeout", "cancel"} {
			t.Run(by, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: byNumber.world()})
				w.fail(emulator.Fault{Match: d.requests.add, Effect: emulator.EffectDelay, MS: 700})
				members := roles{}
				for i := range 60 {
					members["+"+pairs{from: 90}.phone(i)] = "member"
				}
				configOf := func(more string) string {
					return w.config(membersOf(members, "exclusive = false", more))
				}
				stopped := ""
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				if by == "timeout" {
					stopped = `timeouts = { create = "1s" }`
				} else {
					go func() {
						for w.asked(d.requests.add) < 1 && ctx.Err() == nil {
							time.Sleep(5 * time.Millisecond)
						}
						cancel()
					}()
				}
				workspace := inProcess.NewWorkspace()
				_, ds := workspace.Apply(ctx, configOf(stopped))
				before := len(w.World().Groups[0].Members) - 3
				if before < 20 || before >= 60 {
					t.Fatalf("%d are in: %s", before, ds)
				}
				o := workspace.State.Object(theMap)
				if ds.HasErrors() || o == nil || o.Tainted {
					t.Fatalf("the stopped create leaves %v: %s", o, ds)
				}
				w.ClearFaults()
				workspace.Options.SkipRefresh = true
				p, ds := workspace.Apply(t.Context(), configOf(stopped))
				if a := actionOf(t, p, theMap); ds.HasErrors() || a != terraformtest.Update {
					t.Errorf("the next apply is a %v: %s", a, ds)
				}
				if n := len(w.World().Groups[0].Members) - 3; n != 60 {
					t.Errorf("%d are in", n)
				}
			})
		}
	}
}

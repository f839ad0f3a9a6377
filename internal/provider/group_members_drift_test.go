package provider_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// TestSomebodyLeavesAMap: whoever is taken out by hand, or demoted, is put back, alone.
func TestSomebodyLeavesAMap(t *testing.T) {
	eachKind(t, []kindOfGroup{byNumber, byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		w := emulate(t, d, emulator.Options{World: kind.world()})
		config := w.config(membersOf(roles{"+" + anna: "admin", "+" + carla: "member", "+" + dora: "admin"},
			"exclusive = false"))
		workspace := inProcess.NewWorkspace()
		apply := func() {
			t.Helper()
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.partyIs(t, map[string]string{anna: "admin", carla: "member", dora: "admin", emil: "member"})
			if p, ds := workspace.Plan(t.Context(), config); !p.IsEmpty() {
				t.Fatalf("the next plan is not empty: %s", ds)
			}
		}
		apply()
		w.changeGroup("Party", func(g *emulator.Group) {
			remove(g, carla)
			setRole(g, dora, emulator.RoleMember)
		})()
		p, ds := workspace.Plan(t.Context(), config)
		if a := actionOf(t, p, theMap); ds.HasErrors() || a != terraformtest.Update {
			t.Errorf("the plan is a %v: %s", a, ds)
		}
		added := w.asked(d.requests.add)
		apply()
		if n := w.asked(d.requests.add) - added; d.requests.add != d.requests.promote && n != 1 {
			t.Errorf("there were %d calls to add people, want 1", n)
		}
	})
}

// TestOneMemberLeavesBesideAMap: somebody of a single resource leaves. That one is planned, and the map is not.
func TestOneMemberLeavesBesideAMap(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			config := w.config(single(anna) + membersOf(roles{"+" + carla: "member"}, "exclusive = false"))
			workspace := inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), config); ds.HasErrors() {
				t.Fatal(ds)
			}
			w.changeGroup("Party", func(g *emulator.Group) { remove(g, anna) })()
			p, ds := workspace.Apply(t.Context(), config)
			if ds.HasErrors() || actionOf(t, p, theMap) != terraformtest.NoOp {
				t.Errorf("the map's plan is a %v: %s", actionOf(t, p, theMap), ds)
			}
			w.partyIs(t, map[string]string{anna: "member", carla: "member"})
		})
	}
}

// lapse has the invitations that a state remembers end in the past.
func lapse(t *testing.T, workspace *terraformtest.Workspace, address string) {
	t.Helper()
	private := privateOf(t, workspace, address)
	end := regexp.MustCompile(`"expires":"20\d\d`)
	if !end.Match(private["people"]) {
		t.Fatalf("no invitation is remembered: %s", private["people"])
	}
	private["people"] = end.ReplaceAll(private["people"], []byte(`"expires":"2020`))
	written, err := json.Marshal(private)
	if err != nil {
		t.Fatal(err)
	}
	workspace.State.Object(address).Private = written
}

// privateOf is the private state of a resource.
func privateOf(t *testing.T, workspace *terraformtest.Workspace, address string) map[string][]byte {
	t.Helper()
	private := map[string][]byte{}
	if err := json.Unmarshal(workspace.State.Object(address).Private, &private); err != nil {
		t.Fatal(err)
	}
	return private
}

// TestAnInvitationLapses where adding invites, and where the gateway is asked to. The state says so, no plan adds
// anybody by itself, and another text of retry does.
func TestAnInvitationLapses(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		if !d.addingInvites && !d.sendsInvitations {
			continue
		}
		for _, address := range []string{theMap, "whatsapp_group_member.s"} {
			t.Run(d.name+"/"+address, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: refusers(byNumber)})
				configOf := func(more string) string {
					more += "\n  on_refusal = \"invite\""
					if address == theMap {
						return w.config(membersOf(roles{"+" + gina: "member"}, "exclusive = false", more))
					}
					return w.config(strings.Replace(single(gina), "\n}", "\n"+more+"\n}", 1))
				}
				workspace := inProcess.NewWorkspace()
				status := func() any {
					if address == theMap {
						return stateMap(t, workspace, theMap, "status")["+"+gina]
					}
					return workspace.State.Object(address).Attribute("status")
				}
				applies := func(config string, want terraformtest.Action, becomes string, invitations int) {
					t.Helper()
					p, ds := workspace.Apply(t.Context(), config)
					if a := actionOf(t, p, address); ds.HasErrors() || a != want {
						t.Errorf("the apply is a %v, want %v: %s", a, want, ds)
					}
					if got := status(); got != becomes {
						t.Errorf("the status is %v, want %s", got, becomes)
					}
					if n := w.invited(gina); n != invitations {
						t.Errorf("there were %d invitations, want %d", n, invitations)
					}
				}
				applies(configOf(""), terraformtest.Create, "invited", 1)
				applies(configOf(""), terraformtest.NoOp, "invited", 1)
				lapse(t, workspace, address)
				applies(configOf(""), terraformtest.NoOp, "lapsed", 1)
				applies(configOf(`retry = "1"`), terraformtest.Update, "invited", 2)
				applies(configOf(`retry = "1"`), terraformtest.NoOp, "invited", 2)
			})
		}
	}
}

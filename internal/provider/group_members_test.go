package provider_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// The people who cannot be added, and why.
const (
	gina = "12025550131" // Her settings let nobody add her.
	hugo = "12025550132" // He has left the group recently.
	ivan = "12025550133" // The number is not on WhatsApp.
)

const theMap = "whatsapp_group_members.m"

// roles is a map of a configuration: by key the role.
type roles map[string]string

// membersOf is a map for the party. more are further arguments.
func membersOf(group string, members roles, more ...string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(members)) {
		fmt.Fprintf(&b, "    %q = %q\n", key, members[key])
	}
	return fmt.Sprintf("\nresource \"whatsapp_group_members\" \"m\" {\n  group_id = %q\n  members = {\n%s  }\n  %s\n}\n",
		group, b.String(), strings.Join(more, "\n  "))
}

// refusers are a world with the party and three people who cannot be added to it.
func refusers(k kindOfGroup) *emulator.World {
	world := k.world(
		emulator.Person{Phone: gina, Registered: true, Adds: emulator.AddsNobody},
		emulator.Person{Phone: ivan, Adds: emulator.AddsEveryone},
	)
	world.Groups[0].RecentlyLeft = []string{hugo}
	return world
}

// partyIs checks the roles of people in the party, empty for who is not in it.
func (w *emulated) partyIs(t *testing.T, want map[string]string) {
	t.Helper()
	for _, g := range w.World().Groups {
		if g.ID != exampleGroup {
			continue
		}
		for phone, role := range want {
			if got := roleIn(g, phone); got != role {
				t.Errorf("%s is %q in the group, want %q", phone, got, role)
			}
		}
	}
}

// invited counts the invitations of a person to the party.
func (w *emulated) invited(phone string) int {
	n := 0
	for _, g := range w.World().Groups {
		for _, p := range g.Invited {
			if g.ID == exampleGroup && p == phone {
				n++
			}
		}
	}
	return n
}

// stateMap is a map in the state.
func stateMap(t *testing.T, workspace *terraformtest.Workspace, address, attribute string) map[string]string {
	t.Helper()
	o := workspace.State.Object(address)
	if o == nil {
		t.Fatalf("%s is not in the state", address)
	}
	values := map[string]string{}
	attributes, _ := o.Attribute(attribute).(map[string]any)
	for key, value := range attributes {
		values[key] = fmt.Sprint(value)
	}
	return values
}

func actionOf(t *testing.T, p *terraformtest.Plan, address string) terraformtest.Action {
	t.Helper()
	c := p.Change(address)
	if c == nil {
		t.Fatalf("the plan has no %s", address)
	}
	return c.Action
}

// removedBy are the keys that a plan takes out of a map.
func removedBy(p *terraformtest.Plan, address string) []string {
	c := p.Change(address)
	var gone []string
	after := c.After.GetAttr("members").AsValueMap()
	for key := range c.Before.GetAttr("members").AsValueMap() {
		if _, stays := after[key]; !stays {
			gone = append(gone, key)
		}
	}
	slices.Sort(gone)
	return gone
}

// TestMembersOnEveryGateway makes a map of a group that has others in it, with people who cannot be added. Nobody is
// removed whom no plan has shown, and the second plan is what the documentation says.
func TestMembersOnEveryGateway(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		for _, kind := range kindsOfGroup {
			for _, exclusive := range []bool{true, false} {
				for _, onRefusal := range []string{"fail", "invite", "tolerate"} {
					t.Run(fmt.Sprintf("%s/%s/%t/%s", d.name, kind.name, exclusive, onRefusal), func(t *testing.T) {
						t.Parallel()
						testMembers(t, d, kind, exclusive, onRefusal)
					})
				}
			}
		}
	}
}

func testMembers(t *testing.T, d dialect, kind kindOfGroup, exclusive bool, onRefusal string) {
	w := emulate(t, d, emulator.Options{World: refusers(kind)})
	config := w.config(membersOf(exampleGroup, roles{
		"+" + dora: "admin", "+" + anna: "member", "+" + carla: "admin",
		"+" + gina: "member", "+" + hugo: "admin", "+" + ivan: "member",
	}, fmt.Sprintf("exclusive  = %t", exclusive), fmt.Sprintf("on_refusal = %q", onRefusal)))
	workspace := inProcess.NewWorkspace()
	_, ds := workspace.Apply(t.Context(), config)
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	in := map[string]string{
		own: "superadmin", dora: "admin", anna: "member", carla: "admin", emil: "member", gina: "", hugo: "", ivan: "",
	}
	w.partyIs(t, in)
	t.Log(stateMap(t, workspace, theMap, "status"))
	for _, refresh := range []bool{false, true} {
		workspace.Options.SkipRefresh = !refresh
		p, ds := workspace.Plan(t.Context(), config)
		if ds.HasErrors() {
			t.Fatal(ds)
		}
		t.Log(refresh, actionOf(t, p, theMap), removedBy(p, theMap), ds)
	}
	workspace.Options.SkipRefresh = false
	_, ds = workspace.Apply(t.Context(), config)
	t.Log(ds)
	t.Log(stateMap(t, workspace, theMap, "status"), stateMap(t, workspace, theMap, "members"))
	p, ds := workspace.Plan(t.Context(), config)
	t.Log(actionOf(t, p, theMap), removedBy(p, theMap), ds)
}

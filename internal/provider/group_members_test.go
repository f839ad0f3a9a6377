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
func membersOf(members roles, more ...string) string {
	var b strings.Builder
	for _, key := range slices.Sorted(maps.Keys(members)) {
		fmt.Fprintf(&b, "    %q = %q\n", key, members[key])
	}
	return fmt.Sprintf(
		"\nresource \"whatsapp_group_members\" \"m\" {\n  group_id = %q\n  members = {\n%s  }\n  %s\n}\n",
		exampleGroup, b.String(), strings.Join(more, "\n  "),
	)
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
				for i, onRefusal := range []string{"fail", "invite", "tolerate"} {
					if !hasTurn(3, i, d.place(), kind.place()) {
						continue
					}
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
	before := w.World().Groups[0].Members
	members := roles{
		"+" + anna: "member", "+" + carla: "admin", "+" + gina: "member", "+" + hugo: "admin", "+" + ivan: "member",
	}
	members["+"+dora] = "admin" // She is in the group already.
	config := w.config(membersOf(members,
		fmt.Sprintf("exclusive  = %t", exclusive), fmt.Sprintf("on_refusal = %q", onRefusal)))
	// Where the gateway gives no reasons, a refusal is a failure like others, and may be somebody hidden.
	settled := onRefusal != "fail" && !d.givesNoReasons
	removes := exclusive && (!kind.hides || !d.givesNoReasons)
	workspace := inProcess.NewWorkspace()
	apply := func(wantError bool) {
		t.Helper()
		p, ds := workspace.Apply(t.Context(), config)
		if ds.HasErrors() != wantError || strings.Contains(ds.String(), "inconsistent") {
			t.Fatalf("the apply says %s", ds)
		}
		if settled {
			checkSaysRetry(t, ds.String())
		}
		if a := actionOf(t, p, theMap); a != terraformtest.Create && a != terraformtest.Update {
			t.Errorf("the apply is a %v", a)
		}
		status := stateMap(t, workspace, theMap, "status")
		for phone, want := range statuses(d, onRefusal) {
			if got := status["+"+phone]; want != "" && got != want || got == "" {
				t.Errorf("the status of %s is %q, want %q", phone, got, want)
			}
		}
		if want := len(members); len(status) != want {
			t.Errorf("status has %d people, want %d", len(status), want)
		}
	}
	plan := func(want terraformtest.Action, removed int) {
		t.Helper()
		p, ds := workspace.Plan(t.Context(), config)
		if ds.HasErrors() {
			t.Fatal(ds)
		}
		if a := actionOf(t, p, theMap); a != want {
			t.Errorf("the plan is a %v, want %v", a, want)
		}
		if gone := removedBy(p, theMap); len(gone) != removed {
			t.Errorf("the plan removes %v, want %d", gone, removed)
		}
	}
	again := func(isSettled bool) terraformtest.Action {
		if isSettled {
			return terraformtest.NoOp
		}
		return terraformtest.Update
	}

	apply(false)
	w.partyIs(t, map[string]string{anna: "member", carla: "admin", gina: "", hugo: "", ivan: ""})
	if missing := missingFrom(w, before); len(missing) > 0 {
		t.Fatalf("the create has removed %v", missing)
	}
	workspace.Options.SkipRefresh = true
	plan(again(settled), 0)
	workspace.Options.SkipRefresh = false
	strangers := 0
	if removes {
		strangers = len(before) - 2 // Neither the account nor Dora.
	}
	plan(again(settled && !removes), strangers)
	if settled && !removes {
		return
	}
	apply(!settled)
	if missing := missingFrom(w, before); len(missing) != strangers {
		t.Errorf("%v are gone, want %d", missing, strangers)
	}
	w.partyIs(t, map[string]string{own: "superadmin", anna: "member", carla: "admin", gina: "", hugo: "", ivan: ""})
	plan(again(settled), 0)
	invitations := 0
	if d.addingInvites || d.sendsInvitations && onRefusal == "invite" {
		invitations = 1
	}
	if n := w.invited(gina); n != invitations {
		t.Errorf("%s was invited %d times, want %d", gina, n, invitations)
	}
}

// statuses are what becomes of people, empty where that is not told.
func statuses(d dialect, onRefusal string) map[string]string {
	if d.givesNoReasons {
		return map[string]string{anna: "joined", carla: "joined", gina: "", hugo: "", ivan: ""}
	}
	want := map[string]string{
		anna: "joined", carla: "joined", gina: "refused_privacy", hugo: "refused_left", ivan: "refused_unregistered",
	}
	if d.addingInvites {
		want[gina] = "invited"
	}
	if d.sendsInvitations && onRefusal == "invite" {
		want[gina], want[hugo] = "invited", "invited"
	}
	return want
}

// missingFrom lists who has left the party.
func missingFrom(w *emulated, before []emulator.Member) (missing []string) {
	now := w.World().Groups[0].Members
	for _, m := range before {
		if !slices.ContainsFunc(now, func(n emulator.Member) bool { return n.LID == m.LID }) {
			missing = append(missing, m.Phone+"/"+m.LID)
		}
	}
	return missing
}

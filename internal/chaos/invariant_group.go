package chaos

import (
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// made are the groups that the step has made.
func (o *observed) made() []emulator.Group {
	var made []emulator.Group
	for _, g := range o.after.Groups {
		if groupOf(o.before, g.ID) == nil {
			made = append(made, g)
		}
	}
	return made
}

// owners counts the resources that have a group for their own, in all states.
func (o *observed) owners(id string) (addresses []string) {
	for i, s := range o.states {
		for _, h := range holds(s) {
			if h.kind == typeGroup && h.text("id") == id {
				addresses = append(addresses, fmt.Sprintf("%s of workspace %d", h.address, i))
			}
		}
	}
	return addresses
}

// asksForAnother reports whether a configuration wants another group of a name that is taken.
func (o *observed) asksForAnother(name string) bool {
	for _, run := range o.runs {
		for _, r := range run.Config.Resources {
			if r.Type == typeGroup && r.argument("name") == name && r.argument("on_existing") == "create" {
				return true
			}
		}
	}
	return false
}

// doubles: no second group of a name is made without a word, no two resources get one group, and none is made that no
// plan has.
func (o *observed) doubles() []string {
	made := o.made()
	broken := o.unplanned(made)
	for i, g := range made {
		// Of two runs at once that make the same group, one of which has lost the answer, nobody can tell whose it is.
		if owners := o.owners(g.ID); len(owners) > 1 && (!o.Together || !o.tells(g)) {
			broken = append(broken, fmt.Sprintf("%s %q is of %v", g.ID, g.Name, owners))
		}
		if o.lies(o.d) || o.touchesGroups() || o.relinks() || o.asksForAnother(g.Name) || o.tells(g) {
			continue
		}
		for _, there := range o.before.Groups {
			stays := isIn(&there, own) && isIn(groupOf(o.after, there.ID), own)
			if there.Name == g.Name && there.Owner == own && stays {
				broken = append(broken, fmt.Sprintf("%s %q is made although %s is there", g.ID, g.Name, there.ID))
			}
		}
		for _, twin := range made[i+1:] {
			if twin.Name == g.Name && !o.tells(twin) && !o.ended() {
				broken = append(broken, fmt.Sprintf("%s and %s %q are made without a word", g.ID, twin.ID, g.Name))
			}
		}
	}
	return broken
}

// unplanned are groups that are more than all plans make together, such as those of a create that was sent again after
// its answer was lost. To say so does not excuse it.
func (o *observed) unplanned(made []emulator.Group) []string {
	planned := 0
	for _, run := range o.runs {
		if run.plan == nil {
			continue
		}
		for _, c := range run.plan.Changes {
			if c.Address.Type == typeGroup && !c.Address.Data && makes(c.Action) {
				planned++
			}
		}
	}
	twice := slices.ContainsFunc(o.Faults, func(f Fault) bool { return f.Name == twice })
	if twice || len(made) <= planned {
		return nil
	}
	return []string{fmt.Sprintf("%d groups are made, and %d planned", len(made), planned)}
}

// makes reports whether an action begins an object.
func makes(a terraformtest.Action) bool { return a == terraformtest.Create || a.IsReplace() }

// tells reports whether a run has said something of a group.
func (o *observed) tells(g emulator.Group) bool {
	said := o.said()
	return strings.Contains(said, g.ID) || strings.Contains(said, fmt.Sprintf("%q", g.Name))
}

// orphans: each group that is made is in a state, or somebody says that there is one.
func (o *observed) orphans() []string {
	var broken []string
	for _, g := range o.made() {
		if len(o.owners(g.ID)) > 0 || !isIn(&g, own) {
			continue
		}
		switch {
		case o.ended():
		case !o.tells(g):
			broken = append(broken, fmt.Sprintf("%s %q is of nobody, and nobody says so", g.ID, g.Name))
		case o.onlyLostCreates() && o.alone(g):
			broken = append(broken, fmt.Sprintf("%s %q is of nobody, although every list shows it", g.ID, g.Name))
		}
	}
	return broken
}

// onlyLostCreates reports whether nothing else went wrong than that answers were lost.
func (o *observed) onlyLostCreates() bool {
	for _, f := range o.Faults {
		if f.Name != "lost answer" || f.On != aCreate {
			return false
		}
	}
	return len(o.Acts) == 0 && len(o.runs) == 1
}

// alone reports whether no other group of the name was made in the step.
func (o *observed) alone(g emulator.Group) bool {
	n := 0
	for _, other := range o.made() {
		if other.Name == g.Name {
			n++
		}
	}
	return n == 1
}

package provider

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// exclusiveMaps are the maps that a process has planned and that are to be all of a group's members, by their groups.
// A replacement is planned twice, and has the same people each time.
type exclusiveMaps struct {
	mu   sync.Mutex
	keys map[whatsapp.JID][][]string
}

// enter registers a map by its sorted keys, and returns those of another one of the group that has other people.
func (e *exclusiveMaps) enter(group whatsapp.JID, keys []string) (other []string, clash bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, before := range e.keys[group] {
		if !slices.Equal(before, keys) {
			return before, true
		}
	}
	if e.keys == nil {
		e.keys = make(map[whatsapp.JID][][]string)
	}
	e.keys[group] = append(e.keys[group], keys)
	return nil, false
}

// refuseSecondExclusive adds an error where two maps each remove the people of the other.
func (r *membersResource) refuseSecondExclusive(plan membersModel, keys []string, diags *diag.Diagnostics) {
	if r.connection == nil || r.holders.SeveralPlans || !plan.Exclusive.ValueBool() || plan.GroupID.IsUnknown() {
		return
	}
	other, clash := r.exclusive.enter(plan.group(), keys)
	if !clash {
		return
	}
	diags.AddAttributeError(
		path.Root("exclusive"),
		"Two exclusive maps of one group: "+string(plan.group()),
		fmt.Sprintf("Another `whatsapp_group_members` with `exclusive = true` is for the same group. One has %s, the "+
			"other has %s. Each apply of one removes the people that only the other has.\n\nWrite everybody into one "+
			"map. Or set `exclusive = false` in both: then each manages its own people.",
			peopleListed(other), peopleListed(keys)),
	)
}

// strangerOfExclusive is the error of an exclusive map that would remove a person of another resource.
func strangerOfExclusive(group whatsapp.JID, stranger, holder string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(
		fmt.Sprintf("An exclusive map would remove a person of another resource: %s from %s", holder, group),
		fmt.Sprintf("A `whatsapp_group_members` with `exclusive = true` does not have %s and would remove them. "+
			"Another resource of the group has them as %s.\n\nWrite them into the map, in the same role. After an "+
			"apply, one of the two can be dropped, or the map can be made `exclusive = false`.", stranger, holder),
	)
}

// peopleListed names a few people of a map, by which its resource can be found: a provider is told no addresses.
func peopleListed(keys []string) string {
	const most = 3
	switch n := len(keys); {
	case n == 0:
		return "nobody"
	case n > most:
		return fmt.Sprintf("%s and %d more", strings.Join(keys[:most], ", "), n-most)
	}
	return strings.Join(keys, ", ")
}

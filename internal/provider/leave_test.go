package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestThePlanWarnsOfGroupsThatAreLeft: Terraform makes one warning of those of all groups. What keeps its group says
// nothing.
func TestThePlanWarnsOfGroupsThatAreLeft(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	groups := func(onDestroy string) string {
		return requiredProviders + w.config(`
resource "whatsapp_group" "g" {
  for_each   = toset(["Ops", "Choir", "Chess"])
  name       = each.key
  on_destroy = "`+onDestroy+`"
}`)
	}
	c := newCLI(t, groups("leave"))
	c.run(0, "apply", "-auto-approve")
	printed := c.run(0, "plan", "-destroy")
	said(t, printed, "A WhatsApp group will be left", "The account leaves the group", "`on_destroy = \"keep\"`",
		"`removed` block", "another name or key now, write a `moved` block", "(and 2 more similar warnings elsewhere)", "Plan: 0 to add, 0 to change, 3 to destroy.")
	if n := strings.Count(printed, "will be left"); n != 1 {
		t.Errorf("%d warnings of three groups: %s", n, printed)
	}
	c.rewrite(groups("remove_members_and_leave"))
	c.run(0, "apply", "-auto-approve")
	said(t, c.run(0, "plan", "-destroy"), "Everybody will be removed from a WhatsApp group",
		"The account removes everybody from the group")
	c.rewrite(groups("keep"))
	said(t, c.run(0, "apply", "-auto-approve"), "3 changed")
	if printed := c.run(0, "destroy", "-auto-approve"); strings.Contains(printed, "Warning") {
		t.Error(printed)
	}
	w.wantGroups(t, 3, 3)
}

// TestThePlanWarnsOfAMembershipThatIsLeft, and not of one that stays or of a request that waits.
func TestThePlanWarnsOfAMembershipThatIsLeft(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{World: byNumber.world()})
	w.change(addJoinable)
	joined := func(onDestroy string) string {
		return w.config(fmt.Sprintf(`resource "whatsapp_joined_group" "j" {
  invite     = %q
  on_destroy = %q
}`, joinableLink, onDestroy))
	}
	for onDestroy, want := range map[string]int{"leave": 1, "keep": 0} {
		run := inProcess.NewWorkspace()
		if _, ds := run.Apply(t.Context(), joined(onDestroy)); countErrors(ds) > 0 {
			t.Fatal(ds)
		}
		_, ds := run.Plan(t.Context(), w.config(""))
		if n := strings.Count(fmt.Sprint(ds), "The account leaves the group \"Joinable\""); n != want {
			t.Errorf("%s: %v", onDestroy, ds)
		}
	}
}

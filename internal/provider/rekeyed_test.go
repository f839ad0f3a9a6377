package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// under gives the resources of a configuration that are called j or i the name k instead.
func under(config string) string {
	return strings.NewReplacer(`"whatsapp_joined_group" "j"`, `"whatsapp_joined_group" "k"`,
		`"whatsapp_group_invite" "i"`, `"whatsapp_group_invite" "k"`).Replace(config)
}

// A membership under another name is refused, since the destroy of the old one would leave the group that the new one
// holds, until a moved block says that it is the same one. One that is kept may change its name.
func lifeOfJoinedGroupRekeyed(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		config := w.joined(clubCode)
		w.run(w.checkRole("Club", own, ""),
			resource.TestStep{Config: config},
			resource.TestStep{Config: under(config), ExpectError: wrapped("Membership changes its resource")},
			resource.TestStep{
				Config: under(config) + `
moved {
  from = whatsapp_joined_group.j
  to   = whatsapp_joined_group.k
}`,
				ConfigPlanChecks: emptyPlan,
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Club", own, "member"), w.checkJoins(1),
				),
			},
		)
	})
}

// A replacement is one resource, so nothing refuses it: the account leaves, and joins again.
func lifeOfJoinedGroupReplaced(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		config := w.joined(clubCode)
		w.run(w.checkRole("Club", own, ""),
			resource.TestStep{Config: config},
			resource.TestStep{
				Taint:  []string{"whatsapp_joined_group.j"},
				Config: config,
				Check:  resource.ComposeAggregateTestCheckFunc(w.checkRole("Club", own, "member"), w.checkJoins(2)),
			},
		)
	})
}

// Also another link to the group is seen, where the gateway can look it up.
func lifeOfJoinedGroupRekeyedByAnotherLink(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		const newCode = "ClubCode11111111111111"
		w.change(club)
		w.run(w.checkRole("Club", own, ""),
			resource.TestStep{Config: w.joined(clubCode)},
			resource.TestStep{
				PreConfig:   w.changeGroup("Club", func(g *emulator.Group) { g.InviteCode = newCode }),
				Config:      under(w.joined(newCode)),
				ExpectError: wrapped("say so in a `moved` block"),
			},
			resource.TestStep{Config: w.joined(newCode), Check: w.checkRole("Club", own, "member")},
		)
	})
}

// A link under another name is refused, since the destroy of the old one would revoke it. One that is kept may change
// its name.
func lifeOfInviteRekeyed(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		var code string
		remember := w.checkGroup("Friends", func(g emulator.Group) error { code = g.InviteCode; return nil })
		same := w.checkGroup("Friends", func(g emulator.Group) error {
			return equal("invite code as before", g.InviteCode == code, true)
		})
		config := func(more string) string {
			return w.config(w.friends() + `
resource "whatsapp_group_invite" "i" {
  group_id = whatsapp_group.g.id
  ` + more + `
}`)
		}
		w.test(
			resource.TestStep{Config: config(""), Check: remember},
			resource.TestStep{Config: under(config("")), ExpectError: wrapped("Invite link changes its resource")},
			resource.TestStep{
				Config: under(config(`on_destroy = "keep"`)) + `
moved {
  from = whatsapp_group_invite.i
  to   = whatsapp_group_invite.k
}`,
				Check: same,
			},
			resource.TestStep{Config: config(""), Check: same},
		)
	})
}

// Where the keys of a list shift, a resource is replaced by one of another group, and another has what it had. That is
// refused like another name.
func TestInvitesOfAListShift(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{})
	config := func(groups, more string) string {
		return w.configf(`
resource "whatsapp_group" "a" {
  name            = "Choir"
  initial_members = { "+%[1]s" = "member" }
}
resource "whatsapp_group" "b" {
  name            = "Friends"
  initial_members = { "+%[1]s" = "member" }
}
resource "whatsapp_group_invite" "i" {
  count    = length([%[2]s])
  group_id = [%[2]s][count.index]
}
%[3]s`, anna, groups, more)
	}
	const one, both = "whatsapp_group.b.id", "whatsapp_group.a.id, whatsapp_group.b.id"
	workspace := inProcess.NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), config(one, "")); ds.HasErrors() {
		t.Fatal(ds)
	}
	code := ""
	remember := w.checkGroup("Friends", func(g emulator.Group) error { code = g.InviteCode; return nil })
	if err := remember(nil); err != nil {
		t.Fatal(err)
	}
	_, ds := workspace.Apply(t.Context(), config(both, ""))
	if said := fmt.Sprint(ds); !strings.Contains(said, "Invite link changes") {
		t.Errorf("the links shift: %s", said)
	}
	moved := config(both, `
moved {
  from = whatsapp_group_invite.i[0]
  to   = whatsapp_group_invite.i[1]
}`)
	if _, ds := workspace.Apply(t.Context(), moved); ds.HasErrors() {
		t.Error(ds)
	}
	if err := w.checkGroup("Friends", func(g emulator.Group) error {
		return equal("invite code as before", g.InviteCode == code, true)
	})(nil); err != nil {
		t.Error(err)
	}
}

// A destroy of everything begins with an ordinary plan, which is refused. The way out that the message names is one.
func TestARekeyedMembershipIsDestroyed(t *testing.T) {
	t.Parallel()
	w := emulate(t, dialects[0], emulator.Options{})
	w.change(club)
	workspace := inProcess.NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), w.joined(clubCode)); ds.HasErrors() {
		t.Fatal(ds)
	}
	_, ds := workspace.Destroy(t.Context(), under(w.joined(clubCode)))
	if said := fmt.Sprint(ds); !strings.Contains(said, "To destroy everything, add `-refresh=false`.") {
		t.Errorf("the destroy says %s", said)
	}
	workspace.Options.SkipRefresh = true
	if _, ds := workspace.Destroy(t.Context(), under(w.joined(clubCode))); ds.HasErrors() {
		t.Error(ds)
	}
	if err := w.checkRole("Club", own, "")(nil); err != nil {
		t.Error(err)
	}
}

package provider_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// mistyped is an id in the right form of a group that the account is not in.
const mistyped = "120363999999999999@g.us"

// lifeOfAMistypedGroup names a group that there is not, by an account without groups and by one with another.
func lifeOfAMistypedGroup(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		for _, others := range []string{"", w.friends()} {
			c := newCLI(t, requiredProviders+w.config(others))
			c.run(0, "apply", "-auto-approve")
			before := w.World()
			for _, resource := range []string{
				`resource "whatsapp_group_member" "m" {
  group_id     = "` + mistyped + `"
  phone_number = "+12025550111"
}`, `resource "whatsapp_group_invite" "i" { group_id = "` + mistyped + `" }`,
				`resource "whatsapp_group_members" "m" {
  group_id = "` + mistyped + `"
  members  = { "+12025550111" = "member" }
}`,
			} {
				c.rewrite(requiredProviders + w.config(others+resource))
				said(t, c.run(1, "apply", "-auto-approve"), "the account is in no group with this id", mistyped,
					"`whatsapp_groups`")
			}
			if err := equal("groups", len(w.World().Groups), len(before.Groups)); err != nil {
				t.Error(err)
			}
		}
	})
}

// lifeOfAGroupLeftUnrefreshed changes a group that the account has left, from a state that does not know it.
func lifeOfAGroupLeftUnrefreshed(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		c := newCLI(t, w.namedGroup(""))
		c.run(0, "apply", "-auto-approve")
		w.changeGroup("Friends", func(g *emulator.Group) { remove(g, own) })()
		c.rewrite(w.namedGroup(`description = "Mondays."`))
		said(t, c.run(1, "apply", "-auto-approve", "-refresh=false"), "The account may not be in the group any more",
			"`-refresh=false`")
		if err := w.checkGroup("Friends", func(g emulator.Group) error {
			return equal("description", g.Description, "")
		})(nil); err != nil {
			t.Error(err)
		}
	})
}

// lifeOfEmptyingByNobodyKnown asks for what the destroy could not do: to remove everybody but an account that nobody
// knows. With `account`, or where the gateway shows it, the same is planned and done.
func lifeOfEmptyingByNobodyKnown(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		body := w.group("g", "name = \"Friends\"\n  on_destroy = \"remove_members_and_leave\"")
		unknown := w.dialect
		unknown.account = ""
		knows := w.can(whatsapp.TellOwnNumber)
		c := newCLI(t, requiredProviders+unknown.provider(w.url)+body)
		if !knows {
			said(t, c.run(1, "plan"), "Account not known", `the group "Friends"`, "Set `account`")
			w.wantGroups(t, 0, 0)
		}
		c.rewrite(requiredProviders + w.config(body))
		c.run(0, "apply", "-auto-approve")
		if !knows {
			c.rewrite(requiredProviders + unknown.provider(w.url) + body)
			said(t, c.run(1, "plan", "-destroy"), "Account not known", `the group "Friends"`, "Set `account`")
			if err := w.checkRole("Friends", own, "superadmin")(nil); err != nil {
				t.Error(err)
			}
			c.rewrite(requiredProviders + w.config(body))
		}
		c.run(0, "destroy", "-auto-approve")
		if err := errors.Join(w.checkLeft(nil), w.checkGroup("Friends", func(g emulator.Group) error {
			return equal("members", len(g.Members), 0)
		})(nil)); err != nil {
			t.Error(err)
		}
	})
}

// lifeOfNeverSentIsNotPending has updates that WhatsApp does not get. The state is as it was, so the next plan
// shows the change by itself, and once the gateway answers it is carried out.
func lifeOfNeverSentIsNotPending(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(name, role string) string {
			return requiredProviders + w.config(w.group("g", `name = "`+name+`"`)+`
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
  role         = "`+role+`"
}`)
		}
		c := newCLI(t, config("Friends", "member"))
		c.run(0, "apply", "-auto-approve")
		c.rewrite(config("Best friends", "admin"))
		effect := emulator.EffectDisconnect
		if w.beta {
			effect = emulator.EffectRateLimit // What it answers while the account is logged out is not clear.
		}
		w.fail(emulator.Fault{Match: `^(PUT|POST|PATCH|DELETE) .*`, Effect: effect})
		c.run(1, "apply", "-auto-approve", "-refresh=false")
		w.ClearFaults()
		w.becomes(emulator.StatusConnected)()
		if state := c.stateFile(); strings.Count(state, `"pending":[]`) != 2 {
			t.Errorf("something is pending: %s", state)
		}
		if err := w.checkRole("Friends", anna, "member")(nil); err != nil {
			t.Error(err)
		}
		c.run(0, "apply", "-auto-approve")
		if err := w.checkRole("Best friends", anna, "admin")(nil); err != nil {
			t.Error(err)
		}
	})
}

package provider_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestAccAction runs the example of the action as it stands: by hand, and by what it follows.
func TestAccAction(t *testing.T) {
	needs(t, actionsOfProviders)
	t.Parallel()
	example := readFile(t, "examples", "actions", "whatsapp_group_invite_revoke", "action.tf")
	invoke := []string{"apply", "-auto-approve", "-invoke=action.whatsapp_group_invite_revoke.staff"}
	for _, d := range dialectsOf(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{World: exampleWorld("Staff room")})
			config := requiredProviders + w.config(example)
			c := newCLI(t, config)
			if !w.can(whatsapp.RevokeInvite) {
				if printed := c.run(1, invoke...); !w.refused(whatsapp.RevokeInvite).MatchString(
					strings.ReplaceAll(printed, "│", " ")) {
					t.Errorf("the plan does not say what the gateway lacks: %s", printed)
				}
				w.checkNoChange(t)
				return
			}
			code := exampleInvite
			revokes := func(args ...string) {
				t.Helper()
				printed := c.run(0, args...)
				now := w.World().Groups[0].InviteCode
				if now == code || strings.Contains(printed, now) {
					t.Errorf("the link was not revoked, or the new one is printed: %s", printed)
				}
				code = now
				said(t, printed, exampleGroup)
			}
			c.run(0, "apply", "-auto-approve")
			w.checkNoChange(t) // The example follows updates alone.
			revokes(invoke...)
			c.rewrite(strings.Replace(config, `"2026-2"`, `"2027-1"`, 1))
			revokes("apply", "-auto-approve")
			c.run(0, "plan", "-detailed-exitcode")
			if n := w.asked(w.requests.revoke); n != 2 {
				t.Errorf("there were %d requests for another link, want 2", n)
			}
		})
	}
}

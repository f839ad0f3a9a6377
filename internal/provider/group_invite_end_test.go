package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const ourCode = "OurCode000000000000000"

// breaks has requests fail for good, as by a defect of an engine.
func (w *emulated) breaks(requests string) emulator.Fault {
	return emulator.Fault{Match: requests, Effect: emulator.EffectStatus, Status: 500, Body: map[string]any{
		"statusCode": 500, "message": "getInviteCode is not a function", "exception": map[string]any{
			"message": "getInviteCode is not a function", "name": "TypeError",
		},
	}}
}

// What becomes of an invite that is destroyed: it is dropped where its link is dead or nobody can revoke it, and kept
// where it was not revoked.
func TestEndOfInvite(t *testing.T) {
	t.Parallel()
	// The kinds of endings.
	const (
		ends   = iota // Without a word.
		warns         // It is dropped with a warning.
		stands        // It is an error, and the next apply ends it.
	)
	demote := func(w *emulated) {
		w.changeGroup("Ours", func(g *emulator.Group) {
			g.Owner = anna
			setRole(g, own, "member")
			setRole(g, anna, "superadmin")
		})()
	}
	for name, c := range map[string]struct {
		before func(w *emulated)
		ends   int
		// dead says whether the link is dead afterwards.
		dead bool
		// unable is how it ends where the gateway cannot revoke at all.
		unable int
	}{
		"as it is due": {before: func(*emulated) {}, dead: true, unable: warns},
		"a proxy fails": {before: func(w *emulated) {
			w.fail(emulator.Fault{Match: w.requests.revoke, Effect: emulator.EffectStatus, Status: 502})
		}, ends: stands, unable: warns},
		"the line is cut": {before: func(w *emulated) {
			w.fail(emulator.Fault{Match: w.requests.revoke, Effect: emulator.EffectCut})
		}, ends: stands, unable: warns},
		"WhatsApp refuses": {before: func(w *emulated) {
			w.fail(w.breaks(w.requests.revoke))
		}, ends: stands, unable: warns},
		"the answer is lost": {before: func(w *emulated) {
			w.fail(emulator.Fault{Match: w.requests.revoke, Effect: emulator.EffectLoseAnswer})
		}, dead: true, unable: warns},
		"no rights any more": {before: demote, ends: warns, unable: warns},
		"not in the group any more": {before: func(w *emulated) {
			w.changeGroup("Ours", func(g *emulator.Group) { remove(g, own) })()
		}, ends: warns, unable: warns},
		"reset by hand": {before: func(w *emulated) {
			w.changeGroup("Ours", func(g *emulator.Group) { g.InviteCode = "ResetByHand0000000000A" })()
		}, dead: true},
		"unreadable": {before: func(w *emulated) { w.fail(w.breaks(w.requests.invite)) }, dead: true, unable: warns},
		"unreadable, and a proxy fails": {before: func(w *emulated) {
			w.fail(w.breaks(w.requests.invite),
				emulator.Fault{Match: w.requests.revoke, Effect: emulator.EffectStatus, Status: 502})
		}, ends: stands, unable: warns},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, d := range dialects {
				t.Run(d.name, func(t *testing.T) {
					t.Parallel()
					if d.requests.revoke == "" {
						d.requests.revoke = "^never$"
					}
					w := emulate(t, d, emulator.Options{})
					w.change(twoGroups)
					m, err := manage(t, w, "whatsapp_group_invite", arguments{}.values()).imported(exampleGroup)
					if err != nil {
						t.Fatal(err)
					}
					imported := m.state.value
					want, wantDead := c.ends, c.dead
					if !d.can(whatsapp.RevokeInvite) {
						want, wantDead = c.unable, name == "reset by hand"
					}
					if name == "unreadable" && want == ends && (!d.can(whatsapp.ReadInviteInfo) || d.deadLinksAlike) {
						want = warns // Nobody can look at the old link.
					}
					c.before(w)
					w.ClearRequests()
					err = m.destroyAsItIs()
					if (err != nil) != (want == stands) || m.state.value.IsNull() != (want != stands) {
						t.Errorf("it ends with %v, the state is %v", err, m.state.value)
					}
					if (len(m.warned) > 0) != (want == warns) {
						t.Errorf("it warns %q", m.warned)
					}
					if err != nil && !strings.Contains(err.Error(), "on_destroy") {
						t.Errorf("there is no way out in %v", err)
					}
					code := func() string {
						for _, g := range w.World().Groups {
							if g.ID == exampleGroup {
								return g.InviteCode
							}
						}
						return ""
					}
					if (code() != ourCode) != wantDead {
						t.Errorf("the link of the group is dead: %t", code() != ourCode)
					}
					if want != stands {
						return
					}
					if !m.state.value.Equal(imported) {
						t.Errorf("the state is %v", m.state.value)
					}
					w.ClearFaults()
					if err := m.destroyAsItIs(); err != nil || code() == ourCode {
						t.Errorf("the next one ends with %v", err)
					}
				})
			}
		})
	}
}

// destroyAsItIs is `terraform destroy -refresh=false`.
func (m *managed) destroyAsItIs() error {
	m.t.Helper()
	m.warned = nil
	walk := m.walk()
	destruction, err := walk.plan(m.state, walk.nothing())
	if err != nil {
		return err
	}
	m.state, err = m.walk().apply(destruction, walk.nothing())
	return err
}

// A link that cannot be read, and one that is dead, stop nobody who does not need them: plans are empty, and everything
// is destroyed.
func lifeOfBrokenLinks(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		config := w.config(w.friends() + `
resource "whatsapp_joined_group" "j" { invite = "` + clubCode + `" }
resource "whatsapp_group_invite" "i" {
  group_id = whatsapp_group.g.id
`)
		with := func(keepers string) string { return config + keepers + "\n}" }
		var code string
		w.run(
			func(s *terraform.State) error {
				if err := w.checkLeft(s); err != nil || !w.can(whatsapp.RevokeInvite) {
					return err
				}
				return w.checkGroup("Friends", func(g emulator.Group) error {
					return equal("that the link is alive", g.InviteCode == code, false)
				})(s)
			},
			resource.TestStep{Config: with(""), Check: w.checkGroup("Friends", func(g emulator.Group) error {
				code = g.InviteCode
				return nil
			})},
			resource.TestStep{
				PreConfig: func() {
					w.fail(w.breaks(w.requests.invite))
					w.changeGroup("Club", func(g *emulator.Group) { g.InviteCode = "NewCode000000000000000" })()
				},
				Config: with(""), ConfigPlanChecks: emptyPlan,
				Check: func(s *terraform.State) error {
					kept := s.RootModule().Resources["whatsapp_group_invite.i"].Primary.Attributes["code"]
					return equal("that the state keeps the link", kept == code, true)
				},
			},
			resource.TestStep{ // The first keepers are recorded, and the next ones ask for another link.
				Config:           with(`keepers = { month = "may" }`),
				ConfigPlanChecks: expectAction("whatsapp_group_invite.i", plancheck.ResourceActionUpdate),
			},
			resource.TestStep{
				Config:      with(`keepers = { month = "june" }`),
				ExpectError: wrapped("invite link"),
			},
			resource.TestStep{Config: with(""), Destroy: true},
		)
	})
}

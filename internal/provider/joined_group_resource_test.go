package provider_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	clubID    = "120363000000000007@g.us"
	clubCode  = "ClubCode00000000000000"
	choirCode = "ChoirCode0000000000000"
)

// club has two groups of other people that can be joined.
func club(world *emulator.World) {
	for _, g := range []emulator.Group{
		{ID: clubID, Name: "Club", InviteCode: clubCode},
		{ID: "120363000000000008@g.us", Name: "Choir", InviteCode: choirCode},
	} {
		g.Owner = anna
		g.Members = []emulator.Member{{Phone: anna, Role: "superadmin"}, {Phone: bruno, Role: "member"}}
		world.Groups = append(world.Groups, g)
	}
}

func letIn(g *emulator.Group) {
	g.Members = append(g.Members, emulator.Member{Phone: own, Role: "member"})
}

// joined is a configuration that joins by a link or a code.
func (w *emulated) joined(invite string, more ...string) string {
	return w.configf(`
resource "whatsapp_joined_group" "j" {
  invite = "%s"
  %s
}`, invite, strings.Join(more, "\n"))
}

// checkJoins checks how often the account has asked to join by a link.
func (w *emulated) checkJoins(want int) resource.TestCheckFunc {
	return func(*terraform.State) error { return equal("the number of joins", w.asked(w.requests.join), want) }
}

func lifeOfJoinedGroup(t *testing.T) {
	t.Parallel()
	for how, invite := range map[string]string{"code": clubCode,
		"URL": "https://chat.whatsapp.com/" + clubCode + "?mode=ac_t"} {
		t.Run(how, func(t *testing.T) {
			eachDialect(t, func(t *testing.T, w *emulated) {
				w.change(club)
				w.test(
					resource.TestStep{
						Config: w.joined(invite),
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectResourceAction("whatsapp_joined_group.j", plancheck.ResourceActionCreate),
							plancheck.ExpectSensitiveValue("whatsapp_joined_group.j", tfjsonpath.New("invite")),
						}},
						ConfigStateChecks: []statecheck.StateCheck{
							expectValue("whatsapp_joined_group.j", "id", knownvalue.StringExact(clubID)),
							expectValue("whatsapp_joined_group.j", "name", knownvalue.StringExact("Club")),
							expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
							expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
						},
						Check: w.checkRole("Club", own, "member"),
					},
					resource.TestStep{
						ResourceName:            "whatsapp_joined_group.j",
						ImportState:             true,
						ImportStateVerify:       true,
						ImportStateVerifyIgnore: []string{"invite", "on_destroy"},
					},
					resource.TestStep{ // What was written once and is not any more does not stay.
						Config:           w.joined(invite, `on_destroy = "keep"`),
						ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
					},
					resource.TestStep{
						Config:           w.joined(invite),
						ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
						ConfigStateChecks: []statecheck.StateCheck{
							expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
						},
						Check: w.checkJoins(1),
					},
				)
				if err := w.checkGroupCount(2)(nil); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

func lifeOfJoinedGroupPending(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
		status := func(want string) []statecheck.StateCheck {
			return []statecheck.StateCheck{
				expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact(want)),
			}
		}
		w.test(
			resource.TestStep{
				Config: w.joined(clubCode),
				ConfigStateChecks: append(
					status("pending_approval"),
					expectValue("whatsapp_joined_group.j", "name", knownvalue.StringExact("Club")),
				),
				Check: w.checkRole("Club", own, ""),
			},
			resource.TestStep{ // It still waits, also where nobody can tell.
				PreConfig: w.changeGroup(
					"Club",
					func(g *emulator.Group) { g.InviteCode = "NewCode000000000000000" },
				),
				Config:            w.joined(clubCode),
				ConfigPlanChecks:  emptyPlan,
				ConfigStateChecks: status("pending_approval"),
			},
			resource.TestStep{
				PreConfig:         w.changeGroup("Club", letIn),
				Config:            w.joined(clubCode),
				ConfigPlanChecks:  emptyPlan,
				ConfigStateChecks: status("joined"),
				Check:             w.checkJoins(1),
			},
		)
	})
}

func lifeOfJoinedGroupDestroyedWhilePending(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
		w.test(resource.TestStep{Config: w.joined(clubCode)})
		if n := w.asked(w.requests.leave); n > 0 {
			t.Errorf("the account left %d times what it was not in", n)
		}
	})
}

// Where neither the link nor the answer tells which group it is, the request is recorded without one, and no other one
// is sent. Once the account is in, an import is the way forward.
func lifeOfJoinedGroupPendingWithoutLookingUp(t *testing.T) {
	t.Parallel()
	for _, d := range dialectsOf(t) {
		if d.can(whatsapp.ReadInviteInfo) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			needs(t, removedBlock)
			w := emulate(t, d, emulator.Options{})
			w.change(club)
			w.change(twoGroups)
			w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
			waits := []statecheck.StateCheck{
				expectValue("whatsapp_joined_group.j", "id", knownvalue.Null()),
				expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("pending_approval")),
				expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
			}
			forgotten := `
removed {
  from = whatsapp_joined_group.j
  lifecycle { destroy = false }
}`
			w.run(
				w.checkRole("Club", own, ""),
				resource.TestStep{Config: w.joined(clubCode), ConfigStateChecks: waits, Check: w.checkJoins(1)},
				resource.TestStep{
					Config: w.joined(clubCode, `on_destroy = "keep"`), Check: w.checkJoins(1),
				},
				resource.TestStep{
					Config:      w.joined("NewCode000000000000000"),
					ExpectError: wrapped("the account has asked to join by another link"),
				},
				resource.TestStep{
					PreConfig: w.changeGroup("Club", letIn),
					Config:    w.joined(clubCode), ConfigStateChecks: waits, Check: w.checkJoins(1),
				},
				resource.TestStep{Config: w.config(forgotten)},
				resource.TestStep{
					Config: w.joined(clubCode, `on_destroy = "leave"`) +
						"\nimport {\n  to = whatsapp_joined_group.j\n  id = \"" + clubID + "\"\n}",
					ConfigStateChecks: []statecheck.StateCheck{
						expectValue("whatsapp_joined_group.j", "id", knownvalue.StringExact(clubID)),
						expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
					},
					Check: w.checkJoins(1),
				},
			)
		})
	}
}

// A request to a group that nobody has told is dropped with a warning: there is nothing to leave.
func lifeOfJoinedGroupUntoldIsDestroyed(t *testing.T) {
	t.Parallel()
	for _, d := range dialectsOf(t) {
		if d.can(whatsapp.ReadInviteInfo) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			w := emulate(t, d, emulator.Options{})
			w.change(club)
			w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
			w.test(resource.TestStep{Config: w.joined(clubCode)})
			if n := w.asked(w.requests.leave); n > 0 {
				t.Errorf("the account left %d times what it was not in", n)
			}
		})
	}
}

// WhatsApp may say no more than that the account is in the group already. The import that the error names works.
func lifeOfJoinedGroupAlreadyIn(t *testing.T) {
	t.Parallel()
	for _, d := range dialectsOf(t) {
		if d.can(whatsapp.ReadInviteInfo) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			w := emulate(t, d, emulator.Options{})
			w.change(club)
			w.change(twoGroups)
			w.changeGroup("Club", letIn)()
			w.run(
				w.checkRole("Club", own, "member"),
				resource.TestStep{
					Config:      w.joined(clubCode),
					ExpectError: regexp.MustCompile(`(?s)joined\s+before.*command\s+.import\s+'ADDRESS'`),
				},
				resource.TestStep{
					Config: w.joined(clubCode) +
						"\nimport {\n  to = whatsapp_joined_group.j\n  id = \"" + clubID + "\"\n}",
					ConfigStateChecks: []statecheck.StateCheck{
						expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
					},
					Check: w.checkJoins(1),
				},
				resource.TestStep{Config: w.joined(clubCode), ConfigPlanChecks: emptyPlan},
			)
		})
	}
}

func lifeOfJoinedGroupDeadLink(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", func(g *emulator.Group) { g.InviteCode = "NewCode000000000000000" })()
		refused := func(invite, why string) resource.TestStep {
			// A link that cannot be looked up is joined by, which tells the same.
			step := resource.TestStep{
				Config:      w.joined(invite),
				PlanOnly:    w.can(whatsapp.ReadInviteInfo),
				ExpectError: regexp.MustCompile(why),
			}
			if w.deadLinksAlike {
				step.PlanOnly = false
				step.ExpectError = regexp.MustCompile(`(?s)Nothing\s+was\s+joined.*revoked\s+or\s+never\s+valid`)
			}
			return step
		}
		w.test(
			resource.TestStep{
				Config:      w.joined("https://chat.whatsapp.com/"),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Not an invite link`),
			},
			refused(clubCode, `(?s)the\s+invite\s+link\s+has\s+been\s+revoked.*Ask\s+an\s+admin`),
			refused("NeverWasACode000000000", `(?s)the\s+invite\s+link\s+is\s+not\s+valid.*copied\s+in\s+full`),
		)
		want := 0
		if !w.can(whatsapp.ReadInviteInfo) {
			want = 2
		}
		if err := w.checkJoins(want)(nil); err != nil {
			t.Error(err)
		}
	})
}

func lifeOfJoinedGroupAdopted(t *testing.T) {
	t.Parallel()
	for fate, role := range map[string]string{"": "member", `on_destroy = "keep"`: "member",
		`on_destroy = "leave"`: ""} {
		t.Run(fate, func(t *testing.T) {
			// Without a look-up nobody tells in which group the account is: lifeOfJoinedGroupAlreadyIn.
			eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
				w.change(club)
				w.changeGroup("Club", letIn)()
				w.run(w.checkRole("Club", own, role),
					resource.TestStep{Config: w.joined(clubCode, fate), Check: w.checkJoins(0)},
				)
			})
		})
	}
}

// The default counts again after another fate was written for a while.
func lifeOfJoinedGroupAdoptedIsKeptAgain(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", letIn)()
		w.run(w.checkRole("Club", own, "member"),
			resource.TestStep{Config: w.joined(clubCode, `on_destroy = "leave"`)},
			resource.TestStep{Config: w.joined(clubCode)},
		)
	})
}

func lifeOfJoinedGroupOtherLink(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		const reset = "NewCode000000000000000"
		ofAnother := resource.TestStep{
			Config:   w.joined(choirCode),
			PlanOnly: true,
			ExpectError: regexp.MustCompile(
				`(?s)"Choir"\s+\(120363000000000008@g\.us\).*"Club"\s+\(120363000000000007@g\.us\)`,
			),
		}
		back := emptyPlan
		if !w.can(whatsapp.ReadInviteInfo) { // Then a link is recorded as it is written.
			ofAnother = resource.TestStep{
				Config:           ofAnother.Config,
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
				Check:            resource.TestCheckResourceAttr("whatsapp_joined_group.j", "id", clubID),
			}
			back = expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate)
		}
		w.test(
			resource.TestStep{Config: w.joined(clubCode)},
			resource.TestStep{ // The same link, as a URL.
				Config:           w.joined("https://chat.whatsapp.com/" + clubCode),
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
			},
			resource.TestStep{
				PreConfig:        w.changeGroup("Club", func(g *emulator.Group) { g.InviteCode = reset }),
				Config:           w.joined(reset),
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkJoins(1),
					resource.TestCheckResourceAttr("whatsapp_joined_group.j", "invite", reset),
					resource.TestCheckResourceAttr("whatsapp_joined_group.j", "id", clubID),
				),
			},
			ofAnother,
			resource.TestStep{
				Config:           w.joined(reset),
				ConfigPlanChecks: back,
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Choir", own, ""), w.checkRole("Club", own, "member"), w.checkJoins(1)),
			},
		)
	})
}

func lifeOfJoinedGroupImport(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", letIn)()
		imported := func(invite string) string {
			return w.joined(invite) + fmt.Sprintf(`
import {
  to = whatsapp_joined_group.j
  id = "%s"
}`, clubID)
		}
		var steps []resource.TestStep
		if w.can(whatsapp.ReadInviteInfo) {
			steps = append(steps, resource.TestStep{
				Config:      imported(choirCode),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Invite link of another group`),
			})
		}
		w.run(w.checkRole("Club", own, "member"), append(steps,
			resource.TestStep{
				Config:           imported(clubCode),
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_joined_group.j", "invite", knownvalue.StringExact(clubCode)),
					expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
					expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("keep")),
				},
			},
		)...)
		if writes := w.writes(); len(writes) > 0 {
			t.Errorf("the import wrote: %v", writes)
		}
	})
}

func lifeOfJoinedGroupImportOfAnother(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.change(twoGroups)
		w.run(checkNothing, resource.TestStep{
			Config: w.joined(
				clubCode,
			) + "\nimport {\n  to = whatsapp_joined_group.j\n  id = \"" + clubID + "\"\n}",
			ExpectError: regexp.MustCompile(`Nothing to import`),
		})
	})
}

func lifeOfJoinedGroupLostAnswer(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.fail(emulator.Fault{Match: w.requests.join, Effect: emulator.EffectLoseAnswer})
		w.test(resource.TestStep{
			Config: w.joined(clubCode), // What was joined here is left again.
			ConfigStateChecks: []statecheck.StateCheck{
				expectValue("whatsapp_joined_group.j", "id", knownvalue.StringExact(clubID)),
				expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.checkRole("Club", own, "member"), w.checkJoins(1)),
		})
	})
}

// A request whose answer is lost may wait: it is recorded, and no other one is sent.
func lifeOfJoinedGroupLostRequest(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
		w.fail(emulator.Fault{Match: w.requests.join, Effect: emulator.EffectLoseAnswer, Times: 1})
		if !w.can(whatsapp.ReadInviteInfo) {
			w.test(resource.TestStep{Config: w.joined(clubCode)}, resource.TestStep{
				Config: w.joined(clubCode), ConfigPlanChecks: emptyPlan, Check: w.checkJoins(1),
			})
			return
		}
		w.test(
			resource.TestStep{
				Config: w.joined(clubCode),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("pending_approval")),
				},
				Check: w.checkJoins(1),
			},
			resource.TestStep{
				PreConfig: w.changeGroup("Club", letIn),
				Config:    w.joined(clubCode), ConfigPlanChecks: emptyPlan,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
					expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
				},
				Check: w.checkJoins(1),
			},
		)
	})
}

// A join whose answer is lost, and that shows only after the apply, is left again as any other that was made here.
func lifeOfJoinedGroupLostAndLate(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.run(w.checkRole("Club", own, ""), w.lostJoin(), resource.TestStep{
			PreConfig: w.changeGroup("Club", letIn),
			Config:    w.joined(clubCode), ConfigPlanChecks: emptyPlan,
			ConfigStateChecks: []statecheck.StateCheck{
				expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
				expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
			},
			Check: w.checkJoins(1),
		})
	})
}

// A join of which nothing came is made by the next apply.
func lifeOfJoinedGroupLostAndNever(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.run(w.checkRole("Club", own, ""), w.lostJoin(), resource.TestStep{
			Config:           w.joined(clubCode),
			ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionCreate),
			ConfigStateChecks: []statecheck.StateCheck{
				expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
			},
			Check: resource.ComposeAggregateTestCheckFunc(w.checkRole("Club", own, "member"), w.checkJoins(2)),
		})
	})
}

// lostJoin is a join of an open group that the gateway does not answer, and of which nothing comes within the apply.
func (w *emulated) lostJoin() resource.TestStep {
	w.change(twoGroups) // The account is in others.
	w.change(club)
	return resource.TestStep{
		PreConfig: func() { w.fail(emulator.Fault{Match: w.requests.join, Effect: emulator.EffectCut, Times: 1}) },
		Config:    w.joined(clubCode),
		ConfigStateChecks: []statecheck.StateCheck{
			expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("pending_approval")),
		},
		Check: w.checkRole("Club", own, ""),
		// What no request waits for is dropped by the refresh, and made by the next plan.
		ExpectNonEmptyPlan: true,
	}
}

func lifeOfJoinedGroupGone(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.change(twoGroups) // The account is in others.
		w.run(w.checkRole("Club", own, ""),
			resource.TestStep{Config: w.joined(clubCode)},
			resource.TestStep{
				PreConfig:        w.changeGroup("Club", func(g *emulator.Group) { remove(g, own) }),
				Config:           w.joined(clubCode),
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionCreate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Club", own, "member"),
					w.checkJoins(2),
				),
			},
			resource.TestStep{ // Left by hand, and then destroyed.
				PreConfig: w.changeGroup("Club", func(g *emulator.Group) { remove(g, own) }),
				Config:    w.config(""),
			},
		)
	})
}

// What a plan cannot ask, the apply asks; and a plan that changes nothing asks nothing of a link.
func lifeOfJoinedGroupUnreachable(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadInviteInfo, func(t *testing.T, w *emulated) {
		w.change(club)
		looked := func() int { return w.asked(w.requests.lookUp) }
		var before int
		w.test(
			resource.TestStep{
				PreConfig: func() {
					w.fail(
						emulator.Fault{Match: w.requests.lookUp, Times: 1, Effect: emulator.EffectStatus, Status: 502},
					)
				},
				Config: w.joined(clubCode),
				Check: func(*terraform.State) error {
					before = looked()
					return nil
				},
			},
			resource.TestStep{
				PreConfig:        func() { before = looked() },
				Config:           w.joined(clubCode),
				ConfigPlanChecks: emptyPlan,
				Check:            func(*terraform.State) error { return equal("look-ups", looked(), before) },
			},
		)
	})
}

// Notes and errors tell no invite code. The CLI prints the lines of the configuration that they point at, too.
func lifeOfJoinedGroupTells(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(club)
			c := newCLI(t, requiredProviders+w.joined("https://chat.whatsapp.com/"+clubCode), "TF_LOG=TRACE")
			tells := func(exitCode int, text string, args ...string) {
				t.Helper()
				printed := c.run(exitCode, args...)
				if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(printed, "│", " ")), " "), text) {
					t.Errorf("%s does not print %q: %s", args[0], text, withoutTrace(printed))
				}
				for line := range strings.Lines(printed) {
					if slices.ContainsFunc(
						[]string{clubCode, choirCode},
						func(code string) bool { return strings.Contains(line, code) },
					) {
						t.Errorf("%s prints an invite code: %s", args[0], line)
						break
					}
				}
			}

			w.change(twoGroups)
			w.changeGroup("Club", letIn)()
			if !w.can(whatsapp.ReadInviteInfo) {
				tells(1, "the account is in the group of the invite link already", "apply", "-auto-approve")
				w.changeGroup("Club", func(g *emulator.Group) { remove(g, own) })()
				tells(0, "Apply complete!", "apply", "-auto-approve")
			} else {
				tells(0, "The account was in the group \"Club\" ("+clubID+") already", "apply", "-auto-approve")
			}
			w.changeGroup("Club", func(g *emulator.Group) { remove(g, own) })()
			tells(0, "dropped from the state. As long as the configuration has it, the next apply joins again", "plan")
			if !w.can(whatsapp.ReadInviteInfo) { // lifeOfJoinedGroupPendingWithoutLookingUp goes on from here.
				return
			}
			w.changeGroup("Club", func(g *emulator.Group) { g.JoinApprovalRequired = true })()
			tells(0, "The account has asked to join the group \"Club\"", "apply", "-auto-approve")
			w.changeGroup("Club", func(g *emulator.Group) { g.InviteCode = "NewCode000000000000000" })()
			tells(0, "the state keeps the request", "plan")
			tells(0, "the gateway cannot take the request back", "destroy", "-auto-approve")
			if !w.deadLinksAlike {
				tells(1, "Could not join the group of the invite link: the invite link has been revoked", "plan")
			} else {
				tells(0, "Invite link not checked", "plan")
				tells(
					1,
					"Could not join the group of the invite link: the group of the invite link could not be looked up",
					"apply",
					"-auto-approve",
				)
			}
		})
	}
}

func withoutTrace(printed string) string {
	var kept strings.Builder
	for line := range strings.Lines(printed) {
		if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT`).MatchString(line) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// A gateway that cannot look a link up joins all the same, and tells by the list of groups what was there before.
func lifeOfJoinedGroupWithoutLookingUp(t *testing.T) {
	t.Parallel()
	// WAHA got its routes one by one.
	cannot := func(method, path string) emulator.Fault {
		return emulator.Fault{
			Match:  `^` + method + ` .*/groups/` + path + `$`,
			Effect: emulator.EffectStatus,
			Status: 404,
			Body: map[string]any{
				"statusCode": 404,
				"message":    "Cannot " + method + " /api/default/groups/" + path,
				"error":      "Not Found",
			},
		}
	}
	joins := func(w *emulated) {
		w.change(club)
		w.change(twoGroups)
		w.changeGroup("Choir", letIn)()
		config := w.joined
		checks := []statecheck.StateCheck{
			expectValue("whatsapp_joined_group.j", "id", knownvalue.StringExact(clubID)),
			expectValue("whatsapp_joined_group.j", "status", knownvalue.StringExact("joined")),
			expectValue("whatsapp_joined_group.j", "on_destroy", knownvalue.StringExact("leave")),
		}
		if w.tellsJoinedBefore {
			config = func(club string, _ ...string) string {
				return w.joined(club) + fmt.Sprintf(`
resource "whatsapp_joined_group" "choir" {
  invite = "%s"
}`, choirCode)
			}
			checks = append(checks,
				expectValue("whatsapp_joined_group.choir", "on_destroy", knownvalue.StringExact("keep")))
		}
		w.run(
			func(s *terraform.State) error {
				return errors.Join(w.checkRole("Club", own, "")(s), w.checkRole("Choir", own, "member")(s))
			},
			resource.TestStep{Config: config(clubCode), ConfigStateChecks: checks},
			resource.TestStep{
				Config:           config("NewCode000000000000000"),
				ConfigPlanChecks: expectAction("whatsapp_joined_group.j", plancheck.ResourceActionUpdate),
			},
		)
	}
	eachEngine(t, func(t *testing.T, w *emulated) {
		w.fail(cannot("GET", "join-info"))
		joins(w)
	})
	for _, d := range dialectsOf(t) {
		if !d.can(whatsapp.ReadInviteInfo) {
			t.Run(d.name, func(t *testing.T) { joins(emulate(t, d, emulator.Options{})) })
		}
	}
	eachEngine(t, func(t *testing.T, w *emulated) {
		w.change(club)
		w.fail(cannot("POST", "join"))
		w.test(
			resource.TestStep{
				Config:      w.joined(clubCode),
				ExpectError: regexp.MustCompile(`(?s)cannot\s+join\s+a\s+group`),
			},
		)
	})
}

package provider_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func lifeOfMember(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(number, role string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
  role         = "%s"
}`, number, role)
		}
		w.test(
			resource.TestStep{
				Config: config("+55 (11) 98765-4321", "member"),
				Check:  w.checkRole("Friends", bruno, "member"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(
						"whatsapp_group_member.m",
						"id",
						knownvalue.StringRegexp(regexp.MustCompile(`^\d+@g\.us/\+5511987654321$`)),
					),
					expectValue(
						"whatsapp_group_member.m",
						"phone_number",
						knownvalue.StringExact("+55 (11) 98765-4321"),
					),
					expectValue("whatsapp_group_member.m", "jid", knownvalue.StringExact(bruno+"@s.whatsapp.net")),
					expectValue("whatsapp_group_member.m", "pending", knownvalue.ListExact(nil)),
				},
			},
			resource.TestStep{ // Another spelling, and one without the ninth digit.
				Config:           config("551187654321", "member"),
				ConfigPlanChecks: emptyPlan,
			},
			resource.TestStep{
				Config:           config("551187654321", "admin"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
				Check:            w.checkRole("Friends", bruno, "admin"),
			},
			resource.TestStep{
				ResourceName:            "whatsapp_group_member.m",
				ImportState:             true,
				ImportStateVerify:       true,
				ImportStateVerifyIgnore: []string{"phone_number"}, // In canonical form after an import.
			},
			resource.TestStep{
				PreConfig:        w.changeGroup("Friends", func(g *emulator.Group) { setRole(g, bruno, "member") }),
				Config:           config(bruno, "admin"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
				Check:            w.checkRole("Friends", bruno, "admin"),
			},
			resource.TestStep{
				PreConfig:        w.changeGroup("Friends", func(g *emulator.Group) { remove(g, bruno) }),
				Config:           config(bruno, "member"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionCreate),
				Check:            w.checkRole("Friends", bruno, "member"),
			},
			resource.TestStep{
				PreConfig:        w.changeGroup("Friends", func(g *emulator.Group) { setRole(g, bruno, "admin") }),
				Config:           config(bruno, "member"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
				Check:            w.checkRole("Friends", bruno, "member"),
			},
			resource.TestStep{
				Config:           config("+"+anna, "member"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionDestroyBeforeCreate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Friends", bruno, ""),
					w.checkRole("Friends", anna, "member"),
				),
			},
			resource.TestStep{
				Config: w.config(w.friends()),
				Check:  w.checkRole("Friends", anna, ""),
			},
		)
	})
}

// Import by the id that Terraform knows, with another spelling in the configuration, plans nothing.
func lifeOfMemberImportBlock(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.Groups = append(world.Groups, emulator.Group{
				ID: "120363000000000001@g.us", Name: "Friends", Owner: own,
				Members: []emulator.Member{{Phone: own, Role: "superadmin"}, {Phone: bruno, Role: "admin"}},
			})
		})
		config := w.config(`
resource "whatsapp_group" "g" { name = "Friends" }
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "0055 11 98765 4321"
  role         = "admin"
}
import {
  to = whatsapp_group.g
  id = "120363000000000001@g.us"
}
import {
  to = whatsapp_group_member.m
  id = "120363000000000001@g.us/5511987654321@s.whatsapp.net"
}`)
		w.test(resource.TestStep{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("whatsapp_group.g", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("whatsapp_group_member.m", plancheck.ResourceActionNoop),
			}},
			Check: resource.ComposeAggregateTestCheckFunc(w.checkGroupCount(1), w.checkNoWrites),
		})
	})
}

// Who keys a for_each by what people wrote creates and destroys one person in one run, in any order, as happens here by
// another name of the resource. Nobody is lost by it, and who came by themselves is left alone.
func lifeOfMemberRekeyed(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(name, first, second string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_member" "%s_1" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
}
resource "whatsapp_group_member" "%s_2" {
  group_id     = whatsapp_group.g.id
  phone_number = "%s"
}`, name, first, name, second)
		}
		w.test(
			resource.TestStep{Config: config("old", "+1 202 555 0111", "+55 11 98765-4321")},
			resource.TestStep{
				PreConfig: w.changeGroup("Friends", func(g *emulator.Group) {
					g.Members = append(g.Members, emulator.Member{Phone: carla, Role: "admin"})
				}),
				Config: config("new", "12025550111", "0055 (11) 98765 4321"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("whatsapp_group_member.old_1", plancheck.ResourceActionDestroy),
					plancheck.ExpectResourceAction("whatsapp_group_member.new_1", plancheck.ResourceActionCreate),
				}},
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole(
						"Friends",
						anna,
						"member",
					),
					w.checkRole("Friends", bruno, "member"),
					w.checkRole("Friends", carla, "admin"),
				),
			},
			resource.TestStep{Config: w.config(w.friends()), Check: resource.ComposeAggregateTestCheckFunc(
				w.checkRole(
					"Friends",
					anna,
					"",
				),
				w.checkRole("Friends", bruno, ""),
				w.checkRole("Friends", carla, "admin"),
			)},
		)
	})
}

// An account that is logged out in the middle of a run makes the run fail, takes nothing out of the state, and
// afterwards the next run goes on where this one stopped.
func lifeOfMemberDisconnectedInTheRun(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(role string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
  role         = "%s"
}
resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}`, role)
		}
		loggedOut := w.becomes(emulator.StatusLoggedOut)
		connected := func() {
			w.ClearFaults()
			w.change(func(world *emulator.World) { world.Account.Status = emulator.StatusConnected })
		}
		w.test(
			resource.TestStep{Config: config("member")},
			resource.TestStep{
				PreConfig:   loggedOut,
				Config:      config("member"),
				PlanOnly:    true,
				ExpectError: wrapped(w.loggedOut),
			},
			resource.TestStep{PreConfig: connected, Config: config("member"), ConfigPlanChecks: emptyPlan},
			resource.TestStep{
				PreConfig: func() {
					w.fail(emulator.Fault{Match: w.requests.promote,
						Effect: emulator.EffectDisconnect})
				},
				Config:      config("admin"),
				ExpectError: wrapped(w.cutOff),
			},
			resource.TestStep{
				PreConfig: connected,
				Config:    config("admin"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("whatsapp_group.g", plancheck.ResourceActionNoop),
					plancheck.ExpectResourceAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
					plancheck.ExpectResourceAction("whatsapp_group_invite.i", plancheck.ResourceActionNoop),
				}},
				Check: w.checkRole("Friends", anna, "admin"),
			},
		)
	})
}

// A person who lets nobody add them fails alone, and is named as they were written.
func lifeOfMemberPrivacy(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.People = append(
				world.People,
				emulator.Person{Phone: anna, Registered: true, Adds: emulator.AddsNobody},
			)
		})
		refusal := regexp.MustCompile(
			`(?s)add\s+\+1\s+202\s+555\s+0111\s+to\s+the\s+group\s+"Friends".*whatsapp_group_invite`,
		)
		if w.givesNoReasons {
			refusal = regexp.MustCompile(
				`(?s)add\s+\+1\s+202\s+555\s+0111\s+to\s+the\s+group\s+"Friends".*WhatsApp\s+does\s+not\s+show\s+it`,
			)
		}
		after := emptyPlan
		if w.addingInvites {
			refusal, after = nil, resource.ConfigPlanChecks{} // She is invited, which is no error.
		}
		carlaOnly := w.config(w.friends() + `
resource "whatsapp_group_member" "carla" {
  group_id     = whatsapp_group.g.id
  phone_number = "+1 202 555 0113"
}`)
		w.test(
			resource.TestStep{
				Config: carlaOnly + `
resource "whatsapp_group_member" "anna" {
  group_id     = whatsapp_group.g.id
  phone_number = "+1 202 555 0111"
}`,
				ExpectError: refusal,
			},
			resource.TestStep{
				Config:           carlaOnly,
				ConfigPlanChecks: after,
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Friends", anna, ""),
					w.checkRole("Friends", carla, "member"),
				),
			},
		)
	})
}

// Once added, a promotion that fails is a warning, pending, and mended in place.
func lifeOfMemberRolePending(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := w.config(w.friends() + `
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
  role         = "admin"
}`)
		w.test(
			resource.TestStep{
				PreConfig: func() {
					promotion := emulator.Fault{Match: w.requests.promote, Effect: emulator.EffectStatus, Status: 500}
					if w.requests.promote == w.requests.add {
						// The first request of the kind adds.
						w.fail(emulator.Fault{Match: w.requests.add, Times: 1, Effect: emulator.EffectDelay, MS: 1})
					}
					w.fail(promotion)
				},
				Config: config,
				Check:  w.checkRole("Friends", anna, "member"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(
						"whatsapp_group_member.m",
						"pending",
						knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("role")}),
					),
				},
				ExpectNonEmptyPlan: true,
			},
			resource.TestStep{
				PreConfig:        w.ClearFaults,
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
				Check:            w.checkRole("Friends", anna, "admin"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group_member.m", "pending", knownvalue.ListExact(nil)),
				},
			},
		)
	})
}

// The account itself may be configured if it is in the group. It is never removed and never demoted, and nothing is
// planned for it, also where the role that the configuration leaves out would be another one.
func lifeOfMemberOwn(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(role string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_member" "me" {
  group_id     = whatsapp_group.g.id
  phone_number = "+1 (202) 555-0100"
  %s
}`, role)
		}
		w.test(
			resource.TestStep{
				Config: config(""),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group_member.me", "pending", knownvalue.ListExact(nil)),
				},
			},
			resource.TestStep{Config: config(""), ConfigPlanChecks: emptyPlan},
			resource.TestStep{
				Config:           config(`role = "admin"`),
				ConfigPlanChecks: expectAction("whatsapp_group_member.me", plancheck.ResourceActionUpdate),
			},
			resource.TestStep{Config: config(""), ConfigPlanChecks: emptyPlan},
			resource.TestStep{Config: config(`role = "member"`), Check: w.checkRole("Friends", own, "superadmin")},
			resource.TestStep{Config: config(`role = "member"`), ConfigPlanChecks: emptyPlan},
			resource.TestStep{
				Config: w.config(w.friends()),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Friends", own, "superadmin"),
					func(*terraform.State) error { return equal("the number of writes", len(w.writes()), 1) },
					// The group.
				),
			},
		)
	})
}

// Whoever made the group stays admin, and the error says what to write.
func lifeOfMemberCreator(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.Groups = append(world.Groups, emulator.Group{
				ID: "120363000000000001@g.us", Name: "Friends", Owner: anna,
				Members: []emulator.Member{{Phone: own, Role: "admin"}, {Phone: anna, Role: "superadmin"}},
			})
		})
		config := func(role string) string {
			return w.configf(`
resource "whatsapp_group_member" "m" {
  group_id     = "120363000000000001@g.us"
  phone_number = "+12025550111"
  role         = "%s"
}`, role)
		}
		w.run(w.checkRole("Friends", anna, "superadmin"),
			resource.TestStep{Config: config("admin")},
			resource.TestStep{Config: config("member"), ExpectError: regexp.MustCompile(`role\s+=\s+"admin"`)},
		)
	})
}

func lifeOfMemberKeep(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.test(
			resource.TestStep{Config: w.config(w.friends() + `
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
  on_destroy   = "keep"
}`)},
			resource.TestStep{Config: w.config(w.friends()), Check: w.checkRole("Friends", anna, "member")},
		)
	})
}

// A member whose number WhatsApp hides later is found again by the LID that was told before, or at least is not taken
// for gone.
func lifeOfMemberHidden(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.Groups = append(world.Groups, emulator.Group{
				ID: "120363000000000001@g.us", Name: "Friends", Owner: own, AddressingMode: emulator.AddressedByLID,
				Members: []emulator.Member{{Phone: own, Role: "superadmin"}},
			})
		})
		config := w.config(`
resource "whatsapp_group_member" "m" {
  group_id     = "120363000000000001@g.us"
  phone_number = "+12025550111"
}`)
		hide := func(hidden bool) func() {
			return w.changeGroup("Friends", func(g *emulator.Group) {
				for i := range g.Members {
					g.Members[i].HidePhone = hidden && g.Members[i].Phone == anna
				}
			})
		}
		w.run(w.checkRole("Friends", anna, ""),
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig:        hide(true),
				Config:           config,
				ConfigPlanChecks: emptyPlan,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group_member.m", "jid", knownvalue.StringExact(anna+"@s.whatsapp.net")),
				},
			},
			resource.TestStep{PreConfig: hide(false), Config: config, ConfigPlanChecks: emptyPlan},
		)
	})
}

// A person who is given by LID is managed without a number, in a group that shows none of anybody.
func lifeOfMemberByLID(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.People = append(world.People, emulator.Person{Phone: anna, LID: "777@lid", Registered: true})
			world.Groups = append(world.Groups, emulator.Group{
				ID:             "120363000000000001@g.us",
				Name:           "Friends",
				Owner:          own,
				AddressingMode: emulator.AddressedByLID,
				HidesPhones:    true,
				Members:        []emulator.Member{{Phone: own, Role: "superadmin"}, {Phone: carla, Role: "member"}},
			})
		})
		config := func(role string) string {
			return w.configf(`
resource "whatsapp_group_member" "m" {
  group_id = "120363000000000001@g.us"
  lid      = "777@lid"
  role     = "%s"
}`, role)
		}
		steps := []resource.TestStep{
			{
				Config: config("member"),
				Check:  w.checkRole("Friends", anna, "member"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(
						"whatsapp_group_member.m",
						"id",
						knownvalue.StringExact("120363000000000001@g.us/777@lid"),
					),
					expectValue("whatsapp_group_member.m", "jid", knownvalue.StringExact("777@lid")),
					expectValue("whatsapp_group_member.m", "phone_number", knownvalue.Null()),
				},
			},
			{Config: config("admin"), Check: w.checkRole("Friends", anna, "admin")},
			{ResourceName: "whatsapp_group_member.m", ImportState: true, ImportStateVerify: true},
		}
		if w.addsByNumberOnly {
			steps = slices.Insert(steps, 0, resource.TestStep{
				Config:      config("member"),
				ExpectError: wrapped("Could not add 777@lid to the group \"Friends\""),
			})
			steps[1].PreConfig = w.changeGroup("Friends", func(g *emulator.Group) {
				g.Members = append(g.Members, emulator.Member{Phone: anna, Role: "member"})
			})
		} else {
			steps = append(steps, resource.TestStep{
				PreConfig:        w.changeGroup("Friends", func(g *emulator.Group) { remove(g, anna) }),
				Config:           config("member"),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionCreate),
				Check:            w.checkRole("Friends", anna, "member"),
			})
		}
		w.run(
			resource.ComposeTestCheckFunc(w.checkRole("Friends", anna, ""), w.checkRole("Friends", carla, "member")),
			steps...)
	})
}

// One person may be named by number or by LID: to name them by the other is no replacement, and nothing is sent.
// Somebody else is one.
func lifeOfMemberNamedOtherwise(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(func(world *emulator.World) {
			world.People = append(world.People, emulator.Person{Phone: anna, LID: "777@lid", Registered: true})
		})
		config := func(person string) string {
			return w.configf(w.friends()+`
resource "whatsapp_group_member" "m" {
  group_id = whatsapp_group.g.id
  %s
}`, person)
		}
		renamed := func(person string) resource.TestStep {
			return resource.TestStep{
				PreConfig:        w.ClearRequests,
				Config:           config(person),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionUpdate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Friends", anna, "member"),
					w.checkNoWrites,
				),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(
						"whatsapp_group_member.m",
						"id",
						knownvalue.StringRegexp(regexp.MustCompile(`/\+12025550111$`)),
					),
				},
			}
		}
		w.test(
			resource.TestStep{Config: config(`phone_number = "+12025550111"`)},
			renamed(`lid = "777@lid"`),
			renamed(`phone_number = "+1 202 555-0111"`),
			resource.TestStep{
				PreConfig: w.changeGroup("Friends", func(g *emulator.Group) {
					g.Members = append(g.Members, emulator.Member{Phone: carla, LID: "778@lid", Role: "member"})
				}),
				Config:           config(`lid = "778@lid"`),
				ConfigPlanChecks: expectAction("whatsapp_group_member.m", plancheck.ResourceActionDestroyBeforeCreate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkRole("Friends", anna, ""), w.checkRole("Friends", carla, "member")),
			},
		)
	})
}

func lifeOfMemberNeedsOneName(t *testing.T) {
	w := newEmulated(t, emulator.Options{})
	var steps []resource.TestStep
	for person, why := range map[string]string{
		``: `phone_number,lid`,
		"phone_number = \"+12025550111\"\n  lid = \"777@lid\"": `phone_number,lid`,
		`lid = "777"`:                        `no\s+@`,
		`lid = "12025550111@s.whatsapp.net"`: `@lid`,
		`lid = "777:3@lid"`:                  `"777@lid"`,
	} {
		steps = append(steps, resource.TestStep{
			Config: w.configf(`
resource "whatsapp_group_member" "m" {
  group_id = "120363000000000001@g.us"
  %s
}`, person),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(why),
		})
	}
	w.test(steps...)
}

func lifeOfMemberRefusedInThePlan(t *testing.T) {
	w := newEmulated(t, emulator.Options{})
	refused := func(group, number, why string) resource.TestStep {
		return resource.TestStep{
			Config: w.configf(`
resource "whatsapp_group_member" "m" {
  group_id     = "%s"
  phone_number = "%s"
}`, group, number),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(why),
		}
	}
	w.test(
		refused("120363000000000001@g.us", "12", `too\s+short|no\s+possible`),
		refused("120363000000000001@g.us", "call me", `contains`),
		refused("12025550111@s.whatsapp.net", "+12025550111", `@g\.us`),
		refused("120363000000000001", "+12025550111", `only\s+the\s+digits`),
	)
}

// Two resources that want one person of one group in two roles are an error that names both.
func lifeOfMemberTwice(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.test(resource.TestStep{
			Config: w.config(w.friends() + `
resource "whatsapp_group_member" "a" {
  group_id     = whatsapp_group.g.id
  phone_number = "+55 11 98765-4321"
}
resource "whatsapp_group_member" "b" {
  group_id     = whatsapp_group.g.id
  phone_number = "+55 11 8765-4321"
  role         = "admin"
}`),
			ExpectError: regexp.MustCompile(`(?s)One\s+person\s+in\s+two\s+roles.*8765-4321|8765-4321.*same\s+person`),
		})
	})
}

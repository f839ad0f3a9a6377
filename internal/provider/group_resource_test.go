package provider_test

import (
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func expectAction(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expectValue(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

var emptyPlan = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// strict are the settings with which only admins act, as far as the gateway can change them.
func (d dialect) strict() string {
	return strings.Join([]string{
		d.where(whatsapp.WriteMessagesAdminsOnly, `messages_admins_only = true`),
		d.where(whatsapp.WriteInfoAdminsOnly, `info_admins_only = true`),
		d.where(whatsapp.WriteMemberAddMode, `member_add_mode = "admin_add"`),
		d.where(whatsapp.WriteJoinApprovalRequired, `join_approval_required = true`),
	}, "\n  ")
}

// checkStrict checks the settings of strict. What the gateway cannot change is as WhatsApp makes a group.
func (d dialect) checkStrict(g emulator.Group) error {
	mode := "all_member_add"
	if d.can(whatsapp.WriteMemberAddMode) {
		mode = "admin_add"
	}
	return errors.Join(
		equal("messages_admins_only", g.MessagesAdminsOnly, d.can(whatsapp.WriteMessagesAdminsOnly)),
		equal("info_admins_only", g.InfoAdminsOnly, d.can(whatsapp.WriteInfoAdminsOnly)),
		equal("member_add_mode", g.MemberAddMode, mode),
		equal("join_approval_required", g.JoinApprovalRequired, d.can(whatsapp.WriteJoinApprovalRequired)),
	)
}

// Every step of plugin-testing also fails if the plan after its apply is not empty.
func lifeOfGroup(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		cleared := resource.TestStep{
			Config:           w.config(w.group("g", "name = \"Best friends\"\n  description = \"\"")),
			ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
			Check: w.checkGroup(
				"Best friends",
				func(g emulator.Group) error { return equal("description", g.Description, "") },
			),
		}
		if !w.can(whatsapp.ClearDescription) {
			cleared = resource.TestStep{
				Config:      cleared.Config,
				PlanOnly:    true,
				ExpectError: w.refused(whatsapp.ClearDescription),
			}
		}
		w.test(
			resource.TestStep{
				Config: w.config(w.friends()),
				Check: w.checkGroup("Friends", func(g emulator.Group) error {
					return errors.Join(
						equal("description", g.Description, ""),
						equal("owner", g.Owner, own),
						equal("members", len(g.Members), w.groupSize()),
					)
				}),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "id", knownvalue.StringRegexp(regexp.MustCompile(`^\d+@g\.us$`))),
					expectValue("whatsapp_group.g", "description", knownvalue.StringExact("")),
					expectValue("whatsapp_group.g", "messages_admins_only", knownvalue.Bool(false)),
					expectValue("whatsapp_group.g", "owner", knownvalue.StringExact(own+"@s.whatsapp.net")),
					expectValue("whatsapp_group.g", "created_at", knownvalue.NotNull()),
					expectValue("whatsapp_group.g", "on_destroy", knownvalue.StringExact("leave")),
					expectValue("whatsapp_group.g", "pending", knownvalue.ListExact(nil)),
				},
			},
			resource.TestStep{
				Config: w.config(
					w.group("g", "name = \"Best friends\"\n  description = \"Nobody else.\"\n  "+w.strict()),
				),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Best friends", func(g emulator.Group) error {
					return errors.Join(equal("description", g.Description, "Nobody else."), w.checkStrict(g))
				}),
			},
			resource.TestStep{ // What is left out stays as it is.
				Config:           w.config(w.group("g", `name = "Best friends"`)),
				ConfigPlanChecks: emptyPlan,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "description", knownvalue.StringExact("Nobody else.")),
				},
			},
			cleared,
			resource.TestStep{
				ResourceName:      "whatsapp_group.g",
				ImportState:       true,
				ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{
					"initial_members",
				}, // WhatsApp does not hold with whom a group was made.
			},
		)
	})
}

// The gateway that cannot write a second description says so, sends it once, and does not hold the group for it.
func lifeOfGroupSecondDescription(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := func(description string) string {
			return w.config(w.group("g", "name = \"Choir\"\n  description = \""+description+"\""))
		}
		checkDescription := func(want string) resource.TestCheckFunc {
			return w.checkGroup(
				"Choir",
				func(g emulator.Group) error { return equal("description", g.Description, want) },
			)
		}
		second := resource.TestStep{
			Config:           config("Tuesdays."),
			ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
			Check:            checkDescription("Tuesdays."),
		}
		last := "Tuesdays."
		if w.describesOnce {
			second = resource.TestStep{
				Config:      second.Config,
				ExpectError: wrapped("can write the first description of a group only"),
			}
			last = "Mondays."
		}
		w.test(
			resource.TestStep{Config: config("Mondays."), Check: checkDescription("Mondays.")},
			second,
			resource.TestStep{
				Config: w.config(w.group("g", `name = "Choir"`)),
				Check: resource.ComposeAggregateTestCheckFunc(
					checkDescription(last),
					func(*terraform.State) error { return equal("descriptions sent", w.asked(w.requests.describe), 2) },
				),
			},
		)
	})
}

// What a gateway can switch on and not off is refused in the plan, and a group that is made with it switched off needs
// no switch.
func lifeOfGroupSwitchedOff(t *testing.T) {
	eachDialectThat(t, whatsapp.WriteInfoAdminsOnly, func(t *testing.T, w *emulated) {
		config := func(on bool) string {
			return w.config(
				w.group(
					"g",
					fmt.Sprintf("name = \"Chess\"\n  messages_admins_only = %t\n  info_admins_only = %[1]t", on),
				),
			)
		}
		checkSettings := func(want bool) resource.TestCheckFunc {
			return w.checkGroup("Chess", func(g emulator.Group) error {
				return errors.Join(
					equal("messages_admins_only", g.MessagesAdminsOnly, want),
					equal("info_admins_only", g.InfoAdminsOnly, want),
				)
			})
		}
		lifts := w.can(whatsapp.LiftInfoAdminsOnly)
		off := resource.TestStep{
			Config:           config(false),
			ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
			Check:            checkSettings(false),
		}
		if !lifts {
			off = resource.TestStep{
				Config:      off.Config,
				PlanOnly:    true,
				ExpectError: w.refused(whatsapp.LiftInfoAdminsOnly),
			}
		}
		w.test(
			resource.TestStep{Config: config(false), Check: checkSettings(false)}, // A group is made like that.
			resource.TestStep{Config: config(true), Check: checkSettings(true)},
			off,
			resource.TestStep{Config: config(!lifts), ConfigPlanChecks: emptyPlan, Check: checkSettings(!lifts)},
		)
	})
}

func lifeOfGroupMadeWithEverything(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		picture := filepath.Join(t.TempDir(), "picture.png")
		content := writePicture(t, picture)
		// The picture comes from a file, or else from an address.
		pictured := `picture_url = "https://example.com/a.jpg"`
		checks := []statecheck.StateCheck{expectValue("whatsapp_group.g", "pending", knownvalue.ListExact(nil))}
		if w.can(whatsapp.WritePicture) {
			pictured = fmt.Sprintf("picture_path = %q", picture)
			checks = append(
				checks,
				expectValue("whatsapp_group.g", "picture_sha256", knownvalue.StringExact(sha(content))),
			)
		}
		w.test(
			resource.TestStep{
				Config: w.configf(`
resource "whatsapp_group" "g" {
  name            = "Choir"
  description     = "Mondays at eight."
  initial_members = { "+%s" = "admin", "+%s" = "member", "+%s" = "member" }
  on_destroy      = "remove_members_and_leave"
  %s
  %s

  lifecycle {
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not all of the group was applied."
    }
  }
}`, anna, bruno, own, pictured, w.strict()),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkGroup("Choir", func(g emulator.Group) error {
						return errors.Join(
							equal("description", g.Description, "Mondays at eight."),
							w.checkStrict(g),
							equal("picture there", g.PictureSHA256 != "", true),
							equal("members", len(g.Members), 3),
						)
					}),
					w.checkRole("Choir", anna, "admin"),
					w.checkRole("Choir", bruno, "member"),
				),
				ConfigStateChecks: checks,
			},
		)
		for _, g := range w.World().Groups {
			if len(g.Members) > 0 {
				t.Errorf("%d members are left in the group", len(g.Members))
			}
		}
	})
}

func lifeOfGroupPicture(t *testing.T) {
	eachDialectThat(t, whatsapp.WritePicture, func(t *testing.T, w *emulated) {
		picture := filepath.Join(t.TempDir(), "picture")
		first := writePicture(t, picture)
		config := w.configf(`
resource "whatsapp_group" "g" {
  name         = "Painters"
  picture_path = "%s"
}`, picture)
		// What arrives is not always the file: WhatsApp wants JPEG.
		var shown string
		showsAnotherPicture := w.checkGroup("Painters", func(g emulator.Group) error {
			before := shown
			shown = g.PictureSHA256
			return errors.Join(
				equal("picture there", shown != "", true),
				equal("picture as before", shown == before, false),
			)
		})
		second := encodedPicture(t, 2)
		w.test(
			resource.TestStep{
				Config: config,
				Check:  showsAnotherPicture,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "picture_sha256", knownvalue.StringExact(sha(first))),
				},
			},
			resource.TestStep{
				PreConfig:        func() { write(t, picture, second) },
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check:            showsAnotherPicture,
			},
			resource.TestStep{
				PreConfig:   func() { write(t, picture, []byte("this is a text")) },
				Config:      config,
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`not\s+a\s+JPEG\s+or\s+PNG`),
			},
			resource.TestStep{ // Who only wants to destroy need not have the file.
				PreConfig: func() {
					if err := os.Remove(picture); err != nil {
						t.Error(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: emptyPlan,
			},
		)
	})
}

// writePicture writes a PNG.
func writePicture(t *testing.T, name string) []byte {
	t.Helper()
	content := encodedPicture(t, 1)
	write(t, name, content)
	return content
}

func write(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// encodedPicture is a PNG for odd seeds and a JPEG for even ones.
func encodedPicture(t *testing.T, seed int) []byte {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "image"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	img := image.NewGray(image.Rect(0, 0, 8+seed, 8))
	if seed%2 == 1 {
		err = png.Encode(file, img)
	} else {
		err = jpeg.Encode(file, img, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func lifeOfGroupDrift(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := w.config(w.group("g", strings.Join([]string{
			`name = "Chess"`,
			`description = "Tuesdays."`,
			w.where(whatsapp.WriteInfoAdminsOnly, `info_admins_only = true`),
			w.where(whatsapp.WriteMemberAddMode, `member_add_mode = "admin_add"`),
			w.where(whatsapp.WriteJoinApprovalRequired, `join_approval_required = true`),
		}, "\n  ")))
		w.test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig: w.changeGroup("Chess", func(g *emulator.Group) {
					g.Name, g.MessagesAdminsOnly = "Checkers", true
					g.InfoAdminsOnly, g.MemberAddMode, g.JoinApprovalRequired = false, "all_member_add", false
					if !w.describesOnce { // lifeOfGroupSecondDescription has the others.
						g.Description = "Never."
					}
				}),
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Chess", func(g emulator.Group) error {
					return errors.Join(
						equal("description", g.Description, "Tuesdays."),
						equal("messages_admins_only", g.MessagesAdminsOnly, true), // Not configured.
						equal("info_admins_only", g.InfoAdminsOnly, w.can(whatsapp.WriteInfoAdminsOnly)),
						equal(
							"admins alone add members",
							g.MemberAddMode == "admin_add",
							w.can(whatsapp.WriteMemberAddMode),
						),
						equal(
							"join_approval_required",
							g.JoinApprovalRequired,
							w.can(whatsapp.WriteJoinApprovalRequired),
						),
					)
				}),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "messages_admins_only", knownvalue.Bool(true)),
				},
			},
		)
	})
}

// The only group of the account, after which the list is empty.
func lifeOfGroupOnlyOneLeftOutside(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := w.config(w.friends() + `
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
}`)
		w.test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig: w.changeGroup("Friends", func(g *emulator.Group) { remove(g, own); g.Name = "Left alone" }),
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("whatsapp_group.g", plancheck.ResourceActionCreate),
					plancheck.ExpectResourceAction("whatsapp_group_member.m", plancheck.ResourceActionCreate),
				}},
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkGroupCount(2),
					w.checkRole("Friends", anna, "member"),
				),
			},
		)
	})
}

// After a follow-up has failed for good, the group is there once, the next plan mends it in place, and nothing is
// tainted.
func lifeOfGroupPending(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		// The setting is sent after the description, and is not kept back by it.
		config := w.config(w.group("g", "name = \"Half done\"\n  description = \"Whole.\"\n  "+
			w.where(whatsapp.WriteMemberAddMode, `member_add_mode = "admin_add"`)+
			w.where(whatsapp.WriteInfoAdminsOnly, "\n  info_admins_only = true")))
		w.test(
			resource.TestStep{
				PreConfig: func() {
					w.fail(emulator.Fault{Match: w.requests.describe, Effect: emulator.EffectStatus, Status: 500})
				},
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue(
						"whatsapp_group.g",
						"pending",
						knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("description")}),
					),
				},
				Check: w.checkGroup("Half done", func(g emulator.Group) error {
					return errors.Join(
						equal("description", g.Description, ""),
						equal(
							"admins alone add members",
							g.MemberAddMode == "admin_add",
							w.can(whatsapp.WriteMemberAddMode),
						),
						equal("info_admins_only", g.InfoAdminsOnly, w.can(whatsapp.WriteInfoAdminsOnly)),
					)
				}),
				ExpectNonEmptyPlan: true,
			},
			resource.TestStep{ // In an update, errors are errors.
				Config:      config,
				ExpectError: regexp.MustCompile("description"),
			},
			resource.TestStep{
				PreConfig:        w.ClearFaults,
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkGroup(
						"Half done",
						func(g emulator.Group) error { return equal("description", g.Description, "Whole.") },
					),
					w.checkGroupCount(1),
				),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "pending", knownvalue.ListExact(nil)),
				},
			},
		)
	})
}

// Without a refresh the plan shows the update too, though the state has what was planned.
func lifeOfGroupPendingWithoutRefresh(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		config := w.config(w.group("g", `name = "Half done"
  description = "Whole."

  lifecycle {
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not all of the group was applied."
    }
  }`))
		runSteps(t, resource.TestCase{
			AdditionalCLIOptions: &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
			CheckDestroy:         w.checkLeft,
			Steps: []resource.TestStep{
				{
					PreConfig: func() {
						w.fail(
							emulator.Fault{
								Match:  w.requests.describe,
								Effect: emulator.EffectStatus,
								Status: 500,
								Body:   w.refusal,
							},
						)
					},
					Config:      config,
					ExpectError: regexp.MustCompile("Not all of the group was applied"),
				},
				{
					PreConfig:        w.ClearFaults,
					Config:           config,
					ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
					Check: resource.ComposeAggregateTestCheckFunc(
						w.checkGroup(
							"Half done",
							func(g emulator.Group) error { return equal("description", g.Description, "Whole.") },
						),
						w.checkGroupCount(1),
					),
				},
			},
		})
	})
}

func lifeOfGroupKeep(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.run(w.checkRole("Friends", own, "superadmin"),
			resource.TestStep{Config: w.config(w.group("g", "name = \"Friends\"\n  on_destroy = \"keep\""))},
		)
	})
}

func lifeOfGroupTimeout(t *testing.T) {
	w := newEmulated(t, emulator.Options{Latency: 200 * time.Millisecond})
	w.test(resource.TestStep{
		Config: w.config(`
resource "whatsapp_group" "g" {
  name     = "Friends"
  timeouts = { create = "100ms" }
}`),
		ExpectError: regexp.MustCompile("argument\\s+`timeouts`"),
	})
	if n := len(w.World().Groups); n > 0 {
		t.Errorf("%d groups were made", n)
	}
}

func lifeOfGroupRefusedInThePlan(t *testing.T) {
	w := newEmulated(t, emulator.Options{WAHAVersion: "2026.4.1"})
	refused := func(body, why string) resource.TestStep {
		return resource.TestStep{
			Config:      w.configf("resource \"whatsapp_group\" \"g\" {\n%s\n}", body),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(why),
		}
	}
	text := filepath.Join(t.TempDir(), "picture.jpg")
	write(t, text, []byte("this is a text"))
	w.test(
		refused("name = \"x\"\nmember_add_mode = \"nobody\"", `admin_add`),
		refused("name = \"x\"\npicture_path = \""+text+"\"", `not\s+a\s+JPEG\s+or\s+PNG`),
		refused("name = \"x\"\npicture_path = \"a\"\npicture_url = \"https://example.com/a.jpg\"", `picture_url`),
		refused("name = \"x\"\ninitial_members = { \"+55 11 99999-0000\" = \"member\" }", `\+5511999990000`),
		refused(
			"name = \"x\"\ninitial_members = { \"+5511999990000\" = \"member\", \"+551199990000\" = \"member\" }",
			`same\s+person`,
		),
		refused("name = \"x\"\ninitial_members = { \"+1\" = \"member\" }", `Not\s+a\s+phone\s+number`),
		refused("name = \"x\"\ntimeouts = { create = \"-5m\" }", `above\s+zero`),
		refused("name = \"x\"\njoin_approval_required = true", `WAHA\s+2026\.4\.1\s+\(engine\s+NOWEB\)\s+cannot`),
	)
	if err := w.checkNoWrites(nil); err != nil {
		t.Error(err)
	}
}

// What only Terraform knows is at most one update after an import, and calls nothing.
func lifeOfGroupImportBlock(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		config := w.config(`
resource "whatsapp_group" "g" {
  name            = "Ours"
  description     = "Mine."
  initial_members = { "+12025550111" = "member" }
  on_destroy      = "keep"
  timeouts        = { create = "1m" }
}
import {
  to = whatsapp_group.g
  id = "120363000000000001@g.us"
}`)
		w.run(w.checkRole("Ours", own, "superadmin"), resource.TestStep{
			Config:           config,
			ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
			Check:            w.checkNoWrites,
		})
	})
}

func lifeOfGroupImportOfNothing(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		w.change(twoGroups)
		nothing := func(address, id, why string) resource.TestStep {
			return resource.TestStep{
				Config: w.configf(`
%s
resource "whatsapp_group_member" "m" {
  group_id     = "120363000000000001@g.us"
  phone_number = "+12025550119"
}
import {
  to = %s
  id = "%s"
}`, w.group("g", `name = "x"`), address, id),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(why),
			}
		}
		w.run(
			checkNothing,
			nothing(
				"whatsapp_group.g",
				"120363000000000007@g.us",
				`(?s)Nothing\s+to\s+import.*120363000000000007@g\.us`,
			),
			nothing("whatsapp_group.g", "Friends", `looks\s+like\s+a\s+name`),
			nothing(
				"whatsapp_group_member.m",
				"120363000000000001@g.us/+12025550119",
				`(?s)Nothing\s+to\s+import.*\+12025550119`,
			),
			nothing("whatsapp_group_member.m", "120363000000000001@g.us", `a\s+slash`),
		)
	})
}

func lifeOfGroupPictureURL(t *testing.T) {
	eachDialectThat(t, whatsapp.WritePictureURL, func(t *testing.T, w *emulated) {
		config := func(url string) string {
			return w.config(w.group("g", "name = \"Painters\"\n  picture_url = \""+url+"\""))
		}
		hasPicture := w.checkGroup(
			"Painters",
			func(g emulator.Group) error { return equal("picture there", g.PictureSHA256 != "", true) },
		)
		w.test(
			resource.TestStep{Config: config("https://example.com/a.jpg"), Check: hasPicture},
			resource.TestStep{
				Config:           config("https://example.com/b.jpg"),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check:            hasPicture,
			},
			resource.TestStep{
				Config:           w.config(w.group("g", `name = "Painters"`)),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check:            hasPicture,
			},
		)
		if n := w.asked(w.requests.setPicture); n != 2 {
			t.Errorf("%d pictures were sent, want 2", n)
		}
	})
}

// A group that somebody else made can never be emptied: nobody is removed, the account stays, and the message says what
// helps.
func lifeOfGroupThatSomebodyElseMade(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{World: &emulator.World{Groups: []emulator.Group{{
		ID: exampleGroup, Name: "Theirs", Owner: anna, Members: []emulator.Member{
			{
				Phone: anna,
				Role:  emulator.RoleSuperadmin,
			},
			{Phone: own, Role: emulator.RoleAdmin},
			{Phone: carla, Role: emulator.RoleMember},
		},
	}}}})
	c := newCLI(t, requiredProviders+w.config(`
import {
  to = whatsapp_group.g
  id = "120363000000000001@g.us"
}

resource "whatsapp_group" "g" {
  name       = "Theirs"
  on_destroy = "remove_members_and_leave"
}`))
	c.run(0, "apply", "-auto-approve")
	printed := strings.Join(strings.Fields(c.run(1, "destroy", "-auto-approve")), " ")
	for _, want := range []string{"+" + anna + " made the group, and nobody can remove the creator",
		"Set `on_destroy` to `leave` or `keep`"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not said: %s", want, printed)
		}
	}
	if members := len(w.World().Groups[0].Members); members != 3 {
		t.Errorf("there are %d members, want 3", members)
	}
}

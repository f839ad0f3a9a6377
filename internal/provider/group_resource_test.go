package provider_test

import (
	"errors"
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
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func expectAction(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expectValue(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

var emptyPlan = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// Every step of plugin-testing also fails if the plan after its apply is not empty.
func TestAccGroup(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		w.test(
			resource.TestStep{
				Config: w.config(`resource "whatsapp_group" "g" { name = "Friends" }`),
				Check: w.checkGroup("Friends", func(g emulator.Group) error {
					return errors.Join(equal("description", g.Description, ""), equal("owner", g.Owner, own), equal("members", len(g.Members), 1))
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
				Config: w.config(`
resource "whatsapp_group" "g" {
  name                   = "Best friends"
  description            = "Nobody else."
  messages_admins_only   = true
  info_admins_only       = true
  member_add_mode        = "admin_add"
  join_approval_required = true
}`),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Best friends", func(g emulator.Group) error {
					return errors.Join(
						equal("description", g.Description, "Nobody else."),
						equal("messages_admins_only", g.MessagesAdminsOnly, true),
						equal("info_admins_only", g.InfoAdminsOnly, true),
						equal("member_add_mode", g.MemberAddMode, "admin_add"),
						equal("join_approval_required", g.JoinApprovalRequired, true),
					)
				}),
			},
			resource.TestStep{ // What is left out stays as it is.
				Config:           w.config(`resource "whatsapp_group" "g" { name = "Best friends" }`),
				ConfigPlanChecks: emptyPlan,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "description", knownvalue.StringExact("Nobody else.")),
				},
			},
			resource.TestStep{
				Config:           w.config(`resource "whatsapp_group" "g" {` + "\n" + `name = "Best friends"` + "\n" + `description = ""` + "\n}"),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Best friends", func(g emulator.Group) error {
					return equal("description", g.Description, "")
				}),
			},
			resource.TestStep{ResourceName: "whatsapp_group.g", ImportState: true, ImportStateVerify: true},
		)
	})
}

func TestAccGroupMadeWithEverything(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		picture := filepath.Join(t.TempDir(), "picture.png")
		content := writePicture(t, picture, 1)
		w.test(
			resource.TestStep{
				Config: w.config(`
resource "whatsapp_group" "g" {
  name                   = "Choir"
  description            = "Mondays at eight."
  messages_admins_only   = true
  info_admins_only       = true
  member_add_mode        = "admin_add"
  join_approval_required = true
  picture_path           = "%s"
  initial_members        = { "+%s" = "admin", "+%s" = "member", "+%s" = "member" }
  on_destroy             = "remove_members_and_leave"

  lifecycle {
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not all of the group was applied."
    }
  }
}`, picture, anna, bruno, own),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkGroup("Choir", func(g emulator.Group) error {
						return errors.Join(
							equal("description", g.Description, "Mondays at eight."),
							equal("messages_admins_only", g.MessagesAdminsOnly, true),
							equal("info_admins_only", g.InfoAdminsOnly, true),
							equal("member_add_mode", g.MemberAddMode, "admin_add"),
							equal("join_approval_required", g.JoinApprovalRequired, true),
							equal("picture there", g.PictureSHA256 != "", true),
							equal("members", len(g.Members), 3),
						)
					}),
					w.checkRole("Choir", anna, "admin"),
					w.checkRole("Choir", bruno, "member"),
				),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "picture_sha256", knownvalue.StringExact(sha(content))),
				},
			},
		)
		for _, g := range w.World().Groups {
			if len(g.Members) > 0 {
				t.Errorf("%d members are left in the group", len(g.Members))
			}
		}
	})
}

func TestAccGroupPicture(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		picture := filepath.Join(t.TempDir(), "picture")
		first := writePicture(t, picture, 1)
		config := w.config(`
resource "whatsapp_group" "g" {
  name         = "Painters"
  picture_path = "%s"
}`, picture)
		// What arrives is not always the file: WhatsApp wants JPEG.
		var shown string
		showsAnotherPicture := w.checkGroup("Painters", func(g emulator.Group) error {
			before := shown
			shown = g.PictureSHA256
			return errors.Join(equal("picture there", shown != "", true), equal("picture as before", shown == before, false))
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
				ExpectError: regexp.MustCompile(`no\s+JPEG\s+or\s+PNG`),
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

func writePicture(t *testing.T, name string, seed int) []byte {
	t.Helper()
	content := encodedPicture(t, seed)
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

func TestAccGroupDrift(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := w.config(`
resource "whatsapp_group" "g" {
  name                   = "Chess"
  description            = "Tuesdays."
  info_admins_only       = true
  member_add_mode        = "admin_add"
  join_approval_required = true
}`)
		w.test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig: w.changeGroup("Chess", func(g *emulator.Group) {
					g.Name, g.Description, g.MessagesAdminsOnly = "Checkers", "Never.", true
					g.InfoAdminsOnly, g.MemberAddMode, g.JoinApprovalRequired = false, "all_member_add", false
				}),
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: w.checkGroup("Chess", func(g emulator.Group) error {
					return errors.Join(
						equal("description", g.Description, "Tuesdays."),
						equal("messages_admins_only", g.MessagesAdminsOnly, true),
						equal("info_admins_only", g.InfoAdminsOnly, true),
						equal("member_add_mode", g.MemberAddMode, "admin_add"),
						equal("join_approval_required", g.JoinApprovalRequired, true),
					)
				}),
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "messages_admins_only", knownvalue.Bool(true)),
				},
			},
		)
	})
}

func TestAccGroupLeftOutside(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := w.config(`
resource "whatsapp_group" "a" { name = "Left" }
resource "whatsapp_group" "b" { name = "Kept" }`)
		w.test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig: w.changeGroup("Left", func(g *emulator.Group) { remove(g, own); g.Name = "Left alone" }),
				Config:    config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("whatsapp_group.a", plancheck.ResourceActionCreate),
					plancheck.ExpectResourceAction("whatsapp_group.b", plancheck.ResourceActionNoop),
				}},
				Check: w.checkGroupCount(3),
			},
		)
	})
}

// The only group of the account, after which the list is empty.
func TestAccGroupOnlyOneLeftOutside(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := w.config(friends + `
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
				Check: resource.ComposeAggregateTestCheckFunc(w.checkGroupCount(2), w.checkRole("Friends", anna, "member")),
			},
		)
	})
}

func TestAccGroupLoggedOut(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := w.config(`resource "whatsapp_group" "g" { name = "Friends" }`)
		w.test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig:   func() { w.change(func(world *emulator.World) { world.Account.Status = emulator.StatusLoggedOut }) },
				Config:      config,
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`SCAN_QR_CODE`),
			},
			resource.TestStep{
				PreConfig:        func() { w.change(func(world *emulator.World) { world.Account.Status = emulator.StatusConnected }) },
				Config:           config,
				ConfigPlanChecks: emptyPlan,
			},
		)
	})
}

// After a follow-up has failed for good, the group is there once, the next plan mends it in place, and nothing is tainted.
func TestAccGroupPending(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := w.config(`
resource "whatsapp_group" "g" {
  name                   = "Half done"
  description            = "Whole."
  join_approval_required = true
}`)
		w.test(
			resource.TestStep{
				PreConfig: func() {
					w.fail(emulator.Fault{Match: "PUT .*/description", Effect: emulator.EffectStatus, Status: 500})
				},
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					expectValue("whatsapp_group.g", "pending", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("description")})),
				},
				Check: w.checkGroup("Half done", func(g emulator.Group) error {
					return errors.Join(equal("description", g.Description, ""), equal("join_approval_required", g.JoinApprovalRequired, true))
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
					w.checkGroup("Half done", func(g emulator.Group) error { return equal("description", g.Description, "Whole.") }),
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
func TestAccGroupPendingWithoutRefresh(t *testing.T) {
	w := newWhatsApp(t, emulator.Options{})
	config := w.config(`
resource "whatsapp_group" "g" {
  name        = "Half done"
  description = "Whole."

  lifecycle {
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not all of the group was applied."
    }
  }
}`)
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		CheckDestroy:             w.checkLeft,
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					w.fail(emulator.Fault{Match: "PUT .*/description", Effect: emulator.EffectStatus, Status: 500})
				},
				Config:      config,
				ExpectError: regexp.MustCompile("Not all of the group was applied"),
			},
			{
				PreConfig:        w.ClearFaults,
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check: resource.ComposeAggregateTestCheckFunc(
					w.checkGroup("Half done", func(g emulator.Group) error { return equal("description", g.Description, "Whole.") }),
					w.checkGroupCount(1),
				),
			},
		},
	})
}

func TestAccGroupKeep(t *testing.T) {
	w := newWhatsApp(t, emulator.Options{})
	w.run(w.checkRole("Friends", own, "superadmin"),
		resource.TestStep{Config: w.config(`
resource "whatsapp_group" "g" {
  name       = "Friends"
  on_destroy = "keep"
}`)},
	)
}

func TestAccGroupTimeout(t *testing.T) {
	w := newWhatsApp(t, emulator.Options{Latency: 200 * time.Millisecond})
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

func TestAccGroupRefusedInThePlan(t *testing.T) {
	w := newWhatsApp(t, emulator.Options{WAHAVersion: "2026.4.1"})
	refused := func(body, why string) resource.TestStep {
		return resource.TestStep{
			Config:      w.config("resource \"whatsapp_group\" \"g\" {\n%s\n}", body),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(why),
		}
	}
	text := filepath.Join(t.TempDir(), "picture.jpg")
	write(t, text, []byte("this is a text"))
	w.test(
		refused(`name = ""`, `between\s+1\s+and\s+100`),
		refused("name = \"x\"\nmember_add_mode = \"nobody\"", `admin_add`),
		refused("name = \"x\"\npicture_path = \""+text+"\"", `no\s+JPEG\s+or\s+PNG`),
		refused("name = \"x\"\npicture_path = \"a\"\npicture_url = \"https://example.com/a.jpg\"", `picture_url`),
		refused("name = \"x\"\ninitial_members = { \"+55 11 99999-0000\" = \"member\" }", `\+5511999990000`),
		refused("name = \"x\"\ninitial_members = { \"+5511999990000\" = \"member\", \"+551199990000\" = \"member\" }", `same\s+person`),
		refused("name = \"x\"\ninitial_members = { \"+1\" = \"member\" }", `Not\s+a\s+phone\s+number`),
		refused("name = \"x\"\ntimeouts = { create = \"-5m\" }", `above\s+zero`),
		refused("name = \""+strings.Repeat("x", 101)+"\"", `between\s+1\s+and\s+100`),
		refused("name = \"x\"\ndescription = \""+strings.Repeat("x", 2049)+"\"", `at\s+most\s+2048`),
		refused("name = \"x\"\njoin_approval_required = true", `WAHA\s+2026\.4\.1\s+\(engine\s+NOWEB\)\s+cannot`),
	)
	if n := w.asked("POST"); n > 0 {
		t.Errorf("%d writes were sent", n)
	}
}

// What only Terraform knows is at most one update after an import, and calls nothing.
func TestAccGroupImportBlock(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
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
		})
		if n := w.asked("PUT ") + w.asked("participants/add") + w.asked("POST /waha/api/default/groups/1"); n > 0 {
			t.Errorf("%d writes were sent", n)
		}
	})
}

func TestAccGroupImportOfNothing(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		w.change(twoGroups)
		nothing := func(address, id, why string) resource.TestStep {
			return resource.TestStep{
				Config: w.config(`
resource "whatsapp_group" "g" { name = "x" }
resource "whatsapp_group_member" "m" {
  group_id     = "120363000000000001@g.us"
  phone_number = "+12025550119"
}
import {
  to = %s
  id = "%s"
}`, address, id),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(why),
			}
		}
		w.run(checkNothing,
			nothing("whatsapp_group.g", "120363000000000007@g.us", `(?s)Nothing\s+to\s+import.*120363000000000007@g\.us`),
			nothing("whatsapp_group.g", "Friends", `no\s+@`),
			nothing("whatsapp_group_member.m", "120363000000000001@g.us/+12025550119", `(?s)Nothing\s+to\s+import.*\+12025550119`),
			nothing("whatsapp_group_member.m", "120363000000000001@g.us", `a\s+slash`),
		)
	})
}

func TestAccGroupPictureURL(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *whatsapp) {
		config := func(url string) string {
			return w.config(`
resource "whatsapp_group" "g" {
  name        = "Painters"
  picture_url = "%s"
}`, url)
		}
		hasPicture := w.checkGroup("Painters", func(g emulator.Group) error { return equal("picture there", g.PictureSHA256 != "", true) })
		w.test(
			resource.TestStep{Config: config("https://example.com/a.jpg"), Check: hasPicture},
			resource.TestStep{
				Config:           config("https://example.com/b.jpg"),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check:            hasPicture,
			},
			resource.TestStep{
				Config:           w.config(`resource "whatsapp_group" "g" { name = "Painters" }`),
				ConfigPlanChecks: expectAction("whatsapp_group.g", plancheck.ResourceActionUpdate),
				Check:            hasPicture,
			},
		)
		if n := w.asked("PUT /waha/api/default/groups/"); n != 2 {
			t.Errorf("%d changes were sent, want 2", n)
		}
	})
}

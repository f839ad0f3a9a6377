package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// configureUnasked configures the provider as terraform test of 1.15 does: once for all runs of a file, and without
// asking before whether the configuration is valid.
func (r *rpc) configureUnasked(w *emulated) {
	r.t.Helper()
	config := r.object(r.schemas.Provider, w.providerArguments(w.url))
	response, err := r.ConfigureProvider(r.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: config})
	if err != nil || len(response.Diagnostics) > 0 {
		r.t.Fatalf("configure: %v %+v", err, response)
	}
}

// Where one process has several runs, a plan of before is no second resource, and whoever an earlier run has added can
// be removed.
func TestSeveralRunsInOneProcess(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.change(twoGroups)
			process := newRPC(t)
			process.configureUnasked(w)
			in := func(kind string, config map[string]tftypes.Value) *walk {
				m := manage(t, w, kind, config)
				s := &walk{rpc: process, managed: m, t: t, schema: process.schemas.ResourceSchemas[kind]}
				s.config, m.state.value = s.value(s.object(s.schema, config)), s.nothing()
				return s
			}
			group := in("whatsapp_group", map[string]tftypes.Value{
				"name": text("New"),
				"initial_members": tftypes.NewValue(
					tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"+" + anna: text("member")}),
			})
			member := func(role string) *walk {
				return in("whatsapp_group_member", map[string]tftypes.Value{
					"group_id": text(w.World().Groups[0].ID), "phone_number": text("+" + carla), "role": text(role),
				})
			}
			everybody := func(number string) *walk {
				return in("whatsapp_group_members", map[string]tftypes.Value{
					"group_id": text(w.World().Groups[0].ID), "exclusive": tftypes.NewValue(tftypes.Bool, true),
					"members": tftypes.NewValue(
						tftypes.Map{ElementType: tftypes.String},
						map[string]tftypes.Value{"+" + number: text("member")}),
				})
			}
			runs := []*walk{group, group, member("admin"), member("member"), everybody(anna), everybody(carla)}
			if d.can(whatsapp.ReadWebhook) {
				webhook := in("whatsapp_webhook", map[string]tftypes.Value{
					"url": text("https://example.org/hook"),
					"events": tftypes.NewValue(
						tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("group.v2.join")}),
				})
				runs = append(runs, webhook, webhook)
			}
			for _, run := range runs {
				if _, err := run.plan(run.state, run.config); err != nil ||
					len(run.warned) > 0 && run.kind != "whatsapp_group_members" { // Engines that invite say so.
					t.Fatalf("%s: %v, warned of %q", run.kind, err, run.warned)
				}
			}

			m := member("member")
			p, err := m.plan(m.state, m.config)
			if err != nil {
				t.Fatal(err)
			}
			if m.state, err = m.apply(p, m.config); err != nil {
				t.Fatal(err)
			}
			if err := w.checkRole("Ours", carla, "member")(nil); err != nil {
				t.Fatal(err)
			}
			if m.state, err = m.refresh(m.state); err != nil {
				t.Fatal(err)
			}
			if p, err = m.plan(m.state, m.nothing()); err != nil {
				t.Fatal(err)
			}
			if m.state, err = m.apply(p, m.nothing()); err != nil {
				t.Fatal(err)
			}
			if err := w.checkRole("Ours", carla, "")(nil); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestAccTerraformTest has the CLI test a module in several runs, of which the later ones take out who came in before.
func TestAccTerraformTest(t *testing.T) {
	needs(t, testFiles)
	eachDialect(t, func(t *testing.T, w *emulated) {
		c := newCLI(t, requiredProviders+`
variable "people" { type = map(string) }

resource "whatsapp_group" "this" {
  name            = "Ops"
  initial_members = { "+12025550119" = "member" }
}

resource "whatsapp_group_member" "this" {
  for_each     = var.people
  group_id     = whatsapp_group.this.id
  phone_number = each.key
  role         = each.value
}

data "whatsapp_group" "this" {
  id         = whatsapp_group.this.id
  depends_on = [whatsapp_group_member.this]
}
`)
		if err := os.Mkdir(filepath.Join(c.folder, "tests"), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(c.folder, "tests", "people.tftest.hcl"), []byte(w.provider(w.url)+`
variables { people = { "+12025550111" = "member", "+12025550113" = "member" } }

run "planned" { command = plan }

run "planned_otherwise" {
  command = plan
  variables { people = { "+12025550111" = "admin" } }
}

run "four_are_in" {
  assert {
    condition     = length(data.whatsapp_group.this.members) == 4
    error_message = "Not everybody is in the group."
  }
}

run "one_goes" {
  variables { people = { "+12025550113" = "member" } }
}

run "three_are_left" {
  variables { people = { "+12025550113" = "member" } }
  assert {
    condition     = length(data.whatsapp_group.this.members) == 3
    error_message = "Whoever was dropped is in the group."
  }
}
`))
		printed := c.run(0, "test")
		// In the end Terraform destroys the group, and is told what that does.
		others := strings.ReplaceAll(printed, "Warning: A WhatsApp group will be left", "")
		if !strings.Contains(printed, "5 passed, 0 failed") || strings.Contains(others, "Warning") {
			t.Errorf("the test does not pass without a warning: %s", printed)
		}
		if err := w.checkLeft(nil); err != nil {
			t.Error(err)
		}
	})
}

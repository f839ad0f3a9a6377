package provider_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// cli runs commands in a folder, as a user does: in tests by the CLI with the CLI itself, on a binary of the provider.
type cli struct {
	t      *testing.T
	folder string
	path   string
	env    []string
	// stop is what the CLI is told where a context ends: os.Interrupt, which is Ctrl-C, if nothing else.
	stop os.Signal
}

var binary = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "terraform-provider-whatsapp-")
	if err != nil {
		return "", err
	}
	built := filepath.Join(folder, "terraform-provider-whatsapp")
	if output, err := exec.Command("go", "build", "-o", built, "../..").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the provider: %w: %s", err, output)
	}
	return built, nil
})

// newCLI makes a folder with a configuration. The environment is the CLI's alone.
func newCLI(t *testing.T, config string, env ...string) *cli {
	t.Helper()
	c := &cli{t: t, folder: t.TempDir(), stop: os.Interrupt}
	c.rewrite(config)
	if byCLI(t) {
		c.install(env)
	}
	return c
}

// install finds the CLI, which is to find the provider.
func (c *cli) install(env []string) {
	c.t.Helper()
	c.path = os.Getenv("TF_ACC_TERRAFORM_PATH")
	if os.Getenv("TF_ACC") == "" || c.path == "" {
		c.t.Skip("TF_ACC and TF_ACC_TERRAFORM_PATH are not set: run it with scripts/terraform-cli")
	}
	provider, err := binary()
	if err != nil {
		c.t.Fatal(err)
	}
	rc := filepath.Join(c.folder, "dev.tfrc")
	write(c.t, rc, fmt.Appendf(nil, `provider_installation {
  dev_overrides {
    "terraform-whatsapp/whatsapp" = %q
  }
  direct {}
}`, filepath.Dir(provider)))
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") {
			c.env = append(c.env, variable)
		}
	}
	c.env = append(c.env, append(env, "TF_CLI_CONFIG_FILE="+rc, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")...)
}

// run runs a command, whose exit code must be the one given, and returns all that it printed.
func (c *cli) run(exitCode int, args ...string) string {
	c.t.Helper()
	printed, got := c.try(c.t.Context(), args...)
	if got != exitCode {
		c.t.Fatalf("%s ended with exit code %d, want %d: %s", args[0], got, exitCode, printed)
	}
	return printed
}

// try runs a command, and returns all that it printed and its exit code. The end of the context stops it.
func (c *cli) try(ctx context.Context, args ...string) (printed string, exitCode int) {
	c.t.Helper()
	if !byCLI(c.t) {
		folder := terraformtest.Folder{Terraform: inProcess, Path: c.folder}
		return folder.Run(ctx, args...)
	}
	command := exec.CommandContext(ctx, c.path, append(args, "-no-color")...)
	command.Dir, command.Env = c.folder, c.env
	command.Cancel = func() error { return command.Process.Signal(c.stop) }
	output, err := command.CombinedOutput()
	return string(output), exitCodeOf(c.t, err)
}

func exitCodeOf(t *testing.T, err error) int {
	t.Helper()
	if err == nil {
		return 0
	}
	exit, ok := err.(*exec.ExitError) //nolint:errorlint // It is the error of Wait itself.
	if !ok {
		t.Fatal(err)
	}
	return exit.ExitCode()
}

// state gives the ids of the resources in the state, and which of them are tainted.
func (c *cli) state() (ids map[string]bool, tainted []string) {
	c.t.Helper()
	content, err := os.ReadFile(filepath.Join(c.folder, "terraform.tfstate"))
	if err != nil {
		c.t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Status     string
				Attributes struct{ ID string }
			}
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		c.t.Fatal(err)
	}
	ids = map[string]bool{}
	for _, r := range state.Resources {
		for _, i := range r.Instances {
			ids[i.Attributes.ID] = true
			if i.Status != "" {
				tainted = append(tainted, i.Attributes.ID+" "+i.Status)
			}
		}
	}
	return ids, tainted
}

const requiredProviders = `
terraform {
  required_providers {
    whatsapp = {
      source = "terraform-whatsapp/whatsapp"
    }
  }
}
`

func lifeOfInterruptLosesNothing(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	w.fail(emulator.Fault{Match: w.requests.create, Effect: emulator.EffectDelay, MS: 300})
	c := newCLI(t, requiredProviders+w.config(`
resource "whatsapp_group" "g" {
  count       = 30
  name        = "Group ${count.index}"
  description = "One of many."
}`))

	ctx, interrupt := context.WithTimeout(t.Context(), time.Minute)
	defer interrupt()
	go func() {
		for ; w.asked(w.requests.create) < 3 && ctx.Err() == nil; time.Sleep(10 * time.Millisecond) {
		}
		interrupt()
	}()
	printed, code := c.try(ctx, "apply", "-auto-approve")
	if code != 1 {
		t.Errorf("the interrupted apply ended with exit code %d: %s", code, printed)
	}

	made := w.World().Groups
	if len(made) < 1 || len(made) >= 30 {
		t.Fatalf("%d groups were made before the interrupt: %s", len(made), printed)
	}
	ids, tainted := c.state()
	for _, g := range made {
		if !ids[g.ID] {
			t.Errorf("%s (%s) was made and is not in the state", g.Name, g.ID)
		}
	}
	if len(ids) != len(made) || len(tainted) > 0 {
		t.Errorf("the state has %d groups for %d, tainted: %v", len(ids), len(made), tainted)
	}

	w.ClearFaults()
	c.run(0, "apply", "-auto-approve")
	world := w.World()
	if len(world.Groups) != 30 {
		t.Errorf("there are %d groups, want 30", len(world.Groups))
	}
	for _, g := range world.Groups {
		if g.Description != "One of many." {
			t.Errorf("the description of %s is %q", g.Name, g.Description)
		}
	}
	c.run(0, "plan", "-detailed-exitcode")
}

func TestAccTraceTellsNoSecret(t *testing.T) {
	t.Parallel()
	for _, d := range dialectsOf(t) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			const apiKey, header = "key-4f1c9a7e-never-to-be-seen", "header-81d2-never-to-be-seen"
			w := emulate(t, d, emulator.Options{APIKey: apiKey})
			config := w.friends() + `
resource "whatsapp_group_invite" "i" {
  group_id   = whatsapp_group.g.id
  on_destroy = "keep"
}
` + w.where(whatsapp.ReadInviteInfo, `
data "whatsapp_group_invite_info" "i" {
  url = whatsapp_group_invite.i.url
}
`)
			headers := fmt.Sprintf(`headers = { "X-Proxy-Key" = "%s" }`, header)
			c := newCLI(t, requiredProviders+w.providerWith(w.url, apiKey, headers)+config, "TF_LOG=TRACE")
			for _, command := range []string{"plan", "apply", "destroy"} {
				args := []string{command}
				if command != "plan" {
					args = append(args, "-auto-approve")
				}
				log := c.run(0, args...)
				if !strings.Contains(log, "[TRACE]") {
					t.Fatalf("%s printed no trace", command)
				}
				code := "no code before the apply"
				if groups := w.World().Groups; len(groups) > 0 {
					code = groups[0].InviteCode
				}
				for _, secret := range []string{apiKey, header, code} {
					for line := range strings.Lines(log) {
						if strings.Contains(line, secret) {
							t.Errorf("%s prints %s: %s", command, secret, line)
							break
						}
					}
				}
			}
		})
	}
}

func lifeOfPostconditionOnPending(t *testing.T) {
	t.Parallel()
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{})
			w.fail(
				emulator.Fault{Match: w.requests.describe, Effect: emulator.EffectStatus, Status: 500, Body: w.refusal},
			)
			c := newCLI(t, requiredProviders+w.config(w.group("g", `name = "Friends"
  description = "Nobody else."

  lifecycle {
    postcondition {
      condition     = length(self.pending) == 0
      error_message = "Not applied yet: ${join(", ", self.pending)}."
    }
  }`)))
			printed := c.run(1, "apply", "-auto-approve")
			if !strings.Contains(printed, "Not applied yet: description.") {
				t.Errorf("the postcondition does not fail: %s", printed)
			}
			if _, tainted := c.state(); len(tainted) > 0 {
				t.Errorf("tainted: %v", tainted)
			}
			for _, refresh := range []string{"-refresh=true", "-refresh=false"} {
				plan := c.run(2, "plan", "-detailed-exitcode", refresh)
				if !strings.Contains(plan, "0 to add, 1 to change, 0 to destroy") {
					t.Errorf("plan %s: %s", refresh, plan)
				}
			}
			w.ClearFaults()
			c.run(0, "apply", "-auto-approve", "-refresh=false")
			c.run(0, "plan", "-detailed-exitcode")
			groups := w.World().Groups
			if len(groups) != 1 || groups[0].Description != "Nobody else." {
				t.Errorf("WhatsApp has %d groups: %+v", len(groups), groups)
			}
			c.run(0, "destroy", "-auto-approve")
		})
	}
}

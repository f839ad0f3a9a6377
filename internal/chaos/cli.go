package chaos

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// CLI is Terraform itself, or OpenTofu, with the provider as a binary.
type CLI struct{ Path, Provider string }

// by is the program as the CLI can run it: the CLI and the provider go by the machine's clock, and wait as they do.
func (p Program) by(c *CLI) Program {
	p.CLI, p.Paced, p.Retries = c, false, 0
	return p
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

// commandLine is what is typed in one folder.
type commandLine struct {
	*CLI
	ctx    context.Context //nolint:containedctx // That of the one run that it is for.
	folder string
	o      *outcome
	said   bytes.Buffer
	failed bool
}

// carryOutByCLI runs a command by the CLI. What a run was killed for is left undone, as on a machine that has died.
func (r *run) carryOutByCLI(ctx context.Context, o *outcome) error {
	folder := filepath.Join(r.folder, fmt.Sprint(o.Workspace))
	if err := r.CLI.prepare(folder, requiredProviders+o.config); err != nil {
		return err
	}
	l := &commandLine{CLI: r.CLI, ctx: ctx, folder: folder, o: o}
	var err error
	if o.before, err = l.state(); err != nil {
		return err
	}
	if err := l.command(); err != nil {
		return err
	}
	if o.after, err = l.state(); err != nil {
		return err
	}
	severity := terraformtest.Warning
	if l.failed {
		severity = terraformtest.Error
	}
	if text := l.said.String(); l.failed || strings.Contains(text, "Warning: ") {
		o.ds = append(o.ds, terraformtest.Diagnostic{Severity: severity, Detail: text})
	}
	if strings.Contains(l.said.String(), "panic: ") {
		r.notePanic(l.said.String())
	}
	o.door.close()
	r.trace("%s", o.said())
	return nil
}

func (c *CLI) prepare(folder, config string) error {
	installed := fmt.Sprintf(`provider_installation {
  dev_overrides {
    "terraform-whatsapp/whatsapp" = %q
  }
  direct {}
}`, filepath.Dir(c.Provider))
	err := os.MkdirAll(folder, 0o750)
	for name, text := range map[string]string{"main.tf": config, "dev.tfrc": installed} {
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600)
		}
	}
	return err
}

// state reads the state that the folder has.
func (l *commandLine) state() (*terraformtest.State, error) {
	content, err := os.ReadFile(filepath.Join(l.folder, "terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(content) == 0 {
		return &terraformtest.State{}, nil
	}
	if err != nil {
		return nil, err
	}
	return terraformtest.ReadState(content)
}

// command types what the run is for.
func (l *commandLine) command() error {
	o := l.o
	flags := []string{"plan", "-input=false", "-out=planned", "-parallelism=10"}
	if o.SkipRefresh {
		flags = append(flags, "-refresh=false")
	}
	switch o.Command {
	case doRefresh:
		l.run("apply", "-refresh-only", "-auto-approve")
		return nil
	case doImport:
		l.run("import", o.Address, o.ID)
		return nil
	case doForget:
		l.runIfThere("state", "rm", o.Address)
		return nil
	case doTaint:
		l.runIfThere("taint", o.Address)
	case doDestroy:
		flags = append(flags, "-destroy")
	case doReplace:
		if o.before.Object(o.Address) != nil {
			flags = append(flags, "-replace="+o.Address)
		}
	case doTarget:
		flags = append(flags, "-target="+o.Address)
	}
	if !l.run(flags...) {
		return nil
	}
	if err := l.learnPlan(); err != nil || o.Command == doPlan {
		return err
	}
	l.run("apply", "-input=false", "planned")
	return nil
}

// runIfThere types what needs the object at the address.
func (l *commandLine) runIfThere(args ...string) {
	if l.o.before.Object(l.o.Address) != nil {
		l.run(args...)
	}
}

// run runs a command, and reports whether it has ended well. After the end of the run nothing is run.
func (l *commandLine) run(args ...string) bool {
	l.o.door.mu.Lock()
	over := l.o.door.struck
	l.o.door.mu.Unlock()
	if over {
		return false
	}
	command := l.make(args...)
	command.Stdout, command.Stderr = &l.said, &l.said
	l.o.door.ends(l.ctx, command, l.Provider)
	if err := command.Start(); err != nil {
		l.said.WriteString(err.Error())
		l.failed = true
		return false
	}
	if err := command.Wait(); err != nil {
		l.failed = true
		return false
	}
	return true
}

func (l *commandLine) make(args ...string) *exec.Cmd {
	command := exec.CommandContext(l.ctx, l.Path, append(args, "-no-color")...) //nolint:gosec // The CLI of the test.
	command.Dir = l.folder
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(l.folder, "dev.tfrc"), "CHECKPOINT_DISABLE=1",
		"TF_IN_AUTOMATION=1")
	return command
}

// shownPlan is what `show -json` says of a plan.
type shownPlan struct {
	PriorState struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Address, Mode string
					Values        json.RawMessage
				}
			} `json:"root_module"`
		}
	} `json:"prior_state"`
	ResourceChanges []struct {
		Address, Mode, Deposed string
		PreviousAddress        string `json:"previous_address"`
		Change                 struct{ Actions []string }
	} `json:"resource_changes"`
}

// learnPlan has the invariants know what was planned.
func (l *commandLine) learnPlan() error {
	text, err := l.make("show", "-json", "planned").Output()
	if err != nil {
		return err
	}
	var shown shownPlan
	if err := json.Unmarshal(text, &shown); err != nil {
		return err
	}
	p := &terraformtest.Plan{
		Before: l.o.before.Copy(),
		Prior:  &terraformtest.State{Objects: map[terraformtest.Address]*terraformtest.Object{}},
	}
	for _, r := range shown.PriorState.Values.RootModule.Resources {
		a, err := terraformtest.ParseAddress(r.Address)
		if err != nil {
			return err
		}
		p.Prior.Objects[a] = &terraformtest.Object{Attributes: r.Values}
	}
	for _, c := range shown.ResourceChanges {
		change := &terraformtest.Change{Deposed: c.Deposed, Action: actionOf(c.Change.Actions)}
		if change.Address, err = terraformtest.ParseAddress(c.Address); err != nil {
			return err
		}
		if change.Previous = change.Address; c.PreviousAddress != "" {
			p.Before.Move(c.PreviousAddress, c.Address)
			if change.Previous, err = terraformtest.ParseAddress(c.PreviousAddress); err != nil {
				return err
			}
		}
		p.Changes = append(p.Changes, change)
	}
	l.o.plan, l.o.prior = p, p.Prior
	return nil
}

// actionOf reads the actions as `show -json` has them.
func actionOf(actions []string) terraformtest.Action {
	for action, written := range map[terraformtest.Action][]string{
		terraformtest.Create: {"create"}, terraformtest.Read: {"read"}, terraformtest.Update: {"update"},
		terraformtest.Delete: {"delete"}, terraformtest.DeleteThenCreate: {"delete", "create"},
		terraformtest.CreateThenDelete: {"create", "delete"}, terraformtest.Forget: {"forget"},
	} {
		if slices.Equal(actions, written) {
			return action
		}
	}
	return terraformtest.NoOp
}

package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed config/*.tf
var configs embed.FS

// terraform runs the CLI in a folder of its own.
type terraform struct {
	cli, folder string
	env         []string
	parallelism int
	usage       string // The file with what the provider took; empty if there is none.
}

// workspace makes a folder with the configuration of a scenario, in which Terraform finds the contender.
func (b *bench) workspace(c contender, s scenario, endpoint string) (*terraform, error) {
	folder, err := os.MkdirTemp("", "whatsapp-bench-")
	if err != nil {
		return nil, err
	}
	t := &terraform{cli: b.terraform, folder: folder, parallelism: b.parallelism, env: cleanEnvironment()}
	if err := b.fill(t, c, s, endpoint); err != nil {
		return nil, errors.Join(err, t.cleanUp())
	}
	return t, nil
}

func (b *bench) fill(t *terraform, c contender, s scenario, endpoint string) error {
	for _, name := range []string{"variables.tf", c.config} {
		content, err := fs.ReadFile(configs, "config/"+name)
		if err != nil {
			return err
		}
		if err := t.write(name, content); err != nil {
			return err
		}
	}
	values := map[string]any{
		"gateway": b.dialect.gateway, "endpoint": endpoint, "api_key": apiKey,
		"account": nil, "writes_per_minute": b.writesPerMinute, "groups": s.groups, "members": s.members,
	}
	if b.dialect.account != "" {
		values["account"] = b.dialect.account
	}
	content, err := json.Marshal(values)
	if err != nil {
		return err
	}
	bin := filepath.Join(t.folder, "bin")
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n",
		"terraform-whatsapp/whatsapp", bin)
	err = errors.Join(t.write("terraform.tfvars.json", content), t.write("dev.tfrc", []byte(overrides)))
	if err != nil || len(c.command) == 0 {
		return err
	}
	command, err := json.Marshal(c.command)
	if err != nil {
		return err
	}
	t.usage = filepath.Join(t.folder, "usage.json")
	t.env = append(t.env, commandVariable+"="+string(command), usageVariable+"="+t.usage)
	return errors.Join(os.Mkdir(bin, 0o700), os.Symlink(b.self, filepath.Join(bin, providerName)))
}

// cleanEnvironment is ours without the settings of the user's own Terraform.
func cleanEnvironment() []string {
	var env []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "WHATSAPP_") {
			env = append(env, variable)
		}
	}
	return append(env, "TF_CLI_CONFIG_FILE=dev.tfrc", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1")
}

func (t *terraform) write(name string, content []byte) error {
	return os.WriteFile(filepath.Join(t.folder, name), content, 0o600)
}

// graceful is how long Terraform may take to end once it was asked to.
const graceful = time.Minute

// run runs one command and says how long it took.
func (t *terraform) run(ctx context.Context, args ...string) (time.Duration, error) {
	args = append(args, "-input=false", "-no-color", "-parallelism="+strconv.Itoa(t.parallelism))
	cmd := exec.CommandContext(ctx, t.cli, args...)
	cmd.Dir, cmd.Env = t.folder, t.env
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = graceful
	separate(cmd)
	began := time.Now()
	output, err := cmd.CombinedOutput()
	wall := time.Since(began)
	if err != nil {
		endRest(cmd)
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		return 0, fmt.Errorf("%s %s: %w: %s", filepath.Base(t.cli), args[0], err, lastLines(string(output)))
	}
	return wall, nil
}

// lastLines is the end of what Terraform printed, which has the errors.
func lastLines(printed string) string {
	const enough = 3000
	return printed[max(0, len(printed)-enough):]
}

func (t *terraform) cleanUp() error { return os.RemoveAll(t.folder) }

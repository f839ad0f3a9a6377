package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// terraform runs the CLI in a copy of the example, so that no state is left behind in the repository.
type terraform struct {
	cli, scratch, folder string
	env                  []string
	last                 bytes.Buffer
}

// newTerraform lays the copy out as the repository is: the example's dev.tfrc names the provider by a relative path.
func newTerraform(cli, provider, example, endpoint string) (*terraform, error) {
	scratch, err := os.MkdirTemp("", "whatsapp-demo-")
	if err != nil {
		return nil, err
	}
	t := &terraform{cli: cli, scratch: scratch, folder: filepath.Join(scratch, "examples", "quickstart")}
	bin, err := filepath.Abs(filepath.Dir(provider))
	if err == nil {
		err = errors.Join(os.CopyFS(t.folder, os.DirFS(example)), os.Symlink(bin, filepath.Join(scratch, "bin")))
	}
	if err != nil {
		t.cleanUp()
		return nil, err
	}
	for _, variable := range os.Environ() {
		// Settings of the user's own Terraform have no place in the demo.
		if !strings.HasPrefix(variable, "TF_") && !strings.HasPrefix(variable, "WHATSAPP_") {
			t.env = append(t.env, variable)
		}
	}
	t.env = append(t.env,
		"TF_CLI_CONFIG_FILE=dev.tfrc", "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", "TF_VAR_endpoint="+endpoint)
	return t, nil
}

// run runs one command and fails unless it ends with the exit code.
func (t *terraform) run(ctx context.Context, exitCode int, command string, args ...string) error {
	fmt.Printf("\n$ %s %s %s\n", filepath.Base(t.cli), command, strings.Join(args, " "))
	args = append([]string{command, "-input=false"}, args...)
	if info, err := os.Stdout.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		args = append(args, "-no-color")
	}
	cmd := exec.CommandContext(ctx, t.cli, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.Dir, cmd.Env = t.folder, t.env
	t.last.Reset()
	cmd.Stdout = io.MultiWriter(os.Stdout, &t.last)
	cmd.Stderr = os.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return fmt.Errorf("run %s: %w", t.cli, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != exitCode {
		return fmt.Errorf("%s ended with exit code %d, not %d", command, got, exitCode)
	}
	return nil
}

// printed fails unless the last command printed all texts.
func (t *terraform) printed(texts ...string) error {
	// On a terminal the texts are interrupted by colours.
	printed := withoutColours(t.last.String())
	for _, text := range texts {
		if !strings.Contains(printed, text) {
			return fmt.Errorf("the plan does not say %q", text)
		}
	}
	return nil
}

func withoutColours(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "\x1b[")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		_, s, _ = strings.Cut(after, "m")
	}
}

func (t *terraform) cleanUp() { _ = os.RemoveAll(t.scratch) }

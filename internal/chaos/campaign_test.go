package chaos_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/chaos"
)

// number is one of the environment, or what it is without.
func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		t.Fatalf("%s is %q, and no number", variable, text)
	}
	return n
}

// TestCampaign runs random programs. In `make test` they are few; `make chaos` says how many.
func TestCampaign(t *testing.T) {
	t.Parallel()
	c := chaos.Campaign{
		First: uint64(number(t, "SEED", 1)), Programs: number(t, "PROGRAMS", 70), Workers: number(t, "WORKERS", 6),
		Folder: os.Getenv("CHAOS_FOLDER"), Runs: number(t, "SHRINK", 150), Log: os.Stderr,
	}
	if deadline, bounded := t.Deadline(); bounded {
		c.Until = deadline.Add(-time.Minute)
	}
	if os.Getenv("PROGRAMS") == "" { // A part of `make test`.
		c.Until, c.Log = time.Now().Add(45*time.Second), nil
	}
	counts, failures, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(counts)
	for _, f := range failures {
		if isPart := c.Log == nil; isPart && !f.Again { // Other tests keep the machine busy.
			t.Log(f)
			continue
		}
		t.Error(f)
	}
}

// TestAccCampaign runs random programs by the CLI, whose processes are killed. That takes minutes, so only who asks for
// them gets them.
func TestAccCampaign(t *testing.T) {
	programs := number(t, "CLI_PROGRAMS", 0)
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if programs == 0 || cli == "" {
		t.Skip("it takes CLI_PROGRAMS and the environment of scripts/terraform-cli: see `make chaos`")
	}
	c := chaos.Campaign{
		First: uint64(number(t, "SEED", 1)), Programs: programs, Workers: number(t, "WORKERS", 2),
		Folder: os.Getenv("CHAOS_FOLDER"), Runs: number(t, "SHRINK", 0), Log: os.Stderr,
		CLI: &chaos.CLI{Path: cli, Provider: build(t)},
	}
	counts, failures, err := c.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Log(counts)
	for _, f := range failures {
		t.Error(f)
	}
}

// build builds the provider.
func build(t *testing.T) string {
	t.Helper()
	built := filepath.Join(t.TempDir(), "terraform-provider-whatsapp")
	output, err := exec.CommandContext(t.Context(), "go", "build", "-o", built, "../..").CombinedOutput()
	if err != nil {
		t.Fatalf("build the provider: %v: %s", err, output)
	}
	return built
}

// TestProgram runs a program that was kept.
func TestProgram(t *testing.T) {
	file := os.Getenv("PROGRAM")
	if file == "" {
		t.Skip("PROGRAM names no file")
	}
	p, broken, err := chaos.Replay(t.Context(), file, t.Output())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range broken {
		t.Errorf("%s\n%s", b, p)
	}
}

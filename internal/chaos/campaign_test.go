package chaos_test

import (
	"os"
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
	if os.Getenv("PROGRAMS") == "" {
		c.Until = time.Now().Add(45 * time.Second)
		c.Log = nil
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

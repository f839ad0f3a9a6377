// Bench measures the provider with a real Terraform CLI and the emulator: how many calls it sends, how long a run
// takes, and what the provider's processes cost. It measures others in the same run, since a machine's speed differs
// from day to day: a provider that does nothing, one that confirms nothing, and Terraform alone.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
)

func main() { os.Exit(start(os.Args)) }

// start does what this process was started for. Terraform starts the same binary as a provider, and that one starts it
// as a peer.
func start(args []string) int {
	switch {
	case filepath.Base(args[0]) == providerName:
		return launch(args[1:])
	case len(args) > 1 && args[1] == servePeer:
		return exitCode(servePeerNamed(args[2:]))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return exitCode(run(ctx, args[1:], os.Stdout, os.Stderr))
}

func exitCode(err error) int {
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: %v\n", err)
		return 1
	}
	return 0
}

func run(ctx context.Context, args []string, stdout, progress io.Writer) error {
	o, err := parseFlags(args)
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	facts, err := factsOf(ctx, o)
	if err != nil {
		return err
	}
	b := bench{options: o, self: self, progress: progress}
	lines, err := b.measure(ctx)
	if len(lines) == 0 {
		return err
	}
	// What was measured before something failed is worth its time.
	if _, writeErr := io.WriteString(stdout, facts+"\n"+table(lines)); writeErr != nil {
		return writeErr
	}
	return err
}

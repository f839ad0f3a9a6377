package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// providerName is the name under which Terraform starts a provider.
const providerName = "terraform-provider-whatsapp"

// What a launcher is told by the environment, which Terraform hands on to its providers.
const (
	commandVariable = "BENCH_COMMAND" // The command of the provider, as a JSON list.
	usageVariable   = "BENCH_USAGE"   // The file that gets a line for each process.
)

// usage is what the processes of one provider took.
type usage struct {
	CPU    time.Duration `json:"cpu"`
	MaxRSS int64         `json:"max_rss"` // Of the largest of them, in bytes.
}

// launch stands between Terraform and a provider, since a process is told what its own children took and nothing of its
// grandchildren. Handshake and logs go past it: the provider has its files.
func launch(args []string) int {
	var command []string
	if err := json.Unmarshal([]byte(os.Getenv(commandVariable)), &command); err != nil || len(command) == 0 {
		return exitCode(fmt.Errorf("%s names no provider: %w", commandVariable, err))
	}
	// An interrupt reaches the provider by itself, which leaves it to Terraform like every provider.
	signal.Notify(make(chan os.Signal, 1), os.Interrupt)
	terminated := make(chan os.Signal, 1)
	signal.Notify(terminated, syscall.SIGTERM)

	cmd := exec.Command(command[0], append(command[1:], args...)...) //nolint:noctx // It ends when Terraform says so.
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return exitCode(err)
	}
	go func() {
		for s := range terminated {
			_ = cmd.Process.Signal(s)
		}
	}()
	waitErr := cmd.Wait()
	var exit *exec.ExitError
	if waitErr != nil && !errors.As(waitErr, &exit) {
		return exitCode(waitErr)
	}
	if err := appendUsage(os.Getenv(usageVariable), usageOf(cmd.ProcessState)); err != nil {
		return exitCode(err)
	}
	return cmd.ProcessState.ExitCode()
}

func usageOf(s *os.ProcessState) usage {
	return usage{CPU: s.UserTime() + s.SystemTime(), MaxRSS: maxRSS(s)}
}

// appendUsage writes a line at once: several providers may end at the same time.
func appendUsage(path string, u usage) error {
	line, err := json.Marshal(u)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(append(line, '\n'))
	return errors.Join(err, file.Close())
}

// takeUsage adds up the lines of a file and removes it.
func takeUsage(path string) (usage, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return usage{}, fmt.Errorf("no provider has said what it took: %w", err)
	}
	var sum usage
	for line := range strings.Lines(string(content)) {
		var one usage
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			return usage{}, err
		}
		sum.CPU += one.CPU
		sum.MaxRSS = max(sum.MaxRSS, one.MaxRSS)
	}
	return sum, os.Remove(path)
}

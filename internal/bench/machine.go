package main

import (
	"context"
	"debug/buildinfo"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
)

// factsOf says on what it was measured, and what the figures are. It asks for the load before there is one of ours.
func factsOf(ctx context.Context, o options) (string, error) {
	built, err := buildinfo.ReadFile(o.provider)
	if err != nil {
		return "", fmt.Errorf("-provider: %w", err)
	}
	version, err := exec.CommandContext(ctx, o.terraform, "version").Output()
	if err != nil {
		return "", fmt.Errorf("run %s: %w", o.terraform, err)
	}
	cli, _, _ := strings.Cut(string(version), "\n")
	var b strings.Builder
	for _, fact := range []string{
		fmt.Sprintf("%s/%s, %d cores, load average at the start %s",
			runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), loadAverage(ctx)),
		fmt.Sprintf("%s, %s", cli, runtime.Version()),
		fmt.Sprintf("provider %s, built by %s", built.Main.Version, built.GoVersion),
		fmt.Sprintf("dialect %s, parallelism %d, writes_per_minute %d, median of %d",
			o.dialect.name, o.parallelism, o.writesPerMinute, o.repeat),
		"create is an apply, which plans first, and destroy refreshes before it destroys, as Terraform does",
		"wall: Terraform's run as a whole; CPU: of all provider processes of the run; peak: of the largest of them",
	} {
		b.WriteString("- " + fact + "\n")
	}
	return b.String(), nil
}

// loadAverage is the end of what uptime prints, which is alike on every Unix.
func loadAverage(ctx context.Context) string {
	printed, err := exec.CommandContext(ctx, "uptime").Output()
	if err != nil {
		return "unknown"
	}
	_, averages, found := strings.Cut(string(printed), "load average")
	if !found {
		return "unknown"
	}
	return strings.TrimSpace(strings.TrimLeft(averages, "s:"))
}

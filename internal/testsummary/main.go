// Command testsummary reads what `go test -json` printed and says how many tests ran, how many were skipped and why, and
// which took longest.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
)

const slowestShown = 10

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "testsummary:", err)
		os.Exit(1)
	}
}

func run(arguments []string, out io.Writer) error {
	if len(arguments) != 1 {
		return fmt.Errorf("give it the file with the events")
	}
	file, err := os.Open(arguments[0])
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	tests, err := read(file)
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, tests.summary())
	return err
}

// event is one line of `go test -json`.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
}

// test is what became of one test.
type test struct {
	name    string
	outcome string
	seconds float64
	// said is the last line that the test printed, which of one that is skipped is the reason.
	said string
}

type tests map[string]*test

func read(events io.Reader) (tests, error) {
	all := tests{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil || e.Test == "" {
			continue
		}
		name := e.Package[strings.LastIndex(e.Package, "/internal/")+1:] + " " + e.Test
		one := all[name]
		if one == nil {
			one = &test{name: name}
			all[name] = one
		}
		switch e.Action {
		case "output":
			if reason := source.FindStringSubmatch(e.Output); reason != nil {
				one.said = reason[1]
			}
		case "pass", "fail", "skip":
			one.outcome, one.seconds = e.Action, e.Elapsed
		}
	}
	return all, lines.Err()
}

// source matches a line that a test logs, with the place in the code in front.
var source = regexp.MustCompile(`^\s+\S+\.go:\d+: (.*)`)

// leaves are the tests that are no frame for others.
func (all tests) leaves() []*test {
	frames := map[string]bool{}
	for name := range all {
		for i := strings.LastIndex(name, "/"); i > strings.Index(name, " "); i = strings.LastIndex(name[:i], "/") {
			frames[name[:i]] = true
		}
	}
	var leaves []*test
	for name, one := range all {
		if !frames[name] {
			leaves = append(leaves, one)
		}
	}
	return leaves
}

func (all tests) summary() string {
	leaves := all.leaves()
	count, reasons := map[string]int{}, map[string]int{}
	for _, one := range leaves {
		count[one.outcome]++
		if one.outcome == "skip" {
			reasons[one.said]++
		}
	}
	var s strings.Builder
	fmt.Fprintf(&s, "%d tests passed, %d failed, %d were skipped", count["pass"], count["fail"], count["skip"])
	if unfinished := count[""]; unfinished > 0 {
		fmt.Fprintf(&s, ", %d did not end", unfinished)
	}
	s.WriteString(".\n")
	if len(reasons) > 0 {
		s.WriteString("Skipped, with the reason:\n")
	}
	for _, reason := range sortedByCount(reasons) {
		fmt.Fprintf(&s, "%6d  %s\n", reasons[reason], reason)
	}
	slices.SortFunc(leaves, func(a, b *test) int {
		return 2*sign(b.seconds-a.seconds) + strings.Compare(a.name, b.name)
	})
	s.WriteString("The slowest, in seconds:\n")
	for _, one := range leaves[:min(slowestShown, len(leaves))] {
		fmt.Fprintf(&s, "%6.1f  %s\n", one.seconds, one.name)
	}
	return s.String()
}

func sortedByCount(reasons map[string]int) []string {
	var sorted []string
	for reason := range reasons {
		sorted = append(sorted, reason)
	}
	slices.SortFunc(sorted, func(a, b string) int {
		return 2*(reasons[b]-reasons[a]) + strings.Compare(a, b)
	})
	return sorted
}

func sign(f float64) int {
	switch {
	case f < 0:
		return -1
	case f > 0:
		return 1
	}
	return 0
}

package main

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// options say what to measure.
type options struct {
	terraform, provider string
	dialect             dialect
	scenarios           []scenario
	conditions          []condition
	peers               []string
	repeat, parallelism int
	writesPerMinute     int
}

// condition is how the emulator answers.
type condition struct {
	latency time.Duration
	serial  bool
}

func (c condition) String() string {
	text := "0"
	if c.latency > 0 {
		text = c.latency.String()
	}
	if c.serial {
		text += ", serial"
	}
	return text
}

func parseFlags(args []string) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.StringVar(&o.terraform, "terraform", "terraform", "`path` of the Terraform or OpenTofu CLI")
	flags.StringVar(&o.provider, "provider", "bin/"+providerName, "`path` of the provider's binary")
	flags.IntVar(&o.repeat, "repeat", 1, "`number` of runs of which the median counts")
	flags.IntVar(&o.parallelism, "parallelism", 10, "Terraform's -parallelism")
	flags.IntVar(&o.writesPerMinute, "writes-per-minute", 0,
		"the provider's writes_per_minute and adds_per_minute; 0 does not wait")
	dialectName := flags.String("dialect", "NOWEB", "what the emulator speaks: "+strings.Join(dialectNames(), ", "))
	scenarioNames := flags.String("scenario", strings.Join(allScenarios, ","), "`scenarios`, with commas between")
	sizes := flags.String("members", "100",
		"members of the group of one-group, one run for each `number`; 1000 take most of an hour on a busy machine")
	spread := flags.Int("spread", 200, "members over the ten groups of ten-groups")
	groups := flags.Int("groups", 200, "groups of settings")
	latencies := flags.String("latency", "0,100ms", "`times` that a request takes, with commas between")
	// The default is what WhatsApp does. Both would take half as long again.
	serial := flags.String("serial", "on",
		"whether requests of the account go one at a time: `on, off or both`; without a latency they never do")
	peers := flags.String("peers", strings.Join(allPeers, ","), "`peers` to measure too, with commas between, or none")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	if flags.NArg() > 0 {
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.repeat < 1 || o.parallelism < 1 {
		return o, errors.New("-repeat and -parallelism are at least 1")
	}
	var err error
	if o.provider, err = filepath.Abs(o.provider); err != nil {
		return o, err
	}
	if o.dialect, err = dialectNamed(*dialectName); err != nil {
		return o, err
	}
	if o.conditions, err = conditionsOf(*latencies, *serial); err != nil {
		return o, err
	}
	if o.peers, err = chosen("peers", *peers, allPeers); err != nil {
		return o, err
	}
	names, err := chosen("scenario", *scenarioNames, allScenarios)
	if err != nil {
		return o, err
	}
	var numbers []int
	for _, size := range listed(*sizes) {
		n, err := strconv.Atoi(size)
		if err != nil {
			return o, fmt.Errorf("-members: %w", err)
		}
		numbers = append(numbers, n)
	}
	o.scenarios, err = scenariosOf(names, numbers, *spread, *groups)
	return o, err
}

// conditionsOf gives one condition for each latency, and one more where turns matter: without a latency they do not.
func conditionsOf(latencies, serial string) ([]condition, error) {
	if !slices.Contains([]string{"on", "off", "both"}, serial) {
		return nil, fmt.Errorf("-serial is on, off or both, not %q", serial)
	}
	var conditions []condition
	for _, text := range listed(latencies) {
		latency, err := time.ParseDuration(text)
		if err != nil || latency < 0 {
			return nil, fmt.Errorf("-latency: %q is no time such as 100ms", text)
		}
		if latency == 0 || serial != "on" {
			conditions = append(conditions, condition{latency: latency})
		}
		if latency > 0 && serial != "off" {
			conditions = append(conditions, condition{latency: latency, serial: true})
		}
	}
	if len(conditions) == 0 {
		return nil, errors.New("-latency names no time")
	}
	return conditions, nil
}

// chosen reads names of which each must be known.
func chosen(flag, text string, known []string) ([]string, error) {
	if text == "none" {
		return nil, nil
	}
	names := listed(text)
	for _, name := range names {
		if !slices.Contains(known, name) {
			return nil, fmt.Errorf("-%s: there is no %q; there are %s", flag, name, strings.Join(known, ", "))
		}
	}
	return names, nil
}

func listed(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}

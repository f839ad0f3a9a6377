package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// bench measures what its options name.
type bench struct {
	options
	self     string // This binary, which is the launcher and the peers too.
	progress io.Writer
	// oursInstead is the command of our provider where it is not the binary. Only tests set it.
	oursInstead []string
}

// phase is one command of Terraform's.
type phase struct {
	name string
	args []string
}

// A plan that wants to change something after a create ends with an exit code of its own, so that it fails.
var phases = []phase{
	{"create", []string{"apply", "-auto-approve"}},
	{"plan", []string{"plan", "-detailed-exitcode"}},
	{"plan -refresh=false", []string{"plan", "-detailed-exitcode", "-refresh=false"}},
	{"destroy", []string{"destroy", "-auto-approve"}},
}

// sample is what one phase took.
type sample struct {
	calls calls
	wall  time.Duration
	usage usage
}

// line is one line of the table.
type line struct {
	scenario, contender, condition, phase string
	sample
	// alone: Terraform ran without a provider that could be measured.
	alone bool
}

// measure goes through everything. If something fails there are the lines of what was measured before.
func (b *bench) measure(ctx context.Context) ([]line, error) {
	var lines []line
	for _, s := range b.scenarios {
		if b.dialect.noEmptyGroups {
			s = s.withFirstMember()
		}
		for _, c := range b.contenders() {
			conditions := b.conditions
			if !c.sends {
				conditions = []condition{{}}
			}
			for _, under := range conditions {
				more, err := b.repeated(ctx, s, c, under)
				if err != nil {
					return lines, fmt.Errorf("%s, %s: %w", s.name, c.under(under), err)
				}
				lines = append(lines, more...)
			}
		}
	}
	return lines, nil
}

// repeated runs all phases as often as was asked for and gives the medians.
func (b *bench) repeated(ctx context.Context, s scenario, c contender, under condition) ([]line, error) {
	samples := make([][]sample, len(phases))
	for i := range b.repeat {
		_, _ = fmt.Fprintf(b.progress, "%s, %s, run %d of %d", s.name, c.under(under), i+1, b.repeat)
		began := time.Now()
		once, err := b.once(ctx, s, c, under)
		_, _ = fmt.Fprintf(b.progress, ": %.0f s\n", time.Since(began).Seconds())
		if err != nil {
			return nil, err
		}
		for p, one := range once {
			samples[p] = append(samples[p], one)
		}
	}
	lines := make([]line, 0, len(phases))
	for i, p := range phases {
		l := line{
			scenario: s.name, contender: c.name, condition: under.String(), phase: p.name, sample: median(samples[i]),
			alone: len(c.command) == 0,
		}
		if !c.sends {
			l.condition = ""
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// once runs all phases on a new emulator.
func (b *bench) once(ctx context.Context, s scenario, c contender, under condition) (_ []sample, err error) {
	emulated, err := startServer(ctx, b.dialect.emulator(under))
	if err != nil {
		return nil, err
	}
	defer emulated.stop()
	tf, err := b.workspace(c, s, emulated.url+b.dialect.prefix)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tf.cleanUp()) }()
	var samples []sample
	for _, p := range phases {
		emulated.ClearRequests()
		one := sample{}
		if one.wall, err = tf.run(ctx, p.args...); err != nil {
			return nil, err
		}
		if tf.usage != "" {
			if one.usage, err = takeUsage(tf.usage); err != nil {
				return nil, err
			}
		}
		if one.calls, err = count(emulated.Requests()); err != nil {
			return nil, err
		}
		if c.sends {
			if err := emulated.check(s, p.name == "destroy"); err != nil {
				return nil, fmt.Errorf("after %s: %w", p.name, err)
			}
		}
		samples = append(samples, one)
	}
	return samples, nil
}

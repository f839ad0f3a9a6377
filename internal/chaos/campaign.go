package chaos

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// Campaign runs the programs of many seeds, each on one of the dialects in turn.
type Campaign struct {
	First    uint64 // The first seed.
	Programs int
	Workers  int
	// Until ends it early; zero does not.
	Until time.Time
	// Folder is where programs are kept that broke something.
	Folder string
	// Runs is how many runs may be used to shrink one.
	Runs int
	Log  io.Writer
	// CLI, if it is not nil, runs the programs instead of the process of the test.
	CLI *CLI
}

// Counts are what a campaign has run.
type Counts struct {
	Programs, Steps, Runs, Calls int
	ByDialect, ByFault, ByAct    map[string]int
	ByEnd, ByCommand, Broken     map[string]int
	// ByBlock counts the configurations of the runs that have a kind of block.
	ByBlock map[string]int
	Took    time.Duration
}

// Failure is a program that broke an invariant.
type Failure struct {
	Breach
	Program, Shrunk Program
	File            string
	// Again: the shrunk program has broken it too. Where requests miss their time on a busy machine, it may not.
	Again bool
}

// Run runs the campaign. The error is for what is not the provider's.
func (c Campaign) Run(ctx context.Context) (Counts, []Failure, error) {
	counts := Counts{
		ByDialect: map[string]int{}, ByFault: map[string]int{}, ByAct: map[string]int{}, ByEnd: map[string]int{},
		ByCommand: map[string]int{}, Broken: map[string]int{}, ByBlock: map[string]int{},
	}
	began := time.Now()
	var (
		mu       sync.Mutex
		failures []Failure
		failed   error
		next     int
		all      sync.WaitGroup
	)
	take := func() (Program, bool) {
		mu.Lock()
		defer mu.Unlock()
		if next >= c.Programs || failed != nil || ctx.Err() != nil || !c.Until.IsZero() && time.Now().After(c.Until) {
			return Program{}, false
		}
		p := OfSeed(c.First + uint64(next)) //nolint:gosec // It is not negative.
		next++
		if c.CLI != nil {
			p = p.by(c.CLI)
		}
		return p, true
	}
	for range c.Workers {
		all.Go(func() {
			for p, more := take(); more; p, more = take() {
				broken, err := p.Execute(ctx)
				mu.Lock()
				counts.count(p)
				if err != nil {
					failed = fmt.Errorf("seed %d: %w\n%s", p.Seed, err, p)
				}
				mu.Unlock()
				if len(broken) == 0 {
					continue
				}
				f := c.failure(ctx, p, broken[0])
				mu.Lock()
				counts.Broken[f.Invariant]++
				failures = append(failures, f)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	counts.Took = time.Since(began)
	return counts, failures, failed
}

// OfSeed is the program of a seed, which says its dialect too.
func OfSeed(seed uint64) Program { return Generate(seed, dialects[seed%uint64(len(dialects))]) }

// failure shrinks a program that broke something, and keeps it.
func (c Campaign) failure(ctx context.Context, p Program, b Breach) Failure {
	f := Failure{Breach: b, Program: p, Shrunk: Shrink(ctx, p, b.Invariant, c.Runs)}
	if broken, err := f.Shrunk.Execute(ctx); err == nil && len(broken) > 0 {
		f.Breach, f.Again = broken[0], true
	} else if err == nil {
		f.What += "\n(it does not break every time)"
	}
	if c.Folder == "" {
		return f
	}
	text, err := json.MarshalIndent(f.Shrunk, "", " ")
	if err == nil {
		err = os.MkdirAll(c.Folder, 0o750)
	}
	if err == nil {
		f.File = filepath.Join(c.Folder, fmt.Sprintf("%s-%d.json", b.Invariant, p.Seed))
		err = os.WriteFile(f.File, text, 0o600)
	}
	if err != nil {
		f.What += "\n" + err.Error()
	}
	if c.Log != nil {
		_, _ = fmt.Fprintln(c.Log, f)
	}
	return f
}

// String is what somebody needs who is to find out why.
func (f Failure) String() string {
	text := fmt.Sprintf("%s\n\n%s\n\nThe whole program again: SEED=%d PROGRAMS=1 make chaos\n",
		f.Breach, f.Shrunk, f.Program.Seed)
	if f.File != "" {
		text += "The shortest one again: PROGRAM=" + f.File + " make chaos\n"
	}
	return text
}

func (c *Counts) count(p Program) {
	c.Programs++
	c.ByDialect[p.Dialect]++
	for _, s := range p.Steps {
		c.Steps++
		for _, f := range s.Faults {
			c.ByFault[f.Name]++
		}
		for _, a := range s.Acts {
			c.ByAct[a.What]++
		}
		if s.End != nil {
			c.ByEnd[s.End.How]++
		}
		for _, r := range s.Runs {
			c.Runs++
			c.ByCommand[r.Command]++
			for _, kind := range r.Config.kinds() {
				c.ByBlock[kind]++
			}
		}
	}
}

// String is a table of what was run.
func (c Counts) String() string {
	text := fmt.Sprintf("%d programs of %d steps and %d commands in %s\n", c.Programs, c.Steps, c.Runs,
		c.Took.Round(time.Second))
	for what, counted := range map[string]map[string]int{
		"dialects": c.ByDialect, "faults": c.ByFault, "acts": c.ByAct, "ends": c.ByEnd, "commands": c.ByCommand,
		"broken": c.Broken, "blocks": c.ByBlock,
	} {
		text += what + ":"
		for _, name := range slices.Sorted(maps.Keys(counted)) {
			text += fmt.Sprintf(" %s %d,", name, counted[name])
		}
		text += "\n"
	}
	return text
}

// Replay runs a program that was kept in a file, and tells what it does.
func Replay(ctx context.Context, file string, trace io.Writer) (Program, []Breach, error) {
	text, err := os.ReadFile(file) //nolint:gosec // Whoever runs it says which.
	if err != nil {
		return Program{}, nil, err
	}
	p, err := parse(text)
	if err != nil {
		return Program{}, nil, err
	}
	p.Trace = trace
	broken, err := p.Execute(ctx)
	return p, broken, err
}

// kinds are the kinds of blocks that a configuration has, each once.
func (c Config) kinds() []string {
	var kinds []string
	for _, r := range c.Resources {
		kinds = append(kinds, r.Type)
		if r.argument("on_refusal") == "invite" {
			kinds = append(kinds, "on_refusal = invite")
		}
	}
	for block, has := range map[string]bool{
		"import": len(c.Imports) > 0, "moved": len(c.Moved) > 0, "removed": len(c.Removed) > 0, "data": c.Data,
		"data of join requests": c.Asking,
	} {
		if has {
			kinds = append(kinds, block)
		}
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

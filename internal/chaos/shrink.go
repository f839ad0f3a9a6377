package chaos

import (
	"context"
	"slices"
)

// Shrink leaves out of a program what can be left out so that it still breaks the invariant, until nothing can. What
// another breach does is not looked at. It gives up once the budget of runs is used up.
func Shrink(ctx context.Context, p Program, invariant string, runs int) Program {
	breaks := func(smaller Program) bool {
		if runs <= 0 {
			return false
		}
		runs--
		broken, err := smaller.Execute(ctx)
		return err == nil && slices.ContainsFunc(broken, func(b Breach) bool { return b.Invariant == invariant })
	}
	for shrunk := true; shrunk && runs > 0; {
		shrunk = false
		for i := 0; ; i++ {
			smaller, is := p.without(i)
			if !is {
				break
			}
			if breaks(smaller) {
				p, shrunk = smaller, true
				i--
			}
		}
	}
	return p
}

// needed are the arguments without which a block is none. A key that is written once goes with its version.
var needed = []string{"name", "phone_number", "invite", "initial_members", "url", "events", "hmac_key_wo_version"}

// without is the program without its part number i; false if it has no such part. The big parts come first.
func (p Program) without(i int) (Program, bool) {
	n := -1
	next := func() bool { n++; return n == i }
	smaller := p.clone()
	for s := range smaller.Steps {
		if next() {
			smaller.Steps = slices.Delete(smaller.Steps, s, s+1)
			return smaller, true
		}
	}
	for s := range smaller.Steps {
		step := &smaller.Steps[s]
		for r := range step.Runs {
			if len(step.Runs) > 1 && next() {
				step.Runs = slices.Delete(step.Runs, r, r+1)
				return smaller, true
			}
		}
		for f := range step.Faults {
			if next() {
				step.Faults = slices.Delete(step.Faults, f, f+1)
				return smaller, true
			}
		}
		for a := range step.Acts {
			if next() {
				step.Acts = slices.Delete(step.Acts, a, a+1)
				return smaller, true
			}
		}
		if step.End != nil && next() {
			step.End = nil
			return smaller, true
		}
	}
	for s := range smaller.Steps {
		for r := range smaller.Steps[s].Runs {
			c := &smaller.Steps[s].Runs[r].Config
			for i := range c.Imports {
				if next() {
					c.Imports = slices.Delete(c.Imports, i, i+1)
					return smaller, true
				}
			}
		}
	}
	// A block goes from all steps at once: else it would be destroyed in between.
	for _, address := range smaller.addresses() {
		if next() {
			smaller.eachConfig(func(c *Config) { c.drop(address) })
			return smaller, true
		}
	}
	for _, address := range smaller.addresses() {
		for _, name := range smaller.arguments(address) {
			if !slices.Contains(needed, name) && next() {
				smaller.eachConfig(func(c *Config) {
					if r := c.resource(address); r != nil {
						delete(r.Args, name)
						if name == "hmac_key_wo" {
							delete(r.Args, "hmac_key_wo_version")
						}
					}
				})
				return smaller, true
			}
		}
		for _, key := range smaller.keys(address) {
			if next() {
				smaller.eachConfig(func(c *Config) {
					if r := c.resource(address); r != nil {
						delete(r.People, key)
					}
				})
				return smaller, true
			}
		}
	}
	for _, simpler := range []func() bool{
		func() bool { was := smaller.LID; smaller.LID = false; return was },
		func() bool { was := smaller.Hidden; smaller.Hidden = false; return was },
		func() bool { was := smaller.Paced; smaller.Paced = false; return was },
		func() bool { was := smaller.Store; smaller.Store = false; return was },
		func() bool { was := smaller.Session != ""; smaller.Session = ""; return was },
		func() bool { was := smaller.Parallelism > 1; smaller.Parallelism = 1; return was },
	} {
		if next() {
			if simpler() {
				return smaller, true
			}
			return p.without(i + 1)
		}
	}
	return p, false
}

// eachConfig visits the configurations of all runs.
func (p *Program) eachConfig(visit func(c *Config)) {
	for s := range p.Steps {
		for r := range p.Steps[s].Runs {
			visit(&p.Steps[s].Runs[r].Config)
		}
	}
}

// addresses are those of all blocks.
func (p *Program) addresses() []string {
	var all []string
	p.eachConfig(func(c *Config) {
		for _, r := range c.Resources {
			if !slices.Contains(all, r.address()) {
				all = append(all, r.address())
			}
		}
	})
	return all
}

func (p *Program) arguments(address string) []string {
	var all []string
	p.eachConfig(func(c *Config) {
		if r := c.resource(address); r != nil {
			for name := range r.Args {
				all = append(all, name)
			}
		}
	})
	slices.Sort(all)
	return slices.Compact(all)
}

func (p *Program) keys(address string) []string {
	var all []string
	p.eachConfig(func(c *Config) {
		if r := c.resource(address); r != nil {
			for key := range r.People {
				all = append(all, key)
			}
		}
	})
	slices.Sort(all)
	return slices.Compact(all)
}

// drop takes a block out of a configuration, with what is about its group and what is said of it.
func (c *Config) drop(address string) {
	dropped := c.resource(address)
	if dropped == nil {
		return
	}
	kind, label := dropped.Type, dropped.Label
	c.Resources = slices.DeleteFunc(c.Resources, func(r Resource) bool {
		return r.address() == address || kind == typeGroup && r.Place == label
	})
	c.Moved = slices.DeleteFunc(c.Moved, func(m [2]string) bool { return m[0] == address || m[1] == address })
	c.Removed = slices.DeleteFunc(c.Removed, func(a string) bool { return a == address })
	c.Imports = slices.DeleteFunc(c.Imports, func(i Import) bool { return c.resource(i.To) == nil })
}

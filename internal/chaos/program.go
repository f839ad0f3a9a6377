package chaos

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// Program is what a seed makes. It is all that a run needs: the same program does the same.
type Program struct {
	Seed    uint64
	Dialect string
	// LID: the groups that are there are addressed by LID. Hidden: they hide all numbers.
	LID, Hidden bool
	Store       bool // WAHA's NOWEB keeps a store.
	// Session is the configuration of WAHA's session from the start, empty for none.
	Session string `json:",omitempty"`
	// Parallelism is Terraform's. With 1, and without two runs at once, a program does exactly the same each time.
	Parallelism int
	// Paced: the provider goes by its pace, and WhatsApp has limits.
	Paced   bool
	Retries int // max_retries of the provider.
	Steps   []Step
	// Trace is told each request and what each run has said. Nil is nobody.
	Trace io.Writer `json:"-"`
	// CLI runs the commands. Without it they run in process.
	CLI *CLI `json:"-"`
}

// Step is what happens until the invariants are looked at.
type Step struct {
	Runs []Run
	// Together: the runs are at once. Else they are one after the other.
	Together bool    `json:",omitempty"`
	Faults   []Fault `json:",omitempty"`
	Acts     []Act   `json:",omitempty"`
	End      *End    `json:",omitempty"`
}

// Run is a command of Terraform in one of the workspaces.
type Run struct {
	Workspace int    // 0 or 1: each has a state of its own.
	Command   string // One of the commands below.
	// Address is for taint, replace, target and import; ID is for import.
	Address     string `json:",omitempty"`
	ID          string `json:",omitempty"`
	SkipRefresh bool   `json:",omitempty"`
	Config      Config
}

// The commands.
const (
	doApply   = "apply"
	doSaved   = "plan, then apply of the saved plan"
	doPlan    = "plan"
	doRefresh = "refresh"
	doDestroy = "destroy"
	doTaint   = "taint and apply"
	doReplace = "apply -replace"
	doTarget  = "apply -target"
	doImport  = "import"
	doForget  = "state rm"
)

// Config is a configuration.
type Config struct {
	Resources []Resource
	Moved     [][2]string `json:",omitempty"` // From and to.
	Removed   []string    `json:",omitempty"` // Without a destroy.
	Imports   []Import    `json:",omitempty"`
	Data      bool        `json:",omitempty"` // The data sources are read too.
	Asking    bool        `json:",omitempty"` // So is the one of those who ask to join.
}

// Import is a block `import`.
type Import struct{ To, ID string }

// Resource is a block.
type Resource struct {
	Type, Label string
	// Place is the group that it is about: the label of one of the configuration, or one of those that are there.
	Place string            `json:",omitempty"`
	Args  map[string]string // In HCL.
	// People are those of whatsapp_group_members, number to role, or those of for_each, key to number.
	People  map[string]string
	ForEach bool `json:",omitempty"`
}

// The types of the resources.
const (
	typeGroup   = "whatsapp_group"
	typeMember  = "whatsapp_group_member"
	typeMembers = "whatsapp_group_members"
	typeInvite  = "whatsapp_group_invite"
	typeJoined  = "whatsapp_joined_group"
	typeWebhook = "whatsapp_webhook"
)

// Fault is one of the faults in fault.go, on a kind of request.
type Fault struct {
	Name  string
	On    string
	Calls []int `json:",omitempty"` // The matching requests that it strikes; without them, each.
	Times int   `json:",omitempty"` // Or so many.
}

// Act is what somebody does in WhatsApp, before the run's call with a number; 0 is before the run.
type Act struct {
	Call  int
	What  string
	Group int // Of the groups that are there at the time, in their order. By hand it is any number.
	Phone string
}

// End is how a run does not come to its end, at a call.
type End struct {
	Call int
	How  string
	// After: the gateway has carried the call out. Nobody hears of it.
	After bool
}

// The ways in which a run ends.
const (
	endKilled   = "killed"        // All processes are killed.
	endProvider = "provider dies" // The provider's process alone.
	endCancel   = "interrupted"   // Terraform tells the provider to stop.
)

func (r Resource) address() string { return r.Type + "." + r.Label }

// resource finds a block by its address, nil if there is none.
func (c Config) resource(address string) *Resource {
	address, _, _ = strings.Cut(address, "[")
	for i := range c.Resources {
		if c.Resources[i].address() == address {
			return &c.Resources[i]
		}
	}
	return nil
}

// argument is the value of an argument that is a plain string or word in HCL.
func (r Resource) argument(name string) string { return strings.Trim(r.Args[name], `"`) }

// clone is a configuration of its own.
func (c Config) clone() Config {
	c.Resources = slices.Clone(c.Resources)
	for i, r := range c.Resources {
		c.Resources[i].Args, c.Resources[i].People = maps.Clone(r.Args), maps.Clone(r.People)
	}
	c.Moved, c.Removed, c.Imports = slices.Clone(c.Moved), slices.Clone(c.Removed), slices.Clone(c.Imports)
	return c
}

// String is the program as people read it.
func (p Program) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "seed %d on %s: parallelism %d, retries %d", p.Seed, p.Dialect, p.Parallelism, p.Retries)
	for _, has := range []struct {
		text string
		is   bool
	}{{"LID", p.LID}, {"hidden numbers", p.Hidden}, {"store", p.Store}, {"paced", p.Paced}} {
		if has.is {
			b.WriteString(", " + has.text)
		}
	}
	if p.Session != "" {
		b.WriteString("\nthe session has " + p.Session)
	}
	for i, s := range p.Steps {
		fmt.Fprintf(&b, "\n\nstep %d", i+1)
		if s.Together {
			b.WriteString(", all runs at once")
		}
		for _, f := range s.Faults {
			fmt.Fprintf(&b, "\n  fault: %s on %s", f.Name, f.On)
			if len(f.Calls) > 0 {
				fmt.Fprintf(&b, ", calls %v", f.Calls)
			}
			if f.Times > 0 {
				fmt.Fprintf(&b, ", %d times", f.Times)
			}
		}
		for _, a := range s.Acts {
			fmt.Fprintf(&b, "\n  before call %d: %s, group %d, %s", a.Call, a.What, a.Group, a.Phone)
		}
		if s.End != nil {
			fmt.Fprintf(&b, "\n  at call %d (after it: %t): %s", s.End.Call, s.End.After, s.End.How)
		}
		for _, r := range s.Runs {
			fmt.Fprintf(&b, "\n  workspace %d: %s %s %s", r.Workspace, r.Command, r.Address, r.ID)
			if r.SkipRefresh {
				b.WriteString(" -refresh=false")
			}
			b.WriteString("\n    " + strings.ReplaceAll(strings.TrimSpace(r.Config.hcl("")), "\n", "\n    "))
		}
	}
	return b.String()
}

// parse reads a program that was kept.
func parse(text []byte) (p Program, err error) {
	return p, json.Unmarshal(text, &p)
}

// clone is a program of its own.
func (p Program) clone() Program {
	trace, cli := p.Trace, p.CLI
	text, err := json.Marshal(p)
	if err == nil {
		p, err = parse(text)
	}
	if err != nil {
		panic(err) // It has nothing that JSON has not.
	}
	p.Trace, p.CLI = trace, cli
	return p
}

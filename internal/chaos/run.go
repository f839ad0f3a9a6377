package chaos

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// run is a program that runs.
type run struct {
	Program
	d      dialect
	server *emulator.Server
	clock  *leaping
	folder string
	url    string
	// states are those of the two workspaces.
	states [2]*terraformtest.State
	codes  map[string]bool // All invite codes that were ever seen.

	mu    sync.Mutex
	doors map[string]*door // By the first part of the path.
	panic string
}

// Execute runs a program, and returns what broke an invariant, empty if nothing did. The error is for what has nothing
// to do with the provider.
func (p Program) Execute(ctx context.Context) (broken []Breach, err error) {
	r, end, err := p.start()
	if err != nil {
		return nil, err
	}
	defer end()
	for i, s := range p.Steps {
		seen, err := r.step(ctx, i, s)
		if err != nil {
			return nil, fmt.Errorf("step %d: %w", i+1, err)
		}
		for _, b := range seen.check() {
			b.Step = i + 1
			broken = append(broken, b)
		}
		if len(broken) > 0 {
			return broken, nil
		}
	}
	return r.converge(ctx)
}

func (r *run) step(ctx context.Context, number int, s Step) (*observed, error) {
	faults := make([]emulator.Fault, 0, len(s.Faults))
	for _, f := range s.Faults {
		if f.atTheDoor() {
			continue // The doors have it.
		}
		emulated, err := f.emulated(r.d)
		if err != nil {
			return nil, err
		}
		faults = append(faults, emulated)
	}
	r.trace("step %d", number+1)
	r.clock.After(3 * time.Minute) // The lanes of the pace are those of one process.
	r.server.ClearRequests()
	seen := &observed{
		Step: s, program: r.Program, d: r.d, before: r.server.World(), statesBefore: r.states, codes: r.codes,
	}
	r.learnCodes(seen.before)
	if err := r.server.AddFaults(faults...); err != nil {
		return nil, err
	}
	for _, a := range s.Acts {
		if a.Call > 0 {
			continue
		}
		if err := a.do(r.server); err != nil {
			return nil, err
		}
	}
	seen.sessionBefore = readSession(r.server.SessionConfig())
	for i, configured := range s.Runs {
		o, err := r.open(ctx, fmt.Sprintf("%d-%d", number, i), configured, s)
		if err != nil {
			return nil, err
		}
		seen.runs = append(seen.runs, o)
		if i > 0 { // Acts and the end are those of the first run.
			o.door.acts, o.door.end = nil, nil
		}
	}
	var all sync.WaitGroup
	for i, o := range seen.runs {
		one := func() {
			if r.CLI != nil {
				o.door.errs = append(o.door.errs, r.carryOutByCLI(ctx, o))
				return
			}
			//nolint:gosec // It is to be the same each time.
			r.carryOut(ctx, o, rand.New(rand.NewPCG(r.Seed, uint64(number*10+i))))
		}
		if s.Together {
			all.Go(one)
		} else {
			one()
			r.states[o.Workspace] = o.after
		}
	}
	all.Wait()
	for _, o := range seen.runs {
		r.states[o.Workspace] = o.after
		if err := errors.Join(o.door.errs...); err != nil {
			return nil, err
		}
	}
	seen.after, seen.requests = r.server.World(), r.server.Requests()
	seen.sessionAfter = readSession(r.server.SessionConfig())
	_, seen.passed = r.server.Limits()
	r.learnCodes(seen.after)
	seen.states = r.states
	r.mu.Lock()
	seen.panic = r.panic
	r.mu.Unlock()
	r.server.ClearFaults()
	return seen, r.server.ChangeWorld(func(w *emulator.World) error {
		w.Account.Status, w.Account.StartsForRequests = emulator.StatusConnected, 0
		if w.Account.Phone != own {
			w.Account.Phone, w.Account.LID = own, ""
		}
		return nil
	})
}

func (r *run) learnCodes(w emulator.World) {
	for _, g := range w.Groups {
		r.codes[g.InviteCode] = true
	}
}

// trace tells whoever follows the program.
func (r *run) trace(format string, args ...any) {
	if r.Trace != nil {
		_, _ = fmt.Fprintf(r.Trace, format+"\n", args...)
	}
}

func (r *run) notePanic(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.panic += text
}

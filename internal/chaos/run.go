package chaos

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
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

// outcome is what became of a Run.
type outcome struct {
	Run
	door          *door
	before, after *terraformtest.State
	// prior is the state after the refresh, nil if there was no plan.
	prior  *terraformtest.State
	plan   *terraformtest.Plan
	config string // In HCL.
	ds     terraformtest.Diagnostics
	log    bytes.Buffer
}

// observed is a step as the invariants see it.
type observed struct {
	Step
	program Program
	d       dialect
	runs    []*outcome
	// before and after are the world.
	before, after emulator.World
	states        [2]*terraformtest.State // Afterwards.
	statesBefore  [2]*terraformtest.State
	requests      []emulator.Request
	passed        emulator.Passed
	codes         map[string]bool
	panic         string
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

func (p Program) start() (*run, func(), error) {
	d, err := dialectNamed(p.Dialect)
	if err != nil {
		return nil, nil, err
	}
	world := p.cast()
	server, err := emulator.New(emulator.Options{
		APIKey: apiKey, WAHAEngine: d.engine, WAHAStore: p.Store, World: &world,
	})
	if err != nil {
		return nil, nil, err
	}
	r := &run{
		Program: p, d: d, server: server, clock: newLeaping(server),
		codes: map[string]bool{}, doors: map[string]*door{},
	}
	if r.folder, err = pictures(); err != nil {
		return nil, nil, err
	}
	if p.Paced {
		limits, err := emulator.ParseLimits("groups_per_day=45,adds=4/2s,lock=1h")
		if err == nil {
			err = server.SetLimits(limits)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	listening := httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	listening.Config.ErrorLog = log.New(io.Discard, "", 0)
	listening.Start()
	r.url = listening.URL
	if p.CLI == nil {
		return r, listening.Close, nil
	}
	r.folder, err = os.MkdirTemp("", "chaos-")
	return r, func() {
		listening.Close()
		_ = os.RemoveAll(r.folder)
	}, err
}

// pictures is a folder with pictures that configurations have.
var pictures = sync.OnceValues(func() (string, error) {
	folder := filepath.Join(os.TempDir(), "terraform-provider-whatsapp-chaos")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	for i := range 2 {
		drawn := image.NewGray(image.Rect(0, 0, 640, 640))
		drawn.Pix[0] = byte(i)
		var content bytes.Buffer
		if err := jpeg.Encode(&content, drawn, nil); err != nil {
			return "", err
		}
		if err := os.WriteFile(picture(i), content.Bytes(), 0o600); err != nil {
			return "", err
		}
	}
	return folder, nil
})

func picture(i int) string {
	return filepath.Join(os.TempDir(), "terraform-provider-whatsapp-chaos", strconv.Itoa(i)+".jpg")
}

// serve finds the door of a request.
func (r *run) serve(w http.ResponseWriter, req *http.Request) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/"), "/")
	r.mu.Lock()
	d := r.doors[first]
	r.mu.Unlock()
	if d == nil {
		http.NotFound(w, req)
		return
	}
	req.URL.Path = "/" + rest
	if raw := req.URL.RawPath; raw != "" {
		req.URL.RawPath = strings.TrimPrefix(raw, "/"+first)
	}
	d.ServeHTTP(w, req)
}

func (r *run) step(ctx context.Context, number int, s Step) (*observed, error) {
	faults := make([]emulator.Fault, 0, len(s.Faults))
	for _, f := range s.Faults {
		if aboutAnother[f.Name] != "" {
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

// open makes the way of a run to the gateway.
func (r *run) open(ctx context.Context, name string, configured Run, s Step) (*outcome, error) {
	writes, err := regexp.Compile(r.d.requests[aWrite])
	if err != nil {
		return nil, err
	}
	d := &door{
		server: r.server, writes: writes, acts: s.Acts, end: s.End, gone: make(chan struct{}), trace: r.trace,
		asked: map[string]bool{}, process: r.CLI != nil, stop: func() {},
	}
	for _, f := range s.Faults {
		if aboutAnother[f.Name] == "" {
			continue
		}
		lie, err := f.lie(r.d)
		if err != nil {
			return nil, err
		}
		d.lies = append(d.lies, lie)
	}
	r.mu.Lock()
	r.doors[name] = d
	r.mu.Unlock()
	provided := fmt.Sprintf(`
provider "whatsapp" {
  %s
  endpoint = "%s/%s%s"
  api_key = %q
  request_timeout = %q
  max_retries = %d
  %s
}
`, r.d.arguments, r.url, name, r.d.prefix, apiKey, requestTimeout, r.Retries, r.pace())
	o := &outcome{Run: configured, door: d}
	o.config = configured.Config.hcl(provided)
	return o, ctx.Err()
}

func (r *run) pace() string {
	if r.Paced {
		return ""
	}
	return "adds_per_minute = 0\n  groups_per_day = 0\n  writes_per_minute = 0"
}

// pause is how long an account waits for what is not to be waited for.
const pause = time.Millisecond

// mostOfARun is how long somebody waits for a run before they interrupt it: a plan waits for minutes for a session that
// starts.
const mostOfARun = 15 * time.Second

// carryOut runs a command.
func (r *run) carryOut(ctx context.Context, o *outcome, order *rand.Rand) {
	ctx, o.door.stop = context.WithCancel(ctx)
	defer o.door.stop()
	impatient := time.AfterFunc(mostOfARun, o.door.interrupt)
	defer impatient.Stop()
	ctx = tflogtest.RootLogger(ctx, &o.log)
	waits := account.Settings{
		Clock: r.clock, Backoff: pause, Gather: pause, Look: pause,
		ConfirmPauses: []time.Duration{0, pause, pause, pause, pause},
	}
	factories := terraformtest.Factories{"whatsapp": func() (tfprotov6.ProviderServer, error) {
		return serve(o.door, waits, r.notePanic), nil
	}}
	options := terraformtest.Options{Parallelism: r.Parallelism}
	if r.Parallelism == 1 {
		options.Order = order
	}
	o.before = r.states[o.Workspace]
	if o.before == nil {
		o.before = &terraformtest.State{}
	}
	written := o.before
	options.OnState = func(s *terraformtest.State) {
		o.door.mu.Lock()
		defer o.door.mu.Unlock()
		if !o.door.whole {
			written = s
		}
	}
	w := terraformtest.New(factories, options).NewWorkspace()
	w.State = o.before.Copy()
	w.Options = terraformtest.PlanOptions{SkipRefresh: o.SkipRefresh}
	o.plan, o.ds = o.command(ctx, w)
	o.after = w.State
	o.door.mu.Lock()
	if o.door.whole {
		o.after = written
	}
	o.door.mu.Unlock()
	if o.plan != nil {
		o.prior = o.plan.Prior
	}
	o.door.close()
	r.trace("%s", o.said())
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

// command is what somebody types.
func (o *outcome) command(
	ctx context.Context, w *terraformtest.Workspace,
) (*terraformtest.Plan, terraformtest.Diagnostics) {
	switch o.Command {
	case doPlan:
		return w.Plan(ctx, o.config)
	case doSaved:
		p, ds := w.Plan(ctx, o.config)
		if ds.HasErrors() || ctx.Err() != nil {
			return p, ds
		}
		return p, append(ds, w.ApplyPlan(ctx, p)...)
	case doRefresh:
		return w.Refresh(ctx, o.config)
	case doDestroy:
		return w.Destroy(ctx, o.config)
	case doTaint:
		w.State.Taint(o.Address)
	case doReplace:
		if w.State.Object(o.Address) != nil {
			w.Options.Replace = []string{o.Address}
		}
	case doTarget:
		w.Options.Targets = []string{o.Address}
	case doImport:
		return nil, w.Import(ctx, o.config, o.Address, o.ID)
	case doForget:
		w.State.Remove(o.Address)
		return nil, nil
	}
	return w.Apply(ctx, o.config)
}

// said is all that the run has told its user.
func (o *outcome) said() string { return o.ds.String() }

// ended reports whether the run was killed or interrupted.
func (o *outcome) ended() bool { return o.door.struck }

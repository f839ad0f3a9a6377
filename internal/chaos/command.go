package chaos

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

const (
	// pause is how long an account waits for what is not to be waited for.
	pause = time.Millisecond
	// look is its pause before it looks again at a session that starts. A process that has died goes on looking.
	look = 5 * pause
	// settle is how long it waits for what becomes of a write. A session may never come back.
	settle = 10 * time.Second
)

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
		Clock: r.clock, Backoff: pause, Gather: pause, Look: look, SettleTimeout: settle,
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

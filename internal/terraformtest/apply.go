package terraformtest

import (
	"context"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// Apply is `terraform apply` of a plan. There is a state also if there are errors: that with what was done.
func (t *Terraform) Apply(ctx context.Context, p *Plan) (*State, Diagnostics) {
	s := p.Prior.Copy()
	w, ds := t.newApplyWalk(ctx, p, s)
	if ds.HasErrors() {
		return s, ds
	}
	ds = append(ds, w.run(w.steps())...)
	if p.targeted {
		ds = append(ds, Diagnostic{
			Severity: Warning, Summary: "Applied changes may be incomplete", Sourceless: true,
			Detail: "The plan had targets, so some changes requested in the configuration may have been ignored.",
		})
	}
	return w.state, ds
}

// applyWalk is a walk that carries out a plan.
type applyWalk struct {
	*walk
	p *Plan
	// deposedKeys are those under which objects are put aside that are replaced by what is made before they go.
	deposedKeys map[Address]string

	// mu of the walk guards these.
	state *State
	known map[address.Resource]map[address.Key]repetition // What was evaluated of count and for_each.
}

func (t *Terraform) newApplyWalk(ctx context.Context, p *Plan, s *State) (*applyWalk, Diagnostics) {
	w := &applyWalk{
		p: p, state: s, deposedKeys: map[Address]string{}, known: map[address.Resource]map[address.Key]repetition{},
	}
	var ds Diagnostics
	if w.walk, ds = t.newWalk(ctx, p.config, p.variables, s); ds.HasErrors() {
		return w, ds
	}
	for _, process := range w.processes {
		process.deferral = true
	}
	gone := map[Address]bool{} // For expressions, unless everything goes.
	for _, c := range p.Changes {
		if c.Action == CreateThenDelete {
			w.deposedKeys[c.Address] = s.unusedKey(c.Address)
		}
		gone[c.Address] = gone[c.Address] || c.Action == Delete && c.Deposed == "" && p.Mode != Destroy
	}
	for _, a := range s.Addresses() {
		if w.config.Resource(a.Resource) != nil && !gone[a] {
			w.setValue(a, w.decoded(a, s.Objects[a]))
		}
	}
	return w, ds
}

// write keeps an object in the state, and lets expressions see it. Where Terraform writes its state file, it does so
// with each.
func (w *applyWalk) write(a Address, deposed string, o *Object) {
	w.keep(a, deposed, o)
	if deposed == "" && w.config.Resource(a.Resource) != nil {
		value := cty.NilVal
		if o != nil {
			value = o.value
		}
		w.setValue(a, value)
	}
	if w.options.OnState == nil {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.options.OnState(w.state.Copy())
}

func (w *applyWalk) keep(a Address, deposed string, o *Object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if deposed != "" {
		w.state.setDeposed(a, deposed, o)
		return
	}
	w.state.set(a, o)
}

// object is an object of the state, nil if there is none.
func (w *applyWalk) object(a Address, deposed string) *Object {
	w.mu.Lock()
	defer w.mu.Unlock()
	if deposed != "" {
		return w.state.Deposed[a][deposed]
	}
	return w.state.Objects[a]
}

// repeated is what each and count are for an instance. The arguments are evaluated once, when all that they need is
// there.
func (w *applyWalk) repeated(b *config.Resource, a Address) (repetition, Diagnostics) {
	w.mu.Lock()
	all, ok := w.known[b.Resource]
	w.mu.Unlock()
	if !ok {
		var ds Diagnostics
		if all, ds = w.instances(b); ds.HasErrors() {
			return repetition{}, ds
		}
		w.mu.Lock()
		w.known[b.Resource] = all
		w.mu.Unlock()
	}
	repeated, ok := all[a.Key]
	if !ok {
		return repeated, problem(a, "Invalid instance", "%s was planned, and is not configured any more.", a)
	}
	return repeated, nil
}

func (w *applyWalk) applyOutput(o *config.Output) Diagnostics {
	v, ds := w.output(o, Error)
	if ds.HasErrors() {
		return ds
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.state.setOutput(o, v)
	return ds
}

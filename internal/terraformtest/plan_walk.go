package terraformtest

import (
	"context"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// planWalk is a walk that plans.
type planWalk struct {
	*walk
	options PlanOptions
	// beforeDestroy: the walk only refreshes for a plan to destroy, so that conditions that fail only warn.
	beforeDestroy bool
	targets       targets
	replace       []Address

	// mu of the walk guards these.
	before, refreshed *State
	moved             map[Address]Address // What the address was, by what it is.
	changes           []*Change
	outputs           map[string]*OutputChange
}

func (t *Terraform) newPlanWalk(
	ctx context.Context, c *config.Config, variables map[string]cty.Value, s *State, options PlanOptions,
) (*planWalk, Diagnostics) {
	p := &planWalk{options: options, before: s.Copy(), outputs: map[string]*OutputChange{}}
	moved, ds := applyMoves(c, p.before)
	p.moved, p.refreshed = moved, p.before.Copy()
	var more Diagnostics
	p.walk, more = t.newWalk(ctx, c, variables, p.before)
	ds = append(ds, more...)
	p.targets, more = newTargets(options.Targets)
	ds = append(ds, more...)
	p.replace, more = newTargets(options.Replace)
	return p, append(ds, more...)
}

// plan walks over all that is configured, and all that was.
func (w *planWalk) plan() (*Plan, Diagnostics) {
	configured := w.configureSteps()
	expansions := w.expandSteps(configured)
	var steps []*step
	for name, s := range configured {
		for a := range w.deps.providers[name].resources() {
			s.need(expansions[a])
		}
		steps = append(steps, s)
	}
	for r, s := range expansions {
		for a := range w.deps.direct[r].resources() {
			s.need(expansions[a])
		}
		steps = append(steps, s)
	}
	steps = append(steps, w.orphanSteps(configured)...)
	steps = append(steps, w.outputSteps(expansions)...)
	ds := w.run(steps)
	if slices.ContainsFunc(w.changes, func(c *Change) bool { return c.Action == Forget }) {
		ds = append(ds, Diagnostic{
			Severity: Warning, Summary: "Some objects will no longer be managed by Terraform", Sourceless: true,
			Detail: "Terraform will discard its tracking information for these objects, but it will not delete them.",
		})
	}
	return w.result(), ds
}

// expandSteps find the instances of the resources that are configured, and have these for parts.
func (w *planWalk) expandSteps(configured map[string]*step) map[address.Resource]*step {
	steps := map[address.Resource]*step{}
	selected := w.targets.withNeeds(w.deps)
	for _, r := range w.config.Resources {
		if selected == nil || selected[r.Resource] {
			steps[r.Resource] = newStepWithParts(r.String(), func() ([]*step, Diagnostics) { return w.expand(r) })
			steps[r.Resource].need(configured[r.Provider])
		}
	}
	return steps
}

func (w *planWalk) result() *Plan {
	slices.SortFunc(w.changes, (*Change).compare)
	return &Plan{
		Mode: w.options.Mode, Changes: w.changes, Outputs: w.outputs, Before: w.before, Prior: w.refreshed,
		config: w.config, variables: w.scope.variables, replace: w.replace, targeted: w.targets != nil,
	}
}

// failure is the severity of a condition that does not hold.
func (w *planWalk) failure() Severity {
	if w.options.Mode == RefreshOnly || w.beforeDestroy {
		return Warning
	}
	return Error
}

// expand finds the instances of a resource, and those that the state has of it and nobody wants any more.
func (w *planWalk) expand(r *config.Resource) ([]*step, Diagnostics) {
	instances, ds := w.instances(r)
	if ds.HasErrors() {
		return nil, ds
	}
	imports, more := w.imports(r, instances)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.whole, r.Resource)
	w.values[r.Resource] = map[address.Key]cty.Value{}
	var steps []*step
	for key, repeated := range instances {
		a := r.Instance(key)
		if !w.targets.want(a) && w.targets.name(r.Resource) {
			continue
		}
		steps = append(steps, newStep(a.String(), func() Diagnostics {
			if r.Data {
				return w.planData(r, a, repeated)
			}
			return w.planManaged(r, a, repeated, imports[a])
		}))
	}
	for _, a := range w.before.Addresses() {
		if _, wanted := instances[a.Key]; a.Resource == r.Resource && !wanted && w.targets.want(a) {
			steps = append(steps, w.orphanStep(a))
		}
	}
	return steps, ds
}

// record keeps a change.
func (w *planWalk) record(c *Change) {
	w.mu.Lock()
	defer w.mu.Unlock()
	c.Previous = c.Address
	if was, ok := w.moved[c.Address]; ok {
		c.Previous = was
	}
	w.changes = append(w.changes, c)
}

// note keeps an object in the state before the refresh, the one after it, or both.
func (w *planWalk) note(a Address, o *Object, states ...*State) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range states {
		s.set(a, o)
	}
}

// wasObject is an object as the state has it before the refresh, nil if there is none.
func (w *planWalk) wasObject(a Address) *Object {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.before.Objects[a]
}

// upgraded is an object of the state as the provider knows it today, nil if there is none.
func (w *planWalk) upgraded(r *remote) (*Object, Diagnostics) {
	o := w.wasObject(r.a)
	if o == nil {
		return nil, nil
	}
	o, ds := r.upgrade(o)
	if !ds.HasErrors() {
		w.note(r.a, o, w.before, w.refreshed)
	}
	return o, ds
}

// read refreshes an object.
func (w *walk) read(r *remote, o *Object) (*Object, Diagnostics) {
	if halted := w.halted(); halted != nil {
		return nil, halted
	}
	return r.read(o)
}

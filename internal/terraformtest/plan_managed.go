package terraformtest

import (
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// planManaged plans an instance that is configured: it brings the object up to date, reads it and plans the change.
func (w *planWalk) planManaged(b *config.Resource, a Address, repeated repetition, importing *Importing) Diagnostics {
	r := w.remote(b, a)
	current, ds := w.current(r, importing)
	if ds.HasErrors() {
		return ds
	}
	needs := w.deps.all[b.Resource]
	if current != nil {
		var more Diagnostics
		current, more = w.refresh(r, b, current, importing == nil && !w.options.SkipRefresh)
		ds = append(ds, more...)
		if ds.HasErrors() {
			return ds
		}
	}
	if w.options.Mode == RefreshOnly {
		return append(ds, w.refreshedOnly(b, a, repeated, current.ifThere())...)
	}
	c, more := w.planChange(r, intention{
		block: b, repeated: repeated, current: current, createBeforeDestroy: w.deps.createBeforeDestroy[b.Resource],
		forced: slices.Contains(w.replace, a), failure: w.failure(),
	})
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	c.Importing = importing
	w.setValue(a, c.After)
	w.record(c)
	if prevented := preventedDestroy(b, c); prevented != nil {
		return append(ds, prevented...)
	}
	if c.Action == NoOp && !slices.Equal(current.Dependencies, needs) {
		current = current.copy()
		current.Dependencies = slices.Clone(needs)
		w.note(a, current, w.refreshed)
	}
	repeated.self = c.After
	return append(ds, w.scope.holds(a, "Resource postcondition", b.Postconditions, repeated, w.failure())...)
}

// current is the object as the state has it, or as it is imported.
func (w *planWalk) current(r *remote, importing *Importing) (*Object, Diagnostics) {
	if importing == nil {
		return w.upgraded(r)
	}
	o, ds := w.importObject(r, importing)
	if !ds.HasErrors() {
		w.note(r.a, o, w.before, w.refreshed)
	}
	return o, ds.sourceless()
}

// refresh reads an object if it is to be read, and keeps what it is. What there is no more has a null value.
func (w *planWalk) refresh(r *remote, b *config.Resource, o *Object, reads bool) (*Object, Diagnostics) {
	var ds Diagnostics
	o = o.copy()
	o.CreateBeforeDestroy = w.deps.createBeforeDestroy[b.Resource]
	if reads {
		if o, ds = w.read(r, o); ds.HasErrors() {
			return nil, ds
		}
		o.Dependencies = mergeDependencies(w.deps.all[b.Resource], o.Dependencies)
	}
	w.note(r.a, o.ifThere(), w.refreshed)
	return o, ds
}

func mergeDependencies(a, b []address.Resource) []address.Resource {
	merged := slices.Concat(a, b)
	slices.SortFunc(merged, compareAsText)
	return slices.Compact(merged)
}

// refreshedOnly is what a plan that only refreshes does with an instance after the refresh.
func (w *planWalk) refreshedOnly(b *config.Resource, a Address, repeated repetition, current *Object) Diagnostics {
	ds := w.scope.holds(a, "Resource precondition", b.Preconditions, repeated, w.failure())
	if current == nil {
		return ds
	}
	w.setValue(a, current.value)
	repeated.self = current.value
	return append(ds, w.scope.holds(a, "Resource postcondition", b.Postconditions, repeated, w.failure())...)
}

// preventedDestroy is an error if an object is to be destroyed that must not be.
func preventedDestroy(b *config.Resource, c *Change) Diagnostics {
	if b == nil || !b.PreventDestroy || c.Action != Delete && !c.Action.IsReplace() {
		return nil
	}
	return problem(c.Address, "Instance cannot be destroyed",
		"Resource %s has lifecycle.prevent_destroy set, but the plan calls for it to be destroyed.", c.Address)
}

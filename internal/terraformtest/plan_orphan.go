package terraformtest

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// orphanSteps are for what the state has of resources that are not configured at all, and for what was replaced and is
// left.
func (w *planWalk) orphanSteps(configured map[string]*step) []*step {
	var steps []*step
	for _, a := range w.before.allAddresses() {
		if !w.targets.want(a) {
			continue
		}
		if o := w.before.Objects[a]; o != nil && w.config.Resource(a.Resource) == nil {
			s := w.orphanStep(a)
			if !a.Data {
				s.need(configured[providerName(o)])
			}
			steps = append(steps, s)
		}
	}
	return append(steps, w.deposedSteps(configured)...)
}

// orphanStep is for an object that is not configured any more.
func (w *planWalk) orphanStep(a Address) *step {
	return newStep(a.String()+" (orphan)", func() Diagnostics {
		if a.Data {
			w.note(a, nil, w.refreshed)
			return nil
		}
		return w.planOrphan(a)
	})
}

func (w *planWalk) planOrphan(a Address) Diagnostics {
	r := w.remoteObject(a, w.wasObject(a))
	o, ds := w.upgraded(r)
	if ds.HasErrors() {
		return ds
	}
	var c *Change
	var more Diagnostics
	if slices.Contains(w.config.Forgotten, a.Resource) {
		c, more = w.forgetting(r, o)
	} else {
		c, o, more = w.orphanDestruction(r, o)
	}
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	if o == nil || w.options.Mode == RefreshOnly {
		return ds
	}
	w.setValue(a, cty.NilVal)
	w.record(c)
	if c.Action == Forget {
		return ds
	}
	return append(ds, preventedDestroy(w.config.Resource(a.Resource), c)...)
}

// orphanDestruction reads an object and plans its destruction, in the order of the version of Terraform. The object is
// nil if it has gone already.
func (w *planWalk) orphanDestruction(r *remote, o *Object) (*Change, *Object, Diagnostics) {
	var c *Change
	var ds, more Diagnostics
	if w.Terraform.options.OrphanPlanThenRead {
		if c, ds = w.destruction(r, o); ds.HasErrors() {
			return nil, o, ds
		}
	}
	if !w.options.SkipRefresh {
		o, more = w.readOrphan(r, o)
		ds = append(ds, more...)
		if ds.HasErrors() {
			return nil, o, ds
		}
		w.note(r.a, o, w.refreshed)
	}
	if c == nil && o != nil {
		c, more = w.destruction(r, o)
		ds = append(ds, more...)
	}
	return c, o, ds
}

// readOrphan refreshes what is to be destroyed. It is nil if there is nothing any more.
func (w *planWalk) readOrphan(r *remote, o *Object) (*Object, Diagnostics) {
	o, ds := w.read(r, o)
	return o.ifThere(), w.located(r.a, ds)
}

// destruction is the change that destroys an object.
func (w *walk) destruction(r *remote, o *Object) (*Change, Diagnostics) {
	c, ds := r.planDestroy(o)
	return c, w.located(r.a, ds)
}

// forgetting is the change that leaves an object to itself. Terraform does not say of it who the object was.
func (w *walk) forgetting(r *remote, o *Object) (*Change, Diagnostics) {
	c, ds := r.newChange(Forget, o)
	c.beforeIdentity = cty.NilVal
	return c, ds
}

// located marks what is said of a resource that is not configured: Terraform has no place for it.
func (w *walk) located(a Address, ds Diagnostics) Diagnostics {
	if w.config.Resource(a.Resource) != nil {
		return ds
	}
	return ds.sourceless()
}

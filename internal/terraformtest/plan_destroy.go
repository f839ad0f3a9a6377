package terraformtest

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// planDestroy plans that everything goes.
func (w *planWalk) planDestroy() (*Plan, Diagnostics) {
	configured := w.configureSteps()
	var steps []*step
	for _, s := range configured {
		steps = append(steps, s)
	}
	destroys := map[Address]*step{}
	selected := w.targets.withDependents(w.before)
	for _, a := range w.before.Addresses() {
		if selected != nil && !selected[a] {
			continue
		}
		s := newStep(a.String()+" (destroy)", func() Diagnostics { return w.planDestroyOf(a) })
		if !a.Data {
			s.need(configured[providerName(w.before.Objects[a])])
		}
		destroys[a] = s
		steps = append(steps, s)
	}
	byResource := w.before.byResource()
	for a, s := range destroys {
		for _, needed := range w.before.Objects[a].Dependencies {
			for _, b := range byResource[needed] {
				if destroys[b] != nil {
					destroys[b].need(s)
				}
			}
		}
	}
	steps = append(steps, w.deposedSteps(configured)...)
	if w.targets == nil {
		for name := range w.before.Outputs {
			w.dropOutput(name)
		}
	}
	w.showToProviders(w.before)
	ds := w.run(steps)
	return w.result(), ds
}

func (w *planWalk) planDestroyOf(a Address) Diagnostics {
	if a.Data {
		nothing := cty.NullVal(cty.DynamicPseudoType)
		w.record(&Change{Address: a, Action: Delete, Before: nothing, After: nothing})
		return nil
	}
	r := w.remoteObject(a, w.wasObject(a))
	o, ds := w.upgraded(r)
	if ds.HasErrors() {
		return ds
	}
	c, more := w.destruction(r, o)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	w.record(c)
	return append(ds, preventedDestroy(w.config.Resource(a.Resource), c)...)
}

// dependsOn reports whether an object needs any of some resources.
func (o *Object) dependsOn(t targets) bool {
	return slices.ContainsFunc(t, func(target Address) bool { return slices.Contains(o.Dependencies, target.Resource) })
}

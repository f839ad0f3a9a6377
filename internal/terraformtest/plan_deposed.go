package terraformtest

import "slices"

// deposedSteps are for what was replaced before and is yet to be destroyed.
func (w *planWalk) deposedSteps(configured map[string]*step) []*step {
	var steps []*step
	for _, a := range w.before.allAddresses() {
		for _, key := range sortedKeys(w.before.Deposed[a]) {
			if w.targets.want(a) {
				s := newStep(a.String()+" (deposed "+key+")", func() Diagnostics { return w.planDeposed(a, key) })
				s.need(configured[providerName(w.before.Deposed[a][key])])
				steps = append(steps, s)
			}
		}
	}
	return steps
}

func (w *planWalk) planDeposed(a Address, key string) Diagnostics {
	w.mu.Lock()
	o := w.before.Deposed[a][key]
	w.mu.Unlock()
	r := w.remoteObject(a, o)
	o, ds := r.upgrade(o)
	if ds.HasErrors() {
		return ds
	}
	forget := slices.Contains(w.config.Forgotten, a.Resource)
	if !w.options.SkipRefresh && !forget && w.options.Mode != Destroy {
		var more Diagnostics
		o, more = w.readOrphan(r, o)
		ds = append(ds, more...)
		if ds.HasErrors() {
			return ds
		}
	}
	w.mu.Lock()
	w.refreshed.setDeposed(a, key, o)
	w.mu.Unlock()
	if o == nil || w.options.Mode == RefreshOnly {
		return ds
	}
	plan := w.destruction
	if forget {
		plan = w.forgetting
	}
	c, more := plan(r, o)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	c.Deposed = key
	w.mu.Lock()
	defer w.mu.Unlock()
	w.changes = append(w.changes, c)
	return ds
}

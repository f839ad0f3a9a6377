package terraformtest

import "github.com/zclconf/go-cty/cty"

// destroy destroys an object, with what was noted when that was planned.
func (w *applyWalk) destroy(c *Change) Diagnostics {
	o := w.object(c.Address, "")
	if o == nil {
		return nil
	}
	if c.Address.Data { // It is only taken out of the state.
		w.write(c.Address, "", nil)
		return nil
	}
	r := w.remoteObject(c.Address, o)
	o, ds := r.upgrade(o)
	if ds.HasErrors() {
		return ds
	}
	carried := *c
	if c.Action != Delete { // It has what is to be in its place.
		carried.Action, carried.After, carried.identity = Delete, r.nothing(), cty.NilVal
	}
	return append(ds, w.carryOutDestroy(r, &carried, "", o)...)
}

// destroyDeposed plans and destroys an object that was put aside.
func (w *applyWalk) destroyDeposed(a Address, key string) Diagnostics {
	o := w.object(a, key)
	if o == nil {
		return problem(a, "missing deposed state for "+a.String(), "There is no deposed object %s.", key)
	}
	r := w.remoteObject(a, o)
	o, ds := r.upgrade(o)
	if ds.HasErrors() {
		return ds
	}
	c, more := w.destruction(r, o)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	return append(ds, w.carryOutDestroy(r, c, key, o)...)
}

func (w *applyWalk) carryOutDestroy(r *remote, c *Change, deposed string, o *Object) Diagnostics {
	if halted := w.halted(); halted != nil {
		return halted
	}
	left, ds := r.change(r.nothing(), c, o)
	w.write(r.a, deposed, left)
	return ds.sourceless()
}

// forget takes an object out of the state.
func (w *applyWalk) forget(c *Change) Diagnostics {
	o := w.object(c.Address, c.Deposed)
	if o == nil {
		return nil
	}
	if _, ds := w.remoteObject(c.Address, o).upgrade(o); ds.HasErrors() {
		return ds
	}
	w.write(c.Address, c.Deposed, nil)
	return nil
}

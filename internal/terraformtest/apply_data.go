package terraformtest

// applyData reads a data source for which the plan knew too little.
func (w *applyWalk) applyData(c *Change) Diagnostics {
	b := w.config.Resource(c.Address.Resource)
	r := w.remote(b, c.Address)
	repeated, ds := w.repeated(b, r.a)
	if ds.HasErrors() {
		return ds
	}
	written, more := w.writtenData(r, b, repeated, Error)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	o, more := w.readData(r, written)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	w.write(r.a, "", o)
	repeated.self = o.value
	return append(ds, w.scope.holds(r.a, "Resource postcondition", b.Postconditions, repeated, Error)...)
}

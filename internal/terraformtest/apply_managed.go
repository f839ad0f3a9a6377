package terraformtest

import (
	"slices"

	"github.com/zclconf/go-cty/cty"
)

// applyManaged plans an instance once more, now that more is known, and makes or changes the object.
func (w *applyWalk) applyManaged(c *Change) Diagnostics {
	a, b := c.Address, w.config.Resource(c.Address.Resource)
	r := w.remote(b, a)
	if key := w.deposedKeys[a]; key != "" { // The old object stays until the new one is there.
		w.mu.Lock()
		w.state.depose(a, key)
		w.mu.Unlock()
	}
	repeated, ds := w.repeated(b, a)
	if ds.HasErrors() {
		return ds
	}
	current := w.object(a, "")
	if current != nil {
		var more Diagnostics
		current, more = r.upgrade(current)
		ds = append(ds, more...)
		if ds.HasErrors() {
			return ds
		}
	}
	final, more := w.planChange(r, intention{
		block: b, repeated: repeated, current: current, earlier: c,
		createBeforeDestroy: c.Action == CreateThenDelete, forced: slices.Contains(w.p.replace, a),
	})
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	ds = append(ds, checkFinal(c, final)...)
	if ds.HasErrors() {
		return ds
	}
	if halted := w.halted(); halted != nil {
		return append(ds, halted...)
	}
	after := current
	if final.Action != NoOp {
		after, more = w.carryOut(r, final, repeated, current)
		ds = append(ds, more...)
	}
	if after == nil {
		return ds
	}
	repeated.self = after.value // Conditions are checked beside errors too.
	return append(ds, w.scope.holds(a, "Resource postcondition", b.Postconditions, repeated, Error)...)
}

// checkFinal holds what is planned in the apply to what was planned before.
func checkFinal(c, final *Change) Diagnostics {
	const summary = "Provider produced inconsistent final plan"
	var ds Diagnostics
	if c.Action != final.Action && (c.Action != Update || final.Action != NoOp) {
		ds = problem(c.Address, summary, "When expanding the plan for %s to include new values learned so far during "+
			"apply, the provider changed the planned action from %s to %s.", c.Address, c.Action, final.Action)
	}
	return append(ds, fromChecks(c.Address, summary,
		"When expanding the plan for "+c.Address.String()+" to include new values learned so far during apply, "+
			"the provider produced an invalid new value for %s.", c.schema.CheckKept(c.After, final.After))...)
}

// carryOut makes or changes an object, and keeps what comes of it in the state.
func (w *applyWalk) carryOut(r *remote, final *Change, repeated repetition, current *Object) (*Object, Diagnostics) {
	b := w.config.Resource(r.a.Resource)
	written, diags := w.scope.body(b.Body, r.schema.Object, repeated)
	ds := fromHCL(r.a, diags)
	if !ds.HasErrors() && !written.IsWhollyKnown() {
		ds = append(ds, r.problem("Configuration contains unknown value",
			"The configuration for %s is not wholly known.", r.a)...)
	}
	if ds.HasErrors() {
		return current, ds
	}
	creates := final.Action == Create || final.Action.IsReplace()
	carried := *final
	if creates {
		carried.Action, carried.Before = Create, r.nothing()
	}
	after, more := r.change(written, &carried, current)
	ds = append(ds, more...)
	if after != nil {
		// Of what an error of a create leaves, nobody knows what it is.
		after.Tainted = ds.HasErrors() && (creates || current != nil && current.Tainted)
		after.CreateBeforeDestroy = w.deps.createBeforeDestroy[b.Resource]
		after.Dependencies = slices.Clone(w.deps.all[b.Resource])
	}
	if key := w.deposedKeys[r.a]; key != "" && ds.HasErrors() && after == nil {
		after = w.object(r.a, key)
		w.keep(r.a, key, nil)
		w.write(r.a, "", after)
		return nil, ds
	}
	w.write(r.a, "", after)
	return after, ds
}

// change has the provider carry out a change, and holds it to what was planned. The object is nil if nothing is left.
func (r *remote) change(written cty.Value, c *Change, current *Object) (*Object, Diagnostics) {
	result, ds := r.apply(written, c)
	switch {
	case result.value != cty.NilVal:
	case c.After.IsNull():
		result.value = c.After
	default:
		result.value = c.Before
		if !ds.HasErrors() {
			ds = append(ds, r.problem("Provider produced invalid object", "There is no value for %s.", r.a)...)
		}
	}
	if !result.value.IsWhollyKnown() {
		ds = append(ds, r.problem("Provider returned invalid result object after apply",
			"After the apply operation, the provider still indicated an unknown value for %s.", r.a)...)
		result.value = cty.UnknownAsNull(result.value)
	}
	if !ds.HasErrors() { // Beside errors it need not be what was planned.
		ds = append(ds, r.checkResult(c, result.value)...)
	}
	if result.value.IsNull() {
		if ds.HasErrors() {
			return current, ds
		}
		return nil, ds
	}
	o, err := r.newObject(result.value, result.private, result.identity)
	if err != nil {
		ds = append(ds, r.said(nil, err)...)
	}
	if current != nil { // It counts where the object was to be destroyed.
		o.Tainted, o.Dependencies = current.Tainted, current.Dependencies
		o.CreateBeforeDestroy = current.CreateBeforeDestroy
	}
	return o, ds
}

// checkResult holds what a provider has made of an object to what was planned.
func (r *remote) checkResult(c *Change, v cty.Value) Diagnostics {
	if (c.Action == Delete) != v.IsNull() {
		return r.problem("Provider returned invalid result object after apply",
			"After applying a %s plan, the provider returned %#v for %s.", c.Action, v, r.a)
	}
	if c.Action == Delete {
		return nil
	}
	return fromChecks(r.a, "Provider produced inconsistent result after apply",
		"When applying changes to "+r.a.String()+", the provider produced an unexpected new value: %s.\n\n"+
			"This is a bug in the provider.", r.schema.CheckKept(c.After, v))
}

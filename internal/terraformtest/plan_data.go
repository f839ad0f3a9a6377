package terraformtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// planData reads a data source, or puts that off until the apply if it is not known yet what to read.
func (w *planWalk) planData(b *config.Resource, a Address, repeated repetition) Diagnostics {
	r := w.remote(b, a)
	written, ds := w.writtenData(r, b, repeated, w.failure())
	if ds.HasErrors() {
		return ds
	}
	if !written.IsWhollyKnown() || w.needsPending(b) {
		w.note(a, nil, w.refreshed)
		if w.options.Mode == RefreshOnly {
			w.setValue(a, cty.UnknownVal(r.schema.Type))
			return ds
		}
		c, more := r.newChange(Read, nil)
		ds = append(ds, more...)
		c.After = r.schema.UnknownUntilRead(written)
		w.setValue(a, c.After)
		w.record(c)
		return ds
	}
	o, more := w.readData(r, written)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return ds
	}
	w.note(a, o, w.refreshed)
	w.setValue(a, o.value)
	repeated.self = o.value
	return append(ds, w.scope.holds(a, "Resource postcondition", b.Postconditions, repeated, w.failure())...)
}

// writtenData evaluates the arguments of a data source.
func (w *walk) writtenData(
	r *remote, b *config.Resource, repeated repetition, failure Severity,
) (cty.Value, Diagnostics) {
	ds := w.scope.holds(r.a, "Resource precondition", b.Preconditions, repeated, failure)
	if ds.HasErrors() {
		return cty.NilVal, ds
	}
	written, diags := w.scope.body(b.Body, r.schema.Object, repeated)
	return written, append(ds, fromHCL(r.a, diags)...)
}

// needsPending reports whether something is about to change that a data source says that it depends on.
func (w *planWalk) needsPending(b *config.Resource) bool {
	needed := w.deps.referencesOf(b.DependsOn).resources()
	if b.HasConditions() {
		for _, a := range w.deps.all[b.Resource] {
			needed[a] = true
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.changes {
		if c.Action != NoOp && !c.Address.Data && needed[c.Address.Resource] {
			return true
		}
	}
	return false
}

// readData validates once more, as everything is known now, and reads.
func (w *walk) readData(r *remote, written cty.Value) (*Object, Diagnostics) {
	ds := r.validate(r.a, written)
	if ds.HasErrors() {
		return nil, ds
	}
	if halted := w.halted(); halted != nil {
		return nil, append(ds, halted...)
	}
	value, more := r.readData(written)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	o, err := r.newObject(value, nil, nil)
	if err != nil {
		ds = append(ds, r.said(nil, err)...)
	}
	return o, ds
}

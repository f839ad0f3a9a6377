package terraformtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// outputSteps evaluate the outputs. Those that are not configured any more go.
func (w *planWalk) outputSteps(expansions map[address.Resource]*step) []*step {
	var steps []*step
	configured := map[string]bool{}
	for _, o := range w.config.Outputs {
		configured[o.Name] = true
		s := newStep("output."+o.Name, func() Diagnostics { return w.planOutput(o) })
		isTarget := true
		for a := range w.deps.ofOutput(o).resources() {
			isTarget = isTarget && expansions[a] != nil
			s.need(expansions[a])
		}
		if isTarget {
			steps = append(steps, s)
		}
	}
	for name := range w.before.Outputs {
		if !configured[name] && w.options.Mode != RefreshOnly {
			w.dropOutput(name)
		}
	}
	return steps
}

func (w *planWalk) dropOutput(name string) {
	was := w.before.Outputs[name]
	w.outputs[name] = &OutputChange{
		Action: Delete, Before: was.Value, After: cty.NullVal(cty.DynamicPseudoType), Sensitive: was.Sensitive,
	}
}

// output evaluates an output.
func (w *walk) output(o *config.Output, failure Severity) (cty.Value, Diagnostics) {
	at := outputAddress(o.Name)
	ds := w.scope.holds(at, "Module output value precondition", o.Preconditions, repetition{}, failure)
	if ds.HasErrors() {
		return cty.NilVal, ds
	}
	v, diags := w.scope.value(o.Value, cty.DynamicPseudoType, repetition{})
	return v, append(ds, fromHCL(at, diags)...)
}

func (w *planWalk) planOutput(o *config.Output) Diagnostics {
	v, ds := w.output(o, w.failure())
	if ds.HasErrors() {
		return ds
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	was, existed := w.before.Outputs[o.Name]
	if !existed {
		was.Value = cty.NullVal(cty.DynamicPseudoType)
	}
	c := &OutputChange{Action: Update, Before: was.Value, After: v, Sensitive: o.Sensitive || was.Sensitive}
	switch {
	case v.IsNull() && was.Value.IsNull():
		c.Action = NoOp
	case !existed:
		c.Action = Create
	case v.IsWhollyKnown() && schema.Equal(v, was.Value) && o.Sensitive == was.Sensitive:
		c.Action = NoOp
	}
	w.outputs[o.Name] = c
	w.refreshed.setOutput(o, v)
	return ds
}

// setOutput keeps the value of an output, as far as it is known.
func (s *State) setOutput(o *config.Output, v cty.Value) {
	v = cty.UnknownAsNull(v)
	if v.IsNull() {
		delete(s.Outputs, o.Name)
		return
	}
	s.Outputs[o.Name] = OutputValue{Value: v, Sensitive: o.Sensitive}
}

type outputAddress string

func (a outputAddress) String() string { return "output." + string(a) }

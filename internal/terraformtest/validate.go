package terraformtest

import (
	"context"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// Validate is `terraform validate`: nothing is known but what is written, and the providers are not configured.
func (t *Terraform) Validate(ctx context.Context, configuration string) Diagnostics {
	c, ds := parse(configuration)
	if ds.HasErrors() {
		return ds
	}
	return append(ds, t.validate(ctx, c)...)
}

func (t *Terraform) validate(ctx context.Context, c *config.Config) Diagnostics {
	variables := map[string]cty.Value{}
	for name, v := range c.Variables {
		variables[name] = cty.UnknownVal(v.Type())
	}
	w, ds := t.newWalk(ctx, c, variables, &State{})
	if ds.HasErrors() {
		return ds
	}
	if ds := w.localCycle(); ds != nil {
		return ds
	}
	w.scope.resource = w.unknownResource
	var steps []*step
	for name := range c.Providers {
		if w.processes[name] != nil {
			steps = append(steps, newStep("provider."+name, func() Diagnostics { return w.validateProvider(name) }))
		}
	}
	for _, r := range c.Resources {
		steps = append(steps, newStep(r.String(), func() Diagnostics { return w.validateResource(r) }))
	}
	for _, o := range c.Outputs {
		steps = append(steps, newStep("output."+o.Name, func() Diagnostics {
			_, diags := w.scope.value(o.Value, cty.DynamicPseudoType, repetition{})
			return fromHCL(outputAddress(o.Name), diags)
		}))
	}
	for _, i := range c.Imports {
		if c.Resource(i.Resource()) == nil {
			ds = append(ds, problem(i.Resource(), "Configuration for import target does not exist",
				"The configuration for the given import target %s does not exist.", i.Resource())...)
		}
	}
	return append(ds, w.run(steps)...)
}

func (w *walk) validateProvider(name string) Diagnostics {
	value, ds := w.providerConfig(name)
	if ds.HasErrors() {
		return ds
	}
	return append(ds, w.processes[name].validate(value)...)
}

// validateResource validates a block once, whichever instances it may have.
func (w *walk) validateResource(b *config.Resource) Diagnostics {
	r := w.remote(b, b.Instance(address.Key{}))
	repeated := repetition{unknown: b.Count != nil || b.ForEach != nil, self: cty.UnknownVal(r.schema.Type)}
	written, diags := w.scope.body(b.Body, r.schema.Object, repeated)
	evaluate := func(e hcl.Expression, t cty.Type, r repetition) {
		if e != nil {
			_, more := w.scope.value(e, t, r)
			diags = append(diags, more...)
		}
	}
	evaluate(b.Count, cty.Number, repetition{})
	evaluate(b.ForEach, cty.DynamicPseudoType, repetition{})
	for _, conditions := range [][]config.Condition{b.Preconditions, b.Postconditions} {
		for _, c := range conditions {
			evaluate(c.Condition, cty.Bool, repeated)
		}
	}
	_, more := w.scope.context(b.DependsOn, repetition{})
	ds := fromHCL(b, append(diags, more...))
	if ds.HasErrors() {
		return ds
	}
	return append(ds, r.validate(b, written)...)
}

// unknownResource is a resource of which nothing is known but its type.
func (w *walk) unknownResource(r address.Resource) cty.Value {
	b := w.config.Resource(r)
	if b.Count != nil || b.ForEach != nil {
		return cty.DynamicVal
	}
	return cty.UnknownVal(w.schemaOf(b).Type)
}

// localCycle is an error if local values refer to each other in a circle.
func (w *walk) localCycle() Diagnostics {
	const visiting, done = 1, 2
	state := map[string]int{}
	var visit func(name string) bool
	visit = func(name string) bool {
		e := w.config.Locals[name]
		if e == nil || state[name] == done {
			return true
		}
		if state[name] == visiting {
			return false
		}
		state[name] = visiting
		found, _ := config.References(e.Variables())
		for _, reference := range found {
			if reference.Kind == config.ToLocal && !visit(reference.Name) {
				return false
			}
		}
		state[name] = done
		return true
	}
	for name := range w.config.Locals {
		if !visit(name) {
			return problem(nil, "Cycle: local."+name, "The local value refers to itself.")
		}
	}
	return nil
}

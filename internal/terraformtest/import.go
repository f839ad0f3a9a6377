package terraformtest

import (
	"context"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// Import is `terraform import`: the object with an ID gets an address, which must be configured. Data sources are not
// read.
func (t *Terraform) Import(
	ctx context.Context, configuration string, s *State, to, id string, variables map[string]cty.Value,
) (*State, Diagnostics) {
	s = s.Copy()
	c, ds := parse(configuration)
	if ds.HasErrors() {
		return s, ds
	}
	values, more := variablesOf(c, variables)
	ds = append(ds, more...)
	a, err := address.Parse(to)
	if err != nil {
		ds = append(ds, problem(nil, "Invalid address", "%v", err)...)
	}
	b := c.Resource(a.Resource)
	switch {
	case ds.HasErrors():
		return s, ds
	case b == nil:
		return s, append(ds, problem(a, "Resource address does not exist in the configuration",
			"Before importing %s, write a block for it.", a)...)
	case s.Objects[a] != nil:
		return s, append(ds, problem(a, "Resource already managed by Terraform",
			"Terraform is already managing a remote object for %s.", a)...)
	}
	w, more := t.newWalk(ctx, c, values, s)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return s, ds
	}
	w.showToProviders(s)
	configured := newStep("provider."+b.Provider, func() Diagnostics { return w.configureToImport(b.Provider) })
	var imported *Object
	importing := newStep(a.String(), func() Diagnostics {
		var ds Diagnostics
		imported, ds = w.importObject(w.remote(b, a), &Importing{ID: id})
		return ds.sourceless()
	})
	importing.need(configured)
	ds = append(ds, w.run([]*step{configured, importing})...)
	if !ds.HasErrors() {
		s.set(a, imported)
	}
	return s, ds
}

// configureToImport configures a provider, of whose configuration all must be known.
func (w *walk) configureToImport(name string) Diagnostics {
	value, ds := w.providerConfig(name)
	if !ds.HasErrors() && !value.IsWhollyKnown() {
		ds = append(ds, problem(providerAddress(name), "Invalid provider configuration",
			"The configuration depends on values that cannot be determined until apply.")...)
	}
	if ds.HasErrors() {
		return ds
	}
	return append(ds, w.processes[name].configure(value)...)
}

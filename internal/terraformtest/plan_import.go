package terraformtest

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// imports are those of a resource's instances that blocks of the configuration want and the state does not have.
func (w *planWalk) imports(
	b *config.Resource, instances map[address.Key]repetition,
) (map[Address]*Importing, Diagnostics) {
	all := map[Address]*Importing{}
	var ds Diagnostics
	for _, block := range w.config.Imports {
		if block.Resource() != b.Resource || w.options.Mode == RefreshOnly || w.beforeDestroy {
			continue
		}
		each, more := w.instances(&config.Resource{Resource: b.Resource, ForEach: block.ForEach})
		ds = append(ds, more...)
		for _, repeated := range each {
			a, importing, more := w.importing(block, repeated)
			ds = append(ds, more...)
			_, configured := instances[a.Key]
			switch {
			case more.HasErrors():
			case !configured:
				ds = append(ds, problem(a, "Configuration for import target does not exist",
					"The configuration for the given import %s does not exist.", a)...)
			case w.wasObject(a) == nil:
				all[a] = importing
			}
		}
	}
	return all, ds
}

// importing evaluates a block.
func (w *planWalk) importing(block *config.Import, repeated repetition) (Address, *Importing, Diagnostics) {
	var keys []hcl.Traversal // In the target; the rest of it is an address and no reference.
	for _, traversal := range block.To.Variables() {
		if traversal.RootName() == "each" {
			keys = append(keys, traversal)
		}
	}
	ctx, diags := w.scope.context(keys, repeated)
	if diags.HasErrors() {
		return Address{}, nil, fromHCL(nil, diags)
	}
	a, diags := block.Target(ctx)
	if diags.HasErrors() {
		return a, nil, fromHCL(nil, diags)
	}
	if block.Identity != nil {
		t := cty.DynamicPseudoType
		if s := w.remote(w.config.Resource(a.Resource), a).identitySchema(); s != nil {
			t = s.Written()
		}
		v, diags := w.scope.value(block.Identity, t, repeated)
		return a, &Importing{Identity: v}, fromHCL(a, diags)
	}
	id, diags := w.scope.value(block.ID, cty.String, repeated)
	switch {
	case diags.HasErrors():
		return a, nil, fromHCL(a, diags)
	case !id.IsKnown() || id.IsNull() || id.AsString() == "":
		return a, nil, problem(a, "Invalid import id argument", "The import ID must be known, and not null or empty.")
	}
	return a, &Importing{ID: id.AsString()}, nil
}

// importObject imports and reads. What is not there afterwards cannot be imported.
func (w *walk) importObject(r *remote, importing *Importing) (*Object, Diagnostics) {
	if halted := w.halted(); halted != nil {
		return nil, halted
	}
	o, ds := r.importObject(importing)
	if ds.HasErrors() {
		return nil, ds
	}
	o, more := w.read(r, o)
	ds = append(ds, more...)
	if !ds.HasErrors() && o.ifThere() == nil {
		ds = append(ds, r.problem("Cannot import non-existent remote object",
			"While attempting to import an existing object to %q, the provider detected that no object exists with "+
				"the given id.", r.a)...)
	}
	return o, ds
}

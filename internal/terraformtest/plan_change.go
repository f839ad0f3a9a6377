package terraformtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// intention is what a configuration wants of an instance, and what there is.
type intention struct {
	block    *config.Resource
	repeated repetition
	current  *Object // Nil if there is nothing.
	// earlier is the change of the plan that is applied; nil in a plan.
	earlier             *Change
	createBeforeDestroy bool
	// forced: the object is to be replaced whatever the provider says.
	forced  bool
	failure Severity // Of conditions that do not hold.
}

// planChange has the provider plan an instance that is configured, in a plan and once more in the apply.
func (w *walk) planChange(r *remote, i intention) (*Change, Diagnostics) {
	ds := w.scope.holds(r.a, "Resource precondition", i.block.Preconditions, i.repeated, i.failure)
	if ds.HasErrors() || i.earlier != nil && i.earlier.Action == NoOp {
		return i.earlier, ds
	}
	written, diags := w.scope.body(i.block.Body, r.schema.Object, i.repeated)
	ds = append(ds, fromHCL(r.a, diags)...)
	if ds.HasErrors() {
		return nil, ds
	}
	ds = append(ds, r.validate(r.a, written)...)
	if ds.HasErrors() {
		return nil, ds
	}
	c, request, more := i.request(r, written)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	if halted := w.halted(); halted != nil {
		return nil, append(ds, halted...)
	}
	result, more := r.plan(request)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	ds = append(ds, fromChecks(r.a, "Provider produced invalid plan",
		"The provider planned an invalid value for "+r.a.String()+"%s.\n\nThis is a bug in the provider.",
		r.schema.CheckPlanned(request.prior, request.config, result.value))...)
	if ds.HasErrors() {
		return nil, ds
	}
	c.RequiredReplace, more = r.requiredReplace(request.prior, result)
	ds = append(ds, more...)
	c.Action = i.action(request.prior, result.value, len(c.RequiredReplace) > 0)
	if c.Action.IsReplace() {
		// What takes its place is planned as new, and gets what the provider has noted for the one that goes. Of
		// warnings it is known that they were given already.
		result, more = r.plan(planRequest{
			prior: r.nothing(), proposed: r.schema.Proposed(r.nothing(), written), config: written,
			private: result.private, identity: result.identity,
		})
		if more.HasErrors() {
			return nil, append(ds, more...)
		}
	}
	c.After, c.private, c.identity = result.value, result.private, result.identity
	i.settle(c)
	return c, ds
}

// request is what the provider is asked to plan, with the beginning of the change.
func (i intention) request(r *remote, written cty.Value) (*Change, planRequest, Diagnostics) {
	request := planRequest{prior: r.nothing(), identity: cty.NilVal}
	c, ds := r.newChange(NoOp, i.current)
	if ds.HasErrors() {
		return nil, request, ds
	}
	switch {
	case i.isTainted(): // It is planned as if it were not there.
		c.beforeIdentity = cty.NilVal
	case i.current != nil:
		request.prior, request.private, request.identity = i.current.value, i.current.Private, c.beforeIdentity
	}
	var err error
	if request.config, err = ignoreChanges(i.block, r.schema, request.prior, written); err != nil {
		return nil, request, append(ds, unsupported("%s: %v", r.a, err)...)
	}
	request.proposed = r.schema.Proposed(request.prior, request.config)
	return c, request, ds
}

func (i intention) isTainted() bool { return i.current.ifThere() != nil && i.current.Tainted }

func (i intention) action(prior, planned cty.Value, replaced bool) Action {
	switch {
	case prior.IsNull():
		return Create
	case replaced || i.forced:
		return i.replacement()
	case schema.Equal(prior, planned):
		return NoOp
	}
	return Update
}

func (i intention) replacement() Action {
	if i.createBeforeDestroy {
		return CreateThenDelete
	}
	return DeleteThenCreate
}

// settle makes a replacement of a create where something is, or was before the apply had begun.
func (i intention) settle(c *Change) {
	switch {
	case c.Action != Create:
	case i.isTainted():
		c.Action = i.replacement()
	case i.earlier != nil && i.earlier.Action.IsReplace():
		c.Action, c.Before, c.beforeIdentity = i.earlier.Action, i.earlier.Before, i.earlier.beforeIdentity
	}
}

// requiredReplace are those of the attributes for which a provider wants to replace an object that really change.
func (r *remote) requiredReplace(prior cty.Value, p planned) ([]cty.Path, Diagnostics) {
	if prior.IsNull() {
		return nil, nil
	}
	var changed []cty.Path
	var ds Diagnostics
	for _, path := range p.requiresReplace {
		was, notBefore := path.Apply(prior)
		is, notAfter := path.Apply(p.value)
		switch {
		case notBefore != nil && notAfter != nil:
			ds = append(ds, r.problem("Provider produced invalid plan",
				"The provider wants to replace %s for %s, which is not there.", r.a, pathString(path))...)
		case notBefore != nil || notAfter != nil || !schema.Equal(was, is):
			changed = append(changed, path)
		}
	}
	return changed, ds
}

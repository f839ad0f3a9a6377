package terraformtest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// planRequest is what a provider is to plan for: null is nothing.
type planRequest struct {
	prior, proposed, config cty.Value
	private                 []byte
	identity                cty.Value // cty.NilVal for nobody.
}

// planned is what a provider plans for an object.
type planned struct {
	value           cty.Value
	private         []byte
	identity        cty.Value // cty.NilVal where nobody says.
	requiresReplace []cty.Path
}

func (r *remote) plan(what planRequest) (planned, Diagnostics) {
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: r.a.Type, PriorPrivate: what.private,
		ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: r.deferral},
	}
	err := r.encode(map[**tfprotov6.DynamicValue]cty.Value{
		&req.PriorState: what.prior, &req.ProposedNewState: what.proposed, &req.Config: what.config,
	})
	if err == nil {
		req.PriorIdentity, err = r.encodeIdentity(what.identity)
	}
	if err != nil {
		return planned{}, r.said(nil, err)
	}
	resp, err := r.server.PlanResourceChange(r.ctx, req)
	if err != nil {
		return planned{}, r.said(nil, err)
	}
	ds := append(r.said(resp.Diagnostics, nil), r.refuse(resp.Deferred)...)
	if ds.HasErrors() {
		return planned{}, ds
	}
	result := planned{private: resp.PlannedPrivate}
	if result.value, err = schema.Decode(resp.PlannedState, r.schema.Type); err == nil {
		result.identity, err = r.decodeIdentity(resp.PlannedIdentity)
	}
	if err != nil {
		return result, append(ds, r.said(nil, err)...)
	}
	for _, path := range resp.RequiresReplace {
		result.requiresReplace = append(result.requiresReplace, ctyPath(path))
	}
	return result, ds
}

// encode writes values as they go over the wire.
func (r *remote) encode(values map[**tfprotov6.DynamicValue]cty.Value) error {
	for into, v := range values {
		encoded, err := schema.Encode(v, r.schema.Type)
		if err != nil {
			return err
		}
		*into = encoded
	}
	return nil
}

// planDestroy has the provider plan that an object goes.
func (r *remote) planDestroy(o *Object) (*Change, Diagnostics) {
	c, ds := r.newChange(Delete, o)
	if ds.HasErrors() {
		return nil, ds
	}
	result, ds := r.plan(planRequest{
		prior: o.value, proposed: r.nothing(), config: r.nothing(), private: o.Private, identity: c.beforeIdentity,
	})
	if ds.HasErrors() {
		return nil, ds
	}
	if !result.value.IsNull() {
		return nil, append(ds, r.problem("Provider produced invalid plan",
			"The provider planned a non-null destroy value for %s.", r.a)...)
	}
	c.private, c.identity = result.private, result.identity
	return c, ds
}

// newChange is a change of an object, after which there is nothing.
func (r *remote) newChange(action Action, o *Object) (*Change, Diagnostics) {
	c := &Change{
		Address: r.a, Previous: r.a, Action: action, Before: r.nothing(), After: r.nothing(),
		schema: r.schema, provider: r.name,
	}
	if o == nil {
		return c, nil
	}
	c.Before = o.value
	var err error
	c.beforeIdentity, err = r.identityOf(o)
	return c, r.said(nil, err)
}

// applied is what a provider says that an object is after an apply, beside errors too.
type applied struct {
	value    cty.Value // cty.NilVal if the provider says nothing.
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

func (r *remote) apply(config cty.Value, c *Change) (applied, Diagnostics) {
	req := &tfprotov6.ApplyResourceChangeRequest{TypeName: r.a.Type, PlannedPrivate: c.private}
	err := r.encode(map[**tfprotov6.DynamicValue]cty.Value{
		&req.PriorState: c.Before, &req.PlannedState: c.After, &req.Config: config,
	})
	if err == nil {
		req.PlannedIdentity, err = r.encodeIdentity(c.identity)
	}
	if err != nil {
		return applied{}, r.said(nil, err)
	}
	resp, err := r.server.ApplyResourceChange(r.ctx, req)
	if err != nil {
		return applied{}, r.said(nil, err)
	}
	ds := r.said(resp.Diagnostics, nil)
	result := applied{private: resp.Private, identity: resp.NewIdentity}
	if resp.NewState != nil {
		if result.value, err = schema.Decode(resp.NewState, r.schema.Type); err != nil {
			return applied{}, append(ds, r.said(nil, err)...)
		}
	}
	return result, ds
}

// importObject finds an existing object.
func (r *remote) importObject(by *Importing) (*Object, Diagnostics) {
	req := &tfprotov6.ImportResourceStateRequest{
		TypeName: r.a.Type, ID: by.ID,
		ClientCapabilities: &tfprotov6.ImportResourceStateClientCapabilities{DeferralAllowed: r.deferral},
	}
	if by.Identity != cty.NilVal {
		if r.identitySchema() == nil {
			return nil, r.problem("Unsupported import", "%s cannot be imported by identity.", r.a)
		}
		var err error
		if req.Identity, err = r.encodeIdentity(by.Identity); err != nil {
			return nil, r.said(nil, err)
		}
	}
	resp, err := r.server.ImportResourceState(r.ctx, req)
	if err != nil {
		return nil, r.said(nil, err)
	}
	ds := append(r.said(resp.Diagnostics, nil), r.refuse(resp.Deferred)...)
	if ds.HasErrors() {
		return nil, ds
	}
	if n := len(resp.ImportedResources); n != 1 || resp.ImportedResources[0].TypeName != r.a.Type {
		return nil, append(ds, r.problem("Import returned no resources",
			"%d resources have the ID %q, not 1.", n, by.ID)...)
	}
	found := resp.ImportedResources[0]
	v, err := schema.Decode(found.State, r.schema.Type)
	switch {
	case err == nil && v.IsNull():
		return nil, append(ds, r.problem("Import returned null resource", "Nothing has the ID %q.", by.ID)...)
	case err == nil && by.Identity != cty.NilVal && found.Identity == nil:
		err = fmt.Errorf("import of %s didn't return an identity", r.a)
	}
	if err != nil {
		return nil, append(ds, r.said(nil, err)...)
	}
	o, err := r.newObject(v, found.Private, found.Identity)
	if err != nil {
		ds = append(ds, r.said(nil, err)...)
	}
	return o, ds
}

// ctyPath converts a path of the protocol.
func ctyPath(from *tftypes.AttributePath) cty.Path {
	var to cty.Path
	for _, step := range from.Steps() {
		switch step := step.(type) {
		case tftypes.AttributeName:
			to = to.GetAttr(string(step))
		case tftypes.ElementKeyString:
			to = to.IndexString(string(step))
		case tftypes.ElementKeyInt:
			to = to.IndexInt(int(step))
		}
	}
	return to
}

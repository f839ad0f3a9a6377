package terraformtest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// remote is an instance at its provider.
type remote struct {
	*process
	schema *schema.Schema
	a      Address
}

// remote is an instance at the provider.
func (p *process) remote(a Address) *remote {
	return &remote{process: p, schema: p.schemas.of(a.Resource), a: a}
}

// said takes over what the provider says about the instance.
func (r *remote) said(diagnostics []*tfprotov6.Diagnostic, err error) Diagnostics {
	return fromProvider(r.a, diagnostics, err)
}

// problem is an error of Terraform about the instance.
func (r *remote) problem(summary, detail string, args ...any) Diagnostics {
	return problem(r.a, summary, detail, args...)
}

func (r *remote) nothing() cty.Value { return cty.NullVal(r.schema.Type) }

// validate validates a resource or data source. It is told of a resource where no instance is meant.
func (r *remote) validate(told fmt.Stringer, config cty.Value) Diagnostics {
	encoded, err := schema.Encode(config, r.schema.Type)
	if err != nil {
		return fromProvider(told, nil, err)
	}
	if r.a.Data {
		resp, err := r.server.ValidateDataResourceConfig(r.ctx, &tfprotov6.ValidateDataResourceConfigRequest{
			TypeName: r.a.Type, Config: encoded,
		})
		if err != nil {
			return fromProvider(told, nil, err)
		}
		return fromProvider(told, resp.Diagnostics, nil)
	}
	resp, err := r.server.ValidateResourceConfig(r.ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: r.a.Type, Config: encoded,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return fromProvider(told, nil, err)
	}
	return fromProvider(told, resp.Diagnostics, nil)
}

// readData reads a data source.
func (r *remote) readData(config cty.Value) (cty.Value, Diagnostics) {
	encoded, err := schema.Encode(config, r.schema.Type)
	if err != nil {
		return cty.NilVal, r.said(nil, err)
	}
	resp, err := r.server.ReadDataSource(r.ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: r.a.Type, Config: encoded,
		ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: r.deferral},
	})
	if err != nil {
		return cty.NilVal, r.said(nil, err)
	}
	ds := append(r.said(resp.Diagnostics, nil), r.refuse(resp.Deferred)...)
	if ds.HasErrors() {
		return cty.NilVal, ds
	}
	value, err := schema.Decode(resp.State, r.schema.Type)
	switch {
	case err != nil:
		ds = append(ds, r.said(nil, err)...)
	case value.IsNull():
		ds = append(ds, r.problem("Provider produced null object", "%s is null.", r.a)...)
	case !value.IsWhollyKnown():
		ds = append(ds, r.problem("Provider produced invalid object", "%s is not wholly known.", r.a)...)
	}
	return value, ds
}

// refuse refuses what a provider wants to put off.
func (r *remote) refuse(d *tfprotov6.Deferred) Diagnostics {
	if d == nil {
		return nil
	}
	return unsupported("%s is deferred", r.a)
}

// read refreshes an object. If there is nothing any more, its value is null, and the provider may have noted something,
// or say who it was, all the same.
func (r *remote) read(o *Object) (*Object, Diagnostics) {
	encoded, err := schema.Encode(o.value, r.schema.Type)
	if err != nil {
		return nil, r.said(nil, err)
	}
	before, err := r.identityOf(o)
	if err != nil {
		return nil, r.said(nil, err)
	}
	identity, err := r.encodeIdentity(before)
	if err != nil {
		return nil, r.said(nil, err)
	}
	resp, err := r.server.ReadResource(r.ctx, &tfprotov6.ReadResourceRequest{
		TypeName: r.a.Type, CurrentState: encoded, Private: o.Private, CurrentIdentity: identity,
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{DeferralAllowed: r.deferral},
	})
	if err != nil {
		return nil, r.said(nil, err)
	}
	ds := append(r.said(resp.Diagnostics, nil), r.refuse(resp.Deferred)...)
	if ds.HasErrors() {
		return nil, ds
	}
	fresh := o.copy()
	fresh.Private = resp.Private
	if fresh.value, err = schema.Decode(resp.NewState, r.schema.Type); err != nil {
		return nil, append(ds, r.said(nil, err)...)
	}
	if !fresh.value.IsWhollyKnown() {
		return nil, append(ds, r.problem("Provider produced invalid object", "%s is not wholly known.", r.a)...)
	}
	if err := r.finish(fresh, resp.NewIdentity); err != nil {
		return nil, append(ds, r.said(nil, err)...)
	}
	return fresh, ds
}

// upgrade has the provider bring an object of the state to its present schema.
func (r *remote) upgrade(o *Object) (*Object, Diagnostics) {
	if o.SchemaVersion > r.schema.Version {
		return nil, r.problem("Resource instance managed by newer provider version",
			"The current state of %s was created by a newer provider version than is currently selected.", r.a)
	}
	resp, err := r.server.UpgradeResourceState(r.ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: r.a.Type, Version: o.SchemaVersion, RawState: &tfprotov6.RawState{JSON: o.Attributes},
	})
	if err != nil {
		return nil, r.said(nil, err)
	}
	ds := r.said(resp.Diagnostics, nil)
	if ds.HasErrors() {
		return nil, ds
	}
	upgraded := o.copy()
	upgraded.value, err = schema.Decode(resp.UpgradedState, r.schema.Type)
	if err == nil && !upgraded.value.IsWhollyKnown() {
		err = fmt.Errorf("the upgraded state of %s contains unknown values", r.a)
	}
	if err == nil {
		err = upgraded.encode(r.schema)
	}
	if err == nil {
		err = r.upgradeIdentity(upgraded)
	}
	if err != nil {
		return nil, append(ds, r.said(nil, err)...)
	}
	return upgraded, ds
}

// newObject makes an object of a value.
func (r *remote) newObject(v cty.Value, private []byte, identity *tfprotov6.ResourceIdentityData) (*Object, error) {
	o := &Object{Provider: r.name, Private: private, value: v}
	return o, r.finish(o, identity)
}

// finish writes the value of an object, and who it is, as they are kept in the state.
func (r *remote) finish(o *Object, identity *tfprotov6.ResourceIdentityData) error {
	if err := o.encode(r.schema); err != nil {
		return err
	}
	v, err := r.decodeIdentity(identity)
	if err != nil {
		return err
	}
	return r.setIdentity(o, v)
}

// encode writes the value of the object as it is kept in the state.
func (o *Object) encode(s *schema.Schema) error {
	text, err := ctyjson.Marshal(o.value, s.Type)
	o.Attributes, o.SchemaVersion = text, s.Version
	return err
}

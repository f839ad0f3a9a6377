package terraformtest

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// identitySchema is that of the resource, nil if it has none or nobody asks.
func (r *remote) identitySchema() *schema.Schema {
	if !r.identity {
		return nil
	}
	return r.schemas.identities[r.a.Type]
}

// encodeIdentity writes who an object is as it goes over the wire, nil for nobody.
func (r *remote) encodeIdentity(v cty.Value) (*tfprotov6.ResourceIdentityData, error) {
	s := r.identitySchema()
	if s == nil || v == cty.NilVal || v.IsNull() {
		return nil, nil //nolint:nilnil // An object without identity is no error.
	}
	encoded, err := schema.Encode(v, s.Type)
	return &tfprotov6.ResourceIdentityData{IdentityData: encoded}, err
}

// decodeIdentity reads who an object is, cty.NilVal if nobody says.
func (r *remote) decodeIdentity(from *tfprotov6.ResourceIdentityData) (cty.Value, error) {
	s := r.identitySchema()
	if s == nil || from == nil || from.IdentityData == nil {
		return cty.NilVal, nil
	}
	return schema.Decode(from.IdentityData, s.Type)
}

// identityOf is who an object of the state is, cty.NilVal if it is not known.
func (r *remote) identityOf(o *Object) (cty.Value, error) {
	s := r.identitySchema()
	if s == nil || o == nil || o.Identity == nil {
		return cty.NilVal, nil
	}
	return ctyjson.Unmarshal(o.Identity, s.Type)
}

// setIdentity keeps who an object is. Whoever knows nothing of identities leaves them alone.
func (r *remote) setIdentity(o *Object, v cty.Value) error {
	s := r.identitySchema()
	switch {
	case s == nil:
		return nil
	case v == cty.NilVal || v.IsNull():
		o.Identity = nil
		return nil
	}
	text, err := ctyjson.Marshal(v, s.Type)
	o.Identity, o.IdentityVersion = json.RawMessage(text), s.Version
	return err
}

// upgradeIdentity has the provider bring the identity of an object to its present schema.
func (r *remote) upgradeIdentity(o *Object) error {
	s := r.identitySchema()
	if s == nil || o.Identity == nil || o.IdentityVersion == s.Version {
		return nil
	}
	resp, err := r.server.UpgradeResourceIdentity(r.ctx, &tfprotov6.UpgradeResourceIdentityRequest{
		TypeName: r.a.Type, Version: o.IdentityVersion, RawIdentity: &tfprotov6.RawState{JSON: o.Identity},
	})
	if err != nil {
		return err
	}
	if err := r.said(resp.Diagnostics, nil).Err(); err != nil {
		return err
	}
	v, err := r.decodeIdentity(resp.UpgradedIdentity)
	if err != nil {
		return err
	}
	return r.setIdentity(o, v)
}

package terraformtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// StateJSON is the state as `terraform show -json` gives it.
func (t *Terraform) StateJSON(ctx context.Context, s *State) (*tfjson.State, error) {
	shown := &tfjson.State{FormatVersion: "1.0", TerraformVersion: terraformVersion}
	if s == nil || len(s.Objects)+len(s.Deposed)+len(s.Outputs) == 0 {
		return shown, nil
	}
	root := &tfjson.StateModule{}
	shown.Values = &tfjson.StateValues{Outputs: map[string]*tfjson.StateOutput{}, RootModule: root}
	for name, o := range s.Outputs {
		shown.Values.Outputs[name] = &tfjson.StateOutput{
			Sensitive: o.Sensitive,
			Value:     jsonOf(o.Value),
			Type:      o.Value.Type(),
		}
	}
	for _, a := range s.allAddresses() {
		objects := map[string]*Object{}
		for key, o := range s.Deposed[a] {
			objects[key] = o
		}
		if o := s.Objects[a]; o != nil {
			objects[""] = o
		}
		for _, key := range sortedKeys(objects) {
			r, err := t.objectJSON(ctx, a, key, objects[key])
			if err != nil {
				return nil, fmt.Errorf("%s: %w", a, err)
			}
			root.Resources = append(root.Resources, r)
		}
	}
	return shown, nil
}

func (t *Terraform) objectJSON(
	ctx context.Context, a Address, deposed string, o *Object,
) (*tfjson.StateResource, error) {
	known, ds := t.schemasOf(ctx, providerName(o))
	if ds.HasErrors() {
		return nil, ds.Err()
	}
	s := known.of(a.Resource)
	if s == nil {
		return nil, errors.New("no schema found")
	}
	if o.SchemaVersion != s.Version {
		return nil, fmt.Errorf(
			"schema version %d in state does not match version %d from the provider",
			o.SchemaVersion,
			s.Version,
		)
	}
	v, err := ctyjson.Unmarshal(o.Attributes, s.Type)
	if err != nil {
		return nil, err
	}
	shown := &tfjson.StateResource{
		Address:         a.String(),
		Mode:            jsonMode(a.Resource),
		Type:            a.Type,
		Name:            a.Name,
		Index:           jsonIndex(a.Key),
		ProviderName:    o.Provider,
		SchemaVersion:   uint64(o.SchemaVersion), //nolint:gosec // Versions are small, and not negative.
		Tainted:         o.Tainted,
		DeposedKey:      deposed,
		AttributeValues: map[string]any{},
	}
	for name, value := range v.AsValueMap() {
		shown.AttributeValues[name] = jsonOf(value)
	}
	if shown.SensitiveValues, err = json.Marshal(sensitiveOf(v, s.Object)); err != nil {
		return nil, err
	}
	for _, dependency := range o.Dependencies {
		shown.DependsOn = append(shown.DependsOn, dependency.String())
	}
	if identity := known.identities[a.Type]; identity != nil && o.Identity != nil {
		v, err := ctyjson.Unmarshal(o.Identity, identity.Type)
		if err != nil {
			return nil, err
		}
		version := uint64(o.IdentityVersion) //nolint:gosec // As above.
		shown.IdentitySchemaVersion, shown.IdentityValues = &version, map[string]any{}
		for name, value := range v.AsValueMap() {
			shown.IdentityValues[name] = jsonOf(value)
		}
	}
	return shown, nil
}

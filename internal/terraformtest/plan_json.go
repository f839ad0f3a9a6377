package terraformtest

import (
	"encoding/json"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// JSON is the plan as `terraform show -json` gives it: the changes, and nothing of the configuration.
func (p *Plan) JSON() *tfjson.Plan {
	shown := &tfjson.Plan{
		FormatVersion:    "1.2",
		TerraformVersion: terraformVersion,
		OutputChanges:    map[string]*tfjson.Change{},
	}
	for _, c := range p.Changes {
		if c.Address.Data && c.Action == Delete { // It is only taken out of the state.
			continue
		}
		shown.ResourceChanges = append(shown.ResourceChanges, c.json())
	}
	for name, o := range p.Outputs {
		shown.OutputChanges[name] = &tfjson.Change{
			Actions:         o.Action.json(),
			Before:          jsonOf(o.Before),
			After:           jsonOf(o.After),
			AfterUnknown:    unknownOfOutput(o.After),
			BeforeSensitive: o.Sensitive,
			AfterSensitive:  o.Sensitive,
		}
	}
	return shown
}

// unknownOfOutput differs from unknownOf in what it says of a value that is known.
func unknownOfOutput(v cty.Value) any {
	if v.IsWhollyKnown() {
		return false
	}
	return unknownOf(v)
}

func (c *Change) json() *tfjson.ResourceChange {
	var object *schema.Object
	if c.schema != nil {
		object = c.schema.Object
	}
	shown := &tfjson.ResourceChange{
		Address: c.Address.String(), Mode: jsonMode(c.Address.Resource), Type: c.Address.Type, Name: c.Address.Name,
		Index: jsonIndex(c.Address.Key), ProviderName: c.provider, DeposedKey: c.Deposed,
		Change: &tfjson.Change{
			Actions:         c.Action.json(),
			Before:          jsonOf(c.Before),
			After:           jsonOf(c.After),
			AfterUnknown:    unknownOf(c.After),
			BeforeSensitive: sensitiveOf(c.Before, object),
			AfterSensitive:  sensitiveOf(c.After, object),
		},
	}
	if c.HasMoved() {
		shown.PreviousAddress = c.Previous.String()
	}
	if c.Importing != nil {
		shown.Change.Importing = &tfjson.Importing{ID: c.Importing.ID}
		if c.Importing.Identity != cty.NilVal {
			shown.Change.Importing.Identity = jsonOf(c.Importing.Identity)
		}
	}
	for _, path := range c.RequiredReplace {
		shown.Change.ReplacePaths = append(shown.Change.ReplacePaths, jsonPath(path))
	}
	for identity, into := range map[*cty.Value]*any{
		&c.beforeIdentity: &shown.Change.BeforeIdentity, &c.identity: &shown.Change.AfterIdentity,
	} {
		if *identity != cty.NilVal {
			*into = jsonOf(*identity)
		}
	}
	return shown
}

func (a Action) json() tfjson.Actions {
	switch a {
	case Create:
		return tfjson.Actions{tfjson.ActionCreate}
	case Read:
		return tfjson.Actions{tfjson.ActionRead}
	case Update:
		return tfjson.Actions{tfjson.ActionUpdate}
	case Delete:
		return tfjson.Actions{tfjson.ActionDelete}
	case DeleteThenCreate:
		return tfjson.Actions{tfjson.ActionDelete, tfjson.ActionCreate}
	case CreateThenDelete:
		return tfjson.Actions{tfjson.ActionCreate, tfjson.ActionDelete}
	case Forget:
		return tfjson.Actions{tfjson.ActionForget}
	}
	return tfjson.Actions{tfjson.ActionNoop}
}

func jsonMode(r address.Resource) tfjson.ResourceMode {
	if r.Data {
		return tfjson.DataResourceMode
	}
	return tfjson.ManagedResourceMode
}

// jsonIndex is a key as it is decoded from JSON, nil where there is none.
func jsonIndex(k address.Key) any {
	if text, ok := k.IsText(); ok {
		return text
	}
	if n, ok := k.IsNumber(); ok {
		return json.Number(cty.NumberIntVal(int64(n)).AsBigFloat().Text('f', -1))
	}
	return nil
}

func jsonPath(path cty.Path) []any {
	var steps []any
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			steps = append(steps, step.Name)
		case cty.IndexStep:
			steps = append(steps, jsonOf(step.Key))
		}
	}
	return steps
}

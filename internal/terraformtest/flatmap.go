package terraformtest

import (
	"encoding/json"
	"fmt"
	"strconv"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// flatState is a state as the checks of terraform-plugin-testing want it, with all attributes as texts. Other than
// there, resources with for_each are in it too, under their addresses.
func flatState(shown *tfjson.State) *terraform.State {
	root := &terraform.ModuleState{
		Path: []string{
			"root",
		},
		Resources: map[string]*terraform.ResourceState{},
		Outputs:   map[string]*terraform.OutputState{},
	}
	s := &terraform.State{Version: 3, TFVersion: terraformVersion, Modules: []*terraform.ModuleState{root}}
	if shown.Values == nil {
		return s
	}
	for name, o := range shown.Values.Outputs {
		root.Outputs[name] = flatOutput(o)
	}
	for _, r := range shown.Values.RootModule.Resources {
		if r.DeposedKey != "" {
			continue
		}
		key := r.Address
		if n, ok := r.Index.(json.Number); ok { // As before Terraform 0.12.
			key = r.Type + "." + r.Name + "." + n.String()
			if r.Mode == tfjson.DataResourceMode {
				key = "data." + key
			}
		}
		attributes := map[string]string{}
		flatten(attributes, "", r.AttributeValues)
		id, ok := attributes["id"]
		if !ok {
			id = "id-attribute-not-set"
		}
		root.Resources[key] = &terraform.ResourceState{
			Type: r.Type, Provider: r.ProviderName, Dependencies: r.DependsOn,
			Primary: &terraform.InstanceState{
				ID: id, Attributes: attributes, Tainted: r.Tainted,
				Meta: map[string]any{"schema_version": int(r.SchemaVersion)}, //nolint:gosec // Versions are small.
			},
		}
	}
	return s
}

// flatten adds a value and what is in it. Null is left out.
func flatten(into map[string]string, path string, v any) {
	within := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			flatten(into, within(name), inner)
		}
		into[within("%")] = strconv.Itoa(len(v))
	case []any:
		for i, inner := range v {
			flatten(into, within(strconv.Itoa(i)), inner)
		}
		into[within("#")] = strconv.Itoa(len(v))
	case nil:
	default:
		into[path] = fmt.Sprint(v)
	}
}

func flatOutput(o *tfjson.StateOutput) *terraform.OutputState {
	flat := &terraform.OutputState{Sensitive: o.Sensitive, Type: "string", Value: o.Value}
	switch v := o.Value.(type) {
	case []any:
		flat.Type = "list"
	case map[string]any:
		flat.Type = "map"
	case bool, json.Number:
		flat.Value = fmt.Sprint(v)
	}
	return flat
}

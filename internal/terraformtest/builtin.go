package terraformtest

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// builtin is the name of the provider that Terraform has built in.
const builtin = "terraform"

// dataType is the type of terraform_data, of which input, output and triggers_replace may be anything.
var dataType = cty.Object(map[string]cty.Type{
	"id":               cty.String,
	"input":            cty.DynamicPseudoType,
	"output":           cty.DynamicPseudoType,
	"triggers_replace": cty.DynamicPseudoType,
})

// dataProvider has the resource terraform_data, which keeps a value. What else providers may be asked it does not know.
type dataProvider struct{ tfprotov6.ProviderServer }

func newBuiltin() (tfprotov6.ProviderServer, error) { return dataProvider{}, nil }

func (dataProvider) GetProviderSchema(
	context.Context,
	*tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas: map[string]*tfprotov6.Schema{
			"terraform_data": {Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
				{Name: "id", Type: tftypes.String, Computed: true},
				{Name: "input", Type: tftypes.DynamicPseudoType, Optional: true},
				{Name: "output", Type: tftypes.DynamicPseudoType, Computed: true},
				{Name: "triggers_replace", Type: tftypes.DynamicPseudoType, Optional: true},
			}}},
		},
	}, nil
}

func (dataProvider) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (dataProvider) ValidateProviderConfig(
	context.Context,
	*tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{}, nil
}

func (dataProvider) ConfigureProvider(
	context.Context,
	*tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (dataProvider) StopProvider(
	context.Context,
	*tfprotov6.StopProviderRequest,
) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (dataProvider) ValidateResourceConfig(
	_ context.Context,
	req *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	resp := &tfprotov6.ValidateResourceConfigResponse{}
	config, err := schema.Decode(req.Config, dataType)
	if err != nil {
		return resp, err
	}
	for _, name := range []string{"id", "output"} {
		if !config.GetAttr(name).IsNull() {
			resp.Diagnostics = append(resp.Diagnostics, &tfprotov6.Diagnostic{
				Severity: tfprotov6.DiagnosticSeverityError, Summary: fmt.Sprintf("%q attribute is read-only", name),
			})
		}
	}
	return resp, nil
}

func (dataProvider) UpgradeResourceState(
	_ context.Context,
	req *tfprotov6.UpgradeResourceStateRequest,
) (*tfprotov6.UpgradeResourceStateResponse, error) {
	value, err := ctyjson.Unmarshal(req.RawState.JSON, dataType)
	if err != nil {
		return nil, err
	}
	encoded, err := schema.Encode(value, dataType)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: encoded}, err
}

func (dataProvider) ReadResource(
	_ context.Context,
	req *tfprotov6.ReadResourceRequest,
) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState}, nil
}

func (dataProvider) PlanResourceChange(
	_ context.Context,
	req *tfprotov6.PlanResourceChangeRequest,
) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp := &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState}
	proposed, err := schema.Decode(req.ProposedNewState, dataType)
	if err != nil || proposed.IsNull() {
		return resp, err
	}
	prior, err := schema.Decode(req.PriorState, dataType)
	if err != nil {
		return resp, err
	}
	planned, input := proposed.AsValueMap(), proposed.GetAttr("input")
	replaced := !prior.IsNull() && !prior.GetAttr("triggers_replace").RawEquals(proposed.GetAttr("triggers_replace"))
	if replaced {
		resp.RequiresReplace = []*tftypes.AttributePath{
			tftypes.NewAttributePath().WithAttributeName("triggers_replace"),
		}
	}
	isNew := prior.IsNull() || replaced
	if isNew {
		planned["id"] = cty.UnknownVal(cty.String).RefineNotNull()
	}
	switch {
	case isNew && input.IsNull():
		planned["output"] = input
	case isNew, !prior.GetAttr("input").RawEquals(input):
		planned["output"] = cty.UnknownVal(input.Type())
	}
	resp.PlannedState, err = schema.Encode(cty.ObjectVal(planned), dataType)
	return resp, err
}

func (dataProvider) ApplyResourceChange(
	_ context.Context,
	req *tfprotov6.ApplyResourceChangeRequest,
) (*tfprotov6.ApplyResourceChangeResponse, error) {
	resp := &tfprotov6.ApplyResourceChangeResponse{NewState: req.PlannedState}
	planned, err := schema.Decode(req.PlannedState, dataType)
	if err != nil || planned.IsNull() {
		return resp, err
	}
	values := planned.AsValueMap()
	if !values["output"].IsKnown() {
		values["output"] = values["input"]
	}
	if !values["id"].IsKnown() {
		values["id"] = cty.StringVal(rand.Text())
	}
	resp.NewState, err = schema.Encode(cty.ObjectVal(values), dataType)
	return resp, err
}

func (dataProvider) ImportResourceState(
	_ context.Context,
	req *tfprotov6.ImportResourceStateRequest,
) (*tfprotov6.ImportResourceStateResponse, error) {
	nothing := cty.NullVal(cty.DynamicPseudoType)
	state, err := schema.Encode(cty.ObjectVal(map[string]cty.Value{
		"id": cty.StringVal(req.ID), "input": nothing, "output": nothing, "triggers_replace": nothing,
	}), dataType)
	return &tfprotov6.ImportResourceStateResponse{
		ImportedResources: []*tfprotov6.ImportedResource{{TypeName: req.TypeName, State: state}},
	}, err
}

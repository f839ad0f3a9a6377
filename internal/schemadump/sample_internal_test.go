package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	ephemeralschema "github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	resourceschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// sample is a provider that does nothing, and has every kind of thing that a schema can hold.
type sample struct{}

func (sample) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "sample"
}

func (sample) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{
		MarkdownDescription: "A **sample** of <everything>.",
		Attributes: map[string]providerschema.Attribute{
			"api_key": providerschema.StringAttribute{
				Optional:    true,
				Sensitive:   true,
				Description: "Key in plain text.",
			},
			"headers": providerschema.MapAttribute{Optional: true, Sensitive: true, ElementType: types.StringType},
			"options": providerschema.SingleNestedAttribute{
				Optional: true,
				Attributes: map[string]providerschema.Attribute{
					"strict": providerschema.BoolAttribute{
						Required:            true,
						MarkdownDescription: "Whether it is `strict`.",
					},
				},
			},
		},
		Blocks: map[string]providerschema.Block{
			"proxy": providerschema.SingleNestedBlock{
				Attributes: map[string]providerschema.Attribute{"url": providerschema.StringAttribute{Optional: true}},
			},
		},
	}
}

func (sample) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (sample) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return sampleThing{} }}
}

func (sample) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return sampleData{} }}
}

func (sample) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return sampleEphemeral{} }}
}

func (sample) Functions(context.Context) []func() function.Function {
	return []func() function.Function{func() function.Function { return sampleFunction{} }}
}

func (sample) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return sampleThing{} }}
}

func (sample) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return sampleAction{} }}
}

// sampleThing is a resource with an identity, which can be listed.
type sampleThing struct{}

func (sampleThing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "sample_thing"
}

func (sampleThing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	part := resourceschema.NestedAttributeObject{Attributes: map[string]resourceschema.Attribute{
		"name": resourceschema.StringAttribute{Required: true},
		"size": resourceschema.Int64Attribute{Optional: true, Computed: true},
		"deep": resourceschema.MapNestedAttribute{
			Computed: true,
			NestedObject: resourceschema.NestedAttributeObject{Attributes: map[string]resourceschema.Attribute{
				"weights": resourceschema.ListAttribute{
					Computed:    true,
					Sensitive:   true,
					ElementType: types.Float64Type,
				},
			}},
		},
	}}
	resp.Schema = resourceschema.Schema{
		Version:             3,
		MarkdownDescription: "A thing.",
		DeprecationMessage:  "Use another thing.",
		Attributes: map[string]resourceschema.Attribute{
			"id":        resourceschema.StringAttribute{Computed: true, MarkdownDescription: "Id of the thing."},
			"flag":      resourceschema.BoolAttribute{Optional: true, Computed: true},
			"number":    resourceschema.NumberAttribute{Optional: true, DeprecationMessage: "Use `flag`."},
			"anything":  resourceschema.DynamicAttribute{Optional: true},
			"secret_wo": resourceschema.StringAttribute{Optional: true, WriteOnly: true},
			"list":      resourceschema.ListAttribute{Optional: true, ElementType: types.StringType},
			"set": resourceschema.SetAttribute{
				Optional:    true,
				ElementType: types.SetType{ElemType: types.BoolType},
			},
			"map": resourceschema.MapAttribute{
				Optional:    true,
				ElementType: types.ListType{ElemType: types.NumberType},
			},
			"object": resourceschema.ObjectAttribute{Computed: true, AttributeTypes: sampleObject.AttrTypes},
			"nested": resourceschema.SingleNestedAttribute{
				Optional:    true,
				Attributes:  part.Attributes,
				Description: "One part.",
			},
			"nested_list": resourceschema.ListNestedAttribute{Optional: true, NestedObject: part},
			"nested_set": resourceschema.SetNestedAttribute{
				Optional:           true,
				NestedObject:       part,
				DeprecationMessage: "Use the map.",
			},
			"nested_map": resourceschema.MapNestedAttribute{Required: true, NestedObject: part, Sensitive: true},
		},
		Blocks: map[string]resourceschema.Block{
			"single": resourceschema.SingleNestedBlock{
				MarkdownDescription: "One block.",
				Attributes: map[string]resourceschema.Attribute{
					"at": resourceschema.StringAttribute{Optional: true},
				},
				Blocks: map[string]resourceschema.Block{
					"inner": resourceschema.ListNestedBlock{
						NestedObject:       resourceschema.NestedBlockObject{},
						DeprecationMessage: "Use none.",
					},
				},
			},
			"several": resourceschema.SetNestedBlock{NestedObject: resourceschema.NestedBlockObject{
				Attributes: map[string]resourceschema.Attribute{
					"at": resourceschema.StringAttribute{Required: true, Description: "Place."},
				},
			}},
		},
	}
}

var sampleObject = types.ObjectType{AttrTypes: map[string]attr.Type{
	"when":  types.StringType,
	"tuple": types.TupleType{ElemTypes: []attr.Type{types.BoolType, types.StringType}},
}}

func (sampleThing) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Version: 1,
		Attributes: map[string]identityschema.Attribute{
			"id":    identityschema.StringAttribute{RequiredForImport: true, Description: "Id of the thing."},
			"ports": identityschema.ListAttribute{OptionalForImport: true, ElementType: types.Int64Type},
		},
	}
}

func (sampleThing) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (sampleThing) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (sampleThing) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (sampleThing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (sampleThing) ListResourceConfigSchema(
	_ context.Context,
	_ list.ListResourceSchemaRequest,
	resp *list.ListResourceSchemaResponse,
) {
	resp.Schema = listschema.Schema{
		MarkdownDescription: "Things.",
		Attributes:          map[string]listschema.Attribute{"name_regex": listschema.StringAttribute{Optional: true}},
	}
}

func (sampleThing) List(context.Context, list.ListRequest, *list.ListResultsStream) {}

type sampleData struct{}

func (sampleData) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "sample_data"
}

func (sampleData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = datasourceschema.Schema{
		Description: "Data.",
		Attributes:  map[string]datasourceschema.Attribute{"value": datasourceschema.Float64Attribute{Computed: true}},
		Blocks: map[string]datasourceschema.Block{
			"filter": datasourceschema.ListNestedBlock{NestedObject: datasourceschema.NestedBlockObject{
				Attributes: map[string]datasourceschema.Attribute{
					"by": datasourceschema.StringAttribute{Required: true},
				},
			}},
		},
	}
}

func (sampleData) Read(context.Context, datasource.ReadRequest, *datasource.ReadResponse) {}

type sampleEphemeral struct{}

func (sampleEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "sample_token"
}

func (sampleEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = ephemeralschema.Schema{
		Attributes: map[string]ephemeralschema.Attribute{
			"token": ephemeralschema.StringAttribute{Computed: true, Sensitive: true},
		},
	}
}

func (sampleEphemeral) Open(context.Context, ephemeral.OpenRequest, *ephemeral.OpenResponse) {}

type sampleFunction struct{}

func (sampleFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "combine"
}

func (sampleFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary:             "Combines.",
		MarkdownDescription: "Combines *things*.",
		DeprecationMessage:  "Use another function.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "first", MarkdownDescription: "The first."},
			function.DynamicParameter{Name: "second", AllowNullValue: true},
			function.ObjectParameter{Name: "third", AttributeTypes: sampleObject.AttrTypes},
		},
		VariadicParameter: function.MapParameter{Name: "rest", ElementType: types.BoolType},
		Return:            function.ListReturn{ElementType: types.StringType},
	}
}

func (sampleFunction) Run(context.Context, function.RunRequest, *function.RunResponse) {}

type sampleAction struct{}

func (sampleAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "sample_act"
}

func (sampleAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{
		MarkdownDescription: "An act.",
		Attributes: map[string]actionschema.Attribute{
			"thing_id":  actionschema.StringAttribute{Required: true},
			"secret_wo": actionschema.StringAttribute{Optional: true, WriteOnly: true},
		},
	}
}

func (sampleAction) Invoke(context.Context, action.InvokeRequest, *action.InvokeResponse) {}

package peer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// membersResource does nothing, also where the provider sends.
type membersResource struct{}

var _ resource.ResourceWithIdentity = (*membersResource)(nil)

type membersModel struct {
	GroupID   types.String   `tfsdk:"group_id"`
	Members   types.Map      `tfsdk:"members"`
	Exclusive types.Bool     `tfsdk:"exclusive"`
	OnRefusal types.String   `tfsdk:"on_refusal"`
	Retry     types.String   `tfsdk:"retry"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	Status    types.Map      `tfsdk:"status"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

type membersIdentity struct {
	GroupID types.String `tfsdk:"group_id"`
}

func (r *membersResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_members"
}

func (r *membersResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"group_id":   required(),
		"members":    schema.MapAttribute{ElementType: types.StringType, Required: true},
		"exclusive":  schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
		"on_refusal": optional(),
		"retry":      optional(),
		"on_destroy": defaulted("remove"),
		"status":     schema.MapAttribute{ElementType: types.StringType, Computed: true},
		"timeouts":   longestTimes(ctx),
	}}
}

func (r *membersResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (r *membersResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan membersModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	plan.Status = plan.Members
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, membersIdentity{plan.GroupID})...)
}

// Read reads the state and writes it, as the documentation of the framework has it.
func (r *membersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state membersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, membersIdentity{state.GroupID})...)
}

func (r *membersResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (r *membersResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

package peer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type memberResource struct{ sending }

var (
	_ resource.ResourceWithConfigure = (*memberResource)(nil)
	_ resource.ResourceWithIdentity  = (*memberResource)(nil)
)

type memberModel struct {
	ID          types.String   `tfsdk:"id"`
	GroupID     types.String   `tfsdk:"group_id"`
	PhoneNumber types.String   `tfsdk:"phone_number"`
	LID         types.String   `tfsdk:"lid"`
	Role        types.String   `tfsdk:"role"`
	OnRefusal   types.String   `tfsdk:"on_refusal"`
	Retry       types.String   `tfsdk:"retry"`
	OnDestroy   types.String   `tfsdk:"on_destroy"`
	Status      types.String   `tfsdk:"status"`
	JID         types.String   `tfsdk:"jid"`
	Pending     types.List     `tfsdk:"pending"`
	Timeouts    timeouts.Value `tfsdk:"timeouts"`
}

type memberIdentity struct {
	GroupID     types.String `tfsdk:"group_id"`
	PhoneNumber types.String `tfsdk:"phone_number"`
	LID         types.String `tfsdk:"lid"`
}

func (m *memberModel) identity() memberIdentity {
	return memberIdentity{GroupID: m.GroupID, PhoneNumber: m.PhoneNumber, LID: types.StringNull()}
}

func (r *memberResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_member"
}

func (r *memberResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"group_id":     required(),
		"phone_number": optional(),
		"lid":          optional(),
		"role":         defaulted("member"),
		"on_refusal":   optional(),
		"retry":        optional(),
		"on_destroy":   defaulted("remove"),
		"status":       reported(),
		"id":           reported(),
		"jid":          reported(),
		"pending":      pending(),
		"timeouts":     longestTimes(ctx),
	}}
}

func (r *memberResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id":     identityschema.StringAttribute{RequiredForImport: true},
		"phone_number": identityschema.StringAttribute{OptionalForImport: true},
		"lid":          identityschema.StringAttribute{OptionalForImport: true},
	}}
}

// privateLID is what our provider keeps of a person in the private state, as large as it ever is.
const privateLID = `"123456789012345@lid"`

func (r *memberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan memberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.sender.post(ctx, plan.GroupID.ValueString(), "participants/add", plan.PhoneNumber.ValueString())
	if failed(&resp.Diagnostics, err) {
		return
	}
	plan.ID = types.StringValue(plan.GroupID.ValueString() + "/" + plan.PhoneNumber.ValueString())
	plan.JID = types.StringValue(plan.PhoneNumber.ValueString()[1:] + "@s.whatsapp.net")
	plan.Pending = nothingPending()
	plan.Status = types.StringValue("joined")
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "lid", []byte(privateLID))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *memberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state memberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, "lid", []byte(privateLID))...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
}

func (r *memberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state memberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	err := r.sender.post(ctx, state.GroupID.ValueString(), "participants/remove", state.PhoneNumber.ValueString())
	failed(&resp.Diagnostics, err)
}

package peer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type groupResource struct{ sending }

var (
	_ resource.ResourceWithConfigure = (*groupResource)(nil)
	_ resource.ResourceWithIdentity  = (*groupResource)(nil)
)

type groupModel struct {
	Name                 types.String   `tfsdk:"name"`
	Description          types.String   `tfsdk:"description"`
	MessagesAdminsOnly   types.Bool     `tfsdk:"messages_admins_only"`
	InfoAdminsOnly       types.Bool     `tfsdk:"info_admins_only"`
	MemberAddMode        types.String   `tfsdk:"member_add_mode"`
	JoinApprovalRequired types.Bool     `tfsdk:"join_approval_required"`
	DisappearingMessages types.String   `tfsdk:"disappearing_messages"`
	ID                   types.String   `tfsdk:"id"`
	PicturePath          types.String   `tfsdk:"picture_path"`
	PictureURL           types.String   `tfsdk:"picture_url"`
	PictureSHA256        types.String   `tfsdk:"picture_sha256"`
	InitialMembers       types.Map      `tfsdk:"initial_members"`
	OnDestroy            types.String   `tfsdk:"on_destroy"`
	OnExisting           types.String   `tfsdk:"on_existing"`
	Owner                types.String   `tfsdk:"owner"`
	CreatedAt            types.String   `tfsdk:"created_at"`
	Pending              types.List     `tfsdk:"pending"`
	Timeouts             timeouts.Value `tfsdk:"timeouts"`
}

type groupIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (r *groupResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

func (r *groupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"name":                   required(),
		"description":            textSetting(),
		"messages_admins_only":   switchSetting(),
		"info_admins_only":       switchSetting(),
		"member_add_mode":        textSetting(),
		"join_approval_required": switchSetting(),
		"disappearing_messages":  reported(),
		"id":                     reported(),
		"picture_path":           optional(),
		"picture_url":            optional(),
		"picture_sha256":         reported(),
		"initial_members":        schema.MapAttribute{ElementType: types.StringType, Optional: true},
		"on_destroy":             defaulted("leave"),
		"on_existing":            optional(),
		"owner":                  reported(),
		"created_at":             reported(),
		"pending":                pending(),
		"timeouts":               longestTimes(ctx),
	}}
}

func (r *groupResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true},
	}}
}

func (r *groupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan groupModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id, err := r.sender.create(ctx, plan.Name.ValueString())
	if failed(&resp.Diagnostics, err) || failed(&resp.Diagnostics, r.configure(ctx, id, plan)) {
		return
	}
	plan.ID = types.StringValue(id)
	plan.Owner = types.StringValue("12025550100@s.whatsapp.net")
	plan.CreatedAt = types.StringValue("2031-05-06T12:00:00Z")
	for _, text := range []*types.String{
		&plan.Description, &plan.MemberAddMode, &plan.DisappearingMessages, &plan.PictureSHA256,
	} {
		*text = knownString(*text)
	}
	for _, on := range []*types.Bool{&plan.MessagesAdminsOnly, &plan.InfoAdminsOnly, &plan.JoinApprovalRequired} {
		*on = knownBool(*on)
	}
	plan.Pending = nothingPending()
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{plan.ID})...)
}

// configure sends the settings that are given, one by one.
func (r *groupResource) configure(ctx context.Context, id string, plan groupModel) error {
	if description := plan.Description.ValueString(); description != "" {
		if err := r.sender.put(ctx, id, "description", "description", description); err != nil {
			return err
		}
	}
	for setting, on := range map[string]types.Bool{
		"messages-admin-only": plan.MessagesAdminsOnly, "info-admin-only": plan.InfoAdminsOnly,
	} {
		if !on.ValueBool() {
			continue
		}
		if err := r.sender.put(ctx, id, "settings/security/"+setting, "adminsOnly", true); err != nil {
			return err
		}
	}
	return nil
}

func (r *groupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state groupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{state.ID})...)
}

func (r *groupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state groupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	failed(&resp.Diagnostics, r.sender.post(ctx, state.ID.ValueString(), "leave", ""))
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type inviteInfoDataSource struct{ connectedDataSource }

var (
	_ datasource.DataSourceWithConfigure      = (*inviteInfoDataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*inviteInfoDataSource)(nil)
)

func (d *inviteInfoDataSource) Metadata(
	_ context.Context,
	req datasource.MetadataRequest,
	resp *datasource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_group_invite_info"
}

func (d *inviteInfoDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What an invite link shows of its WhatsApp group to people who are not in the " +
			"group.\n\n" + explainJID,
		Attributes: map[string]schema.Attribute{
			"code": schema.StringAttribute{
				MarkdownDescription: "Code of the link. Exactly one of `code` and `url` is required.",
				Optional:            true,
				Sensitive:           true,
				Validators: []validator.String{
					stringvalidator.ExactlyOneOf(path.MatchRoot("url")),
				},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "Link, such as `https://chat.whatsapp.com/CODE`. Exactly one of `code` and " +
					"`url` is required.",
				Optional:  true,
				Sensitive: true, // ValidateConfig checks both.
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group.",
				Computed:            true,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group.",
				Computed:            true,
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the group. Null if the gateway does not show it.",
				Computed:            true,
			},
			"owner": schema.StringAttribute{
				MarkdownDescription: "JID of the creator of the group. Null if the gateway does not show it.",
				Computed:            true,
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the group was made, in RFC 3339. Null if the gateway does not " +
					"show it.",
				Computed: true,
			},
			"size": schema.Int64Attribute{
				MarkdownDescription: "Number of members. Null if the gateway does not show it.",
				Computed:            true,
			},
		},
	}
}

type inviteInfoModel struct {
	Code        types.String `tfsdk:"code"`
	URL         types.String `tfsdk:"url"`
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
	Owner       types.String `tfsdk:"owner"`
	CreatedAt   types.String `tfsdk:"created_at"`
	Size        types.Int64  `tfsdk:"size"`
}

// ValidateConfig refuses what can be no invite.
func (d *inviteInfoDataSource) ValidateConfig(
	ctx context.Context,
	req datasource.ValidateConfigRequest,
	resp *datasource.ValidateConfigResponse,
) {
	for _, argument := range []string{"code", "url"} {
		var written types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(argument), &written)...)
		refuseInvite(&resp.Diagnostics, argument, written)
	}
}

func (d *inviteInfoDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model inviteInfoModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := d.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	written := model.Code
	if written.IsNull() {
		written = model.URL
	}
	code, err := whatsapp.ParseWrittenInvite(written.ValueString())
	if err == nil {
		var g whatsapp.Group
		if g, err = d.account.InviteInfo(ctx, code); err == nil {
			model.fromGroup(g)
		}
	}
	if err != nil {
		resp.Diagnostics.Append(
			failure{
				summary: "Invite link not looked up",
				attempt: "look up the group of the invite link",
				err:     err,
			}.asError(
				d.connection,
			),
		)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

func (m *inviteInfoModel) fromGroup(g whatsapp.Group) {
	var shown groupModel
	shown.fromGroup(g)
	m.ID = types.StringValue(string(g.ID))
	m.Name = shown.Name
	m.Description = shown.Description
	m.Owner = shown.Owner
	m.CreatedAt = shown.CreatedAt
	if g.Size > 0 {
		m.Size = types.Int64Value(int64(g.Size))
	}
}

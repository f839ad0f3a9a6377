package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// inviteEphemeral is the invite link of a group for the time of a run: neither plan nor state has it.
type inviteEphemeral struct{ *connection }

var _ ephemeral.EphemeralResourceWithConfigure = (*inviteEphemeral)(nil)

func (e *inviteEphemeral) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_invite"
}

// Configure has nothing to hand on while Terraform only validates.
func (e *inviteEphemeral) Configure(
	_ context.Context, req ephemeral.ConfigureRequest, _ *ephemeral.ConfigureResponse,
) {
	e.connection, _ = req.ProviderData.(*connection)
}

func (e *inviteEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invite link of a WhatsApp group, for the time of a run. Neither the plan nor the " +
			"state has it, so it goes where ephemeral values may go: to write-only arguments, to other providers, " +
			"and to ephemeral outputs of modules. It is read and never revoked. To revoke it, use the resource " +
			"`whatsapp_group_invite` or the action `whatsapp_group_invite_revoke`.\n\n" + explainJID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
			},
			"code": schema.StringAttribute{
				MarkdownDescription: "Code of the link.",
				Computed:            true,
				Sensitive:           true,
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "Link that people open to join, such as `https://chat.whatsapp.com/CODE`.",
				Computed:            true,
				Sensitive:           true,
			},
		},
	}
}

type ephemeralInvite struct {
	GroupID types.String `tfsdk:"group_id"`
	Code    types.String `tfsdk:"code"`
	URL     types.String `tfsdk:"url"`
}

func (e *inviteEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model ephemeralInvite
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := e.begin(ctx, always, readTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	group := whatsapp.JID(model.GroupID.ValueString())
	code, err := e.account.InviteCode(ctx, group)
	if errors.Is(err, account.ErrGone) {
		err = whatsapp.ErrGroupNotFound // There is no state that the group could be gone from.
	}
	if err != nil {
		resp.Diagnostics.Append(failure{
			summary: "Invite link not read",
			attempt: "read the invite link of " + e.groupNamed(ctx, group, err),
			err:     err,
		}.asError(e.connection))
		return
	}
	model.Code, model.URL = types.StringValue(code.Code()), types.StringValue(code.URL())
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}

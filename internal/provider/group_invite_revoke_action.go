package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// inviteRevokeAction makes the invite link of a group invalid, once for each time that it is invoked.
type inviteRevokeAction struct{ *connection }

var (
	_ action.ActionWithConfigure  = (*inviteRevokeAction)(nil)
	_ action.ActionWithModifyPlan = (*inviteRevokeAction)(nil)
)

func (a *inviteRevokeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_invite_revoke"
}

// Configure has nothing to hand on while Terraform only validates.
func (a *inviteRevokeAction) Configure(
	_ context.Context, req action.ConfigureRequest, _ *action.ConfigureResponse,
) {
	a.connection, _ = req.ProviderData.(*connection)
}

func (a *inviteRevokeAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Revokes the invite link of a WhatsApp group: the old link is dead, and WhatsApp makes " +
			"a new one. Use it for a link that the wrong people know, or with `action_trigger` for links that end when " +
			"something else changes. Each run of the action revokes the link again.\n\nA " +
			"`whatsapp_group_invite` of the same group has the new link after the next plan. Needs Terraform 1.14.\n\n" +
			explainJID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
			},
		},
	}
}

// revokeNow is what the action needs of the gateway.
var revokeNow = []need{{
	argument: "group_id",
	ability:  whatsapp.RevokeInvite,
	remedy: "Leave the action out, or use a gateway, an engine or a version that can. In WhatsApp on the phone an " +
		"admin can reset the link by hand.",
}}

// ModifyPlan refuses what the gateway cannot do. It is not asked what would become of the group.
func (a *inviteRevokeAction) ModifyPlan(
	ctx context.Context, _ action.ModifyPlanRequest, resp *action.ModifyPlanResponse,
) {
	a.requireInPlan(ctx, revokeNow, &resp.Diagnostics)
}

func (a *inviteRevokeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var id types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("group_id"), &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := a.begin(ctx, always, updateTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	a.require(ctx, revokeNow, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	group := whatsapp.JID(id.ValueString())
	if _, err := a.account.RevokeInvite(ctx, group); err != nil {
		resp.Diagnostics.Append(failure{
			summary: "Invite link not revoked",
			attempt: "revoke the invite link of " + a.groupNamed(ctx, group, err),
			err:     err,
		}.asError(a.connection))
		return
	}
	resp.SendProgress(action.InvokeProgressEvent{
		Message: "The invite link of " + groupCalled("", group) + " is dead, and WhatsApp has made a new one.",
	})
}

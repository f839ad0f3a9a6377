package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func (r *joinedGroupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The membership of the account in a WhatsApp group of other people, which it joins by an invite link. A group that " +
			"the account is in already is adopted, and kept when the resource is destroyed. The link is in the state, so treat the state as a secret.",
		Attributes: map[string]schema.Attribute{
			"invite": schema.StringAttribute{
				MarkdownDescription: "Invite link such as `https://chat.whatsapp.com/CODE`, or its code. Best kept in a sensitive variable. It is used " +
					"once: another link to the same group is only recorded, and a link to another group is an error.",
				Required:  true,
				Sensitive: true, // ValidateConfig checks it.
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "Fate of the membership when the resource is destroyed: `leave` leaves the group, `keep` does nothing. If left " +
					"out, the account leaves a group that it joined by this resource, and keeps one that it was in before or that was imported.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf(onDestroyLeave, onDestroyKeep)},
				PlanModifiers: keep, // ModifyPlan has the default.
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group. Null where the gateway does not tell.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "State of the membership: `joined`, or `pending_approval` while an admin of the group has yet to let the account " +
					"in, which a refresh notices. WhatsApp does not tell that a request was declined, so it looks as if it still waited.",
				Computed:      true,
				PlanModifiers: keep,
			},
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

type joinedGroupModel struct {
	Invite    types.String   `tfsdk:"invite"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	ID        types.String   `tfsdk:"id"`
	Name      types.String   `tfsdk:"name"`
	Status    types.String   `tfsdk:"status"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (m *joinedGroupModel) jid() whatsapp.JID { return whatsapp.JID(m.ID.ValueString()) }

// called names the group in messages.
func (m *joinedGroupModel) called() string { return groupCalled(m.Name.ValueString(), m.jid()) }

// code is the code of the link, or none after an import.
func (m *joinedGroupModel) code() whatsapp.InviteCode {
	code, err := whatsapp.ParseInviteCode(m.Invite.ValueString())
	if err != nil {
		return whatsapp.InviteCode{}
	}
	return code
}

// asked is the code by which the account has asked to join, as long as it is not known to be in the group.
func (m *joinedGroupModel) asked() whatsapp.InviteCode {
	if m.Status.ValueString() != string(account.PendingApproval) {
		return whatsapp.InviteCode{}
	}
	return m.code()
}

func (m *joinedGroupModel) show(g account.JoinedGroup) {
	m.ID = types.StringValue(string(g.ID))
	m.Status = types.StringValue(string(g.Status))
	switch {
	case g.Name != "":
		m.Name = types.StringValue(g.Name)
	case m.Name.IsUnknown():
		m.Name = types.StringNull()
	}
}

// The group of the resource is fixed for its life; the link is not.
func (r *joinedGroupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

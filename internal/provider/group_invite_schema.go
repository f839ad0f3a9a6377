package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func (r *inviteResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invite link of a WhatsApp group. A group has one link at a time; whoever has it can join. The link is in " +
			"the state, so treat the state as a secret.",
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"keepers": schema.MapAttribute{
				MarkdownDescription: "Values that keep the link alive: when they change, the link is revoked and WhatsApp makes a new one. Keepers " +
					"that are added where there were none, or taken away altogether, are only recorded.",
				ElementType: types.StringType,
				Optional:    true,
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "Fate of the link when the resource is destroyed: `revoke` (the default) makes it invalid, `keep` leaves it. " +
					"Where the gateway cannot revoke, destroying warns and succeeds.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyRevoke),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyRevoke, onDestroyKeep)},
			},
			"code": schema.StringAttribute{
				MarkdownDescription: "Code of the link.",
				Computed:            true,
				Sensitive:           true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "Link that people open to join, such as `https://chat.whatsapp.com/CODE`.",
				Computed:            true,
				Sensitive:           true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

type inviteModel struct {
	GroupID   types.String   `tfsdk:"group_id"`
	Keepers   types.Map      `tfsdk:"keepers"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	Code      types.String   `tfsdk:"code"`
	URL       types.String   `tfsdk:"url"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (m *inviteModel) group() whatsapp.JID { return whatsapp.JID(m.GroupID.ValueString()) }

func (m *inviteModel) show(code whatsapp.InviteCode) {
	m.Code = types.StringValue(code.Code())
	m.URL = types.StringValue(code.URL())
}

// revokes tells whether a plan asks for a new link. Keepers where there were none come after an import, which must not
// change anything in WhatsApp.
func (m *inviteModel) revokes(state inviteModel) bool {
	return !m.Keepers.IsNull() && !state.Keepers.IsNull() && !m.Keepers.Equal(state.Keepers)
}

// inviteIdentity is fixed for the life of the resource; the link is not.
type inviteIdentity struct {
	GroupID types.String `tfsdk:"group_id"`
}

func (r *inviteResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

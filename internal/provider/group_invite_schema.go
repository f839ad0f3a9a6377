package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func (r *inviteResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The invite link of a WhatsApp group. A group has one link at a time. Everybody who " +
			"has it can join. The link is in the state, so treat the state as a secret.\n\n" + explainJID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"keepers": schema.MapAttribute{
				MarkdownDescription: "Values that decide when to make a new link: when one of them changes, the " +
					"link is revoked and WhatsApp makes a new one. Setting keepers for the first time or removing " +
					"all of them is only recorded.",
				ElementType: types.StringType,
				Optional:    true,
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the link: `revoke` (the default) makes it invalid, " +
					"`keep` leaves it valid. For a link that you import, write `keep` first. If the gateway or " +
					"the account can never revoke it, the destroy warns and succeeds. If the link was not revoked " +
					"for another reason, the destroy fails, and the state keeps the link.",
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

// inviteIdentity is fixed for the life of the resource; the link is not.
type inviteIdentity struct {
	GroupID types.String `tfsdk:"group_id"`
}

func (r *inviteResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

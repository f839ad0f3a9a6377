package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

func (r *joinedGroupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The membership of the account in a WhatsApp group of other people, which it joins " +
			"by an invite link. If the account is in the group already, the membership is recorded, and a destroy " +
			"keeps it. The link is in the state, so treat the state as a secret.\n\n" + explainJID,
		Attributes: map[string]schema.Attribute{
			"invite": schema.StringAttribute{
				MarkdownDescription: "Invite link such as `https://chat.whatsapp.com/CODE`, or its code. Keep it " +
					"in a sensitive variable. It is used once: another link to the same group is only recorded, " +
					"and a link to another group is an error. Terraform writes `invite = null` into a " +
					"configuration that it generates for an import, because the link is sensitive: write the link " +
					"there.",
				Required:  true,
				Sensitive: true, // ValidateConfig checks it.
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the membership: `leave` leaves the group, `keep` " +
					"does nothing. If left out, the account leaves a group that it joined with this resource, and " +
					"stays in a group that it was in before or that was imported.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf(onDestroyLeave, onDestroyKeep)},
				PlanModifiers: keep, // ModifyPlan has the default.
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`. Null while a request " +
					"waits and the gateway does not say which group it is for.",
				Computed:      true,
				PlanModifiers: keep,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group. Null if the gateway does not show it.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "State of the membership: `joined`, or `pending_approval` until an admin of " +
					"the group lets the account in. A refresh notices that. WhatsApp does not say when a request " +
					"is declined, so the status stays `pending_approval` then.",
				Computed:      true,
				PlanModifiers: keep,
			},
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

// The group of the resource is fixed for its life; the link is not.
func (r *joinedGroupResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

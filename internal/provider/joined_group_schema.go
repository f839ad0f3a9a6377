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
		MarkdownDescription: "The membership of the account in a WhatsApp group of other people, which it joins by " +
			"an invite link. A group that the account is in already is adopted, and kept when the resource is " +
			"destroyed. The link is in the state, so treat the state as a secret.",
		Attributes: map[string]schema.Attribute{
			"invite": schema.StringAttribute{
				MarkdownDescription: "Invite link such as `https://chat.whatsapp.com/CODE`, or its code. Best kept " +
					"in a sensitive variable. It is used once: another link to the same group is only recorded, and " +
					"a link to another group is an error. Terraform writes `invite = null` into a configuration that " +
					"it generates for an import, because the link is sensitive: write the link there.",
				Required:  true,
				Sensitive: true, // ValidateConfig checks it.
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "Fate of the membership when the resource is destroyed: `leave` leaves the " +
					"group, `keep` does nothing. If left out, the account leaves a group that it joined by this " +
					"resource, and keeps one that it was in before or that was imported.",
				Optional:      true,
				Computed:      true,
				Validators:    []validator.String{stringvalidator.OneOf(onDestroyLeave, onDestroyKeep)},
				PlanModifiers: keep, // ModifyPlan has the default.
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`. Null while a request waits " +
					"and the gateway does not tell which group it is for.",
				Computed:      true,
				PlanModifiers: keep,
			},
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group. Null where the gateway does not tell.",
				Computed:            true,
				PlanModifiers:       keep,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "State of the membership: `joined`, or `pending_approval` while an admin of the " +
					"group has yet to let the account in, which a refresh notices. WhatsApp does not tell that a " +
					"request was declined, so it looks as if it still waited.",
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

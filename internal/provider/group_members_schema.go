package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func (r *membersResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The members of a WhatsApp group as one map: for lists, such as a class, a team or a " +
			"whole organisation. A group has one such resource. For single people in a group that others join and " +
			"leave by hand, use `whatsapp_group_member`. The guide [People](" + guides + "people) says when to " +
			"use which, and how many single resources become one map.\n\nThe resource removes only people that a " +
			"plan has shown. Creating it and turning `exclusive` on remove nobody: they warn, and the next plan " +
			"shows who is in the group but not in the map. Who asks to join waits, unless they are in the map: then " +
			"they are let in (WAHA 2026.8.2). Nobody is ever declined.\n\nA person who cannot be added does not " +
			"stop the others. A create that has put somebody into the group succeeds with warnings. `status` says who is " +
			"missing, and the next apply tries again in place. To make such an apply fail, write a postcondition " +
			"that everybody's `status` is `joined`, as in the example.\n\nAn empty map with `exclusive` removes " +
			"everybody. If the map comes from a file or from another system, guard it with a precondition, as in " +
			"the example.\n\n" + explainJID + " " + explainLID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"members": schema.MapAttribute{
				MarkdownDescription: "Roles, `member` or `admin`, by phone number in the form `+5511999990000`, " +
					"which the function `normalize_phone_number` makes. People whose number WhatsApp hides are " +
					"written by LID (`…@lid`). The account itself and the creator of the group are never removed " +
					"or demoted, and need not be listed.",
				ElementType: types.StringType,
				Required:    true,
				Validators: []validator.Map{
					canonicalNumbers{orLIDs: true},
					mapvalidator.NoNullValues(),
					mapvalidator.ValueStringsAre(
						stringvalidator.OneOf(string(whatsapp.RoleMember), string(whatsapp.RoleAdmin)),
					),
				},
			},
			"exclusive": schema.BoolAttribute{
				MarkdownDescription: "Whether the group is to have nobody else (`true`, the default): then the " +
					"resource shows other members in `members`, and the plan removes them. A person that WhatsApp " +
					"shows by LID only may be one of the people in the map. Such people are removed only once " +
					"everybody else in the map has been found. Until then a warning counts them.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"on_refusal": onRefusalAttribute(),
			"retry":      retryAttribute(),
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the people in the map: `remove` (the default) " +
					"removes them from the group, `keep` leaves them in it. Other members always stay.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyRemove),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyRemove, onDestroyKeep)},
			},
			"status": schema.MapAttribute{
				MarkdownDescription: "Result for each person in the map: " + statusValues + ". `failed` is also a " +
					"person who is in the group and could not be given the role.",
				ElementType: types.StringType,
				Computed:    true,
				// It keeps no state: it is unknown in every plan that changes anything, and in no other.
			},
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

// membersIdentity is fixed: a group has one map.
type membersIdentity struct {
	GroupID types.String `tfsdk:"group_id"`
}

func (r *membersResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

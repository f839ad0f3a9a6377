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
			"whole organisation. A group has one such resource. For single people beside others who come and go by " +
			"hand there is `whatsapp_group_member`. When to use which, and how many of those become one map, is in " +
			"the guide [People](" + guides + "people).\n\n" +
			"Nobody is removed whom no plan has shown. A create and turning `exclusive` on remove nobody: they warn, " +
			"and the next plan shows who is in the group and not in the map.\n\n" +
			"People who cannot be added redden nobody else. A create that has put somebody into the group succeeds " +
			"with warnings, `status` says who is missing, and the next apply tries again in place. To have such an " +
			"apply fail all the same, write a postcondition on `status`, as in the example.",
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"members": schema.MapAttribute{
				MarkdownDescription: "Roles, `member` or `admin`, by phone number in the form `+5511999990000`, which " +
					"the function `normalize_phone_number` makes, or by LID (`…@lid`) for somebody whose number " +
					"WhatsApp hides. The account itself and whoever made the group are never removed or demoted, " +
					"and need not be listed.",
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
					"resource shows others in `members`, and the plan removes them. Somebody of whom only the LID is " +
					"shown may be one of the people in the map. They are removed only once everybody else in the map " +
					"has been found, and until then a warning counts them.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(true),
			},
			"on_refusal": onRefusalAttribute(),
			"retry":      retryAttribute(),
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "Fate of the people of the map when the resource is destroyed: `remove` (the " +
					"default) removes them from the group, `keep` leaves them in it. Others always stay.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyRemove),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyRemove, onDestroyKeep)},
			},
			"status": schema.MapAttribute{
				MarkdownDescription: "What became of each person of the map: " + statusValues + ", which is also " +
					"that of somebody who is in the group and could not be given the role.",
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

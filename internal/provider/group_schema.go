package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
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

func (r *groupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keepString := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A WhatsApp group that the account is in. If an argument is left out, its value in " +
			"WhatsApp stays as it is and is shown. No change of an argument replaces a group: WhatsApp cannot " +
			"make the same group again.\n\nThese do leave a group, or leave it and make another one: `destroy`; " +
			"removing the resource from the configuration without a `removed` block; another address, such as a " +
			"renamed key of `for_each`, without a `moved` block; `-replace`; `taint`. With `on_destroy = " +
			"\"keep\"` the account stays in the group in all of these cases.\n\n" + explainJID,
		Attributes: map[string]schema.Attribute{
			"picture_path": schema.StringAttribute{
				MarkdownDescription: "Path of a JPEG or PNG file with the picture of the group. It is sent again " +
					"when its content changes.",
				Optional: true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.ConflictsWith(path.MatchRoot("picture_url")),
				},
			},
			"picture_url": schema.StringAttribute{
				MarkdownDescription: "URL from which the gateway loads the picture of the group. It is sent again " +
					"when the URL changes.",
				Optional:   true,
				Validators: []validator.String{accepted{"an http or https URL", checkPictureURL}},
			},
			"picture_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the file at `picture_path`, in hexadecimal. Null without " +
					"`picture_path`. WhatsApp encodes the picture again, so its copy cannot be compared.",
				Computed: true, // Planned from the content of the file, so it has no plan modifier.
			},
			"initial_members": schema.MapAttribute{
				MarkdownDescription: "People that the group is made with: their roles, `member` or `admin`, by " +
					"phone number in the form `+5511999990000`. Some gateways cannot make a group without other " +
					"people. The argument is used once and only recorded afterwards: use `whatsapp_group_member` " +
					"for everybody who joins or leaves later.",
				ElementType: types.StringType,
				Optional:    true,
				Validators: []validator.Map{
					canonicalNumbers{},
					mapvalidator.NoNullValues(),
					mapvalidator.ValueStringsAre(
						stringvalidator.OneOf(string(whatsapp.RoleMember), string(whatsapp.RoleAdmin)),
					),
				},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the group: `leave` (the default) leaves it, " +
					"`remove_members_and_leave` removes everybody else first, `keep` does nothing. WhatsApp " +
					"cannot delete a group. A group that the account leaves lives on with its members, and " +
					"WhatsApp makes one of them admin. For a group that you import, write `keep` first, and " +
					"change it once the configuration is as you want it.",
				Optional: true,
				Computed: true,
				Default:  stringdefault.StaticString(onDestroyLeave),
				Validators: []validator.String{
					stringvalidator.OneOf(onDestroyLeave, onDestroyRemoveAndLeave, onDestroyKeep),
				},
			},
			"on_existing": schema.StringAttribute{ // A default would be an update of every state without it.
				MarkdownDescription: "What a create does if this account has made a group with the same name " +
					"already: `fail` (also if left out) is an error in the plan, which names that group; `create` " +
					"makes another one. The guide [Safety](" + guides + "safety) has the rules.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.OneOf(onExistingFail, onExistingCreate)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"owner": schema.StringAttribute{
				MarkdownDescription: "JID of the creator of the group. Null if the gateway does not show it.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the group was made, in RFC 3339. Null if the gateway does not " +
					"show it.",
				Computed:      true,
				PlanModifiers: keepString,
			},
			"pending":  pendingAttribute("group"),
			"timeouts": timeoutsAttribute(ctx),
		},
	}
	for _, s := range allGroupSettings {
		resp.Schema.Attributes[string(s.attribute)] = s.resource
	}
}

// groupIdentity is fixed for the life of a group.
type groupIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (r *groupResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

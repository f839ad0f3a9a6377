package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What destroying a resource does to WhatsApp.
const (
	onDestroyLeave          = "leave"
	onDestroyRemoveAndLeave = "remove_members_and_leave"
	onDestroyKeep           = "keep"
	onDestroyRemove         = "remove"
	onDestroyRevoke         = "revoke"
)

func (r *groupResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	keepString := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	keepBool := []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()}
	resp.Schema = schema.Schema{
		MarkdownDescription: "A WhatsApp group that the account is in. An argument that is left out is left as it is found in WhatsApp, " +
			"and reported. Nothing ever replaces a group: WhatsApp cannot make the same one again.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name of the group, at most 100 characters.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthBetween(1, whatsapp.MaxNameLength)},
			},
			"description": schema.StringAttribute{
				MarkdownDescription: "Description of the group, at most 2,048 characters. The empty text clears it.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(whatsapp.MaxDescriptionLength)},
				PlanModifiers:       keepString,
			},
			"messages_admins_only": schema.BoolAttribute{
				MarkdownDescription: "Whether only admins may send messages.",
				Optional:            true,
				Computed:            true,
				PlanModifiers:       keepBool,
			},
			"info_admins_only": schema.BoolAttribute{
				MarkdownDescription: "Whether only admins may change name, description and picture.",
				Optional:            true,
				Computed:            true,
				PlanModifiers:       keepBool,
			},
			"member_add_mode": schema.StringAttribute{
				MarkdownDescription: "Rule for who may add members: `admin_add` or `all_member_add`.",
				Optional:            true,
				Computed:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(whatsapp.AdminAdd), string(whatsapp.AllMemberAdd))},
				PlanModifiers:       keepString,
			},
			"join_approval_required": schema.BoolAttribute{
				MarkdownDescription: "Whether an admin has to approve those who come by the invite link.",
				Optional:            true,
				Computed:            true,
				PlanModifiers:       keepBool,
			},
			"disappearing_messages": schema.StringAttribute{
				MarkdownDescription: "Time after which new messages disappear: `off`, `24h`, `7d` or `90d`. Null where the gateway cannot tell.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"picture_path": schema.StringAttribute{
				MarkdownDescription: "Path of a JPEG or PNG file with the picture of the group. It is sent again when its content changes.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.LengthAtLeast(1),
					stringvalidator.ConflictsWith(path.MatchRoot("picture_url")),
				},
			},
			"picture_url": schema.StringAttribute{
				MarkdownDescription: "URL from which the gateway loads the picture of the group. It is sent again when the URL changes.",
				Optional:            true,
				Validators:          []validator.String{accepted{"an http or https URL", checkPictureURL}},
			},
			"picture_sha256": schema.StringAttribute{
				MarkdownDescription: "SHA-256 of the file at `picture_path`, in hexadecimal. Null without one. WhatsApp's own copy of the picture " +
					"is encoded anew and cannot be compared.",
				Computed: true, // Planned from the content of the file, so it has no plan modifier.
			},
			"initial_members": schema.MapAttribute{
				MarkdownDescription: "Roles, `member` or `admin`, by phone number in the form `+5511999990000`, of those with whom the group is " +
					"made. Some gateways cannot make a group without somebody. It is used once and only recorded afterwards: whoever comes or " +
					"goes later is the matter of `whatsapp_group_member`.",
				ElementType: types.StringType,
				Optional:    true,
				Validators: []validator.Map{
					canonicalNumbers{},
					mapvalidator.NoNullValues(),
					mapvalidator.ValueStringsAre(stringvalidator.OneOf(string(whatsapp.RoleMember), string(whatsapp.RoleAdmin))),
				},
			},
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "Fate of the group when the resource is destroyed: `leave` (the default) leaves it, `remove_members_and_leave` " +
					"removes everybody else first, `keep` does nothing. WhatsApp cannot delete a group; one that the account leaves lives on with " +
					"its members, and WhatsApp makes somebody admin.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyLeave),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyLeave, onDestroyRemoveAndLeave, onDestroyKeep)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"owner": schema.StringAttribute{
				MarkdownDescription: "JID of the person who made the group. Null where the gateway cannot tell.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"created_at": schema.StringAttribute{
				MarkdownDescription: "Time at which the group was made, in RFC 3339. Null where the gateway cannot tell.",
				Computed:            true,
				PlanModifiers:       keepString,
			},
			"pending":  pendingAttribute("group"),
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

// pendingAttribute keeps its state like every computed attribute, and ModifyPlan makes it unknown while it is not empty. The
// one without the other would end in an error of Terraform's or in noise in every plan.
func pendingAttribute(noun string) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: fmt.Sprintf("Arguments that could not be carried out after the %s had been made. The next apply tries them again, in "+
			"place. A postcondition `length(self.pending) == 0` makes an apply that leaves some fail.", noun),
		ElementType:   types.StringType,
		Computed:      true,
		PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
	}
}

func timeoutsAttribute(ctx context.Context) schema.Attribute {
	const form = ", as a duration such as `90s` or `10m`; "
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: "Longest time for a create" + form + "10 minutes if left out.",
		Read: true, ReadDescription: "Longest time for a refresh" + form + "5 minutes if left out.",
		Update: true, UpdateDescription: "Longest time for an update" + form + "10 minutes if left out.",
		Delete: true, DeleteDescription: "Longest time for a destroy" + form + "10 minutes if left out.",
	})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "Longest times that operations may take, waiting for their turn included."
		for name, duration := range nested.Attributes {
			if duration, ok := duration.(schema.StringAttribute); ok {
				// The validator of the library lets pass what is not above zero, with which everything fails.
				duration.Validators = []validator.String{accepted{"a duration", checkTimeout}}
				nested.Attributes[name] = duration
			}
		}
		return nested
	}
	return attribute
}

// groupIdentity is fixed for the life of a group.
type groupIdentity struct {
	ID types.String `tfsdk:"id"`
}

func (r *groupResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
	}}
}

package provider

import (
	"context"
	"fmt"

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

func (r *memberResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A person in a WhatsApp group. The resource manages this one person and touches " +
			"nobody else. WhatsApp can name one person in several ways: the guide [People](" + guides +
			"people) says how the provider recognises them.\n\n" + explainJID + " " + explainLID,
		Attributes: map[string]schema.Attribute{
			"group_id": schema.StringAttribute{
				MarkdownDescription: "JID of the group, such as `120363000000000001@g.us`.",
				Required:            true,
				Validators:          []validator.String{groupID},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"phone_number": schema.StringAttribute{
				MarkdownDescription: "Phone number of the person with its country code, in any spelling. Another " +
					"spelling of the same number changes nothing. Exactly one of `phone_number` and `lid` must be " +
					"given. A number from a sensitive variable still shows in `id` and `jid`.",
				Optional:   true,
				CustomType: phoneNumberType{},
				Validators: []validator.String{
					stringvalidator.ExactlyOneOf(path.MatchRoot("phone_number"), path.MatchRoot("lid")),
				},
				PlanModifiers: []planmodifier.String{keepNumber},
			},
			"lid": schema.StringAttribute{
				MarkdownDescription: "LID of the person, such as `123456789012345@lid`. Use it for people whose " +
					"number WhatsApp hides. The data source `whatsapp_group` shows the LIDs of the members.",
				Optional:   true,
				Validators: []validator.String{accepted{"a LID such as 123456789012345@lid", checkLID}},
			},
			"role": schema.StringAttribute{
				MarkdownDescription: "Role of the person in the group: `member` (the default) or `admin`. The " +
					"creator of the group is always `admin`. The account itself is never demoted: if it is an " +
					"admin, `member` is accepted for it too.",
				Optional: true,
				Computed: true,
				Default:  stringdefault.StaticString(string(whatsapp.RoleMember)),
				Validators: []validator.String{
					stringvalidator.OneOf(string(whatsapp.RoleMember), string(whatsapp.RoleAdmin)),
				},
			},
			"on_refusal": onRefusalAttribute(),
			"retry":      retryAttribute(),
			"on_destroy": schema.StringAttribute{
				MarkdownDescription: "What a destroy does with the membership: `remove` (the default) removes the " +
					"person from the group, `keep` leaves them in it. The account itself and the creator of the " +
					"group always stay. For a person that you import, write `keep` first, and change it once the " +
					"configuration is as you want it.",
				Optional:   true,
				Computed:   true,
				Default:    stringdefault.StaticString(onDestroyRemove),
				Validators: []validator.String{stringvalidator.OneOf(onDestroyRemove, onDestroyKeep)},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "Id of the group and phone number of the person, such as " +
					"`120363000000000001@g.us/+5511999990000`. If the person was given by LID, the LID is in " +
					"place of the number.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"jid": schema.StringAttribute{
				MarkdownDescription: "JID of the person, with the number as WhatsApp registered it, which may be " +
					"another spelling. It is a LID (`…@lid`) only while WhatsApp hides the number.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Result for the person: " + statusValues + ". Null in states of the first " +
					"release, until something changes.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"pending":  pendingAttribute("membership"),
			"timeouts": timeoutsAttribute(ctx),
		},
	}
}

func checkLID(s string) error {
	jid, err := whatsapp.ParseJID(s)
	switch {
	case err != nil:
		return err
	case !jid.IsLID():
		return fmt.Errorf("%q is not a LID: it must end in @lid", s)
	case string(jid) != s:
		return fmt.Errorf("%q is not in canonical form: write %q", s, jid)
	}
	return nil
}

// memberIdentity is fixed for the life of a membership: the number is the canonical form of what was written first, or
// it is the LID that was.
type memberIdentity struct {
	GroupID     string       `tfsdk:"group_id"`
	PhoneNumber types.String `tfsdk:"phone_number"`
	LID         types.String `tfsdk:"lid"`
}

func (r *memberResource) IdentitySchema(
	_ context.Context,
	_ resource.IdentitySchemaRequest,
	resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"group_id": identityschema.StringAttribute{RequiredForImport: true, Description: "JID of the group."},
		"phone_number": identityschema.StringAttribute{
			OptionalForImport: true,
			Description:       "Phone number of the person, with its country code.",
		},
		"lid": identityschema.StringAttribute{
			OptionalForImport: true,
			Description:       "LID of the person, in place of the phone number.",
		},
	}}
}

package provider

import (
	"context"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type groupModel struct {
	ID                   types.String   `tfsdk:"id"`
	Name                 types.String   `tfsdk:"name"`
	Description          types.String   `tfsdk:"description"`
	MessagesAdminsOnly   types.Bool     `tfsdk:"messages_admins_only"`
	InfoAdminsOnly       types.Bool     `tfsdk:"info_admins_only"`
	MemberAddMode        types.String   `tfsdk:"member_add_mode"`
	JoinApprovalRequired types.Bool     `tfsdk:"join_approval_required"`
	DisappearingMessages types.String   `tfsdk:"disappearing_messages"`
	PicturePath          types.String   `tfsdk:"picture_path"`
	PictureURL           types.String   `tfsdk:"picture_url"`
	PictureSHA256        types.String   `tfsdk:"picture_sha256"`
	InitialMembers       types.Map      `tfsdk:"initial_members"`
	OnDestroy            types.String   `tfsdk:"on_destroy"`
	Owner                types.String   `tfsdk:"owner"`
	CreatedAt            types.String   `tfsdk:"created_at"`
	Pending              types.List     `tfsdk:"pending"`
	Timeouts             timeouts.Value `tfsdk:"timeouts"`
}

func (m *groupModel) jid() whatsapp.JID { return whatsapp.JID(m.ID.ValueString()) }

// called names the group in messages.
func (m *groupModel) called() string { return groupCalled(m.Name.ValueString(), m.jid()) }

// show takes over what a reading of the group tells. What it does not tell keeps its value, or is null if it had none.
func (m *groupModel) show(g whatsapp.Group) {
	if g.Name != "" {
		m.Name = types.StringValue(g.Name)
	}
	m.Description = told(m.Description, g.Description)
	m.MessagesAdminsOnly = toldBool(m.MessagesAdminsOnly, g.MessagesAdminsOnly)
	m.InfoAdminsOnly = toldBool(m.InfoAdminsOnly, g.InfoAdminsOnly)
	m.MemberAddMode = told(m.MemberAddMode, g.MemberAddMode)
	m.JoinApprovalRequired = toldBool(m.JoinApprovalRequired, g.JoinApprovalRequired)
	m.DisappearingMessages = told(m.DisappearingMessages, g.DisappearingMessages)
	m.Owner = shownJID(m.Owner, g.Owner)
	m.CreatedAt = told(m.CreatedAt, timestamp(g.CreatedAt))
}

func timestamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

func told[T ~string](had types.String, telling *T) types.String {
	switch {
	case telling != nil:
		return types.StringValue(string(*telling))
	case had.IsUnknown():
		return types.StringNull()
	}
	return had
}

func toldBool(had types.Bool, telling *bool) types.Bool {
	switch {
	case telling != nil:
		return types.BoolValue(*telling)
	case had.IsUnknown():
		return types.BoolNull()
	}
	return had
}

// shownJID is the address to show for a person: that of the phone number once it has been told, also when later readings
// hide the number behind a LID.
func shownJID(had types.String, person whatsapp.Person) types.String {
	known := whatsapp.JID(had.ValueString()).IsPhone()
	if person.IsZero() || known && person.Phone == "" {
		return told[string](had, nil)
	}
	return types.StringValue(string(person.JID()))
}

// settle gives what Terraform planned, where it did, and what is there, where it did not or where an update of the argument
// failed: a create and a successful update must end in the planned values, whatever somebody else did meanwhile.
func (m *groupModel) settle(actual groupModel, failed []string) {
	m.Name = settled(m.Name, actual.Name, failed, "name")
	m.Description = settled(m.Description, actual.Description, failed, "description")
	m.MessagesAdminsOnly = settled(m.MessagesAdminsOnly, actual.MessagesAdminsOnly, failed, "messages_admins_only")
	m.InfoAdminsOnly = settled(m.InfoAdminsOnly, actual.InfoAdminsOnly, failed, "info_admins_only")
	m.MemberAddMode = settled(m.MemberAddMode, actual.MemberAddMode, failed, "member_add_mode")
	m.JoinApprovalRequired = settled(m.JoinApprovalRequired, actual.JoinApprovalRequired, failed, "join_approval_required")
	m.DisappearingMessages = settled(m.DisappearingMessages, actual.DisappearingMessages, failed, "disappearing_messages")
	m.PictureURL = settled(m.PictureURL, actual.PictureURL, failed, "picture_url")
	m.PictureSHA256 = settled(m.PictureSHA256, actual.PictureSHA256, failed, "picture_path")
	m.Owner = settled(m.Owner, actual.Owner, nil, "")
	m.CreatedAt = settled(m.CreatedAt, actual.CreatedAt, nil, "")
}

func settled[T attr.Value](planned, actual T, failed []string, argument string) T {
	if planned.IsUnknown() || slices.Contains(failed, argument) {
		return actual
	}
	return planned
}

// forget drops the values of arguments that may not have reached WhatsApp. What the gateway can read comes back with show;
// for the rest the plan then differs from the state, and tries again.
func (m *groupModel) forget(arguments []string) {
	for _, argument := range arguments {
		switch argument {
		case "description":
			m.Description = types.StringNull()
		case "messages_admins_only":
			m.MessagesAdminsOnly = types.BoolNull()
		case "info_admins_only":
			m.InfoAdminsOnly = types.BoolNull()
		case "member_add_mode":
			m.MemberAddMode = types.StringNull()
		case "join_approval_required":
			m.JoinApprovalRequired = types.BoolNull()
		case "picture_path":
			m.PictureSHA256 = types.StringNull()
		case "picture_url":
			m.PictureURL = types.StringNull()
		}
	}
}

// pending lists the arguments that a create or an update could not carry out. There are none after an import, where the
// list is null, and in a plan, where it may be unknown.
func pending(list types.List) []string {
	var arguments []string
	for _, element := range list.Elements() {
		if argument, ok := element.(types.String); ok {
			arguments = append(arguments, argument.ValueString())
		}
	}
	return arguments
}

func pendingList(ctx context.Context, arguments []string, diags *diag.Diagnostics) types.List {
	if arguments == nil {
		arguments = []string{}
	}
	list, listDiags := types.ListValueFrom(ctx, types.StringType, arguments)
	diags.Append(listDiags...)
	return list
}

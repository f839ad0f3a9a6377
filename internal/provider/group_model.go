package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type groupModel struct {
	groupSettings
	ID             types.String   `tfsdk:"id"`
	PicturePath    types.String   `tfsdk:"picture_path"`
	PictureURL     types.String   `tfsdk:"picture_url"`
	PictureSHA256  types.String   `tfsdk:"picture_sha256"`
	InitialMembers types.Map      `tfsdk:"initial_members"`
	OnDestroy      types.String   `tfsdk:"on_destroy"`
	OnExisting     types.String   `tfsdk:"on_existing"`
	Owner          types.String   `tfsdk:"owner"`
	CreatedAt      types.String   `tfsdk:"created_at"`
	Pending        types.List     `tfsdk:"pending"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

func (m *groupModel) jid() whatsapp.JID { return whatsapp.JID(m.ID.ValueString()) }

// called names the group in messages.
func (m *groupModel) called() string { return groupCalled(m.Name.ValueString(), m.jid()) }

// fromGroup takes over what a reading of the group tells. What it does not tell keeps its value, or is null if it had
// none.
func (m *groupModel) fromGroup(g whatsapp.Group) {
	m.groupSettings.fromGroup(g)
	m.Owner = jidOf(m.Owner, g.Owner)
	m.CreatedAt = valueOr(m.CreatedAt, timestamp(g.CreatedAt))
}

func timestamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := t.UTC().Format(time.RFC3339)
	return &text
}

// valueOr is what was told, or else the value that was there.
func valueOr(had types.String, told *string) types.String {
	switch {
	case told != nil:
		return types.StringValue(*told)
	case had.IsUnknown():
		return types.StringNull()
	}
	return had
}

// jidOf is the address to show for a person: that of the phone number once it has been told, also when later readings
// hide the number behind a LID.
func jidOf(had types.String, person whatsapp.Person) types.String {
	known := whatsapp.JID(had.ValueString()).IsPhone()
	if person.IsZero() || known && person.Phone == "" {
		return valueOr(had, nil)
	}
	return types.StringValue(string(person.JID()))
}

// settle keeps what Terraform planned, and takes what is there where it planned nothing or where an update failed.
func (m *groupModel) settle(actual groupModel, failed []whatsapp.Attribute) {
	m.groupSettings.settle(&actual.groupSettings, failed)
	m.settlePicture(actual, failed)
	m.Owner = settled(m.Owner, actual.Owner)
	m.CreatedAt = settled(m.CreatedAt, actual.CreatedAt)
}

func settled[T attr.Value](planned, actual T) T {
	if planned.IsUnknown() {
		return actual
	}
	return planned
}

// forget drops values that may not have reached WhatsApp.
func (m *groupModel) forget(attributes []whatsapp.Attribute) {
	m.groupSettings.forget(attributes)
	m.forgetPicture(attributes)
}

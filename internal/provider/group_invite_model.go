package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type inviteModel struct {
	GroupID   types.String   `tfsdk:"group_id"`
	Keepers   types.Map      `tfsdk:"keepers"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	Code      types.String   `tfsdk:"code"`
	URL       types.String   `tfsdk:"url"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (m *inviteModel) group() whatsapp.JID { return whatsapp.JID(m.GroupID.ValueString()) }

// code is the code of the link, or none after an import.
func (m *inviteModel) code() whatsapp.InviteCode {
	code, err := whatsapp.ParseInviteCode(m.Code.ValueString())
	if err != nil {
		return whatsapp.InviteCode{}
	}
	return code
}

// fromCode takes over the code of the link.
func (m *inviteModel) fromCode(code whatsapp.InviteCode) {
	m.Code = types.StringValue(code.Code())
	m.URL = types.StringValue(code.URL())
}

// revokes reports whether a plan asks for a new link. Keepers where there were none come after an import, which must
// not change anything in WhatsApp.
func (m *inviteModel) revokes(state inviteModel) bool {
	return !m.Keepers.IsNull() && !state.Keepers.IsNull() && !m.Keepers.Equal(state.Keepers)
}

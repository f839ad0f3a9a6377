package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type joinedGroupModel struct {
	Invite    types.String   `tfsdk:"invite"`
	OnDestroy types.String   `tfsdk:"on_destroy"`
	ID        types.String   `tfsdk:"id"`
	Name      types.String   `tfsdk:"name"`
	Status    types.String   `tfsdk:"status"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

func (m *joinedGroupModel) jid() whatsapp.JID { return whatsapp.JID(m.ID.ValueString()) }

// called names the group in messages.
func (m *joinedGroupModel) called() string {
	if m.isUntold() {
		return "the group of the invite link"
	}
	return groupCalled(m.Name.ValueString(), m.jid())
}

// isUntold reports whether nobody has told which group the account has asked to join.
func (m *joinedGroupModel) isUntold() bool { return m.jid() == "" }

// names are those by which the membership is known: the group, and the link that leads to it.
func (m *joinedGroupModel) names() []string {
	var names []string
	if id := m.jid(); id != "" {
		names = append(names, string(id))
	}
	if code := m.code(); !code.IsZero() {
		names = append(names, code.Code())
	}
	return names
}

// identity is that of the group, and empty for the life of a request to a group that nobody has told.
func (m *joinedGroupModel) identity() groupIdentity {
	return groupIdentity{types.StringValue(m.ID.ValueString())}
}

// code is the code of the link, or none after an import.
func (m *joinedGroupModel) code() whatsapp.InviteCode {
	code, err := whatsapp.ParseInviteCode(m.Invite.ValueString())
	if err != nil {
		return whatsapp.InviteCode{}
	}
	return code
}

// asked is the code by which the account has asked to join, as long as it is not known to be in the group.
func (m *joinedGroupModel) asked() whatsapp.InviteCode {
	if m.Status.ValueString() != string(account.PendingApproval) {
		return whatsapp.InviteCode{}
	}
	return m.code()
}

// fromJoined takes over how the account stands to the group.
func (m *joinedGroupModel) fromJoined(g account.JoinedGroup) {
	m.ID = stringOrNull(string(g.ID))
	m.Status = types.StringValue(string(g.Status))
	switch {
	case g.Name != "":
		m.Name = types.StringValue(g.Name)
	case m.Name.IsUnknown():
		m.Name = types.StringNull()
	}
}

func defaultOnDestroy(joinedHere bool) types.String {
	if joinedHere {
		return types.StringValue(onDestroyLeave)
	}
	return types.StringValue(onDestroyKeep)
}

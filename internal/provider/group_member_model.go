package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type memberModel struct {
	ID          types.String     `tfsdk:"id"`
	GroupID     types.String     `tfsdk:"group_id"`
	PhoneNumber phoneNumberValue `tfsdk:"phone_number"`
	Role        types.String     `tfsdk:"role"`
	OnDestroy   types.String     `tfsdk:"on_destroy"`
	JID         types.String     `tfsdk:"jid"`
	Pending     types.List       `tfsdk:"pending"`
	Timeouts    timeouts.Value   `tfsdk:"timeouts"`
}

func (m *memberModel) group() whatsapp.JID { return whatsapp.JID(m.GroupID.ValueString()) }

func (m *memberModel) role() whatsapp.Role { return whatsapp.Role(m.Role.ValueString()) }

// written names the person in messages.
func (m *memberModel) written() string { return m.PhoneNumber.ValueString() }

// show takes over what a reading of the group tells of the person.
func (m *memberModel) show(member whatsapp.Member) {
	m.Role = types.StringValue(string(member.Role))
	m.JID = shownJID(m.JID, member.Person)
}

// changesRole tells whether an update has a role to send: another one, or one that is pending from a run before.
func (m *memberModel) changesRole(state memberModel) bool {
	return !m.Role.Equal(state.Role) || len(pending(state.Pending)) > 0
}

// identity is what the id says: the spelling of phone_number may change, the id does not.
func (m *memberModel) identity() memberIdentity {
	group, number, _ := strings.Cut(m.ID.ValueString(), "/")
	return memberIdentity{GroupID: group, PhoneNumber: number}
}

func memberID(group whatsapp.JID, number whatsapp.PhoneNumber) types.String {
	return types.StringValue(fmt.Sprintf("%s/%s", group, number))
}

// privateState is the part of the framework's private state that is used here.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

const privateLID = "lid"

// person is whom the resource looks after. Where the LID was told once, it finds the person also in a group that hides
// the number.
func (m *memberModel) person(ctx context.Context, private privateState, diags *diag.Diagnostics) whatsapp.Person {
	person := m.PhoneNumber.person()
	stored, getDiags := private.GetKey(ctx, privateLID)
	diags.Append(getDiags...)
	if len(stored) > 0 && json.Unmarshal(stored, &person.LID) != nil {
		person.LID = ""
	}
	return person
}

func rememberLID(ctx context.Context, private privateState, person whatsapp.Person, diags *diag.Diagnostics) {
	if person.LID == "" {
		return
	}
	stored, err := json.Marshal(person.LID)
	if err != nil {
		diags.AddError("LID not stored", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateLID, stored)...)
}

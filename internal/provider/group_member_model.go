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
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

type memberModel struct {
	ID          types.String     `tfsdk:"id"`
	GroupID     types.String     `tfsdk:"group_id"`
	PhoneNumber phoneNumberValue `tfsdk:"phone_number"`
	LID         types.String     `tfsdk:"lid"`
	Role        types.String     `tfsdk:"role"`
	OnRefusal   types.String     `tfsdk:"on_refusal"`
	Retry       types.String     `tfsdk:"retry"`
	OnDestroy   types.String     `tfsdk:"on_destroy"`
	Status      types.String     `tfsdk:"status"`
	JID         types.String     `tfsdk:"jid"`
	Pending     types.List       `tfsdk:"pending"`
	Timeouts    timeouts.Value   `tfsdk:"timeouts"`
}

func (m *memberModel) group() whatsapp.JID { return whatsapp.JID(m.GroupID.ValueString()) }

func (m *memberModel) role() whatsapp.Role { return whatsapp.Role(m.Role.ValueString()) }

// written names the person in messages.
func (m *memberModel) written() string {
	if m.PhoneNumber.IsNull() {
		return m.LID.ValueString()
	}
	return m.PhoneNumber.ValueString()
}

// configured is the person as the configuration names them.
func (m *memberModel) configured() whatsapp.Person {
	person := whatsapp.Person{LID: whatsapp.JID(m.LID.ValueString())}
	if !m.PhoneNumber.IsNull() {
		person.Phone = m.PhoneNumber.person().Phone
	}
	return person
}

// fromMember takes over what a reading of the group tells of the person. The account itself is never demoted, so that
// it is no drift where it is an admin and was to be an ordinary member.
func (m *memberModel) fromMember(member whatsapp.Member, own whatsapp.Person) {
	if m.role() != whatsapp.RoleMember || !member.Same(own) {
		m.Role = types.StringValue(string(member.Role))
	}
	m.JID = jidOf(m.JID, member.Person)
}

// changesRole reports whether an update has a role to send: another one, or one that is pending from a run before.
func (m *memberModel) changesRole(state memberModel) bool {
	return !m.Role.Equal(state.Role) || len(pending(state.Pending)) > 0
}

// identity is what the id says: the spelling of phone_number may change, the id does not.
func (m *memberModel) identity() memberIdentity {
	group, person, _ := strings.Cut(m.ID.ValueString(), "/")
	identity := memberIdentity{GroupID: group, PhoneNumber: types.StringNull(), LID: types.StringNull()}
	if whatsapp.JID(person).IsLID() {
		identity.LID = types.StringValue(person)
	} else {
		identity.PhoneNumber = types.StringValue(person)
	}
	return identity
}

func memberID(group whatsapp.JID, person whatsapp.Person) types.String {
	return types.StringValue(fmt.Sprintf("%s/%s", group, person))
}

// person is the one that the resource manages. Where the LID was told once, it finds the person also in a group that
// hides the number.
func (m *memberModel) person(ctx context.Context, private privateState, diags *diag.Diagnostics) whatsapp.Person {
	person := m.configured()
	if person.LID != "" {
		return person
	}
	stored, getDiags := private.GetKey(ctx, privateLID)
	diags.Append(getDiags...)
	if len(stored) > 0 && json.Unmarshal(stored, &person.LID) != nil {
		person.LID = ""
	}
	return person
}

// known is the person of a state by every name: what the state has been told of them, and the one that the id was made
// of.
func (m *memberModel) known(ctx context.Context, private privateState, diags *diag.Diagnostics) whatsapp.Person {
	person := m.person(ctx, private, diags)
	_, first, _ := strings.Cut(m.ID.ValueString(), "/")
	for _, name := range []string{m.JID.ValueString(), first} {
		if other, err := parsePerson(name); err == nil {
			person = person.Or(other)
		}
	}
	return person
}

// means reports whether a plan is for a person, by number or LID.
func (m *memberModel) means(person whatsapp.Person) bool {
	return !m.PhoneNumber.IsUnknown() && !m.LID.IsUnknown() && m.configured().Same(person)
}

// parsePerson reads a phone number, or a JID, in which the attribute jid shows people.
func parsePerson(written string) (whatsapp.Person, error) {
	if strings.Contains(written, "@") {
		return whatsapp.PersonOfJID(written)
	}
	number, err := phone.ParseShown(written)
	return whatsapp.Person{Phone: number}, err
}

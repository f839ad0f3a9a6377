package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// A number is not a person: it can move to another WhatsApp account. The LID that was remembered tells the two apart,
// and nothing is done to the new holder in the name of the old one (DESIGN.md §4.6).

// asSeen is the person that the resource manages, by the number under which they were last seen: the new holder of a
// number has it in the same digits, and another spelling may be a stranger's.
func (m *memberModel) asSeen(ctx context.Context, private privateState, diags *diag.Diagnostics) whatsapp.Person {
	person := m.person(ctx, private, diags)
	if number := registeredIn(ctx, private, diags); number != "" && person.Phone != "" {
		person.Phone = number
		return person
	}
	seen, err := whatsapp.PersonOfJID(m.JID.ValueString())
	if err == nil && seen.Phone.SameSubscriber(person.Phone) {
		person.Phone = seen.Phone
	}
	return person
}

// registeredIn is the number under which WhatsApp has the person, where it is no spelling of the one that was written.
func registeredIn(ctx context.Context, private privateState, diags *diag.Diagnostics) phone.Number {
	stored, getDiags := private.GetKey(ctx, privateRegistered)
	diags.Append(getDiags...)
	var number phone.Number
	if len(stored) > 0 && json.Unmarshal(stored, &number) != nil {
		return ""
	}
	return number
}

// rememberRegistered keeps the number under which a person was added, where neither its digits nor a LID would tell
// later that they are the one who was written.
func rememberRegistered(
	ctx context.Context, private privateState, written, added whatsapp.Person, diags *diag.Diagnostics,
) {
	if written.Phone == "" || added.Phone == "" || written.Phone.SameSubscriber(added.Phone) {
		return
	}
	stored, err := json.Marshal(added.Phone)
	if err != nil {
		diags.AddError("Number not stored", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateRegistered, stored)...)
}

// find looks for a person in the group of a resource. It fails with ErrAnotherHolder, beside the member, where the
// number is another account's now. Of whom the group shows by number alone, the gateway's list of LIDs may tell it.
func (r *memberResource) find(
	ctx context.Context, m memberModel, person whatsapp.Person,
) (whatsapp.Member, error) {
	member, err := r.account.Member(ctx, m.group(), person)
	if err == nil {
		err = r.account.CheckHolder(ctx, member, person)
	}
	return member, err
}

// putBack is find for a person whom another resource may have taken out of the group: they are added again.
func (r *memberResource) putBack(
	ctx context.Context, m memberModel, person whatsapp.Person,
) (whatsapp.Member, error) {
	member, err := r.account.PutBack(ctx, m.group(), person)
	if err == nil {
		err = r.account.CheckHolder(ctx, member, person)
	}
	return member, err
}

// anotherHolder warns that the number of a resource is another account's now. Terraform shows one of several warnings
// with the same summary, so the summary has the number.
func anotherHolder(m memberModel, fate string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("%s belongs to another WhatsApp account now", m.written()),
		fmt.Sprintf("The number %s belonged to another account when it was last seen in %s. Somebody else may "+
			"have it now, or the same person has registered again. %s\n\n%s",
			m.written(), groupCalled("", m.group()), fate, settleHolder),
	)
}

const (
	holderStays = "The account that has the number now is a member. This resource does not make it an admin, " +
		"demote it or remove it."
	holderAdded = "The account that had it before is not in the group any more. An apply of this plan adds the " +
		"account that has the number now."
	settleHolder = "If you mean the account that has the number now, replace the resource with `-replace`. If " +
		"not, correct `phone_number`, use `lid` for the person, or remove the resource."
)

// warnOfNewcomer warns where a person who has left the group would be added again and somebody else has the number.
func (r *memberResource) warnOfNewcomer(
	ctx context.Context, m memberModel, person whatsapp.Person, diags *diag.Diagnostics,
) {
	if err := r.account.CheckNumber(ctx, person); errors.Is(err, account.ErrAnotherHolder) {
		diags.Append(anotherHolder(m, holderAdded))
	}
}

package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// ImportState takes "group/number" as import id, where the number may be the person's JID or LID, or the identity.
func (r *memberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	group, written, _ := strings.Cut(req.ID, "/")
	if req.ID == "" {
		var identity memberIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if identity.PhoneNumber.IsNull() == identity.LID.IsNull() {
			resp.Diagnostics.AddError("Not the identity of a WhatsApp group member", "Exactly one of `phone_number` and `lid` names the person.")
			return
		}
		group, written = identity.GroupID, identity.PhoneNumber.ValueString()+identity.LID.ValueString()
	}
	id, groupErr := whatsapp.ParseGroupJID(group)
	person, personErr := parsePerson(written)
	if err := errors.Join(groupErr, personErr); err != nil {
		resp.Diagnostics.AddError("Not the id of a WhatsApp group member", fmt.Sprintf("%s. Write the JID of the group, a slash, and the phone "+
			"number with its country code, such as 120363000000000001@g.us/+5511999990000, or the LID in its place.", sentence(reason(err).Error())))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), memberID(id, person))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), string(id))...)
	if person.LID != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("lid"), string(person.LID))...)
	} else {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("phone_number"), phoneNumber(person.Phone.String()))...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), onDestroyRemove)...)
}

// parsePerson reads a phone number, or a JID, in which the attribute jid shows people.
func parsePerson(written string) (whatsapp.Person, error) {
	if strings.Contains(written, "@") {
		return whatsapp.PersonOfJID(written)
	}
	number, err := phone.Parse(written)
	return whatsapp.Person{Phone: number}, err
}

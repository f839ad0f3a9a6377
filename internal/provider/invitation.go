package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// invitation reports whether somebody who could not be added has got an invitation: from the gateway itself, or because
// on_refusal asks for it. Who is not on WhatsApp can get none. The error is that of sending it.
func (c *connection) invitation(
	ctx context.Context, group whatsapp.JID, onRefusal types.String, person whatsapp.Person, refusal error,
) (invitation whatsapp.Invitation, sent bool, err error) {
	var refused *whatsapp.Error
	if errors.As(refusal, &refused) && refused.Invitation != nil && refused.Invitation.Sent {
		return *refused.Invitation, true, nil
	}
	if onRefusal.ValueString() != onRefusalInvite ||
		!errors.Is(refusal, whatsapp.ErrPrivacy) && !errors.Is(refusal, whatsapp.ErrRecentlyLeft) {
		return whatsapp.Invitation{}, false, nil
	}
	invitation, err = c.account.Invite(ctx, group, person, refusal)
	if errors.Is(err, errors.ErrUnsupported) {
		return whatsapp.Invitation{}, false, nil
	}
	return invitation, err == nil, err
}

// addingInvites reports whether the gateway sends an invitation whenever somebody is added who refuses it.
func (c *connection) addingInvites(ctx context.Context) bool {
	abilities, err := c.account.Abilities(ctx)
	return err == nil && abilities.Can(whatsapp.InviteByAdding)
}

// sayInvitations says in a plan that adds people what the gateway makes of on_refusal.
func (c *connection) sayInvitations(ctx context.Context, onRefusal types.String, diags *diag.Diagnostics) {
	if !c.ready() || onRefusal.IsUnknown() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, c.secrets...), planTimeout)
	defer cancel()
	abilities, err := c.account.Abilities(ctx)
	invites := onRefusal.ValueString() == onRefusalInvite
	switch {
	case err != nil: // It is said elsewhere.
	case abilities.Can(whatsapp.InviteByAdding):
		diags.AddWarning("The gateway invites by itself",
			fmt.Sprintf("%s sends a private invitation to everybody who does not let the account add them, "+
				"whatever `on_refusal` says. Their `status` is `invited`, and they are not added again before the "+
				"invitation lapses.",
				abilities.Gateway))
	case invites && !abilities.Can(whatsapp.SendInvitation):
		diags.AddWarning("The gateway sends no invitations",
			fmt.Sprintf("%s cannot %s, so nobody is invited. The `status` of a person who cannot be added says "+
				"why. The link of the group lets them in: a `whatsapp_group_invite` resource has it.",
				abilities.Gateway, whatsapp.SendInvitation))
	}
}

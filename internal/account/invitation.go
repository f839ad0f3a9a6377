package account

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Invite sends a private invitation to somebody who could not be added: with the code that came with the refusal, or
// else with that of the group's link. Nothing that is read shows it, so the gateway's answer is believed. It fails with
// errors.ErrUnsupported where the gateway sends none.
func (a *Account) Invite(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, refusal error,
) (whatsapp.Invitation, error) {
	abilities, err := a.Abilities(ctx)
	if err != nil {
		return whatsapp.Invitation{}, err
	}
	if err := abilities.Require(whatsapp.SendInvitation); err != nil {
		return whatsapp.Invitation{}, err
	}
	sender, sends := whatsapp.As[whatsapp.InvitationSender](a.gateway)
	if !sends {
		return whatsapp.Invitation{}, whatsapp.MissingAbility(abilities.Gateway, whatsapp.SendInvitation)
	}
	var invitation whatsapp.Invitation
	var refused *whatsapp.Error
	if errors.As(refusal, &refused) && refused.Invitation != nil {
		invitation = *refused.Invitation
	}
	err = a.write(ctx, cost{people: 1}, write{
		prepare: func(ctx context.Context) (err error) {
			if invitation.Code.IsZero() {
				invitation.Code, err = a.InviteCode(ctx, group)
			}
			return err
		},
		send: func(ctx context.Context) error {
			return sender.SendInvitation(ctx, group, person, invitation)
		},
		settle: func(_ context.Context, sendErr error) error { return sendErr },
	})
	return invitation, err
}

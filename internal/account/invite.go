package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// InviteCode reads the live invite code of a group. It fails with ErrGone as Group does.
func (a *Account) InviteCode(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	if err := a.connected(ctx); err != nil {
		return whatsapp.InviteCode{}, err
	}
	code, err := a.gateway.InviteCode(ctx, id)
	if err == nil {
		return code, nil
	}
	// Some gateways answer alike to one who is no admin and to one who has left.
	for _, kind := range []error{
		whatsapp.ErrNotMember, whatsapp.ErrGroupNotFound, whatsapp.ErrNotAdmin, whatsapp.ErrRefused,
		whatsapp.ErrOutcomeUnknown,
	} {
		if errors.Is(err, kind) {
			if _, groupErr := a.Group(ctx, id); groupErr != nil {
				return whatsapp.InviteCode{}, groupErr
			}
		}
	}
	return whatsapp.InviteCode{}, err
}

// RevokeInvite makes the live code invalid and returns the new one. It fails with ErrRefused where the code did not
// change, and with ErrGone as Group does.
func (a *Account) RevokeInvite(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	var before, after whatsapp.InviteCode
	err := a.write(ctx, write{
		prepare: func(ctx context.Context) (err error) {
			before, err = a.InviteCode(ctx, id)
			return err
		},
		send: func(ctx context.Context) (err error) {
			after, err = a.gateway.RevokeInvite(ctx, id)
			return err
		},
		settle: func(ctx context.Context, sendErr error) error {
			reason := sendErr
			if reason == nil && after == before {
				reason = &whatsapp.Error{Kind: whatsapp.ErrRefused,
					Detail: "the gateway answered with the old link, which still works"}
			}
			changed, readErr := a.confirm(ctx, reason, func(ctx context.Context) (bool, error) {
				code, err := a.gateway.InviteCode(ctx, id)
				if err == nil {
					after = code
				}
				return err == nil && code != before, err
			})
			switch {
			case changed:
				return nil
			case reason != nil:
				return reason
			case readErr != nil:
				return fmt.Errorf("read the invite code back: %w", readErr)
			}
			return &whatsapp.Error{Kind: whatsapp.ErrRefused,
				Detail: "the gateway answered with a new link, but the old one is still the group's"}
		},
	})
	return after, err
}

// InviteInfo reads what an invite code shows of its group to outsiders.
func (a *Account) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	if err := a.connected(ctx); err != nil {
		return whatsapp.Group{}, err
	}
	return a.gateway.InviteInfo(ctx, code)
}

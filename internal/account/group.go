package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrChatKept is the error of a group that was left and whose chat stayed in the gateway's list.
var ErrChatKept = errors.New("the group was left, but its chat could not be deleted")

// LeaveGroup takes the account out of a group and, where the gateway keeps one, deletes the chat that is left over. To
// have left before is success. It fails with ErrChatKept where only the chat stayed.
func (a *Account) LeaveGroup(ctx context.Context, id whatsapp.JID) error {
	err := a.write(ctx, cost{writes: 1}, write{
		send: func(ctx context.Context) error { return a.gateway.LeaveGroup(ctx, id) },
		settle: func(ctx context.Context, sendErr error) error {
			a.directory.stale(id)
			left, readErr := a.confirm(ctx, sendErr, func(ctx context.Context) (bool, error) {
				g, err := a.gateway.Group(ctx, id)
				if err == nil && !g.Complete() {
					err = errStub
				}
				if !absent(err) {
					return false, err
				}
				if sendErr == nil || a.creations.hasLeft(id) {
					return true, nil
				}
				// Nobody has said that the group was left, and a gateway that has lost its memory finds none either.
				_, err = a.confirmGone(ctx, id, err)
				return errors.Is(err, ErrGone), err
			})
			switch {
			case left:
				return nil
			case absent(sendErr) && errors.Is(readErr, ErrUnconfirmed):
				return readErr
			case sendErr != nil:
				return sendErr
			case readErr != nil:
				return fmt.Errorf("read the group back: %w", readErr)
			}
			return a.unshown(ctx, nil, nil)
		},
	})
	if err != nil {
		return err
	}
	a.creations.leave(id)
	return a.deleteChat(ctx, id)
}

func (a *Account) deleteChat(ctx context.Context, id whatsapp.JID) error {
	gateway, keepsChats := whatsapp.As[whatsapp.ChatDeleter](a.gateway)
	if !keepsChats {
		return nil
	}
	abilities, err := a.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChatKept, err)
	}
	if !abilities.Can(whatsapp.DeleteChat) {
		return nil
	}
	err = a.write(ctx, cost{writes: 1}, write{
		send: func(ctx context.Context) error { return gateway.DeleteChat(ctx, id) },
		settle: func(ctx context.Context, sendErr error) error {
			if sendErr == nil {
				return nil
			}
			// A chat that is not there cannot be deleted, which some gateways answer with no clear reason.
			if _, err := a.gateway.Group(ctx, id); errors.Is(err, whatsapp.ErrGroupNotFound) {
				return nil
			}
			return sendErr
		},
	})
	if err != nil {
		return fmt.Errorf("%w: %w", ErrChatKept, err)
	}
	return nil
}

package account_test

import (
	"context"
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// uncoded is a gateway that answers every ask for an invite code with an error.
type uncoded struct {
	*modelWhatsApp
	err error
}

func (u uncoded) InviteCode(context.Context, whatsapp.JID) (whatsapp.InviteCode, error) {
	return whatsapp.InviteCode{}, u.err
}

// TestAnInviteIsNotUnreadableBecauseOfTheConnection: an error about the gateway or the session says nothing of the
// invite, so it stays what it is.
func TestAnInviteIsNotUnreadableBecauseOfTheConnection(t *testing.T) {
	t.Parallel()
	for kind, unreadable := range map[error]bool{
		whatsapp.ErrUnreachable: false, whatsapp.ErrWrongServer: false, whatsapp.ErrUnauthorized: false,
		whatsapp.ErrSessionUnknown: false, whatsapp.ErrNotConnected: false, whatsapp.ErrStarting: false,
		whatsapp.ErrRateLimited: false, context.Canceled: false, context.DeadlineExceeded: false,
		whatsapp.ErrNotAdmin: true, whatsapp.ErrOutcomeUnknown: true, whatsapp.ErrRefused: true,
		errors.ErrUnsupported: true,
	} {
		t.Run(kind.Error(), func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 0)
			defer cancel()
			if !errors.Is(kind, whatsapp.ErrStarting) {
				ctx = t.Context()
			}
			a := newAccount(uncoded{calmModel(10), &whatsapp.Error{Kind: kind}}, account.Settings{Look: 1})
			if errors.Is(kind, whatsapp.ErrStarting) {
				// Known to be connected, since an ask would end with the context.
				_ = a.Check(t.Context())
			}
			_, err := a.InviteCode(ctx, group1)
			want(t, err, kind)
			if errors.Is(err, account.ErrCodeUnread) != unreadable {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

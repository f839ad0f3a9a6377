package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrCodeUnread is the error of an invite code that cannot be read although its group can.
var ErrCodeUnread = errors.New("the group can be read, but its invite link cannot")

// ErrNewCodeUnread is the error of a revocation that the gateway says it has done, where no reading shows it, or none
// shows the new code.
var ErrNewCodeUnread = errors.New("the gateway has revoked the link, but the new link of the group cannot be read " +
	"to check it")

// InviteCode reads the live invite code of a group. It fails with ErrGone as Group does, and with ErrCodeUnread where
// it is the code alone that cannot be read.
func (a *Account) InviteCode(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	if err := a.connected(ctx); err != nil {
		return whatsapp.InviteCode{}, err
	}
	code, err := a.gateway.InviteCode(ctx, id)
	if err == nil {
		return code, nil
	}
	if !isAnswer(err) {
		return whatsapp.InviteCode{}, err
	}
	// Some gateways answer alike to one who is no admin and to one who has left.
	g, groupErr := a.Group(ctx, id)
	if groupErr != nil {
		return whatsapp.InviteCode{}, groupErr
	}
	return whatsapp.InviteCode{}, fmt.Errorf("%w: %w", ErrCodeUnread, a.unshown(ctx, err, g.Members))
}

// isAnswer reports whether an error says something of what was asked for, and not only of the connection or of the
// time.
func isAnswer(err error) bool {
	return !isOfConnection(err) && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded)
}

// RevokeInvite makes the live code invalid and returns the new one. It fails with ErrRefused where the code did not
// change, with ErrNewCodeUnread where that cannot be seen, and with ErrGone as Group does.
func (a *Account) RevokeInvite(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	r := revocation{account: a, group: id}
	err := a.write(ctx, cost{writes: 1}, write{
		prepare: func(ctx context.Context) (err error) {
			r.old, err = a.InviteCode(ctx, id)
			return err
		},
		send: r.send, settle: r.settle,
	})
	if err == nil && (r.live.IsZero() || r.live == r.old) {
		err = ErrNewCodeUnread // The old code is dead, and nobody has told the new one.
	}
	return r.live, err
}

// EndInvite makes a code of a group invalid. That it is invalid already is success, and sends nothing: the live code of
// today is somebody else's then. Where the live code cannot be read, the gateway is asked to revoke it all the same. It
// fails as RevokeInvite does, and with errors.ErrUnsupported where the gateway lacks the ability.
func (a *Account) EndInvite(ctx context.Context, id whatsapp.JID, old whatsapp.InviteCode) error {
	r := revocation{account: a, group: id, old: old}
	err := a.write(ctx, cost{writes: 1}, write{prepare: r.prepareToEnd, send: r.send, settle: r.settle})
	if err == nil || errors.Is(err, errDeadBefore) {
		return nil
	}
	// Some gateways have a route for it that does something else. It was tried, and its failure says nothing more.
	if abilities, unknown := a.Abilities(ctx); unknown == nil && isAnswer(err) && !errors.Is(err, ErrGone) {
		if lacks := abilities.Require(whatsapp.RevokeInvite); lacks != nil {
			return lacks
		}
	}
	return err
}

// errDeadBefore ends a revocation before it is sent.
var errDeadBefore = errors.New("the invite link is dead already")

// revocation replaces the code of a group.
type revocation struct {
	account *Account
	group   whatsapp.JID
	old     whatsapp.InviteCode
	// live is the group's code, as the answer or the last reading has it.
	live whatsapp.InviteCode
}

func (r *revocation) prepareToEnd(ctx context.Context) error {
	code, err := r.account.InviteCode(ctx, r.group)
	switch {
	case err == nil && code == r.old:
		return nil
	case err == nil, errors.Is(err, ErrCodeUnread) && r.isKnownDead(ctx):
		return errDeadBefore
	case errors.Is(err, ErrCodeUnread) && !errors.Is(err, whatsapp.ErrNotAdmin):
		return nil
	}
	return err
}

func (r *revocation) send(ctx context.Context) (err error) {
	r.live, err = r.account.gateway.RevokeInvite(ctx, r.group)
	return err
}

func (r *revocation) settle(ctx context.Context, sendErr error) error {
	reason := sendErr
	if reason == nil && r.live == r.old {
		reason = &whatsapp.Error{Kind: whatsapp.ErrRefused,
			Detail: "the gateway answered with the old link, which still works"}
	}
	dead, readErr := r.account.confirm(ctx, reason, r.look)
	switch {
	case dead:
		return nil
	case reason != nil:
		return r.unshown(ctx, reason)
	case readErr != nil:
		return fmt.Errorf("%w: %w", ErrNewCodeUnread, readErr)
	}
	return &whatsapp.Error{Kind: whatsapp.ErrRefused,
		Detail: "the gateway answered with a new link, but the old one is still the group's"}
}

// look reports whether the old code is dead.
func (r *revocation) look(ctx context.Context) (dead bool, err error) {
	code, err := r.account.gateway.InviteCode(ctx, r.group)
	if err != nil {
		return r.isKnownDead(ctx), err
	}
	r.live = code
	return code != r.old, nil
}

// isKnownDead reports whether WhatsApp says of the old code that it leads nowhere.
func (r *revocation) isKnownDead(ctx context.Context) bool {
	_, err := r.account.gateway.InviteInfo(ctx, r.old)
	return errors.Is(err, whatsapp.ErrInviteRevoked) || errors.Is(err, whatsapp.ErrInviteInvalid)
}

// unshown is the gateway's reason, or that the account is no admin where the members show that.
func (r *revocation) unshown(ctx context.Context, reason error) error {
	members, err := r.account.gateway.Members(ctx, r.group)
	if err != nil {
		return reason
	}
	return r.account.unshown(ctx, reason, members)
}

// InviteInfo reads what an invite code shows of its group to outsiders.
func (a *Account) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	if err := a.connected(ctx); err != nil {
		return whatsapp.Group{}, err
	}
	return a.gateway.InviteInfo(ctx, code)
}

package account

import (
	"context"
	"errors"
	"sync/atomic"

	"golang.org/x/time/rate"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// writeBurst is how many writes may go at once before the pace counts.
const writeBurst = 10

// writeQueue lets one write through at a time, at a pace. WhatsApp handles the writes of an account one after the other
// anyway, and bans accounts that write fast.
type writeQueue struct {
	turn    chan struct{}
	limiter *rate.Limiter
	// turns counts the turns that were taken.
	turns atomic.Int64
	// limit is the last refusal because of too many calls, until a write has got through.
	limit *writeLimit
}

func (q *writeQueue) init(writesPerMinute int) {
	limit := rate.Inf
	if writesPerMinute > 0 {
		limit = rate.Limit(float64(writesPerMinute) / 60)
	}
	q.turn, q.limiter, q.limit = make(chan struct{}, 1), rate.NewLimiter(limit, writeBurst), &writeLimit{}
}

// end ends the turn.
func (q *writeQueue) end() { <-q.turn }

// write is one write to WhatsApp, in three steps.
type write struct {
	// prepare reads what the others need, in the turn of the write. Nothing is sent if it fails, and the error is
	// ErrNotSent. It may be nil.
	prepare func(context.Context) error
	// send asks the gateway.
	send func(context.Context) error
	// settle reads back and decides, given the error of sending.
	settle func(context.Context, error) error
}

// write waits for its turn and sends. A caller that is cancelled while it waits has written nothing. From the sending
// on its cancel counts no more, until the outcome is known: what reached WhatsApp must reach the state.
func (a *Account) write(ctx context.Context, w write) error {
	end, err := a.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer end()
	if w.prepare != nil {
		if err := w.prepare(ctx); err != nil {
			return notPrepared(ctx, err)
		}
	}
	err = a.sendInTurn(ctx, w.send)
	if nothingSent(err) {
		return notSent(err)
	}
	ctx, cancel := a.settling(ctx)
	defer cancel()
	return w.settle(ctx, err)
}

// takeTurn waits until the caller may write. The turn is the caller's until it calls end. An error is ErrNotSent.
func (a *Account) takeTurn(ctx context.Context) (end func(), err error) {
	if err := a.connected(ctx); err != nil {
		return nil, notSent(err)
	}
	for {
		limited := a.writes.limit.next()
		if err := a.writes.limit.refusal(ctx); err != nil {
			return nil, notSent(err)
		}
		select {
		case a.writes.turn <- struct{}{}:
			a.writes.turns.Add(1)
			return a.writes.end, nil
		case <-limited: // Whoever has the turn waits for the limit, perhaps for longer than the caller has time.
		case <-ctx.Done():
			return nil, notSent(a.writes.limit.orEnd(ctx))
		}
	}
}

// settling is the context for what follows the sending. It outlives the caller's, and has a deadline of its own.
func (a *Account) settling(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), a.settings.SettleTimeout)
}

// sendInTurn sends a write whose turn it is. It sends nothing while a limit lasts for longer than the caller has time.
func (a *Account) sendInTurn(ctx context.Context, send func(context.Context) error) error {
	if err := a.writes.limit.refusal(ctx); err != nil {
		return notSent(err)
	}
	return a.sendAtPace(ctx, func(ctx context.Context) error {
		err := send(ctx)
		a.writes.limit.note(err)
		return err
	})
}

// sendAtPace keeps the turn while it waits, so that nobody else runs into a limit that WhatsApp has just set. The
// gateway's deadline bounds what has been sent.
func (a *Account) sendAtPace(ctx context.Context, send func(context.Context) error) error {
	return a.backoff.retry(ctx, func() error {
		if err := a.writes.limiter.Wait(ctx); err != nil {
			if ctx.Err() == nil {
				// The limiter refuses at once where the deadline is too near to wait for.
				err = context.DeadlineExceeded
			}
			return notSent(err)
		}
		return send(detached(ctx))
	})
}

// nothingSent reports whether an error of sending leaves no doubt that WhatsApp is as it was.
func nothingSent(err error) bool {
	return errors.Is(err, ErrNotSent) || errors.Is(err, errors.ErrUnsupported) || isOfConnection(err)
}

// isOfConnection reports whether an error is about the gateway, the session or the pace, and so says nothing of what
// was asked for. Nothing was done then.
func isOfConnection(err error) bool {
	for _, kind := range []error{
		whatsapp.ErrUnreachable, whatsapp.ErrWrongServer, whatsapp.ErrUnauthorized, whatsapp.ErrSessionUnknown,
		whatsapp.ErrNotConnected, whatsapp.ErrRateLimited,
	} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// confirm reads until look finds the effect. Before the last reading it makes the gateway read anew from WhatsApp. It
// returns the error of the last reading where none succeeded. Where the gateway's reason says that WhatsApp refused,
// one reading is enough.
func (a *Account) confirm(
	ctx context.Context, reason error, look func(context.Context) (shown bool, err error),
) (shown bool, err error) {
	read := false
	for i, pause := range a.settings.ConfirmPauses {
		if i > 0 && read && refused(reason) {
			break
		}
		if err := sleep(ctx, pause); err != nil {
			return false, err
		}
		if i == len(a.settings.ConfirmPauses)-1 {
			// A failed refresh leaves the last reading no worse than the others.
			_ = a.refresh(ctx)
		}
		var lookErr error
		shown, lookErr = look(ctx)
		if shown {
			return true, nil
		}
		read = read || lookErr == nil
		err = lookErr
	}
	if read {
		err = nil
	}
	return false, err
}

// refused reports whether WhatsApp said no in so many words.
func refused(reason error) bool {
	for _, kind := range []error{
		whatsapp.ErrNotAdmin, whatsapp.ErrNotMember, whatsapp.ErrNoSuchMember, whatsapp.ErrGroupNotFound,
		whatsapp.ErrNotOnWhatsApp, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft, whatsapp.ErrGroupFull,
		whatsapp.ErrInvalidRequest, whatsapp.ErrRefused, whatsapp.ErrAlreadyMember,
	} {
		if errors.Is(reason, kind) {
			return true
		}
	}
	return false
}

// errUnshown is the error of a write that the gateway accepted and that had no effect.
var errUnshown error = &whatsapp.Error{
	Kind: whatsapp.ErrRefused, Detail: "the gateway accepted it, but WhatsApp does not show it",
}

// unshown is the error of a write that WhatsApp does not show. It is the gateway's reason where it gave one. A gateway
// that gives none refuses most often because the account is no admin, and the members show that.
func (a *Account) unshown(ctx context.Context, reason error, members []whatsapp.Member) error {
	if reason == nil {
		reason = errUnshown
	}
	if !errors.Is(reason, whatsapp.ErrRefused) && !errors.Is(reason, whatsapp.ErrOutcomeUnknown) {
		return reason
	}
	self, err := a.Self(ctx)
	if err != nil || self.IsZero() {
		return reason
	}
	if member, err := whatsapp.FindMember(members, self); err == nil && member.Role != whatsapp.RoleAdmin {
		return &whatsapp.Error{Kind: whatsapp.ErrNotAdmin}
	}
	return reason
}

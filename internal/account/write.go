package account

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// writeQueue lets one write through at a time. WhatsApp handles the writes of an account one after the other anyway.
type writeQueue struct {
	turn chan struct{}
	// turns counts the turns that were taken.
	turns atomic.Int64
	// limit is the last refusal because of too many calls, until a write has got through.
	limit *writeLimit
}

func newWriteQueue(clock Clock) writeQueue {
	return writeQueue{turn: make(chan struct{}, 1), limit: &writeLimit{clock: clock}}
}

// end ends the turn.
func (q *writeQueue) end() { <-q.turn }

// turn is the right of one caller to write, in the order of the pace.
type turn struct {
	account *Account
	places  places
	sent    bool
	ended   sync.Once
}

// end lets others write. A turn in which nothing was sent costs nothing.
func (t *turn) end() {
	t.ended.Do(func() {
		t.account.writes.end()
		if t.sent {
			t.places.leave()
		} else {
			t.places.giveBack()
		}
	})
}

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

// write waits for the pace and its turn, and sends. A caller that is cancelled while it waits has written nothing. From
// the sending on its cancel counts no more, until the outcome is known: what reached WhatsApp must reach the state.
func (a *Account) write(ctx context.Context, c cost, w write) error {
	turn, err := a.takeTurn(ctx, c)
	if err != nil {
		return err
	}
	defer turn.end()
	if w.prepare != nil {
		if err := w.prepare(ctx); err != nil {
			return notPrepared(ctx, err)
		}
	}
	err = turn.send(ctx, w.send)
	if nothingSent(err) {
		return notSent(err)
	}
	ctx, cancel := a.settling(ctx)
	defer cancel()
	return w.settle(ctx, err)
}

// takeTurn waits until the caller may write at a cost. The turn is the caller's until it ends it. It is free while the
// caller waits for the pace. An error is ErrNotSent.
func (a *Account) takeTurn(ctx context.Context, c cost) (*turn, error) {
	if err := a.connected(ctx); err != nil {
		return nil, notSent(err)
	}
	if err := a.writes.limit.refusal(ctx); err != nil {
		return nil, notSent(err)
	}
	inLine, leave := a.writes.limit.within(ctx)
	defer leave()
	places, err := a.pace.wait(inLine, c)
	if err != nil {
		return nil, notSent(a.writes.limit.orEnd(inLine))
	}
	defer waiting(ctx)()
	select {
	case a.writes.turn <- struct{}{}:
		a.writes.turns.Add(1)
		return &turn{account: a, places: places}, nil
	case <-inLine.Done():
		places.giveBack()
		return nil, notSent(a.writes.limit.orEnd(inLine))
	}
}

// settling is the context for what follows the sending. It outlives the caller's, and has a deadline of its own.
func (a *Account) settling(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), a.settings.SettleTimeout)
}

// send sends what has the turn. It sends nothing while a limit lasts for longer than the caller has time.
//
// It keeps the turn while it rests after a refusal, so that nobody else runs into the limit that WhatsApp has just set.
// The gateway's deadline bounds what has been sent.
func (t *turn) send(ctx context.Context, send func(context.Context) error) error {
	return t.sendWith(ctx, t.account.writeBackoff, send)
}

// sendAlone is send for whoever keeps all other calls from the gateway.
func (t *turn) sendAlone(ctx context.Context, send func(context.Context) error) error {
	return t.sendWith(ctx, t.account.writeBackoff.alone(), send)
}

func (t *turn) sendWith(ctx context.Context, b backoff, send func(context.Context) error) error {
	a := t.account
	if err := a.writes.limit.refusal(ctx); err != nil {
		return notSent(err)
	}
	if err := ctx.Err(); err != nil {
		return notSent(a.writes.limit.orEnd(ctx))
	}
	t.sent = true
	return b.retry(ctx, func() error {
		err := send(detached(ctx))
		a.writes.limit.note(err)
		return err
	})
}

// lookUpAtPace asks for something that gets accounts banned as writes do. It changes nothing, so it needs no turn.
func (a *Account) lookUpAtPace(ctx context.Context, ask func(context.Context) error) error {
	inLine, leave := a.writes.limit.within(ctx)
	defer leave()
	places, err := a.pace.wait(inLine, cost{writes: 1})
	if err != nil {
		return notSent(a.writes.limit.orEnd(inLine))
	}
	defer places.leave()
	return a.writeBackoff.retry(ctx, func() error { return ask(detached(ctx)) })
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

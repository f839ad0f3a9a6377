package account

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// mostWriteRetries is how often a write is sent again at most that WhatsApp refused because of too many calls.
const mostWriteRetries = 2

// maxBackoff is the longest wait between two tries of what WhatsApp refused because of too many calls, where the
// refusal does not say how long to wait.
const maxBackoff = 2 * time.Minute

// backoff tries again what WhatsApp refused because of too many calls, and what failed because the session was
// starting. Both say that nothing was done, so even a create may be sent again. After any other error nothing is sent
// again.
type backoff struct {
	retries int
	first   time.Duration
	// look is the wait between two looks at a session that starts.
	look  time.Duration
	start *starting
	clock Clock
	// slow is told of each refusal of WhatsApp itself and of the pause after it. It may be nil.
	slow func(pause time.Duration)
	// restarts are waited for before each call.
	restarts *restarts
}

// retry ends at once with the reason where the wait is longer than the caller has time.
func (b backoff) retry(ctx context.Context, call func() error) error {
	began := time.Now()
	for limited := 0; ; {
		over, err := b.restarts.call(ctx)
		if err != nil {
			return err
		}
		err = call()
		over()
		var pause time.Duration
		switch {
		case errors.Is(err, whatsapp.ErrStarting):
			if pause = b.look; !b.start.waits(ctx, began, pause, err) {
				return &noTimeError{err}
			}
		case errors.Is(err, whatsapp.ErrRateLimited):
			if pause = b.refused(limited, err); limited >= b.retries {
				return err
			}
			if runsOut(ctx, pause) {
				return &noTimeError{err}
			}
			if rest(ctx, b.clock, pause) != nil {
				return err
			}
			limited++
			continue
		default:
			return err
		}
		if sleep(ctx, pause) != nil {
			return err
		}
	}
}

// alone is the backoff of whoever keeps all other calls from the gateway.
func (b backoff) alone() backoff {
	b.restarts = newRestarts()
	return b
}

// noTimeError is the error of a call that would have been made, or made again, if its caller had had the time to wait.
type noTimeError struct{ error }

// Unwrap gives the reason to wait.
func (e *noTimeError) Unwrap() error { return e.error }

// refused is pause, of which the pace is told. A refusal that says how long to wait comes from the gateway or a proxy
// before it: WhatsApp says nothing of the kind.
func (b backoff) refused(before int, refusal error) time.Duration {
	pause := b.pause(before, refusal)
	if b.slow != nil && asksToWait(refusal) == 0 {
		b.slow(pause)
	}
	return pause
}

// pause is the wait after a refusal, given how many there were before. It is as long as the refusal says. Where it says
// nothing, it doubles from one to the next.
func (b backoff) pause(before int, refusal error) time.Duration {
	if wait := asksToWait(refusal); wait > 0 {
		return wait + rand.N(min(wait/4, time.Second)+1)
	}
	pause := b.first
	for range before {
		pause = min(2*pause, maxBackoff)
	}
	return pause + rand.N(pause/4+1)
}

// asksToWait is how long a refusal asks to wait, and 0 where it does not say.
func asksToWait(refusal error) time.Duration {
	var told *whatsapp.Error
	if errors.As(refusal, &told) && errors.Is(told.Kind, whatsapp.ErrRateLimited) {
		return told.Wait
	}
	return 0
}

// starting knows since when the session is starting.
type starting struct {
	mu    sync.Mutex
	since time.Time
	// last is what was last said of it.
	last error
}

// waits reports whether a call that began at some time may wait once more for the session. It may as long as the
// session has not been starting for all the time that the call has: so the first one waits, and those that come after
// it in the same run do not each wait as long again.
func (s *starting) waits(ctx context.Context, began time.Time, pause time.Duration, said error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	s.last = said
	if s.since.IsZero() {
		s.since = now
	}
	deadline, bounded := deadlineOf(ctx)
	return !bounded || !now.Add(pause).After(s.since.Add(deadline.Sub(began)))
}

// over notes that the session starts no more.
func (s *starting) over() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.since, s.last = time.Time{}, nil
}

// orEnd is the reason of a caller who has no more time: that the session starts, if it does.
func (s *starting) orEnd(err error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if errors.Is(err, context.DeadlineExceeded) && s.last != nil {
		return s.last
	}
	return err
}

// runsOut reports whether a wait is longer than the caller has time.
func runsOut(ctx context.Context, wait time.Duration) bool {
	deadline, bounded := deadlineOf(ctx)
	return bounded && time.Now().Add(wait).After(deadline)
}

type deadlineKey struct{}

// detached is a context that outlives its caller's, and of which deadlineOf still tells the caller's deadline: what is
// shared with others is not cut off by it, and does not wait beyond it either.
func detached(ctx context.Context) context.Context {
	deadline, bounded := deadlineOf(ctx)
	ctx = context.WithoutCancel(ctx)
	if !bounded {
		return ctx
	}
	return context.WithValue(ctx, deadlineKey{}, deadline)
}

// deadlineOf is when the caller has no more time, and whether there is such a time. A settling write has a deadline of
// its own.
func deadlineOf(ctx context.Context) (time.Time, bool) {
	if deadline, bounded := ctx.Deadline(); bounded {
		return deadline, true
	}
	deadline, bounded := ctx.Value(deadlineKey{}).(time.Time)
	return deadline, bounded
}

// sleep waits, or returns the error of a context that ends before.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryingReads is a gateway that backs off in its reads. Writes back off in their turn, so that nobody else goes on
// meanwhile.
type retryingReads struct {
	whatsapp.Gateway
	backoff backoff
}

// Unwrap gives what has the roles of the gateway.
func (r retryingReads) Unwrap() whatsapp.Gateway { return r.Gateway }

func (r retryingReads) Abilities(ctx context.Context) (abilities whatsapp.Abilities, err error) {
	err = r.backoff.retry(ctx, func() error { abilities, err = r.Gateway.Abilities(ctx); return err })
	return abilities, err
}

// Session waits for a session that is starting, and then fails with ErrStarting.
func (r retryingReads) Session(ctx context.Context) (session whatsapp.Session, err error) {
	err = r.backoff.retry(ctx, func() error {
		session, err = r.Gateway.Session(ctx)
		if err == nil && !session.Connected && session.Starting {
			return &whatsapp.Error{Kind: whatsapp.ErrStarting, Status: session.Status}
		}
		return err
	})
	if err == nil {
		r.backoff.start.over()
	}
	return session, err
}

func (r retryingReads) Groups(ctx context.Context, withMembers bool) (groups []whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { groups, err = r.Gateway.Groups(ctx, withMembers); return err })
	return groups, err
}

func (r retryingReads) Group(ctx context.Context, id whatsapp.JID) (group whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { group, err = r.Gateway.Group(ctx, id); return err })
	return group, err
}

func (r retryingReads) Members(ctx context.Context, group whatsapp.JID) (members []whatsapp.Member, err error) {
	err = r.backoff.retry(ctx, func() error { members, err = r.Gateway.Members(ctx, group); return err })
	return members, err
}

func (r retryingReads) InviteCode(ctx context.Context, group whatsapp.JID) (code whatsapp.InviteCode, err error) {
	err = r.backoff.retry(ctx, func() error { code, err = r.Gateway.InviteCode(ctx, group); return err })
	return code, err
}

func (r retryingReads) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (group whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { group, err = r.Gateway.InviteInfo(ctx, code); return err })
	return group, err
}

package account

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// writeLimit is what the writes of an account know of the last refusal because of too many calls. It keeps those from
// waiting who have less time than was asked for, and is the reason of those who have waited in vain.
type writeLimit struct {
	clock Clock
	mu    sync.Mutex
	err   error
	until time.Time
	// noted is closed at the next refusal, for those who are in line already.
	noted chan struct{}
}

// note takes in the answer to a write. After any other answer than a limit there is none.
func (l *writeLimit) note(answer error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.err = nil
	if errors.Is(answer, whatsapp.ErrRateLimited) {
		l.err, l.until = answer, l.clock.Now().Add(asksToWait(answer))
		if l.noted != nil {
			close(l.noted)
			l.noted = nil
		}
	}
}

// next is closed at the next refusal.
func (l *writeLimit) next() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.noted == nil {
		l.noted = make(chan struct{})
	}
	return l.noted
}

// refusal is the reason not to wait for a turn: the time to come back is later than the caller has time. It is nil
// where there is no such reason.
func (l *writeLimit) refusal(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if left := l.until.Sub(l.clock.Now()); l.err != nil && left > 0 && runsOut(ctx, left) {
		return l.told(left)
	}
	return nil
}

// within is a context for waiting in line. A limit for which the caller has no time ends it too, also one that comes
// only later: whoever has the turn waits for it, perhaps for longer.
func (l *writeLimit) within(ctx context.Context) (inLine context.Context, leave func()) {
	inLine, cancel := context.WithCancelCause(ctx)
	go func() {
		for {
			limited := l.next()
			if err := l.refusal(ctx); err != nil {
				cancel(&noTimeError{err})
				return
			}
			select {
			case <-limited:
			case <-inLine.Done():
				return
			}
		}
	}()
	return inLine, func() { cancel(nil) }
}

// last is the refusal that still counts, and how long to wait.
func (l *writeLimit) last() (left time.Duration, refusal error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	left = l.until.Sub(l.clock.Now())
	if l.err == nil || left <= 0 {
		return 0, nil
	}
	return left, l.told(left)
}

// orEnd is the reason of a caller who has no more time: the limit for which all wait, or else the end of its context.
func (l *writeLimit) orEnd(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err == nil || !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return context.Cause(ctx)
	}
	return l.told(max(0, l.until.Sub(l.clock.Now())))
}

// told is the limit as it is to be told now, with what is left of the wait. The caller holds the lock.
func (l *writeLimit) told(left time.Duration) error {
	var refusal *whatsapp.Error
	if !errors.As(l.err, &refusal) {
		return l.err
	}
	told := *refusal
	told.Wait = left
	return &told
}

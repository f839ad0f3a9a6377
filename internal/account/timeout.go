package account

import (
	"context"
	"sync"
	"time"
)

// WithTimeout is context.WithTimeout with a clock that stands still while a call of an account waits for its turn or
// for the pace. How long that takes is decided by what else there is to do, and so it says nothing of what is asked
// for. Only a cancel ends such a wait.
func WithTimeout(parent context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	t := &timed{Context: parent, done: make(chan struct{}), left: limit}
	t.mu.Lock()
	t.since, t.timer = time.Now(), time.AfterFunc(limit, t.expire)
	t.mu.Unlock()
	stop := context.AfterFunc(parent, func() { t.end(parent.Err()) })
	return t, func() {
		stop()
		t.end(context.Canceled)
	}
}

// timed is the context of WithTimeout.
type timed struct {
	context.Context
	done chan struct{}

	mu  sync.Mutex
	err error
	// left is the time that was left at since, from when on the clock runs. It stands still where since is zero.
	left  time.Duration
	since time.Time
	timer *time.Timer
	// waits counts the waits for a turn or the pace, and sent what is on its way meanwhile: then the clock runs.
	waits, sent int
}

type timedKey struct{}

func (t *timed) Value(key any) any {
	if key == (timedKey{}) {
		return t
	}
	return t.Context.Value(key)
}

func (t *timed) Done() <-chan struct{} { return t.done }

func (t *timed) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// Deadline is when the time is over if the clock runs from now on.
func (t *timed) Deadline() (time.Time, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	own := time.Now().Add(t.left)
	if !t.since.IsZero() {
		own = t.since.Add(t.left)
	}
	if parents, bounded := t.Context.Deadline(); bounded && parents.Before(own) {
		return parents, true
	}
	return own, true
}

func (t *timed) end(err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.endLocked(err)
}

func (t *timed) endLocked(err error) {
	if t.err == nil {
		t.err = err
		t.timer.Stop()
		close(t.done)
	}
}

// expire ends the time, unless the clock was stopped when the timer was on its way.
func (t *timed) expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.since.IsZero() && time.Since(t.since) >= t.left {
		t.endLocked(context.DeadlineExceeded)
	}
}

// count changes the counts by which the clock stands or runs.
func (t *timed) count(waits, sent int) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.waits, t.sent = t.waits+waits, t.sent+sent
	stands := t.waits > 0 && t.sent == 0
	switch now := time.Now(); {
	case t.err != nil:
	case stands && !t.since.IsZero():
		t.timer.Stop()
		t.left, t.since = t.left-now.Sub(t.since), time.Time{}
	case !stands && t.since.IsZero():
		t.since = now
		t.timer.Reset(t.left)
	}
}

// timedOf is the innermost context of WithTimeout, or nil.
func timedOf(ctx context.Context) *timed {
	t, _ := ctx.Value(timedKey{}).(*timed)
	return t
}

// waiting stops the clock of a context until the wait is over.
func waiting(ctx context.Context) (over func()) {
	t := timedOf(ctx)
	t.count(1, 0)
	return func() { t.count(-1, 0) }
}

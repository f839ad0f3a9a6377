package account

import (
	"context"
	"time"
)

// Clock is the time by which the account keeps its pace and rests. Tests drive it together with that of a WhatsApp.
type Clock interface {
	Now() time.Time
	// After gives a channel that tells once so much time is over.
	After(d time.Duration) <-chan time.Time
}

// machineClock is the machine's own.
type machineClock struct{}

func (machineClock) Now() time.Time                         { return time.Now() }
func (machineClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// rest waits by a clock, or returns the error of a context that ends before.
func rest(ctx context.Context, clock Clock, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	select {
	case <-clock.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

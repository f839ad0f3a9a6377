package account

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// restarts keeps the calls to a gateway and the restarts of its session apart: many calls at a time, or one restart.
// Both go in the order in which they came. So what waits already goes before a restart, and what comes during one waits
// for its end, instead of running into a session that has stopped.
type restarts struct{ calls *semaphore.Weighted }

// everyCall is more than there can be calls.
const everyCall = 1 << 30

func newRestarts() *restarts { return &restarts{semaphore.NewWeighted(everyCall)} }

// call lets a call through. A call must not be made within another one, unless the caller has the turn to write.
func (r *restarts) call(ctx context.Context) (over func(), err error) { return r.acquire(ctx, 1) }

// alone waits until no call is on its way. Whoever calls it has the turn to write.
func (r *restarts) alone(ctx context.Context) (over func(), err error) {
	return r.acquire(ctx, everyCall)
}

func (r *restarts) acquire(ctx context.Context, n int64) (over func(), err error) {
	if !r.calls.TryAcquire(n) {
		defer waiting(ctx)()
		if err := r.calls.Acquire(ctx, n); err != nil {
			return nil, notSent(err)
		}
	}
	return func() { r.calls.Release(n) }, nil
}

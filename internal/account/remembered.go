package account

import (
	"context"
	"sync"

	"golang.org/x/sync/singleflight"
)

// remembered asks once for a value that does not change while the process lives. Concurrent asks share one call, and
// only a success is remembered.
type remembered[T any] struct {
	fetch  func(context.Context) (T, error)
	flight singleflight.Group

	mu    sync.Mutex
	known bool
	value T
}

func (r *remembered[T]) get(ctx context.Context) (T, error) {
	if value, known := r.last(); known {
		return value, nil
	}
	return shared(ctx, &r.flight, "", func(ctx context.Context) (T, error) {
		value, err := r.fetch(ctx)
		if err == nil {
			r.mu.Lock()
			r.known, r.value = true, value
			r.mu.Unlock()
		}
		return value, err
	})
}

// last gives the value if it is remembered.
func (r *remembered[T]) last() (value T, known bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.value, r.known
}

// forget makes the next ask ask anew.
func (r *remembered[T]) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.known = false
}

// shared runs one call for all who ask for the key at the same time. The call is detached from the callers' contexts, so
// that one who gives up does not take the answer from the others; the gateway's own deadline bounds it.
func shared[T any](ctx context.Context, flight *singleflight.Group, key string, call func(context.Context) (T, error)) (T, error) {
	answer := flight.DoChan(key, func() (any, error) { return call(context.WithoutCancel(ctx)) })
	var none T
	select {
	case <-ctx.Done():
		return none, ctx.Err()
	case result := <-answer:
		if result.Err != nil {
			return none, result.Err
		}
		value, _ := result.Val.(T)
		return value, nil
	}
}

package account

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/singleflight"
)

// memo asks once for a value and remembers it until it is told to forget. Concurrent asks share one call. Only a
// success is remembered.
type memo[T any] struct {
	fetch  func(context.Context) (T, error)
	flight singleflight.Group

	mu    sync.Mutex
	known bool
	value T
}

func (m *memo[T]) get(ctx context.Context) (T, error) {
	if value, known := m.last(); known {
		return value, nil
	}
	return shared(ctx, &m.flight, "", func(ctx context.Context) (T, error) {
		// Another call may have ended since the caller looked.
		if value, known := m.last(); known {
			return value, nil
		}
		value, err := m.fetch(ctx)
		if err == nil {
			m.mu.Lock()
			m.known, m.value = true, value
			m.mu.Unlock()
		}
		return value, err
	})
}

// last gives the value if it is remembered.
func (m *memo[T]) last() (value T, known bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.value, m.known
}

// forget makes the next ask ask anew.
func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known = false
}

// memos remembers an answer for each key. An error that is an answer too, of the kind lasting, is remembered as well.
type memos[T any] struct {
	lasting error
	flight  singleflight.Group

	mu      sync.Mutex
	answers map[string]answer[T]
}

type answer[T any] struct {
	value T
	err   error
}

func (m *memos[T]) get(ctx context.Context, key string, fetch func(context.Context) (T, error)) (T, error) {
	if known, found := m.last(key); found {
		return known.value, known.err
	}
	return shared(ctx, &m.flight, key, func(ctx context.Context) (T, error) {
		if known, found := m.last(key); found {
			return known.value, known.err
		}
		value, err := fetch(ctx)
		if err == nil || errors.Is(err, m.lasting) {
			m.mu.Lock()
			defer m.mu.Unlock()
			if m.answers == nil {
				m.answers = make(map[string]answer[T])
			}
			m.answers[key] = answer[T]{value, err}
		}
		return value, err
	})
}

func (m *memos[T]) last(key string) (known answer[T], found bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	known, found = m.answers[key]
	return known, found
}

// shared runs one call for all who ask for the key at the same time. The call is detached from the callers' contexts,
// so that one who gives up does not take the answer from the others; the gateway's own deadline bounds it.
func shared[T any](
	ctx context.Context, flight *singleflight.Group, key string, call func(context.Context) (T, error),
) (T, error) {
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

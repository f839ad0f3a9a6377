package account

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

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
	// version counts how often was forgotten. An ask that began before does not answer those who ask after it, and is
	// not remembered.
	version int
	// outdated says that the value may lack something, which only some of those who ask need.
	outdated bool
}

func (m *memo[T]) get(ctx context.Context) (T, error) {
	value, known, version := m.last()
	if known {
		return value, nil
	}
	return shared(ctx, &m.flight, strconv.Itoa(version), func(ctx context.Context) (T, error) {
		// Another call may have ended since the caller looked.
		if value, known, now := m.last(); known && now == version {
			return value, nil
		}
		value, err := m.fetch(ctx)
		if err == nil {
			m.keep(version, value)
		}
		return value, err
	})
}

// keep remembers a value that was asked for at a version, unless it was to be forgotten since.
func (m *memo[T]) keep(version int, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if version == m.version {
		m.known, m.value = true, value
	}
}

// last gives the value if it is remembered, and the version to ask for if it is not.
func (m *memo[T]) last() (value T, known bool, version int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.value, m.known, m.version
}

// forget makes the next ask ask anew.
func (m *memo[T]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.forgetLocked()
}

func (m *memo[T]) forgetLocked() {
	m.known, m.outdated = false, false
	m.version++
}

// outdate notes that the value, and what an ask under way will tell, may lack something. It is remembered all the same,
// until somebody needs it complete and calls forgetOutdated.
func (m *memo[T]) outdate() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.outdated = true
}

// forgetOutdated forgets a value that is outdated.
func (m *memo[T]) forgetOutdated() {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.outdated {
		m.forgetLocked()
	}
}

// forgetIf forgets unless that was done since a version, so that several who find the same value outdated ask once.
func (m *memo[T]) forgetIf(version int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if version == m.version {
		m.forgetLocked()
	}
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
// so that one who gives up does not take the answer from the others; the gateway's own deadline bounds it. It waits for
// nothing longer than its first caller has time. Whoever has more time then asks again.
func shared[T any](
	ctx context.Context, flight *singleflight.Group, key string, call func(context.Context) (T, error),
) (T, error) {
	for {
		answer := flight.DoChan(key, func() (any, error) {
			value, err := call(detached(ctx))
			var noTime *noTimeError
			if errors.As(err, &noTime) {
				deadline, _ := deadlineOf(ctx)
				err = &sharedNoTimeError{err, deadline}
			}
			return value, err
		})
		var none T
		select {
		case <-ctx.Done():
			return none, ctx.Err()
		case result := <-answer:
			if hasMoreTime(ctx, result.Err) {
				continue
			}
			if result.Err != nil {
				return none, result.Err
			}
			value, _ := result.Val.(T)
			return value, nil
		}
	}
}

// sharedNoTimeError is a noTimeError that is told to others too, with the time that the first caller had.
type sharedNoTimeError struct {
	error
	deadline time.Time
}

// Unwrap gives the noTimeError.
func (e *sharedNoTimeError) Unwrap() error { return e.error }

// muchMoreTime is what makes it worth asking again. Callers of one kind begin at about the same time.
const muchMoreTime = 10 * time.Second

// hasMoreTime reports whether a call failed only because whoever made it had less time to wait.
func hasMoreTime(ctx context.Context, err error) bool {
	var noTime *sharedNoTimeError
	if !errors.As(err, &noTime) || runsOut(ctx, asksToWait(err)) {
		return false
	}
	deadline, bounded := deadlineOf(ctx)
	return !bounded || deadline.After(noTime.deadline.Add(muchMoreTime))
}

package world

import (
	"sync"
	"time"
)

// Clock is the time in a world. It runs with the machine's until it is set.
type Clock struct {
	mu      sync.Mutex
	set     time.Time // What it was set to.
	at      time.Time // When that was. Zero until it is set.
	stopped bool
}

// Now is the time in the world.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *Clock) now() time.Time {
	switch {
	case c.at.IsZero():
		return time.Now()
	case c.stopped:
		return c.set
	}
	return c.set.Add(time.Since(c.at))
}

// Stopped reports whether the clock stands still.
func (c *Clock) Stopped() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.stopped
}

// IsSet reports whether the clock was ever set or moved.
func (c *Clock) IsSet() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.at.IsZero()
}

// Set sets the clock, which then goes on from there or stands still.
func (c *Clock) Set(now time.Time, stopped bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set, c.at, c.stopped = now, time.Now(), stopped
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set, c.at = c.now().Add(d), time.Now()
}

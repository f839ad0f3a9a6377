package world

import (
	"fmt"
	"sync"
	"time"
)

// The JSON of a time has four digits for its year, whatever the zone, so no time of a world comes near the last one.
var (
	firstTime = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	lastTime  = time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)
)

// CheckTime refuses a time that a world cannot have.
func CheckTime(t time.Time) error {
	if t.Before(firstTime) || t.After(lastTime) {
		return fmt.Errorf("%s is not between the years 1 and 9000", t.UTC().Format(time.DateTime))
	}
	return nil
}

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
	return within(c.set.Add(time.Since(c.at)))
}

// within is the time, or the first or last there is.
func within(t time.Time) time.Time {
	switch {
	case t.Before(firstTime):
		return firstTime
	case t.After(lastTime):
		return lastTime
	}
	return t
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
	c.set, c.at, c.stopped = within(now), time.Now(), stopped
}

// Advance moves the clock on.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set, c.at = within(c.now().Add(d)), time.Now()
}

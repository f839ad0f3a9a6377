package account

import (
	"context"
	"sync"
	"time"
)

// burst is how much may go at once before the pace counts, so it is the most people of a batch.
const burst = 10

// mostSlowed is how many times slower than configured an account gets at most.
const mostSlowed = 64

// pace is how fast an account may write. It counts what is dangerous: people who are added, in one lane, and every
// other write, in another.
type pace struct {
	adds, writes *lane
}

// cost is what a write costs.
type cost struct {
	// people are added by it. writes is how many other changes it sends.
	people, writes int
	// last says that it goes behind all that waits already, also behind those who are to be added.
	last bool
}

func newPace(clock Clock, addsPerMinute, writesPerMinute int) pace {
	add := gapOf(addsPerMinute)
	return pace{
		// WhatsApp was seen to count the calls as well, so they keep the distance that one person takes.
		adds:   &lane{clock: clock, line: make(chan struct{}, 1), units: bucket{add, burst}, calls: bucket{add, 1}},
		writes: &lane{clock: clock, line: make(chan struct{}, 1), units: bucket{gapOf(writesPerMinute), burst}},
	}
}

func gapOf(perMinute int) time.Duration {
	if perMinute == 0 {
		return 0
	}
	return time.Minute / time.Duration(perMinute)
}

// slow makes the account rest, and write more slowly from then on. It is for what WhatsApp itself has refused.
func (p *pace) slow(pause time.Duration) {
	p.adds.slow(pause)
	p.writes.slow(pause)
}

// lane is the pace of one kind of writes.
type lane struct {
	clock Clock
	// line is held by the one caller who waits for a place, so that the others keep their order and their turn is free.
	line chan struct{}

	mu           sync.Mutex
	units, calls bucket
	// paidUnits and paidCalls are when all is paid for that has got a place, so they may be later than now.
	paidUnits, paidCalls time.Time
	slowed               int
}

// bucket is so much at once, and then one unit in each gap; without a gap it has no limit.
//
// Time is counted and not tokens, as golang.org/x/time/rate does, because of what that lacks: a call that costs more
// than the bucket holds, and a place that is given back after its time has come.
type bucket struct {
	gap   time.Duration
	holds int
}

// from is when n units may go, given when all before them is paid.
func (b bucket) from(paid time.Time, n int) time.Time {
	return paid.Add(time.Duration(min(n, b.holds)-b.holds) * b.gap)
}

// after is when all is paid once n more have gone.
func (b bucket) after(paid, now time.Time, n int) time.Time {
	return latest(paid, now).Add(time.Duration(n) * b.gap)
}

// paced reports whether there is a limit.
func (l *lane) paced() bool { return l.units.gap > 0 }

// take takes a place for n units and calls, and tells how long it is until it may be used. More units than the bucket
// holds wait until it is full, and the lane then rests for as long as they cost.
func (l *lane) take(n, calls int) (delay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	at := latest(l.units.from(l.paidUnits, n), l.calls.from(l.paidCalls, calls))
	l.paidUnits, l.paidCalls = l.units.after(l.paidUnits, now, n), l.calls.after(l.paidCalls, now, calls)
	return max(0, at.Sub(now))
}

// used notes that a call goes now. A place may be used late, because somebody else has the turn: the next call keeps
// its distance all the same.
func (l *lane) used() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paidCalls = latest(l.paidCalls, l.clock.Now().Add(l.calls.gap))
}

// giveBack gives a place back that was not used.
func (l *lane) giveBack(n, calls int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paidUnits = l.paidUnits.Add(-time.Duration(n) * l.units.gap)
	l.paidCalls = l.paidCalls.Add(-time.Duration(calls) * l.calls.gap)
}

// left is about how long it is until n more units have gone.
func (l *lane) left(n int) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n == 0 {
		return 0
	}
	now := l.clock.Now()
	return max(0, l.units.after(l.paidUnits, now, n-l.units.holds).Sub(now))
}

func (l *lane) slow(pause time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.slowed < mostSlowed {
		l.slowed = max(2, 2*l.slowed)
		l.units.gap, l.calls.gap = 2*l.units.gap, 2*l.calls.gap
	}
	end := l.clock.Now().Add(pause)
	// Nothing is left of what might go at once.
	l.paidUnits = latest(l.paidUnits, end.Add(time.Duration(l.units.holds-1)*l.units.gap))
	l.paidCalls = latest(l.paidCalls, end)
}

// place is what a caller has taken in the pace, with the line that it stands in.
type place struct {
	lane     *lane
	n, calls int
}

// wait waits in the line for a place, which is the caller's until it leaves or gives it back. The line goes on then.
func (l *lane) wait(ctx context.Context, n, calls int) (place, error) {
	select {
	case l.line <- struct{}{}:
	case <-ctx.Done():
		return place{}, ctx.Err()
	}
	p := place{l, n, calls}
	if err := rest(ctx, l.clock, l.take(n, calls)); err != nil {
		p.giveBack()
		return place{}, err
	}
	return p, nil
}

func (p place) leave() { <-p.lane.line }

func (p place) giveBack() {
	p.lane.giveBack(p.n, p.calls)
	p.leave()
}

// places are those of one write, one in each lane that it needs.
type places []place

func (ps places) leave() {
	for _, p := range ps {
		p.leave()
	}
}

func (ps places) giveBack() {
	for _, p := range ps {
		p.giveBack()
	}
}

// wait waits until a write of some cost may be sent. Who waits for the people it adds does not hold up others that add
// nobody.
func (p *pace) wait(ctx context.Context, c cost) (places, error) {
	defer waiting(ctx)()
	var taken places
	if c.people > 0 || c.last {
		added, err := p.adds.wait(ctx, c.people, min(c.people, 1))
		if err != nil {
			return nil, err
		}
		taken = append(taken, added)
	}
	if c.writes > 0 {
		written, err := p.writes.wait(ctx, c.writes, 1)
		if err != nil {
			taken.giveBack()
			return nil, err
		}
		taken = append(taken, written)
	}
	return taken, nil
}

package account

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// How long the people of a call are waited for. Terraform writes its state between two creates, so those who were let
// go together come back one after the other, and the slower the larger the state is.
const (
	// quiet is the wait after the last who came, once as many are there as can be expected.
	quiet = 20 * time.Millisecond
	// returning is the wait after the last who came, while more are expected, and patience is the longest in all. On a
	// slow machine, or with a large state, they come more slowly, and are waited for up to slowReturning.
	returning     = 150 * time.Millisecond
	slowReturning = time.Second
	patience      = time.Second
)

// memberQueue has the changes of members that wait. What is in it has not been sent, so that to withdraw a change is to
// take it out. Whatever is taken out gets its end or comes back.
type memberQueue struct {
	mu      sync.Mutex
	waiting []*memberChange
	// late are those that were sent, and that no reading of their turn has decided.
	late    []*memberChange
	comings map[memberKey]comings
	// notBefore is when the next call of a lane may be made, by the clock of the pace. limited counts the calls in a
	// row that WhatsApp has refused.
	notBefore map[*lane]time.Time
	limited   int
	// oneByOne are the groups in which the answer for several newcomers did not tell who is who.
	oneByOne map[whatsapp.JID]struct{}
	// lookUps counts the look-ups of people who are not there and nobody knows why.
	lookUps map[whatsapp.JID]int
	// places are the units of the pace that the queue has taken and not used yet.
	places  map[*lane]int
	serving bool
	// done counts those who had their end.
	done int
	// changed wakes up who serves the queue.
	changed chan struct{}
}

func newMemberQueue() memberQueue {
	return memberQueue{
		comings:   make(map[memberKey]comings),
		oneByOne:  make(map[whatsapp.JID]struct{}),
		lookUps:   make(map[whatsapp.JID]int),
		places:    make(map[*lane]int),
		notBefore: make(map[*lane]time.Time),
		changed:   make(chan struct{}, 1),
	}
}

// comings tell how the people of one kind come: Terraform asks for the next one where it was told of the last one.
type comings struct {
	// turnEnd is when the last turn ended, and last when the last one came.
	turnEnd, last time.Time
	// away is how many were let go and have not come back. gap is the longest time between two who came since the last
	// turn, and gapBefore is that of the time before.
	away           int
	gap, gapBefore time.Duration
}

// enqueue puts changes at the end of the queue. It sees to it that the queue is served as long as anything is in it.
func (a *Account) enqueue(ctx context.Context, changes ...*memberChange) {
	q := &a.members
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	for _, c := range changes {
		c.since = now
		q.came(c.memberKey, now)
	}
	q.waiting = append(q.waiting, changes...)
	a.serve(ctx)
}

// came notes that somebody has come. The caller holds the lock.
func (q *memberQueue) came(key memberKey, now time.Time) {
	c := q.comings[key]
	if before := latest(c.last, c.turnEnd); !before.IsZero() {
		c.gap = max(c.gap, now.Sub(before))
	}
	c.last, c.away = now, max(0, c.away-1)
	q.comings[key] = c
}

// putBack puts changes that were taken out in front of all others, unless their callers have left: those it ends. Who
// is in the group, and only has to be told apart, is put back all the same: what was sent must reach the state.
func (a *Account) putBack(ctx context.Context, changes ...*memberChange) {
	q := &a.members
	q.mu.Lock()
	defer q.mu.Unlock()
	var back []*memberChange
	for _, c := range changes {
		c.landed()
		if !c.left || c.alone {
			back = append(back, c)
			continue
		}
		reason := c.reason
		switch {
		case reason == nil:
			reason = errUnshown
		case errors.Is(reason, errHalved):
			reason = notSent(context.Canceled)
		}
		c.end(whatsapp.Member{}, reason)
	}
	q.waiting = slices.Concat(back, q.waiting)
	a.serve(ctx)
}

// serve wakes up who serves the queue, or begins to serve it. The caller holds the lock.
func (a *Account) serve(ctx context.Context) {
	if !a.members.serving && len(a.members.waiting) > 0 {
		a.members.serving = true
		go a.serveMembers(context.WithoutCancel(ctx))
	}
	a.members.wake()
}

func (q *memberQueue) wake() {
	select {
	case q.changed <- struct{}{}:
	default:
	}
}

// withdraw takes those of the changes out of the queue that are in it. The others must not come back.
func (q *memberQueue) withdraw(changes []*memberChange) (waited []*memberChange) {
	q.mu.Lock()
	defer q.mu.Unlock()
	leaving := make(map[*memberChange]struct{}, len(changes))
	for _, c := range changes {
		c.left = true
		leaving[c] = struct{}{}
	}
	q.waiting = slices.DeleteFunc(q.waiting, func(c *memberChange) bool {
		_, leaves := leaving[c]
		if leaves {
			waited = append(waited, c)
		}
		return leaves
	})
	q.wake()
	return waited
}

// staying are those of the changes whose callers have not left.
func (q *memberQueue) staying(changes []*memberChange) []*memberChange {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(changes), func(c *memberChange) bool { return c.left })
}

// take takes a change out of the queue, and reports whether it was in it.
func (q *memberQueue) take(c *memberChange) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, c)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	c.departed()
	q.wake()
	return true
}

// eachReady calls for each change that does not wait for an earlier one of the same person, in their order. The caller
// holds the lock.
func (q *memberQueue) eachReady(do func(*memberChange)) {
	earlier := make(map[nameInGroup]struct{}, len(q.waiting))
	meet := func(c *memberChange) (met bool) {
		for _, name := range namesOf(c.group, c.person) {
			_, again := earlier[name]
			met = met || again
			earlier[name] = struct{}{}
		}
		return met
	}
	for _, c := range q.late {
		meet(c)
	}
	for _, c := range q.waiting {
		if !meet(c) {
			do(c)
		}
	}
}

// ready are the changes of a kind that may be sent, in their order.
func (q *memberQueue) ready(key memberKey) []*memberChange {
	q.mu.Lock()
	defer q.mu.Unlock()
	var ready []*memberChange
	q.eachReady(func(c *memberChange) {
		if c.memberKey == key {
			ready = append(ready, c)
		}
	})
	return ready
}

// next tells whose turn it is and how long to wait before, given how many people a call takes and what the pace lets
// through. The kind that may go first goes first. It reports whether there is any; if there is none, the queue is
// served no more.
func (a *Account) next(atOnce int) (key memberKey, wait memberWait, some bool) {
	q := &a.members
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		q.serving = false
		for lane, n := range q.places {
			lane.giveBack(n, 1)
		}
		clear(q.places)
		return memberKey{}, memberWait{}, false
	}
	arrivals := make(map[memberKey]*arrivals)
	var keys []memberKey
	q.eachReady(func(c *memberChange) {
		if arrivals[c.memberKey] == nil {
			keys = append(keys, c.memberKey)
		}
		arrivals[c.memberKey] = arrivals[c.memberKey].and(c)
	})
	if len(keys) == 0 {
		// All wait for somebody who is late. Whoever ends that wakes the queue.
		return memberKey{}, memberWait{gather: patience}, true
	}
	now, paceNow := time.Now(), a.settings.Clock.Now()
	var due time.Time
	for _, k := range keys {
		lane := a.laneOf(k.action)
		at := arrivals[k].due(q.comings[k], lane.atOnce(atOnce))
		w := memberWait{gather: max(0, at.Sub(now)), pace: max(0, q.notBefore[lane].Sub(paceNow))}
		if key == (memberKey{}) || w.longest() < wait.longest() || w.longest() == wait.longest() && at.Before(due) {
			key, wait, due = k, w, at
		}
	}
	return key, wait, true
}

// memberWait is how long the queue waits: for more people who may come, and for the pace, each by its own clock.
type memberWait struct{ gather, pace time.Duration }

func (w memberWait) longest() time.Duration { return max(w.gather, w.pace) }

// over tells when the longer one of the two is over.
func (w memberWait) over(clock Clock) <-chan time.Time {
	if w.pace > w.gather {
		return clock.After(w.pace)
	}
	return time.After(w.gather)
}

// arrivals are when the changes of one kind came.
type arrivals struct {
	n           int
	first, last time.Time
}

func (a *arrivals) and(c *memberChange) *arrivals {
	if a == nil {
		return &arrivals{1, c.since, c.since}
	}
	a.n++
	if c.since.Before(a.first) {
		a.first = c.since
	}
	if c.since.After(a.last) {
		a.last = c.since
	}
	return a
}

// due is when no more people are waited for.
func (a *arrivals) due(c comings, atOnce int) time.Time {
	switch {
	case a.n >= atOnce:
		return a.first
	case c.away == 0:
		return a.last.Add(quiet)
	}
	gap := min(max(returning, 2*c.gap, 2*c.gapBefore), slowReturning)
	longest := latest(a.first, c.turnEnd).Add(max(patience, 5*gap))
	if end := latest(a.last, c.turnEnd).Add(gap); end.Before(longest) {
		return end
	}
	return longest
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// ended notes the end of a turn that has let people go. Who did not come back before it may never do.
func (q *memberQueue) ended(key memberKey, letGo int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	c := q.comings[key]
	c.turnEnd, c.away = time.Now(), c.away/2+letGo
	c.gap, c.gapBefore = 0, c.gap
	q.comings[key] = c
}

// outOfTime takes the changes out of the queue whose callers have less time than a wait takes.
func (q *memberQueue) outOfTime(wait time.Duration) (taken []*memberChange) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.DeleteFunc(q.waiting, func(c *memberChange) bool {
		out := c.runsOut(wait)
		if out {
			taken = append(taken, c)
		}
		return out
	})
	return taken
}

// countDone counts somebody who has their end.
func (q *memberQueue) countDone() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.done++
}

// setLate adds changes to the late ones, and endLate takes one off.
func (q *memberQueue) setLate(changes []*memberChange) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.late = append(q.late, changes...)
}

func (q *memberQueue) endLate(c *memberChange) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.late = slices.DeleteFunc(q.late, func(late *memberChange) bool { return late == c })
	q.wake()
}

// addsLate reports whether an adding to a group is late whose person nobody has named yet.
func (q *memberQueue) addsLate(group whatsapp.JID) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return slices.ContainsFunc(q.late, func(c *memberChange) bool {
		return c.memberKey == memberKey{group, whatsapp.AddMembers} && !c.named()
	})
}

// isOneByOne reports whether the people of a group are to be added one by one; setOneByOne says so.
func (q *memberQueue) isOneByOne(group whatsapp.JID) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	_, is := q.oneByOne[group]
	return is
}

func (q *memberQueue) setOneByOne(group whatsapp.JID) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.oneByOne[group] = struct{}{}
}

// mayLookUp counts a look-up for a group, unless there were enough.
func (q *memberQueue) mayLookUp(group whatsapp.JID) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.lookUps[group] == fewLookUps {
		return false
	}
	q.lookUps[group]++
	return true
}

// awaitThose waits until all who are in the queue now have their ends.
func (q *memberQueue) awaitThose(ctx context.Context) error {
	defer waiting(ctx)()
	q.mu.Lock()
	those := slices.Concat(q.late, q.waiting)
	q.mu.Unlock()
	for _, c := range those {
		select {
		case <-c.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

package account

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// laneOf is the lane of the pace in which an action goes.
func (a *Account) laneOf(action whatsapp.MemberAction) *lane {
	if action == whatsapp.AddMembers {
		return a.pace.adds
	}
	return a.pace.writes
}

// atOnce is how many people go in one call where the gateway takes so many. A batch that is added waits until all of it
// may go, so it is not larger than the burst.
func (l *lane) atOnce(gateway int) int {
	if l.counts() && l.paced() {
		return min(gateway, burst)
	}
	return gateway
}

// counts reports whether the lane counts people, and not calls.
func (l *lane) counts() bool { return l.calls.holds > 0 }

// unitsOf is what a call about some people costs. Who was in a call that was refused as a whole has been paid for.
func (l *lane) unitsOf(people []*memberChange) (units int) {
	if !l.counts() {
		return 1
	}
	for _, c := range people {
		if !c.paid {
			units++
		}
	}
	return units
}

// mayChange takes a place in the pace for a call about some people. Where that is in the future, the queue has to wait
// for it, and keeps it: others who write meanwhile come after it.
func (a *Account) mayChange(action whatsapp.MemberAction, people []*memberChange) bool {
	q, lane := &a.members, a.laneOf(action)
	units := lane.unitsOf(people)
	q.mu.Lock()
	defer q.mu.Unlock()
	now := a.settings.Clock.Now()
	if left := q.notBefore[lane].Sub(now); left > 0 {
		return false
	}
	held, has := q.places[lane]
	calls := 1
	if has {
		calls = 0
	}
	if more := max(0, units-held); more > 0 || !has {
		if delay := lane.take(more, calls); delay > 0 {
			q.places[lane], q.notBefore[lane] = held+more, now.Add(delay)
			return false
		}
	}
	delete(q.places, lane)
	lane.used()
	if held > units {
		lane.giveBack(held-units, 0)
	}
	for _, c := range people {
		c.paid = true
	}
	return true
}

// restMembers keeps all calls of the queue back.
func (a *Account) restMembers(pause time.Duration) {
	q := &a.members
	q.mu.Lock()
	defer q.mu.Unlock()
	until := a.settings.Clock.Now().Add(pause)
	for _, lane := range []*lane{a.pace.adds, a.pace.writes} {
		q.notBefore[lane] = latest(q.notBefore[lane], until)
	}
}

// log tells how far the queue is after a batch, and names nobody.
func (b *memberBatch) log(ctx context.Context) {
	q, lane := &b.account.members, b.account.laneOf(b.action)
	q.mu.Lock()
	same := 0
	for _, c := range q.waiting {
		if c.action == b.action {
			same++
		}
	}
	fields := map[string]any{
		"action": string(b.action), "people": len(b.people), "done": q.done, "waiting": len(q.waiting),
	}
	q.mu.Unlock()
	units := same
	if most := lane.atOnce(b.abilities.AtOnce); !lane.counts() && most > 0 {
		units = (same + most - 1) / most
	}
	fields["time_left"] = lane.left(units).Round(time.Second).String()
	tflog.Info(ctx, "changed members of a group", fields)
}

package account

import (
	"context"
	"errors"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// memberKey is what the people of one call have in common.
type memberKey struct {
	group  whatsapp.JID
	action whatsapp.MemberAction
}

// memberChange is one action on one person of a group. It waits in the queue for its turn, and its caller for its end.
//
// Until it is sent it belongs to the queue, then to its batch, and once done is closed to its caller.
type memberChange struct {
	memberKey
	// person is who is meant, by every name that is known of them, and asked is the name by which the gateway is asked.
	person, asked whatsapp.Person
	// claim is that of the resource that adds the person. It is nil for initial members.
	claim *claim
	// evenClaimed says that the removal spares nobody whom another resource has added.
	evenClaimed bool
	// isHeld reports of a removal whether another resource still has the person. It is asked in the turn, and may be
	// nil.
	isHeld func() bool
	// request is the person as they ask to join, and zero where they are not known to ask. metAskers says that they
	// were looked for among those who do.
	request   whatsapp.Person
	metAskers bool
	// byLID says that asked is the LID because asking by number had no effect.
	byLID bool

	since time.Time
	// runsOut reports whether the caller has less time than a wait takes.
	runsOut func(wait time.Duration) bool
	// timed is the caller's time, which stands still while it waits. onItsWay says that the change was taken out of the
	// queue, and paid that the pace was kept for it.
	timed          *timed
	onItsWay, paid bool
	// left says that the caller has left, and most, if it is not 0, how many may go with it in one call.
	left bool
	most int
	// alone says that the person has to be sent alone, because the answer for several did not tell who is who.
	alone bool
	// limited counts how often WhatsApp has refused it because of too many calls.
	limited int
	// outcome and reason are what the gateway said of the person when it was last asked.
	outcome whatsapp.Outcome
	reason  error
	// unsure is why the readings do not tell whether the person is in the group.
	unsure error

	done   chan struct{}
	member whatsapp.Member
	err    error
	// mayLookUp says that the number of a person who could not be added is worth a look-up.
	mayLookUp bool
}

// end lets the caller go.
func (c *memberChange) end(member whatsapp.Member, err error) {
	c.landed()
	c.member, c.err = member, err
	close(c.done)
}

// unsent is the error of a change that is not sent. One that is to be sent by LID was asked for before, by number.
func (c *memberChange) unsent(err error) error {
	if c.byLID {
		return err
	}
	return notSent(err)
}

// departed lets the time of the caller run, and landed ends that.
func (c *memberChange) departed() {
	c.onItsWay = true
	c.timed.count(0, 1)
}

func (c *memberChange) landed() {
	if c.onItsWay {
		c.onItsWay = false
		c.timed.count(0, -1)
	}
}

// named reports whether the LID of the person is known, by which they are recognised also where the number is hidden.
func (c *memberChange) named() bool { return c.person.LID != "" || c.outcome.LID != "" }

// changeMember has one action carried out on one person.
func (a *Account) changeMember(ctx context.Context, c *memberChange) (whatsapp.Member, error) {
	a.changeMembers(ctx, c)
	return c.member, c.err
}

// changeMembers has changes carried out, and returns when all of them have their ends. A cancel withdraws those that
// wait. For those that were sent it waits until it is known what became of them.
func (a *Account) changeMembers(ctx context.Context, changes ...*memberChange) {
	err := a.connected(ctx)
	if err == nil {
		err = a.writes.limit.refusal(ctx)
	}
	for _, c := range changes {
		c.done, c.timed = make(chan struct{}), timedOf(ctx)
		c.runsOut = func(wait time.Duration) bool { return runsOut(ctx, wait) }
		if c.asked.IsZero() {
			c.asked = c.person
		}
	}
	if err != nil {
		for _, c := range changes {
			c.end(whatsapp.Member{}, notSent(err))
		}
		return
	}
	defer waiting(ctx)()
	a.enqueue(ctx, changes...)
	for _, c := range changes {
		select {
		case <-c.done:
		case <-ctx.Done():
			a.withdraw(ctx, changes)
			<-c.done
		}
	}
}

// withdraw ends the changes that wait, because their caller leaves. Those that were sent do not wait again.
func (a *Account) withdraw(ctx context.Context, changes []*memberChange) {
	for _, c := range a.members.withdraw(changes) {
		// What it waited for says more than that the time is up.
		err := a.writes.limit.orEnd(ctx)
		if errors.Is(c.reason, whatsapp.ErrRateLimited) {
			err = c.reason
		}
		c.end(whatsapp.Member{}, c.unsent(err))
	}
}

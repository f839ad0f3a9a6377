package account

import (
	"context"
	"errors"
	"math"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// serveMembers makes calls for the changes of members that wait, one after the other, until none waits any more.
func (a *Account) serveMembers(ctx context.Context) {
	q := &a.members
	for {
		atOnce := math.MaxInt
		if abilities, known, _ := a.abilities.last(); known {
			atOnce = abilities.AtOnce
		}
		key, wait, some := a.next(atOnce)
		switch {
		case !some:
			return
		case wait.longest() <= 0:
			a.memberTurn(ctx, key)
			continue
		}
		select {
		case <-wait.over(a.settings.Clock):
		case <-q.changed:
		}
	}
}

// memberTurn takes a turn for the changes of a kind. It decides those that need no call, makes one call for as many of
// the others as it takes, and reads back. The changes stay in the queue until the call is made, so that their callers
// may leave until then.
func (a *Account) memberTurn(ctx context.Context, key memberKey) {
	q := &a.members
	if err := a.connected(ctx); err != nil {
		a.failAll(key, err)
		return
	}
	if !a.waitForTurn(key) {
		return
	}
	defer a.writes.end()
	ctx, cancel := a.settling(ctx)
	defer cancel()

	b := &memberBatch{account: a, memberKey: key, inTurn: true}
	if err := b.prepare(ctx); err != nil {
		a.failAll(key, err)
		return
	}
	asked := b.decideAll(ctx)
	b.meetAskers(ctx, asked)
	chosen := b.choose(asked)
	if len(chosen) > 0 && !a.mayChange(key.action, chosen) {
		return // Others may write meanwhile.
	}
	for _, c := range chosen {
		if q.take(c) {
			b.people = append(b.people, c)
		}
	}
	if len(b.people) > 0 {
		b.carryOut(ctx)
		b.log(ctx)
	}
	q.ended(key, b.letGo)
}

// waitForTurn waits until the turn is the queue's, or until no change of the kind is left in it. A limit that whoever
// has the turn waits for ends the changes whose callers have less time.
func (a *Account) waitForTurn(key memberKey) bool {
	for {
		limited := a.writes.limit.next()
		if left, limit := a.writes.limit.last(); limit != nil {
			for _, c := range a.members.outOfTime(left) {
				c.end(whatsapp.Member{}, c.unsent(limit))
			}
		}
		if len(a.members.ready(key)) == 0 {
			return false
		}
		select {
		case a.writes.turn <- struct{}{}:
			a.writes.turns.Add(1)
			return true
		case <-limited:
		case <-a.members.changed:
		}
	}
}

// failAll ends all changes of a kind for which nothing can be sent.
func (a *Account) failAll(key memberKey, err error) {
	if key.action == whatsapp.RemoveMembers && errors.Is(err, ErrGone) {
		err = nil
	}
	for _, c := range a.members.ready(key) {
		if a.members.take(c) {
			c.end(whatsapp.Member{}, c.unsent(err))
		}
	}
}

// prepare reads what the turn needs.
func (b *memberBatch) prepare(ctx context.Context) (err error) {
	if b.abilities, err = b.account.Abilities(ctx); err != nil {
		return err
	}
	if err = b.abilities.Require(whatsapp.ChangeMembers); err != nil {
		return err
	}
	// A reading that is lost says nothing of the people who wait.
	for _, pause := range b.account.settings.ConfirmPauses {
		if pause >= turnLength {
			break
		}
		if err := sleep(ctx, pause); err != nil {
			return err
		}
		if b.before, err = b.account.groupAtHand(ctx, b.group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			break
		}
	}
	return err
}

// decideAll ends the changes that need no call, and returns the others.
func (b *memberBatch) decideAll(ctx context.Context) (asked []*memberChange) {
	for _, c := range b.account.members.ready(b.memberKey) {
		member, decided, err := b.decide(ctx, c)
		switch {
		case !decided:
			asked = append(asked, c)
		case b.account.members.take(c):
			b.end(c, member, err)
		}
	}
	return asked
}

// decide tells what becomes of a change by what the group was before it, if that decides it. Else it notes by which
// name the gateway is to be asked.
func (b *memberBatch) decide(ctx context.Context, c *memberChange) (m whatsapp.Member, decided bool, err error) {
	a := b.account
	m, err = a.find(ctx, b.before.Members, c.person)
	switch c.action {
	case whatsapp.AddMembers:
		switch {
		case errors.Is(err, whatsapp.ErrNoSuchMember), errors.Is(err, ErrHidden):
			return m, false, nil
		case err == nil:
			err = a.learn(c, m.Person)
		}
		return m, true, err
	case whatsapp.RemoveMembers:
		switch {
		case errors.Is(err, whatsapp.ErrNoSuchMember):
			return m, true, nil
		case err != nil:
			return m, true, err
		}
		if err := a.kept(ctx, m); err != nil {
			return m, true, err
		}
		if err := a.CheckHolder(ctx, m, c.person); err != nil {
			return m, true, err
		}
		if !c.evenClaimed && (a.claims.has(c.group, c.person) || a.claims.has(c.group, m.Person)) {
			return m, true, nil
		}
		if c.isHeld != nil && c.isHeld() {
			return m, true, nil
		}
	case whatsapp.PromoteMembers, whatsapp.DemoteMembers:
		if err != nil || (m.Role == whatsapp.RoleAdmin) == (c.action == whatsapp.PromoteMembers) {
			return m, true, err
		}
		if err := a.CheckHolder(ctx, m, c.person); err != nil {
			return m, true, err
		}
		if c.action == whatsapp.DemoteMembers {
			if err := a.kept(ctx, m); err != nil {
				return m, true, err
			}
		}
	}
	if !c.byLID {
		c.asked = m.Person
	}
	c.person = m.Or(c.person)
	return m, false, nil
}

// choose picks the people of the next call.
func (b *memberBatch) choose(asked []*memberChange) []*memberChange {
	if len(asked) == 0 {
		return nil
	}
	first := asked[0]
	alone := b.addsAlone()
	if first.alone || alone && !first.letInByLID() {
		return asked[:1]
	}
	// Who was in a call that was refused goes with those only who were in it, and in smaller ones.
	most := b.account.laneOf(b.action).atOnce(b.abilities.AtOnce)
	if first.most > 0 {
		most = min(most, first.most)
	}
	var chosen []*memberChange
	// Of two changes of one person, the second finds in its turn that it is done.
	named := make(map[whatsapp.Person]bool, len(asked))
	for _, c := range asked {
		goesWith := c.most == first.most && c.asksToJoin() == first.asksToJoin() && (!alone || c.letInByLID())
		if !c.alone && goesWith && len(chosen) < most && !named[c.name()] {
			named[c.name()] = true
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// addsAlone reports whether people have to be added one by one, because nothing would tell who of several is who.
func (b *memberBatch) addsAlone() bool {
	if b.action != whatsapp.AddMembers {
		return false
	}
	return b.account.members.isOneByOne(b.group) || !b.abilities.Can(whatsapp.NameAdded) && !b.showsNumbers()
}

// learn enters what a group has told of a person into the claim of the resource that adds them. It fails where another
// resource has the same person.
func (a *Account) learn(c *memberChange, told whatsapp.Person) error {
	if c.claim == nil {
		return nil
	}
	return a.claims.learn(c.group, c.claim, told)
}

package account

import (
	"context"
	"errors"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// lookForAdded looks for newcomers. Where WhatsApp hides their numbers, the gateway's answer or its pairs may tell the
// LIDs. Else who was added alone is the one hidden member who was not there before, or the only hidden one there is, if
// the gateway says that they are in the group. Writes go one at a time, so nobody else was added by us.
func (b *memberBatch) lookForAdded(ctx context.Context, read []whatsapp.Member) {
	found, missing := b.findAdded(ctx)
	if b.pairsMayTell(ctx, found, missing) {
		// The gateway may have learnt the newcomers' pairs by the adding.
		b.account.lidMap.forget()
		b.members = b.account.named(ctx, read)
		found, missing = b.findAdded(ctx)
	}
	for c, member := range found {
		b.showAdded(c, member)
	}
	b.undecided = slices.DeleteFunc(b.undecided, func(c *memberChange) bool { _, is := found[c]; return is })
	if b.inTurn && len(missing) > 0 {
		b.tellApart(ctx, missing)
	}
}

// findAdded finds newcomers by their names. missing are those who may be hidden in the group, and of whom the gateway
// said nothing bad.
func (b *memberBatch) findAdded(ctx context.Context) (
	found map[*memberChange]whatsapp.Member, missing []*memberChange,
) {
	found = make(map[*memberChange]whatsapp.Member)
	for _, c := range b.undecided {
		member, err := b.account.find(ctx, b.members, c.person.Or(whatsapp.Person{LID: c.outcome.LID}))
		if registered := c.outcome.Registered; registered != "" && errors.Is(err, whatsapp.ErrNoSuchMember) {
			member, err = b.account.find(ctx, b.members, whatsapp.Person{Phone: registered})
		}
		switch {
		case err == nil:
			found[c] = member
		case !errors.Is(err, ErrHidden):
			if c.unsure = nil; !errors.Is(err, whatsapp.ErrNoSuchMember) {
				c.unsure = err
			}
		case c.reason == nil:
			missing = append(missing, c)
			if c.unsure = ErrHidden; c.outcome.Already {
				c.unsure = errAlreadyHidden
			}
		}
	}
	return found, missing
}

// pairsMayTell reports whether the gateway's pairs of number and LID may tell more than what it has answered: who a
// newcomer is, or how WhatsApp has registered their number.
func (b *memberBatch) pairsMayTell(
	ctx context.Context, found map[*memberChange]whatsapp.Member, missing []*memberChange,
) bool {
	for c, member := range found {
		if member.Hidden() && len(c.person.Phone.Spellings()) != 1 {
			return true
		}
	}
	return len(missing) > 0 && len(b.newHidden(ctx)) > 0 ||
		slices.ContainsFunc(missing, func(c *memberChange) bool { return c.outcome.Already })
}

// newHidden lists the hidden members who were not in the group before and are nobody who was shown.
func (b *memberBatch) newHidden(ctx context.Context) []whatsapp.Member {
	before := make(map[whatsapp.JID]struct{}, len(b.before.Members))
	for _, m := range b.before.Members {
		before[m.LID] = struct{}{}
	}
	return slices.DeleteFunc(b.unidentified(ctx), func(m whatsapp.Member) bool { _, was := before[m.LID]; return was })
}

// unidentified lists the hidden members who are nobody who was shown, and whom no resource has added.
func (b *memberBatch) unidentified(ctx context.Context) []whatsapp.Member {
	return slices.DeleteFunc(b.account.hidden(ctx, b.members), func(m whatsapp.Member) bool {
		_, is := b.identified[m.LID]
		return is || b.account.claims.has(b.group, m.Person)
	})
}

// showAdded ends a change whose person is in the group.
func (b *memberBatch) showAdded(c *memberChange, member whatsapp.Member) {
	a := b.account
	if member.LID == "" {
		// The next ask for the newcomer's pair is to come after the adding.
		a.lidMap.forget()
	}
	if member.Hidden() {
		// What is shown of the group later may have the number, as the next process may show it.
		a.lidMap.outdate()
	}
	err := a.learn(c, member.Person)
	if member.Hidden() && c.person.Phone != "" && err == nil {
		a.learnedLIDs.add(c.person.Or(member.Person))
		if len(c.person.Phone.Spellings()) == 1 {
			member.Phone = c.person.Phone
		}
	}
	b.showed()
	b.nameless = b.nameless || member.LID == ""
	b.identified[member.LID] = struct{}{}
	b.end(c, member, err)
}

// tellApart finds out who of the hidden members the missing people are. The last one of a call is who is left. Several
// are added again, each alone: then the answer names them.
func (b *memberBatch) tellApart(ctx context.Context, missing []*memberChange) {
	newcomers := b.newHidden(ctx)
	if len(b.people)-b.shown == 1 && !b.mayBeOthers() {
		last := missing[0]
		if last.outcome.Already {
			newcomers = b.unidentified(ctx)
		}
		if len(newcomers) == 1 {
			b.showAdded(last, newcomers[0])
			b.undecided = nil
		}
		return
	}
	if len(b.people) == 1 {
		return
	}
	if !b.abilities.Can(whatsapp.NameAdded) || len(newcomers) < len(missing) && !b.lastInTurn() {
		return
	}
	b.account.members.setOneByOne(b.group)
	for _, c := range missing {
		c.alone, c.request = true, whatsapp.Person{} // Their requests are answered.
	}
	b.undecided = slices.DeleteFunc(b.undecided, func(c *memberChange) bool { return c.alone })
	b.account.putBack(ctx, missing...)
}

// mayBeOthers reports whether a hidden member who seems to be new may be somebody else than the one who is left: a late
// one of another call, one who was shown by number, or one whose number is shown no more.
func (b *memberBatch) mayBeOthers() bool {
	return b.nameless || b.account.members.addsLate(b.group) || b.numbersWent()
}

// numbersWent reports whether a member whose number was shown before is shown by it no more.
func (b *memberBatch) numbersWent() bool {
	now := make(map[phone.Number]struct{}, len(b.members))
	for _, m := range b.members {
		now[m.Phone] = struct{}{}
	}
	return slices.ContainsFunc(b.before.Members, func(m whatsapp.Member) bool {
		_, is := now[m.Phone]
		return !is
	})
}

// showsNumbers reports whether the group shows the numbers of its members, as far as those before the call tell. The
// account sees its own number everywhere, and need not be known.
func (b *memberBatch) showsNumbers() bool {
	self, _, _ := b.account.session.last()
	numbers := 0
	for _, m := range b.before.Members {
		if m.Hidden() && !m.Same(self.Self) {
			return false
		}
		if !m.Hidden() {
			numbers++
		}
	}
	return numbers > 1
}

// tellable reports whether it does not take the turn to tell who the undecided people are: another call could make a
// newcomer, too.
func (b *memberBatch) tellable(ctx context.Context) bool {
	if b.action != whatsapp.AddMembers || b.showsNumbers() && len(b.account.hidden(ctx, b.members)) == 0 {
		return true
	}
	return !slices.ContainsFunc(b.undecided, func(c *memberChange) bool { return !c.named() })
}

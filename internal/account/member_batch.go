package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// turnLength is about how long the effects of a call are looked for in its turn. Most gateways show them by then. Those
// that are later do not keep others from writing.
const turnLength = 500 * time.Millisecond

// fewLookUps is how many people of a group are looked up for no better reason than that they are not there.
const fewLookUps = 3

// ErrNotReadBack is the error of a change of members that the gateway says it has done, where no reading shows it
// because the group could not be read.
var ErrNotReadBack = errors.New("read the members back")

// memberBatch is one call about several people of a group, and the readings that decide what became of each of them.
type memberBatch struct {
	memberKey
	account   *Account
	abilities whatsapp.Abilities
	// before is the group as it was before the call, and members are those of the last reading after it.
	before  whatsapp.Group
	members []whatsapp.Member
	// people are those of the call.
	people []*memberChange
	// undecided are the people of whom it is not known what became of them, and shown is how many a reading has shown.
	undecided []*memberChange
	shown     int
	// identified are the LIDs of those who were shown.
	identified map[whatsapp.JID]struct{}
	// nameless says that somebody was shown without a LID, so that a LID may be theirs.
	nameless bool
	// readings counts them, and firstShown is the first one that has shown somebody.
	readings, firstShown int

	// stopped says that no more is to be sent in this turn.
	stopped bool
	// inTurn says that nobody else writes. over is closed when that ends; letGo counts who had their end by then.
	inTurn bool
	over   chan struct{}
	letGo  int
}

// carryOut makes the call and looks for its effects. It returns when others may write again.
func (b *memberBatch) carryOut(ctx context.Context) {
	a := b.account
	release := a.directory.hold(b.group)
	defer release()
	b.send(context.WithoutCancel(ctx), b.people)
	b.undecided = b.afterSending(ctx)
	if len(b.undecided) == 0 {
		return
	}
	a.directory.stale(b.group)
	b.identified = make(map[whatsapp.JID]struct{})
	b.over = make(chan struct{})
	go b.settle(context.WithoutCancel(ctx))
	<-b.over
}

// send asks the gateway for people. What was refused as a whole, because of one of them perhaps, is sent in halves.
// What may have had an effect is not sent again.
func (b *memberBatch) send(ctx context.Context, people []*memberChange) {
	outcomes, err := b.ask(ctx, people)
	if len(people) > 1 && b.maySplit(err) {
		half := (len(people) + 1) / 2
		for _, c := range people {
			c.most, c.reason = half, errHalved
		}
		for part := range slices.Chunk(people, half) {
			// Nothing was done to those whose callers have left meanwhile, so nothing is sent for them any more.
			part = b.account.members.staying(part)
			if len(part) == 0 {
				continue
			}
			if b.stopped || !b.account.mayChange(b.action, part) {
				return // They are sent in another turn.
			}
			b.send(ctx, part)
		}
		return
	}
	for i, c := range people {
		c.outcome, c.reason, c.most = whatsapp.Outcome{}, err, 0
		if err == nil && i < len(outcomes) {
			c.outcome, c.reason = outcomes[i], outcomes[i].Err
		}
		b.stopped = b.stopped || errors.Is(c.reason, whatsapp.ErrRateLimited) || nothingSent(c.reason)
	}
}

// errHalved is the reason why somebody waits whose call was refused as a whole: the halves may be done.
var errHalved = errors.New("refused together with others")

// maySplit reports whether the error of a call may be about one of its people. A refusal without a reason is about the
// account if that is no admin.
func (b *memberBatch) maySplit(err error) bool {
	if b.before.Kind == whatsapp.KindCommunity {
		return false
	}
	for _, kind := range []error{
		whatsapp.ErrInvalidRequest, whatsapp.ErrNotOnWhatsApp, whatsapp.ErrPrivacy, whatsapp.ErrRecentlyLeft,
	} {
		if errors.Is(err, kind) {
			return true
		}
	}
	if !errors.Is(err, whatsapp.ErrRefused) {
		return false
	}
	self, _, _ := b.account.session.last()
	member, err := whatsapp.FindMember(b.before.Members, self.Self)
	return err == nil && member.Role == whatsapp.RoleAdmin
}

// afterSending ends those to whom nothing can have happened, lets those wait whom WhatsApp refused because of too many
// calls, and returns the others.
func (b *memberBatch) afterSending(ctx context.Context) (sent []*memberChange) {
	a := b.account
	var limited, again []*memberChange
	var limit error
	for _, c := range b.people {
		switch {
		case errors.Is(c.reason, errHalved):
			again = append(again, c)
		case c.asksNoMore():
			c.request = whatsapp.Person{}
			again = append(again, c)
		case errors.Is(c.reason, whatsapp.ErrRateLimited):
			limit = c.reason
			c.paid = false
			if c.limited++; c.limited > a.writeBackoff.retries {
				b.end(c, whatsapp.Member{}, c.reason)
				continue
			}
			limited = append(limited, c)
		case nothingSent(c.reason):
			b.end(c, whatsapp.Member{}, c.reason)
		default:
			if b.action == whatsapp.AddMembers && c.outcome.LID != "" {
				// Should it turn out that two resources have the person, the reading shows it too.
				_ = a.learn(c, whatsapp.Person{LID: c.outcome.LID})
			}
			sent = append(sent, c)
		}
	}
	a.putBack(ctx, again...)
	a.writes.limit.note(limit)
	if limit == nil {
		a.members.limited = 0
		return sent
	}
	pause := a.writeBackoff.refused(a.members.limited, limit)
	a.restMembers(pause)
	a.members.limited++
	a.putBack(ctx, limited...)
	for _, c := range a.members.outOfTime(pause) {
		b.end(c, whatsapp.Member{}, c.unsent(limit))
	}
	return sent
}

// settle reads until everybody is decided. It ends the turn.
func (b *memberBatch) settle(ctx context.Context) {
	a := b.account
	ctx, cancel := a.settling(ctx)
	defer cancel()
	_, readErr := a.confirm(ctx, nil, b.look)
	for _, c := range b.undecided {
		b.finish(ctx, c, readErr)
	}
	b.leaveTurn()
}

// look decides by one reading whom it can.
func (b *memberBatch) look(ctx context.Context) (decided bool, err error) {
	a := b.account
	b.readings++
	began := a.directory.now()
	read, err := a.gateway.Members(ctx, b.group)
	if err == nil && len(read) == 0 {
		// The account itself is in the group.
		err = &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "the gateway shows no members of the group"}
	}
	if err == nil {
		b.members = a.named(ctx, read)
		if b.action == whatsapp.AddMembers {
			b.lookForAdded(ctx, read)
		} else {
			b.lookForUpdated()
		}
		b.undecided = slices.DeleteFunc(b.undecided, func(c *memberChange) bool {
			if !refused(c.reason) {
				return false
			}
			b.finish(ctx, c, nil)
			return true
		})
		if len(b.undecided) == 0 {
			// An earlier reading may have shown somebody whom this one lacks: those of some gateways go back and forth.
			if b.inTurn && (b.firstShown == 0 || b.firstShown == b.readings) {
				a.directory.keepMembers(began, b.before, b.members)
			}
			return true, nil
		}
	}
	if b.inTurn && b.lastInTurn() && b.tellable(ctx) {
		a.members.setLate(b.undecided)
		b.leaveTurn()
	}
	return false, err
}

// lastInTurn reports whether the turn has lasted long enough, or no other reading follows.
func (b *memberBatch) lastInTurn() bool {
	pauses := b.account.settings.ConfirmPauses
	var took time.Duration
	for _, pause := range pauses[:b.readings] {
		took += pause
	}
	return took >= turnLength || b.readings == len(pauses)
}

// leaveTurn lets others write. The callers of the late ones still wait.
func (b *memberBatch) leaveTurn() {
	if b.inTurn {
		b.inTurn = false
		close(b.over)
	}
}

// lookForUpdated looks for the effect on members. Since it is known who they are, it compares the exact number: another
// spelling of it could be somebody else's.
func (b *memberBatch) lookForUpdated() {
	byPhone, byLID := make(map[phone.Number]int, len(b.members)), make(map[whatsapp.JID]int, len(b.members))
	for i, m := range b.members {
		byPhone[m.Phone], byLID[m.LID] = i, i
	}
	b.undecided = slices.DeleteFunc(b.undecided, func(c *memberChange) bool {
		i, is := byLID[c.person.LID]
		if is = is && c.person.LID != ""; !is && c.person.Phone != "" {
			i, is = byPhone[c.person.Phone]
			is = is && (c.person.LID == "" || b.members[i].LID == "")
		}
		var member whatsapp.Member
		if is {
			member = b.members[i]
		}
		done := is && (member.Role == whatsapp.RoleAdmin) == (b.action == whatsapp.PromoteMembers)
		if b.action == whatsapp.RemoveMembers {
			done = !is
		}
		if done {
			b.showed()
			b.end(c, member, nil)
		}
		return done
	})
}

// showed notes that the last reading has shown the effect on somebody.
func (b *memberBatch) showed() {
	if b.shown++; b.firstShown == 0 {
		b.firstShown = b.readings
	}
}

// finish ends a change whose effect no reading has shown.
func (b *memberBatch) finish(ctx context.Context, c *memberChange, readErr error) {
	a := b.account
	if c.reason == nil && readErr != nil {
		b.end(c, whatsapp.Member{}, fmt.Errorf("%w: %w", ErrNotReadBack, readErr))
		return
	}
	err := ofCommunity(b.before.Kind, a.unshown(ctx, c.reason, b.members))
	switch {
	case !errors.Is(err, errUnshown):
	case c.unsure != nil:
		err = c.unsure
	case b.action == whatsapp.AddMembers:
		err = ofFullGroup(b.before.Kind, b.members, err)
	case b.askByLID(ctx, c):
		return
	}
	if b.action == whatsapp.AddMembers && !c.asksToJoin() && unexplained(err) {
		c.mayLookUp = b.mayLookUp(c, err)
	}
	b.end(c, whatsapp.Member{}, err)
}

// askByLID has a change asked for once more by LID. WAHA's WEBJS has accepted a promotion by number in a group
// addressed by LID and done nothing (WAHA issue 1264).
func (b *memberBatch) askByLID(ctx context.Context, c *memberChange) bool {
	if c.byLID || c.asked.Phone == "" {
		return false
	}
	lid := b.account.Identify(ctx, c.person).LID
	if lid == "" {
		return false
	}
	if !b.inTurn {
		b.account.members.endLate(c)
	}
	c.asked, c.byLID = whatsapp.Person{LID: lid}, true
	b.account.putBack(ctx, c)
	return true
}

// mayLookUp reports whether the number of a person who was not added is to be looked up. Where nothing was refused, the
// other spelling is the likely reason for a number that has one. Look-ups get accounts banned, so a lost answer about
// many people must not start many.
func (b *memberBatch) mayLookUp(c *memberChange, err error) bool {
	twoSpellings, lost := len(c.person.Phone.Spellings()) > 1, errors.Is(err, whatsapp.ErrOutcomeUnknown)
	if twoSpellings && !lost {
		return true
	}
	if !twoSpellings && lost && len(b.people) > 1 {
		return false
	}
	return b.account.members.mayLookUp(b.group)
}

// end lets the caller of a change go.
func (b *memberBatch) end(c *memberChange, member whatsapp.Member, err error) {
	b.account.members.countDone()
	if b.inTurn {
		b.letGo++
	} else {
		// Others may have read the group meanwhile, and seen nothing of it either.
		b.account.directory.stale(b.group)
		b.account.members.endLate(c)
	}
	c.end(member, err)
}

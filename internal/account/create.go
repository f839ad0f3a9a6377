package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// NewGroup is a group that is to be made.
type NewGroup struct {
	Name    string
	Members []whatsapp.Person
	// Twin says that it is wanted also beside another group of the name.
	Twin bool
}

// MadeGroup is a group that was made.
type MadeGroup struct {
	// Created has the outcomes of all members, in their order. The account itself may be among them: it makes the
	// group, so the gateway is not asked for it, and its outcome is success. Those who are too many for one call are
	// left to InitialMembers.
	whatsapp.Created
	// Adopted says that the answer was lost, and that the group was found in the list.
	Adopted bool
	// At is when an adopted group was made, as far as that was told.
	At time.Time
	// Twins are other new groups of the name, which this process has not made by any other create. TwinsErr says why it
	// could not be looked for them.
	Twins    []whatsapp.Group
	TwinsErr error
}

// CreateGroup makes a group and waits until it can be read. An error says that no group is known to exist: none was
// made, or it could not be told what became of it, which is ErrOutcomeUnknown. It fails with a NamesakeError where the
// account has a group of the name, unless a twin is wanted.
//
// A create is sent once. Where its answer is lost, the groups are listed until the context ends, and the one group
// with this name that this account made, that was not there before, that has nobody in it whom the create has not
// named, and that no other create of this process has got, is taken for it. A context without a deadline gives that
// as much time as the outcome of any other write has. Others may write meanwhile; another create of the name waits.
func (a *Account) CreateGroup(ctx context.Context, wanted NewGroup) (MadeGroup, error) {
	c := &creation{account: a, NewGroup: wanted}
	if err := c.carryOut(ctx); err != nil {
		return MadeGroup{}, err
	}
	c.fillOutcomes()
	return c.made, nil
}

// creation is one create on its way.
type creation struct {
	account *Account
	NewGroup
	self whatsapp.Person
	// others are those for whom the gateway is asked.
	others []whatsapp.Person
	// before are the groups that were there just before the sending. It is nil where the gateway cannot list groups.
	before map[whatsapp.JID]struct{}
	// refreshed says that the gateway had refreshed its memory for that list, so that the lists it is compared with may
	// be fresh too.
	refreshed bool
	made      MadeGroup
}

func (c *creation) carryOut(ctx context.Context) (err error) {
	a := c.account
	if c.self, err = a.Self(ctx); err != nil {
		return notSent(err)
	}
	if err := c.chooseOthers(ctx); err != nil {
		return notSent(err)
	}
	endName, err := a.creations.takeName(ctx, c.Name)
	if err != nil {
		return notSent(err)
	}
	defer endName()
	if err := a.dayFull(); err != nil {
		return notSent(err)
	}
	endWaiting := a.creations.wait(c)
	turn, err := a.takeTurn(ctx, cost{people: len(c.others), writes: 1})
	endWaiting()
	if err != nil {
		return err
	}
	defer turn.end()
	if err := c.prepare(ctx); err != nil {
		return notPrepared(ctx, err)
	}
	err = turn.send(ctx, c.send)
	switch {
	case err == nil:
	case nothingSent(err), !errors.Is(err, whatsapp.ErrOutcomeUnknown):
		return err
	default:
		turn.end()
		if err := c.adopt(ctx, err); err != nil {
			return err
		}
	}
	a.creations.add(c.made.Group, a.serverNow())
	ctx, cancel := a.settling(ctx)
	defer cancel()
	// A group that cannot be read yet exists all the same. The next reading gives the reason.
	_, _ = a.confirm(ctx, nil, func(ctx context.Context) (bool, error) {
		_, err := a.directory.group(ctx, c.made.Group)
		return err == nil, err
	})
	c.made.Twins, c.made.TwinsErr = c.twins(ctx)
	return nil
}

// prepare lists the groups, and fails where one of them has the name and no twin is wanted.
func (c *creation) prepare(ctx context.Context) error {
	a := c.account
	groups, err := c.listBefore(ctx)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return a.checkDay(ctx, nil)
	case err != nil:
		return fmt.Errorf("list the groups before making one: %w", err)
	}
	if err := a.checkDay(ctx, groups); err != nil {
		return err
	}
	c.before = make(map[whatsapp.JID]struct{}, len(groups))
	for _, g := range groups {
		c.before[g.ID] = struct{}{}
	}
	if c.Twin {
		return nil
	}
	found, err := a.namesakes(ctx, a.creations.withoutLeft(groups), c.Name)
	if err == nil && len(found.Own) > 0 {
		err = &NamesakeError{c.Name, found.Own}
	}
	return err
}

// listBefore lists the groups, unless the create before has done that for this one.
func (c *creation) listBefore(ctx context.Context) ([]whatsapp.Group, error) {
	a := c.account
	if groups := a.creations.listFor(c, a.writes.turns.Load()); groups != nil {
		c.refreshed = true
		return groups, nil
	}
	// A list from the gateway's memory is better than none: the one that it is compared with is as old.
	c.refreshed = a.refresh(ctx) == nil
	return a.gateway.Groups(ctx, false)
}

// listAfter lists the groups. Where other creates wait, the list is one that the next of them can do with.
func (c *creation) listAfter(ctx context.Context) ([]whatsapp.Group, error) {
	a := c.account
	heirs := a.creations.waiting()
	fresh := !c.made.Adopted && len(heirs) > 0 && a.refresh(ctx) == nil
	groups, err := a.gateway.Groups(ctx, false)
	if err == nil && fresh {
		a.creations.leaveList(groups, heirs, a.writes.turns.Load())
	}
	return groups, err
}

func (c *creation) send(ctx context.Context) (err error) {
	c.made.Created, err = c.account.gateway.CreateGroup(ctx, c.Name, c.others)
	return err
}

// chooseOthers picks the people whom the gateway is asked for: not the account itself, and as many as one call takes.
func (c *creation) chooseOthers(ctx context.Context) error {
	abilities, err := c.account.Abilities(ctx)
	if err != nil {
		return err
	}
	for _, person := range c.Members {
		if !c.self.Same(person) && len(c.others) < abilities.AtOnce {
			c.others = append(c.others, person)
		}
	}
	return nil
}

// fillOutcomes gives those for whom the gateway was not asked their places among the outcomes.
func (c *creation) fillOutcomes() {
	told, asked := c.made.Outcomes, 0
	c.made.Outcomes = make([]whatsapp.Outcome, len(c.Members))
	for i, person := range c.Members {
		switch {
		case c.self.Same(person):
		case asked == len(c.others):
			c.made.Outcomes[i].Err = errNotAsked
		default:
			if asked < len(told) {
				c.made.Outcomes[i] = told[asked]
			}
			asked++
		}
		c.made.Outcomes[i].Person = person
	}
}

// newOnes picks from a list the groups of the name that are new since the sending and that this account has made or may
// have made.
func (c *creation) newOnes(ctx context.Context, groups []whatsapp.Group) ([]whatsapp.Group, error) {
	found, err := c.account.namesakes(ctx, c.account.creations.newSince(c.before, groups), c.Name)
	return found.all(), err
}

// twins looks for groups that the same request has made beside the one that is known: a gateway may send it again after
// its line to WhatsApp broke.
func (c *creation) twins(ctx context.Context) ([]whatsapp.Group, error) {
	if c.before == nil {
		return nil, errCannotList
	}
	groups, err := c.listAfter(ctx)
	if err == nil && !hasGroup(groups, c.made.Group) {
		// The gateway's memory is behind, or lost.
		if groups, err = c.account.freshList(ctx); err == nil && !hasGroup(groups, c.made.Group) {
			err = errListLacksNew
		}
	}
	if err != nil {
		return nil, err
	}
	twins, err := c.newOnes(ctx, groups)
	for i, g := range twins {
		if full, err := c.account.Group(ctx, g.ID); err == nil {
			twins[i] = full
		}
	}
	return twins, err
}

// errListLacksNew is the error of a list that cannot show a second group, since it does not show the first.
var errListLacksNew = errors.New("the list of groups does not show the group that was just made")

// errCannotList is the error of looking for a group where the gateway cannot list groups.
var errCannotList error = &whatsapp.Error{Kind: errors.ErrUnsupported, Detail: "the gateway cannot list groups"}

// longestLook is the longest pause between two lists in which the group of a lost answer is looked for.
const longestLook = 15 * time.Second

// adopt looks for the group that a create without clear answer may have made.
func (c *creation) adopt(ctx context.Context, cause error) error {
	var candidates, others []whatsapp.Group
	var readErr error
	read := false
	look := func(ctx context.Context) bool {
		if c.refreshed {
			// A list that shows the group is believed also where the gateway could not refresh its memory.
			_ = c.account.refresh(ctx)
		}
		groups, err := c.account.gateway.Groups(ctx, false)
		if err == nil {
			candidates, err = c.newOnes(ctx, groups)
			candidates, others = c.withoutStrangers(ctx, candidates)
		}
		if err != nil && (readErr == nil || ctx.Err() == nil) { // That the time is up says less than what was before.
			readErr = err
		}
		read = read || err == nil
		return len(candidates) > 0
	}
	if c.before != nil {
		c.lookUntilDeadline(ctx, look)
	}
	if len(candidates) == 1 {
		found := candidates[0]
		c.made = MadeGroup{Created: whatsapp.Created{Group: found.ID}, Adopted: true, At: found.CreatedAt}
		return nil
	}
	var seen string
	switch {
	case c.before == nil:
		seen = "the gateway cannot list groups, in which it could be found"
	case !read:
		seen = fmt.Sprintf("the groups could not be listed afterwards (%v)", readErr)
	case len(candidates) == 0 && len(others) > 0:
		candidates = others
		seen = "each new group of this name has members that this one was not to have: " + joinIDs(others)
	case len(candidates) == 0:
		seen = "no new group of this name is in the list of groups"
	default:
		seen = "several new groups of this name are in the list of groups: " + joinIDs(candidates)
	}
	return &AmbiguousCreateError{Name: c.Name, Seen: seen, Candidates: candidates, Cause: cause}
}

// withoutStrangers parts groups by their members: a group with somebody else than the create has named was made by
// another run.
func (c *creation) withoutStrangers(ctx context.Context, groups []whatsapp.Group) (ours, others []whatsapp.Group) {
	for _, g := range groups {
		members := g.Members
		if members == nil {
			if full, err := c.account.directory.group(ctx, g.ID); err == nil {
				members = full.Members
			}
		}
		if slices.ContainsFunc(members, c.isStranger) {
			others = append(others, g)
		} else {
			ours = append(ours, g)
		}
	}
	return ours, others
}

// isStranger reports whether a member shows a number that is neither the account's nor of those asked for.
func (c *creation) isStranger(m whatsapp.Member) bool {
	return m.Phone != "" && !m.Creator && c.self.Phone != "" && !m.Same(c.self) &&
		!slices.ContainsFunc(c.others, func(p whatsapp.Person) bool { return p.Phone == "" || m.Same(p) })
}

// lookUntilDeadline looks as often as after any write, whatever becomes of the caller, and then on until the caller's
// deadline: the gateway may have to start again, or the account to connect.
func (c *creation) lookUntilDeadline(ctx context.Context, look func(context.Context) (found bool)) {
	settling, cancel := c.account.settling(ctx)
	defer cancel()
	var pause time.Duration
	for _, pause = range c.account.settings.ConfirmPauses {
		if sleep(settling, pause) != nil || look(settling) {
			return
		}
	}
	if _, limited := ctx.Deadline(); !limited {
		return
	}
	for {
		pause = min(max(2*pause, time.Millisecond), longestLook)
		if sleep(ctx, pause) != nil || look(ctx) {
			return
		}
	}
}

// AmbiguousCreateError is the error of a create that may or may not have made a group. It is
// whatsapp.ErrOutcomeUnknown.
type AmbiguousCreateError struct {
	Name string
	// Seen says in words what the list of groups showed.
	Seen string
	// Candidates are the groups, if several, that the create may have made.
	Candidates []whatsapp.Group
	Cause      error
}

var _ error = (*AmbiguousCreateError)(nil)

func (e *AmbiguousCreateError) Error() string { return fmt.Sprintf("%v; %s", e.Cause, e.Seen) }

// Unwrap makes errors.Is find the kind of the cause.
func (e *AmbiguousCreateError) Unwrap() error { return e.Cause }

func joinIDs(groups []whatsapp.Group) string {
	words := make([]string, len(groups))
	for i, g := range groups {
		words[i] = string(g.ID)
	}
	return strings.Join(words, ", ")
}

package gatewaytest

import (
	"context"
	"fmt"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Harness is what a rule is checked in. Each rule gets one of its own, or one that was put in order before it.
type Harness struct {
	Gateway whatsapp.Gateway
	// Open makes another gateway to the same server, with something wrong in its configuration. It fails with a *Skip
	// where that cannot be.
	Open func(Misconfiguration) (whatsapp.Gateway, error)
	// Self is the account itself, with all that is known of it.
	Self whatsapp.Person
	// Group was made by the account. It has no description, the member People.Member and, in a harness with a
	// world, People.Hidden.
	Group  whatsapp.JID
	People People
	// PictureURL is a picture that the server can load. It is empty for none.
	PictureURL string
	// Reports is what the server can say.
	Reports Reports
	// World is a hand on WhatsApp past the gateway. It is nil on a live server.
	World World
	// Patience is how long a write may take to show.
	Patience time.Duration
}

// People are those that the rules can do something with. Each but the first two may be zero, and whatever needs them is
// left out then.
type People struct {
	// Member is in the group, as a plain member, and lets everybody add them.
	Member whatsapp.Person
	// Open is not in the group and lets everybody add them.
	Open whatsapp.Person
	// Private lets nobody add them.
	Private whatsapp.Person
	// Absent is a number that is not on WhatsApp.
	Absent whatsapp.Person
	// AbsentMobile is a mobile number of Brazil that is not on WhatsApp. Without its ninth digit it is somebody else's
	// landline, which is.
	AbsentMobile whatsapp.Person
	// RecentlyLeft left the group a short time ago.
	RecentlyLeft whatsapp.Person
	// Hidden is in the group and hides the number: only the LID is set.
	Hidden whatsapp.Person
	// Respelled are not in the group and let everybody add them. WhatsApp has registered them under these numbers, each
	// of which has another spelling, that is nobody's.
	Respelled []whatsapp.Person
}

// Reports is what a server can say. Where it cannot, the contract leaves a gateway the choice between no error,
// ErrRefused and ErrOutcomeUnknown; where it can, the gateway has to pass it on.
type Reports struct {
	// Refusals is why somebody was not added, and that somebody who was to be added is a member.
	Refusals bool
	// AddedLIDs is the LID of somebody who was added to a group that is addressed by LID.
	AddedLIDs bool
	// RegisteredNumbers is the number under which WhatsApp has registered one that is looked up.
	RegisteredNumbers bool
	// LIDs is the pairs of number and LID of those whom the server has met.
	LIDs bool
	// MissingRights is that something was refused because the account is no admin.
	MissingRights bool
	// RateLimits is that there were too many calls.
	RateLimits bool
	// DeadInvites is that an invite code leads nowhere.
	DeadInvites bool
	// LeftBefore is that a group to be left had been left before.
	LeftBefore bool
	// SessionState is whether the account is linked. Where it is not told, a gateway has to take it for linked.
	SessionState bool
	// SessionStart is that a session is on its way. It is told by a word of its own, or by that of a ban.
	SessionStart bool
	// GuessedPaths is that the gateway's paths are guesses, so that a path that is not there is first of all a wrong
	// guess.
	GuessedPaths bool
	// StatusInErrors is the state of the session in the answer to a call that needs a linked account.
	StatusInErrors bool
	// PendingGroup is the group that an account waits to be let into.
	PendingGroup bool
}

// Misconfiguration is something wrong in the configuration of a gateway.
type Misconfiguration string

// What people get wrong.
const (
	WrongKey     Misconfiguration = "a wrong key"
	WrongSession Misconfiguration = "a session that the server does not have"
	WrongPath    Misconfiguration = "an endpoint with a path that the server does not have"
	NobodyThere  Misconfiguration = "an endpoint at which nobody answers"
)

// WrongKeyValue is the API key to open a gateway with for WrongKey. It must show in no error.
const WrongKeyValue = "c0nf0rm4nce-wr0ng-k3y"

// tries is how often is looked for the effect of a write, at least: gateways show the old state once more.
const tries = 3

// eventually repeats a check until it holds or the patience is over.
func (h Harness) eventually(ctx context.Context, check func() error) error {
	deadline := time.Now().Add(h.Patience)
	for try := 1; ; try++ {
		err := check()
		if err == nil || try >= tries && !time.Now().Before(deadline) {
			return err
		}
		if h.Patience == 0 {
			continue
		}
		timer := time.NewTimer(max(h.Patience/20, time.Second))
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return err
		}
	}
}

// truth is a group as WhatsApp has it; without a world, as the gateway reads it.
func (h Harness) truth(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	if h.World == nil {
		return h.Gateway.Group(ctx, id)
	}
	group, err := h.inWorld(id)
	return group.Group(), err
}

// becomes waits for WhatsApp to have what a write asked for.
func (h Harness) becomes(ctx context.Context, id whatsapp.JID, check func(whatsapp.Group) error) error {
	return h.eventually(ctx, func() error {
		group, err := h.truth(ctx, id)
		if err != nil {
			return err
		}
		return check(group)
	})
}

// reads waits for the gateway to read a group as it should.
func (h Harness) reads(ctx context.Context, id whatsapp.JID, check func(whatsapp.Group) error) error {
	return h.eventually(ctx, func() error {
		group, err := h.Gateway.Group(ctx, id)
		if err != nil {
			return fmt.Errorf("read the group: %w", err)
		}
		return check(group)
	})
}

// inWorld finds a group in the world.
func (h Harness) inWorld(id whatsapp.JID) (WorldGroup, error) {
	for _, group := range h.World.Groups() {
		if group.ID == id {
			return group, nil
		}
	}
	return WorldGroup{}, fmt.Errorf("WhatsApp has no group %s", id)
}

// edit changes the harness's group past the gateway.
func (h Harness) edit(change func(*WorldGroup)) error {
	group, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	change(&group)
	return h.World.Put(group)
}

// numbers names people as a user does, by number wherever there is one.
func numbers(people ...whatsapp.Person) []whatsapp.Person {
	named := make([]whatsapp.Person, 0, len(people))
	for _, person := range people {
		if person.Phone != "" {
			person.LID = ""
		}
		named = append(named, person)
	}
	return named
}

// join puts people into the harness's group past the gateway.
func (h Harness) join(people ...whatsapp.Person) error {
	return h.edit(func(g *WorldGroup) {
		for _, person := range people {
			g.Members = append(g.Members, NewWorldMember(person, whatsapp.RoleMember))
		}
	})
}

// eachReading checks the members of the harness's group in every way to read them.
func (h Harness) eachReading(ctx context.Context, check func([]whatsapp.Member) error) error {
	err := h.reads(ctx, h.Group, func(group whatsapp.Group) error { return check(group.Members) })
	if err != nil {
		return err
	}
	err = h.eventually(ctx, func() error {
		members, err := h.Gateway.Members(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the members: %w", err)
		}
		return check(members)
	})
	if err != nil {
		return fmt.Errorf("of the members alone, %w", err)
	}
	return h.eventually(ctx, func() error {
		listed, _, err := h.listed(ctx, h.Group, true)
		if err != nil || listed.Members == nil {
			return err
		}
		if err := check(listed.Members); err != nil {
			return fmt.Errorf("in the list of groups, %w", err)
		}
		return nil
	})
}

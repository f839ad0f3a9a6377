package account

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// creations remembers which groups existed before this process made any, and which ones it made.
type creations struct {
	mu     sync.Mutex
	before map[whatsapp.JID]struct{}
	made   map[whatsapp.JID]struct{}
}

// CreateGroup makes a group and waits until it can be read. An error says that no group is known to exist: none was
// made, or it could not be told what became of it, which is ErrOutcomeUnknown.
//
// A create is sent once. Where its answer is lost, the groups are listed, and the one group with this name that this
// account made, that was not there before and that no other create of this process has got, is taken for it.
//
// The outcomes are of all members, in their order. The account itself may be among them: it makes the group, so the
// gateway is not asked for it, and its outcome is success. Those who are too many for one call are left to
// InitialMembers.
func (a *Account) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	self, err := a.Self(ctx)
	if err != nil {
		return whatsapp.Created{}, err
	}
	abilities, err := a.Abilities(ctx)
	if err != nil {
		return whatsapp.Created{}, err
	}
	var others []whatsapp.Person
	for _, person := range members {
		if !self.Same(person) && len(others) < abilities.AtOnce {
			others = append(others, person)
		}
	}
	var created whatsapp.Created
	err = a.write(ctx, write{
		prepare: a.listBefore,
		send: func(ctx context.Context) error {
			var err error
			created, err = a.gateway.CreateGroup(ctx, name, others)
			return err
		},
		settle: func(ctx context.Context, sendErr error) error {
			if errors.Is(sendErr, whatsapp.ErrOutcomeUnknown) {
				id, err := a.adopt(ctx, name, sendErr)
				if err != nil {
					return err
				}
				created = whatsapp.Created{Group: id}
			} else if sendErr != nil {
				return sendErr
			}
			a.creations.add(created.Group)
			// A group that cannot be read yet exists all the same. The next reading gives the reason.
			_, _ = a.confirm(ctx, nil, func(ctx context.Context) (bool, error) {
				_, err := a.directory.group(ctx, created.Group)
				return err == nil, err
			})
			return nil
		},
	})
	if err != nil {
		return whatsapp.Created{}, err
	}
	told, asked := created.Outcomes, 0
	created.Outcomes = make([]whatsapp.Outcome, len(members))
	for i, person := range members {
		switch {
		case self.Same(person):
		case asked == len(others):
			created.Outcomes[i].Err = errNotAsked
		default:
			if asked < len(told) {
				created.Outcomes[i] = told[asked]
			}
			asked++
		}
		created.Outcomes[i].Person = person
	}
	return created, nil
}

// listBefore takes the list by which adopt recognises a new group, once for all creates.
func (a *Account) listBefore(ctx context.Context) error {
	a.creations.mu.Lock()
	defer a.creations.mu.Unlock()
	if a.creations.before != nil {
		return nil
	}
	groups, err := a.gateway.Groups(ctx, false)
	if err != nil {
		return fmt.Errorf("list the groups before making one: %w", err)
	}
	a.creations.before = make(map[whatsapp.JID]struct{}, len(groups))
	for _, g := range groups {
		a.creations.before[g.ID] = struct{}{}
	}
	return nil
}

func (c *creations) add(id whatsapp.JID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made = make(map[whatsapp.JID]struct{})
	}
	c.made[id] = struct{}{}
}

// isNew reports whether a group was neither there before nor made by another create of this process.
func (c *creations) isNew(id whatsapp.JID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, before := c.before[id]
	_, made := c.made[id]
	return !before && !made
}

// adopt looks for the group that a create without clear answer may have made.
func (a *Account) adopt(ctx context.Context, name string, cause error) (whatsapp.JID, error) {
	self, err := a.Self(ctx)
	if err != nil {
		return "", fmt.Errorf("%w: %w", cause, err)
	}
	var candidates []whatsapp.JID
	_, readErr := a.confirm(ctx, cause, func(ctx context.Context) (bool, error) {
		groups, err := a.freshList(ctx)
		if err != nil {
			return false, err
		}
		candidates = nil
		for _, g := range groups {
			if !a.creations.isNew(g.ID) {
				continue
			}
			if !g.Complete() {
				if g, err = a.gateway.Group(ctx, g.ID); err != nil {
					return false, err
				}
			}
			if g.Name == name && a.madeBy(ctx, g, self) {
				candidates = append(candidates, g.ID)
			}
		}
		return len(candidates) > 0, nil
	})
	if len(candidates) == 1 {
		return candidates[0], nil
	}
	// What comes to light later belongs to this create, and the next one must not take it for its own.
	a.creations.forgetBefore()
	var seen string
	switch {
	case readErr != nil:
		seen = fmt.Sprintf("the groups could not be listed afterwards (%v)", readErr)
	case len(candidates) == 0:
		seen = "no new group of this name is in the list of groups"
	default:
		seen = "several new groups of this name are in the list of groups: " + joinJIDs(candidates)
	}
	return "", &AmbiguousCreateError{Name: name, Seen: seen, Candidates: candidates, Cause: cause}
}

// madeBy reports whether a person made a group. Where the gateway names the owner by LID only, the members may tell.
func (a *Account) madeBy(ctx context.Context, g whatsapp.Group, person whatsapp.Person) bool {
	if g.Owner.Same(person) {
		return true
	}
	member, err := whatsapp.FindMember(a.named(ctx, g.Members), person)
	return err == nil && member.Creator
}

func (c *creations) forgetBefore() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.before = nil
}

// AmbiguousCreateError is the error of a create that may or may not have made a group. It is
// whatsapp.ErrOutcomeUnknown.
type AmbiguousCreateError struct {
	Name string
	// Seen says in words what the list of groups showed.
	Seen string
	// Candidates are the groups, if several, that the create may have made.
	Candidates []whatsapp.JID
	Cause      error
}

var _ error = (*AmbiguousCreateError)(nil)

func (e *AmbiguousCreateError) Error() string { return fmt.Sprintf("%v; %s", e.Cause, e.Seen) }

// Unwrap makes errors.Is find the kind of the cause.
func (e *AmbiguousCreateError) Unwrap() error { return e.Cause }

func joinJIDs(ids []whatsapp.JID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, ", ")
}

package account

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// claims remembers the people that creates of this process have put into groups. A second resource for the same person
// is an error. A resource that lets a person go must not take them from the one that has just got them: Terraform runs
// the two in any order when a for_each is re-keyed.
type claims struct {
	mu       sync.Mutex
	people   map[whatsapp.JID][]*claim
	removals map[whatsapp.JID][]*removal
	// ended counts the removals that are over. It shows which of them were not over at an earlier moment.
	ended int
}

type claim struct {
	person  whatsapp.Person
	spelled string
}

// removal is a removal that may have been sent.
type removal struct {
	person whatsapp.Person
	over   chan struct{}
	// ended is the removal's place among those that are over. It is 0 before.
	ended int
}

// take claims a person for a group. It fails with ErrInvalidRequest where the person is claimed already.
func (c *claims) take(group whatsapp.JID, person whatsapp.Person, spelled string) (*claim, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := &claim{person, spelled}
	if err := c.unique(group, taken); err != nil {
		return nil, err
	}
	if c.people == nil {
		c.people = make(map[whatsapp.JID][]*claim)
	}
	c.people[group] = append(c.people[group], taken)
	return taken, nil
}

// learn adds to a claim what the group told of its person. By that, another claim may turn out to be of the same
// person, and learn fails as take does.
func (c *claims) learn(group whatsapp.JID, taken *claim, told whatsapp.Person) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken.person = taken.person.Or(told)
	return c.unique(group, taken)
}

// unique fails where another claim is of the same person. The caller holds the lock.
func (c *claims) unique(group whatsapp.JID, taken *claim) error {
	for _, other := range c.people[group] {
		if other != taken && other.person.Same(taken.person) {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: fmt.Sprintf("%s and %s are the same person, and both are configured for the group",
					taken.spelled, other.spelled)}
		}
	}
	return nil
}

// release gives a claim back after a create that failed.
func (c *claims) release(group whatsapp.JID, taken *claim) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.people[group] = slices.DeleteFunc(c.people[group], func(other *claim) bool { return other == taken })
}

func (c *claims) has(group whatsapp.JID, person whatsapp.Person) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.claimed(group, person)
}

// claimed is has for a caller who holds the lock.
func (c *claims) claimed(group whatsapp.JID, person whatsapp.Person) bool {
	return slices.ContainsFunc(c.people[group], func(other *claim) bool { return other.person.Same(person) })
}

// remove begins a removal, unless the person is claimed. What is returned ends it.
func (c *claims) remove(group whatsapp.JID, person whatsapp.Person) (end func(), free bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.claimed(group, person) {
		return nil, false
	}
	if c.removals == nil {
		c.removals = make(map[whatsapp.JID][]*removal)
	}
	begun := &removal{person: person, over: make(chan struct{})}
	c.removals[group] = append(c.removals[group], begun)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.ended++
		begun.ended = c.ended
		close(begun.over)
	}, true
}

// now is a moment for awaitRemovals.
func (c *claims) now() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ended
}

// awaitRemovals waits for the removals of a person that were not over at a moment, and reports whether there were any.
// Readings from before show the person in the group.
func (c *claims) awaitRemovals(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, since int,
) (found bool, err error) {
	c.mu.Lock()
	var late []*removal
	for _, r := range c.removals[group] {
		if (r.ended == 0 || r.ended > since) && r.person.Same(person) {
			late = append(late, r)
		}
	}
	c.mu.Unlock()
	for _, r := range late {
		select {
		case <-r.over:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return len(late) > 0, nil
}

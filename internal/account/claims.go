package account

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// claims remembers whom a create of this process has put into which group. A second resource for the same person is an
// error, and a resource that lets the person go must not take them from the one that has just got them: Terraform runs
// the two in any order when a for_each is re-keyed.
type claims struct {
	mu       sync.Mutex
	people   map[whatsapp.JID][]claim
	removals map[whatsapp.JID][]*removal
}

type claim struct {
	person  whatsapp.Person
	spelled string
}

// removal is a removal that may have been sent already.
type removal struct {
	person whatsapp.Person
	over   chan struct{}
}

// take claims a person for a group. It fails with ErrInvalidRequest where somebody has.
func (c *claims) take(group whatsapp.JID, person whatsapp.Person, spelled string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if other, claimed := c.find(group, person); claimed {
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
			Detail: fmt.Sprintf("%s and %s are the same person, and both are configured for the group", spelled, other.spelled)}
	}
	if c.people == nil {
		c.people = make(map[whatsapp.JID][]claim)
	}
	c.people[group] = append(c.people[group], claim{person, spelled})
	return nil
}

// release gives a claim back after a create that failed.
func (c *claims) release(group whatsapp.JID, person whatsapp.Person) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.people[group] = slices.DeleteFunc(c.people[group], func(other claim) bool { return other.person.Same(person) })
}

func (c *claims) has(group whatsapp.JID, person whatsapp.Person) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, claimed := c.find(group, person)
	return claimed
}

// find looks a claim up. The caller holds the lock.
func (c *claims) find(group whatsapp.JID, person whatsapp.Person) (claim, bool) {
	i := slices.IndexFunc(c.people[group], func(other claim) bool { return other.person.Same(person) })
	if i < 0 {
		return claim{}, false
	}
	return c.people[group][i], true
}

// remove begins a removal, unless the person is claimed. What is returned ends it.
func (c *claims) remove(group whatsapp.JID, person whatsapp.Person) (end func(), free bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, claimed := c.find(group, person); claimed {
		return nil, false
	}
	if c.removals == nil {
		c.removals = make(map[whatsapp.JID][]*removal)
	}
	begun := &removal{person, make(chan struct{})}
	c.removals[group] = append(c.removals[group], begun)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.removals[group] = slices.DeleteFunc(c.removals[group], func(r *removal) bool { return r == begun })
		close(begun.over)
	}, true
}

// awaitRemoval waits until a removal of a person that had begun before they were claimed is over. Readings show them in the
// group until then.
func (c *claims) awaitRemoval(ctx context.Context, group whatsapp.JID, person whatsapp.Person) error {
	c.mu.Lock()
	i := slices.IndexFunc(c.removals[group], func(r *removal) bool { return r.person.Same(person) })
	if i < 0 {
		c.mu.Unlock()
		return nil
	}
	over := c.removals[group][i].over
	c.mu.Unlock()
	select {
	case <-over:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

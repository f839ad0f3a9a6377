package account

import (
	"fmt"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// claims remembers whom a create of this process has put into which group. A second resource for the same person is an
// error, and a resource that lets the person go must not take them from the one that has just got them: Terraform runs
// the two in any order when a for_each is re-keyed.
type claims struct {
	mu     sync.Mutex
	people map[whatsapp.JID][]claim
}

type claim struct {
	person  whatsapp.Person
	spelled string
}

// take claims a person for a group. It fails with ErrInvalidRequest where somebody has.
func (c *claims) take(group whatsapp.JID, person whatsapp.Person, spelled string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.people[group] {
		if other.person.Same(person) {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: fmt.Sprintf("%s and %s are the same person, and both are configured for the group", spelled, other.spelled)}
		}
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
	kept := c.people[group][:0]
	for _, other := range c.people[group] {
		if !other.person.Same(person) {
			kept = append(kept, other)
		}
	}
	c.people[group] = kept
}

func (c *claims) has(group whatsapp.JID, person whatsapp.Person) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.people[group] {
		if other.person.Same(person) {
			return true
		}
	}
	return false
}

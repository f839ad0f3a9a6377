package account

import (
	"fmt"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// claims remembers the people that creates of this process have put into groups. A second resource that gives the same
// person another role is an error, since the order would decide. A resource that lets a person go must not take them
// from the one that has just got them: Terraform runs the two in any order when a for_each is re-keyed.
type claims struct {
	mu     sync.Mutex
	people map[whatsapp.JID][]*claim
}

type claim struct {
	person  whatsapp.Person
	spelled string
	role    whatsapp.Role
	// list is the list that the claim is one of, and nil for that of a resource of its own. The claims of one list may
	// turn out to be of one person.
	list *claimList
}

type claimList struct{ _ byte }

// take claims a person for a group. It fails with ErrInvalidRequest where the person is claimed in another role.
func (c *claims) take(group whatsapp.JID, taken *claim) (*claim, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
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

// unique fails where another claim is of the same person in another role. The caller holds the lock.
func (c *claims) unique(group whatsapp.JID, taken *claim) error {
	for _, other := range c.people[group] {
		if other != taken && other.role != taken.role && (taken.list == nil || other.list != taken.list) &&
			other.person.Same(taken.person) {
			return &whatsapp.Error{
				Kind: whatsapp.ErrInvalidRequest,
				Detail: fmt.Sprintf("%s and %s are the same person, and both are configured for the group, "+
					"in two roles", taken.spelled, other.spelled),
			}
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

// ForgetClaims ends what the creates so far claim: a new run begins in this process, and the people that it removes are
// not those that it has just added.
func (a *Account) ForgetClaims() {
	a.claims.mu.Lock()
	defer a.claims.mu.Unlock()
	a.claims.people = nil
}

// has reports whether a person is claimed.
func (c *claims) has(group whatsapp.JID, person whatsapp.Person) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.people[group], func(other *claim) bool { return other.person.Same(person) })
}

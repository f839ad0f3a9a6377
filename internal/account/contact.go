package account

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/singleflight"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Contact finds the person who has a number on WhatsApp: the number as WhatsApp registered it and the LID, each empty
// where it is not told. The members of the account's groups, and so the account itself, are found without a look-up. It
// fails with ErrNotOnWhatsApp, and with errors.ErrUnsupported where the gateway cannot look numbers up.
func (a *Account) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	groups, err := a.Groups(ctx)
	if err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return whatsapp.Person{}, err
	}
	var members []whatsapp.Person
	for _, g := range groups {
		for _, m := range g.Members {
			members = append(members, m.Person)
		}
	}
	if person, found := whoHas(number, members); found {
		return a.Identify(ctx, person), nil
	}
	return a.lookUp(ctx, number)
}

// lookUp asks WhatsApp once for a number, at the pace of writes: accounts that look many numbers up are banned.
func (a *Account) lookUp(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	if found, known := a.contacts.last(number); known {
		return found.person, found.err
	}
	return shared(ctx, &a.contacts.flight, string(number), func(ctx context.Context) (whatsapp.Person, error) {
		if found, known := a.contacts.last(number); known {
			return found.person, found.err
		}
		var person whatsapp.Person
		err := a.sendAtPace(ctx, func(ctx context.Context) error {
			var err error
			person, err = a.gateway.Contact(ctx, number)
			return err
		})
		if err == nil || errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
			a.contacts.keep(number, contact{person, err})
		}
		return person, err
	})
}

// contacts are the numbers that were looked up.
type contacts struct {
	flight singleflight.Group

	mu    sync.Mutex
	found map[phone.Number]contact
}

// contact is a person, or ErrNotOnWhatsApp.
type contact struct {
	person whatsapp.Person
	err    error
}

func (c *contacts) last(number phone.Number) (contact, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, known := c.found[number]
	return found, known
}

func (c *contacts) keep(number phone.Number, found contact) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.found == nil {
		c.found = make(map[phone.Number]contact)
	}
	c.found[number] = found
}

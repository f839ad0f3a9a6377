package account

import (
	"context"
	"errors"

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

// lookUp asks WhatsApp for a number, and then for those of its spellings under which a look-up does not find it by
// itself. It fails with ErrNotOnWhatsApp where WhatsApp has none of them.
func (a *Account) lookUp(ctx context.Context, number phone.Number) (person whatsapp.Person, err error) {
	for _, spelling := range number.LookUps() {
		person, err = a.lookUpOnce(ctx, spelling)
		if err == nil && person.Phone == "" && spelling != number {
			person.Phone = spelling
		}
		if !errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
			break
		}
	}
	return person, err
}

// lookUpOnce asks WhatsApp once for each number, at the pace of writes: accounts that look many numbers up are banned.
func (a *Account) lookUpOnce(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	return a.contacts.get(ctx, string(number), func(ctx context.Context) (person whatsapp.Person, err error) {
		err = a.lookUpAtPace(ctx, func(ctx context.Context) error {
			person, err = a.gateway.Contact(ctx, number)
			return err
		})
		return person, err
	})
}

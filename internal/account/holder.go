package account

import (
	"context"
	"errors"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrAnotherHolder is the error of a number that another WhatsApp account has now than the one that was meant: somebody
// else, or the same person who has registered anew. Nothing is done to either in the other one's name.
var ErrAnotherHolder = errors.New("another WhatsApp account has the number now")

// sameHolder finds the member whose number and LID are both the person's, if there is one. It fails with
// ErrAnotherHolder where the number is that of a member with another LID.
func sameHolder(members []whatsapp.Member, person whatsapp.Person, found whatsapp.Member) (whatsapp.Member, error) {
	if person.Phone == "" || person.LID == "" || found.LID == "" || found.LID == person.LID ||
		found.Phone != person.Phone {
		return found, nil
	}
	// Gateways may list a number with several LIDs.
	if i := slices.IndexFunc(members, func(m whatsapp.Member) bool { return m.Person == person }); i >= 0 {
		return members[i], nil
	}
	return found, ErrAnotherHolder
}

// CheckHolder is CheckNumber for somebody whom the group shows by number alone. A gateway that lists no pairs knows no
// better than the group.
func (a *Account) CheckHolder(ctx context.Context, member whatsapp.Member, person whatsapp.Person) error {
	if member.LID != "" || member.Phone != person.Phone {
		return nil
	}
	return a.CheckNumber(ctx, person)
}

// CheckNumber fails with ErrAnotherHolder where a person's number belongs to another LID by the gateway's list of
// pairs.
func (a *Account) CheckNumber(ctx context.Context, person whatsapp.Person) error {
	if person.Phone == "" || person.LID == "" {
		return nil
	}
	_, _, version := a.lidMap.last()
	if a.pairsFailed.Load() == int64(version)+1 {
		return nil
	}
	known, err := a.lidMap.get(ctx)
	if err != nil {
		// Where the pairs are not told, nothing speaks against the person, and the next one need not ask again.
		a.pairsFailed.Store(int64(version) + 1)
		return nil //nolint:nilerr // See above.
	}
	another := false
	for _, pair := range known.people {
		if pair.Phone != person.Phone || pair.LID == "" {
			continue
		}
		if pair.LID == person.LID {
			return nil
		}
		another = true
	}
	if another {
		return ErrAnotherHolder
	}
	return nil
}

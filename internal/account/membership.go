package account

import (
	"context"
	"errors"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Presence is what groups show of one person.
type Presence struct {
	account *Account
	// person has all names that the groups and the gateway know.
	person whatsapp.Person
}

// PresenceOf makes ready to look for a person in many groups that were read. What one of them shows of the person,
// number or LID, serves in the others, where WhatsApp may hide the number.
func (a *Account) PresenceOf(ctx context.Context, groups []whatsapp.Group, person whatsapp.Person) Presence {
	hidden := false
	for _, g := range groups {
		if member, err := whatsapp.FindMember(g.Members, person); err == nil && member.Phone != "" && member.LID != "" {
			return Presence{a, person.Or(member.Person)}
		}
		hidden = hidden || slices.ContainsFunc(g.Members, whatsapp.Member.Hidden)
	}
	if hidden || person.Phone == "" {
		person = a.Identify(ctx, person) // The pairs of number and LID may take a call, and serve nothing else.
	}
	return Presence{a, person}
}

// In reports whether the person is in a group, and whether that is certain. It is not where the person may be one of
// the members whose numbers WhatsApp hides, or one of two whose numbers are spellings of theirs; and for a person known
// by LID alone, where the gateway shows members by number alone.
func (p Presence) In(ctx context.Context, g whatsapp.Group) (is, certain bool) {
	_, err := p.account.find(ctx, g.Members, p.person)
	switch {
	case err == nil:
		return true, true
	case !errors.Is(err, whatsapp.ErrNoSuchMember):
		return false, false
	case p.person.Phone != "":
		return false, true
	}
	for _, m := range g.Members {
		if m.LID == "" {
			return false, false
		}
	}
	return false, true
}

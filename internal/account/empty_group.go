package account

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// EmptyGroup takes everybody but the account itself out of a group, by LID where the number is hidden. Where some
// cannot be removed, it fails and names them; the others are out then. A group that somebody else made can never be
// emptied, so nobody is removed from it.
func (a *Account) EmptyGroup(ctx context.Context, group whatsapp.JID) error {
	g, err := a.Group(ctx, group)
	if errors.Is(err, ErrGone) {
		return nil
	}
	if err != nil {
		return notSent(err)
	}
	self, err := a.Self(ctx)
	if err != nil {
		return notSent(err)
	}
	if _, err := whatsapp.FindMember(g.Members, self); err != nil {
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
			Detail: "the gateway does not show which member is the account itself, so nobody is removed"}
	}
	var others []whatsapp.Person
	for _, m := range g.Members {
		if m.Same(self) {
			continue
		}
		if m.Creator {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: m.String() + " made the group, and nobody can remove the creator, so nobody is removed"}
		}
		others = append(others, m.Person)
	}
	return a.removeAll(ctx, group, others)
}

// removeAll removes people, whoever has added them.
func (a *Account) removeAll(ctx context.Context, group whatsapp.JID, people []whatsapp.Person) error {
	removals := make([]*memberChange, len(people))
	for i, person := range people {
		removals[i] = &memberChange{
			memberKey: memberKey{group, whatsapp.RemoveMembers}, person: person, evenClaimed: true,
		}
	}
	a.changeMembers(ctx, removals...)
	// One reason may hold for many.
	var errs []error
	left := make(map[string][]string)
	for i, c := range removals {
		if c.err == nil {
			continue
		}
		reason := c.err.Error()
		if left[reason] == nil {
			errs = append(errs, c.err)
		}
		left[reason] = append(left[reason], people[i].String())
	}
	for i, err := range errs {
		errs[i] = fmt.Errorf("remove %s: %w", strings.Join(left[err.Error()], ", "), err)
	}
	return errors.Join(errs...)
}

package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// removeAtOnce is how many members one call removes. Gateways state no limit, and a small number keeps a failed call
// small.
const removeAtOnce = 20

// EmptyGroup takes everybody but the account itself out of a group, by LID where the number is hidden. Where some
// cannot be removed, it fails and names them; the others are out then. A group that somebody else made can never be
// emptied, so nobody is removed from it.
func (a *Account) EmptyGroup(ctx context.Context, group whatsapp.JID) error {
	g, err := a.Group(ctx, group)
	if errors.Is(err, ErrGone) {
		return nil
	}
	if err != nil {
		return err
	}
	self, err := a.Self(ctx)
	if err != nil {
		return err
	}
	if _, err := whatsapp.FindMember(g.Members, self); err != nil {
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
			Detail: "the gateway does not tell which member is the account itself, so nobody is removed"}
	}
	var others []whatsapp.Person
	for _, m := range g.Members {
		if m.Same(self) {
			continue
		}
		if m.Creator {
			return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: m.String() + " made the group and cannot be removed by anybody, so nobody is removed"}
		}
		others = append(others, m.Person)
	}
	for chunk := range slices.Chunk(others, removeAtOnce) {
		if err := a.removeAll(ctx, group, chunk); err != nil {
			return err
		}
	}
	return nil
}

// removeAll removes several people in one call.
func (a *Account) removeAll(ctx context.Context, group whatsapp.JID, people []whatsapp.Person) error {
	var reason error
	return a.write(ctx, write{
		send: func(ctx context.Context) error {
			outcomes, err := a.gateway.UpdateMembers(ctx, group, whatsapp.RemoveMembers, people)
			for _, outcome := range outcomes {
				reason = errors.Join(reason, outcome.Err)
			}
			return err
		},
		settle: func(ctx context.Context, sendErr error) error {
			a.directory.stale(group)
			if sendErr != nil {
				reason = sendErr
			}
			var members []whatsapp.Member
			var left []string
			gone, readErr := a.confirm(ctx, reason, func(ctx context.Context) (bool, error) {
				read, err := a.gateway.Members(ctx, group)
				if err != nil {
					return false, err
				}
				members = a.named(ctx, read)
				left = nil
				for _, person := range people {
					if slices.ContainsFunc(members, func(m whatsapp.Member) bool { return m.Same(person) }) {
						left = append(left, person.String())
					}
				}
				return len(left) == 0, nil
			})
			switch {
			case gone:
				return nil
			case reason == nil && readErr != nil:
				return fmt.Errorf("read the members back: %w", readErr)
			}
			return fmt.Errorf("remove %s: %w", strings.Join(left, ", "), a.unshown(ctx, reason, members))
		},
	})
}

package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Member finds a person in a group. It fails with ErrNotMember where the person is not in it, and with ErrGone where
// the account itself is not.
func (a *Account) Member(ctx context.Context, group whatsapp.JID, person whatsapp.Person) (whatsapp.Member, error) {
	g, err := a.Group(ctx, group)
	if err != nil {
		return whatsapp.Member{}, err
	}
	return whatsapp.FindMember(g.Members, person)
}

// AddMember puts a person into a group; to be in it already is success. Within a process a person can be added to a group
// once; spelled is how the user wrote the number, to name both in the error of a second time.
func (a *Account) AddMember(ctx context.Context, group whatsapp.JID, person whatsapp.Person, spelled string) (whatsapp.Member, error) {
	if err := a.claims.take(group, person, spelled); err != nil {
		return whatsapp.Member{}, err
	}
	var member whatsapp.Member
	err := a.claims.awaitRemoval(ctx, group, person)
	if err == nil {
		member, err = a.Member(ctx, group, person)
	}
	if errors.Is(err, whatsapp.ErrNotMember) {
		member, err = a.updateMember(ctx, group, whatsapp.AddMembers, person, func(m whatsapp.Member, in bool) bool { return in })
	}
	if err != nil {
		a.claims.release(group, person)
	}
	return member, err
}

// SetRole promotes or demotes a member. It fails with ErrInvalidRequest for the demotion of the creator of the group or of
// the own account.
func (a *Account) SetRole(ctx context.Context, group whatsapp.JID, person whatsapp.Person, role whatsapp.Role) (whatsapp.Member, error) {
	member, err := a.Member(ctx, group, person)
	if err != nil || member.Role == role {
		return member, err
	}
	action := whatsapp.PromoteMembers
	if role == whatsapp.RoleMember {
		action = whatsapp.DemoteMembers
		if protected, err := a.protected(ctx, member); err != nil {
			return member, err
		} else if protected {
			return member, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest,
				Detail: "the creator of a group and the account itself are never demoted"}
		}
	}
	return a.updateMember(ctx, group, action, member.Person, func(m whatsapp.Member, in bool) bool { return in && m.Role == role })
}

// RemoveMember takes a person out of a group; not to be in it is success. The creator of the group, the own account, and
// whom another resource of this process has just added are left in it.
func (a *Account) RemoveMember(ctx context.Context, group whatsapp.JID, person whatsapp.Person) error {
	if a.claims.has(group, person) {
		return nil
	}
	member, err := a.Member(ctx, group, person)
	if errors.Is(err, whatsapp.ErrNotMember) || errors.Is(err, ErrGone) {
		return nil
	}
	if err != nil {
		return err
	}
	if protected, err := a.protected(ctx, member); err != nil || protected {
		return err
	}
	_, err = a.updateMember(ctx, group, whatsapp.RemoveMembers, member.Person, func(_ whatsapp.Member, in bool) bool { return !in })
	return err
}

// protected tells whether a member is the creator of the group or the own account, who are never removed or demoted.
func (a *Account) protected(ctx context.Context, member whatsapp.Member) (bool, error) {
	own, err := a.Own(ctx)
	return member.Creator || member.Same(own), err
}

// updateMember carries an action out for one person and reads the members until done finds it in them.
func (a *Account) updateMember(ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, person whatsapp.Person,
	done func(m whatsapp.Member, in bool) bool,
) (whatsapp.Member, error) {
	var before whatsapp.Group
	var outcome whatsapp.Outcome
	var member whatsapp.Member
	endRemoval := func() {}
	defer func() { endRemoval() }()
	err := a.write(ctx, write{
		prepare: func(ctx context.Context) (err error) {
			if action == whatsapp.RemoveMembers {
				end, free := a.claims.remove(group, person)
				if !free {
					// Another resource got the person while this one waited for its turn.
					return errClaimed
				}
				endRemoval = end
			}
			before, err = a.Group(ctx, group)
			return err
		},
		send: func(ctx context.Context) error {
			outcomes, err := a.gateway.UpdateMembers(ctx, group, action, []whatsapp.Person{person})
			if err != nil || len(outcomes) == 0 {
				return err
			}
			if outcome = outcomes[0]; errors.Is(outcome.Err, whatsapp.ErrRateLimited) {
				return outcome.Err
			}
			return nil
		},
		settle: func(ctx context.Context, sendErr error) error {
			a.directory.stale(group)
			reason := sendErr
			if reason == nil {
				reason = outcome.Err
			}
			var members []whatsapp.Member
			shown, readErr := a.confirm(ctx, reason, func(ctx context.Context) (bool, error) {
				read, err := a.gateway.Members(ctx, group)
				if err != nil {
					return false, err
				}
				members = a.named(ctx, read)
				found, err := whatsapp.FindMember(members, person)
				if errors.Is(err, whatsapp.ErrNotMember) && action == whatsapp.AddMembers {
					found, err = a.findNewcomer(ctx, before.Members, read, person, reason)
				}
				if err != nil && !errors.Is(err, whatsapp.ErrNotMember) {
					return false, err
				}
				member = found
				return done(found, err == nil), nil
			})
			if shown {
				a.directory.keepMembers(before, members)
				return nil
			}
			if reason == nil && readErr != nil {
				return fmt.Errorf("read the members back: %w", readErr)
			}
			return a.unshown(ctx, reason, members)
		},
	})
	if errors.Is(err, errClaimed) {
		return member, nil
	}
	return member, err
}

// errClaimed ends a removal whose person was added by another resource of this process meanwhile.
var errClaimed = errors.New("claimed by another resource")

// findNewcomer finds a person who was just added where the members show no number of theirs.
func (a *Account) findNewcomer(ctx context.Context, before, read []whatsapp.Member, person whatsapp.Person, reason error) (whatsapp.Member, error) {
	// The gateway may have learnt the newcomer's LID by the adding.
	a.phones.forget()
	found, err := whatsapp.FindMember(a.named(ctx, read), person)
	if errors.Is(err, whatsapp.ErrNotMember) && reason == nil {
		return newcomer(before, read, person)
	}
	return found, err
}

// newcomer recognises a person whose number WhatsApp hides: the one member who was not there before the person was added.
// Writes go one at a time, so nobody else was added by us.
func newcomer(before, after []whatsapp.Member, person whatsapp.Person) (whatsapp.Member, error) {
	var found []whatsapp.Member
	for _, m := range after {
		if m.Phone == "" && !slices.ContainsFunc(before, func(b whatsapp.Member) bool { return b.LID == m.LID }) {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		return whatsapp.Member{}, &whatsapp.Error{Kind: whatsapp.ErrNotMember}
	}
	found[0].Phone = person.Phone
	return found[0], nil
}

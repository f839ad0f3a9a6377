package account

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Member finds a person in a group. It fails with ErrNotMember where the person is not in it, with ErrHidden where that
// cannot be told, with ErrInvalidRequest where several members have spellings of the number, and with ErrGone where the
// account itself is not in the group.
func (a *Account) Member(ctx context.Context, group whatsapp.JID, person whatsapp.Person) (whatsapp.Member, error) {
	g, err := a.Group(ctx, group)
	if err != nil {
		return whatsapp.Member{}, err
	}
	return a.find(ctx, g.Members, person)
}

// AddMember puts a person into a group; to be in it already is success. Within a process a person can be added to a group
// once; spelled is how the user wrote the number, to name both in the error of a second time.
func (a *Account) AddMember(ctx context.Context, group whatsapp.JID, person whatsapp.Person, spelled string) (whatsapp.Member, error) {
	taken, err := a.claims.take(group, person, spelled)
	if err != nil {
		return whatsapp.Member{}, err
	}
	member, err := a.addClaimed(ctx, group, person, taken)
	if err != nil {
		a.claims.release(group, taken)
	}
	return member, err
}

// addClaimed adds a person anew as long as a removal of theirs came in between. That of a person who was known by the other of
// their two names is only recognised by what the group tells of the member.
func (a *Account) addClaimed(ctx context.Context, group whatsapp.JID, person whatsapp.Person, taken *claim) (whatsapp.Member, error) {
	for {
		if _, err := a.claims.awaitRemovals(ctx, group, person, a.claims.now()); err != nil {
			return whatsapp.Member{}, err
		}
		began := a.claims.now()
		member, err := a.Member(ctx, group, person)
		if errors.Is(err, whatsapp.ErrNotMember) || errors.Is(err, ErrHidden) {
			member, err = a.addUnderAnySpelling(ctx, group, person)
		}
		if err != nil {
			return member, err
		}
		if err := a.claims.learn(group, taken, member.Person); err != nil {
			return member, err
		}
		if removed, err := a.claims.awaitRemovals(ctx, group, member.Or(person), began); err != nil || !removed {
			return member, err
		}
	}
}

// errNotSeated is the error of somebody who is not in a new group, where the gateway told nothing of it.
var errNotSeated error = &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "WhatsApp made the group without them, and the gateway does not tell why"}

// InitialMember finds somebody with whom a group was just made, given what its making told of them. Whoever is missing because
// WhatsApp has registered the number under another spelling is added under that.
func (a *Account) InitialMember(ctx context.Context, group whatsapp.JID, made whatsapp.Outcome) (whatsapp.Member, error) {
	member, err := a.Member(ctx, group, made.Person)
	if !errors.Is(err, whatsapp.ErrNotMember) {
		return member, err
	}
	err = made.Err
	if err == nil {
		err = errNotSeated
	}
	return a.addUnderOtherSpelling(ctx, group, made.Person, err)
}

// SetRole promotes or demotes a member. It fails with ErrInvalidRequest for the demotion of the creator of the group or of
// the account itself.
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
	return a.updateMember(ctx, group, action, member.Person, person)
}

// RemoveMember takes a person out of a group; not to be in it is success. The creator of the group, the account itself, and
// whom another resource of this process has just added are left in it. It fails with ErrHidden for somebody who may be one
// of the members whose numbers are hidden: nobody is removed by guess.
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
	_, err = a.updateMember(ctx, group, whatsapp.RemoveMembers, member.Person, person)
	if errors.Is(err, errClaimed) {
		return nil
	}
	return err
}

// protected tells whether a member is the creator of the group or the account itself, who are never removed or demoted.
func (a *Account) protected(ctx context.Context, member whatsapp.Member) (bool, error) {
	self, err := a.Self(ctx)
	return member.Creator || member.Same(self), err
}

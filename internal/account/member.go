package account

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrKeptSelf is the error of a removal or demotion of the account itself. It leaves a group by LeaveGroup alone. It is
// whatsapp.ErrInvalidRequest.
var ErrKeptSelf error = &whatsapp.Error{
	Kind: whatsapp.ErrInvalidRequest, Detail: "the account itself is never removed or demoted",
}

// ErrKeptCreator is the error of a removal or demotion of the person who made the group, which WhatsApp lets nobody do.
// It is whatsapp.ErrInvalidRequest.
var ErrKeptCreator error = &whatsapp.Error{
	Kind: whatsapp.ErrInvalidRequest, Detail: "the creator of a group is never removed or demoted",
}

// Member finds a person in a group. It fails with ErrNoSuchMember where the person is not in it, with ErrHidden where
// they may be hidden in it, with ErrInvalidRequest where several members have spellings of the number, and with ErrGone
// where the account itself is not in the group.
func (a *Account) Member(ctx context.Context, group whatsapp.JID, person whatsapp.Person) (whatsapp.Member, error) {
	g, err := a.Group(ctx, group)
	if err != nil {
		return whatsapp.Member{}, err
	}
	return a.find(ctx, g.Members, person)
}

// AddMember puts a person into a group, for a resource that gives them the role afterwards. To be in it already is
// success. Within a process all who add a person have to want one role. The error of whoever wants another one names
// both by spelled, which is how the user wrote the number.
func (a *Account) AddMember(
	ctx context.Context, group whatsapp.JID, role whatsapp.Role, person whatsapp.Person, spelled string,
) (whatsapp.Member, error) {
	taken, err := a.claims.take(group, &claim{person: person, spelled: spelled, role: role})
	if err != nil {
		return whatsapp.Member{}, err
	}
	member, err := a.addUnderAnySpelling(ctx, group, person, taken)
	if err != nil {
		a.claims.release(group, taken)
	}
	return member, err
}

// errNotSeated is the error of an initial member who is not in the new group, where the gateway does not say why.
var errNotSeated error = &whatsapp.Error{
	Kind: whatsapp.ErrRefused, Detail: "WhatsApp made the group without them, and the gateway does not say why",
}

// errNotAsked is the outcome of an initial member whom the gateway was not asked for: one call takes only so many.
var errNotAsked = errors.New("not added yet")

// InitialMembers finds the people that a group was just made with, and makes admins of those whose role that is; made
// is what CreateGroup told of them. Who is missing because WhatsApp has registered their number under another spelling
// is added under that. Nothing is done for the account itself, which is the group's creator. The errors are those of
// the people, in their order.
func (a *Account) InitialMembers(
	ctx context.Context, group whatsapp.JID, made []whatsapp.Outcome, roles []whatsapp.Role,
) []error {
	errs := make([]error, len(made))
	var missing atomic.Int32
	var all sync.WaitGroup
	for i := range made {
		all.Go(func() { errs[i] = a.initialMember(ctx, group, made[i], roles[i], &missing) })
	}
	all.Wait()
	return errs
}

// initialMember does for one person what InitialMembers does for all. It counts those who are missing for no reason.
func (a *Account) initialMember(
	ctx context.Context, group whatsapp.JID, made whatsapp.Outcome, role whatsapp.Role, missing *atomic.Int32,
) error {
	self, err := a.Self(ctx)
	if err != nil || self.Same(made.Person) {
		return err
	}
	member, err := a.Member(ctx, group, made.Person)
	switch {
	case !errors.Is(err, whatsapp.ErrNoSuchMember) && !errors.Is(err, ErrHidden):
	case errors.Is(made.Err, errNotAsked):
		member, err = a.addUnderAnySpelling(ctx, group, made.Person, nil)
	case errors.Is(err, whatsapp.ErrNoSuchMember):
		reason := made.Err
		if reason == nil {
			reason = errNotSeated
			if len(made.Person.Phone.Spellings()) == 1 && missing.Add(1) > fewLookUps {
				return reason
			}
		}
		member, err = a.addUnderOtherSpelling(ctx, group, made.Person, nil, reason)
	}
	if err != nil || role != whatsapp.RoleAdmin {
		return err
	}
	_, err = a.SetRole(ctx, group, member.Person, role)
	return err
}

// SetRole promotes or demotes a member. It fails with ErrKeptSelf for the demotion of the account itself, and with
// ErrKeptCreator for the demotion of the group's creator, who is always an admin.
func (a *Account) SetRole(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, role whatsapp.Role,
) (whatsapp.Member, error) {
	action := whatsapp.PromoteMembers
	if role == whatsapp.RoleMember {
		action = whatsapp.DemoteMembers
	}
	return a.changeMember(ctx, &memberChange{memberKey: memberKey{group, action}, person: person})
}

// PutBack puts a person into a group who may have been taken out by another resource that had them too. To be in it
// is success. Other than AddMember it claims nobody: the person is managed already.
func (a *Account) PutBack(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person,
) (whatsapp.Member, error) {
	return a.addUnderAnySpelling(ctx, group, person, nil)
}

// RemoveMember takes a person out of a group. Not to be in it is success. A person who was just added by another
// resource of this process stays in it, and that is success too, as it is where isHeld says in the turn that somebody
// else still has the person; isHeld may be nil. It fails with ErrKeptSelf and ErrKeptCreator for the people who are
// never removed, and with ErrHidden for a person who may be hidden in the group: nobody is removed by guess.
func (a *Account) RemoveMember(
	ctx context.Context, group whatsapp.JID, person whatsapp.Person, isHeld func() bool,
) error {
	_, err := a.changeMember(ctx, &memberChange{
		memberKey: memberKey{group, whatsapp.RemoveMembers}, person: person, isHeld: isHeld,
	})
	return err
}

// kept fails for the members who are never removed or demoted, with the error that says why.
func (a *Account) kept(ctx context.Context, member whatsapp.Member) error {
	self, err := a.Self(ctx)
	switch {
	case err != nil:
		return err
	case member.Same(self):
		return ErrKeptSelf
	case member.Creator:
		return ErrKeptCreator
	}
	return nil
}

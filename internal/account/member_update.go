package account

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// errClaimed ends a removal whose person was added by another resource of this process meanwhile.
var errClaimed = errors.New("claimed by another resource")

// addOnce adds a person by one spelling of the number, or by LID.
func (a *Account) addOnce(ctx context.Context, group whatsapp.JID, person whatsapp.Person) (whatsapp.Member, error) {
	return a.update(ctx, &memberUpdate{group: group, action: whatsapp.AddMembers, person: person, asked: person})
}

// updateMember carries an action out for a member. A reading of the group named the member as told; known is what else
// is known of them.
//
// WAHA's WEBJS has accepted a promotion by number in a group addressed by LID and done nothing (WAHA issue 1264). So
// what has no effect is asked for once more by LID.
func (a *Account) updateMember(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, told, known whatsapp.Person,
) (whatsapp.Member, error) {
	person := told.Or(known)
	member, err := a.update(ctx, &memberUpdate{group: group, action: action, person: person, asked: told})
	if !errors.Is(err, errUnshown) || told.Phone == "" {
		return member, err
	}
	lid := a.Identify(ctx, person).LID
	if lid == "" {
		return member, err
	}
	return a.update(ctx, &memberUpdate{group: group, action: action, person: person, asked: whatsapp.Person{LID: lid}})
}

func (a *Account) update(ctx context.Context, u *memberUpdate) (whatsapp.Member, error) {
	u.account = a
	err := a.write(ctx, write{prepare: u.prepare, send: u.send, settle: u.settle})
	if u.endRemoval != nil {
		u.endRemoval()
	}
	return u.member, err
}

// memberUpdate is one action on one person of a group.
type memberUpdate struct {
	account *Account
	group   whatsapp.JID
	action  whatsapp.MemberAction
	person  whatsapp.Person
	// asked is the name by which the gateway is asked for the person.
	asked whatsapp.Person

	before     whatsapp.Group
	endRemoval func()
	outcome    whatsapp.Outcome
	// members and member are the last reading, and the person in it.
	members []whatsapp.Member
	member  whatsapp.Member
}

func (u *memberUpdate) prepare(ctx context.Context) (err error) {
	if u.action == whatsapp.RemoveMembers {
		end, free := u.account.claims.remove(u.group, u.person)
		if !free {
			// Another resource got the person while this one waited for its turn.
			return errClaimed
		}
		u.endRemoval = end
	}
	u.before, err = u.account.Group(ctx, u.group)
	return err
}

func (u *memberUpdate) send(ctx context.Context) error {
	outcomes, err := u.account.gateway.UpdateMembers(ctx, u.group, u.action, []whatsapp.Person{u.asked})
	if err != nil || len(outcomes) == 0 {
		return err
	}
	if u.outcome = outcomes[0]; errors.Is(u.outcome.Err, whatsapp.ErrRateLimited) {
		return u.outcome.Err
	}
	return nil
}

func (u *memberUpdate) settle(ctx context.Context, sendErr error) error {
	a := u.account
	a.directory.stale(u.group)
	reason := sendErr
	if reason == nil {
		reason = u.outcome.Err
	}
	look := u.lookForUpdated
	if u.action == whatsapp.AddMembers {
		look = u.lookForAdded
	}
	var unsure error
	shown, readErr := a.confirm(ctx, reason, func(ctx context.Context) (bool, error) {
		read, err := a.gateway.Members(ctx, u.group)
		if err != nil {
			return false, err
		}
		var shown bool
		shown, unsure = look(ctx, read, reason)
		return shown, nil
	})
	switch {
	case shown:
		a.directory.keepMembers(u.before, u.members)
		return nil
	case reason == nil && readErr != nil:
		return fmt.Errorf("read the members back: %w", readErr)
	}
	err := a.ofCommunity(ctx, u.group, a.unshown(ctx, reason, u.members))
	if errors.Is(err, errUnshown) && unsure != nil {
		return unsure
	}
	if u.action == whatsapp.AddMembers {
		return a.ofFullGroup(ctx, u.group, u.members, err)
	}
	return err
}

// lookForUpdated looks for the effect on a member. Since it is known who they are, it compares the exact number:
// another spelling of it could be somebody else's.
func (u *memberUpdate) lookForUpdated(ctx context.Context, read []whatsapp.Member, _ error) (shown bool, unsure error) {
	u.members = u.account.named(ctx, read)
	i := slices.IndexFunc(u.members, func(m whatsapp.Member) bool {
		if m.LID != "" && u.person.LID != "" {
			return m.LID == u.person.LID
		}
		return m.Phone != "" && m.Phone == u.person.Phone
	})
	if i >= 0 {
		u.member = u.members[i]
	}
	switch u.action {
	case whatsapp.RemoveMembers:
		return i < 0, nil
	case whatsapp.PromoteMembers:
		return i >= 0 && u.member.Role == whatsapp.RoleAdmin, nil
	default:
		return i >= 0 && u.member.Role == whatsapp.RoleMember, nil
	}
}

// lookForAdded looks for a newcomer. Where WhatsApp hides their number, the gateway's answer or its pairs may tell the
// LID. Else the newcomer is the one hidden member who was not there before, or the only hidden one there is, if the
// gateway says that they are in the group. Writes go one at a time, so nobody else was added by us.
func (u *memberUpdate) lookForAdded(
	ctx context.Context, read []whatsapp.Member, reason error,
) (shown bool, unsure error) {
	a := u.account
	person := u.person.Or(whatsapp.Person{LID: u.outcome.LID})
	u.members = a.named(ctx, read)
	var err error
	if u.member, err = a.find(ctx, u.members, person); errors.Is(err, ErrHidden) || err == nil && u.member.Hidden() {
		// The gateway may have learnt the newcomer's pair by the adding.
		a.lidMap.forget()
		u.members = a.named(ctx, read)
		u.member, err = a.find(ctx, u.members, person)
	}
	if errors.Is(err, ErrHidden) && reason == nil {
		u.member, err = u.hiddenNewcomer(ctx)
	}
	switch {
	case errors.Is(err, whatsapp.ErrNotMember):
		return false, nil
	case err != nil:
		return false, err
	}
	if u.member.LID == "" {
		// The next ask for the newcomer's pair is to come after the adding.
		a.lidMap.forget()
	}
	if u.member.Hidden() && u.person.Phone != "" {
		a.learnedLIDs.add(u.person.Or(u.member.Person))
		if len(u.person.Phone.Spellings()) == 1 {
			u.member.Phone = u.person.Phone
		}
	}
	return true, nil
}

func (u *memberUpdate) hiddenNewcomer(ctx context.Context) (whatsapp.Member, error) {
	candidates := u.account.hidden(ctx, u.members)
	unsure := errAlreadyHidden
	if !u.outcome.Already {
		unsure = ErrHidden
		candidates = slices.DeleteFunc(candidates, func(m whatsapp.Member) bool {
			return slices.ContainsFunc(u.before.Members, func(b whatsapp.Member) bool { return b.LID == m.LID })
		})
	}
	if len(candidates) != 1 {
		return whatsapp.Member{}, unsure
	}
	return candidates[0], nil
}

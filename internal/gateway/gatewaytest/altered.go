package gatewaytest

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// altered is a gateway of which some methods are replaced, to break a rule on purpose. It embeds the good one, so that
// what is not replaced stays as it is.
type altered struct {
	whatsapp.Gateway

	// err replaces every error, and nil too.
	err func(error) error

	session       func(context.Context) (whatsapp.Session, error)
	lids          func(context.Context) ([]whatsapp.Person, error)
	contact       func(context.Context, phone.Number) (whatsapp.Person, error)
	groups        func(context.Context, bool) ([]whatsapp.Group, error)
	group         func(context.Context, whatsapp.JID) (whatsapp.Group, error)
	members       func(context.Context, whatsapp.JID) ([]whatsapp.Member, error)
	refresh       func(context.Context) error
	createGroup   func(context.Context, string, []whatsapp.Person) (whatsapp.Created, error)
	changeGroup   func(context.Context, whatsapp.JID, whatsapp.Change) error
	leaveGroup    func(context.Context, whatsapp.JID) error
	deleteChat    func(context.Context, whatsapp.JID) error
	updateMembers func(context.Context, whatsapp.JID, whatsapp.MemberAction, []whatsapp.Person) ([]whatsapp.Outcome, error)
	inviteCode    func(context.Context, whatsapp.JID) (whatsapp.InviteCode, error)
	revokeInvite  func(context.Context, whatsapp.JID) (whatsapp.InviteCode, error)
	inviteInfo    func(context.Context, whatsapp.InviteCode) (whatsapp.Group, error)
	join          func(context.Context, whatsapp.InviteCode) (whatsapp.JID, error)
}

var _ whatsapp.Gateway = altered{}

func (a altered) failed(err error) error {
	if a.err == nil {
		return err
	}
	return a.err(err)
}

func (a altered) Session(ctx context.Context) (whatsapp.Session, error) {
	call := a.session
	if call == nil {
		call = a.Gateway.Session
	}
	session, err := call(ctx)
	return session, a.failed(err)
}

func (a altered) LIDs(ctx context.Context) ([]whatsapp.Person, error) {
	call := a.lids
	if call == nil {
		call = a.Gateway.LIDs
	}
	people, err := call(ctx)
	return people, a.failed(err)
}

func (a altered) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	call := a.contact
	if call == nil {
		call = a.Gateway.Contact
	}
	person, err := call(ctx, number)
	return person, a.failed(err)
}

func (a altered) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	call := a.groups
	if call == nil {
		call = a.Gateway.Groups
	}
	groups, err := call(ctx, withMembers)
	return groups, a.failed(err)
}

func (a altered) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	call := a.group
	if call == nil {
		call = a.Gateway.Group
	}
	group, err := call(ctx, id)
	return group, a.failed(err)
}

func (a altered) Members(ctx context.Context, id whatsapp.JID) ([]whatsapp.Member, error) {
	call := a.members
	if call == nil {
		call = a.Gateway.Members
	}
	members, err := call(ctx, id)
	return members, a.failed(err)
}

func (a altered) Refresh(ctx context.Context) error {
	call := a.refresh
	if call == nil {
		call = a.Gateway.Refresh
	}
	return a.failed(call(ctx))
}

func (a altered) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	call := a.createGroup
	if call == nil {
		call = a.Gateway.CreateGroup
	}
	created, err := call(ctx, name, members)
	return created, a.failed(err)
}

func (a altered) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	call := a.changeGroup
	if call == nil {
		call = a.Gateway.ChangeGroup
	}
	return a.failed(call(ctx, id, change))
}

func (a altered) LeaveGroup(ctx context.Context, id whatsapp.JID) error {
	call := a.leaveGroup
	if call == nil {
		call = a.Gateway.LeaveGroup
	}
	return a.failed(call(ctx, id))
}

func (a altered) DeleteChat(ctx context.Context, id whatsapp.JID) error {
	call := a.deleteChat
	if call == nil {
		call = a.Gateway.DeleteChat
	}
	return a.failed(call(ctx, id))
}

func (a altered) UpdateMembers(
	ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	call := a.updateMembers
	if call == nil {
		call = a.Gateway.UpdateMembers
	}
	outcomes, err := call(ctx, id, action, people)
	return outcomes, a.failed(err)
}

func (a altered) InviteCode(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	call := a.inviteCode
	if call == nil {
		call = a.Gateway.InviteCode
	}
	code, err := call(ctx, id)
	return code, a.failed(err)
}

func (a altered) RevokeInvite(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	call := a.revokeInvite
	if call == nil {
		call = a.Gateway.RevokeInvite
	}
	code, err := call(ctx, id)
	return code, a.failed(err)
}

func (a altered) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	call := a.inviteInfo
	if call == nil {
		call = a.Gateway.InviteInfo
	}
	group, err := call(ctx, code)
	return group, a.failed(err)
}

func (a altered) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	call := a.join
	if call == nil {
		call = a.Gateway.Join
	}
	id, err := call(ctx, code)
	return id, a.failed(err)
}

// forOutcomes replaces every outcome of a change of members.
func forOutcomes(g whatsapp.Gateway, replace func(whatsapp.MemberAction, []whatsapp.Outcome) []whatsapp.Outcome) whatsapp.Gateway {
	return altered{Gateway: g, updateMembers: func(
		ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
	) ([]whatsapp.Outcome, error) {
		outcomes, err := g.UpdateMembers(ctx, id, action, people)
		return replace(action, outcomes), err
	}}
}

// forGroup replaces every group that is read alone.
func forGroup(g whatsapp.Gateway, replace func(whatsapp.Group) whatsapp.Group) whatsapp.Gateway {
	return altered{Gateway: g, group: func(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
		group, err := g.Group(ctx, id)
		if err != nil {
			return group, err
		}
		return replace(group), nil
	}}
}

// forErrors replaces every error of one kind.
func forErrors(g whatsapp.Gateway, kind error, replacement error) whatsapp.Gateway {
	return altered{Gateway: g, err: func(err error) error {
		if isAny(err, []error{kind}) {
			return replacement
		}
		return err
	}}
}

// forPeople replaces whom an action is asked for, or leaves them out, and tells the outcomes as if nothing had been.
func forPeople(g whatsapp.Gateway, replace func(whatsapp.Person) (other whatsapp.Person, asked bool)) whatsapp.Gateway {
	return altered{Gateway: g, updateMembers: func(
		ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
	) ([]whatsapp.Outcome, error) {
		outcomes := make([]whatsapp.Outcome, len(people))
		var others []whatsapp.Person
		for i, person := range people {
			outcomes[i].Person = person
			if other, asked := replace(person); asked {
				others = append(others, other)
			}
		}
		if len(others) == 0 {
			return outcomes, nil
		}
		_, err := g.UpdateMembers(ctx, id, action, others)
		return outcomes, err
	}}
}

package gatewaytest

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// override is a gateway of which a rule replaces something, to break the rule on purpose. The types below replace one
// method by a function. What is not replaced stays as it is, roles included.
type override struct{ whatsapp.Gateway }

// Unwrap is the gateway as it was.
func (o override) Unwrap() whatsapp.Gateway { return o.Gateway }

type overrideSession struct {
	override
	session func(context.Context) (whatsapp.Session, error)
}

func (o overrideSession) Session(ctx context.Context) (whatsapp.Session, error) {
	return o.session(ctx)
}

type overrideContact struct {
	override
	contact func(context.Context, phone.Number) (whatsapp.Person, error)
}

func (o overrideContact) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	return o.contact(ctx, number)
}

type overrideGroups struct {
	override
	groups func(context.Context, bool) ([]whatsapp.Group, error)
}

func (o overrideGroups) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	return o.groups(ctx, withMembers)
}

type overrideGroup struct {
	override
	group func(context.Context, whatsapp.JID) (whatsapp.Group, error)
}

func (o overrideGroup) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	return o.group(ctx, id)
}

type overrideCreate struct {
	override
	create func(context.Context, string, []whatsapp.Person) (whatsapp.Created, error)
}

func (o overrideCreate) CreateGroup(
	ctx context.Context, name string, members []whatsapp.Person,
) (whatsapp.Created, error) {
	return o.create(ctx, name, members)
}

type overrideChange struct {
	override
	change func(context.Context, whatsapp.JID, whatsapp.Change) error
}

func (o overrideChange) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	return o.change(ctx, id, change)
}

type overrideLeave struct {
	override
	leave func(context.Context, whatsapp.JID) error
}

func (o overrideLeave) LeaveGroup(ctx context.Context, id whatsapp.JID) error {
	return o.leave(ctx, id)
}

type overrideMembers struct {
	override
	update func(
		context.Context, whatsapp.JID, whatsapp.MemberAction, []whatsapp.Person,
	) ([]whatsapp.Outcome, error)
}

func (o overrideMembers) UpdateMembers(
	ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	return o.update(ctx, id, action, people)
}

type overrideInviteInfo struct {
	override
	info func(context.Context, whatsapp.InviteCode) (whatsapp.Group, error)
}

func (o overrideInviteInfo) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	return o.info(ctx, code)
}

type overrideJoin struct {
	override
	join func(context.Context, whatsapp.InviteCode) (whatsapp.JID, error)
}

func (o overrideJoin) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	return o.join(ctx, code)
}

// withGroup replaces every group that is read alone.
func withGroup(g whatsapp.Gateway, replace func(whatsapp.Group) whatsapp.Group) whatsapp.Gateway {
	return overrideGroup{override{g}, func(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
		group, err := g.Group(ctx, id)
		if err != nil {
			return group, err
		}
		return replace(group), nil
	}}
}

// withReadError replaces the error of reading a group, nil too.
func withReadError(g whatsapp.Gateway, replace func(error) error) whatsapp.Gateway {
	return overrideGroup{override{g}, func(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
		group, err := g.Group(ctx, id)
		return group, replace(err)
	}}
}

// withChangeError replaces the error of changing a group, nil too.
func withChangeError(g whatsapp.Gateway, replace func(error) error) whatsapp.Gateway {
	return overrideChange{override{g}, func(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
		return replace(g.ChangeGroup(ctx, id, change))
	}}
}

// withJoinError replaces the error of joining a group, nil too.
func withJoinError(g whatsapp.Gateway, replace func(error) error) whatsapp.Gateway {
	return overrideJoin{override{g}, func(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
		id, err := g.Join(ctx, code)
		return id, replace(err)
	}}
}

// kindAs makes another error, or none, of every error of a kind.
func kindAs(kind, replacement error) func(error) error {
	return func(err error) error {
		if errors.Is(err, kind) {
			return replacement
		}
		return err
	}
}

// withOutcomes replaces every outcome of a change of members.
func withOutcomes(
	g whatsapp.Gateway, replace func(whatsapp.MemberAction, []whatsapp.Outcome) []whatsapp.Outcome,
) whatsapp.Gateway {
	return overrideMembers{override{g}, func(
		ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
	) ([]whatsapp.Outcome, error) {
		outcomes, err := g.UpdateMembers(ctx, id, action, people)
		return replace(action, outcomes), err
	}}
}

// withPeople replaces the people of an action, or leaves them out, and gives the outcomes as if nothing had been.
func withPeople(
	g whatsapp.Gateway, replace func(whatsapp.Person) (other whatsapp.Person, asked bool),
) whatsapp.Gateway {
	return overrideMembers{override{g}, func(
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

package account

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Whoever has many people to change hands them in together. They go in as few calls as the gateway takes, and each
// person has an outcome of their own.

// Newcomer is somebody who is to be added.
type Newcomer struct {
	Person whatsapp.Person
	// Spelled is how the user wrote them.
	Spelled string
	// Role is what they are to be once they are in the group.
	Role whatsapp.Role
}

// MemberResult is what became of one of several people.
type MemberResult struct {
	Member whatsapp.Member
	Err    error
}

// AddMembers is AddMember for the people of one resource. Two of them may turn out to be one person: then both have the
// same member.
func (a *Account) AddMembers(ctx context.Context, group whatsapp.JID, newcomers []Newcomer) []MemberResult {
	results := make([]MemberResult, len(newcomers))
	list := &claimList{}
	var addings []*memberChange
	var places []int
	for i, n := range newcomers {
		taken, err := a.claims.take(group, &claim{person: n.Person, spelled: n.Spelled, role: n.Role, list: list})
		if err != nil {
			results[i].Err = err
			continue
		}
		addings, places = append(addings, newAdding(group, n.Person, taken)), append(places, i)
	}
	for j, result := range a.addAllUnderAnySpelling(ctx, group, addings...) {
		if result.Err != nil {
			a.claims.release(group, addings[j].claim)
		}
		results[places[j]] = result
	}
	return results
}

// SetRoles is SetRole for several people who get one role.
func (a *Account) SetRoles(
	ctx context.Context, group whatsapp.JID, people []whatsapp.Person, role whatsapp.Role,
) []MemberResult {
	action := whatsapp.PromoteMembers
	if role == whatsapp.RoleMember {
		action = whatsapp.DemoteMembers
	}
	changes := make([]*memberChange, len(people))
	for i, person := range people {
		changes[i] = &memberChange{memberKey: memberKey{group, action}, person: person}
	}
	return a.changeAll(ctx, changes)
}

// Removal is somebody who is to be removed, unless somebody else still has them as IsHeld says, which may be nil.
type Removal struct {
	Person whatsapp.Person
	IsHeld func() bool
}

// RemoveMembers is RemoveMember for several people.
func (a *Account) RemoveMembers(ctx context.Context, group whatsapp.JID, removals []Removal) []MemberResult {
	changes := make([]*memberChange, len(removals))
	for i, r := range removals {
		changes[i] = &memberChange{
			memberKey: memberKey{group, whatsapp.RemoveMembers}, person: r.Person, isHeld: r.IsHeld,
		}
	}
	return a.changeAll(ctx, changes)
}

func (a *Account) changeAll(ctx context.Context, changes []*memberChange) []MemberResult {
	a.changeMembers(ctx, changes...)
	results := make([]MemberResult, len(changes))
	for i, c := range changes {
		results[i] = MemberResult{c.member, c.err}
	}
	return results
}

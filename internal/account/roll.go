package account

import (
	"context"
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Roll is who is in a group, for somebody who knows several of its people.
type Roll struct {
	// People are what became of those who were asked for, in their order: the errors are those of Member.
	People []MemberResult
	// Others are the members who are none of them.
	Others []whatsapp.Member
	// room is how many more people the group takes. It is negative where the group shows that its limit is another one.
	room int
}

// IsTooFullFor reports whether the group does not take so many more people.
func (r Roll) IsTooFullFor(more int) bool { return r.room >= 0 && r.room < more }

// CallRoll looks for several people in a group, in one reading and in time that grows with their number only. The
// error is about the group.
func (a *Account) CallRoll(ctx context.Context, group whatsapp.JID, people []whatsapp.Person) (Roll, error) {
	g, err := a.Group(ctx, group)
	if err != nil {
		return Roll{}, err
	}
	hides := len(a.hidden(ctx, g.Members)) > 0
	index := newMemberIndex(g.Members)
	roll := Roll{People: make([]MemberResult, len(people)), room: g.Kind.MaxMembers() - len(g.Members)}
	met := make(map[whatsapp.Person]struct{}, len(people))
	for i, person := range people {
		member, err := a.findIndexed(ctx, index, person)
		if errors.Is(err, whatsapp.ErrNoSuchMember) && person.LID == "" && hides {
			err = ErrHidden
		}
		if err == nil {
			err = a.CheckHolder(ctx, member, person)
		}
		if !member.IsZero() {
			met[member.Person] = struct{}{}
		}
		roll.People[i] = MemberResult{member, err}
	}
	for _, m := range g.Members {
		if _, is := met[m.Person]; !is {
			roll.Others = append(roll.Others, m)
		}
	}
	return roll, nil
}

// findIndexed is find among those members only who may be the person.
func (a *Account) findIndexed(
	ctx context.Context, index memberIndex, person whatsapp.Person,
) (whatsapp.Member, error) {
	person = a.learnedLIDs.complete(person)
	member, err := a.find(ctx, index.like(person), person)
	if errors.Is(err, whatsapp.ErrNoSuchMember) && person.LID != "" {
		// They may have another number by now than the one that was remembered.
		if now := a.Identify(ctx, whatsapp.Person{LID: person.LID}); now.Phone != "" {
			return whatsapp.FindMember(index.like(now), now)
		}
	}
	return member, err
}

// memberIndex has the members of a group by their names.
type memberIndex struct {
	byPhone map[phone.Number][]whatsapp.Member
	byLID   map[whatsapp.JID][]whatsapp.Member
}

func newMemberIndex(members []whatsapp.Member) memberIndex {
	index := memberIndex{
		make(map[phone.Number][]whatsapp.Member, len(members)), make(map[whatsapp.JID][]whatsapp.Member, len(members)),
	}
	for _, m := range members {
		if m.Phone != "" {
			index.byPhone[m.Phone] = append(index.byPhone[m.Phone], m)
		}
		if m.LID != "" {
			index.byLID[m.LID] = append(index.byLID[m.LID], m)
		}
	}
	return index
}

// like lists the members who share a name with a person. Somebody may be among them twice.
func (x memberIndex) like(person whatsapp.Person) []whatsapp.Member {
	var members []whatsapp.Member
	for _, spelling := range person.Phone.Spellings() {
		members = append(members, x.byPhone[spelling]...)
	}
	for _, m := range x.byLID[person.LID] {
		if m.Phone == "" || !m.Phone.SameSubscriber(person.Phone) {
			members = append(members, m)
		}
	}
	return members
}

package account

import (
	"context"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// named fills in the numbers of members whom WhatsApp shows by LID only, as far as the gateway knows them. The list of
// pairs is asked for only if there is such a member, and once. A gateway that fails to give it leaves the members as they
// are: who cannot be resolved is nobody's drift.
func (a *Account) named(ctx context.Context, members []whatsapp.Member) []whatsapp.Member {
	if !slices.ContainsFunc(members, func(m whatsapp.Member) bool { return m.Phone == "" }) {
		return members
	}
	phones, err := a.phones.get(ctx)
	if err != nil {
		return members
	}
	resolved := slices.Clone(members)
	for i, m := range resolved {
		if m.Phone == "" {
			resolved[i].Phone = phones[m.LID]
		}
	}
	return resolved
}

// complete fills in the numbers of the members and, where they tell it, that of the owner.
func (a *Account) complete(ctx context.Context, g whatsapp.Group) whatsapp.Group {
	g.Members = a.named(ctx, g.Members)
	if g.Owner.Phone == "" {
		if owner, err := whatsapp.FindMember(g.Members, g.Owner); err == nil {
			g.Owner.Phone = owner.Phone
		}
	}
	return g
}

func (a *Account) fetchPhones(ctx context.Context) (map[whatsapp.JID]whatsapp.PhoneNumber, error) {
	people, err := a.gateway.LIDs(ctx)
	if err != nil {
		return nil, err
	}
	phones := make(map[whatsapp.JID]whatsapp.PhoneNumber, len(people))
	for _, person := range people {
		phones[person.LID] = person.Phone
	}
	return phones, nil
}

package gatewaytest

import (
	"context"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func addressRules() []Rule {
	return []Rule{
		{
			Name:   "ids are in canonical form",
			Reason: "ids are compared as text, in the state too, and must not change with the gateway",
			Check:  checkCanonical,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					for i := range group.Members {
						group.Members[i].Phone = "+" + group.Members[i].Phone
					}
					return group
				})
			},
		},
		{
			Name:   "a hidden number stays hidden",
			Reason: "the digits of a LID are no phone number; taken for one, they remove or add a stranger",
			World:  true,
			Check:  checkHidden,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					for i, m := range group.Members {
						if m.Phone == "" {
							group.Members[i].Phone = phone.Number(m.LID.User())
						}
					}
					return group
				})
			},
		},
		{
			Name:   "a group addressed by LID has all of its members, whatever it shows of their numbers",
			Reason: "more and more groups are addressed by LID, and the same people have to be found there",
			World:  true,
			Check:  checkAddressedByLID,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
					var known []whatsapp.Member
					for _, m := range group.Members {
						if m.Phone != "" {
							known = append(known, m)
						}
					}
					group.Members = known
					return group
				})
			},
		},
		{
			Name:   "LIDs are told in pairs",
			Reason: "half a pair matches nobody, and a wrong one matches two people as one",
			Check:  checkLIDs,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return halfPairs{override{g}} },
		},
	}
}

func checkCanonical(ctx context.Context, h Harness) error {
	group, err := h.Gateway.Group(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the group: %w", err)
	}
	groups, err := h.Gateway.Groups(ctx, true)
	if err != nil {
		return fmt.Errorf("list the groups: %w", err)
	}
	for _, group := range append(groups, group) {
		if jid, err := whatsapp.ParseGroupJID(string(group.ID)); err != nil || jid != group.ID {
			return fmt.Errorf("the id %q of a group is not canonical", group.ID)
		}
		if err := wantCanonical(group.Owner); err != nil && !group.Owner.IsZero() {
			return fmt.Errorf("the owner of %s: %w", group.ID, err)
		}
		for _, member := range group.Members {
			if err := wantCanonical(member.Person); err != nil {
				return fmt.Errorf("a member of %s: %w", group.ID, err)
			}
		}
	}
	members, err := h.Gateway.Members(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the members: %w", err)
	}
	for _, member := range members {
		if err := wantCanonical(member.Person); err != nil {
			return fmt.Errorf("a member alone: %w", err)
		}
	}
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	if session.Self.IsZero() {
		return nil
	}
	return wantCanonical(session.Self)
}

// wantCanonical fails unless the person has a name, and each as WhatsApp writes it.
func wantCanonical(person whatsapp.Person) error {
	if person.IsZero() {
		return fmt.Errorf("somebody has neither number nor LID")
	}
	for _, jid := range []whatsapp.JID{whatsapp.PhoneJID(person.Phone), person.LID} {
		parsed, err := whatsapp.ParseJID(string(jid))
		if jid != "" && (err != nil || parsed != jid) {
			return fmt.Errorf("the address %q is not canonical", jid)
		}
	}
	if person.LID != "" && !person.LID.IsLID() {
		return fmt.Errorf("%q is not a LID", person.LID)
	}
	return nil
}

func checkHidden(ctx context.Context, h Harness) error {
	for _, byLID := range []bool{false, true} {
		if err := h.edit(func(g *WorldGroup) { g.ByLID = byLID }); err != nil {
			return err
		}
		group, err := h.Gateway.Group(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the group: %w", err)
		}
		if err := h.wantHidden(group.Members); err != nil {
			return err
		}
		members, err := h.Gateway.Members(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the members: %w", err)
		}
		if err := h.wantHidden(members); err != nil {
			return err
		}
		listed, _, err := h.listed(ctx, h.Group, true)
		if err != nil {
			return err
		}
		if listed.Members != nil {
			if err := h.wantHidden(listed.Members); err != nil {
				return fmt.Errorf("in the list, %w", err)
			}
		}
	}
	return nil
}

func (h Harness) wantHidden(members []whatsapp.Member) error {
	hidden := h.People.Hidden
	for _, member := range members {
		if member.LID == hidden.LID && member.Phone == "" {
			return nil
		}
		if member.LID == hidden.LID || string(member.Phone) == hidden.LID.User() {
			return fmt.Errorf("%s hides the number, and %q is told of it", hidden, member.Phone)
		}
	}
	return fmt.Errorf("%s is missing among %v", hidden, members)
}

// checkAddressedByLID shows all of the numbers, all but those of the ones who hide them, and none but the account's.
func checkAddressedByLID(ctx context.Context, h Harness) error {
	for _, shown := range []struct{ all, none bool }{{all: true}, {}, {none: true}} {
		err := h.edit(func(g *WorldGroup) {
			g.ByLID, g.HidesNumbers = true, shown.none
			for i, m := range g.Members {
				g.Members[i].Hidden = !shown.all && m.LID == h.People.Hidden.LID
			}
		})
		if err != nil {
			return err
		}
		want, err := h.inWorld(h.Group)
		if err != nil {
			return err
		}
		err = h.reads(ctx, h.Group, func(group whatsapp.Group) error { return wantSame(group, want.Group()) })
		if err != nil {
			return err
		}
		err = h.eachReading(ctx, func(members []whatsapp.Member) error {
			if err := wantSamePeople(members, want.Group().Members); err != nil {
				return err
			}
			for _, m := range want.Members {
				told, is := exactly(members, m.Person)
				switch {
				case !is || told.Phone != "" && told.Phone != m.Phone:
					return fmt.Errorf("%s is told as %s, with the number %q", m.Person, told, told.Phone)
				case m.Hidden || want.HidesNumbers && m.LID != h.Self.LID:
					if told.Person != (whatsapp.Person{LID: m.LID}) {
						return fmt.Errorf("the number of %s is hidden, and it is told as %s with the LID %q", m.LID,
							told, told.LID)
					}
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("where all the numbers are shown (%t), or none (%t), %w", shown.all, shown.none, err)
		}
	}
	return nil
}

// halfPairs lists a LID without a number.
type halfPairs struct{ override }

func (halfPairs) LIDs(context.Context) ([]whatsapp.Person, error) {
	return []whatsapp.Person{{LID: "77@lid"}}, nil
}

func checkLIDs(ctx context.Context, h Harness) error {
	gateway, lists := whatsapp.As[whatsapp.LIDLister](h.Gateway)
	if !lists {
		return skip("the gateway keeps no list of LIDs")
	}
	// Servers learn of people by reading their groups.
	if _, err := h.Gateway.Group(ctx, h.Group); err != nil {
		return fmt.Errorf("read the group: %w", err)
	}
	people, err := gateway.LIDs(ctx)
	if err != nil {
		return fmt.Errorf("ask for the LIDs: %w", err)
	}
	if len(people) == 0 && !h.Reports.LIDs {
		return skip("the server keeps no list of LIDs")
	}
	numbers := map[whatsapp.JID]phone.Number{}
	for _, person := range people {
		if err := wantCanonical(person); err != nil {
			return err
		}
		if person.Phone == "" || person.LID == "" {
			return fmt.Errorf("%+v is no pair", person)
		}
		if number, twice := numbers[person.LID]; twice {
			return fmt.Errorf("%s is told with %s and with %s", person.LID, number, person.Phone)
		}
		numbers[person.LID] = person.Phone
	}
	if member := h.People.Member; member.LID != "" && numbers[member.LID] != member.Phone {
		return fmt.Errorf("%s is the LID of %s, and it is told with %q", member.LID, member, numbers[member.LID])
	}
	if _, told := numbers[h.People.Hidden.LID]; told && !h.People.Hidden.IsZero() {
		return fmt.Errorf("%s hides the number, and it is told", h.People.Hidden)
	}
	return nil
}

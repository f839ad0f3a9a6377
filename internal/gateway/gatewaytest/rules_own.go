package gatewaytest

import (
	"context"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func ownRules() []Rule {
	return []Rule{
		{
			Name:   "the own account is recognised in every group",
			Reason: "whoever is not recognised as the account is counted, demoted and removed like anybody else",
			World:  true,
			Check: func(ctx context.Context, h Harness) error {
				return h.checkRecognised(ctx, h.Self.Phone)
			},
			Broken: asStranger,
		},
		{
			Name: "the own account is recognised under another spelling of its number",
			Reason: "a user who tells the own number writes it as it is dialled, and WhatsApp may have registered " +
				"another",
			World: true,
			Check: func(ctx context.Context, h Harness) error {
				// Brazil, where WhatsApp has left the ninth digit out.
				const registered, dialled = phone.Number("556188880000"), phone.Number("5561988880000")
				if err := h.World.Renumber(registered); err != nil {
					return err
				}
				session, err := h.Gateway.Session(ctx)
				if err != nil {
					return fmt.Errorf("ask for the session: %w", err)
				}
				if told := session.Self.Phone; told != "" && told != registered {
					return fmt.Errorf("the own number is %s, and %s is told", registered, told)
				}
				return h.checkRecognised(ctx, dialled)
			},
			Broken: asStranger,
		},
	}
}

// asStranger gives the account's own member another name.
func asStranger(g whatsapp.Gateway) whatsapp.Gateway {
	return withGroup(g, func(group whatsapp.Group) whatsapp.Group {
		for i, m := range group.Members {
			if m.Creator {
				group.Members[i].Person = whatsapp.Person{LID: "77@lid"}
			}
		}
		return group
	})
}

// checkRecognised fails unless one member is the account and nobody else is, by the number that a user knows and by
// what the session reports: in groups that are addressed by number and by LID, and that hide the numbers and do not.
func (h Harness) checkRecognised(ctx context.Context, number phone.Number) error {
	session, err := h.Gateway.Session(ctx)
	if err != nil {
		return fmt.Errorf("ask for the session: %w", err)
	}
	for _, hides := range []bool{false, true} {
		for _, byLID := range []bool{false, true} {
			if err := h.edit(func(g *WorldGroup) { g.ByLID, g.HidesNumbers = byLID, hides }); err != nil {
				return err
			}
			err := h.eachReading(ctx, func(members []whatsapp.Member) error {
				return wantRecognised(members, whatsapp.Person{Phone: number}, session.Self)
			})
			if err != nil {
				return fmt.Errorf("in a group addressed by LID (%t) that hides the numbers (%t), %w", byLID, hides, err)
			}
		}
	}
	return nil
}

func wantRecognised(members []whatsapp.Member, names ...whatsapp.Person) error {
	var own []whatsapp.Member
	for _, member := range members {
		for _, name := range names {
			if same(member.Person, name) {
				own = append(own, member)
				break
			}
		}
	}
	if len(own) != 1 || !own[0].Creator || own[0].Role != whatsapp.RoleAdmin {
		return fmt.Errorf("the account is to be recognised as the creator by %v, and what is found is %v, among %v",
			names, own, members)
	}
	return nil
}

package gatewaytest

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// nowhere is a group that WhatsApp does not have.
const nowhere = whatsapp.JID("120363999999999999@g.us")

func absenceRules() []Rule {
	return []Rule{
		{
			Name:   "a group that there is not is an error to read",
			Reason: "an empty group in its place would be filled anew",
			Check:  func(ctx context.Context, h Harness) error { return h.wantAbsent(ctx, nowhere) },
			Broken: absentAsZero,
		},
		{
			Name:   "a write to a group that there is not is an error",
			Reason: "an apply that has changed nothing must not end well",
			Check:  checkWritesNowhere,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideChange{override{g}, func(
					ctx context.Context, id whatsapp.JID, change whatsapp.Change,
				) error {
					if id == nowhere {
						return nil
					}
					return g.ChangeGroup(ctx, id, change)
				}}
			},
		},
		{
			Name:   "a group that removed the account is absent",
			Reason: "its state is dropped, with a warning, and every gateway has to agree when",
			World:  true,
			Check: func(ctx context.Context, h Harness) error {
				if err := h.edit(func(g *WorldGroup) { g.remove(h.Self) }); err != nil {
					return err
				}
				return h.wantAbsent(ctx, h.Group)
			},
			Broken: absentAsZero,
		},
	}
}

// absentAsZero makes a group of nothing of an absence.
func absentAsZero(g whatsapp.Gateway) whatsapp.Gateway {
	return withReadError(g, func(err error) error {
		if isAny(err, absent) {
			return nil
		}
		return err
	})
}

// wantAbsent fails unless the group is absent to every reading, soon.
func (h Harness) wantAbsent(ctx context.Context, id whatsapp.JID) error {
	return h.eventually(ctx, func() error {
		group, err := h.Gateway.Group(ctx, id)
		if err := wantError("read an absent group", err, absent...); err != nil {
			return err
		}
		if group.ID != "" || len(group.Members) > 0 {
			return fmt.Errorf("an absent group is %+v beside the error", group)
		}
		_, err = h.Gateway.Members(ctx, id)
		if err := wantError("read the members of an absent group", err, absent...); err != nil {
			return err
		}
		for _, withMembers := range []bool{true, false} {
			_, is, err := h.listed(ctx, id, withMembers)
			if err != nil {
				return err
			}
			if is {
				return fmt.Errorf("the list with members %t has the absent group %s", withMembers, id)
			}
		}
		return nil
	})
}

func checkWritesNowhere(ctx context.Context, h Harness) error {
	h.Group = nowhere
	calls, err := h.able(ctx, append(h.changeCalls(), h.memberCalls()...))
	if err != nil {
		return err
	}
	for _, c := range calls {
		what := c.name + " of an absent group"
		// Which kind it is depends on what a server can say of it.
		wanted := slices.Concat(absent, untold, []error{whatsapp.ErrNotAdmin, whatsapp.ErrInvalidRequest})
		if err := wantError(what, c.do(ctx, h.Gateway), wanted...); err != nil {
			return err
		}
	}
	return nil
}

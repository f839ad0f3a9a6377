package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// whoIsAbsentRules say that an absence is about somebody: about the account, or about a person.
func whoIsAbsentRules() []Rule {
	return []Rule{
		{
			Name:   "that a person is no member is said of the person alone",
			Reason: "the group of everybody else would be taken for gone because one of its people is missing",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			Check:  checkAbsenceOfPerson,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideMembers{override{g}, func(
					ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					outcomes, err := g.UpdateMembers(ctx, id, action, people)
					if action == whatsapp.PromoteMembers {
						outcomes = []whatsapp.Outcome{{
							Person: people[0], Err: &whatsapp.Error{Kind: whatsapp.ErrNotMember},
						}}
						err = nil
					}
					return outcomes, err
				}}
			},
		},
		{
			Name: "that the account is no member is never said of a person",
			Reason: "people who are in the group would be dropped from the state, and what was to remove them would " +
				"count as done",
			World:  true,
			Check:  checkAbsenceOfAccount,
			Broken: absentAsPerson,
		},
	}
}

// absentAsPerson says of a group without the account that a person is not in it.
func absentAsPerson(g whatsapp.Gateway) whatsapp.Gateway {
	return withReadError(g, func(err error) error {
		if isAny(err, absent) {
			return &whatsapp.Error{Kind: whatsapp.ErrNoSuchMember}
		}
		return err
	})
}

func checkAbsenceOfPerson(ctx context.Context, h Harness) error {
	for _, action := range []whatsapp.MemberAction{
		whatsapp.PromoteMembers, whatsapp.DemoteMembers, whatsapp.RemoveMembers,
	} {
		outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, action, numbers(h.People.Open))
		for _, err := range append(errorsOf(outcomes), err) {
			if isAny(err, absent) {
				return fmt.Errorf("%s one who is no member: it is said of the account: %w", action, err)
			}
		}
	}
	return nil
}

func checkAbsenceOfAccount(ctx context.Context, h Harness) error {
	if err := h.edit(func(g *WorldGroup) { g.remove(h.Self) }); err != nil {
		return err
	}
	calls, err := h.able(ctx, slices.Concat(h.readCalls(), h.inviteCalls(), h.changeCalls(), h.memberCalls(),
		h.leaveCalls()))
	if err != nil {
		return err
	}
	for _, c := range calls {
		if err := c.do(ctx, h.Gateway); errors.Is(err, whatsapp.ErrNoSuchMember) {
			return fmt.Errorf("%s of a group without the account: it is said of a person: %w", c.name, err)
		}
	}
	return nil
}

func errorsOf(outcomes []whatsapp.Outcome) []error {
	errs := make([]error, 0, len(outcomes)+1)
	for _, outcome := range outcomes {
		errs = append(errs, outcome.Err)
	}
	return errs
}

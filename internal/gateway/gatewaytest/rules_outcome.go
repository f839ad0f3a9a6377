package gatewaytest

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func outcomeRules() []Rule {
	needs := []whatsapp.Ability{whatsapp.ChangeMembers}
	return []Rule{
		{
			Name: "the LID in an outcome is that person's",
			Reason: "in a group that hides numbers it is all that tells who of the members was added, and who is to " +
				"be removed",
			Needs: needs,
			World: true,
			Check: checkOutcomeLIDs,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withOutcomes(g, func(_ whatsapp.MemberAction, outcomes []whatsapp.Outcome) []whatsapp.Outcome {
					for i := range outcomes {
						outcomes[i].LID = "109@lid"
					}
					return outcomes
				})
			},
		},
		{
			Name: "who was a member before is told, and nobody else",
			Reason: "somebody who was there before was not brought by the run, and is not to lose the group because " +
				"of it",
			Needs: needs,
			Check: checkAlready,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withOutcomes(g, func(
					action whatsapp.MemberAction, outcomes []whatsapp.Outcome,
				) []whatsapp.Outcome {
					for i := range outcomes {
						outcomes[i].Already = action == whatsapp.AddMembers && outcomes[i].Err == nil
					}
					return outcomes
				})
			},
		},
	}
}

func checkOutcomeLIDs(ctx context.Context, h Harness) error {
	open, member := h.People.Open, h.People.Member
	together := []whatsapp.Person{open, member}
	for person := range h.refusals() {
		together = append(together, person)
	}
	for _, hides := range []bool{true, false} {
		for _, byLID := range []bool{true, false} {
			if err := h.edit(func(g *WorldGroup) { g.ByLID, g.HidesNumbers = byLID, hides }); err != nil {
				return err
			}
			before, err := h.inWorld(h.Group)
			if err != nil {
				return err
			}
			for _, step := range []struct {
				action whatsapp.MemberAction
				people []whatsapp.Person
			}{
				{whatsapp.AddMembers, []whatsapp.Person{open}},
				{whatsapp.AddMembers, []whatsapp.Person{open}},
				{whatsapp.PromoteMembers, []whatsapp.Person{member}},
				{whatsapp.DemoteMembers, []whatsapp.Person{member}},
				{whatsapp.RemoveMembers, []whatsapp.Person{open}},
				{whatsapp.AddMembers, together},
				{whatsapp.RemoveMembers, []whatsapp.Person{open, member}},
			} {
				due := h.Reports.AddedLIDs && byLID && len(step.people) == 1 && step.action == whatsapp.AddMembers
				if err := h.checkLIDsOf(ctx, step.action, step.people, due); err != nil {
					return err
				}
			}
			if err := h.World.Put(before); err != nil {
				return err
			}
		}
	}
	return h.checkLIDsOfCreate(ctx)
}

func (h Harness) checkLIDsOfCreate(ctx context.Context) error {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return fmt.Errorf("ask for the abilities: %w", err)
	}
	if !abilities.Can(whatsapp.CreateGroup) {
		return nil
	}
	people := []whatsapp.Person{h.People.Open, h.People.Member}
	created, err := h.Gateway.CreateGroup(ctx, newName("LIDs"), numbers(people...))
	if err != nil {
		return fmt.Errorf("create a group: %w", err)
	}
	if err := h.wantOwnLIDs(created.Outcomes, people, false); err != nil {
		return fmt.Errorf("create a group: %w", err)
	}
	return nil
}

// checkLIDsOf carries an action out and checks its outcomes.
func (h Harness) checkLIDsOf(
	ctx context.Context, action whatsapp.MemberAction, people []whatsapp.Person, due bool,
) error {
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, action, numbers(people...))
	if err != nil {
		return fmt.Errorf("%s %v: %w", action, people, err)
	}
	if len(people) == 1 {
		// Only together with others is somebody asked for who is refused.
		err = wantDone(outcomes, numbers(people...))
	}
	if err := firstOf(err, h.wantOwnLIDs(outcomes, people, due)); err != nil {
		return fmt.Errorf("%s %v: %w", action, people, err)
	}
	return nil
}

// wantOwnLIDs fails on an outcome with another's LID, or without one where it is due.
func (h Harness) wantOwnLIDs(outcomes []whatsapp.Outcome, people []whatsapp.Person, due bool) error {
	if err := wantOutcomes(outcomes, people); err != nil {
		return err
	}
	for i, person := range people {
		switch lid := outcomes[i].LID; {
		case lid == "" && due:
			return fmt.Errorf("the LID of %s is not told, and the server has told it", person)
		case lid != "" && (person.LID != "" && lid != person.LID || h.isLIDOfAnother(lid, person)):
			return fmt.Errorf("the LID of %s is told to be %s, which is another's", person, lid)
		}
	}
	return nil
}

// isLIDOfAnother is for those who are not on WhatsApp, or whose LID the harness does not know.
func (h Harness) isLIDOfAnother(lid whatsapp.JID, person whatsapp.Person) bool {
	everybody := []whatsapp.Person{h.Self, h.People.Member, h.People.Open, h.People.Private, h.People.RecentlyLeft,
		h.People.Hidden}
	return slices.ContainsFunc(append(everybody, h.People.Respelled...), func(other whatsapp.Person) bool {
		return other.LID == lid && other != person
	})
}

func checkAlready(ctx context.Context, h Harness) error {
	people := []whatsapp.Person{h.People.Open, h.People.Member}
	for _, step := range []struct {
		action whatsapp.MemberAction
		// already has those who are told to have been members before.
		already [2]bool
	}{
		{whatsapp.AddMembers, [2]bool{false, true}},
		{whatsapp.AddMembers, [2]bool{true, true}},
		{whatsapp.RemoveMembers, [2]bool{}},
		{whatsapp.AddMembers, [2]bool{}},
	} {
		outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, step.action, numbers(people...))
		if err != nil {
			return fmt.Errorf("%s %v: %w", step.action, people, err)
		}
		if err := wantDone(outcomes, people); err != nil {
			return fmt.Errorf("%s: %w", step.action, err)
		}
		for i, o := range outcomes {
			if o.Already && !step.already[i] {
				return fmt.Errorf("%s %s: it is told that they were a member before, and they were not", step.action,
					o.Person)
			}
			if !o.Already && step.already[i] && h.Reports.Refusals {
				return fmt.Errorf("%s %s: it is not told that they were a member before, and the server has told it",
					step.action, o.Person)
			}
		}
	}
	return nil
}

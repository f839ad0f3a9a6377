package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func memberRules() []Rule {
	needs := []whatsapp.Ability{whatsapp.ChangeMembers}
	return []Rule{
		{
			Name:   "people are added, each with an outcome in the order asked",
			Reason: "the outcomes decide which of many resources of one run have failed",
			Needs:  needs,
			Check:  checkAdd,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withOutcomes(g, func(_ whatsapp.MemberAction, outcomes []whatsapp.Outcome) []whatsapp.Outcome {
					slices.Reverse(outcomes)
					return outcomes
				})
			},
		},
		{
			Name:   "to add a member again is no error",
			Reason: "a run that was interrupted is repeated",
			Needs:  needs,
			Check:  checkAddAgain,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return refusesNoChange(g, whatsapp.AddMembers) },
		},
		{
			Name:   "people are removed, and to remove one who is no member is no error",
			Reason: "somebody who has left is what the configuration asks for",
			Needs:  needs,
			Check:  checkRemove,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return refusesNoChange(g, whatsapp.RemoveMembers) },
		},
		{
			Name:   "members are promoted, and an admin again without error",
			Reason: "a role that is there already is what the configuration asks for",
			Needs:  needs,
			Check: func(ctx context.Context, h Harness) error {
				return h.checkRoleTwice(ctx, whatsapp.PromoteMembers, whatsapp.RoleAdmin)
			},
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return refusesNoChange(g, whatsapp.PromoteMembers) },
		},
		{
			Name:   "admins are demoted, and a plain member again without error",
			Reason: "a role that is there already is what the configuration asks for",
			Needs:  needs,
			Check: func(ctx context.Context, h Harness) error {
				if _, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.PromoteMembers,
					numbers(h.People.Member)); err != nil {
					return fmt.Errorf("promote: %w", err)
				}
				return h.checkRoleTwice(ctx, whatsapp.DemoteMembers, whatsapp.RoleMember)
			},
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return refusesNoChange(g, whatsapp.DemoteMembers) },
		},
		{
			Name: "a member who hides the number is promoted, demoted and removed by LID, or it is said that not",
			Reason: "there is no other name for them, and a role or a removal that did not happen must not be taken " +
				"for done",
			Needs: needs,
			World: true,
			Check: checkActionsByLID,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideMembers{override{g}, func(
					ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					outcomes := make([]whatsapp.Outcome, len(people))
					var named []whatsapp.Person
					for i, person := range people {
						outcomes[i].Person = person
						if person.Phone != "" {
							named = append(named, person)
						}
					}
					if len(named) == 0 {
						return outcomes, nil
					}
					return g.UpdateMembers(ctx, id, action, named)
				}}
			},
		},
		{
			Name:   "an action on some people leaves the others alone",
			Reason: "nobody is to lose a group because of somebody else",
			Needs:  needs,
			World:  true,
			Check:  checkOthers,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideMembers{override{g}, func(
					ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					if action == whatsapp.AddMembers {
						group, err := g.Group(ctx, id)
						if err != nil {
							return nil, err
						}
						for _, m := range group.Members {
							if !m.Creator {
								if _, err := g.UpdateMembers(ctx, id, whatsapp.RemoveMembers,
									[]whatsapp.Person{m.Person}); err != nil {
									return nil, err
								}
							}
						}
					}
					return g.UpdateMembers(ctx, id, action, people)
				}}
			},
		},
	}
}

// refusesNoChange makes an error of an action that changes nothing.
func refusesNoChange(g whatsapp.Gateway, refused whatsapp.MemberAction) whatsapp.Gateway {
	return overrideMembers{override{g}, func(
		ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
	) ([]whatsapp.Outcome, error) {
		var members []whatsapp.Member
		// The first reading may be as old as the state before the last write.
		for range tries {
			var err error
			if members, err = g.Members(ctx, id); err != nil {
				return nil, err
			}
		}
		outcomes, err := g.UpdateMembers(ctx, id, action, people)
		if action != refused {
			return outcomes, err
		}
		for i := range outcomes {
			member, is := find(members, people[i])
			switch {
			case action == whatsapp.AddMembers && is,
				action == whatsapp.RemoveMembers && !is,
				action == whatsapp.PromoteMembers && member.Role == whatsapp.RoleAdmin,
				action == whatsapp.DemoteMembers && member.Role == whatsapp.RoleMember:
				outcomes[i].Err = errors.Join(outcomes[i].Err, &whatsapp.Error{Kind: whatsapp.ErrRefused})
			}
		}
		return outcomes, err
	}}
}

// update carries an action out that has to succeed.
func (h Harness) update(ctx context.Context, action whatsapp.MemberAction, people ...whatsapp.Person) error {
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, action, numbers(people...))
	if err != nil {
		return fmt.Errorf("%s %v: %w", action, people, err)
	}
	if err := wantDone(outcomes, people); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

func checkAdd(ctx context.Context, h Harness) error {
	people := []whatsapp.Person{h.People.Member, h.People.Open}
	if err := h.update(ctx, whatsapp.AddMembers, people...); err != nil {
		return err
	}
	return h.becomes(ctx, h.Group, func(group whatsapp.Group) error {
		return firstOf(
			wantOnce(group.Members),
			wantMember(group, h.People.Open, whatsapp.RoleMember),
			wantMember(group, h.People.Member, whatsapp.RoleMember),
			wantMember(group, h.Self, whatsapp.RoleAdmin),
		)
	})
}

func checkAddAgain(ctx context.Context, h Harness) error {
	if err := h.update(ctx, whatsapp.AddMembers, h.People.Member); err != nil {
		return err
	}
	return h.becomes(ctx, h.Group, func(group whatsapp.Group) error {
		return firstOf(wantOnce(group.Members), wantMember(group, h.People.Member, whatsapp.RoleMember))
	})
}

func checkRemove(ctx context.Context, h Harness) error {
	for range 2 {
		if err := h.update(ctx, whatsapp.RemoveMembers, h.People.Member); err != nil {
			return err
		}
		err := h.becomes(ctx, h.Group, func(group whatsapp.Group) error {
			return firstOf(wantStranger(group, h.People.Member), wantMember(group, h.Self, whatsapp.RoleAdmin))
		})
		if err != nil {
			return err
		}
	}
	return h.reads(ctx, h.Group, func(group whatsapp.Group) error { return wantStranger(group, h.People.Member) })
}

func (h Harness) checkRoleTwice(ctx context.Context, action whatsapp.MemberAction, role whatsapp.Role) error {
	for range 2 {
		if err := h.update(ctx, action, h.People.Member); err != nil {
			return err
		}
		err := h.becomes(ctx, h.Group, func(group whatsapp.Group) error {
			return wantMember(group, h.People.Member, role)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func checkActionsByLID(ctx context.Context, h Harness) error {
	for _, hides := range []bool{false, true} {
		for _, byLID := range []bool{true, false} {
			for _, action := range []whatsapp.MemberAction{whatsapp.PromoteMembers, whatsapp.DemoteMembers,
				whatsapp.RemoveMembers} {
				err := h.edit(func(g *WorldGroup) {
					g.ByLID, g.HidesNumbers = byLID, hides
					for i, m := range g.Members {
						if m.LID == h.People.Hidden.LID && action == whatsapp.DemoteMembers {
							g.Members[i].Role = whatsapp.RoleAdmin
						}
					}
				})
				if err != nil {
					return err
				}
				if err := h.checkByLID(ctx, action, h.People.Hidden); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkByLID fails on an action without an effect and without an error, and puts the group back.
func (h Harness) checkByLID(ctx context.Context, action whatsapp.MemberAction, hidden whatsapp.Person) error {
	before, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	people := []whatsapp.Person{hidden}
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, action, people)
	if err == nil {
		if err := wantOutcomes(outcomes, people); err != nil {
			return err
		}
		err = outcomes[0].Err
	}
	if err := wantClosed(string(action)+" by LID", err); err != nil {
		return err
	}
	after, inWorldErr := h.truth(ctx, h.Group)
	if inWorldErr != nil {
		return inWorldErr
	}
	if effect := wantDoneTo(after.Members, action, hidden); err == nil && effect != nil {
		return fmt.Errorf("there is no error, and %w", effect)
	}
	return h.World.Put(before)
}

func checkOthers(ctx context.Context, h Harness) error {
	before, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers, whatsapp.RemoveMembers,
	} {
		if err := h.update(ctx, action, h.People.Open); err != nil {
			return err
		}
		after, err := h.truth(ctx, h.Group)
		if err != nil {
			return err
		}
		after.Members = slices.DeleteFunc(after.Members, func(m whatsapp.Member) bool {
			return same(m.Person, h.People.Open)
		})
		if err := wantSamePeople(after.Members, before.Members); err != nil {
			return fmt.Errorf("after %s of %s, %w", action, h.People.Open, err)
		}
	}
	return nil
}

package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func refusalRules() []Rule {
	return []Rule{
		{
			Name:   "who cannot be added is not, and the reason is told",
			Reason: "a user has to know whether to invite a person, to correct a number, or to wait",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			Check:  checkRefusals,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withOutcomes(g, func(
					action whatsapp.MemberAction, outcomes []whatsapp.Outcome,
				) []whatsapp.Outcome {
					for i := range outcomes {
						if action == whatsapp.AddMembers && i > 0 {
							outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
						}
					}
					return outcomes
				})
			},
		},
		{
			Name:   "a number that is not on WhatsApp adds nobody, not even somebody with a similar one",
			Reason: "a stranger who was added by mistake has read the group before anybody notices",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			World:  true,
			Check:  checkAddAbsent,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withPeople(g, func(person whatsapp.Person) (whatsapp.Person, bool) {
					if area, subscriber, mobile := strings.Cut(string(person.Phone), "9"); mobile {
						person.Phone = phone.Number(area + subscriber)
					}
					return person, true
				})
			},
		},
		{
			Name:   "a stranger is not promoted into the group",
			Reason: "somebody who was never added must not turn up as an admin",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			Check:  checkPromoteStranger,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideMembers{override{g}, func(
					ctx context.Context, id whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					if action == whatsapp.PromoteMembers {
						if _, err := g.UpdateMembers(ctx, id, whatsapp.AddMembers, people); err != nil {
							return nil, err
						}
					}
					return g.UpdateMembers(ctx, id, action, people)
				}}
			},
		},
		{
			Name:   "refusals are told in a group addressed by LID too",
			Reason: "WhatsApp answers with LIDs there, and the reason must not go to another person",
			Needs:  []whatsapp.Ability{whatsapp.ChangeMembers},
			World:  true,
			Check: func(ctx context.Context, h Harness) error {
				if err := h.edit(func(g *WorldGroup) { g.ByLID = true }); err != nil {
					return err
				}
				return checkRefusals(ctx, h)
			},
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return withOutcomes(g, func(_ whatsapp.MemberAction, outcomes []whatsapp.Outcome) []whatsapp.Outcome {
					for i := range outcomes {
						// As if the outcomes had slipped by one.
						outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrPrivacy}
					}
					return outcomes
				})
			},
		},
		{
			Name:   "an account that is no admin changes nothing, and is told so",
			Reason: "rights that were lost are for a person to give back, and no reason to try again",
			World:  true,
			Check:  checkNoAdmin,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideChange{override{g}, func(
					ctx context.Context, id whatsapp.JID, change whatsapp.Change,
				) error {
					err := g.ChangeGroup(ctx, id, change)
					if errors.Is(err, errors.ErrUnsupported) {
						return err
					}
					return nil
				}}
			},
		},
	}
}

// refusals are the people who cannot be added, and why.
func (h Harness) refusals() map[whatsapp.Person]error {
	refusals := map[whatsapp.Person]error{
		h.People.Private:      whatsapp.ErrPrivacy,
		h.People.Absent:       whatsapp.ErrNotOnWhatsApp,
		h.People.RecentlyLeft: whatsapp.ErrRecentlyLeft,
	}
	delete(refusals, whatsapp.Person{})
	return refusals
}

func checkRefusals(ctx context.Context, h Harness) error {
	people, refusals := numbers(h.People.Open), h.refusals()
	if len(refusals) == 0 {
		return skip("there is nobody who cannot be added")
	}
	order := []whatsapp.Person{{}}
	for person := range refusals {
		people, order = append(people, numbers(person)...), append(order, person)
	}
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.AddMembers, people)
	if err != nil {
		return fmt.Errorf("add %v: %w", people, err)
	}
	if err := wantOutcomes(outcomes, people); err != nil {
		return err
	}
	if err := outcomes[0].Err; err != nil {
		return fmt.Errorf("%s can be added, and the outcome is an error: %w", people[0], err)
	}
	for i, outcome := range outcomes[1:] {
		if outcome.Err == nil && !h.Reports.Refusals {
			continue
		}
		if err := wantError("add "+outcome.Person.String(), outcome.Err, refusals[order[i+1]]); err != nil {
			return err
		}
		// Not every server gives an invitation out. One that is told has to be of use, unless the server has sent it.
		var e *whatsapp.Error
		if errors.As(outcome.Err, &e) && e.Invitation != nil && !e.Invitation.Sent &&
			(e.Invitation.Code.IsZero() || !e.Invitation.Expires.After(time.Now())) {
			return fmt.Errorf("add %s: the invitation is %+v", outcome.Person, e.Invitation)
		}
	}
	return h.becomes(ctx, h.Group, func(group whatsapp.Group) error {
		for _, person := range order[1:] {
			if err := wantStranger(group, person); err != nil {
				return err
			}
		}
		return wantMember(group, h.People.Open, whatsapp.RoleMember)
	})
}

func checkAddAbsent(ctx context.Context, h Harness) error {
	before, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	for _, absent := range []whatsapp.Person{h.People.Absent, h.People.AbsentMobile} {
		if absent.IsZero() {
			continue
		}
		people := []whatsapp.Person{absent}
		outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.AddMembers, people)
		if err != nil {
			return fmt.Errorf("add %s: %w", absent, err)
		}
		if err := wantOutcomes(outcomes, people); err != nil {
			return err
		}
		after, err := h.inWorld(h.Group)
		if err != nil {
			return err
		}
		if len(after.Members) != len(before.Members) {
			return fmt.Errorf("%s is not on WhatsApp and was to be added, and the members are %v", absent,
				after.Group().Members)
		}
		if outcomes[0].Err != nil || h.Reports.Refusals {
			if err := wantError("add "+absent.String(), outcomes[0].Err, whatsapp.ErrNotOnWhatsApp); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkPromoteStranger(ctx context.Context, h Harness) error {
	people := numbers(h.People.Open)
	outcomes, err := h.Gateway.UpdateMembers(ctx, h.Group, whatsapp.PromoteMembers, people)
	if err == nil {
		if err := wantOutcomes(outcomes, people); err != nil {
			return err
		}
		err = outcomes[0].Err
	}
	if err != nil {
		if err := wantError("promote a stranger", err,
			slices.Concat(untold, []error{whatsapp.ErrNoSuchMember})...); err != nil {
			return err
		}
	}
	return h.becomes(ctx, h.Group, func(group whatsapp.Group) error { return wantStranger(group, h.People.Open) })
}

func checkNoAdmin(ctx context.Context, h Harness) error {
	err := h.edit(func(g *WorldGroup) {
		g.InfoAdminsOnly = true
		for i, member := range g.Members {
			g.Members[i].Role, g.Members[i].Creator = whatsapp.RoleMember, false
			if same(member.Person, h.People.Member) {
				g.Members[i].Role, g.Members[i].Creator = whatsapp.RoleAdmin, true
				g.Owner = member.Phone
			}
		}
	})
	if err != nil {
		return err
	}
	before, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	links := slices.DeleteFunc(h.inviteCalls(), func(c call) bool {
		return c.ability != whatsapp.ReadInvite && c.ability != whatsapp.RevokeInvite
	})
	calls, err := h.able(ctx, slices.Concat(h.changeCalls(), h.memberCalls(), links))
	if err != nil {
		return err
	}
	for _, c := range calls {
		if c.ability == whatsapp.WritePicture || c.ability == whatsapp.WritePictureURL {
			continue // Servers say yes to that whatever happens, and no picture can be read back.
		}
		wanted := []error{whatsapp.ErrNotAdmin}
		if !h.Reports.MissingRights {
			wanted = append(wanted, untold...)
		}
		if err := wantError(c.name+" without the rights", c.do(ctx, h.Gateway), wanted...); err != nil {
			return err
		}
		after, err := h.inWorld(h.Group)
		if err != nil {
			return err
		}
		if fmt.Sprint(after) != fmt.Sprint(before) {
			return fmt.Errorf("%s without the rights has made %v of %v", c.name, after, before)
		}
	}
	return nil
}

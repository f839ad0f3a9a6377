package gatewaytest

import (
	"context"
	"fmt"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func joinRequestRules() []Rule {
	needs := []whatsapp.Ability{whatsapp.ApproveJoinRequests}
	return []Rule{
		{
			Name:   "who asks to join is listed, and nobody else",
			Reason: "whoever is left out is added although they have asked, and whoever is made up cannot be let in",
			Needs:  needs,
			World:  true,
			Check:  checkJoinRequests,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideApprover{override: override{g}, list: func(
					ctx context.Context, group whatsapp.JID,
				) ([]whatsapp.JoinRequest, error) {
					all, err := joinRequests(ctx, g, group)
					for i := range all {
						all[i].AddedBy = whatsapp.Person{}
					}
					return all, err
				}}
			},
		},
		{
			Name:   "who asks to join is let in by the names of the list, and who does not ask is not",
			Reason: "somebody who has withdrawn their request would be taken for a member, or a number for unknown",
			Needs:  needs,
			World:  true,
			Check:  checkApprove,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideApprover{override: override{g}, approve: func(
					ctx context.Context, group whatsapp.JID, people []whatsapp.Person,
				) ([]whatsapp.Outcome, error) {
					outcomes, err := approve(ctx, g, group, people)
					for i := range outcomes {
						outcomes[i].Err = nil
					}
					return outcomes, err
				}}
			},
		},
	}
}

// overrideApprover replaces what shows those who ask to join, or lets them in.
type overrideApprover struct {
	override
	list    func(context.Context, whatsapp.JID) ([]whatsapp.JoinRequest, error)
	approve func(context.Context, whatsapp.JID, []whatsapp.Person) ([]whatsapp.Outcome, error)
}

func (o overrideApprover) JoinRequests(ctx context.Context, group whatsapp.JID) ([]whatsapp.JoinRequest, error) {
	if o.list == nil {
		return joinRequests(ctx, o.Gateway, group)
	}
	return o.list(ctx, group)
}

func (o overrideApprover) ApproveJoinRequests(
	ctx context.Context, group whatsapp.JID, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if o.approve == nil {
		return approve(ctx, o.Gateway, group, people)
	}
	return o.approve(ctx, group, people)
}

// joinRequests asks a gateway that may not have the role. Without it the error is that of the ability.
func joinRequests(ctx context.Context, g whatsapp.Gateway, group whatsapp.JID) ([]whatsapp.JoinRequest, error) {
	role, has := whatsapp.As[whatsapp.JoinApprover](g)
	if !has {
		return nil, whatsapp.MissingAbility("it", whatsapp.ApproveJoinRequests)
	}
	return role.JoinRequests(ctx, group)
}

func approve(
	ctx context.Context, g whatsapp.Gateway, group whatsapp.JID, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	role, has := whatsapp.As[whatsapp.JoinApprover](g)
	if !has {
		return nil, whatsapp.MissingAbility("it", whatsapp.ApproveJoinRequests)
	}
	return role.ApproveJoinRequests(ctx, group, people)
}

// requestedAt is when somebody asks to join in these rules.
var requestedAt = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// hiddenAsker asks to join and shows no number.
var hiddenAsker = whatsapp.Person{Phone: "12025550188", LID: "188@lid"}

// askToJoin has Open ask by the link and Member ask for somebody who hides the number.
func (h Harness) askToJoin(byLID bool) error {
	return h.edit(func(g *WorldGroup) {
		g.ByLID, g.JoinApprovalRequired = byLID, true
		g.Asking = []WorldRequest{
			{JoinRequest: whatsapp.JoinRequest{
				Person: h.People.Open, Method: whatsapp.ByInviteLink, RequestedAt: requestedAt,
			}},
			{Hidden: true, JoinRequest: whatsapp.JoinRequest{
				Person: hiddenAsker, Method: whatsapp.ByPlainMembers, AddedBy: h.People.Member,
				RequestedAt: requestedAt,
			}},
		}
	})
}

func checkJoinRequests(ctx context.Context, h Harness) error {
	for _, byLID := range []bool{false, true} {
		if err := h.askToJoin(byLID); err != nil {
			return err
		}
		all, err := joinRequests(ctx, h.Gateway, h.Group)
		if err != nil {
			return fmt.Errorf("list who asks to join: %w", err)
		}
		if len(all) != 2 {
			return fmt.Errorf("two people ask to join, and %v are told", all)
		}
		for i, want := range []whatsapp.JoinRequest{
			{Person: h.People.Open, Method: whatsapp.ByInviteLink},
			{
				Person: whatsapp.Person{LID: hiddenAsker.LID}, Method: whatsapp.ByPlainMembers,
				AddedBy: h.People.Member,
			},
		} {
			got := all[i]
			switch {
			case !same(got.Person, want.Person), got.Phone != want.Phone, got.Method != want.Method,
				!got.RequestedAt.Equal(requestedAt):
				return fmt.Errorf("%v asks to join by %s at %s, and %v by %s at %s is told", want.Person, want.Method,
					requestedAt, got.Person, got.Method, got.RequestedAt)
			case got.AddedBy.IsZero() != want.AddedBy.IsZero(),
				!want.AddedBy.IsZero() && !same(got.AddedBy, want.AddedBy):
				return fmt.Errorf("%v asks for %v, and %v is told", want.AddedBy, want.Person, got.AddedBy)
			}
		}
	}
	return h.edit(func(g *WorldGroup) { g.Asking = nil })
}

func checkApprove(ctx context.Context, h Harness) error {
	if err := h.askToJoin(true); err != nil {
		return err
	}
	all, err := joinRequests(ctx, h.Gateway, h.Group)
	if err != nil {
		return fmt.Errorf("list who asks to join: %w", err)
	}
	people := []whatsapp.Person{h.People.Private}
	for _, request := range all {
		people = append(people, request.Person)
	}
	h.World.Forget()
	outcomes, err := approve(ctx, h.Gateway, h.Group, people)
	if err != nil {
		return fmt.Errorf("let people in: %w", err)
	}
	if err := h.wantSentOnce(); err != nil {
		return fmt.Errorf("let people in: %w", err)
	}
	if len(outcomes) != len(people) {
		return fmt.Errorf("%d people were asked for, and %d outcomes are told", len(people), len(outcomes))
	}
	about := fmt.Sprintf("let %v in, who does not ask", people[0])
	if err := wantError(about, outcomes[0].Err, whatsapp.ErrNoSuchMember); err != nil {
		return err
	}
	group, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	if err := wantStranger(group, people[0]); err != nil {
		return err
	}
	for i, person := range people[1:] {
		if err := outcomes[i+1].Err; err != nil {
			return fmt.Errorf("let %v in: %w", person, err)
		}
		if err := wantMember(group, person, whatsapp.RoleMember); err != nil {
			return err
		}
	}
	return nil
}

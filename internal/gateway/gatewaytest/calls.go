package gatewaytest

import (
	"context"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// call is one method of a gateway, with arguments that make sense on the harness's group.
type call struct {
	name string
	// ability is empty for what every gateway can do.
	ability whatsapp.Ability
	// write says that it asks for a change in WhatsApp.
	write bool
	// local says that a gateway may answer without asking its server.
	local bool
	do    func(context.Context, whatsapp.Gateway) error
}

// calls are all methods. The last ones take the account out of the group.
func (h Harness) calls() []call {
	return slices.Concat(h.sessionCalls(), h.readCalls(), h.inviteCalls(), h.createCalls(), h.changeCalls(),
		h.memberCalls(), h.joinRequestCalls(), h.leaveCalls())
}

// writes are the calls that ask for a change in WhatsApp.
func (h Harness) writes() []call {
	return slices.DeleteFunc(h.calls(), func(c call) bool { return !c.write })
}

// able leaves out the calls for which the gateway lacks the ability.
func (h Harness) able(ctx context.Context, calls []call) ([]call, error) {
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask for the abilities: %w", err)
	}
	return slices.DeleteFunc(calls, func(c call) bool { return c.ability != "" && !abilities.Can(c.ability) }), nil
}

func (h Harness) sessionCalls() []call {
	return []call{
		{name: "Abilities", local: true, do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Abilities(ctx)
			return err
		}},
		{name: "Session", local: !h.Reports.SessionState, do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Session(ctx)
			return err
		}},
		{name: "LIDs", local: true, do: func(ctx context.Context, g whatsapp.Gateway) error {
			role, has := whatsapp.As[whatsapp.LIDLister](g)
			if !has {
				return nil
			}
			_, err := role.LIDs(ctx)
			return err
		}},
		{name: "Contact", ability: whatsapp.LookUpContact, do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Contact(ctx, h.People.Open.Phone)
			return err
		}},
		{name: "Refresh", local: true, do: func(ctx context.Context, g whatsapp.Gateway) error {
			role, has := whatsapp.As[whatsapp.Refresher](g)
			if !has {
				return nil
			}
			return role.Refresh(ctx)
		}},
	}
}

func (h Harness) readCalls() []call {
	return []call{
		{name: "Groups", do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Groups(ctx, true)
			return err
		}},
		{name: "Groups without members", do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Groups(ctx, false)
			return err
		}},
		{name: "Group", do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Group(ctx, h.Group)
			return err
		}},
		{name: "Members", do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.Members(ctx, h.Group)
			return err
		}},
	}
}

func (h Harness) inviteCalls() []call {
	return []call{
		{name: "InviteCode", ability: whatsapp.ReadInvite, do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.InviteCode(ctx, h.Group)
			return err
		}},
		{name: "InviteInfo", ability: whatsapp.ReadInviteInfo, do: func(ctx context.Context, g whatsapp.Gateway) error {
			_, err := g.InviteInfo(ctx, madeUpCode())
			return err
		}},
		{name: "Join", ability: whatsapp.JoinGroup, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := g.Join(ctx, madeUpCode())
			return err
		}},
		{name: "RevokeInvite", ability: whatsapp.RevokeInvite, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := g.RevokeInvite(ctx, h.Group)
			return err
		}},
	}
}

func (h Harness) createCalls() []call {
	return []call{
		{name: "CreateGroup", ability: whatsapp.CreateGroup, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := g.CreateGroup(ctx, newName("call"), numbers(h.People.Open))
			return err
		}},
		{name: "CreateGroup of the account alone", ability: whatsapp.CreateEmptyGroup, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := g.CreateGroup(ctx, newName("alone"), nil)
			return err
		}},
	}
}

func (h Harness) changeCalls() []call {
	var calls []call
	for _, change := range h.changes() {
		calls = append(calls, call{
			name: fmt.Sprintf("ChangeGroup to %T", change), ability: change.Ability(), write: true,
			do: func(ctx context.Context, g whatsapp.Gateway) error { return g.ChangeGroup(ctx, h.Group, change) },
		})
	}
	return calls
}

func (h Harness) memberCalls() []call {
	var calls []call
	for _, step := range []struct {
		action whatsapp.MemberAction
		person whatsapp.Person
	}{
		{whatsapp.AddMembers, h.People.Open},
		{whatsapp.PromoteMembers, h.People.Member},
		{whatsapp.DemoteMembers, h.People.Member},
		{whatsapp.RemoveMembers, h.People.Member},
	} {
		calls = append(calls, call{
			name: "UpdateMembers to " + string(step.action), ability: whatsapp.ChangeMembers, write: true,
			do: func(ctx context.Context, g whatsapp.Gateway) error {
				_, err := g.UpdateMembers(ctx, h.Group, step.action, numbers(step.person))
				return err
			},
		})
	}
	return calls
}

func (h Harness) joinRequestCalls() []call {
	return []call{
		{name: "JoinRequests", ability: whatsapp.ApproveJoinRequests, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := joinRequests(ctx, g, h.Group)
			return err
		}},
		{name: "ApproveJoinRequests", ability: whatsapp.ApproveJoinRequests, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			_, err := approve(ctx, g, h.Group, numbers(h.People.Open))
			return err
		}},
	}
}

func (h Harness) leaveCalls() []call {
	return []call{
		{name: "LeaveGroup", ability: whatsapp.LeaveGroup, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			return g.LeaveGroup(ctx, h.Group)
		}},
		{name: "DeleteChat", ability: whatsapp.DeleteChat, write: true, do: func(
			ctx context.Context, g whatsapp.Gateway,
		) error {
			return deleteChat(ctx, g, h.Group)
		}},
	}
}

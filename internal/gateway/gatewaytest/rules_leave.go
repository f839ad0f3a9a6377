package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func leaveRules() []Rule {
	needs := []whatsapp.Ability{whatsapp.LeaveGroup}
	return []Rule{
		{
			Name:   "a group is left, and absent from then on",
			Reason: "to leave is what destroying a group is",
			Needs:  needs,
			Check:  checkLeave,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideLeave{override{g}, func(context.Context, whatsapp.JID) error { return nil }}
			},
		},
		{
			Name:   "a group that was left is not listed",
			Reason: "some servers keep its chat, and the group would seem to be there still",
			Needs:  needs,
			Check:  checkLeave,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				var left []whatsapp.Group
				leaving := overrideLeave{override{g}, func(ctx context.Context, id whatsapp.JID) error {
					left = append(left, whatsapp.Group{ID: id, Settings: whatsapp.Settings{Name: "Left"}})
					return g.LeaveGroup(ctx, id)
				}}
				return overrideGroups{override{leaving}, func(
					ctx context.Context, withMembers bool,
				) ([]whatsapp.Group, error) {
					groups, err := g.Groups(ctx, withMembers)
					return append(groups, left...), err
				}}
			},
		},
		{
			Name:   "to have left before is told where it can be",
			Reason: "a destroy that was interrupted is repeated, and has to know that it is done",
			Needs:  needs,
			Check:  checkLeaveAgain,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				left := false
				return overrideLeave{override{g}, func(ctx context.Context, id whatsapp.JID) error {
					err := g.LeaveGroup(ctx, id)
					if left {
						err = errors.New("left already")
					}
					left = true
					return err
				}}
			},
		},
		{
			Name:   "the chat of a group that was left is deleted, and nothing else",
			Reason: "WhatsApp has no way to delete a group, and the others go on in it",
			Needs:  []whatsapp.Ability{whatsapp.LeaveGroup, whatsapp.DeleteChat},
			Check:  checkDeleteChat,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return keepingChats{override{g}} },
		},
	}
}

func checkLeave(ctx context.Context, h Harness) error {
	if err := h.leave(ctx); err != nil {
		return err
	}
	if err := h.wantLeft(ctx); err != nil {
		return err
	}
	return h.wantAbsent(ctx, h.Group)
}

// leave takes the account out of the group. A live group is emptied before, since nobody cleans up a group without the
// account.
func (h Harness) leave(ctx context.Context) error {
	if h.World == nil {
		if err := h.update(ctx, whatsapp.RemoveMembers, h.People.Member); err != nil {
			return err
		}
	}
	if err := h.Gateway.LeaveGroup(ctx, h.Group); err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	return nil
}

// wantLeft fails unless the account, and nobody else, has left.
func (h Harness) wantLeft(ctx context.Context) error {
	if h.World == nil {
		return nil
	}
	group, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	if err := wantStranger(group, h.Self); err != nil {
		return err
	}
	if _, is := find(group.Members, h.People.Member); !is {
		return fmt.Errorf("%s is gone too", h.People.Member)
	}
	return nil
}

func checkLeaveAgain(ctx context.Context, h Harness) error {
	if err := h.leave(ctx); err != nil {
		return err
	}
	err := h.Gateway.LeaveGroup(ctx, h.Group)
	if err == nil && !h.Reports.LeftBefore {
		return h.wantLeft(ctx)
	}
	wanted := absent
	if !h.Reports.LeftBefore {
		wanted = slices.Concat(absent, untold)
	}
	if err := wantError("leave again", err, wanted...); err != nil {
		return err
	}
	return h.wantLeft(ctx)
}

// keepingChats deletes no chat.
type keepingChats struct{ override }

func (keepingChats) DeleteChat(context.Context, whatsapp.JID) error {
	return &whatsapp.Error{Kind: whatsapp.ErrNotMember}
}

// deleteChat is an ability that is missing where the gateway has no such role.
func deleteChat(ctx context.Context, g whatsapp.Gateway, group whatsapp.JID) error {
	role, has := whatsapp.As[whatsapp.ChatDeleter](g)
	if !has {
		return whatsapp.MissingAbility("a gateway without the role", whatsapp.DeleteChat)
	}
	return role.DeleteChat(ctx, group)
}

func checkDeleteChat(ctx context.Context, h Harness) error {
	if err := h.leave(ctx); err != nil {
		return err
	}
	if err := deleteChat(ctx, h.Gateway, h.Group); err != nil {
		return fmt.Errorf("delete the chat: %w", err)
	}
	if err := h.wantLeft(ctx); err != nil {
		return err
	}
	return h.wantAbsent(ctx, h.Group)
}

package gatewaytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func joinRules() []Rule {
	needs := []whatsapp.Ability{whatsapp.JoinGroup}
	return []Rule{
		{
			Name:   "a group is joined by its code",
			Reason: "the id that is told is the only way to the group",
			Needs:  needs,
			World:  true,
			Check:  checkJoin,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideJoin{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.JID, error) {
					_, err := g.Join(ctx, code)
					return "", err
				}}
			},
		},
		{
			Name:   "to be in a group already is told as such",
			Reason: "a run that was interrupted is repeated, and must neither fail nor take the membership for its own",
			Needs:  needs,
			World:  true,
			Check:  checkJoinAgain,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				joined := false
				return overrideJoin{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.JID, error) {
					if joined {
						return "", &whatsapp.Error{Kind: whatsapp.ErrRefused}
					}
					joined = true
					return g.Join(ctx, code)
				}}
			},
		},
		{
			Name:   "to wait for approval is no error",
			Reason: "the account has asked to join, and must not ask again",
			Needs:  needs,
			World:  true,
			Check:  checkJoinWithApproval,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideJoin{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.JID, error) {
					id, err := g.Join(ctx, code)
					if err == nil && id != "" {
						_, err = g.Group(ctx, id)
					}
					if err != nil || id == "" {
						return "", &whatsapp.Error{Kind: whatsapp.ErrNotMember}
					}
					return id, nil
				}}
			},
		},
		{
			Name:   "nothing is joined by a code that leads nowhere",
			Reason: "the id of no group would be written into the state",
			Needs:  needs,
			Check:  checkJoinNowhere,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideJoin{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.JID, error) {
					id, _ := g.Join(ctx, code)
					return id, nil
				}}
			},
		},
	}
}

// invitingGroup is a group of others into which a code leads.
const invitingGroup = whatsapp.JID("120363600000000002@g.us")

func (h Harness) putInvitingGroup(approval bool) (WorldGroup, error) {
	group, err := h.inWorld(h.Group)
	if err != nil {
		return WorldGroup{}, err
	}
	group.ID, group.Name, group.Invite, group.JoinApprovalRequired = invitingGroup, "Others", codeNumber(4), approval
	group.Owner = h.People.Open.Phone
	group.Members = []WorldMember{NewWorldCreator(h.People.Open)}
	return group, h.World.Put(group)
}

func checkJoin(ctx context.Context, h Harness) error {
	group, err := h.putInvitingGroup(false)
	if err != nil {
		return err
	}
	if err := h.joinByCode(ctx, group); err != nil {
		return err
	}
	return h.reads(ctx, group.ID, func(group whatsapp.Group) error {
		return wantMember(group, h.Self, whatsapp.RoleMember)
	})
}

// joinByCode joins a group that lets everybody in, and checks that the account is in.
func (h Harness) joinByCode(ctx context.Context, group WorldGroup) error {
	h.World.Forget()
	id, err := h.Gateway.Join(ctx, group.Invite)
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	if id != group.ID {
		return fmt.Errorf("%s was joined, and %q is told", group.ID, id)
	}
	return h.wantJoined(ctx, group.ID)
}

// wantJoined checks that the account is in a group, and that it was asked for once.
func (h Harness) wantJoined(ctx context.Context, id whatsapp.JID) error {
	joined, err := h.truth(ctx, id)
	if err != nil {
		return err
	}
	if err := wantMember(joined, h.Self, whatsapp.RoleMember); err != nil {
		return err
	}
	if err := h.wantSentOnce(); err != nil {
		return fmt.Errorf("join: %w", err)
	}
	return nil
}

// checkJoinAgain wants the id of a group that is joined again from a gateway that can look its link up: WhatsApp does
// not tell it.
func checkJoinAgain(ctx context.Context, h Harness) error {
	group, err := h.putInvitingGroup(false)
	if err != nil {
		return err
	}
	if err := h.joinByCode(ctx, group); err != nil {
		return err
	}
	abilities, err := h.Gateway.Abilities(ctx)
	if err != nil {
		return err
	}
	h.World.Forget()
	id, err := h.Gateway.Join(ctx, group.Invite)
	switch {
	case !abilities.Can(whatsapp.ReadInviteInfo) && errors.Is(err, whatsapp.ErrAlreadyMember) && id == "":
	case err != nil:
		return fmt.Errorf("join again: %w", err)
	case id != group.ID:
		return fmt.Errorf("%s was joined again, and %q is told", group.ID, id)
	}
	return h.wantJoined(ctx, group.ID)
}

func checkJoinWithApproval(ctx context.Context, h Harness) error {
	group, err := h.putInvitingGroup(true)
	if err != nil {
		return err
	}
	id, err := h.Gateway.Join(ctx, group.Invite)
	switch {
	// Without the id there is nothing to say, but that the account may have asked.
	case !h.Reports.PendingGroup && (err == nil && id == "" || errors.Is(err, whatsapp.ErrOutcomeUnknown)):
	case err != nil:
		return fmt.Errorf("join, with an admin to approve it: %w", err)
	case id != group.ID:
		return fmt.Errorf("the account waits for %s, and %q is told", group.ID, id)
	}
	asked, err := h.truth(ctx, group.ID)
	if err != nil {
		return err
	}
	return wantStranger(asked, h.Self)
}

func checkJoinNowhere(ctx context.Context, h Harness) error {
	id, err := h.Gateway.Join(ctx, madeUpCode())
	if err := wantError("join by a code that never was", err,
		h.deadInviteOr(whatsapp.ErrInviteInvalid)...); err != nil {
		return err
	}
	if id != "" {
		return fmt.Errorf("a code that never was leads to %s", id)
	}
	if h.World == nil {
		return nil
	}
	group, err := h.putInvitingGroup(false)
	if err != nil {
		return err
	}
	dead := group.Invite
	group.Invite = codeNumber(5)
	if err := h.World.Put(group); err != nil {
		return err
	}
	_, err = h.Gateway.Join(ctx, dead)
	if err := wantError("join by a revoked code", err, h.deadInviteOr(deadInvite...)...); err != nil {
		return err
	}
	joined, err := h.truth(ctx, group.ID)
	if err != nil {
		return err
	}
	return wantStranger(joined, h.Self)
}

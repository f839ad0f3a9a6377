package gatewaytest

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func inviteRules() []Rule {
	return []Rule{
		{
			Name:   "the invite code is the live one",
			Reason: "a link that does not work, or leads elsewhere, is what people are sent",
			Needs:  []whatsapp.Ability{whatsapp.ReadInvite},
			Check:  checkInviteCode,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return codeless{override{g}} },
		},
		{
			Name:   "a private invitation goes to somebody who is on WhatsApp, or is an error",
			Reason: "nothing that is read shows it, so who was never invited would count as invited",
			Needs:  []whatsapp.Ability{whatsapp.ReadInvite, whatsapp.SendInvitation},
			Check:  checkSendInvitation,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return invitingNobody{override{g}} },
		},
		{
			Name:   "revoking makes a new code and the old one invalid",
			Reason: "a link is revoked because it got into the wrong hands",
			Needs:  []whatsapp.Ability{whatsapp.ReadInvite, whatsapp.RevokeInvite},
			Check:  checkRevoke,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway { return revokingNothing{override{g}} },
		},
		{
			Name:   "an invite code shows its group",
			Reason: "a user looks at a group before joining it",
			Needs:  []whatsapp.Ability{whatsapp.ReadInvite, whatsapp.ReadInviteInfo},
			Check:  checkInviteInfo,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideInviteInfo{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.Group, error) {
					group, err := g.InviteInfo(ctx, code)
					group.ID = ""
					return group, err
				}}
			},
		},
		{
			Name:   "a code that leads nowhere is an error, and one that was revoked is told apart where it can be",
			Reason: "an absent group that reads as an empty one would be joined, and a revoked link asks for a new one",
			Needs:  []whatsapp.Ability{whatsapp.ReadInviteInfo},
			Check:  checkDeadInvites,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideInviteInfo{override{g}, func(
					ctx context.Context, code whatsapp.InviteCode,
				) (whatsapp.Group, error) {
					group, err := g.InviteInfo(ctx, code)
					if isAny(err, deadInvite) || errors.Is(err, whatsapp.ErrOutcomeUnknown) {
						return whatsapp.Group{}, nil
					}
					return group, err
				}}
			},
		},
	}
}

var deadInvite = []error{whatsapp.ErrInviteRevoked, whatsapp.ErrInviteInvalid}

func (h Harness) deadInviteOr(kinds ...error) []error {
	if !h.Reports.DeadInvites {
		kinds = append(kinds, untold...)
	}
	return kinds
}

// codeless reads an invite link without its code.
type codeless struct{ override }

func (g codeless) InviteCode(ctx context.Context, id whatsapp.JID) (whatsapp.InviteCode, error) {
	_, err := g.Gateway.InviteCode(ctx, id)
	return whatsapp.InviteCode{}, err
}

func checkInviteCode(ctx context.Context, h Harness) error {
	code, err := h.Gateway.InviteCode(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the invite code: %w", err)
	}
	if code.IsZero() {
		return fmt.Errorf("there is neither a code nor an error")
	}
	return h.wantLive(code)
}

// wantLive fails unless the code is the group's.
func (h Harness) wantLive(code whatsapp.InviteCode) error {
	if h.World == nil {
		return nil
	}
	group, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	if group.Invite != code {
		return fmt.Errorf("the code is not the group's") // Neither is to be shown.
	}
	return nil
}

// revokingNothing makes a new code up.
type revokingNothing struct{ override }

func (revokingNothing) RevokeInvite(context.Context, whatsapp.JID) (whatsapp.InviteCode, error) {
	return codeNumber(7), nil
}

func checkRevoke(ctx context.Context, h Harness) error {
	before, err := h.Gateway.InviteCode(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the invite code: %w", err)
	}
	after, err := h.Gateway.RevokeInvite(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("revoke the invite: %w", err)
	}
	if after.IsZero() || after == before {
		return fmt.Errorf("the code after revoking is none, or that of before")
	}
	if err := h.wantLive(after); err != nil {
		return fmt.Errorf("after revoking, %w", err)
	}
	_, err = h.Gateway.InviteInfo(ctx, before)
	if errors.Is(err, errors.ErrUnsupported) {
		err = nil // It cannot be asked, and there is the world to look at.
	} else {
		err = wantError("look the revoked code up", err, h.deadInviteOr(deadInvite...)...)
	}
	if err != nil {
		return err
	}
	return h.eventually(ctx, func() error {
		again, err := h.Gateway.InviteCode(ctx, h.Group)
		if err != nil {
			return fmt.Errorf("read the invite code: %w", err)
		}
		if again != after {
			return fmt.Errorf("revoking gave another code than is read afterwards")
		}
		return nil
	})
}

func checkInviteInfo(ctx context.Context, h Harness) error {
	code, err := h.Gateway.InviteCode(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the invite code: %w", err)
	}
	info, err := h.Gateway.InviteInfo(ctx, code)
	if err != nil {
		return fmt.Errorf("look the group of a code up: %w", err)
	}
	group, err := h.truth(ctx, h.Group)
	if err != nil {
		return err
	}
	if info.ID != group.ID || info.Name != group.Name {
		return fmt.Errorf("the code is that of %s %q, and it shows %s %q", group.ID, group.Name, info.ID, info.Name)
	}
	if info.Size != 0 && info.Size != group.Size {
		return fmt.Errorf("the group of the code has %d members, and it shows %d", group.Size, info.Size)
	}
	// Outsiders see a few of the members at most, and the reader of a group takes its members for all of them.
	if info.Members != nil && len(info.Members) != len(group.Members) {
		return fmt.Errorf("the code shows %d members of %d", len(info.Members), len(group.Members))
	}
	return nil
}

func checkDeadInvites(ctx context.Context, h Harness) error {
	info, err := h.Gateway.InviteInfo(ctx, madeUpCode())
	err = wantError("look a code up that never was", err, h.deadInviteOr(whatsapp.ErrInviteInvalid)...)
	if err != nil || info.ID != "" {
		return errOrNone(err)
	}
	if h.World == nil {
		return nil
	}
	group, err := h.inWorld(h.Group)
	if err != nil {
		return err
	}
	dead := group.Invite
	group.Invite = codeNumber(3)
	if err := h.World.Put(group); err != nil {
		return err
	}
	_, err = h.Gateway.InviteInfo(ctx, dead)
	return wantError("look a revoked code up", err, h.deadInviteOr(deadInvite...)...)
}

// invitingNobody says of every invitation that it was sent.
type invitingNobody struct{ override }

func (invitingNobody) SendInvitation(context.Context, whatsapp.JID, whatsapp.Person, whatsapp.Invitation) error {
	return nil
}

func checkSendInvitation(ctx context.Context, h Harness) error {
	sender, sends := whatsapp.As[whatsapp.InvitationSender](h.Gateway)
	if !sends {
		return errors.New("the gateway claims the ability, and lacks the role")
	}
	if h.People.Absent.IsZero() {
		return skip("there is no number that is not on WhatsApp")
	}
	code, err := h.Gateway.InviteCode(ctx, h.Group)
	if err != nil {
		return fmt.Errorf("read the code: %w", err)
	}
	invitation := whatsapp.Invitation{Code: code}
	if err := sender.SendInvitation(ctx, h.Group, h.People.Open, invitation); err != nil {
		return fmt.Errorf("invite %s: %w", h.People.Open, err)
	}
	if err := sender.SendInvitation(ctx, h.Group, h.People.Absent, invitation); err == nil {
		return fmt.Errorf("%s is not on WhatsApp, and was invited without an error", h.People.Absent)
	}
	return nil
}

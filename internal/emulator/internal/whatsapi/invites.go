package whatsapi

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// getInviteCode answers with the whole link, which is what whatsmeow returns.
func getInviteCode(_ context.Context, c *call) wire.Answer {
	id, refusal, ok := c.groupID()
	if !ok {
		return refusal
	}
	code, err := c.world.InviteCode(id)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	return success("Invite code fetched", whatsmeow.InviteLink+code)
}

// inviteInfo wants a whole link, and join wants the code alone. whatsmeow takes off what stands before the code, so
// that the other form works too; but no client should count on that.
func inviteInfo(_ context.Context, c *call) wire.Answer {
	link := c.Query.Get("invite_link")
	if link == "" {
		return c.badRequest("invite_link is missing")
	}
	code, whole := strings.CutPrefix(link, whatsmeow.InviteLink)
	if !whole {
		c.MarkUnknown()
	}
	view, err := c.world.InvitedTo(code)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Group fetched", whatsmeow.NewGroup(view))
}

// join joins, although it is a GET. It answers with the group's id even if an admin still has to approve.
func join(_ context.Context, c *call) wire.Answer {
	code := c.Query.Get("invite_code")
	if code == "" {
		return c.badRequest("invite_code is missing")
	}
	code, whole := strings.CutPrefix(code, whatsmeow.InviteLink)
	if whole {
		c.MarkUnknown()
	}
	view, err := c.world.Join(code)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Group joined", view.ID)
}

// sendInvitation sends one person a code, by which they can join. What the code may be is not documented: that it is
// the one of the refusal or else the group's, without its link, is INFERRED.
func sendInvitation(_ context.Context, c *call) wire.Answer {
	var body struct {
		To            string `json:"to"`
		InviteCode    string `json:"invite_code"`
		Caption       string `json:"caption"`
		ExpiryMinutes int    `json:"expiry_minutes"`
	}
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	to, err := whatsmeow.ParseAddress(body.To)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	if strings.Contains(body.InviteCode, "/") {
		c.MarkUnknown()
	}
	if err := c.world.SendInvitation(to, body.InviteCode); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Message sent", nil)
}

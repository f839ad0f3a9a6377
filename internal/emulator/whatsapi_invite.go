package emulator

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// whatsapiGetInviteCode has the whole link, which is what whatsmeow returns.
func whatsapiGetInviteCode(_ context.Context, c *whatsapiCall) wire.Answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	code, err := c.world.InviteCode(id)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	return whatsapiSuccess("Invite code fetched", whatsmeow.InviteLink+code)
}

// whatsapiInviteInfo wants a whole link and whatsapiJoin wants the code alone. whatsmeow takes off what is before the code if it
// is there, so that the other form works too; but no client should count on that.
func whatsapiInviteInfo(_ context.Context, c *whatsapiCall) wire.Answer {
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
	return whatsapiSuccess("Group fetched", whatsmeow.NewGroup(view))
}

// whatsapiJoin joins, although it is a GET. It answers with the group's id also where an admin has yet to approve.
func whatsapiJoin(_ context.Context, c *whatsapiCall) wire.Answer {
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
	return whatsapiSuccess("Group joined", view.ID)
}

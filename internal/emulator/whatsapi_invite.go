package emulator

import (
	"context"
	"strings"
)

// whatsapiGetInviteCode has the whole link, which is what whatsmeow returns.
func whatsapiGetInviteCode(_ context.Context, c *whatsapiCall) answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	code, err := c.world.InviteCode(id)
	if err != nil {
		return c.refused(whatsmeowInvite, err)
	}
	return whatsapiSuccess("Invite code fetched", inviteLink+code)
}

// whatsapiInviteInfo wants a whole link and whatsapiJoin wants the code alone. whatsmeow takes off what is before the code if it
// is there, so that the other form works too; but no client should count on that.
func whatsapiInviteInfo(_ context.Context, c *whatsapiCall) answer {
	link := c.query.Get("invite_link")
	if link == "" {
		return c.badRequest("invite_link is missing")
	}
	code, whole := strings.CutPrefix(link, inviteLink)
	if !whole {
		c.unknown()
	}
	view, err := c.world.InvitedTo(code)
	if err != nil {
		return c.refused(whatsmeowOther, err)
	}
	return whatsapiSuccess("Group fetched", newWhatsmeowGroup(view))
}

// whatsapiJoin joins, although it is a GET. It answers with the group's id also where an admin has yet to approve.
func whatsapiJoin(_ context.Context, c *whatsapiCall) answer {
	code := c.query.Get("invite_code")
	if code == "" {
		return c.badRequest("invite_code is missing")
	}
	code, whole := strings.CutPrefix(code, inviteLink)
	if whole {
		c.unknown()
	}
	view, err := c.world.Join(code)
	if err != nil {
		return c.refused(whatsmeowOther, err)
	}
	return whatsapiSuccess("Group joined", view.ID)
}

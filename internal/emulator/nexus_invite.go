package emulator

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexusGetInviteLink has the link at the top, not in data.
func nexusGetInviteLink(_ context.Context, c *nexusCall) wire.Answer {
	jid, refusal, ok := c.queryGroup()
	if !ok {
		return refusal
	}
	code, err := c.world.InviteCode(jid)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	return nexusAnswer{"success": true, "invite_link": whatsmeow.InviteLink + code}.with(http.StatusOK)
}

func nexusRevokeInviteLink(_ context.Context, c *nexusCall) wire.Answer {
	var body nexusGroupBody
	if refusal, ok := c.bind(&body, "RevokeInviteLinkRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.group(body.GroupJID); !ok {
		return refusal
	}
	code, err := c.world.RevokeInvite(body.GroupJID)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	return nexusAnswer{"success": true, "invite_link": whatsmeow.InviteLink + code, "message": c.task.done}.with(http.StatusOK)
}

// nexusJoin needs a user_id that it does not use. It reads the group after joining it. Where an admin has yet to approve that
// read fails, and so does the answer, although the account has asked to join.
func nexusJoin(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		UserID string `json:"user_id" bind:"required"`
		Link   string `json:"link" bind:"required"`
	}
	if refusal, ok := c.bind(&body, "JoinGroupWithLinkRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.connected(); !ok {
		return refusal
	}
	code := strings.TrimPrefix(body.Link, whatsmeow.InviteLink)
	if code == body.Link && strings.Contains(code, "/") {
		return c.failedEarly("link de convite inválido: " + body.Link)
	}
	view, err := c.world.Join(code)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	if !view.Joined {
		return c.failedEarly("falha ao obter informações do grupo: " + whatsmeow.Error(whatsmeow.GetGroupInfo, world.ErrNotMember))
	}
	return nexusAnswer{"success": true, "data": c.groupInfo(view), "message": c.task.done}.with(http.StatusOK)
}

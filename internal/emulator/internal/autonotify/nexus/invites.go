package nexus

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// getInviteLink has the link at the top and not in data.
func getInviteLink(_ context.Context, c *call) wire.Answer {
	jid, refusal, ok := c.queryGroup()
	if !ok {
		return refusal
	}
	code, err := c.world.InviteCode(jid)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	return object{"success": true, "invite_link": whatsmeow.InviteLink + code}.answer(http.StatusOK)
}

func revokeInviteLink(_ context.Context, c *call) wire.Answer {
	var body groupBody
	if refusal, ok := c.bind(&body, "RevokeInviteLinkRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.checkGroup(body.GroupJID); !ok {
		return refusal
	}
	code, err := c.world.RevokeInvite(body.GroupJID)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInviteLink, err)
	}
	link := whatsmeow.InviteLink + code
	return object{"success": true, "invite_link": link, "message": c.task.done}.answer(http.StatusOK)
}

// join needs a user_id that it does not use. It reads the group after joining it. If an admin still has to approve,
// that read fails, and the answer is a failure although the account has asked to join.
func join(_ context.Context, c *call) wire.Answer {
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
		reason := whatsmeow.Error(whatsmeow.GetGroupInfo, world.ErrNotMember)
		return c.failedEarly("falha ao obter informações do grupo: " + reason)
	}
	return object{"success": true, "data": c.shownAlone(view), "message": c.task.done}.answer(http.StatusOK)
}

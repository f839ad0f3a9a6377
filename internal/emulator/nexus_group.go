package emulator

import (
	"context"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexusCreateGroup needs a participant. It drops what WhatsApp says about each of them, because it reads the group afterwards;
// only a number that is none at all is reported.
func nexusCreateGroup(_ context.Context, c *nexusCall) wire.Answer {
	var body struct {
		Name         string   `json:"name" bind:"required"`
		Participants []string `json:"participants" bind:"required,min=1"`
	}
	if refusal, ok := c.bind(&body, "CreateGroupRequest"); !ok {
		return refusal
	}
	if refusal, ok := c.active("Sessão não está ativa ou conectada"); !ok {
		return refusal
	}
	var people []world.Address
	var added, failed []string
	errs := map[string]string{}
	for _, participant := range body.Participants {
		if strings.TrimSpace(participant) == "" {
			errs[participant] = nexusNoNumber
			failed = append(failed, participant)
			continue
		}
		a, err := nexusAddress(c.world, participant)
		if err != nil {
			return c.refused(whatsmeow.Other, err)
		}
		people, added = append(people, a), append(added, participant)
	}
	if len(people) == 0 {
		return c.failedEarly(nexusNobody)
	}
	view, _, err := c.world.Create(body.Name, people)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	var data any = newNexusGroup(view)
	if len(errs) > 0 {
		data = struct {
			Group  nexusGroup        `json:"group_info"`
			Errors map[string]string `json:"participant_errors"`
			Added  []string          `json:"successful_adds"`
			Failed []string          `json:"failed_adds"`
		}{newNexusGroup(view), errs, added, failed}
	}
	return nexusAnswer{"success": true, "data": data, "message": c.task.done}.with(http.StatusCreated)
}

func nexusGetGroup(_ context.Context, c *nexusCall) wire.Answer {
	jid, refusal, ok := c.queryGroup()
	if !ok {
		return refusal
	}
	view, err := c.world.JoinedGroup(jid)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInfo, err)
	}
	return nexusAnswer{"success": true, "data": c.groupInfo(view)}.with(http.StatusOK)
}

func nexusListGroups(_ context.Context, c *nexusCall) wire.Answer {
	if refusal, ok := c.connected(); !ok {
		return refusal
	}
	groups := []nexusGroup{}
	for _, view := range c.world.JoinedGroups() {
		groups = append(groups, newNexusGroup(view))
	}
	return nexusAnswer{"success": true, "data": groups}.with(http.StatusOK)
}

// nexusListAdminGroups never works: the handler expects a list of values and gets one of pointers.
func nexusListAdminGroups(_ context.Context, c *nexusCall) wire.Answer {
	if refusal, ok := c.connected(); !ok {
		return refusal
	}
	return nexusRefusal(http.StatusInternalServerError, "Formato de resposta inválido")
}

func nexusLeaveGroup(_ context.Context, c *nexusCall) wire.Answer {
	var body nexusGroupBody
	if refusal, ok := c.bind(&body, "LeaveGroupRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.Leave(body.GroupJID) })
}

// change does one thing to a group and says that it is done.
func (c *nexusCall) change(jid string, act func() error) wire.Answer {
	if refusal, ok := c.group(jid); !ok {
		return refusal
	}
	if err := act(); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return c.done()
}

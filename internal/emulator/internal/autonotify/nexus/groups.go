package nexus

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// createGroup needs a participant. It drops what WhatsApp says about each of them, because it reads the group
// afterwards. It reports only a number that is no number at all.
func createGroup(_ context.Context, c *call) wire.Answer {
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
			errs[participant] = noNumber
			failed = append(failed, participant)
			continue
		}
		a, err := parseAddress(c.world, participant)
		if errors.Is(err, world.ErrTooMany) {
			return c.refused(whatsmeow.Other, err)
		}
		if err != nil {
			errs[participant] = whatsmeow.Error(whatsmeow.Other, err)
			failed = append(failed, participant)
			continue
		}
		people, added = append(people, a), append(added, participant)
	}
	if len(people) == 0 {
		return c.failedEarly(nobody)
	}
	view, _, err := c.world.Create(body.Name, people)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	var data any = newGroupInfo(view)
	if len(errs) > 0 {
		data = struct {
			Group  groupInfo         `json:"group_info"`
			Errors map[string]string `json:"participant_errors"`
			Added  []string          `json:"successful_adds"`
			Failed []string          `json:"failed_adds"`
		}{newGroupInfo(view), errs, added, failed}
	}
	return object{"success": true, "data": data, "message": c.task.done}.answer(http.StatusCreated)
}

func getGroup(_ context.Context, c *call) wire.Answer {
	jid, refusal, ok := c.queryGroup()
	if !ok {
		return refusal
	}
	view, err := c.world.JoinedGroup(jid)
	if err != nil {
		return c.refused(whatsmeow.GetGroupInfo, err)
	}
	return object{"success": true, "data": c.shownAlone(view)}.answer(http.StatusOK)
}

func listGroups(_ context.Context, c *call) wire.Answer {
	if refusal, ok := c.connected(); !ok {
		return refusal
	}
	groups := []groupInfo{}
	for _, view := range c.world.JoinedGroups() {
		groups = append(groups, newGroupInfo(view))
	}
	return object{"success": true, "data": groups}.answer(http.StatusOK)
}

// listAdminGroups never works: the handler expects a list of values and gets one of pointers.
func listAdminGroups(_ context.Context, c *call) wire.Answer {
	if refusal, ok := c.connected(); !ok {
		return refusal
	}
	return refuse(http.StatusInternalServerError, "Formato de resposta inválido")
}

func leaveGroup(_ context.Context, c *call) wire.Answer {
	var body groupBody
	if refusal, ok := c.bind(&body, "LeaveGroupRequest"); !ok {
		return refusal
	}
	return c.change(body.GroupJID, func() error { return c.world.Leave(body.GroupJID) })
}

// change does one thing to a group and says that it is done.
func (c *call) change(jid string, act func() error) wire.Answer {
	if refusal, ok := c.checkGroup(jid); !ok {
		return refusal
	}
	if err := act(); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return c.done()
}

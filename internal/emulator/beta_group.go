package emulator

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func betaCreateGroup(_ context.Context, c *betaCall) wire.Answer {
	subject, refusal, ok := c.text("subject")
	if !ok {
		return refusal
	}
	people, refusal, ok := c.people()
	if !ok {
		return refusal
	}
	view, outcomes, err := c.world.Create(subject, people)
	if err != nil {
		return c.refused(err, false)
	}
	return wire.JSON(http.StatusOK, baileys.NewCreated(view, outcomes))
}

func betaListGroups(_ context.Context, c *betaCall) wire.Answer {
	return betaGroups(c.world.JoinedGroups(), func(world.View) bool { return true })
}

func betaListAdminGroups(_ context.Context, c *betaCall) wire.Answer {
	return betaGroups(c.world.JoinedGroups(), func(g world.View) bool { return g.Admin })
}

func betaGroups(views []world.View, listed func(world.View) bool) wire.Answer {
	groups := []baileys.Group{}
	for _, view := range views {
		if listed(view) {
			groups = append(groups, baileys.NewGroup(view))
		}
	}
	return wire.JSON(http.StatusOK, groups)
}

func betaGetGroup(_ context.Context, c *betaCall, id string) wire.Answer {
	view, err := c.world.JoinedGroup(id)
	if err != nil {
		return c.refused(err, false)
	}
	return wire.JSON(http.StatusOK, baileys.NewGroup(view))
}

func betaLeaveGroup(_ context.Context, c *betaCall, id string) wire.Answer {
	if err := c.world.Leave(id); err != nil {
		return c.refused(err, false)
	}
	return betaDone()
}

func betaGetInviteCode(_ context.Context, c *betaCall, id string) wire.Answer {
	return c.inviteCode(c.world.InviteCode(id))
}

func betaRevokeInviteCode(_ context.Context, c *betaCall, id string) wire.Answer {
	return c.inviteCode(c.world.RevokeInvite(id))
}

// InviteCode is the code alone, which is what Baileys returns.
func (c *betaCall) inviteCode(code string, err error) wire.Answer {
	if err != nil {
		return c.refused(err, false)
	}
	return wire.JSON(http.StatusOK, map[string]string{"inviteCode": code})
}

// betaJoin answers with nothing where an admin has yet to approve: Baileys looks for the group in WhatsApp's answer and finds a
// request for membership instead.
func betaJoin(_ context.Context, c *betaCall) wire.Answer {
	code, refusal, ok := c.text("inviteCode")
	if !ok {
		return refusal
	}
	view, err := c.world.Join(code)
	if err != nil {
		return c.refused(err, false)
	}
	if !view.Joined {
		return betaDone()
	}
	return wire.JSON(http.StatusOK, map[string]string{"groupId": view.ID})
}

package beta

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func createGroup(_ context.Context, c *call) wire.Answer {
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

func listGroups(_ context.Context, c *call) wire.Answer {
	return groupList(c.world.JoinedGroups(), func(world.View) bool { return true })
}

func listAdminGroups(_ context.Context, c *call) wire.Answer {
	return groupList(c.world.JoinedGroups(), func(g world.View) bool { return g.Admin })
}

func groupList(views []world.View, listed func(world.View) bool) wire.Answer {
	groups := []baileys.Group{}
	for _, view := range views {
		if listed(view) {
			groups = append(groups, baileys.NewGroup(view))
		}
	}
	return wire.JSON(http.StatusOK, groups)
}

func getGroup(_ context.Context, c *call, id string) wire.Answer {
	view, err := c.world.JoinedGroup(id)
	if err != nil {
		return c.refused(err, false)
	}
	return wire.JSON(http.StatusOK, baileys.NewGroup(view))
}

func leaveGroup(_ context.Context, c *call, id string) wire.Answer {
	if err := c.world.Leave(id); err != nil {
		return c.refused(err, false)
	}
	return done()
}

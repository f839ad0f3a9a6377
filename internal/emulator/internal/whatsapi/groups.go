package whatsapi

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

func createGroup(_ context.Context, c *call) wire.Answer {
	var body struct {
		Name         string   `json:"group_name"`
		Participants []string `json:"participants"`
	}
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	people, err := c.people(body.Participants)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	view, outcomes, err := c.world.Create(body.Name, people)
	if err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Group created", whatsmeow.NewCreated(view, outcomes))
}

// listGroups takes a string and not a boolean: "true", which is the default, or "false".
func listGroups(_ context.Context, c *call) wire.Answer {
	include := c.Query.Get("include_participants")
	if c.Query.Has("include_participants") && include != "true" && include != "false" {
		c.MarkUnknown()
	}
	groups := []whatsmeow.Group{}
	for _, view := range c.world.JoinedGroups() {
		g := whatsmeow.NewGroup(view)
		if include == "false" {
			g.Participants = new([]whatsmeow.Participant) // Null, as Go marshals a list that was taken away.
		}
		groups = append(groups, g)
	}
	return success("Groups fetched", groups)
}

func listAdminGroups(_ context.Context, c *call) wire.Answer {
	groups := []whatsmeow.Group{}
	for _, view := range c.world.JoinedGroups() {
		if view.Admin {
			groups = append(groups, whatsmeow.NewGroup(view))
		}
	}
	return success("Groups fetched", groups)
}

func getGroup(_ context.Context, c *call) wire.Answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return success("Group fetched", whatsmeow.NewGroup(view))
}

func getParticipants(_ context.Context, c *call) wire.Answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return success("Participants fetched", whatsmeow.NewGroup(view).Participants)
}

func leaveGroup(_ context.Context, c *call) wire.Answer {
	id, refusal, ok := c.groupID()
	if !ok {
		return refusal
	}
	if err := c.world.Leave(id); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return success("Group left", nil)
}

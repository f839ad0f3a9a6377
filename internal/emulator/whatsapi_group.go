package emulator

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

func whatsapiCreateGroup(_ context.Context, c *whatsapiCall) wire.Answer {
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
	return whatsapiSuccess("Group created", whatsmeow.NewCreated(view, outcomes))
}

// whatsapiListGroups takes a string, not a boolean: "true", which is the default, or "false".
func whatsapiListGroups(_ context.Context, c *whatsapiCall) wire.Answer {
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
	return whatsapiSuccess("Groups fetched", groups)
}

func whatsapiListAdminGroups(_ context.Context, c *whatsapiCall) wire.Answer {
	groups := []whatsmeow.Group{}
	for _, view := range c.world.JoinedGroups() {
		if view.Admin {
			groups = append(groups, whatsmeow.NewGroup(view))
		}
	}
	return whatsapiSuccess("Groups fetched", groups)
}

func whatsapiGetGroup(_ context.Context, c *whatsapiCall) wire.Answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return whatsapiSuccess("Group fetched", whatsmeow.NewGroup(view))
}

func whatsapiGetParticipants(_ context.Context, c *whatsapiCall) wire.Answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return whatsapiSuccess("Participants fetched", whatsmeow.NewGroup(view).Participants)
}

func whatsapiLeaveGroup(_ context.Context, c *whatsapiCall) wire.Answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	if err := c.world.Leave(id); err != nil {
		return c.refused(whatsmeow.Other, err)
	}
	return whatsapiSuccess("Group left", nil)
}

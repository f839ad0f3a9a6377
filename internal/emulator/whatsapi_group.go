package emulator

import "context"

func whatsapiCreateGroup(_ context.Context, c *whatsapiCall) answer {
	var body struct {
		Name         string   `json:"group_name"`
		Participants []string `json:"participants"`
	}
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	people, err := c.people(body.Participants)
	if err != nil {
		return c.refused(whatsmeowOther, err)
	}
	view, outcomes, err := c.world.Create(body.Name, people)
	if err != nil {
		return c.refused(whatsmeowOther, err)
	}
	return whatsapiSuccess("Group created", newWhatsmeowCreated(view, outcomes))
}

// whatsapiListGroups takes a string, not a boolean: "true", which is the default, or "false".
func whatsapiListGroups(_ context.Context, c *whatsapiCall) answer {
	include := c.query.Get("include_participants")
	if c.query.Has("include_participants") && include != "true" && include != "false" {
		c.unknown()
	}
	groups := []whatsmeowGroup{}
	for _, view := range c.world.JoinedGroups() {
		g := newWhatsmeowGroup(view)
		if include == "false" {
			g.Participants = new([]whatsmeowParticipant) // Null, as Go marshals a list that was taken away.
		}
		groups = append(groups, g)
	}
	return whatsapiSuccess("Groups fetched", groups)
}

func whatsapiListAdminGroups(_ context.Context, c *whatsapiCall) answer {
	groups := []whatsmeowGroup{}
	for _, view := range c.world.JoinedGroups() {
		if view.Admin {
			groups = append(groups, newWhatsmeowGroup(view))
		}
	}
	return whatsapiSuccess("Groups fetched", groups)
}

func whatsapiGetGroup(_ context.Context, c *whatsapiCall) answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return whatsapiSuccess("Group fetched", newWhatsmeowGroup(view))
}

func whatsapiGetParticipants(_ context.Context, c *whatsapiCall) answer {
	view, refusal, ok := c.joined()
	if !ok {
		return refusal
	}
	return whatsapiSuccess("Participants fetched", newWhatsmeowGroup(view).Participants)
}

func whatsapiLeaveGroup(_ context.Context, c *whatsapiCall) answer {
	id, refusal, ok := c.group()
	if !ok {
		return refusal
	}
	if err := c.world.Leave(id); err != nil {
		return c.refused(whatsmeowOther, err)
	}
	return whatsapiSuccess("Group left", nil)
}

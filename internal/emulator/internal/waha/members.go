package waha

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func listParticipants(_ context.Context, c *call) wire.Answer {
	view, absent, ok := c.visible(readParticipants, "")
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, c.engine.participants(view))
}

// listParticipantsV2 answers alike on every engine, except for pn (evidence/waha.md §6.2).
func listParticipantsV2(_ context.Context, c *call) wire.Answer {
	view, absent, ok := c.visible(readParticipantsV2, "")
	if !ok {
		return absent
	}
	rows := []participantRow{}
	for _, m := range c.stored.in(view).Members {
		row := c.engine.participant(view, m)
		if row.Role = m.Role; m.Role == world.RoleMember {
			row.Role = "participant"
		}
		rows = append(rows, row)
	}
	return wire.JSON(http.StatusOK, rows)
}

// changeMembers serves the four routes that take participants.
func changeMembers(op operation) func(context.Context, *call) wire.Answer {
	change := map[operation]world.MemberChange{
		opAdd:     world.AddMember,
		opRemove:  world.RemoveMember,
		opPromote: world.PromoteMember,
		opDemote:  world.DemoteMember,
	}[op]
	return func(_ context.Context, c *call) wire.Answer {
		ids, people, refusal, ok := c.people(op)
		if !ok {
			return refusal
		}
		id := c.params["id"]
		view, err := c.world.Group(id)
		if err != nil {
			return c.engine.refused(c, op, err)
		}
		known := make([]world.Person, 0, len(people))
		for _, a := range people {
			p, _ := c.world.LookUp(a)
			known = append(known, p)
		}
		if refusal, ok := c.engine.precheck(c, op, view, known); !ok {
			return refusal
		}
		c.aboutToWrite()
		outcomes, err := c.world.ChangeMembers(id, change, people)
		if err != nil {
			return c.engine.refused(c, op, err)
		}
		if change == world.AddMember && c.engine.name() == "WEBJS" {
			c.world.NoteInvited(id, outcomes)
		}
		if c.store && c.engine.name() == "NOWEB" {
			if after, err := c.world.Group(id); err == nil {
				c.stored.keep(view, after)
			}
		}
		return c.engine.changed(op, view, ids, outcomes)
	}
}

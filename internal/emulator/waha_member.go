package emulator

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

func wahaParticipantsV1Handler(_ context.Context, c *wahaCall) wire.Answer {
	view, absent, ok := c.visible(readParticipants, "")
	if !ok {
		return absent
	}
	return wire.JSON(http.StatusOK, c.engine.participants(view))
}

// wahaParticipantsV2Handler answers alike on every engine but for pn (evidence/waha.md §6.2).
func wahaParticipantsV2Handler(_ context.Context, c *wahaCall) wire.Answer {
	view, absent, ok := c.visible(readParticipantsV2, "")
	if !ok {
		return absent
	}
	rows := []wahaParticipant{}
	for _, m := range view.Members {
		row := c.engine.participant(view, m)
		if row.Role = m.Role; m.Role == world.RoleMember {
			row.Role = "participant"
		}
		rows = append(rows, row)
	}
	return wire.JSON(http.StatusOK, rows)
}

// wahaChangeMembers serves the four routes that take participants.
func wahaChangeMembers(op wahaOp) func(context.Context, *wahaCall) wire.Answer {
	change := map[wahaOp]world.MemberChange{
		opAdd: world.AddMember, opRemove: world.RemoveMember, opPromote: world.PromoteMember, opDemote: world.DemoteMember,
	}[op]
	return func(_ context.Context, c *wahaCall) wire.Answer {
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
		return c.engine.changed(op, view, ids, outcomes)
	}
}

// wahaListJoinRequests has nothing to list: nobody but the account itself ever asks to join, and it is no admin then.
func wahaListJoinRequests(_ context.Context, c *wahaCall) wire.Answer {
	if _, err := c.world.InviteCode(c.params["id"]); err != nil {
		return c.engine.refused(c, opRequests, err)
	}
	return wire.JSON(http.StatusOK, []struct{}{})
}

// wahaDecideJoinRequests finds no request of anybody.
func wahaDecideJoinRequests(_ context.Context, c *wahaCall) wire.Answer {
	ids, _, refusal, ok := c.people(opRequests)
	if !ok {
		return refusal
	}
	if _, err := c.world.InviteCode(c.params["id"]); err != nil {
		return c.engine.refused(c, opRequests, err)
	}
	type decision struct {
		RequesterID string `json:"requesterId"`
		Success     bool   `json:"success"`
		Error       int    `json:"error"`
	}
	decisions := []decision{}
	for _, id := range ids {
		decisions = append(decisions, decision{id, false, world.CodeNotFound})
	}
	return wire.JSON(http.StatusOK, decisions)
}

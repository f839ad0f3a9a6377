package waha

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// joinRequestRow is one who asks to join (evidence/waha.md §7.4). It looks the same on every engine.
type joinRequestRow struct {
	RequesterID   string  `json:"requesterId"`
	RequesterPN   *string `json:"requesterPn"`
	AddedByID     *string `json:"addedById"`
	ParentGroupID *string `json:"parentGroupId"`
	RequestMethod string  `json:"requestMethod"`
	Timestamp     int64   `json:"timestamp"`
}

func listJoinRequests(_ context.Context, c *call) wire.Answer {
	asking, err := c.world.JoinRequests(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opRequests, err)
	}
	view, err := c.world.Group(c.params["id"])
	if err != nil {
		return c.engine.refused(c, opRequests, err)
	}
	rows := []joinRequestRow{}
	for _, a := range asking {
		row := joinRequestRow{
			RequesterID: idOf(view.AddressOf(a.Member)), RequestMethod: a.Method, Timestamp: a.RequestedAt.Unix(),
		}
		if phone := a.Member.VisiblePhone(); phone != "" {
			row.RequesterPN = new(phone + "@c.us")
		}
		if a.AddedBy != (world.Member{}) {
			row.AddedByID = new(idOf(view.AddressOf(a.AddedBy)))
		}
		if a.Method == world.AskedFromLinked && view.CommunityID != "" {
			row.ParentGroupID = new(view.CommunityID)
		}
		rows = append(rows, row)
	}
	return wire.JSON(http.StatusOK, rows)
}

// decideJoinRequests serves the routes that let people in and turn them away.
func decideJoinRequests(approve bool) handler {
	return func(_ context.Context, c *call) wire.Answer {
		ids, people, refusal, ok := c.people(opRequests)
		if !ok {
			return refusal
		}
		before, err := c.world.Group(c.params["id"])
		if err != nil {
			return c.engine.refused(c, opRequests, err)
		}
		c.aboutToWrite()
		outcomes, err := c.world.DecideJoinRequests(c.params["id"], approve, people)
		if err != nil {
			return c.engine.refused(c, opRequests, err)
		}
		if c.store && c.engine.name() == "NOWEB" {
			if after, err := c.world.Group(c.params["id"]); err == nil {
				c.stored.keep(before, after)
			}
		}
		type decision struct {
			RequesterID string `json:"requesterId"`
			Success     bool   `json:"success"`
			Error       int    `json:"error,omitempty"`
		}
		decisions := []decision{}
		for i, id := range ids {
			d := decision{RequesterID: id, Success: outcomes[i].Code == world.CodeDone}
			if !d.Success {
				d.Error = outcomes[i].Code
			}
			decisions = append(decisions, d)
		}
		return wire.JSON(http.StatusOK, decisions)
	}
}

// idOf is an address as WAHA writes it.
func idOf(a world.Address) string {
	if a.LID != "" {
		return a.LID
	}
	return a.Phone + "@c.us"
}

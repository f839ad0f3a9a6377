package emulator

import (
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// wahaGOWS is the engine on whatsmeow. Reads come from its own store, which learns of changes by events.
type wahaGOWS struct{}

var _ wahaEngine = wahaGOWS{}

func (wahaGOWS) name() string { return "GOWS" }

func (wahaGOWS) traits(v wahaVersion) wahaTraits {
	return wahaTraits{
		stale: true, refreshes: true,
		hangs:      !v.atLeast(wahaVersion{2026, 9, 0}),
		noPictures: !v.atLeast(wahaVersion{2026, 6, 1}),
	}
}

func (wahaGOWS) address(id string) (world.Address, error) { return whatsmeow.ParseAddress(id) }

func (wahaGOWS) created(g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusCreated, whatsmeow.NewCreated(g, outcomes))
}

func (wahaGOWS) list(groups []world.View, withParticipants bool) wire.Answer {
	list := []whatsmeow.Group{}
	for _, g := range groups {
		group := whatsmeow.NewGroup(g)
		if !withParticipants {
			group.Participants = nil
		}
		list = append(list, group)
	}
	return wire.JSON(http.StatusOK, list)
}

func (wahaGOWS) group(g world.View) any { return whatsmeow.NewGroup(g) }

func (wahaGOWS) participants(g world.View) any { return whatsmeow.NewGroup(g).Participants }

// participant has an empty pn for a hidden phone: toCusFormat("") is "".
func (wahaGOWS) participant(g world.View, m world.Member) wahaParticipant {
	p := whatsmeow.NewParticipant(g, m)
	return wahaParticipant{ID: toCUS(p.JID), PN: toCUS(p.PhoneNumber)}
}

func (e wahaGOWS) absent(c *wahaCall, _ wahaRead, _ string) wire.Answer {
	return e.failed(c, "not found")
}

func (wahaGOWS) done(wahaOp) wire.Answer { return emptyAnswer() }

func (wahaGOWS) precheck(*wahaCall, wahaOp, world.View, []world.Person) (wire.Answer, bool) {
	return wire.Answer{}, true
}

func (wahaGOWS) changed(_ wahaOp, g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusOK, whatsmeow.NewOutcomes(g, outcomes))
}

func (e wahaGOWS) refused(c *wahaCall, op wahaOp, err error) wire.Answer {
	asked := whatsmeow.Other
	switch {
	case op == opInvite || op == opRevoke:
		asked = whatsmeow.GetGroupInviteLink
	case op.changesMembers():
		asked = whatsmeow.UpdateGroupParticipants
	}
	return e.failed(c, whatsmeow.Error(asked, err))
}

func (e wahaGOWS) rateLimited(c *wahaCall) wire.Answer { return e.failed(c, whatsmeow.RateLimited) }

// failed is an error of gRPC, with the reason in details.
func (wahaGOWS) failed(c *wahaCall, details string) wire.Answer {
	message := "2 UNKNOWN: " + details
	return c.exception(struct {
		Message  string   `json:"message"`
		Code     int      `json:"code"`
		Details  string   `json:"details"`
		Metadata struct{} `json:"metadata"`
		Name     string   `json:"name"`
		Stack    string   `json:"stack"`
	}{Message: message, Code: 2, Details: details, Name: "Error", Stack: stack("Error: " + message)})
}

// inviteCode is a whole link, as whatsmeow makes it.
func (wahaGOWS) inviteCode(code string) string { return whatsmeow.InviteLink + code }

func (wahaGOWS) invited(g world.View) any { return whatsmeow.NewGroup(g) }

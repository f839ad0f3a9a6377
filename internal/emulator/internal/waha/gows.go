package waha

import (
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// gows is the engine on whatsmeow. Reads come from its own store, which learns of changes by events.
type gows struct{}

var _ engine = gows{}

func (gows) name() string { return "GOWS" }

func (gows) traits(v version) traits {
	return traits{
		stale: true, refreshes: true,
		hangs:      !v.atLeast(version{2026, 9, 0}),
		noPictures: !v.atLeast(version{2026, 6, 1}),
	}
}

func (gows) address(id string) (world.Address, error) { return whatsmeow.ParseAddress(id) }

func (gows) created(g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusCreated, whatsmeow.NewCreated(g, outcomes))
}

func (gows) list(groups []world.View, withParticipants bool) wire.Answer {
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

func (gows) group(g world.View) any { return whatsmeow.NewGroup(g) }

func (gows) participants(g world.View) any { return whatsmeow.NewGroup(g).Participants }

// participant has an empty pn if the phone is hidden: toCusFormat("") is "".
func (gows) participant(g world.View, m world.Member) participantRow {
	p := whatsmeow.NewParticipant(g, m)
	return participantRow{ID: toCUS(p.JID), PN: toCUS(p.PhoneNumber)}
}

func (e gows) absent(c *call, _ reading, _ string) wire.Answer {
	return e.failed(c, "not found")
}

func (gows) done(operation) wire.Answer { return emptyAnswer() }

func (gows) precheck(*call, operation, world.View, []world.Person) (wire.Answer, bool) {
	return wire.Answer{}, true
}

func (gows) changed(_ operation, g world.View, _ []string, outcomes []world.Outcome) wire.Answer {
	return wire.JSON(http.StatusOK, whatsmeow.NewOutcomes(g, outcomes))
}

func (e gows) refused(c *call, op operation, err error) wire.Answer {
	asked := whatsmeow.Other
	switch {
	case op == opInvite || op == opRevoke:
		asked = whatsmeow.GetGroupInviteLink
	case op.changesMembers():
		asked = whatsmeow.UpdateGroupParticipants
	}
	return e.failed(c, whatsmeow.Error(asked, err))
}

func (e gows) rateLimited(c *call) wire.Answer { return e.failed(c, whatsmeow.RateLimited) }

// failed is an error of gRPC, with the reason in details.
func (gows) failed(c *call, details string) wire.Answer {
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
func (gows) inviteCode(code string) string { return whatsmeow.InviteLink + code }

func (gows) invited(g world.View) any { return whatsmeow.NewGroup(g) }

package emulator

import (
	"net/http"

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

func (wahaGOWS) address(id string) (world.Address, error) { return whatsmeowAddress(id) }

func (wahaGOWS) created(g world.View, _ []string, outcomes []world.Outcome) answer {
	return jsonAnswer(http.StatusCreated, newWhatsmeowCreated(g, outcomes))
}

func (wahaGOWS) list(groups []world.View, withParticipants bool) answer {
	list := []whatsmeowGroup{}
	for _, g := range groups {
		group := newWhatsmeowGroup(g)
		if !withParticipants {
			group.Participants = nil
		}
		list = append(list, group)
	}
	return jsonAnswer(http.StatusOK, list)
}

func (wahaGOWS) group(g world.View) any { return newWhatsmeowGroup(g) }

func (wahaGOWS) participants(g world.View) any { return newWhatsmeowGroup(g).Participants }

// participant has an empty pn for a hidden phone: toCusFormat("") is "".
func (wahaGOWS) participant(g world.View, m world.Member) wahaParticipant {
	p := newWhatsmeowParticipant(g, m)
	return wahaParticipant{ID: toCUS(p.JID), PN: toCUS(p.PhoneNumber)}
}

func (e wahaGOWS) absent(c *wahaCall, _ wahaRead, _ string) answer { return e.failed(c, "not found") }

func (wahaGOWS) done(wahaOp) answer { return emptyAnswer() }

func (wahaGOWS) precheck(*wahaCall, wahaOp, world.View, []world.Person) (answer, bool) {
	return answer{}, true
}

func (wahaGOWS) changed(_ wahaOp, g world.View, _ []string, outcomes []world.Outcome) answer {
	return jsonAnswer(http.StatusOK, newWhatsmeowOutcomes(g, outcomes))
}

func (e wahaGOWS) refused(c *wahaCall, op wahaOp, err error) answer {
	asked := whatsmeowOther
	switch {
	case op == opInvite || op == opRevoke:
		asked = whatsmeowInvite
	case op.changesMembers():
		asked = whatsmeowMembers
	}
	return e.failed(c, whatsmeowError(asked, err))
}

func (e wahaGOWS) rateLimited(c *wahaCall) answer { return e.failed(c, whatsmeowRateLimited) }

// failed is an error of gRPC, with the reason in details.
func (wahaGOWS) failed(c *wahaCall, details string) answer {
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

// InviteCode is a whole link, as whatsmeow makes it.
func (wahaGOWS) inviteCode(code string) string { return inviteLink + code }

func (wahaGOWS) invited(g world.View) any { return newWhatsmeowGroup(g) }

package emulator

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
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

// address normalises: whatever is no LID is a phone, with or without suffix.
func (wahaGOWS) address(id string) (address, error) {
	user, server, _ := strings.Cut(strings.TrimPrefix(id, "+"), "@")
	switch {
	case isDigits(user) && server == "lid":
		return address{lid: id}, nil
	case isDigits(user) && (server == "" || server == "c.us" || server == "s.whatsapp.net"):
		return address{phone: user}, nil
	}
	return address{}, errBadRequest
}

// created keeps those who were refused in the list, with their error.
func (wahaGOWS) created(g groupView, _ []string, outcomes []outcome) answer {
	group := newWhatsmeowGroup(g)
	for _, o := range outcomes {
		if o.code != codeDone && o.code != codeMember {
			*group.Participants = append(*group.Participants, newWhatsmeowOutcome(g, o))
		}
	}
	return jsonAnswer(http.StatusCreated, group)
}

func (wahaGOWS) list(groups []groupView, withParticipants bool) answer {
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

func (wahaGOWS) group(g groupView) any { return newWhatsmeowGroup(g) }

func (wahaGOWS) participants(g groupView) any { return newWhatsmeowGroup(g).Participants }

// participant has an empty pn for a hidden phone: toCusFormat("") is "".
func (wahaGOWS) participant(g groupView, m Member) wahaParticipant {
	p := newWhatsmeowParticipant(g, m)
	return wahaParticipant{ID: toCUS(p.JID), PN: toCUS(p.PhoneNumber)}
}

func (e wahaGOWS) absent(c *wahaCall, _ wahaRead, _ string) answer { return e.failed(c, "not found") }

func (wahaGOWS) done(wahaOp) answer { return emptyAnswer() }

func (wahaGOWS) precheck(*wahaCall, wahaOp, groupView, []person) (answer, bool) {
	return answer{}, true
}

func (wahaGOWS) changed(_ wahaOp, g groupView, _ []string, outcomes []outcome) answer {
	rows := []whatsmeowParticipant{}
	for _, o := range outcomes {
		rows = append(rows, newWhatsmeowOutcome(g, o))
	}
	return jsonAnswer(http.StatusOK, rows)
}

// refused has whatsmeow's own sentence where whatsmeow has one, and WhatsApp's code in a sentence where it has not.
func (e wahaGOWS) refused(c *wahaCall, op wahaOp, err error) answer {
	invites := op == opInvite || op == opRevoke
	switch {
	case errors.Is(err, errNoSuchGroup) && invites:
		return e.failed(c, "that group does not exist")
	case errors.Is(err, errNotMember) && invites:
		return e.failed(c, "you're not participating in that group")
	case errors.Is(err, errNotAdmin) && invites:
		return e.failed(c, "you don't have the permission to get the group's invite link")
	case errors.Is(err, errLinkRevoked):
		return e.failed(c, "that group invite link has been revoked")
	case errors.Is(err, errLinkInvalid):
		return e.failed(c, "that group invite link is not valid")
	case errors.Is(err, errNoSuchGroup):
		return e.iq(c, 404, "item-not-found")
	case errors.Is(err, errNotMember), errors.Is(err, errNotAdmin) && op.changesMembers():
		return e.iq(c, 403, "forbidden")
	case errors.Is(err, errNotAdmin):
		return e.iq(c, 401, "not-authorized")
	case errors.Is(err, errTooLong):
		return e.iq(c, 406, "not-acceptable")
	case errors.Is(err, errGroupFull):
		return e.iq(c, 419, "resource-limit")
	case errors.Is(err, errBadRequest):
		return e.iq(c, 400, "bad-request")
	}
	return e.failed(c, err.Error())
}

func (e wahaGOWS) rateLimited(c *wahaCall) answer { return e.iq(c, 429, "rate-overlimit") }

func (e wahaGOWS) iq(c *wahaCall, code int, text string) answer {
	return e.failed(c, fmt.Sprintf("info query returned status %d: %s", code, text))
}

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

// inviteCode is a whole link, as whatsmeow makes it.
func (wahaGOWS) inviteCode(code string) string { return "https://chat.whatsapp.com/" + code }

func (wahaGOWS) invited(g groupView) any { return newWhatsmeowGroup(g) }

package emulator

import (
	"errors"
	"fmt"
	"strings"
)

// whatsmeowCall is a function of whatsmeow, as far as its errors differ from the others'.
type whatsmeowCall int

const (
	whatsmeowOther   whatsmeowCall = iota
	whatsmeowInfo                  // GetGroupInfo.
	whatsmeowInvite                // GetGroupInviteLink.
	whatsmeowMembers               // UpdateGroupParticipants.
)

// whatsmeowRateLimited is what whatsmeow says of too many requests.
const whatsmeowRateLimited = "info query returned status 429: rate-overlimit"

// whatsmeowError has whatsmeow's own sentence where whatsmeow has one, and WhatsApp's code in a sentence where it has
// not (evidence/whatsapp.md §4.5, §4.1). Which of 401 and 403 an account without rights gets was never seen; here
// changes of members get 403 and everything else 401.
func whatsmeowError(asked whatsmeowCall, err error) string {
	iq := func(code int, text string) string {
		return fmt.Sprintf("info query returned status %d: %s", code, text)
	}
	named := asked == whatsmeowInfo || asked == whatsmeowInvite
	switch {
	case errors.Is(err, errNoSuchGroup) && named:
		return "that group does not exist"
	case errors.Is(err, errNotMember) && named:
		return "you're not participating in that group"
	case errors.Is(err, errNotAdmin) && asked == whatsmeowInvite:
		return "you don't have the permission to get the group's invite link"
	case errors.Is(err, errLinkRevoked):
		return "that group invite link has been revoked"
	case errors.Is(err, errLinkInvalid):
		return "that group invite link is not valid"
	case errors.Is(err, errNoSuchGroup):
		return iq(404, "item-not-found")
	case errors.Is(err, errNotMember), errors.Is(err, errNotAdmin) && asked == whatsmeowMembers:
		return iq(403, "forbidden")
	case errors.Is(err, errNotAdmin):
		return iq(401, "not-authorized")
	case errors.Is(err, errTooLong):
		return iq(406, "not-acceptable")
	case errors.Is(err, errConflict):
		return iq(409, "conflict")
	case errors.Is(err, errGroupFull):
		return iq(419, "resource-limit")
	case errors.Is(err, errBadRequest):
		return iq(400, "bad-request")
	}
	return err.Error()
}

// whatsmeowAddress normalises: whatever is no LID is a phone, with or without suffix.
func whatsmeowAddress(id string) (address, error) {
	user, server, _ := strings.Cut(strings.TrimPrefix(id, "+"), "@")
	switch {
	case isDigits(user) && server == "lid":
		return address{lid: id}, nil
	case isDigits(user) && (server == "" || server == "c.us" || server == "s.whatsapp.net"):
		return address{phone: user}, nil
	}
	return address{}, errBadRequest
}

package emulator

import (
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
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
	case errors.Is(err, world.ErrNoSuchGroup) && named:
		return "that group does not exist"
	case errors.Is(err, world.ErrNotMember) && named:
		return "you're not participating in that group"
	case errors.Is(err, world.ErrNotAdmin) && asked == whatsmeowInvite:
		return "you don't have the permission to get the group's invite link"
	case errors.Is(err, world.ErrLinkRevoked):
		return "that group invite link has been revoked"
	case errors.Is(err, world.ErrLinkInvalid):
		return "that group invite link is not valid"
	case errors.Is(err, world.ErrNoSuchGroup):
		return iq(404, "item-not-found")
	case errors.Is(err, world.ErrNotMember), errors.Is(err, world.ErrNotAdmin) && asked == whatsmeowMembers:
		return iq(403, "forbidden")
	case errors.Is(err, world.ErrNotAdmin):
		return iq(401, "not-authorized")
	case errors.Is(err, world.ErrTooLong):
		return iq(406, "not-acceptable")
	case errors.Is(err, world.ErrConflict):
		return iq(409, "conflict")
	case errors.Is(err, world.ErrGroupFull):
		return iq(419, "resource-limit")
	case errors.Is(err, world.ErrBadRequest):
		return iq(400, "bad-request")
	}
	return err.Error()
}

// whatsmeowAddress normalises: whatever is no LID is a phone, with or without suffix.
func whatsmeowAddress(id string) (world.Address, error) {
	user, server, _ := strings.Cut(strings.TrimPrefix(id, "+"), "@")
	switch {
	case world.IsDigits(user) && server == "lid":
		return world.Address{LID: id}, nil
	case world.IsDigits(user) && (server == "" || server == "c.us" || server == "s.whatsapp.net"):
		return world.Address{Phone: user}, nil
	}
	return world.Address{}, world.ErrBadRequest
}

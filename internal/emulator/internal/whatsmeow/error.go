package whatsmeow

import (
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// Function is a function of whatsmeow.
type Function int

// The functions that have errors of their own, and all others.
const (
	Other Function = iota
	GetGroupInfo
	GetGroupInviteLink
	UpdateGroupParticipants
)

// RateLimited is what whatsmeow says of too many requests.
const RateLimited = "info query returned status 429: rate-overlimit"

// Error is the text of whatsmeow's error: its own sentence if it has one, else a sentence with WhatsApp's code
// (evidence/whatsapp.md §4.5, §4.1). Nobody has seen which of 401 and 403 an account without rights gets; here changes
// of members get 403 and everything else 401.
func Error(asked Function, err error) string {
	iq := func(code int, text string) string {
		return fmt.Sprintf("info query returned status %d: %s", code, text)
	}
	named := asked == GetGroupInfo || asked == GetGroupInviteLink
	switch {
	case errors.Is(err, world.ErrNoSuchGroup) && named:
		return "that group does not exist"
	case errors.Is(err, world.ErrNotMember) && named:
		return "you're not participating in that group"
	case errors.Is(err, world.ErrNotAdmin) && asked == GetGroupInviteLink:
		return "you don't have the permission to get the group's invite link"
	case errors.Is(err, world.ErrLinkRevoked):
		return "that group invite link has been revoked"
	case errors.Is(err, world.ErrLinkInvalid):
		return "that group invite link is not valid"
	case errors.Is(err, world.ErrNoSuchGroup):
		return iq(404, "item-not-found")
	case errors.Is(err, world.ErrNotMember), errors.Is(err, world.ErrNotAdmin) && asked == UpdateGroupParticipants:
		return iq(403, "forbidden")
	case errors.Is(err, world.ErrNotAdmin):
		return iq(401, "not-authorized")
	case errors.Is(err, world.ErrTooLong), errors.Is(err, world.ErrBadName):
		return iq(406, "not-acceptable")
	case errors.Is(err, world.ErrConflict), errors.Is(err, world.ErrAlreadyIn):
		return iq(409, "conflict")
	case errors.Is(err, world.ErrGroupFull):
		return iq(419, "resource-limit")
	case errors.Is(err, world.ErrTooMany):
		return RateLimited
	case errors.Is(err, world.ErrBadRequest):
		return iq(400, "bad-request")
	}
	return err.Error()
}

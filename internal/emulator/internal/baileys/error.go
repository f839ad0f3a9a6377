package baileys

import (
	"errors"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// Error is the message and, if WhatsApp gave one, the code of a Boom error. Nobody has seen which of 401 and 403 an
// account without rights gets; here changes of members get 403 and everything else 401.
func Error(err error, ofMembers bool) (message string, code int) {
	switch {
	case errors.Is(err, world.ErrNoSuchGroup):
		return "item-not-found", 404
	case errors.Is(err, world.ErrNotMember), errors.Is(err, world.ErrNotAdmin) && ofMembers:
		return "forbidden", 403
	case errors.Is(err, world.ErrNotAdmin):
		return "not-authorized", 401
	case errors.Is(err, world.ErrTooLong), errors.Is(err, world.ErrBadName), errors.Is(err, world.ErrLinkInvalid):
		return "not-acceptable", 406
	case errors.Is(err, world.ErrAlreadyIn):
		return "conflict", 409
	case errors.Is(err, world.ErrLinkRevoked):
		return "gone", 410
	case errors.Is(err, world.ErrGroupFull):
		return "resource-limit", 419
	case errors.Is(err, world.ErrTooMany):
		return "rate-overlimit", 429
	case errors.Is(err, world.ErrBadRequest):
		return "bad-request", 400
	}
	return err.Error(), 0
}

package world

import "errors"

// What WhatsApp refuses. Each dialect says it in the words of its gateway.
var (
	ErrNoSuchGroup = errors.New("no such group")
	ErrNotMember   = errors.New("not a member of the group")
	ErrNotAdmin    = errors.New("not an admin of the group")
	ErrTooLong     = errors.New("text too long")
	ErrBadName     = errors.New("not a name of a group")
	ErrGroupFull   = errors.New("group is full")
	ErrLinkRevoked = errors.New("invite link was revoked")
	ErrLinkInvalid = errors.New("invite link is not valid")
	ErrConflict    = errors.New("somebody else has changed it meanwhile")
	// ErrAlreadyIn is the error of joining a group that the account is in (evidence/whatsapp.md §8.2).
	ErrAlreadyIn = errors.New("in the group already")
	ErrNotImage  = errors.New("the given data is not a valid image")
	// ErrTooMany is the error of a request that passes a limit.
	ErrTooMany = errors.New("too many requests")
	// ErrBadRequest fails a whole request: a malformed id (WAHA issues 266 and 359), or a change that the group's kind
	// does not know.
	ErrBadRequest = errors.New("bad request")
)

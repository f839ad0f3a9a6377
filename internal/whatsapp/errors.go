package whatsapp

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// The closed set of what can go wrong. Every error of a Gateway is one of these, or errors.ErrUnsupported for an
// ability that is missing, to errors.Is; or it is the error of a context that ended before anything was sent.
var (
	// ErrGroupNotFound: WhatsApp, or the gateway's memory of it, has no such group.
	ErrGroupNotFound = errors.New("the group was not found")
	// ErrNotMember: the own account is not in the group. It says nothing of anybody else.
	ErrNotMember = errors.New("the account is not a member of the group")
	// ErrNoSuchMember: the person that was asked for is not in the group, and the account is.
	ErrNoSuchMember = errors.New("the person is not a member of the group")
	// ErrNotAdmin: only an admin of the group may do this, and the own account is none.
	ErrNotAdmin = errors.New("the account is not an admin of the group")
	// ErrNotOnWhatsApp: nobody has the number on WhatsApp.
	ErrNotOnWhatsApp = errors.New("the number is not on WhatsApp")
	// ErrPrivacy: the person's settings let only some people add them. Error.Invitation may have the way round.
	ErrPrivacy = errors.New("the person's privacy settings do not let this account add them")
	// ErrRecentlyLeft: the person left the group a short time ago.
	ErrRecentlyLeft = errors.New("the person left the group recently")
	// ErrGroupFull: the group has as many members as WhatsApp allows.
	ErrGroupFull = errors.New("the group is full")
	// ErrInviteRevoked: the invite code was valid once.
	ErrInviteRevoked = errors.New("the invite link has been revoked")
	// ErrInviteInvalid: the invite code never was valid, or nothing is known of it.
	ErrInviteInvalid = errors.New("the invite link is not valid")
	// ErrAlreadyMember: the account is in the group of the invite code already, and the gateway does not tell which
	// group that is.
	ErrAlreadyMember = errors.New("the account is in the group of the invite link already")
	// ErrRateLimited: WhatsApp refused because of too many calls; nothing was done. Error.Wait may say for how long.
	ErrRateLimited = errors.New("WhatsApp refuses because of too many calls")
	// ErrNotConnected: the gateway runs, and its session is not linked to WhatsApp. Error.Status has its word for that.
	ErrNotConnected = errors.New("the account is not connected to WhatsApp")
	// ErrStarting: the session is on its way to WhatsApp and may be connected in some seconds. It is ErrNotConnected
	// too. An account that WhatsApp has banned for a time looks the same to gateways that try again and again.
	ErrStarting = fmt.Errorf("the session is starting, and %w yet", ErrNotConnected)
	// ErrSessionUnknown: the gateway has no such session.
	ErrSessionUnknown = errors.New("the gateway does not know the session")
	// ErrUnauthorized: the gateway refuses the API key.
	ErrUnauthorized = errors.New("the gateway refuses the API key")
	// ErrInvalidRequest: what was asked for makes no sense to WhatsApp; asking again does not help.
	ErrInvalidRequest = errors.New("the request is not valid")
	// ErrRefused: WhatsApp did not do it, and the gateway does not tell why.
	ErrRefused = errors.New("WhatsApp refused")
	// ErrUnreachable: the gateway could not be reached at all, so nothing was done.
	ErrUnreachable = errors.New("the gateway cannot be reached")
	// ErrWrongServer: something answers at the endpoint, and not as the gateway does, so nothing was done.
	ErrWrongServer = errors.New("the server at the endpoint does not answer as the gateway does")
	// ErrOutcomeUnknown: no answer, or one that says nothing; a write may or may not have been done.
	ErrOutcomeUnknown = errors.New("the gateway gave no clear answer")
)

// Error is a failure in WhatsApp's terms. Its text is fit to be shown: it has no key, no invite code and no raw answer.
type Error struct {
	// Kind is one of the errors above, or errors.ErrUnsupported.
	Kind error
	// Detail explains in a few words, often the gateway's.
	Detail string
	// Status is the gateway's word for the state of the session, with ErrNotConnected.
	Status string
	// Wait is how long the gateway asks to wait, with ErrRateLimited, from when the error came. Zero if it does not
	// say.
	Wait time.Duration
	// Invitation may come with ErrPrivacy.
	Invitation *Invitation
}

var _ error = (*Error)(nil)

func (e *Error) Error() string {
	parts := []string{e.Kind.Error()}
	if e.Status != "" {
		parts[0] += " (status " + e.Status + ")"
	}
	if e.Detail != "" {
		parts = append(parts, e.Detail)
	}
	return strings.Join(parts, ": ")
}

// Unwrap makes errors.Is find the kind.
func (e *Error) Unwrap() error { return e.Kind }

// MissingAbility is the error of a gateway that cannot do what it was asked. It is errors.ErrUnsupported.
func MissingAbility(gateway string, ability Ability) error {
	return &Error{Kind: errors.ErrUnsupported, Detail: fmt.Sprintf("%s cannot %s", gateway, ability)}
}

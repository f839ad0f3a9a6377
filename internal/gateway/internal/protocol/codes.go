// Package protocol has what WhatsApp's values and codes mean, which all gateways hand on under names of their own: the
// codes of what it refuses, the values of a group, who a person is and what became of them, and the pictures it takes.
package protocol

import (
	"errors"
	"regexp"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// CodeMeaning is what WhatsApp's codes mean for one kind of call.
type CodeMeaning struct {
	// Codes go before those of anyCall.
	Codes map[int]error
	// Other is what the remaining codes of the kind 4xx mean. It is ErrRefused if it is nil.
	Other error
}

var anyCall = map[int]error{
	400: whatsapp.ErrInvalidRequest,
	404: whatsapp.ErrGroupNotFound,
	406: whatsapp.ErrInvalidRequest,
	408: whatsapp.ErrOutcomeUnknown, // Baileys' own code of a timeout (evidence/whatsapp.md §4.6).
	419: whatsapp.ErrGroupFull,
	429: whatsapp.ErrRateLimited,
}

// CodeConnectionClosed is Baileys' own code of a connection that closed, perhaps while it waited. WhatsApp has none
// like it, so that it is in no table here.
const CodeConnectionClosed = 428

// The kinds of calls.
var (
	WhenReading = CodeMeaning{Codes: map[int]error{403: whatsapp.ErrNotMember}}
	// 403 also comes for a group that the account is not in, and whoever is not in it is no admin of it.
	WhenChanging = CodeMeaning{Codes: map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotAdmin}}
	WhenLeaving  = CodeMeaning{Codes: map[int]error{401: whatsapp.ErrNotMember, 403: whatsapp.ErrNotMember}}
	// The codes of creating that say for certain that there is no group. After any other, there may be one.
	WhenCreating = CodeMeaning{
		Codes: map[int]error{
			401: whatsapp.ErrRefused,
			403: whatsapp.ErrRefused,
			404: whatsapp.ErrOutcomeUnknown,
			419: whatsapp.ErrOutcomeUnknown,
		},
		Other: whatsapp.ErrOutcomeUnknown,
	}
	WhenInviting = CodeMeaning{Codes: map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotMember}}
	// evidence/whatsapp.md §4.3.
	WhenJoining = CodeMeaning{Codes: map[int]error{
		304: whatsapp.ErrAlreadyMember, // evidence/whatsapp.md §8.2.
		400: whatsapp.ErrInviteInvalid,
		404: whatsapp.ErrInviteInvalid,
		406: whatsapp.ErrInviteInvalid,
		409: whatsapp.ErrAlreadyMember,
		410: whatsapp.ErrInviteRevoked,
		412: whatsapp.ErrGroupFull,
	}}
)

// Kind is the kind of error that a code means.
func (m CodeMeaning) Kind(code int) error {
	kind, known := m.Codes[code]
	if !known {
		kind, known = anyCall[code]
	}
	switch {
	case known:
		return kind
	case code >= 500 || code < 300:
		return whatsapp.ErrOutcomeUnknown
	case m.Other != nil:
		return m.Other
	}
	return whatsapp.ErrRefused
}

// refusal is an error of which WhatsApp's code is known.
type refusal struct {
	code int
	err  *whatsapp.Error
}

var _ error = (*refusal)(nil)

func (r *refusal) Error() string { return r.err.Error() }

func (r *refusal) Unwrap() error { return r.err }

// WithCode makes an error of which CodeOf knows the code.
func WithCode(code int, err *whatsapp.Error) error { return &refusal{code, err} }

// CodeOf is WhatsApp's code, or 0.
func CodeOf(err error) int {
	var r *refusal
	if errors.As(err, &r) {
		return r.code
	}
	return 0
}

// whatsmeow: "info query returned status 403: forbidden".
var returnedStatus = regexp.MustCompile(`info query returned status (\d{3})\b`)

// CodeInText is the code in a text of whatsmeow's.
func CodeInText(text string) (code int, told bool) {
	match := returnedStatus.FindStringSubmatch(text)
	if match == nil {
		return 0, false
	}
	code, _ = strconv.Atoi(match[1])
	return code, true
}

// Phrase is a part of a text that says what happened, in lower case.
type Phrase struct {
	Part string
	Kind error
}

// WhatsmeowPhrases are the texts in which whatsmeow wraps some codes, which then show the code no more.
// evidence/whatsapp.md §4.5.
var WhatsmeowPhrases = []Phrase{
	{"that group does not exist", whatsapp.ErrGroupNotFound},
	{"you're not participating in that group", whatsapp.ErrNotMember},
	{"you don't have the permission to get the group's invite link", whatsapp.ErrNotAdmin},
	{"that group invite link has been revoked", whatsapp.ErrInviteRevoked},
	{"that group invite link is not valid", whatsapp.ErrInviteInvalid},
	{"the given data is not a valid image", whatsapp.ErrInvalidRequest},
}

// Unclear is the error of an answer that does not say what happened.
func Unclear(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: detail}
}

// invalid is the error of what cannot be asked for.
func invalid(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
}

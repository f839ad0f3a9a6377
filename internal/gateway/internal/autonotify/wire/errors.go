package wire

import (
	"errors"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Meaning is what WhatsApp's codes mean for one kind of call.
type Meaning struct {
	protocol.CodeMeaning
	// Details explain a code better than the gateway does.
	Details map[int]string
}

// The kinds of calls. What the codes of creating mean differs.
var (
	Reading  = Meaning{CodeMeaning: protocol.WhenReading}
	Changing = Meaning{CodeMeaning: protocol.WhenChanging}
	Leaving  = Meaning{CodeMeaning: protocol.WhenLeaving}
	Inviting = Meaning{CodeMeaning: protocol.WhenInviting}
	Joining  = Meaning{
		CodeMeaning: protocol.WhenJoining,
		Details:     map[int]string{304: alreadyMember, 409: alreadyMember},
	}
)

const alreadyMember = "Autonotify does not say which group that is"

// Of turns a code of WhatsApp into an error.
func (m Meaning) Of(code int, detail string) error {
	kind := m.Kind(code)
	if code == protocol.CodeConnectionClosed {
		kind = whatsapp.ErrOutcomeUnknown
	}
	if better := m.Details[code]; better != "" {
		detail = better
	}
	if detail == "" {
		detail = "WhatsApp's code is " + strconv.Itoa(code)
	}
	return &whatsapp.Error{Kind: kind, Detail: detail}
}

// Phrase is a part of a text that says what happened, in lower case.
type Phrase struct {
	Part string
	Kind error
	// Detail replaces the gateway's text.
	Detail string
}

// In reports whether the phrase is in a text, in whatever case.
func (p Phrase) In(text string) bool { return strings.Contains(strings.ToLower(text), p.Part) }

// Error is what the phrase means.
func (p Phrase) Error(detail string) error {
	switch {
	case p.Detail != "":
		detail = p.Detail
	case errors.Is(p.Kind, whatsapp.ErrNotConnected):
		// There is no other word for the state in an error.
		return &whatsapp.Error{Kind: p.Kind, Status: p.Part}
	}
	return &whatsapp.Error{Kind: p.Kind, Detail: detail}
}

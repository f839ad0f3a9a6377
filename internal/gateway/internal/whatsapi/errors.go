package whatsapi

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// All that is recognised by text is in this file. WhatsAPI's statuses say little: by its specification a 404 is
// "Instance not found", and nothing that WhatsApp says has a status of its own. INFERRED: it arrives as 500 or 400,
// with whatsmeow's text in the message (evidence/whatsapi.md §2.2).

// meaning is what failures mean for one kind of call.
type meaning struct {
	protocol.CodeMeaning
	// unexplained is what a 400 means of which the text is not known. It is ErrInvalidRequest if it is nil.
	unexplained error
}

var (
	reading  = meaning{CodeMeaning: protocol.WhenReading}
	changing = meaning{CodeMeaning: protocol.WhenChanging}
	leaving  = meaning{CodeMeaning: protocol.WhenLeaving}
	creating = meaning{CodeMeaning: protocol.WhenCreating, unexplained: whatsapp.ErrOutcomeUnknown}
	inviting = meaning{CodeMeaning: protocol.WhenInviting}
	joining  = meaning{CodeMeaning: protocol.WhenJoining}
)

// of turns a code of WhatsApp into an error.
func (m meaning) of(code int, detail string) error {
	return protocol.WithCode(code, &whatsapp.Error{Kind: m.Kind(code), Detail: detail})
}

// phrases are the texts that say what happened. The first that is found counts; all are compared in lower case.
var phrases = slices.Concat(protocol.WhatsmeowPhrases, []protocol.Phrase{
	{Part: "rate-overlimit", Kind: whatsapp.ErrRateLimited},
	{Part: "info query timed out", Kind: whatsapp.ErrOutcomeUnknown},
	// "websocket disconnected before info query returned response": it was sent.
	{Part: "websocket disconnected before", Kind: whatsapp.ErrOutcomeUnknown},
	// "websocket not connected", and perhaps words of WhatsAPI's own: it is said before anything is sent.
	{Part: "not connected", Kind: whatsapp.ErrNotConnected},
	// "the store doesn't contain a device JID": nobody has scanned the code.
	{Part: "doesn't contain a device jid", Kind: whatsapp.ErrNotConnected},
	// The predecessor's texts (evidence/whatsapi.md §6), INFERRED to live on: "Instance not logged in", "Group not
	// found".
	{Part: "not logged in", Kind: whatsapp.ErrNotConnected},
	{Part: "group not found", Kind: whatsapp.ErrGroupNotFound},
})

var (
	// SEEN as the description of a 404: "Instance not found". The predecessor has "Invalid instance_key supplied".
	noInstance = regexp.MustCompile(`(?i)^(instance\b.*\b(not found|does(n't| not) exist)|invalid instance)`)
	// What Go's routers, fiber and net/http, say of a route that they do not have.
	noRoute = regexp.MustCompile(`^(Cannot (GET|PUT|POST|DELETE) /|404 page not found)`)
)

// failure says in the domain's terms what an answer of WhatsAPI's means that reports an error. The texts go before the
// status: a status may be WhatsApp's code that the server repeats.
func (a *Adapter) failure(c call, resp *httpapi.Response, e envelope) error {
	for _, text := range e.texts {
		if err := c.meaning.recognise(text, a.short(c, text)); err != nil {
			return resp.WithWait(err)
		}
	}
	var detail string
	if len(e.texts) > 0 {
		detail = a.short(c, e.texts[0])
	}
	status := resp.Status
	if resp.OK() && e.status != 0 {
		status = e.status
	}
	switch {
	case status == http.StatusUnauthorized:
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized}
	case status == http.StatusNotFound && len(e.texts) > 0 && noRoute.MatchString(e.texts[0]):
		return wrongPath()
	case status == http.StatusNotFound && detail == "":
		// That is what the specification says it means.
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	case status == http.StatusTooManyRequests:
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	case status == http.StatusBadRequest && c.meaning.unexplained == nil:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
	case detail == "" && status == http.StatusOK:
		return protocol.Denied("")
	case detail == "":
		return protocol.Unclear(httpapi.StatusText(status))
	}
	return protocol.Unclear(detail)
}

// recognise gives the error of a text, or nil if the text is not known.
func (m meaning) recognise(text, detail string) error {
	if noInstance.MatchString(strings.TrimSpace(text)) {
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	}
	lower := strings.ToLower(text)
	for _, phrase := range phrases {
		switch {
		case !strings.Contains(lower, phrase.Part):
		case errors.Is(phrase.Kind, whatsapp.ErrNotConnected):
			return &whatsapp.Error{Kind: phrase.Kind, Status: detail}
		default:
			return &whatsapp.Error{Kind: phrase.Kind, Detail: detail}
		}
	}
	if code, told := protocol.CodeInText(text); told {
		return m.of(code, detail)
	}
	return nil
}

// foreignFailure is the error of an answer that is not WhatsAPI's but that of a proxy or a router before it. Nothing of
// it is repeated but the status.
func foreignFailure(resp *httpapi.Response) error {
	switch {
	case resp.AsksForPassword():
		return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: httpapi.PasswordWanted}
	case resp.Status == http.StatusUnauthorized, resp.Status == http.StatusForbidden:
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized, Detail: resp.StatusText()}
	case resp.Status == http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: resp.StatusText()}
	case resp.Status == http.StatusTooManyRequests:
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	case resp.Status == http.StatusNotFound && noRoute.Match(resp.Body):
		return wrongPath()
	case resp.Status == http.StatusNotFound:
		return &whatsapp.Error{
			Kind:   whatsapp.ErrWrongServer,
			Detail: "it answers with " + resp.StatusText() + ": check the path of the endpoint",
		}
	}
	return protocol.Unclear(resp.StatusText())
}

// wrongPath is the error of a server without the routes, of which every version of WhatsAPI has all.
func wrongPath() error {
	return &whatsapp.Error{
		Kind:   whatsapp.ErrWrongServer,
		Detail: "it does not know WhatsAPI's routes: check the path of the endpoint",
	}
}

// short makes a text of WhatsAPI one line that is fit to be shown. whatsmeow ends the text of an answer that it does
// not understand with the whole of it, as XML.
func (a *Adapter) short(c call, text string) string {
	text, _, _ = strings.Cut(text, "<")
	return httpapi.Short(a.client.Line(text, c.secrets...))
}

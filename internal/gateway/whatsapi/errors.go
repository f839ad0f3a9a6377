package whatsapi

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// All that is recognised by text is in this file. WhatsAPI's statuses say little: by its specification a 404 is "Instance not
// found", and nothing that WhatsApp says has a status of its own. INFERRED: it arrives as 500 or 400, with whatsmeow's text in
// the message (§1.2).

// meaning is what failures mean for one kind of call.
type meaning struct {
	// codes are WhatsApp's codes, and go before those of anyCall.
	codes map[int]error
	// other is what the remaining codes of the kind 4xx mean. It is ErrRefused if it is nil.
	other error
	// unexplained is what a 400 means of which the text is not known. It is ErrInvalidRequest if it is nil.
	unexplained error
}

var anyCall = map[int]error{
	400: whatsapp.ErrInvalidRequest,
	404: whatsapp.ErrGroupNotFound,
	406: whatsapp.ErrInvalidRequest,
	408: whatsapp.ErrOutcomeUnknown,
	419: whatsapp.ErrGroupFull,
	429: whatsapp.ErrRateLimited,
}

var (
	reading = meaning{codes: map[int]error{403: whatsapp.ErrNotMember}}
	// 403 also comes for a group that the account is not in, and whoever is not in it is no admin of it.
	changing = meaning{codes: map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotAdmin}}
	leaving  = meaning{codes: map[int]error{401: whatsapp.ErrNotMember, 403: whatsapp.ErrNotMember}}
	// The codes of creating that say for certain that there is no group. After any other, there may be one.
	creating = meaning{
		codes: map[int]error{
			401: whatsapp.ErrRefused,
			403: whatsapp.ErrRefused,
			404: whatsapp.ErrOutcomeUnknown,
			419: whatsapp.ErrOutcomeUnknown,
		},
		other:       whatsapp.ErrOutcomeUnknown,
		unexplained: whatsapp.ErrOutcomeUnknown,
	}
	inviting = meaning{codes: map[int]error{401: whatsapp.ErrNotAdmin, 403: whatsapp.ErrNotMember}}
	// whatsapp-rules.md §3.4.
	joining = meaning{codes: map[int]error{
		400: whatsapp.ErrInviteInvalid,
		404: whatsapp.ErrInviteInvalid,
		406: whatsapp.ErrInviteInvalid,
		410: whatsapp.ErrInviteRevoked,
		412: whatsapp.ErrGroupFull,
	}}
)

// of turns a code of WhatsApp into an error.
func (m meaning) of(code int, detail string) error {
	kind, known := m.codes[code]
	if !known {
		kind, known = anyCall[code]
	}
	switch {
	case known:
	case code >= 500 || code < 300:
		kind = whatsapp.ErrOutcomeUnknown
	case m.other != nil:
		kind = m.other
	default:
		kind = whatsapp.ErrRefused
	}
	return &refusal{code: code, err: &whatsapp.Error{Kind: kind, Detail: detail}}
}

// refusal is an error of which WhatsApp's code is known.
type refusal struct {
	code int
	err  *whatsapp.Error
}

var _ error = (*refusal)(nil)

func (r *refusal) Error() string { return r.err.Error() }

func (r *refusal) Unwrap() error { return r.err }

// codeOf is WhatsApp's code, or 0.
func codeOf(err error) int {
	var r *refusal
	if errors.As(err, &r) {
		return r.code
	}
	return 0
}

// phrases are the texts that say what happened. The first that is found counts; all are compared in lower case.
var phrases = []struct {
	part string
	kind error
}{
	// SEEN in whatsmeow's errors.go. It wraps some codes in these texts, which then show the code no more.
	{"that group does not exist", whatsapp.ErrGroupNotFound},
	{"you're not participating in that group", whatsapp.ErrNotMember},
	{"you don't have the permission to get the group's invite link", whatsapp.ErrNotAdmin},
	{"that group invite link has been revoked", whatsapp.ErrInviteRevoked},
	{"that group invite link is not valid", whatsapp.ErrInviteInvalid},
	{"the given data is not a valid image", whatsapp.ErrInvalidRequest},
	{"rate-overlimit", whatsapp.ErrRateLimited},
	{"info query timed out", whatsapp.ErrOutcomeUnknown},
	// "websocket disconnected before info query returned response": it was sent.
	{"websocket disconnected before", whatsapp.ErrOutcomeUnknown},
	// "websocket not connected", and perhaps words of WhatsAPI's own: it is said before anything is sent.
	{"not connected", whatsapp.ErrNotConnected},
	// "the store doesn't contain a device JID": nobody has scanned the code.
	{"doesn't contain a device jid", whatsapp.ErrNotConnected},
	// The predecessor's texts (§1.8), INFERRED to live on: "Instance not logged in", "Group not found".
	{"not logged in", whatsapp.ErrNotConnected},
	{"group not found", whatsapp.ErrGroupNotFound},
}

var (
	// whatsmeow: "info query returned status 403: forbidden".
	infoQuery = regexp.MustCompile(`info query returned status (\d{3})\b`)
	// SEEN as the description of a 404: "Instance not found". The predecessor has "Invalid instance_key supplied".
	noInstance = regexp.MustCompile(`(?i)^(instance\b.*\b(not found|does(n't| not) exist)|invalid instance)`)
	// What Go's routers, fiber and net/http, say of a route that they do not have.
	noRoute = regexp.MustCompile(`^(Cannot (GET|PUT|POST|DELETE) /|404 page not found)`)
)

// failure says in the domain's terms what an answer of WhatsAPI's means that reports an error. The texts go before the status:
// a status may be WhatsApp's code that the server repeats.
func (a *Adapter) failure(c call, resp *httpapi.Response, e envelope) error {
	for _, text := range e.texts {
		if err := c.meaning.recognise(text, a.short(c, text)); err != nil {
			return withWait(err, resp)
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
		return withWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited}, resp)
	case status == http.StatusBadRequest && c.meaning.unexplained == nil:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
	case detail == "":
		return unclear(statusText(status))
	}
	return unclear(detail)
}

// recognise gives the error of a text, or nil if the text is not known.
func (m meaning) recognise(text, detail string) error {
	if noInstance.MatchString(strings.TrimSpace(text)) {
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	}
	lower := strings.ToLower(text)
	for _, phrase := range phrases {
		switch {
		case !strings.Contains(lower, phrase.part):
		case errors.Is(phrase.kind, whatsapp.ErrNotConnected):
			return &whatsapp.Error{Kind: phrase.kind, Status: detail}
		default:
			return &whatsapp.Error{Kind: phrase.kind, Detail: detail}
		}
	}
	if match := infoQuery.FindStringSubmatch(text); match != nil {
		code, _ := strconv.Atoi(match[1])
		return m.of(code, detail)
	}
	return nil
}

// foreignFailure is the error of an answer that is not WhatsAPI's but that of a proxy or a router before it. Nothing of it is
// repeated but the status.
func foreignFailure(resp *httpapi.Response) error {
	switch {
	case resp.Status == http.StatusUnauthorized, resp.Status == http.StatusForbidden:
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized, Detail: statusText(resp.Status)}
	case resp.Status == http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: statusText(resp.Status)}
	case resp.Status == http.StatusTooManyRequests:
		return withWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited}, resp)
	case resp.Status == http.StatusNotFound && noRoute.Match(resp.Body):
		return wrongPath()
	case resp.Status == http.StatusNotFound:
		return unclear(statusText(resp.Status) + ": is the endpoint a WhatsAPI server?")
	}
	return unclear(statusText(resp.Status))
}

// wrongPath is the error of a server without the routes, of which every version of WhatsAPI has all.
func wrongPath() error {
	return &whatsapp.Error{
		Kind:   whatsapp.ErrUnreachable,
		Detail: "the server at the endpoint does not know WhatsAPI's routes: check the path of the endpoint",
	}
}

// withWait adds what the server, or a proxy before it, asks to wait.
func withWait(err error, resp *httpapi.Response) error {
	var e *whatsapp.Error
	if errors.As(err, &e) && errors.Is(e.Kind, whatsapp.ErrRateLimited) {
		e.Wait = resp.RetryAfter()
	}
	return err
}

// longestDetail is how much of a gateway's text is shown, in characters.
const longestDetail = 160

// short makes a text of WhatsAPI one line that is fit to be shown. whatsmeow ends the text of an answer that it does not
// understand with the whole of it, as XML.
func (a *Adapter) short(c call, text string) string {
	text, _, _ = strings.Cut(text, "<")
	text = a.client.Redact(strings.Join(strings.Fields(text), " "), c.secrets...)
	if runes := []rune(text); len(runes) > longestDetail {
		text = string(runes[:longestDetail-1]) + "…"
	}
	return text
}

// unclear is the error of an answer that does not say what happened.
func unclear(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: detail}
}

func statusText(status int) string {
	if text := http.StatusText(status); text != "" {
		return fmt.Sprintf("HTTP status %d %s", status, text)
	}
	return fmt.Sprintf("HTTP status %d", status)
}

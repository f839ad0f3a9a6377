package waha

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// All that is recognised by text is in this file. WAHA says nearly everything that goes wrong with a 500, in which
// WhatsApp's code stands in exception.data (NOWEB) or in the text of exception.details (GOWS), and not at all with
// WEBJS and WPP.

// meaning is what failures mean for one kind of call.
type meaning struct {
	protocol.CodeMeaning
	// undefined is what "Cannot read properties of undefined" means: with reads of a group, that there is none.
	undefined error
	// notFound is what an HTTP 404 of WAHA itself means.
	notFound error
}

var (
	reading  = meaning{CodeMeaning: protocol.WhenReading, undefined: whatsapp.ErrGroupNotFound}
	changing = meaning{CodeMeaning: protocol.WhenChanging}
	leaving  = meaning{CodeMeaning: protocol.WhenLeaving}
	creating = meaning{CodeMeaning: protocol.WhenCreating}
	inviting = meaning{CodeMeaning: protocol.WhenInviting}
	joining  = meaning{CodeMeaning: protocol.WhenJoining}
)

// of turns a code of WhatsApp into an error.
func (m meaning) of(code int, detail string) error {
	kind := m.Kind(code)
	if code == protocol.CodeConnectionClosed {
		kind = whatsapp.ErrOutcomeUnknown
	}
	if detail == "" {
		detail = "WhatsApp's code is " + strconv.Itoa(code)
	}
	return protocol.WithCode(code, &whatsapp.Error{Kind: kind, Detail: detail})
}

// phrases are the texts that say what happened. The first that is found counts; all are compared in lower case.
var phrases = slices.Concat([]protocol.Phrase{
	{Part: "rate-overlimit", Kind: whatsapp.ErrRateLimited},
	// NOWEB, 2026.4.1: "Group with id '999@g.us' not found".
	{Part: "@g.us' not found", Kind: whatsapp.ErrGroupNotFound},
}, protocol.WhatsmeowPhrases, []protocol.Phrase{
	// whatsmeow's too, as GOWS passes them on.
	{Part: "info query timed out", Kind: whatsapp.ErrOutcomeUnknown},
	// It is said before anything is sent, unlike the disconnect while whatsmeow waits for an answer.
	{Part: "websocket not connected", Kind: whatsapp.ErrNotConnected},
	{Part: "storage disabled: groups", Kind: errors.ErrUnsupported},
	// The codes of wa-js (WPP). That they, and not only their sentences, reach the message is INFERRED.
	{Part: "group_you_are_not_admin", Kind: whatsapp.ErrNotAdmin},
	{Part: "you_are_not_allowed_set_group", Kind: whatsapp.ErrNotAdmin},
	{Part: "group_not_exist", Kind: whatsapp.ErrGroupNotFound},
	// WhatsApp Web, of an id that it cannot read, before it does anything.
	{Part: "invalid wid", Kind: whatsapp.ErrInvalidRequest},
	// whatsapp-web.js (WEBJS): "AddParticipantsError: You have no admin rights to add a participant to a group".
	{Part: "you have no admin rights", Kind: whatsapp.ErrNotAdmin},
})

// The texts of wa-js about one of several people. It then does nothing for any of them.
const (
	notAMember     = "group_participant_is_not_a_group_member"
	alreadyAnAdmin = "group_participant_is_already_a_group_admin"
	notAnAdmin     = "group_participant_is_not_a_group_admin"
)

var (
	// Nest's answer to a route that this version does not have.
	cannotRoute = regexp.MustCompile(`^Cannot (GET|PUT|POST|DELETE|PATCH|HEAD) /`)
	// A TypeError in WAHA or in the page of WhatsApp Web.
	ofUndefined = regexp.MustCompile(`Cannot read propert(y|ies) (of (undefined|null)|'\w+' of (undefined|null))`)
	// The multi-session builds' 422, and that of Core before 2026.6.1.
	noSession   = regexp.MustCompile(`^Session ".*" does not exist`)
	onlyDefault = regexp.MustCompile(`^WAHA Core support only 'default' session`)
	onlyPlus    = regexp.MustCompile(`available only in Plus version|not available in this edition`)
	// NOWEB without its store, on the routes of LIDs (2026.4.1).
	storeless = regexp.MustCompile(`^Enable NOWEB store`)
	// An answer of WEBJS that is a text with status 200 or 201.
	textError = regexp.MustCompile(`^(AddParticipantsError|CreateGroupError): ?`)
)

// answer is the body of an error, which comes in several forms.
type answer struct {
	message string
	// session is the state of the session, in the 422 of one that is not working.
	session string
	// exception says that there is one. Its parts are texts, and its code is WhatsApp's, or 0.
	exception bool
	texts     []string
	code      int
	fileless  bool
}

// decodeAnswer reads what an error body says. It reads the stack of an exception, and the echo of the request, never.
func decodeAnswer(body []byte) answer {
	var found answer
	o, ok := loosejson.DecodeObject(body)
	if !ok {
		return found
	}
	found.message = strings.Join(texts(o["message"]), "; ")
	if found.message == "" {
		found.message = o.Text("error")
	}
	found.session = o.Text("status")
	found.fileless = o.Object("error").Text("key") == "FILE_NOT_FOUND"
	exception := o.Object("exception")
	if exception == nil {
		return found
	}
	found.exception = true
	for _, key := range []string{"details", "message"} {
		if text := exception.Text(key); text != "" {
			found.texts = append(found.texts, text)
		}
	}
	// "data" may also be null or an object. "code" is the number of a gRPC status, which says nothing of WhatsApp.
	if code, told := exception.Number("data"); told && code > 0 && code < 1000 {
		found.code = int(code)
	}
	for _, text := range found.texts {
		if found.code == 0 {
			found.code, _ = protocol.CodeInText(text)
		}
	}
	if found.code == 0 && slices.Contains(found.texts, pageConflict) {
		found.code = 409
	}
	return found
}

// pageConflict is all that WhatsApp Web's error of a 409 says, as WEBJS passes it on (evidence/waha.md §8.3).
const pageConflict = "conflict"

// texts reads "message", which is a string, or a list of strings where the query was invalid.
func texts(raw json.RawMessage) []string {
	if one := loosejson.Text(raw); one != "" {
		return []string{one}
	}
	list, _ := loosejson.DecodeList(raw)
	several, _ := loosejson.DecodeEach(list, func(entry json.RawMessage) (string, bool) {
		text := loosejson.Text(entry)
		return text, text != ""
	})
	return several
}

// failure says in the domain's terms what an answer outside 2xx means.
func (a *Adapter) failure(c call, resp *httpapi.Response) error {
	found := decodeAnswer(resp.Body)
	detail := a.short(c, found.message)
	if found.exception && len(found.texts) > 0 {
		detail = a.short(c, found.texts[0])
	}
	switch resp.Status {
	case http.StatusUnauthorized:
		switch {
		case resp.AsksForPassword():
			// So WAHA answers on every path outside of /api (2026.4.1).
			return noWAHA(httpapi.PasswordWanted)
		case found.message == "":
			return noWAHA("it answers with " + resp.StatusText() +
				"; check the path of the endpoint, and what a proxy before it wants")
		}
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized}
	case http.StatusForbidden:
		needs := "the scopes read and send for the session"
		if c.configures {
			needs = "the right to configure the session"
		}
		return &whatsapp.Error{
			Kind:   whatsapp.ErrUnauthorized,
			Detail: "the key is known, but may not do this: it needs " + needs,
		}
	case http.StatusNotFound:
		return a.notFound(c, found, detail)
	case http.StatusNotImplemented:
		return a.missing(c.missingAbility())
	case http.StatusUnprocessableEntity:
		return a.unprocessable(c, found, detail)
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		if storeless.MatchString(found.message) {
			return a.missing(c.missingAbility())
		}
		if detail == "" {
			detail = resp.StatusText()
		}
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
	case http.StatusTooManyRequests:
		// WAHA never answers this by itself, proxies do.
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	}
	if !found.exception {
		// Of what may be a proxy's page, nothing but the status is repeated.
		if detail == "" {
			detail = resp.StatusText()
		}
		return protocol.Unclear(detail)
	}
	return resp.WithWait(a.exception(c, found, detail))
}

func (c call) missingAbility() whatsapp.Ability {
	if c.ability == "" {
		return "do this"
	}
	return c.ability
}

func (a *Adapter) notFound(c call, found answer, detail string) error {
	switch {
	case cannotRoute.MatchString(found.message) && (c.optional || c.ability != ""):
		return a.missing(c.missingAbility())
	case cannotRoute.MatchString(found.message):
		// Every WAHA has the routes without an ability.
		return noWAHA("it does not know WAHA's routes: check the path of the endpoint")
	case found.fileless:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "WAHA does not find the file"}
	case found.message != "" && c.meaning.notFound != nil:
		return &whatsapp.Error{Kind: c.meaning.notFound}
	case strings.HasPrefix(found.message, "We didn't find a session with name"), found.message == "Session not found":
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	case detail != "":
		return protocol.Unclear(detail)
	}
	// WAHA always says what it does not find, so this is another server, or the proxy in front, and nothing came
	// through.
	return noWAHA("it answers with " + httpapi.StatusText(http.StatusNotFound) +
		": check the path of the endpoint")
}

// noWAHA is the error of an answer that comes from something else than WAHA.
func noWAHA(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: detail}
}

func (a *Adapter) unprocessable(c call, found answer, detail string) error {
	switch {
	case found.session != "":
		kind := whatsapp.ErrNotConnected
		if found.session == statusStarting {
			kind = whatsapp.ErrStarting
		}
		return &whatsapp.Error{Kind: kind, Status: a.short(c, found.session)}
	case noSession.MatchString(found.message):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	case onlyDefault.MatchString(found.message):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown, Detail: "this WAHA Core has only the session default"}
	case onlyPlus.MatchString(found.message):
		return a.missing(c.missingAbility())
	}
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
}

// exception reads the 500 of an engine.
func (a *Adapter) exception(c call, found answer, detail string) error {
	for _, text := range found.texts {
		lower := strings.ToLower(text)
		// gows' storage, of a group: exactly this, behind gRPC's "2 UNKNOWN: " in the message.
		if lower == "not found" || strings.HasSuffix(lower, " unknown: not found") {
			return &whatsapp.Error{Kind: whatsapp.ErrGroupNotFound}
		}
		for _, phrase := range phrases {
			if strings.Contains(lower, phrase.Part) {
				return protocol.WithCode(found.code, &whatsapp.Error{Kind: phrase.Kind, Detail: detail})
			}
		}
	}
	if found.code != 0 {
		return c.meaning.of(found.code, detail)
	}
	for _, text := range found.texts {
		if c.meaning.undefined != nil && ofUndefined.MatchString(text) {
			return &whatsapp.Error{Kind: c.meaning.undefined, Detail: detail}
		}
	}
	// WEBJS and WPP: a minified error of the page, which may be just "r".
	return protocol.Unclear(detail)
}

// short makes a text of WAHA one line that is fit to be shown.
func (a *Adapter) short(c call, text string) string {
	return httpapi.Short(a.client.Line(text, c.secrets...))
}

// refusedIfFalse fails on the two ways to say no with a 200: the text "false" (WEBJS, WPP) and {"success":false}; and
// on a 200 that carries an error, which is not WAHA's own.
func (a *Adapter) refusedIfFalse(c call, body []byte) error {
	o, _ := loosejson.DecodeObject(body)
	if bytes.Equal(body, []byte("false")) || loosejson.IsFalse(o.Boolean("success")) {
		return &whatsapp.Error{Kind: whatsapp.ErrRefused}
	}
	if protocol.Denies(body) {
		return protocol.Denied(a.short(c, o.FirstText("message", "error")))
	}
	return nil
}

// refusedIfText fails on the texts by which WEBJS reports an error with a 200 or 201.
func (a *Adapter) refusedIfText(c call, body []byte) error {
	text := string(body)
	if strings.HasPrefix(text, `"`) {
		_ = json.Unmarshal(body, &text)
	}
	if !textError.MatchString(text) {
		return nil
	}
	detail := a.short(c, textError.ReplaceAllString(text, ""))
	if strings.HasPrefix(text, "CreateGroupError") {
		// WhatsApp Web says that creating failed, without a reason. Groups have been found to exist after such an error
		// (wppconnect-server#1156), so it proves nothing.
		return protocol.Unclear(detail)
	}
	lower := strings.ToLower(text)
	for _, phrase := range phrases {
		if strings.Contains(lower, phrase.Part) {
			return &whatsapp.Error{Kind: phrase.Kind, Detail: detail}
		}
	}
	return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: detail}
}

// mentions reports whether an error has one of the texts of wa-js.
func mentions(err error, text string) bool {
	var e *whatsapp.Error
	return errors.As(err, &e) && strings.Contains(e.Detail, text)
}

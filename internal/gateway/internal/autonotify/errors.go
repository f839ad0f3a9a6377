package autonotify

import (
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

// All that is recognised by text is in this file and, for the beta, in beta_errors.go.

// meaning is what WhatsApp's codes mean for one kind of call.
type meaning struct {
	protocol.CodeMeaning
	// details explain a code better than the gateway does.
	details map[int]string
}

var (
	reading  = meaning{CodeMeaning: protocol.WhenReading}
	changing = meaning{CodeMeaning: protocol.WhenChanging}
	// Nexus edits a description by whatsmeow's SetGroupDescription, which leaves the id of the one that is replaced out
	// (evidence/autonotify.md §3.7, SEEN; whatsmeow#917). To send it again would end the same way.
	describing = meaning{
		CodeMeaning: protocol.WhenChanging,
		details: map[int]string{409: "Autonotify can write the first description of a group only: it does not name the one that it " +
			"replaces, and WhatsApp answers that with a conflict. Edit it in the app; it may turn out to be frozen there too"},
	}
	leaving = meaning{CodeMeaning: protocol.WhenLeaving}
	// Nexus asks WhatsApp for the group, and what goes wrong after that does not fail the call (SEEN in
	// messaging/group.go, 27e6120): so every code is WhatsApp's no.
	creating = meaning{CodeMeaning: protocol.CodeMeaning{Codes: map[int]error{
		401: whatsapp.ErrRefused, 403: whatsapp.ErrRefused, 404: whatsapp.ErrRefused, 419: whatsapp.ErrRefused,
	}}}
	// What the beta does around the making of a group is not known, so that only what WhatsApp says of the request
	// counts.
	creatingOnBeta = meaning{CodeMeaning: protocol.WhenCreating}
	inviting       = meaning{CodeMeaning: protocol.WhenInviting}
	joining        = meaning{
		CodeMeaning: protocol.WhenJoining,
		details:     map[int]string{304: alreadyMember, 409: alreadyMember},
	}
)

const alreadyMember = "the account is in the group of this link already, and Autonotify does not tell which group that is"

// of turns a code of WhatsApp into an error.
func (m meaning) of(code int, detail string) error {
	kind := m.Kind(code)
	if code == protocol.CodeConnectionClosed {
		kind = whatsapp.ErrOutcomeUnknown
	}
	if better := m.details[code]; better != "" {
		detail = better
	}
	if detail == "" {
		detail = "WhatsApp's code is " + strconv.Itoa(code)
	}
	return &whatsapp.Error{Kind: kind, Detail: detail}
}

// phrase is a text that says what happened. All are compared in lower case.
type phrase struct {
	part string
	kind error
	// detail replaces the gateway's text.
	detail string
}

func (p phrase) error(detail string) error {
	switch {
	case errors.Is(p.kind, whatsapp.ErrNotConnected):
		// There is no other word for the state in an error.
		return &whatsapp.Error{Kind: p.kind, Status: p.part}
	case p.detail != "":
		detail = p.detail
	}
	return &whatsapp.Error{Kind: p.kind, Detail: detail}
}

// nexusPhrases are looked for in the details of a 500, which are a chain of Go errors (evidence/autonotify.md §3.3).
// The first that is found counts.
var nexusPhrases = slices.Concat([]phrase{
	{"task timeout after", whatsapp.ErrOutcomeUnknown, "it gave up waiting for WhatsApp after 30 seconds"},
	// Said of the session before anything is asked of WhatsApp.
	{"sessão não encontrada", whatsapp.ErrSessionUnknown, ""},
	{"sessão não conectada", whatsapp.ErrNotConnected, ""},
	{"cliente não está conectado", whatsapp.ErrNotConnected, ""},
	// Said of a task that never began (SEEN in handlers/group.go and worker/pool.go).
	{"failed to submit task", whatsapp.ErrUnreachable, "its worker for the session does not run"},
	{"failed to create worker", whatsapp.ErrUnreachable, "it could not start a worker for the session"},
	{"coordinator not available", whatsapp.ErrUnreachable, "its workers are not up yet"},
	{"worker pool not available", whatsapp.ErrUnreachable, "its workers are not up yet"},
	// Its own checks of what was sent.
	{"jid de grupo inválido", whatsapp.ErrInvalidRequest, ""},
	{"jid não é um grupo", whatsapp.ErrInvalidRequest, ""},
	{"falha ao validar", whatsapp.ErrInvalidRequest, ""},
	{"jid inválido", whatsapp.ErrInvalidRequest, ""},
	{"válido fornecido", whatsapp.ErrInvalidRequest, ""}, // Nobody of those asked for.
	{"link de convite inválido", whatsapp.ErrInviteInvalid, ""},
	// The picture, whose address would be in the text.
	{"falha ao baixar imagem", whatsapp.ErrInvalidRequest, "Autonotify cannot load the picture from its address"},
	{"falha ao ler dados da imagem", whatsapp.ErrInvalidRequest, "Autonotify cannot load the picture from its address"},
	{"dados da imagem estão vazios", whatsapp.ErrInvalidRequest, "there is no picture at its address"},
	{"falha ao converter imagem", whatsapp.ErrInvalidRequest, "what is at the address of the picture is no GIF, PNG or JPEG"},
}, phrasesOf(protocol.WhatsmeowPhrases), []phrase{
	// whatsmeow's too.
	{"info query timed out", whatsapp.ErrOutcomeUnknown, ""},
	// Said before anything is sent, unlike the disconnect while whatsmeow waits for an answer.
	{"websocket not connected", whatsapp.ErrNotConnected, ""},
})

func phrasesOf(shared []protocol.Phrase) []phrase {
	phrases := make([]phrase, len(shared))
	for i, p := range shared {
		phrases[i] = phrase{part: p.Part, kind: p.Kind}
	}
	return phrases
}

var (
	// whatsmeow: "info query returned status 403: forbidden".
	infoQuery = regexp.MustCompile(`status (\d{3}): [a-z-]+`)
	// readAfterJoin is what fails when the link was taken and the group then cannot be read: nexus reads it at once
	// (SEEN), and a group where joining needs approval is not readable yet.
	readAfterJoin = "falha ao obter informações do grupo"
	// gin's words for a false that is sent to a required boolean: "Key: 'SetGroupLockedRequest.Locked' Error:Field
	// validation for 'Locked' failed on the 'required' tag".
	falseRefused = regexp.MustCompile(`'(Locked|Announce)' failed on the 'required' tag`)
)

// failure says what an answer of nexus outside 2xx means. The body is {"error":"<pt-BR>","details":"<Go>","code"?}.
func (n *nexus) failure(c call, resp *httpapi.Response) error {
	o, ok := loosejson.DecodeObject(resp.Body)
	title := n.short(c, o.Text("error"))
	details := o.Text("details")
	detail := n.short(c, details)
	if detail == "" {
		detail = title
	}
	switch resp.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized, Detail: title}
	case http.StatusNotFound:
		return n.notFound(c, ok && o.Text("error") != "", title)
	case http.StatusBadRequest:
		return n.badRequest(o, details, detail)
	case http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: httpapi.StatusText(resp.Status)}
	case http.StatusTooManyRequests:
		// Nexus never answers this by itself, proxies do.
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: resp.RetryAfter()}
	case http.StatusInternalServerError:
		if ok && details != "" {
			return n.whatsAppSaid(c, details, detail)
		}
	}
	if detail == "" {
		// Of what may be a proxy's page, nothing but the status is repeated.
		detail = httpapi.StatusText(resp.Status)
	}
	return unclear(detail)
}

func (n *nexus) notFound(c call, ofHandler bool, title string) error {
	switch {
	case strings.HasPrefix(strings.ToLower(title), "sessão não encontrada"):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	case ofHandler:
		return unclear(title)
	case c.ability != "":
		// gin's "404 page not found": routes were added one by one, so an older build may lack this one.
		return n.missing(c.ability)
	}
	return &whatsapp.Error{
		Kind:   whatsapp.ErrUnreachable,
		Detail: "the server at the endpoint does not know nexus' routes: check the path of the endpoint, and autonotify = { api }",
	}
}

func (n *nexus) badRequest(o loosejson.Object, details, detail string) error {
	switch title := strings.ToLower(o.Text("error")); {
	case strings.HasPrefix(title, "sessão não está ativa"), strings.HasPrefix(title, "cliente não está conectado"):
		return &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: n.short(call{}, title)}
	case strings.HasPrefix(title, "x-user-id"):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown, Detail: "the header X-User-ID did not arrive"}
	case falseRefused.MatchString(details):
		// SEEN in handlers/group.go, a3c8f56: the boolean is `binding:"required"`, for which gin takes false for
		// missing.
		return &whatsapp.Error{
			Kind:   errors.ErrUnsupported,
			Detail: n.name + " can switch this setting on and not off: its server takes false for a missing value",
		}
	}
	if detail == "" {
		detail = httpapi.StatusText(http.StatusBadRequest)
	}
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
}

// whatsAppSaid reads the details of a 500, which is how nexus says everything that goes wrong behind it.
func (n *nexus) whatsAppSaid(c call, details, detail string) error {
	lower := strings.ToLower(details)
	if c.ability == whatsapp.JoinGroup && strings.Contains(lower, readAfterJoin) {
		return unclear("it took the link, and then could not read the group: the account may have to wait for an admin's approval")
	}
	for _, p := range nexusPhrases {
		if strings.Contains(lower, p.part) {
			return p.error(detail)
		}
	}
	if match := infoQuery.FindStringSubmatch(lower); match != nil {
		code, _ := strconv.Atoi(match[1])
		return c.meaning.of(code, detail)
	}
	return unclear(detail)
}

// unclear is the error of an answer that does not say what happened.
func unclear(detail string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: detail}
}

package nexus

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// All that is recognised by text is in this file.

// creating is what the codes mean for making a group. Nexus asks WhatsApp for the group, and what goes wrong after that
// does not fail the call (SEEN in messaging/group.go, 27e6120): so every code is WhatsApp's no.
var creating = wire.Meaning{CodeMeaning: protocol.CodeMeaning{Codes: map[int]error{
	401: whatsapp.ErrRefused, 403: whatsapp.ErrRefused, 404: whatsapp.ErrRefused, 419: whatsapp.ErrRefused,
}}}

// phrases are looked for in the details of a 500, which are a chain of Go errors (evidence/autonotify.md §3.3).
// The first that is found counts.
var phrases = slices.Concat([]wire.Phrase{
	{
		Part: "task timeout after", Kind: whatsapp.ErrOutcomeUnknown,
		Detail: "it gave up waiting for WhatsApp after 30 seconds",
	},
	// Said of the session before anything is asked of WhatsApp.
	{Part: "sessão não encontrada", Kind: whatsapp.ErrSessionUnknown},
	{Part: "sessão não conectada", Kind: whatsapp.ErrNotConnected},
	{Part: "cliente não está conectado", Kind: whatsapp.ErrNotConnected},
	// Said of a task that never began (SEEN in handlers/group.go and worker/pool.go).
	{Part: "failed to submit task", Kind: whatsapp.ErrNotConnected, Detail: "its worker for the session does not run"},
	{
		Part: "failed to create worker", Kind: whatsapp.ErrNotConnected,
		Detail: "it could not start a worker for the session",
	},
	// That they come up soon is INFERRED (evidence/autonotify.md §3.3).
	{Part: "coordinator not available", Kind: whatsapp.ErrStarting, Detail: "its workers are not up yet"},
	{Part: "worker pool not available", Kind: whatsapp.ErrStarting, Detail: "its workers are not up yet"},
	// Its own checks of what was sent.
	{Part: "jid de grupo inválido", Kind: whatsapp.ErrInvalidRequest},
	{Part: "jid não é um grupo", Kind: whatsapp.ErrInvalidRequest},
	{Part: "falha ao validar", Kind: whatsapp.ErrInvalidRequest},
	{Part: "jid inválido", Kind: whatsapp.ErrInvalidRequest},
	{Part: "válido fornecido", Kind: whatsapp.ErrInvalidRequest}, // Nobody of those asked for.
	{Part: "link de convite inválido", Kind: whatsapp.ErrInviteInvalid},
	// The picture, whose address would be in the text.
	{
		Part: "falha ao baixar imagem", Kind: whatsapp.ErrInvalidRequest,
		Detail: "Autonotify cannot load the picture from its address",
	},
	{
		Part: "falha ao ler dados da imagem", Kind: whatsapp.ErrInvalidRequest,
		Detail: "Autonotify cannot load the picture from its address",
	},
	{
		Part: "dados da imagem estão vazios", Kind: whatsapp.ErrInvalidRequest,
		Detail: "there is no picture at its address",
	},
	{
		Part: "falha ao converter imagem", Kind: whatsapp.ErrInvalidRequest,
		Detail: "what is at the address of the picture is no GIF, PNG or JPEG",
	},
}, phrasesOf(protocol.WhatsmeowPhrases), []wire.Phrase{
	// whatsmeow's too.
	{Part: "info query timed out", Kind: whatsapp.ErrOutcomeUnknown},
	// Said before anything is sent, unlike the disconnect while whatsmeow waits for an answer.
	{Part: "websocket not connected", Kind: whatsapp.ErrNotConnected},
})

func phrasesOf(shared []protocol.Phrase) []wire.Phrase {
	found := make([]wire.Phrase, len(shared))
	for i, p := range shared {
		found[i] = wire.Phrase{Part: p.Part, Kind: p.Kind}
	}
	return found
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
func (a *Adapter) failure(c call, resp *httpapi.Response) error {
	o, ok := loosejson.DecodeObject(resp.Body)
	title := a.short(c, o.Text("error"))
	details := o.Text("details")
	detail := a.short(c, details)
	if detail == "" {
		detail = title
	}
	switch resp.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if resp.AsksForPassword() {
			return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: httpapi.PasswordWanted}
		}
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized, Detail: title}
	case http.StatusNotFound:
		return a.notFound(c, ok && o.Text("error") != "", title)
	case http.StatusBadRequest:
		return a.badRequest(o, details, detail)
	case http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: resp.StatusText()}
	case http.StatusTooManyRequests:
		// Nexus never answers this by itself, proxies do.
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	case http.StatusInternalServerError:
		if ok && details != "" {
			return resp.WithWait(a.whatsAppSaid(c, details, detail))
		}
	}
	if detail == "" {
		// Of what may be a proxy's page, nothing but the status is repeated.
		detail = resp.StatusText()
	}
	return protocol.Unclear(detail)
}

func (a *Adapter) notFound(c call, ofHandler bool, title string) error {
	switch {
	case strings.HasPrefix(strings.ToLower(title), "sessão não encontrada"):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown}
	case ofHandler:
		return protocol.Unclear(title)
	case c.ability != "":
		// gin's "404 page not found": routes were added one by one, so an older build may lack this one.
		return a.connection.Missing(c.ability)
	}
	return &whatsapp.Error{
		Kind: whatsapp.ErrWrongServer,
		Detail: "it does not know nexus' routes: check the path of the endpoint, and " +
			"autonotify = { api }",
	}
}

func (a *Adapter) badRequest(o loosejson.Object, details, detail string) error {
	switch title := strings.ToLower(o.Text("error")); {
	case strings.HasPrefix(title, "sessão não está ativa"), strings.HasPrefix(title, "cliente não está conectado"):
		return &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: a.short(call{}, title)}
	case strings.HasPrefix(title, "x-user-id"):
		return &whatsapp.Error{Kind: whatsapp.ErrSessionUnknown, Detail: "the header X-User-ID did not arrive"}
	case falseRefused.MatchString(details):
		// SEEN in handlers/group.go, a3c8f56: the boolean was `binding:"required"`, for which gin takes false for
		// missing. The next commit, aad68a0 of 2025-06-05, ended that.
		return &whatsapp.Error{
			Kind: errors.ErrUnsupported,
			Detail: a.connection.Name + " can switch this setting on and not off, because its build is older than " +
				"June 5, 2025: update it to nexus-go aad68a0 or newer",
		}
	}
	if detail == "" {
		detail = httpapi.StatusText(http.StatusBadRequest)
	}
	return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
}

// errNotReadAfterJoin is the error of a link that was taken, of whose group nothing is told.
var errNotReadAfterJoin = protocol.Unclear("it took the link, and then could not read the group: the account may " +
	"have to wait for an admin's approval")

// whatsAppSaid reads the details of a 500, which is how nexus says everything that goes wrong behind it.
func (a *Adapter) whatsAppSaid(c call, details, detail string) error {
	lower := strings.ToLower(details)
	if c.ability == whatsapp.JoinGroup && strings.Contains(lower, readAfterJoin) {
		return errNotReadAfterJoin
	}
	for _, p := range phrases {
		if p.In(details) {
			return p.Error(detail)
		}
	}
	if match := infoQuery.FindStringSubmatch(lower); match != nil {
		code, _ := strconv.Atoi(match[1])
		return c.Meaning.Of(code, detail)
	}
	return protocol.Unclear(detail)
}

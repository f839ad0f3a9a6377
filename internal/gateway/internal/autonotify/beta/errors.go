package beta

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// How the beta reports errors was never seen. INFERRED: it hands Baileys' on, whose text is WhatsApp's word for the
// code, and the server is one of Node's.
var (
	// The words are compared as WhatsApp writes them: "Forbidden" is HTTP's, and says something of the key.
	baileysWord = regexp.MustCompile(`(?:^|[:\s])(bad-request|not-authorized|forbidden|item-not-found|not-allowed|` +
		`not-acceptable|conflict|gone|resource-limit|locked|rate-overlimit)$`)
	baileysCodes = map[string]int{
		"bad-request": 400, "not-authorized": 401, "forbidden": 403, "item-not-found": 404, "not-allowed": 405,
		"not-acceptable": 406, "conflict": 409, "gone": 410, "resource-limit": 419, "locked": 423,
		"rate-overlimit": 429,
	}
	// Express and Nest, gin, Fastify.
	noRoute = regexp.MustCompile(`^(Cannot (GET|PUT|POST|DELETE|PATCH) /|404 page not found|Route ` +
		`(GET|PUT|POST|DELETE|PATCH):)`)
)

// creating is what the codes mean for making a group. What the server does around it is not known, so that only what
// WhatsApp says of the request counts.
var creating = wire.Meaning{CodeMeaning: protocol.WhenCreating}

// phrases are guesses at what a wrapper says of its sessions.
var phrases = []wire.Phrase{
	{Part: "session not found", Kind: whatsapp.ErrSessionUnknown},
	{Part: "sessão não encontrada", Kind: whatsapp.ErrSessionUnknown},
	{Part: "instance not found", Kind: whatsapp.ErrSessionUnknown},
	{Part: "session not connected", Kind: whatsapp.ErrNotConnected},
	{Part: "session is not connected", Kind: whatsapp.ErrNotConnected},
	{Part: "sessão não conectada", Kind: whatsapp.ErrNotConnected},
	{Part: "instance not connected", Kind: whatsapp.ErrNotConnected},
	{Part: "group not found", Kind: whatsapp.ErrGroupNotFound},
}

// closed is what Baileys says both to a call that it cannot send and to one that waits when the connection closes. Only
// of a reading it does not matter which.
const closed = "Connection Closed"

// answer is what an error body says, in whatever form.
type answer struct {
	texts []string
	// code is WhatsApp's, or 0.
	code int
	// object says that the body is one, as an application's is and a proxy's is not.
	object bool
}

func readAnswer(body []byte) answer {
	o, ok := loosejson.DecodeObject(body)
	found := answer{object: ok}
	for _, part := range []loosejson.Object{o, o.Object("error"), o.Object("data")} {
		for _, key := range []string{"message", "error", "details", "msg", "reason"} {
			// Nest says the status once more in words.
			if text := part.Text(key); text != "" && text != http.StatusText(http.StatusInternalServerError) {
				found.texts = append(found.texts, text)
			}
			list, _ := loosejson.DecodeList(part[key])
			for _, entry := range list {
				if text := loosejson.Text(entry); text != "" {
					found.texts = append(found.texts, text)
				}
			}
		}
		// Boom, Baileys' kind of error, has WhatsApp's code in "data".
		if code, told := part.Number("data"); told && code > 0 && code < 1000 {
			found.code = int(code)
		}
	}
	for _, text := range found.texts {
		if match := baileysWord.FindStringSubmatch(strings.TrimSpace(text)); match != nil && found.code == 0 {
			found.code = baileysCodes[match[1]]
		}
	}
	return found
}

// failure says what an answer of the beta outside 2xx means.
func (a *Adapter) failure(c call, resp *httpapi.Response) error {
	found := readAnswer(resp.Body)
	if err := a.said(c, found); err != nil {
		return resp.WithWait(err)
	}
	detail := a.short(c, strings.Join(found.texts, "; "))
	if detail == "" {
		detail = resp.StatusText()
	}
	switch resp.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if resp.AsksForPassword() {
			return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: httpapi.PasswordWanted}
		}
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized}
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		if !found.object || resp.Status == http.StatusMethodNotAllowed ||
			noRoute.MatchString(strings.Join(found.texts, "; ")) {
			return a.noRoute(c, resp.Status)
		}
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
	case http.StatusTooManyRequests:
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	}
	return protocol.Unclear(detail)
}

// said is the error that the texts or the code name, or nil.
func (a *Adapter) said(c call, found answer) error {
	detail := a.short(c, strings.Join(found.texts, "; "))
	if found.code != 0 {
		return c.Meaning.Of(found.code, detail)
	}
	for _, text := range found.texts {
		for _, p := range phrases {
			if p.In(text) {
				return p.Error(detail)
			}
		}
		if c.harmless && strings.Contains(text, closed) {
			return &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: closed}
		}
	}
	return nil
}

// noRoute is the error of a path that the server does not have.
func (a *Adapter) noRoute(c call, status int) error {
	if c.operation == opMembers {
		return &whatsapp.Error{
			Kind: whatsapp.ErrWrongServer,
			Detail: "it does not know the beta's route (" + httpapi.StatusText(status) +
				`): check the endpoint, or set ` +
				`autonotify = { api = "nexus" }`,
		}
	}
	return &whatsapp.Error{
		Kind: errors.ErrUnsupported,
		Detail: fmt.Sprintf("%s does not know the path %s %s (%s), which is a guess or from the configuration: "+
			"check the path of the endpoint, or give the right one as "+
			"autonotify = { paths = { %s = \"METHOD /path\" } }",
			a.connection.Name, c.Method, c.Route, httpapi.StatusText(status), c.operation),
	}
}

// refusedIfFalse fails on a 2xx that says no in its body: {"success":false}, {"error":…} and {"statusCode":500}.
func (a *Adapter) refusedIfFalse(c call, body []byte) error {
	if !protocol.Denies(body) {
		return nil
	}
	found := readAnswer(body)
	if err := a.said(c, found); err != nil {
		return err
	}
	kind := whatsapp.ErrRefused
	if c.Meaning.Other != nil {
		kind = c.Meaning.Other
	}
	return &whatsapp.Error{Kind: kind, Detail: a.short(c, strings.Join(found.texts, "; "))}
}

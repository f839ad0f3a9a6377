package autonotify

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// How the beta reports errors was never seen. INFERRED: it hands Baileys' on, whose text is WhatsApp's word for the code, and
// the server is one of Node's.
var (
	// The words are compared as WhatsApp writes them: "Forbidden" is HTTP's, and says something of the key.
	baileysWord = regexp.MustCompile(`(?:^|[:\s])(bad-request|not-authorized|forbidden|item-not-found|not-allowed|not-acceptable|` +
		`conflict|gone|resource-limit|locked|rate-overlimit)$`)
	baileysCodes = map[string]int{
		"bad-request": 400, "not-authorized": 401, "forbidden": 403, "item-not-found": 404, "not-allowed": 405, "not-acceptable": 406,
		"conflict": 409, "gone": 410, "resource-limit": 419, "locked": 423, "rate-overlimit": 429,
	}
	// Express and Nest, gin, Fastify.
	noRoute = regexp.MustCompile(`^(Cannot (GET|PUT|POST|DELETE|PATCH) /|404 page not found|Route (GET|PUT|POST|DELETE|PATCH):)`)
)

// betaPhrases are guesses at what a wrapper says of its sessions.
var betaPhrases = []phrase{
	{"session not found", whatsapp.ErrSessionUnknown, ""},
	{"sessão não encontrada", whatsapp.ErrSessionUnknown, ""},
	{"instance not found", whatsapp.ErrSessionUnknown, ""},
	{"session not connected", whatsapp.ErrNotConnected, ""},
	{"session is not connected", whatsapp.ErrNotConnected, ""},
	{"sessão não conectada", whatsapp.ErrNotConnected, ""},
	{"instance not connected", whatsapp.ErrNotConnected, ""},
	{"group not found", whatsapp.ErrGroupNotFound, ""},
}

// closed is what Baileys says both to a call that it cannot send and to one that waits when the connection closes. Only of a
// reading it does not matter which.
const closed = "Connection Closed"

// betaAnswer is what an error body says, in whatever form.
type betaAnswer struct {
	texts []string
	// code is WhatsApp's, or 0.
	code int
	// object tells that the body is one, as an application's is and a proxy's is not.
	object bool
}

func readBetaAnswer(body []byte) betaAnswer {
	o, ok := loosejson.DecodeObject(body)
	found := betaAnswer{object: ok}
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
func (b *beta) failure(c call, resp *httpapi.Response) error {
	found := readBetaAnswer(resp.Body)
	if err := b.said(c, found); err != nil {
		return err
	}
	detail := b.short(c, strings.Join(found.texts, "; "))
	if detail == "" {
		detail = httpapi.StatusText(resp.Status)
	}
	switch resp.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return &whatsapp.Error{Kind: whatsapp.ErrUnauthorized}
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		if !found.object || resp.Status == http.StatusMethodNotAllowed || noRoute.MatchString(strings.Join(found.texts, "; ")) {
			return b.noRoute(c, resp.Status)
		}
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: detail}
	case http.StatusTooManyRequests:
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: resp.RetryAfter()}
	}
	return unclear(detail)
}

// said is the error that the texts or the code name, or nil.
func (b *beta) said(c call, found betaAnswer) error {
	detail := b.short(c, strings.Join(found.texts, "; "))
	if found.code != 0 {
		return c.meaning.of(found.code, detail)
	}
	for _, text := range found.texts {
		for _, p := range betaPhrases {
			if strings.Contains(strings.ToLower(text), p.part) {
				return p.error(detail)
			}
		}
		if c.harmless && strings.Contains(text, closed) {
			return &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: closed}
		}
	}
	return nil
}

// noRoute is the error of a path that the server does not have.
func (b *beta) noRoute(c call, status int) error {
	if c.operation == opMembers {
		return &whatsapp.Error{
			Kind: whatsapp.ErrUnreachable,
			Detail: "the server does not know the beta's route (" + httpapi.StatusText(status) + `): check the endpoint, or set ` +
				`autonotify = { api = "` + APINexus + `" }`,
		}
	}
	return &whatsapp.Error{
		Kind: errors.ErrUnsupported,
		Detail: fmt.Sprintf("%s does not know the path %s %s (%s), which is a guess or from the configuration: give the right one as "+
			"autonotify = { paths = { %s = \"METHOD /path\" } }", b.name, c.method, c.route, httpapi.StatusText(status), c.operation),
	}
}

// refusedIfFalse fails on a 2xx that says no in its body: {"success":false} and {"error":…}.
func (b *beta) refusedIfFalse(c call, body []byte) error {
	o, _ := loosejson.DecodeObject(body)
	success, failed := o.Boolean("success"), o.Text("error") != "" || o.Object("error") != nil || isTrue(o.Boolean("error"))
	if (success == nil || *success) && !failed {
		return nil
	}
	found := readBetaAnswer(body)
	if err := b.said(c, found); err != nil {
		return err
	}
	kind := whatsapp.ErrRefused
	if c.meaning.Other != nil {
		kind = c.meaning.Other
	}
	return &whatsapp.Error{Kind: kind, Detail: b.short(c, strings.Join(found.texts, "; "))}
}

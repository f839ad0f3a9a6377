// Package beta answers as the first of Autonotify's two generations may.
//
// Of its twelve group operations only the members route is published (evidence/autonotify.md §2.2, §2.3). The paths,
// bodies and answers of the other eleven are guesses that nobody has verified. The emulator serves them so that a
// client's templates can be tried out at all, and not as evidence that they exist. The same holds for every error: it
// is inferred from Baileys, which the gateway wraps, and from the usual ways of Node.
package beta

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/baileys"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

type dialect struct {
	world  *world.WhatsApp
	apiKey string
}

// onlySession is the only session. No route tells anything about it.
const onlySession = wire.Session

// New returns the dialect over a world.
func New(w *world.WhatsApp, apiKey string) wire.Dialect {
	return &dialect{world: w, apiKey: apiKey}
}

func (d *dialect) Prefix() string { return "/autonotify/beta" }

// WorldReplaced has nothing to do: every read is live.
func (d *dialect) WorldReplaced() {}

// UsesSession is everything: there is no route of the session.
func (d *dialect) UsesSession(*wire.Call) bool { return true }

func (d *dialect) RateLimited(*wire.Call) wire.Answer { return boom("rate-overlimit", 429) }

// call is one call on its way through the dialect.
type call struct {
	*wire.Call
	*dialect
	fields map[string]json.RawMessage // The body's.
}

// Serve answers a call in the order key, session, route, body, connection, handler.
func (d *dialect) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, _ := wire.FindRoute(routes, plain.Method, plain.Path)
	if route == nil {
		plain.MarkUnknown()
	}
	key, bearer := strings.CutPrefix(plain.Header.Get("Authorization"), "Bearer ")
	if !bearer || subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) != 1 {
		return wire.Problem(http.StatusUnauthorized, "", "Unauthorized")
	}
	if route == nil {
		return wire.Problem(http.StatusNotFound, "Not Found", "Cannot "+plain.Method+" "+plain.URI)
	}
	plain.CheckQuery(route.Query)
	c := &call{Call: plain, dialect: d}
	switch plain.Header.Get("X-Session-Id") {
	case onlySession:
	case "":
		return c.badRequest("x-session-id header is required")
	default:
		return wire.Problem(http.StatusNotFound, "Not Found", "Session not found")
	}
	if refusal, ok := c.decode(route.fields); !ok {
		return refusal
	}
	if d.world.Account().Status != world.StatusConnected {
		return boom("Connection Closed", 0)
	}
	return route.Serve(ctx, c)
}

// boom is an error of Baileys: always a 500, with WhatsApp's code, if there is one, in data.
func boom(message string, code int) wire.Answer {
	return wire.JSON(http.StatusInternalServerError, struct {
		StatusCode int    `json:"statusCode"`
		Error      string `json:"error"`
		Message    string `json:"message"`
		Data       int    `json:"data,omitempty"`
	}{http.StatusInternalServerError, "Internal Server Error", message, code})
}

// refused is what WhatsApp refused.
func (c *call) refused(err error, ofMembers bool) wire.Answer {
	return boom(baileys.Error(err, ofMembers))
}

// badRequest is a request that the gateway itself does not take.
func (c *call) badRequest(message string) wire.Answer {
	c.MarkUnknown()
	return wire.Problem(http.StatusBadRequest, "Bad Request", []string{message})
}

// done is the documented answer (evidence/autonotify.md §2.2).
func done() wire.Answer {
	return wire.JSON(http.StatusOK, struct{}{})
}

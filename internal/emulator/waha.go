package emulator

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// waha answers as WAHA (devlikeapro/waha) does, with one of its engines and in one of its versions.
type waha struct {
	world   *world.WhatsApp
	engine  wahaEngine
	version wahaVersion
	apiKey  string
	started time.Time
	stale   staleReads
}

var _ wire.Dialect = (*waha)(nil)

func newWAHA(w *world.WhatsApp, o Options) (*waha, error) {
	if o.WAHAVersion == "" {
		o.WAHAVersion = "2026.9.0"
	}
	version, err := parseWAHAVersion(o.WAHAVersion)
	if err != nil {
		return nil, err
	}
	d := &waha{world: w, version: version, apiKey: o.APIKey, started: time.Now()}
	switch o.WAHAEngine {
	case "", "NOWEB":
		d.engine = wahaNOWEB{}
	case "GOWS":
		d.engine = wahaGOWS{}
	case "WEBJS":
		d.engine = wahaWEBJS{}
	case "WPP":
		d.engine = wahaWPP{}
	default:
		return nil, fmt.Errorf("WAHA has no engine %q, only NOWEB, GOWS, WEBJS and WPP", o.WAHAEngine)
	}
	return d, nil
}

func (d *waha) Prefix() string { return "/waha" }

func (d *waha) WorldReplaced() { d.stale.clear() }

func (d *waha) RateLimited(c *wire.Call) wire.Answer {
	return d.engine.rateLimited(&wahaCall{Call: c, waha: d})
}

// wahaCall is one call on its way through the dialect.
type wahaCall struct {
	*wire.Call
	*waha
	session string
	params  map[string]string
	fields  map[string]json.RawMessage // The body's.
}

// Serve answers a call in the order of WAHA's own layers: key, body, route, session, handler.
func (d *waha) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	c := &wahaCall{Call: plain, waha: d, fields: map[string]json.RawMessage{}}
	// Like Express it does not mind a slash at the end.
	route, params := wire.FindRoute(wahaRoutes, c.Method, strings.TrimSuffix(c.Path, "/"))
	if route == nil {
		c.MarkUnknown() // With a wrong key too, which hides it from the client.
	}
	guarded := c.Path == "/health" || strings.HasPrefix(c.Path, "/api/")
	if guarded && !d.authorized(c) {
		return wire.Problem(http.StatusUnauthorized, "", "Unauthorized")
	}
	if refusal, ok := c.decode(); !ok {
		c.MarkUnknown()
		return refusal
	}
	if route == nil {
		return c.cannot()
	}
	if !d.version.atLeast(route.since) {
		return c.cannot()
	}
	c.params = params
	c.checkNames(route)
	if refusal, ok := c.checkSession(route.guard); !ok {
		return refusal
	}
	return route.Serve(ctx, c)
}

// authorized checks the key. The query parameter came with 2026.4.3; 2026.4.1 answers 401 to it.
func (d *waha) authorized(c *wahaCall) bool {
	key := c.Header.Get("X-Api-Key")
	if key == "" && d.version.atLeast(wahaVersion{2026, 4, 3}) {
		key = c.Query.Get("x-api-key")
	}
	return subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) == 1
}

// cannot is Nest's answer to a route that it does not have.
func (c *wahaCall) cannot() wire.Answer {
	return wire.Problem(http.StatusNotFound, "Not Found", "Cannot "+c.Method+" "+c.URI)
}

// checkNames marks a call that has a query parameter or a field that its route does not know. WAHA ignores them.
func (c *wahaCall) checkNames(route *wahaRoute) {
	for name := range c.Query {
		if name != "x-api-key" && !slices.Contains(route.Query, name) {
			c.MarkUnknown()
		}
	}
	for name := range c.fields {
		if !slices.Contains(route.fields, name) {
			c.MarkUnknown()
		}
	}
}

// checkSession guards what needs a session that works. A real WAHA takes 5 or 10 seconds to refuse; that stall is left out.
func (c *wahaCall) checkSession(guard wahaGuard) (refusal wire.Answer, ok bool) {
	switch guard {
	case sessionOfPath:
		c.session = c.params["session"]
	case sessionOfQuery:
		if c.session = c.Query.Get("session"); c.session == "" {
			return wire.Problem(http.StatusBadRequest, "Bad Request", "Session name is required"), false
		}
	default:
		return wire.Answer{}, true
	}
	if c.session != wahaSession {
		return c.noSuchSession(), false
	}
	if status := c.sessionStatus(); status != "WORKING" {
		return wire.JSON(http.StatusUnprocessableEntity, struct {
			Error    string   `json:"error"`
			Session  string   `json:"session"`
			Status   string   `json:"status"`
			Expected []string `json:"expected"`
		}{"Session status is not as expected. Try again later or restart the session", c.session, status, []string{"WORKING"}}), false
	}
	return wire.Answer{}, true
}

// noSuchSession answers for every session but the one there is. Until 2026.6.1 the free edition knew no other.
func (c *wahaCall) noSuchSession() wire.Answer {
	if !c.version.atLeast(wahaVersion{2026, 6, 1}) {
		return wire.Problem(http.StatusUnprocessableEntity, "Unprocessable Entity", fmt.Sprintf(
			"WAHA Core support only 'default' session. You tried to access '%s' session (base64: %s). "+
				"If you want to run more then one WhatsApp account - please get WAHA PLUS version.",
			c.session, base64.StdEncoding.EncodeToString([]byte(c.session))))
	}
	return wire.JSON(http.StatusUnprocessableEntity, struct {
		Error   string `json:"error"`
		Session string `json:"session"`
	}{fmt.Sprintf("Session %q does not exist", c.session), c.session})
}

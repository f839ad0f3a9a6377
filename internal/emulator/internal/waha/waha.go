// Package waha answers as WAHA (devlikeapro/waha) does, with one of its engines and in one of its versions.
package waha

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

type dialect struct {
	world   *world.WhatsApp
	engine  engine
	version version
	apiKey  string
	store   bool
	// patience is how long a call waits for a session that does not run.
	patience time.Duration
	// stopping is how long a session takes to stop before it is started again.
	stopping time.Duration
	started  time.Time
	config   sessionConfig
	stale    staleReads
	stored   storedMembers
}

// Options say which WAHA answers.
type Options struct {
	APIKey  string
	Engine  string // NOWEB, GOWS, WEBJS or WPP; empty means NOWEB.
	Version string // Empty means 2026.9.0.
	Store   bool   // NOWEB runs with its store, which it does not by default.
	// SessionWait is how long a call waits for a session that does not run, and half of how long it waits for one that
	// does. A real WAHA takes 5 s.
	SessionWait time.Duration
	// SessionStop is how long a session takes to stop before it is started again. A real WAHA takes 3 s.
	SessionStop time.Duration
}

// New returns the dialect over a world, or an error if WAHA has no such engine or version.
func New(w *world.WhatsApp, o Options) (wire.Dialect, error) {
	if o.Version == "" {
		o.Version = "2026.9.0"
	}
	version, err := parseVersion(o.Version)
	if err != nil {
		return nil, err
	}
	d := &dialect{
		world: w, version: version, apiKey: o.APIKey, store: o.Store, patience: o.SessionWait,
		stopping: o.SessionStop, started: w.Clock().Now(),
	}
	switch o.Engine {
	case "", "NOWEB":
		d.engine = noweb{store: o.Store}
	case "GOWS":
		d.engine = gows{}
	case "WEBJS":
		d.engine = webjs{}
	case "WPP":
		d.engine = wpp{}
	default:
		return nil, fmt.Errorf("WAHA has no engine %q, only NOWEB, GOWS, WEBJS and WPP", o.Engine)
	}
	if o.Store && d.engine.name() == "NOWEB" {
		d.config.set(json.RawMessage(`{"noweb":{"store":{"enabled":true,"fullSync":false}}}`))
	}
	w.Listen(d.send)
	return d, nil
}

func (d *dialect) Prefix() string { return "/waha" }

func (d *dialect) WorldReplaced() {
	d.stale.clear()
	d.stored.clear()
}

// UsesSession is what needs a session that works.
func (d *dialect) UsesSession(c *wire.Call) bool {
	route, _ := findRoute(c.Method, strings.TrimSuffix(c.Path, "/"))
	return route != nil && route.guard != noSession && route.guard != sessionToLink
}

func (d *dialect) RateLimited(c *wire.Call) wire.Answer {
	return d.engine.rateLimited(&call{Call: c, dialect: d})
}

// call is one call on its way through the dialect.
type call struct {
	*wire.Call
	*dialect
	session string
	params  map[string]string
	fields  map[string]json.RawMessage // The body's.
}

// Serve answers with the headers that Express puts on everything (evidence/waha.md §2.1).
func (d *dialect) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	a := d.serve(ctx, plain)
	if a.Status == 0 {
		return a
	}
	return a.With("X-Powered-By", "Express").With("Access-Control-Allow-Origin", "*")
}

// serve answers a call in the order of WAHA's own layers: key, body, route, session, handler.
func (d *dialect) serve(ctx context.Context, plain *wire.Call) wire.Answer {
	c := &call{Call: plain, dialect: d, fields: map[string]json.RawMessage{}}
	// Like Express it does not mind a slash at the end.
	route, params := findRoute(c.Method, strings.TrimSuffix(c.Path, "/"))
	if route == nil {
		c.MarkUnknown() // With a wrong key too, which hides it from the client.
	}
	api := c.Path == "/health" || strings.HasPrefix(strings.ToLower(c.Path), "/api/")
	if !api && c.Path != "/ping" {
		// All else is the Swagger pages, which have a password of their own (2026.4.1).
		return wire.Answer{Status: http.StatusUnauthorized, ContentType: "text/html; charset=utf-8"}.
			With("WWW-Authenticate", "Basic")
	}
	if api && !d.authorized(c) {
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
	if refusal, ok := c.checkSession(ctx, route.guard); !ok {
		return refusal
	}
	return route.Serve(ctx, c)
}

// authorized checks the key. The query parameter came with 2026.4.3; 2026.4.1 answers 401 to it.
func (d *dialect) authorized(c *call) bool {
	key := c.Header.Get("X-Api-Key")
	if key == "" && d.version.atLeast(version{2026, 4, 3}) {
		key = c.Query.Get("x-api-key")
	}
	return subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) == 1
}

// cannot is Nest's answer to a route that it does not have.
func (c *call) cannot() wire.Answer {
	return wire.Problem(http.StatusNotFound, "Not Found", "Cannot "+c.Method+" "+c.URI)
}

// checkNames marks a call that has a query parameter or a field that its route does not know. WAHA ignores both.
func (c *call) checkNames(route *route) {
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

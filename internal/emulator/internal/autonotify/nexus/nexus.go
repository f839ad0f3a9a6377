// Package nexus answers as the second of Autonotify's two generations does: soureiBR/nexus-go of June 2025, a server on
// gin and whatsmeow whose source is public (evidence/autonotify.md §3). It answers as the newest commit, or as one that
// is older.
package nexus

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

type dialect struct {
	world   *world.WhatsApp
	apiKey  string // It is the admin key too.
	started time.Time
	// strict says that a boolean that is false counts as missing.
	strict bool
}

// Options say which nexus answers.
type Options struct {
	APIKey string
	Commit string // db0a4af, which is the newest, or a3c8f56; empty means the newest.
}

// onlySession is the only session.
const onlySession = wire.Session

// New returns the dialect over a world, or an error if the emulator does not know the commit.
func New(w *world.WhatsApp, o Options) (wire.Dialect, error) {
	d := &dialect{world: w, apiKey: o.APIKey, started: w.Clock().Now()}
	switch o.Commit {
	case "", "db0a4af":
	case "a3c8f56":
		d.strict = true
	default:
		return nil, fmt.Errorf("the emulator knows nexus-go at db0a4af and at a3c8f56, and not at %q", o.Commit)
	}
	return d, nil
}

func (d *dialect) Prefix() string { return "/autonotify/nexus" }

// WorldReplaced has nothing to do: every read is live.
func (d *dialect) WorldReplaced() {}

// UsesSession is what belongs to groups and numbers.
func (d *dialect) UsesSession(c *wire.Call) bool {
	return strings.HasPrefix(c.Path, api+"/group/") || strings.HasPrefix(c.Path, api+"/message/")
}

// RateLimited is a failure of the task that was asked for, as every failure of WhatsApp is.
func (d *dialect) RateLimited(plain *wire.Call) wire.Answer {
	c := &call{Call: plain, dialect: d}
	if i := slices.IndexFunc(routes, func(r route) bool { return r.Path == plain.Path }); i >= 0 {
		c.task = routes[i].task
	}
	return c.failed(whatsmeow.RateLimited)
}

// call is one call on its way through the dialect.
type call struct {
	*wire.Call
	*dialect
	session string
	task    task
}

// Serve answers a call. gin looks for the route first: what it does not know needs no key.
func (d *dialect) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, _ := wire.FindRoute(routes, plain.Method, plain.Path)
	if route == nil {
		slash, _ := wire.FindRoute(routes, plain.Method, plain.Path+"/")
		if slash != nil && plain.Method == http.MethodGet {
			plain.MarkUnknown()
			return wire.Answer{Status: http.StatusMovedPermanently}.With("Location", d.Prefix()+plain.Path+"/")
		}
		plain.MarkUnknown()
		return wire.Answer{Status: http.StatusNotFound, ContentType: "text/plain", Body: []byte("404 page not found")}
	}
	plain.CheckQuery(route.Query)
	c := &call{Call: plain, dialect: d, task: route.task}
	if plain.Path != "/health" {
		session, refusal, ok := d.authenticate(plain)
		if !ok {
			return refusal
		}
		c.session = session
	}
	return route.Serve(ctx, c)
}

// object is the body of an answer that has no struct of its own. Go sorts the names.
type object map[string]any

func (o object) answer(status int) wire.Answer { return wire.JSON(status, o) }

// done is the success of a task that has nothing to say.
func (c *call) done() wire.Answer {
	return object{"success": true, "message": c.task.done}.answer(http.StatusOK)
}

// failed is all that goes wrong below the handler: always a 500, with the chain of Go's errors in details.
func (c *call) failed(reason string) wire.Answer {
	if c.task.service != "" {
		reason = c.task.service + ": " + reason
	}
	return c.failedEarly(reason)
}

// failedEarly is what goes wrong before the service comes to its own errors.
func (c *call) failedEarly(reason string) wire.Answer {
	if c.task.worker != "" {
		reason = c.task.worker + ": " + reason
	}
	return object{"error": c.task.failure, "details": reason}.answer(http.StatusInternalServerError)
}

// refused is what WhatsApp or whatsmeow refused.
func (c *call) refused(asked whatsmeow.Function, err error) wire.Answer {
	return c.failed(whatsmeow.Error(asked, err))
}

// connected is what every task begins with.
func (c *call) connected() (refusal wire.Answer, ok bool) {
	switch {
	case c.session != onlySession:
		return c.failedEarly("sessão não encontrada: " + c.session), false
	case c.world.Account().Status != world.StatusConnected:
		return c.failedEarly("sessão não conectada: " + c.session), false
	}
	return wire.Answer{}, true
}

// checkGroup is what every task about a group begins with.
func (c *call) checkGroup(jid string) (refusal wire.Answer, ok bool) {
	if refusal, ok := c.connected(); !ok {
		return refusal, false
	}
	if !world.IsGroupJID(jid) {
		c.MarkUnknown()
		return c.failedEarly("JID não é um grupo: " + jid), false
	}
	return wire.Answer{}, true
}

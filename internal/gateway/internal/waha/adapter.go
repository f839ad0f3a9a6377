// Package waha reaches WhatsApp through WAHA (devlikeapro/waha), versions 2026.4.1 to 2026.9, with any of its engines
// NOWEB, GOWS, WEBJS and WPP. The engines differ in their objects, results and errors: answers are told apart by their
// shape, and the engine is asked only where one shape means different things.
package waha

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Adapter is one session of one WAHA server.
type Adapter struct {
	client  *httpapi.Client
	session string

	mu sync.Mutex
	// What has been learnt is kept once it is certain: a server changes its version, engine and account by a restart.
	server *server
	facts  *facts
	// lacksLIDs says that the session has refused to tell LIDs, which it does until it is configured otherwise.
	lacksLIDs bool
}

var (
	_ whatsapp.Gateway       = (*Adapter)(nil)
	_ whatsapp.Dated         = (*Adapter)(nil)
	_ whatsapp.EventLister   = (*Adapter)(nil)
	_ whatsapp.LIDLister     = (*Adapter)(nil)
	_ whatsapp.Refresher     = (*Adapter)(nil)
	_ whatsapp.ChatDeleter   = (*Adapter)(nil)
	_ whatsapp.WebhookWriter = (*Adapter)(nil)
	_ whatsapp.WebhookReader = (*Adapter)(nil)
	_ whatsapp.JoinApprover  = (*Adapter)(nil)
)

// New makes the adapter of a session. The config's AuthValue is WAHA's key, which may be empty for a server without
// one. It calls nothing.
func New(config httpapi.Config, session string) (*Adapter, error) {
	config.AuthHeader = "X-Api-Key"
	client, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return &Adapter{client: client, session: session}, nil
}

// Date is that of the last answer.
func (a *Adapter) Date() time.Time { return a.client.Date() }

// call is one request to WAHA and what its failures mean.
type call struct {
	method string
	// path has the segments after "/api".
	path []string
	// route is the path for logs.
	route  string
	query  url.Values
	body   any
	repeat httpapi.Repeat
	// ability is what is missing where the server does not know the route or the engine does not implement it. It is
	// empty for the routes that every WAHA has, and for those of optional calls.
	ability whatsapp.Ability
	// optional says that the server may lack the route, or the engine not implement it. Use ask to send such a call.
	optional bool
	// configures says that it changes the session itself.
	configures bool
	meaning    meaning
	// secrets are what was sent and must not show in an error.
	secrets []string
}

// do sends the call and returns the trimmed body of a 2xx answer. It may be empty on any route: WAHA answers null and
// undefined with a 200 of no length, and strings and booleans as text/html without quotes (2026.4.1), so neither the
// length nor the content type says anything here.
func (a *Adapter) do(ctx context.Context, c call) ([]byte, error) {
	resp, err := a.client.Do(ctx, httpapi.Request{
		Method: c.method,
		Path:   httpapi.Path(append([]string{"api"}, c.path...)...),
		Query:  c.query,
		JSON:   c.body,
		Repeat: c.repeat,
		Route:  "/api/" + c.route,
	})
	if err != nil {
		return nil, err
	}
	if !resp.OK() {
		return nil, a.failure(c, resp)
	}
	return bytes.TrimSpace(resp.Body), nil
}

// ask sends a call to which the server may have no answer, since its version lacks the route or its engine does not
// implement it.
func (a *Adapter) ask(ctx context.Context, c call) (body []byte, answered bool, err error) {
	c.optional = true
	body, err = a.do(ctx, c)
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, false, nil
	}
	return body, err == nil, err
}

// onSession is a call on something of the session: /api/{session}/….
func (a *Adapter) onSession(method, route string, segments ...string) call {
	return call{
		method: method,
		path:   append([]string{a.session}, segments...),
		route:  "{session}/" + route,
	}
}

// onGroup is a call on a group: /api/{session}/groups/{group}/….
func (a *Adapter) onGroup(method string, group whatsapp.JID, segments ...string) call {
	route := "groups/{group}"
	for _, segment := range segments {
		route += "/" + segment
	}
	c := a.onSession(method, route, append([]string{"groups", string(group)}, segments...)...)
	c.meaning = changing
	if method == http.MethodGet {
		c.meaning = reading
	}
	return c
}

// gatewayName names the server in messages, with as much as is known of it.
func (a *Adapter) gatewayName() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.server == nil {
		return "this WAHA"
	}
	return a.server.String()
}

func (a *Adapter) missing(ability whatsapp.Ability) error {
	return whatsapp.MissingAbility(a.gatewayName(), ability)
}

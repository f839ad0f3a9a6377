// Package whatsapi reaches WhatsApp through WhatsAPI Go 2.0 (WazapIO). Its requests are published, its answers are not
// (evidence/whatsapi.md §1.1, §2.3). By every sign the server is built on whatsmeow, so the decoder takes whatsmeow's
// objects under every spelling that a Go server may give their fields (evidence/whatsapi.md §5.1).
//
// It has one role beside the contract, that of listing the groups of which the account is an admin, since it may not
// know who the account is. It keeps no list of LIDs, of which the pairs stand with the members of its groups, and, as
// INFERRED from whatsmeow, no groups in memory.
package whatsapi

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// gatewayName names the gateway in messages. The server does not tell its version.
const gatewayName = "WhatsAPI"

// Adapter is one instance of one WhatsAPI server. It keeps nothing of what it is told.
type Adapter struct {
	client   *httpapi.Client
	instance string
}

var (
	_ whatsapp.Gateway          = (*Adapter)(nil)
	_ whatsapp.Dated            = (*Adapter)(nil)
	_ whatsapp.AdminLister      = (*Adapter)(nil)
	_ whatsapp.InvitationSender = (*Adapter)(nil)
	_ whatsapp.WebhookWriter    = (*Adapter)(nil)
)

// New makes the adapter of an instance, which the session names by its key. The config's AuthValue is sent as it is:
// the specification has no prefix (evidence/whatsapi.md §2.1). It calls nothing.
func New(config httpapi.Config, session string) (*Adapter, error) {
	config.AuthHeader = "Authorization"
	client, err := httpapi.New(config)
	if err != nil {
		return nil, err
	}
	return &Adapter{client: client, instance: session}, nil
}

// Date is that of the last answer.
func (a *Adapter) Date() time.Time { return a.client.Date() }

// call is one request to WhatsAPI and what its failures mean.
type call struct {
	method string
	// route is the path as the specification has it, after "/api". Some end in a slash, and the server may tell both
	// apart.
	route string
	group whatsapp.JID
	query url.Values
	json  any
	// body is sent where there is no JSON.
	body        []byte
	contentType string
	repeat      httpapi.Repeat
	meaning     meaning
	// unseen says that no reading shows what the call does, so that the answer has to say that it was done.
	unseen bool
	// secrets are what was sent and must not show in an error.
	secrets []string
}

// get is a read of a group.
func get(route string, group whatsapp.JID) call {
	return call{method: http.MethodGet, route: route, group: group, meaning: reading}
}

// put is a change to a group.
func put(route string, group whatsapp.JID) call {
	return call{method: http.MethodPut, route: route, group: group, meaning: changing}
}

// fields is a JSON object to send.
type fields map[string]any

// do sends the call and returns the data of a successful answer, which is nil where there is none.
func (a *Adapter) do(ctx context.Context, c call) (json.RawMessage, error) {
	path := strings.NewReplacer("{instance_key}", segment(a.instance), "{group_id}",
		segment(string(c.group))).Replace(c.route)
	resp, err := a.client.Do(ctx, httpapi.Request{
		Method:      c.method,
		Path:        "/api" + path,
		Query:       c.query,
		JSON:        c.json,
		Body:        c.body,
		ContentType: c.contentType,
		Repeat:      c.repeat,
		Route:       "/api" + c.route,
	})
	if err != nil {
		return nil, err
	}
	envelope, ok := decodeEnvelope(resp.Body)
	switch {
	case resp.AsksForPassword():
		return nil, foreignFailure(resp)
	case !ok && resp.OK():
		return nil, protocol.Unclear(
			"its answer is not in WhatsAPI's form; check that the endpoint is a WhatsAPI server")
	case !ok:
		return nil, foreignFailure(resp)
	case !resp.OK(), envelope.failed:
		return nil, a.failure(c, resp, envelope)
	case c.unseen && !envelope.affirmed:
		return nil, protocol.Unsaid()
	}
	return envelope.data, nil
}

// segment escapes a part of a path.
func segment(text string) string { return strings.TrimPrefix(httpapi.Path(text), "/") }

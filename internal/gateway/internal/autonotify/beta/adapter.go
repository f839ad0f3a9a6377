// Package beta reaches WhatsApp through Autonotify's generation beta (evidence/autonotify.md §2). Of its group API one
// page could be read, the one of the members, with its request and an answer of {}. That it wraps Baileys, and so
// answers with Baileys' objects, is INFERRED from its words. Paths, and the bodies of all other requests, are guesses.
package beta

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Adapter is one session of one server.
type Adapter struct {
	connection *wire.Connection
	templates  map[operationName]template
}

var (
	_ whatsapp.Gateway = (*Adapter)(nil)
	_ whatsapp.Dated   = (*Adapter)(nil)
)

// Options say which paths the operations have.
type Options struct {
	// Paths replaces the paths of operations, by their names.
	Paths map[string]string
	// AcceptUnverifiedPaths uses the default paths although they are guesses.
	AcceptUnverifiedPaths bool
}

// New takes the headers from the documentation's curl sample; its prose, which has the session in the URL, contradicts
// it. It calls nothing.
func New(config httpapi.Config, session string, options Options) (*Adapter, error) {
	templates, err := parseTemplates(options)
	if err != nil {
		return nil, err
	}
	name := "Autonotify (API beta)"
	if !options.AcceptUnverifiedPaths {
		// It shows in the error of every missing ability, also in that of a plan.
		name = "Autonotify (API beta, accept_unverified_paths = false)"
	}
	connection, err := wire.Connect(config, name, "x-session-id", session)
	if err != nil {
		return nil, err
	}
	return &Adapter{connection, templates}, nil
}

// Date is that of the last answer.
func (a *Adapter) Date() time.Time { return a.connection.Date() }

// call is one request and what its failures mean.
type call struct {
	wire.Call
	operation operationName
	// harmless says that nothing is changed by the call.
	harmless bool
}

// call fills the path of an operation in. It fails where the operation has none, naming the way to give it one. The
// purpose completes "the gateway cannot …".
func (a *Adapter) call(op operationName, purpose string, group whatsapp.JID, code whatsapp.InviteCode) (call, error) {
	t, ok := a.templates[op]
	if !ok {
		return call{}, a.withoutPath(op, purpose)
	}
	path, query := t.fill(map[string]string{
		placeGroup: string(group), placeCode: code.Code(), placeSession: a.connection.Session,
	})
	c := call{operation: op, Call: wire.Call{
		Method: t.method, Path: path, Route: t.path, Query: query, Meaning: wire.Changing, Repeat: httpapi.RepeatNever,
	}}
	if !code.IsZero() {
		c.Secrets = []string{code.Code()}
	}
	return c, nil
}

// withoutPath is the error of an operation whose path nobody knows.
func (a *Adapter) withoutPath(op operationName, purpose string) error {
	return &whatsapp.Error{
		Kind: errors.ErrUnsupported,
		Detail: fmt.Sprintf("%s cannot %s: the path of the operation %s is not published. Give it as "+
			"autonotify = { paths = { %s = \"METHOD /path\" } }, or set accept_unverified_paths = true to try %s",
			a.connection.Name, purpose, op, op, operationOf(op).path),
	}
}

// do sends the call and returns the trimmed body of a 2xx answer.
func (a *Adapter) do(ctx context.Context, c call) ([]byte, error) {
	resp, err := a.connection.Send(ctx, c.Call)
	if err != nil {
		return nil, err
	}
	if !resp.OK() {
		return nil, a.failure(c, resp)
	}
	return resp.Body, a.refusedIfFalse(c, resp.Body)
}

// short makes a text of the server one line that is fit to be shown.
func (a *Adapter) short(c call, text string) string { return a.connection.Short(c.Call, text) }

// reads makes a call one that reads, and that may be repeated if it is a GET.
func (c call) reads(m wire.Meaning) call {
	c.Meaning = m
	c.harmless = true
	if c.Method == http.MethodGet {
		c.Repeat = httpapi.RepeatReads
	}
	return c
}

// Abilities asks nothing: they follow from the paths.
func (a *Adapter) Abilities(context.Context) (whatsapp.Abilities, error) {
	var can []whatsapp.Ability
	for _, op := range operations {
		if _, known := a.templates[op.name]; known {
			can = append(can, op.abilities...)
		}
	}
	// INFERRED: Baileys hands all of them on in one request to WhatsApp. No source states a limit.
	return whatsapp.NewAbilities(a.connection.Name, can...).TakingAtOnce(50).On("beta", ""), nil
}

// untold is the status of a session of which nothing is told.
const untold = "not told"

// Session tells nothing of the account: the routes of sessions are named in the documentation and not shown. To say
// that it is connected claims no more than that nothing speaks against it; to say that it is not would forbid even the
// members' route, which is known. An account that is logged out fails with the first call, and never looks like one
// without groups: Baileys fails to list while it is not connected (INFERRED).
func (a *Adapter) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true, Assumed: true, Status: untold}, nil
}

// Contact is missing: "Check is WhatsApp" is in the navigation, and its page could not be read.
func (a *Adapter) Contact(context.Context, phone.Number) (whatsapp.Person, error) {
	return whatsapp.Person{}, a.connection.Missing(whatsapp.LookUpContact)
}

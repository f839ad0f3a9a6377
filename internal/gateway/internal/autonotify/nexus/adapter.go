// Package nexus reaches WhatsApp through Autonotify's generation nexus (evidence/autonotify.md §3). What is said of it
// was SEEN in its source unless it says otherwise.
package nexus

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Adapter is one session of one server.
type Adapter struct {
	connection *wire.Connection
	// identity is nil where it is certain that the server is nexus.
	identity *identity
}

var (
	_ whatsapp.Gateway = (*Adapter)(nil)
	_ whatsapp.Dated   = (*Adapter)(nil)
)

// New speaks with the key and the session's name. The alternative, x-user-secret, expires after 24 hours. It calls
// nothing. With identify the adapter asks the server once, before its first request, whether it is nexus.
func New(config httpapi.Config, session string, identify bool) (*Adapter, error) {
	connection, err := wire.Connect(config, "Autonotify (API nexus)", "X-User-ID", session)
	if err != nil {
		return nil, err
	}
	a := &Adapter{connection: connection}
	if identify {
		a.identity = newIdentity()
	}
	return a, nil
}

// Date is that of the last answer.
func (a *Adapter) Date() time.Time { return a.connection.Date() }

// call is one request and what its failures mean.
type call struct {
	wire.Call
	// ability is what is missing where the server does not know the route. It is empty for the routes that every server
	// has.
	ability whatsapp.Ability
	// unseen says that no reading shows what the call does, so that the answer has to say that it was done.
	unseen bool
}

// get is a call that reads.
func get(path string, query url.Values) call {
	return call{Call: wire.Call{Method: http.MethodGet, Path: path, Route: path, Query: query, Meaning: wire.Reading}}
}

// post is a call that writes.
func post(path string, body wire.Fields, ability whatsapp.Ability) call {
	c := wire.Call{Method: http.MethodPost, Path: path, Route: path, Body: body, Meaning: wire.Changing}
	return call{Call: c, ability: ability}
}

func ofGroup(group whatsapp.JID) url.Values { return url.Values{"group_jid": {string(group)}} }

// do sends the call and returns the object of a 2xx answer. Every route answers with one.
func (a *Adapter) do(ctx context.Context, c call) (loosejson.Object, error) {
	if err := a.identify(ctx); err != nil {
		return nil, err
	}
	resp, err := a.connection.Send(ctx, c.Call)
	if err != nil {
		return nil, err
	}
	if !resp.OK() {
		return nil, a.failure(c, resp)
	}
	o, ok := loosejson.DecodeObject(resp.Body)
	if !ok {
		return nil, protocol.Unclear(
			"its answer is not a JSON object; check that the endpoint is an Autonotify of the API nexus")
	}
	if loosejson.IsFalse(o.Boolean("success")) {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: a.short(c, o.FirstText("error", "message"))}
	}
	done := loosejson.IsTrue(o.Boolean("success"))
	if protocol.Denies(resp.Body) {
		return nil, protocol.Denied(a.short(c, o.FirstText("error", "message")))
	}
	if c.unseen && !done {
		return nil, protocol.Unsaid()
	}
	return o, nil
}

// short makes a text of the server one line that is fit to be shown.
func (a *Adapter) short(c call, text string) string { return a.connection.Short(c.Call, text) }

// Abilities asks nothing else: there is one version.
func (a *Adapter) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	if err := a.identify(ctx); err != nil {
		return whatsapp.Abilities{}, err
	}
	// Missing are CreateEmptyGroup, since one participant is required, and ReadInviteInfo.
	can := append(settingAbilities(),
		whatsapp.CreateGroup,
		whatsapp.ChangeMembers,
		whatsapp.LeaveGroup,
		whatsapp.ReadInvite,
		whatsapp.RevokeInvite,
		whatsapp.JoinGroup,
		whatsapp.LookUpContact,
		whatsapp.TellGroupKind,
		whatsapp.TellOwnNumber,
	)
	// Whatsmeow hands all of them on in one request to WhatsApp. The server looks numbers up before, so it is no more.
	return whatsapp.NewAbilities(a.connection.Name, can...).TakingAtOnce(50).On("nexus", ""), nil
}

// Package whatsapi answers as WhatsAPI Go 2.0 does. Its source is not public: what its OpenAPI document leaves open is
// inferred from whatsmeow, which it is built on (evidence/whatsapi.md §1.1, §5.1).
package whatsapi

import (
	"context"
	"crypto/subtle"
	"net/http"
	"slices"
	"sync/atomic"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

type dialect struct {
	world   *world.WhatsApp
	apiKey  string
	webhook atomic.Pointer[string]
}

// onlyInstance is the key of the only instance.
const onlyInstance = wire.Session

// New returns the dialect over a world.
func New(w *world.WhatsApp, apiKey string) wire.Dialect {
	d := &dialect{world: w, apiKey: apiKey}
	d.webhook.Store(new(string))
	return d
}

func (d *dialect) Prefix() string { return "/whatsapi" }

// WorldReplaced has nothing to do: every read is live.
func (d *dialect) WorldReplaced() {}

// UsesSession is all but the instance itself.
func (d *dialect) UsesSession(c *wire.Call) bool {
	route, _ := wire.FindRoute(routes, c.Method, c.Path)
	return route != nil && !slices.Contains(ofInstance, route.Path)
}

func (d *dialect) RateLimited(*wire.Call) wire.Answer {
	return failure(http.StatusInternalServerError, whatsmeow.RateLimited)
}

// call is one call on its way through the dialect.
type call struct {
	*wire.Call
	*dialect
	params map[string]string
}

// Serve answers a call in the order key, route, instance, connection, handler. The order is inferred.
func (d *dialect) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, params := wire.FindRoute(routes, plain.Method, plain.Path)
	if route == nil {
		plain.MarkUnknown() // With a wrong key too, which hides it from the client.
	}
	// The key comes as it is, without a prefix such as Bearer (evidence/whatsapi.md §2.1).
	if subtle.ConstantTimeCompare([]byte(plain.Header.Get("Authorization")), []byte(d.apiKey)) != 1 {
		return failure(http.StatusUnauthorized, "Unauthorized")
	}
	if route == nil {
		return failure(http.StatusNotFound, "Cannot "+plain.Method+" "+plain.Path)
	}
	plain.CheckQuery(route.Query)
	c := &call{Call: plain, dialect: d, params: params}
	if c.params["instance_key"] != onlyInstance {
		return failure(http.StatusNotFound, "Instance not found")
	}
	if !slices.Contains(ofInstance, route.Path) && d.world.Account().Status != world.StatusConnected {
		// What whatsmeow says once the phone's owner has unlinked the device. Version 1 said "Instance not logged in".
		return failure(http.StatusInternalServerError, "websocket not connected")
	}
	return route.Serve(ctx, c)
}

// envelope frames every answer (evidence/whatsapi.md §2.3).
type envelope struct {
	Error   bool   `json:"error"`
	Status  int    `json:"status"` // The HTTP status again.
	Message string `json:"message"`
	Data    any    `json:"data"`
}

func success(message string, data any) wire.Answer {
	return wire.JSON(http.StatusOK, envelope{Status: http.StatusOK, Message: message, Data: data})
}

func failure(status int, message string) wire.Answer {
	return wire.JSON(status, envelope{Error: true, Status: status, Message: message})
}

// refused is what whatsmeow or WhatsApp refused. It is never a 404, which means the instance
// (evidence/whatsapi.md §2.2).
func (c *call) refused(asked whatsmeow.Function, err error) wire.Answer {
	return failure(http.StatusInternalServerError, whatsmeow.Error(asked, err))
}

// badRequest is a request that the gateway itself cannot read.
func (c *call) badRequest(reason string) wire.Answer {
	c.MarkUnknown()
	return failure(http.StatusBadRequest, "Bad Request: "+reason)
}

// decode reads a JSON body. The header has to say that it is JSON, also of a DELETE (evidence/whatsapi.md §4.3).
func (c *call) decode(body any) (refusal wire.Answer, ok bool) {
	if !c.HasJSON() {
		return c.badRequest("the body is not of the type application/json"), false
	}
	if err := c.DecodeGo(body); err != nil {
		return c.badRequest(err.Error()), false
	}
	return wire.Answer{}, true
}

// groupID is the id in the path, in full with its suffix. WhatsApp refuses any other.
func (c *call) groupID() (id string, refusal wire.Answer, ok bool) {
	id = c.params["group_id"]
	if !world.IsGroupJID(id) {
		c.MarkUnknown()
		return "", c.refused(whatsmeow.Other, world.ErrBadRequest), false
	}
	return id, wire.Answer{}, true
}

// joined is a group that the account is in, as GetGroupInfo shows it.
func (c *call) joined() (g world.View, refusal wire.Answer, ok bool) {
	id, refusal, ok := c.groupID()
	if !ok {
		return world.View{}, refusal, false
	}
	g, err := c.world.JoinedGroup(id)
	if err != nil {
		return world.View{}, c.refused(whatsmeow.GetGroupInfo, err), false
	}
	return g, wire.Answer{}, true
}

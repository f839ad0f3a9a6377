package emulator

import (
	"context"
	"crypto/subtle"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// whatsapi answers as WhatsAPI Go 2.0 does. Its source is not public: what its OpenAPI document leaves open is inferred
// from whatsmeow, which it is built on (evidence/whatsapi.md §1.1, §5.1).
type whatsapi struct {
	world  *world.WhatsApp
	apiKey string
}

var _ wire.Dialect = (*whatsapi)(nil)

// whatsapiInstance is the key of the only instance there is.
const whatsapiInstance = "default"

func newWhatsapi(w *world.WhatsApp, o Options) *whatsapi {
	return &whatsapi{world: w, apiKey: o.APIKey}
}

func (d *whatsapi) Prefix() string { return "/whatsapi" }

// WorldReplaced has nothing to do: every read is live.
func (d *whatsapi) WorldReplaced() {}

func (d *whatsapi) RateLimited(*wire.Call) wire.Answer {
	return whatsapiFailure(http.StatusInternalServerError, whatsmeow.RateLimited)
}

// whatsapiCall is one call on its way through the dialect.
type whatsapiCall struct {
	*wire.Call
	*whatsapi
	params map[string]string
}

// Serve answers a call in the order key, route, instance, connection, handler. The order is inferred.
func (d *whatsapi) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, params := wire.FindRoute(whatsapiRoutes, plain.Method, plain.Path)
	if route == nil {
		plain.MarkUnknown() // With a wrong key too, which hides it from the client.
	}
	// The key comes as it is, without a prefix such as Bearer (evidence/whatsapi.md §2.1).
	if subtle.ConstantTimeCompare([]byte(plain.Header.Get("Authorization")), []byte(d.apiKey)) != 1 {
		return whatsapiFailure(http.StatusUnauthorized, "Unauthorized")
	}
	if route == nil {
		return whatsapiFailure(http.StatusNotFound, "Cannot "+plain.Method+" "+plain.Path)
	}
	plain.CheckQuery(route.Query)
	c := &whatsapiCall{Call: plain, whatsapi: d, params: params}
	if c.params["instance_key"] != whatsapiInstance {
		return whatsapiFailure(http.StatusNotFound, "Instance not found")
	}
	if route.Path != whatsapiInstancePath && d.world.Account().Status != world.StatusConnected {
		// What whatsmeow says once the phone's owner has unlinked the device. Version 1 said "Instance not logged in".
		return whatsapiFailure(http.StatusInternalServerError, "websocket not connected")
	}
	return route.Serve(ctx, c)
}

// whatsapiEnvelope frames every answer (evidence/whatsapi.md §2.3).
type whatsapiEnvelope struct {
	Error   bool   `json:"error"`
	Status  int    `json:"status"` // The HTTP status again.
	Message string `json:"message"`
	Data    any    `json:"data"`
}

func whatsapiSuccess(message string, data any) wire.Answer {
	return wire.JSON(http.StatusOK, whatsapiEnvelope{Status: http.StatusOK, Message: message, Data: data})
}

func whatsapiFailure(status int, message string) wire.Answer {
	return wire.JSON(status, whatsapiEnvelope{Error: true, Status: status, Message: message})
}

// refused is what whatsmeow or WhatsApp refused. It is never a 404, which means the instance
// (evidence/whatsapi.md §2.2).
func (c *whatsapiCall) refused(asked whatsmeow.Function, err error) wire.Answer {
	return whatsapiFailure(http.StatusInternalServerError, whatsmeow.Error(asked, err))
}

// badRequest is a request that the gateway itself cannot read.
func (c *whatsapiCall) badRequest(reason string) wire.Answer {
	c.MarkUnknown()
	return whatsapiFailure(http.StatusBadRequest, "Bad Request: "+reason)
}

// decode reads a JSON body, which has to say that it is one: a DELETE needs the header too (evidence/whatsapi.md §4.3).
func (c *whatsapiCall) decode(body any) (refusal wire.Answer, ok bool) {
	if !c.HasJSON() {
		return c.badRequest("the body is not of the type application/json"), false
	}
	if err := c.DecodeGo(body); err != nil {
		return c.badRequest(err.Error()), false
	}
	return wire.Answer{}, true
}

// group is the id in the path, in full with its suffix. WhatsApp refuses any other.
func (c *whatsapiCall) group() (id string, refusal wire.Answer, ok bool) {
	id = c.params["group_id"]
	if !world.IsGroupJID(id) {
		c.MarkUnknown()
		return "", c.refused(whatsmeow.Other, world.ErrBadRequest), false
	}
	return id, wire.Answer{}, true
}

// joined is a group that the account is in, as GetGroupInfo shows it.
func (c *whatsapiCall) joined() (g world.View, refusal wire.Answer, ok bool) {
	id, refusal, ok := c.group()
	if !ok {
		return world.View{}, refusal, false
	}
	g, err := c.world.JoinedGroup(id)
	if err != nil {
		return world.View{}, c.refused(whatsmeow.GetGroupInfo, err), false
	}
	return g, wire.Answer{}, true
}

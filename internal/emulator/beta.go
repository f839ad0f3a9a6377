package emulator

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

// beta answers as the first of Autonotify's two generations may. Of its twelve group operations only the members route
// is published (evidence/autonotify.md §2.2, §2.3). The paths, bodies and answers of the other eleven are guesses that
// nobody has verified: the emulator serves them so that a client's templates can be tried out at all, not as evidence
// that they exist. The same holds for every error: it is inferred from Baileys, which the gateway wraps, and from the
// usual ways of Node.
type beta struct {
	world  *world.WhatsApp
	apiKey string
}

var _ wire.Dialect = (*beta)(nil)

// betaSession is the only session there is. No route tells anything about it.
const betaSession = "default"

func newBeta(w *world.WhatsApp, o Options) *beta {
	return &beta{world: w, apiKey: o.APIKey}
}

func (d *beta) Prefix() string { return "/autonotify/beta" }

// WorldReplaced has nothing to do: every read is live.
func (d *beta) WorldReplaced() {}

func (d *beta) RateLimited(*wire.Call) wire.Answer { return betaBoom("rate-overlimit", 429) }

// betaCall is one call on its way through the dialect.
type betaCall struct {
	*wire.Call
	*beta
	fields map[string]json.RawMessage // The body's.
}

// betaRoute is a route with the fields of its body.
type betaRoute struct {
	wire.Route[*betaCall]
	fields []string
}

// betaRoutes: only the first is published.
var betaRoutes = []betaRoute{
	betaOnGroup("PUT", "/members", betaChangeMembers, "participants", "action"),

	{wire.Route[*betaCall]{Method: "POST", Path: betaGroup, Serve: betaCreateGroup}, []string{"subject", "participants"}},
	{wire.Route[*betaCall]{Method: "POST", Path: betaGroup + "/join", Serve: betaJoin}, []string{"inviteCode"}},
	{wire.Route[*betaCall]{Method: "GET", Path: betaGroup + "/all", Serve: betaListGroups}, nil},
	{wire.Route[*betaCall]{Method: "GET", Path: betaGroup + "/all/admin", Serve: betaListAdminGroups}, nil},
	betaOnGroup("GET", "", betaGetGroup),
	betaOnGroup("PUT", "", betaUpdateGroup, "subject", "description", "settings"),
	betaOnGroup("DELETE", "", betaLeaveGroup),
	betaOnGroup("GET", "/invite-code", betaGetInviteCode),
	betaOnGroup("POST", "/revoke-invite-code", betaRevokeInviteCode),
	betaOnGroup("PUT", "/profile-picture", betaSetPicture, "url"),
	betaOnGroup("PUT", "/member-add-mode", betaSetMemberAddMode, "mode"),
}

const betaGroup = "/api/v1/group"

// betaOnGroup is a route about one group, which is named in the query.
func betaOnGroup(method, path string, serve func(context.Context, *betaCall, string) wire.Answer, fields ...string) betaRoute {
	return betaRoute{fields: fields, Route: wire.Route[*betaCall]{
		Method: method, Path: betaGroup + path, Query: []string{"groupId"},
		Serve: func(ctx context.Context, c *betaCall) wire.Answer {
			id := c.Query.Get("groupId")
			if id == "" {
				return c.badRequest("groupId should not be empty")
			}
			if !world.IsGroupJID(id) {
				c.MarkUnknown()
				return c.refused(world.ErrBadRequest, false)
			}
			return serve(ctx, c, id)
		},
	}}
}

// Serve answers a call in the order key, session, route, body, connection, handler.
func (d *beta) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, _ := wire.FindRoute(betaRoutes, plain.Method, plain.Path)
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
	c := &betaCall{Call: plain, beta: d}
	switch plain.Header.Get("X-Session-Id") {
	case betaSession:
	case "":
		return c.badRequest("x-session-id header is required")
	default:
		return wire.Problem(http.StatusNotFound, "Not Found", "Session not found")
	}
	if refusal, ok := c.decode(route.fields); !ok {
		return refusal
	}
	if d.world.Account().Status != world.StatusConnected {
		return betaBoom("Connection Closed", 0)
	}
	return route.Serve(ctx, c)
}

// betaBoom is an error of Baileys: always a 500, with WhatsApp's code, if there is one, in data.
func betaBoom(message string, code int) wire.Answer {
	return wire.JSON(http.StatusInternalServerError, struct {
		StatusCode int    `json:"statusCode"`
		Error      string `json:"error"`
		Message    string `json:"message"`
		Data       int    `json:"data,omitempty"`
	}{http.StatusInternalServerError, "Internal Server Error", message, code})
}

// refused is what WhatsApp refused.
func (c *betaCall) refused(err error, ofMembers bool) wire.Answer {
	return betaBoom(baileys.Error(err, ofMembers))
}

// badRequest is a request that the gateway itself does not take.
func (c *betaCall) badRequest(message string) wire.Answer {
	c.MarkUnknown()
	return wire.Problem(http.StatusBadRequest, "Bad Request", []string{message})
}

// betaDone is the answer that seed 000 shows.
func betaDone() wire.Answer {
	return wire.JSON(http.StatusOK, struct{}{})
}

package emulator

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

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

var _ dialect = (*beta)(nil)

// betaSession is the only session there is. No route tells anything about it.
const betaSession = "default"

func newBeta(w *world.WhatsApp, o Options) *beta {
	return &beta{world: w, apiKey: o.APIKey}
}

func (d *beta) prefix() string { return "/autonotify/beta" }

// worldReplaced has nothing to do: every read is live.
func (d *beta) worldReplaced() {}

func (d *beta) rateLimited(*call) answer { return betaBoom("rate-overlimit", 429) }

// betaCall is one call on its way through the dialect.
type betaCall struct {
	*call
	*beta
	fields map[string]json.RawMessage // The body's.
}

// betaRoute is a route with the fields of its body.
type betaRoute struct {
	route[*betaCall]
	fields []string
}

// betaRoutes: only the first is published.
var betaRoutes = []betaRoute{
	betaOnGroup("PUT", "/members", betaChangeMembers, "participants", "action"),

	{route[*betaCall]{method: "POST", path: betaGroup, serve: betaCreateGroup}, []string{"subject", "participants"}},
	{route[*betaCall]{method: "POST", path: betaGroup + "/join", serve: betaJoin}, []string{"inviteCode"}},
	{route[*betaCall]{method: "GET", path: betaGroup + "/all", serve: betaListGroups}, nil},
	{route[*betaCall]{method: "GET", path: betaGroup + "/all/admin", serve: betaListAdminGroups}, nil},
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
func betaOnGroup(method, path string, serve func(context.Context, *betaCall, string) answer, fields ...string) betaRoute {
	return betaRoute{fields: fields, route: route[*betaCall]{
		method: method, path: betaGroup + path, query: []string{"groupId"},
		serve: func(ctx context.Context, c *betaCall) answer {
			id := c.query.Get("groupId")
			if id == "" {
				return c.badRequest("groupId should not be empty")
			}
			if !world.IsGroupJID(id) {
				c.unknown()
				return c.refused(world.ErrBadRequest, false)
			}
			return serve(ctx, c, id)
		},
	}}
}

// serve answers a call in the order key, session, route, body, connection, handler.
func (d *beta) serve(ctx context.Context, plain *call) answer {
	i := slices.IndexFunc(betaRoutes, func(r betaRoute) bool { return r.method == plain.method && r.path == plain.path })
	if i < 0 {
		plain.unknown()
	}
	key, bearer := strings.CutPrefix(plain.header.Get("Authorization"), "Bearer ")
	if !bearer || subtle.ConstantTimeCompare([]byte(key), []byte(d.apiKey)) != 1 {
		return problem(http.StatusUnauthorized, "", "Unauthorized")
	}
	if i < 0 {
		return problem(http.StatusNotFound, "Not Found", "Cannot "+plain.method+" "+plain.uri)
	}
	route := betaRoutes[i]
	plain.checkQuery(route.query)
	c := &betaCall{call: plain, beta: d}
	switch plain.header.Get("X-Session-Id") {
	case betaSession:
	case "":
		return c.badRequest("x-session-id header is required")
	default:
		return problem(http.StatusNotFound, "Not Found", "Session not found")
	}
	if refusal, ok := c.decode(route.fields); !ok {
		return refusal
	}
	if d.world.Account().Status != world.StatusConnected {
		return betaBoom("Connection Closed", 0)
	}
	return route.serve(ctx, c)
}

// betaBoom is an error of Baileys: always a 500, with WhatsApp's code, if there is one, in data.
func betaBoom(message string, code int) answer {
	return jsonAnswer(http.StatusInternalServerError, struct {
		StatusCode int    `json:"statusCode"`
		Error      string `json:"error"`
		Message    string `json:"message"`
		Data       int    `json:"data,omitempty"`
	}{http.StatusInternalServerError, "Internal Server Error", message, code})
}

// refused is what WhatsApp refused.
func (c *betaCall) refused(err error, ofMembers bool) answer {
	return betaBoom(baileysError(err, ofMembers))
}

// badRequest is a request that the gateway itself does not take.
func (c *betaCall) badRequest(message string) answer {
	c.unknown()
	return problem(http.StatusBadRequest, "Bad Request", []string{message})
}

// betaDone is the answer that seed 000 shows.
func betaDone() answer {
	return jsonAnswer(http.StatusOK, struct{}{})
}

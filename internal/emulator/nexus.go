package emulator

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexus answers as the second of Autonotify's two generations does: soureiBR/nexus-go of June 2025, a server on gin and
// whatsmeow whose source is public (evidence/autonotify.md §3).
type nexus struct {
	world   *world.WhatsApp
	apiKey  string // The admin key too.
	started time.Time
}

var _ dialect = (*nexus)(nil)

// nexusSession is the only session there is.
const nexusSession = "default"

func newNexus(w *world.WhatsApp, o Options) *nexus {
	return &nexus{world: w, apiKey: o.APIKey, started: time.Now()}
}

func (d *nexus) prefix() string { return "/autonotify/nexus" }

// worldReplaced has nothing to do: every read is live.
func (d *nexus) worldReplaced() {}

// rateLimited is a failure of the task that was asked for, as every failure of WhatsApp is.
func (d *nexus) rateLimited(plain *call) answer {
	c := &nexusCall{call: plain, nexus: d, task: nexusTasks[plain.path]}
	return c.failed(whatsmeowRateLimited)
}

// nexusCall is one call on its way through the dialect.
type nexusCall struct {
	*call
	*nexus
	session string
	task    nexusTask
}

const nexusAPI = "/api/v1"

// nexusRoutes are the routes of evidence/autonotify.md §3.4 without those of communities, which the emulator's world
// does not have.
var nexusRoutes = []route[*nexusCall]{
	{method: "GET", path: "/health", serve: nexusHealth},
	{method: "GET", path: nexusAPI + "/session/", serve: nexusGetSession},
	{method: "POST", path: nexusAPI + "/auth/session/encrypt", serve: nexusEncryptSession},
	{method: "POST", path: nexusAPI + "/message/check-number", serve: nexusCheckNumber},

	{method: "POST", path: nexusAPI + "/group/create", serve: nexusCreateGroup},
	{method: "GET", path: nexusAPI + "/group/info", query: []string{"group_jid"}, serve: nexusGetGroup},
	{method: "GET", path: nexusAPI + "/group/list", serve: nexusListGroups},
	{method: "GET", path: nexusAPI + "/group/list/admin", serve: nexusListAdminGroups},
	{method: "POST", path: nexusAPI + "/group/leave", serve: nexusLeaveGroup},

	{method: "POST", path: nexusAPI + "/group/participants/add", serve: nexusChangeMembers(world.AddMember, "AddParticipantsRequest")},
	{method: "POST", path: nexusAPI + "/group/participants/remove", serve: nexusChangeMembers(world.RemoveMember, "RemoveParticipantsRequest")},
	{method: "POST", path: nexusAPI + "/group/participants/promote", serve: nexusChangeMembers(world.PromoteMember, "PromoteParticipantsRequest")},
	{method: "POST", path: nexusAPI + "/group/participants/demote", serve: nexusChangeMembers(world.DemoteMember, "DemoteParticipantsRequest")},

	{method: "POST", path: nexusAPI + "/group/update/name", serve: nexusSetName},
	{method: "POST", path: nexusAPI + "/group/update/topic", serve: nexusSetTopic},
	{method: "POST", path: nexusAPI + "/group/update/picture", serve: nexusSetPicture},
	{method: "POST", path: nexusAPI + "/group/set-locked", serve: nexusSetLocked},
	{method: "POST", path: nexusAPI + "/group/set-announce", serve: nexusSetAnnounce},
	{method: "POST", path: nexusAPI + "/group/set-join-approval", serve: nexusSetJoinApproval},
	{method: "POST", path: nexusAPI + "/group/set-member-add-mode", serve: nexusSetMemberAddMode},

	{method: "GET", path: nexusAPI + "/group/invite-link", query: []string{"group_jid"}, serve: nexusGetInviteLink},
	{method: "POST", path: nexusAPI + "/group/invite-link/revoke", serve: nexusRevokeInviteLink},
	{method: "POST", path: nexusAPI + "/group/join", serve: nexusJoin},
}

// serve answers a call. gin looks for the route first: what it does not know needs no key.
func (d *nexus) serve(ctx context.Context, plain *call) answer {
	route, _ := findRoute(nexusRoutes, plain.method, plain.path)
	if route == nil {
		plain.unknown()
		return answer{status: http.StatusNotFound, contentType: "text/plain", body: []byte("404 page not found")}
	}
	plain.checkQuery(route.query)
	c := &nexusCall{call: plain, nexus: d, task: nexusTasks[plain.path]}
	if plain.path != "/health" {
		session, refusal, ok := d.authenticate(plain)
		if !ok {
			return refusal
		}
		c.session = session
	}
	return route.serve(ctx, c)
}

// nexusAnswer frames an answer that has no struct of its own; Go sorts the names.
type nexusAnswer map[string]any

func (a nexusAnswer) with(status int) answer { return jsonAnswer(status, a) }

// done is the success of a task that has nothing to say.
func (c *nexusCall) done() answer {
	return nexusAnswer{"success": true, "message": c.task.done}.with(http.StatusOK)
}

// failed is everything that goes wrong below the handler: always a 500, with the chain of Go's errors in details.
func (c *nexusCall) failed(reason string) answer {
	if c.task.service != "" {
		reason = c.task.service + ": " + reason
	}
	return c.failedEarly(reason)
}

// failedEarly is what goes wrong before the service comes to its own errors.
func (c *nexusCall) failedEarly(reason string) answer {
	if c.task.worker != "" {
		reason = c.task.worker + ": " + reason
	}
	return nexusAnswer{"error": c.task.failure, "details": reason}.with(http.StatusInternalServerError)
}

// refused is what WhatsApp or whatsmeow refused.
func (c *nexusCall) refused(asked whatsmeowCall, err error) answer {
	return c.failed(whatsmeowError(asked, err))
}

// connected is what every task begins with.
func (c *nexusCall) connected() (refusal answer, ok bool) {
	switch {
	case c.session != nexusSession:
		return c.failedEarly("sessão não encontrada: " + c.session), false
	case c.world.Account().Status != world.StatusConnected:
		return c.failedEarly("sessão não conectada: " + c.session), false
	}
	return answer{}, true
}

// group is connected for a task that is about a group.
func (c *nexusCall) group(jid string) (refusal answer, ok bool) {
	if refusal, ok := c.connected(); !ok {
		return refusal, false
	}
	if !world.IsGroupJID(jid) {
		c.unknown()
		return c.failedEarly("JID não é um grupo: " + jid), false
	}
	return answer{}, true
}

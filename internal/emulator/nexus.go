package emulator

import (
	"context"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/whatsmeow"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// nexus answers as the second of Autonotify's two generations does: soureiBR/nexus-go of June 2025, a server on gin and
// whatsmeow whose source is public (evidence/autonotify.md §3).
type nexus struct {
	world   *world.WhatsApp
	apiKey  string // The admin key too.
	started time.Time
}

var _ wire.Dialect = (*nexus)(nil)

// nexusSession is the only session there is.
const nexusSession = "default"

func newNexus(w *world.WhatsApp, o Options) *nexus {
	return &nexus{world: w, apiKey: o.APIKey, started: time.Now()}
}

func (d *nexus) Prefix() string { return "/autonotify/nexus" }

// WorldReplaced has nothing to do: every read is live.
func (d *nexus) WorldReplaced() {}

// RateLimited is a failure of the task that was asked for, as every failure of WhatsApp is.
func (d *nexus) RateLimited(plain *wire.Call) wire.Answer {
	c := &nexusCall{Call: plain, nexus: d, task: nexusTasks[plain.Path]}
	return c.failed(whatsmeow.RateLimited)
}

// nexusCall is one call on its way through the dialect.
type nexusCall struct {
	*wire.Call
	*nexus
	session string
	task    nexusTask
}

const nexusAPI = "/api/v1"

// nexusRoutes are the routes of evidence/autonotify.md §3.4 without those of communities, which the emulator's world
// does not have.
var nexusRoutes = []wire.Route[*nexusCall]{
	{Method: "GET", Path: "/health", Serve: nexusHealth},
	{Method: "GET", Path: nexusAPI + "/session/", Serve: nexusGetSession},
	{Method: "POST", Path: nexusAPI + "/auth/session/encrypt", Serve: nexusEncryptSession},
	{Method: "POST", Path: nexusAPI + "/message/check-number", Serve: nexusCheckNumber},

	{Method: "POST", Path: nexusAPI + "/group/create", Serve: nexusCreateGroup},
	{Method: "GET", Path: nexusAPI + "/group/info", Query: []string{"group_jid"}, Serve: nexusGetGroup},
	{Method: "GET", Path: nexusAPI + "/group/list", Serve: nexusListGroups},
	{Method: "GET", Path: nexusAPI + "/group/list/admin", Serve: nexusListAdminGroups},
	{Method: "POST", Path: nexusAPI + "/group/leave", Serve: nexusLeaveGroup},

	{Method: "POST", Path: nexusAPI + "/group/participants/add", Serve: nexusChangeMembers(world.AddMember, "AddParticipantsRequest")},
	{Method: "POST", Path: nexusAPI + "/group/participants/remove", Serve: nexusChangeMembers(world.RemoveMember, "RemoveParticipantsRequest")},
	{Method: "POST", Path: nexusAPI + "/group/participants/promote", Serve: nexusChangeMembers(world.PromoteMember, "PromoteParticipantsRequest")},
	{Method: "POST", Path: nexusAPI + "/group/participants/demote", Serve: nexusChangeMembers(world.DemoteMember, "DemoteParticipantsRequest")},

	{Method: "POST", Path: nexusAPI + "/group/update/name", Serve: nexusSetName},
	{Method: "POST", Path: nexusAPI + "/group/update/topic", Serve: nexusSetTopic},
	{Method: "POST", Path: nexusAPI + "/group/update/picture", Serve: nexusSetPicture},
	{Method: "POST", Path: nexusAPI + "/group/set-locked", Serve: nexusSetLocked},
	{Method: "POST", Path: nexusAPI + "/group/set-announce", Serve: nexusSetAnnounce},
	{Method: "POST", Path: nexusAPI + "/group/set-join-approval", Serve: nexusSetJoinApproval},
	{Method: "POST", Path: nexusAPI + "/group/set-member-add-mode", Serve: nexusSetMemberAddMode},

	{Method: "GET", Path: nexusAPI + "/group/invite-link", Query: []string{"group_jid"}, Serve: nexusGetInviteLink},
	{Method: "POST", Path: nexusAPI + "/group/invite-link/revoke", Serve: nexusRevokeInviteLink},
	{Method: "POST", Path: nexusAPI + "/group/join", Serve: nexusJoin},
}

// Serve answers a call. gin looks for the route first: what it does not know needs no key.
func (d *nexus) Serve(ctx context.Context, plain *wire.Call) wire.Answer {
	route, _ := wire.FindRoute(nexusRoutes, plain.Method, plain.Path)
	if route == nil {
		plain.MarkUnknown()
		return wire.Answer{Status: http.StatusNotFound, ContentType: "text/plain", Body: []byte("404 page not found")}
	}
	plain.CheckQuery(route.Query)
	c := &nexusCall{Call: plain, nexus: d, task: nexusTasks[plain.Path]}
	if plain.Path != "/health" {
		session, refusal, ok := d.authenticate(plain)
		if !ok {
			return refusal
		}
		c.session = session
	}
	return route.Serve(ctx, c)
}

// nexusAnswer frames an answer that has no struct of its own; Go sorts the names.
type nexusAnswer map[string]any

func (a nexusAnswer) with(status int) wire.Answer { return wire.JSON(status, a) }

// done is the success of a task that has nothing to say.
func (c *nexusCall) done() wire.Answer {
	return nexusAnswer{"success": true, "message": c.task.done}.with(http.StatusOK)
}

// failed is everything that goes wrong below the handler: always a 500, with the chain of Go's errors in details.
func (c *nexusCall) failed(reason string) wire.Answer {
	if c.task.service != "" {
		reason = c.task.service + ": " + reason
	}
	return c.failedEarly(reason)
}

// failedEarly is what goes wrong before the service comes to its own errors.
func (c *nexusCall) failedEarly(reason string) wire.Answer {
	if c.task.worker != "" {
		reason = c.task.worker + ": " + reason
	}
	return nexusAnswer{"error": c.task.failure, "details": reason}.with(http.StatusInternalServerError)
}

// refused is what WhatsApp or whatsmeow refused.
func (c *nexusCall) refused(asked whatsmeow.Function, err error) wire.Answer {
	return c.failed(whatsmeow.Error(asked, err))
}

// connected is what every task begins with.
func (c *nexusCall) connected() (refusal wire.Answer, ok bool) {
	switch {
	case c.session != nexusSession:
		return c.failedEarly("sessão não encontrada: " + c.session), false
	case c.world.Account().Status != world.StatusConnected:
		return c.failedEarly("sessão não conectada: " + c.session), false
	}
	return wire.Answer{}, true
}

// group is connected for a task that is about a group.
func (c *nexusCall) group(jid string) (refusal wire.Answer, ok bool) {
	if refusal, ok := c.connected(); !ok {
		return refusal, false
	}
	if !world.IsGroupJID(jid) {
		c.MarkUnknown()
		return c.failedEarly("JID não é um grupo: " + jid), false
	}
	return wire.Answer{}, true
}

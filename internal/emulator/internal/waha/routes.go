package waha

import (
	"context"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// findRoute returns the route that serves a request, and what its placeholders stand for; or nil. Express ignores the
// case of the words of a path (2026.4.1), and leaves what stands for a placeholder as it is.
func findRoute(method, path string) (*route, map[string]string) {
	found, params := wire.FindRoute(routes, method, path)
	if found != nil {
		return found, params
	}
	for i, r := range routes {
		pattern, segments := strings.Split(r.Path, "/"), strings.Split(path, "/")
		if len(pattern) != len(segments) {
			continue
		}
		for j := range segments {
			if strings.EqualFold(segments[j], pattern[j]) {
				segments[j] = pattern[j]
			}
		}
		if params, ok := r.Match(method, strings.Join(segments, "/")); ok {
			return &routes[i], params
		}
	}
	return nil, nil
}

// guard says what a route needs before it is served.
type guard int

const (
	noSession      guard = iota
	sessionOfPath        // {session} must be there and WORKING.
	sessionOfQuery       // The same for ?session=.
	sessionToLink        // {session} must be there and SCAN_QR_CODE.
)

// route is one route of WAHA.
type route struct {
	wire.Route[*call]
	guard  guard
	since  version  // Zero for what has always been there.
	fields []string // The fields of its body.
}

type handler = func(context.Context, *call) wire.Answer

// anywhere is a route that needs no session.
func anywhere(method, path string, serve handler) route {
	return route{Route: wire.Route[*call]{Method: method, Path: path, Serve: serve}}
}

// inSession is a route below a session that works.
func inSession(method, path string, serve handler, fields ...string) route {
	r := anywhere(method, "/api/{session}/"+path, serve)
	r.guard, r.fields = sessionOfPath, fields
	return r
}

// onGroup is a route about one group.
func onGroup(method, path string, serve handler, fields ...string) route {
	return inSession(method, "groups/{id}"+path, serve, fields...)
}

// guarded is the route with another need.
func (r route) guarded(guard guard) route {
	r.guard = guard
	return r
}

// from is the route as it came with a version.
func (r route) from(since version) route {
	r.since = since
	return r
}

// taking is the route with the fields of a body.
func (r route) taking(fields ...string) route {
	r.fields = fields
	return r
}

// asking is the route with parameters in its query.
func (r route) asking(query ...string) route {
	r.Query = query
	return r
}

// The versions with which routes came.
var (
	lidsSince           = version{2025, 5, 4}
	participantsV2Since = version{2025, 11, 1}
	approvalSince       = version{2026, 8, 2}
)

// routes are searched from the top, as Nest does; so "count" comes before "{id}".
var routes = append([]route{
	anywhere("GET", "/ping", ping),
	anywhere("GET", "/health", health),
	anywhere("GET", "/api/server/version", serverVersion),
	anywhere("GET", "/api/version", serverVersion),
	anywhere("GET", "/api/server/status", serverStatus),
	anywhere("GET", "/api/sessions", listSessions).asking("all"),
	anywhere("GET", "/api/sessions/{session}", getSession),
	anywhere("PUT", "/api/sessions/{session}", updateSession).taking("config"),
	anywhere("GET", "/api/sessions/{session}/me", getMe),
	anywhere("POST", "/api/sessions/{session}/start", startSession),
	inSession("GET", "auth/qr", qrCode).asking("format").guarded(sessionToLink),

	anywhere("GET", "/api/contacts/check-exists", checkExists).
		asking("phone", "session").guarded(sessionOfQuery),
	inSession("GET", "lids", stored(listLIDs)).asking("limit", "offset").from(lidsSince),
	inSession("GET", "lids/count", stored(countLIDs)).from(lidsSince),
	inSession("GET", "lids/pn/{phone}", lidOfPhone).from(lidsSince),
	inSession("GET", "lids/{lid}", stored(phoneOfLID)).from(lidsSince),

	inSession("POST", "groups", createGroup, "name", "participants"),
	inSession("GET", "groups", listGroups).asking("limit", "offset", "sortBy", "sortOrder", "exclude"),
	inSession("GET", "groups/count", countGroups),
	inSession("POST", "groups/refresh", refreshGroups),
	inSession("GET", "groups/join-info", joinInfo).asking("code"),
	inSession("POST", "groups/join", join, "code"),
	onGroup("GET", "", getGroup),
	onGroup("DELETE", "", deleteGroup),
	onGroup("POST", "/leave", leaveGroup),
	onGroup("GET", "/invite-code", getInviteCode),
	onGroup("POST", "/invite-code/revoke", revokeInviteCode),

	onGroup("GET", "/participants", listParticipants),
	onGroup("GET", "/participants/v2", listParticipantsV2).from(participantsV2Since),
	onGroup("POST", "/participants/add", changeMembers(opAdd), "participants"),
	onGroup("POST", "/participants/remove", changeMembers(opRemove), "participants"),
	onGroup("POST", "/admin/promote", changeMembers(opPromote), "participants"),
	onGroup("POST", "/admin/demote", changeMembers(opDemote), "participants"),
	onGroup("GET", "/participants/join-requests", listJoinRequests).from(approvalSince),
	onGroup("POST", "/participants/join-requests/approve", decideJoinRequests(true), "participants").
		from(approvalSince),
	onGroup("POST", "/participants/join-requests/reject", decideJoinRequests(false), "participants").
		from(approvalSince),
}, settingRoutes()...)

package emulator

import (
	"context"
	"strings"
)

// wahaGuard says what a route needs before it is served.
type wahaGuard int

const (
	noSession      wahaGuard = iota
	sessionOfPath            // {session} must be there and WORKING.
	sessionOfQuery           // The same for ?session=.
)

// wahaRoute is one route of WAHA.
type wahaRoute struct {
	method string
	path   string // A segment {name} takes anything.
	guard  wahaGuard
	since  wahaVersion // Zero for what has always been there.
	query  []string    // The parameters it knows.
	fields []string    // The fields of its body.
	serve  func(context.Context, *wahaCall) answer
}

var (
	wahaLIDs           = wahaVersion{2025, 5, 4}
	wahaParticipantsV2 = wahaVersion{2025, 11, 1}
	wahaAddMode        = wahaVersion{2026, 7, 2}
	wahaApproval       = wahaVersion{2026, 8, 2}
	wahaShareHistory   = wahaVersion{2026, 9, 0}
)

// wahaRoutes are searched from the top, as Nest does; so "count" comes before "{id}".
var wahaRoutes = allWAHARoutes()

func allWAHARoutes() []wahaRoute {
	const (
		groups   = "/api/{session}/groups"
		group    = groups + "/{id}"
		security = group + "/settings/security"
		requests = group + "/participants/join-requests"
		lids     = "/api/{session}/lids"
	)
	people := []string{"participants"}
	onGroup := func(method, path string, serve func(context.Context, *wahaCall) answer, fields ...string) wahaRoute {
		return wahaRoute{method: method, path: path, guard: sessionOfPath, fields: fields, serve: serve}
	}
	since := func(version wahaVersion, route wahaRoute) wahaRoute {
		route.since = version
		return route
	}
	asking := func(route wahaRoute, query ...string) wahaRoute {
		route.query = query
		return route
	}
	routes := []wahaRoute{
		{method: "GET", path: "/ping", serve: wahaPing},
		{method: "GET", path: "/health", serve: wahaHealth},
		{method: "GET", path: "/api/server/version", serve: wahaServerVersion},
		{method: "GET", path: "/api/version", serve: wahaServerVersion},
		{method: "GET", path: "/api/server/status", serve: wahaServerStatus},
		{method: "GET", path: "/api/sessions", query: []string{"all"}, serve: wahaListSessions},
		{method: "GET", path: "/api/sessions/{session}", serve: wahaGetSession},
		{method: "GET", path: "/api/sessions/{session}/me", serve: wahaGetMe},
		{method: "POST", path: "/api/sessions/{session}/start", serve: wahaStartSession},
		{
			method: "GET", path: "/api/contacts/check-exists", guard: sessionOfQuery,
			query: []string{"phone", "session"}, serve: wahaCheckExists,
		},
		since(wahaLIDs, asking(onGroup("GET", lids, wahaListLIDs), "limit", "offset")),
		since(wahaLIDs, onGroup("GET", lids+"/count", wahaCountLIDs)),
		since(wahaLIDs, onGroup("GET", lids+"/pn/{phone}", wahaLIDOfPhone)),
		since(wahaLIDs, onGroup("GET", lids+"/{lid}", wahaPhoneOfLID)),

		onGroup("POST", groups, wahaCreateGroup, "name", "participants"),
		asking(onGroup("GET", groups, wahaListGroups), "limit", "offset", "sortBy", "sortOrder", "exclude"),
		onGroup("GET", groups+"/count", wahaCountGroups),
		onGroup("POST", groups+"/refresh", wahaRefreshGroups),
		asking(onGroup("GET", groups+"/join-info", wahaJoinInfo), "code"),
		onGroup("POST", groups+"/join", wahaJoin, "code"),
		onGroup("GET", group, wahaGetGroup),
		onGroup("DELETE", group, wahaDeleteGroup),
		onGroup("POST", group+"/leave", wahaLeaveGroup),
		asking(onGroup("GET", group+"/picture", wahaGetPicture), "refresh"),
		onGroup("PUT", group+"/picture", wahaSetPicture, "file"),
		onGroup("DELETE", group+"/picture", wahaDeletePicture),
		onGroup("PUT", group+"/subject", wahaSetSubject, "subject"),
		onGroup("PUT", group+"/description", wahaSetDescription, "description"),
		onGroup("GET", group+"/invite-code", wahaGetInviteCode),
		onGroup("POST", group+"/invite-code/revoke", wahaRevokeInviteCode),
		onGroup("GET", group+"/participants", wahaParticipantsV1Handler),
		since(wahaParticipantsV2, onGroup("GET", group+"/participants/v2", wahaParticipantsV2Handler)),
		onGroup("POST", group+"/participants/add", wahaChangeMembers(opAdd), people...),
		onGroup("POST", group+"/participants/remove", wahaChangeMembers(opRemove), people...),
		onGroup("POST", group+"/admin/promote", wahaChangeMembers(opPromote), people...),
		onGroup("POST", group+"/admin/demote", wahaChangeMembers(opDemote), people...),
		since(wahaApproval, onGroup("GET", requests, wahaListJoinRequests)),
		since(wahaApproval, onGroup("POST", requests+"/approve", wahaDecideJoinRequests, people...)),
		since(wahaApproval, onGroup("POST", requests+"/reject", wahaDecideJoinRequests, people...)),
	}
	for _, s := range wahaSettings {
		path := security + "/" + s.path
		routes = append(routes,
			since(s.since, onGroup("GET", path, s.get)), since(s.since, onGroup("PUT", path, s.put, s.field)))
	}
	return routes
}

// findWAHARoute returns the route for a path and what its placeholders stand for. Like Express it does not mind a slash at
// the end.
func findWAHARoute(method, path string) (*wahaRoute, map[string]string) {
	segments := strings.Split(strings.TrimSuffix(path, "/"), "/")
	for i := range wahaRoutes {
		route := &wahaRoutes[i]
		if route.method != method {
			continue
		}
		if params, ok := matchSegments(strings.Split(route.path, "/"), segments); ok {
			return route, params
		}
	}
	return nil, nil
}

func matchSegments(pattern, segments []string) (map[string]string, bool) {
	if len(pattern) != len(segments) {
		return nil, false
	}
	params := map[string]string{}
	for i, want := range pattern {
		switch {
		case strings.HasPrefix(want, "{") && segments[i] != "":
			params[strings.Trim(want, "{}")] = segments[i]
		case want != segments[i]:
			return nil, false
		}
	}
	return params, true
}

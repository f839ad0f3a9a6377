package emulator

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
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
	wire.Route[*wahaCall]
	guard  wahaGuard
	since  wahaVersion // Zero for what has always been there.
	fields []string    // The fields of its body.
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
	onGroup := func(method, path string, serve func(context.Context, *wahaCall) wire.Answer, fields ...string) wahaRoute {
		plain := wire.Route[*wahaCall]{Method: method, Path: path, Serve: serve}
		return wahaRoute{Route: plain, guard: sessionOfPath, fields: fields}
	}
	anywhere := func(method, path string, serve func(context.Context, *wahaCall) wire.Answer) wahaRoute {
		return wahaRoute{Route: wire.Route[*wahaCall]{Method: method, Path: path, Serve: serve}}
	}
	since := func(version wahaVersion, r wahaRoute) wahaRoute {
		r.since = version
		return r
	}
	asking := func(r wahaRoute, query ...string) wahaRoute {
		r.Query = query
		return r
	}
	checkExists := asking(anywhere("GET", "/api/contacts/check-exists", wahaCheckExists), "phone", "session")
	checkExists.guard = sessionOfQuery
	routes := []wahaRoute{
		anywhere("GET", "/ping", wahaPing),
		anywhere("GET", "/health", wahaHealth),
		anywhere("GET", "/api/server/version", wahaServerVersion),
		anywhere("GET", "/api/version", wahaServerVersion),
		anywhere("GET", "/api/server/status", wahaServerStatus),
		asking(anywhere("GET", "/api/sessions", wahaListSessions), "all"),
		anywhere("GET", "/api/sessions/{session}", wahaGetSession),
		anywhere("GET", "/api/sessions/{session}/me", wahaGetMe),
		anywhere("POST", "/api/sessions/{session}/start", wahaStartSession),
		checkExists,
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

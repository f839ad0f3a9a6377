package beta

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// route is a route with the fields of its body.
type route struct {
	wire.Route[*call]
	fields []string
}

const groupPath = "/api/v1/group"

// routes are all routes. Only the first is published.
var routes = append([]route{
	onGroup("PUT", "/members", changeMembers, "participants", "action"),

	at("POST", "", createGroup, "subject", "participants"),
	at("POST", "/join", join, "inviteCode"),
	at("GET", "/all", listGroups),
	at("GET", "/all/admin", listAdminGroups),
	onGroup("GET", "", getGroup),
	onGroup("DELETE", "", leaveGroup),
	onGroup("GET", "/invite-code", getInviteCode),
	onGroup("POST", "/revoke-invite-code", revokeInviteCode),
}, settingRoutes...)

// at is a route below the path of groups.
func at(method, path string, serve func(context.Context, *call) wire.Answer, fields ...string) route {
	return route{wire.Route[*call]{Method: method, Path: groupPath + path, Serve: serve}, fields}
}

// groupHandler serves a route about the group that has the id.
type groupHandler func(ctx context.Context, c *call, id string) wire.Answer

// onGroup is a route about one group, which the query names.
func onGroup(method, path string, serve groupHandler, fields ...string) route {
	r := at(method, path, func(ctx context.Context, c *call) wire.Answer {
		id := c.Query.Get("groupId")
		if id == "" {
			return c.badRequest("groupId should not be empty")
		}
		if !world.IsGroupJID(id) {
			c.MarkUnknown()
			return c.refused(world.ErrBadRequest, false)
		}
		return serve(ctx, c, id)
	}, fields...)
	r.Query = []string{"groupId"}
	return r
}

package emulator

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

const (
	whatsapiInstancePath = "/api/instances/{instance_key}/"
	whatsapiGroups       = whatsapiInstancePath + "groups/"
	whatsapiGroup        = whatsapiGroups + "{group_id}"
)

// whatsapiRoutes are the group API, whose slashes are just so (evidence/whatsapi.md §3.1), and the instance. They are
// searched from the top: "admin" is no group.
var whatsapiRoutes = []route[*whatsapiCall]{
	{method: "GET", path: whatsapiInstancePath, serve: whatsapiGetInstance},

	{method: "POST", path: whatsapiGroups + "create", serve: whatsapiCreateGroup},
	{method: "GET", path: whatsapiGroups, query: []string{"include_participants"}, serve: whatsapiListGroups},
	{method: "GET", path: whatsapiGroups + "admin", serve: whatsapiListAdminGroups},
	{method: "GET", path: whatsapiGroups + "invite-info", query: []string{"invite_link"}, serve: whatsapiInviteInfo},
	{method: "GET", path: whatsapiGroups + "join", query: []string{"invite_code"}, serve: whatsapiJoin},

	{method: "GET", path: whatsapiGroup, serve: whatsapiGetGroup},
	{method: "DELETE", path: whatsapiGroup + "/", serve: whatsapiLeaveGroup},
	{method: "GET", path: whatsapiGroup + "/invite-code", serve: whatsapiGetInviteCode},
	{method: "PUT", path: whatsapiGroup + "/name", serve: whatsapiSetName},
	{method: "PUT", path: whatsapiGroup + "/description", serve: whatsapiSetDescription},
	{method: "PUT", path: whatsapiGroup + "/profile-pic", serve: whatsapiSetPicture},
	{
		method: "PUT", path: whatsapiGroup + "/announce", query: []string{"announce"},
		serve: whatsapiSwitch("announce", func(g *world.LiveGroup, on bool) { g.MessagesAdminsOnly = on }),
	},
	{
		method: "PUT", path: whatsapiGroup + "/lock", query: []string{"locked"},
		serve: whatsapiSwitch("locked", func(g *world.LiveGroup, on bool) { g.InfoAdminsOnly = on }),
	},
	{method: "GET", path: whatsapiGroup + "/participants", serve: whatsapiGetParticipants},
	{method: "POST", path: whatsapiGroup + "/participants/add", serve: whatsapiChangeMembers(world.AddMember, "Participants added")},
	{method: "DELETE", path: whatsapiGroup + "/participants/remove", serve: whatsapiChangeMembers(world.RemoveMember, "Participants removed")},
	{method: "PUT", path: whatsapiGroup + "/participants/promote", serve: whatsapiChangeMembers(world.PromoteMember, "Participants promoted")},
	{method: "PUT", path: whatsapiGroup + "/participants/demote", serve: whatsapiChangeMembers(world.DemoteMember, "Participants demoted")},
}

// whatsapiGetInstance is "instance data with connection status", of which nothing more is written. The fields are
// inferred from whatsmeow's IsConnected and IsLoggedIn. No document promises the account's number, so it is not there.
func whatsapiGetInstance(_ context.Context, c *whatsapiCall) answer {
	connected := c.world.Account().Status == world.StatusConnected
	return whatsapiSuccess("Instance fetched", struct {
		Key       string `json:"instance_key"`
		Connected bool   `json:"connected"`
		LoggedIn  bool   `json:"logged_in"`
		Webhook   string `json:"webhook_url"`
	}{Key: whatsapiInstance, Connected: connected, LoggedIn: connected})
}

package emulator

import (
	"context"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

const (
	whatsapiInstancePath = "/api/instances/{instance_key}/"
	whatsapiGroups       = whatsapiInstancePath + "groups/"
	whatsapiGroup        = whatsapiGroups + "{group_id}"
)

// whatsapiRoutes are the group API, whose slashes are just so (evidence/whatsapi.md §3.1), and the instance. They are
// searched from the top: "admin" is no group.
var whatsapiRoutes = []wire.Route[*whatsapiCall]{
	{Method: "GET", Path: whatsapiInstancePath, Serve: whatsapiGetInstance},

	{Method: "POST", Path: whatsapiGroups + "create", Serve: whatsapiCreateGroup},
	{Method: "GET", Path: whatsapiGroups, Query: []string{"include_participants"}, Serve: whatsapiListGroups},
	{Method: "GET", Path: whatsapiGroups + "admin", Serve: whatsapiListAdminGroups},
	{Method: "GET", Path: whatsapiGroups + "invite-info", Query: []string{"invite_link"}, Serve: whatsapiInviteInfo},
	{Method: "GET", Path: whatsapiGroups + "join", Query: []string{"invite_code"}, Serve: whatsapiJoin},

	{Method: "GET", Path: whatsapiGroup, Serve: whatsapiGetGroup},
	{Method: "DELETE", Path: whatsapiGroup + "/", Serve: whatsapiLeaveGroup},
	{Method: "GET", Path: whatsapiGroup + "/invite-code", Serve: whatsapiGetInviteCode},
	{Method: "PUT", Path: whatsapiGroup + "/name", Serve: whatsapiSetName},
	{Method: "PUT", Path: whatsapiGroup + "/description", Serve: whatsapiSetDescription},
	{Method: "PUT", Path: whatsapiGroup + "/profile-pic", Serve: whatsapiSetPicture},
	{
		Method: "PUT", Path: whatsapiGroup + "/announce", Query: []string{"announce"},
		Serve: whatsapiSwitch("announce", func(g *world.LiveGroup, on bool) { g.MessagesAdminsOnly = on }),
	},
	{
		Method: "PUT", Path: whatsapiGroup + "/lock", Query: []string{"locked"},
		Serve: whatsapiSwitch("locked", func(g *world.LiveGroup, on bool) { g.InfoAdminsOnly = on }),
	},
	{Method: "GET", Path: whatsapiGroup + "/participants", Serve: whatsapiGetParticipants},
	{Method: "POST", Path: whatsapiGroup + "/participants/add", Serve: whatsapiChangeMembers(world.AddMember, "Participants added")},
	{Method: "DELETE", Path: whatsapiGroup + "/participants/remove", Serve: whatsapiChangeMembers(world.RemoveMember, "Participants removed")},
	{Method: "PUT", Path: whatsapiGroup + "/participants/promote", Serve: whatsapiChangeMembers(world.PromoteMember, "Participants promoted")},
	{Method: "PUT", Path: whatsapiGroup + "/participants/demote", Serve: whatsapiChangeMembers(world.DemoteMember, "Participants demoted")},
}

// whatsapiGetInstance is "instance data with connection status", of which nothing more is written. The fields are
// inferred from whatsmeow's IsConnected and IsLoggedIn. No document promises the account's number, so it is not there.
func whatsapiGetInstance(_ context.Context, c *whatsapiCall) wire.Answer {
	connected := c.world.Account().Status == world.StatusConnected
	return whatsapiSuccess("Instance fetched", struct {
		Key       string `json:"instance_key"`
		Connected bool   `json:"connected"`
		LoggedIn  bool   `json:"logged_in"`
		Webhook   string `json:"webhook_url"`
	}{Key: whatsapiInstance, Connected: connected, LoggedIn: connected})
}

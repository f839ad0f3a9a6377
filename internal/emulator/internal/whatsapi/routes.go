package whatsapi

import (
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

const (
	instancePath = "/api/instances/{instance_key}/"
	groupsPath   = instancePath + "groups/"
	groupPath    = groupsPath + "{group_id}"
	webhookPath  = instancePath + "webhook"
)

// ofInstance are the paths that need no account that is connected.
var ofInstance = []string{instancePath, webhookPath}

// routes are the routes of groups, in which every slash counts (evidence/whatsapi.md §3.1), and of the instance. They
// are searched from the top: "admin" is no group.
var routes = append([]wire.Route[*call]{
	{Method: "GET", Path: instancePath, Serve: getInstance},
	{Method: "PUT", Path: webhookPath, Serve: changeWebhook},

	{Method: "POST", Path: instancePath + "send/group-invite", Serve: sendInvitation},

	{Method: "POST", Path: groupsPath + "create", Serve: createGroup},
	{Method: "GET", Path: groupsPath, Query: []string{"include_participants"}, Serve: listGroups},
	{Method: "GET", Path: groupsPath + "admin", Serve: listAdminGroups},
	{Method: "GET", Path: groupsPath + "invite-info", Query: []string{"invite_link"}, Serve: inviteInfo},
	{Method: "GET", Path: groupsPath + "join", Query: []string{"invite_code"}, Serve: join},

	{Method: "GET", Path: groupPath, Serve: getGroup},
	{Method: "DELETE", Path: groupPath + "/", Serve: leaveGroup},
	{Method: "GET", Path: groupPath + "/invite-code", Serve: getInviteCode},
	{Method: "GET", Path: groupPath + "/participants", Serve: getParticipants},
	onMembers("POST", "add", world.AddMember, "Participants added"),
	onMembers("DELETE", "remove", world.RemoveMember, "Participants removed"),
	onMembers("PUT", "promote", world.PromoteMember, "Participants promoted"),
	onMembers("PUT", "demote", world.DemoteMember, "Participants demoted"),
}, settingRoutes...)

package beta

import (
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// operationName names an operation. The names are the keys of Options.Paths.
type operationName string

const (
	opCreate      operationName = "create"
	opJoin        operationName = "join"
	opRevoke      operationName = "revoke_invite_code"
	opInvite      operationName = "invite_code"
	opGroup       operationName = "group"
	opGroups      operationName = "groups"
	opAdminGroups operationName = "admin_groups"
	opLeave       operationName = "leave"
	opMembers     operationName = "members"
)

// operation is one of the twelve on groups that the vendor's documentation lists.
type operation struct {
	name operationName
	// label is the title in the navigation of the vendor's documentation.
	label string
	// path is the default, "METHOD /path?query". Its method was SEEN in the navigation.
	path string
	// verified says that the path was seen in the vendor's documentation. The others are guesses.
	verified bool
	// unused says why the operation is never called. It is empty for those that are.
	unused string
	// abilities are what the path gives the gateway, beside to read groups.
	abilities []whatsapp.Ability
}

// operations has the one path that is published and the guesses of evidence/autonotify.md §2.2, §2.3, in the order of
// the vendor's documentation. Where the guesses come from: the resource is singular and the id is in the query in the
// one path that is known, and the rest is spelled as the navigation is. None of the eleven was ever seen, and that is
// why they are off by default.
var operations = slices.Concat([]operation{
	{
		name: opCreate, label: "Create", path: "POST /api/v1/group",
		abilities: []whatsapp.Ability{whatsapp.CreateGroup},
	},
	{
		name: opJoin, label: "Join By Invite Code", path: "POST /api/v1/group/join",
		abilities: []whatsapp.Ability{whatsapp.JoinGroup},
	},
	{
		name: opRevoke, label: "Revoke Invite Code", path: "POST /api/v1/group/revoke-invite-code?groupId=",
		abilities: []whatsapp.Ability{whatsapp.RevokeInvite},
	},
	{
		name: opInvite, label: "Get Invite Code", path: "GET /api/v1/group/invite-code?groupId=",
		abilities: []whatsapp.Ability{whatsapp.ReadInvite},
	},
	{name: opGroup, label: "Get Group by ID", path: "GET /api/v1/group?groupId=",
		abilities: append(readableSettings, whatsapp.TellGroupKind)},
	{name: opGroups, label: "Get All Groups", path: "GET /api/v1/group/all"},
	{
		name: opAdminGroups, label: "Get All Groups Admin", path: "GET /api/v1/group/all/admin",
		// With nexus it fails every time (evidence/autonotify.md §3.7).
		unused: "the list of all groups tells in which of them the account is an admin",
	},
}, settingOperations, []operation{
	{
		name: opLeave, label: "Leave", path: "DELETE /api/v1/group?groupId=",
		abilities: []whatsapp.Ability{whatsapp.LeaveGroup},
	},
	{
		name: opMembers, label: "Members", path: "PUT /api/v1/group/members?groupId=", verified: true,
		abilities: []whatsapp.Ability{whatsapp.ChangeMembers},
	},
})

// operationOf finds an operation. It is empty for a name that none has.
func operationOf(name operationName) operation {
	for _, op := range operations {
		if op.name == name {
			return op
		}
	}
	return operation{}
}

func operationNames() string {
	names := make([]string, len(operations))
	for i, op := range operations {
		names[i] = string(op.name)
	}
	return strings.Join(names, ", ")
}

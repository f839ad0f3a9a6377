package autonotify

import (
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// operation names an operation of the beta. The names are the keys of Options.Paths.
type operation string

const (
	opCreate        operation = "create"
	opJoin          operation = "join"
	opRevokeInvite  operation = "revoke_invite_code"
	opInvite        operation = "invite_code"
	opGroup         operation = "group"
	opGroups        operation = "groups"
	opAdminGroups   operation = "admin_groups"
	opUpdate        operation = "update"
	opPicture       operation = "picture"
	opMemberAddMode operation = "member_add_mode"
	opLeave         operation = "leave"
	opMembers       operation = "members"
)

// The abilities that every other gateway has, and that need a path here.
const (
	readGroup  whatsapp.Ability = "read a group"
	listGroups whatsapp.Ability = "list the groups"
)

// Operation is one of the twelve operations on groups that the documentation of the beta lists, for our own
// documentation.
type Operation struct {
	// Name is the key in Options.Paths.
	Name string
	// Label is the title in the navigation of the vendor's documentation.
	Label string
	// Path is the default, "METHOD /path?query". Its method was SEEN in the navigation.
	Path string
	// Verified tells whether the path was seen in the vendor's documentation. The others are guesses.
	Verified bool
	// Unused says why the operation is never called. It is empty for those that are.
	Unused string
	// Abilities are what the path gives the gateway.
	Abilities []whatsapp.Ability
	// Nexus is what nexus has for it, or nothing where it is not called there either.
	Nexus string
}

// operations has the one path that is published and the guesses of evidence/autonotify.md §2.2, §2.3. Where the guesses
// come from: the resource is singular and the id is in the query in the one path that is known, and the rest is spelled
// as the navigation is. None of the eleven was ever seen, and that is why they are off by default.
var operations = []Operation{
	{
		Name: string(opCreate), Label: "Create", Path: "POST /api/v1/group",
		Abilities: []whatsapp.Ability{whatsapp.CreateGroup},
		Nexus:     "POST /api/v1/group/create",
	},
	{
		Name: string(opJoin), Label: "Join By Invite Code", Path: "POST /api/v1/group/join",
		Abilities: []whatsapp.Ability{whatsapp.JoinGroup},
		Nexus:     "POST /api/v1/group/join",
	},
	{
		Name: string(opRevokeInvite), Label: "Revoke Invite Code", Path: "POST /api/v1/group/revoke-invite-code?groupId=",
		Abilities: []whatsapp.Ability{whatsapp.RevokeInvite},
		Nexus:     "POST /api/v1/group/invite-link/revoke",
	},
	{
		Name: string(opInvite), Label: "Get Invite Code", Path: "GET /api/v1/group/invite-code?groupId=",
		Abilities: []whatsapp.Ability{whatsapp.ReadInvite},
		Nexus:     "GET /api/v1/group/invite-link",
	},
	{
		Name: string(opGroup), Label: "Get Group by ID", Path: "GET /api/v1/group?groupId=",
		// INFERRED: the answer is Baileys' GroupMetadata, which has these.
		Abilities: []whatsapp.Ability{readGroup, whatsapp.ReadMemberAddMode, whatsapp.ReadJoinApprovalRequired},
		Nexus:     "GET /api/v1/group/info",
	},
	{
		Name: string(opGroups), Label: "Get All Groups", Path: "GET /api/v1/group/all",
		Abilities: []whatsapp.Ability{listGroups},
		Nexus:     "GET /api/v1/group/list",
	},
	{
		Name: string(opAdminGroups), Label: "Get All Groups Admin", Path: "GET /api/v1/group/all/admin",
		// With nexus it fails every time (evidence/autonotify.md §3.7).
		Unused: "the list of all groups tells in which of them the account is an admin",
	},
	{
		Name: string(opUpdate), Label: "Update", Path: "PUT /api/v1/group?groupId=",
		// Who may send messages and edit the info has no page of its own in the documentation, so that it may be
		// changed here too; but how it would be spelled is not known even as a guess.
		Abilities: []whatsapp.Ability{whatsapp.WriteName, whatsapp.WriteDescription},
		Nexus:     "POST /api/v1/group/update/name",
	},
	{
		Name: string(opPicture), Label: "Update Profile Picture", Path: "PUT /api/v1/group/profile-picture?groupId=",
		Abilities: []whatsapp.Ability{whatsapp.WritePictureURL},
		Nexus:     "POST /api/v1/group/update/picture",
	},
	{
		Name: string(opMemberAddMode), Label: "Group Member Add Mode", Path: "PUT /api/v1/group/member-add-mode?groupId=",
		Abilities: []whatsapp.Ability{whatsapp.WriteMemberAddMode},
		Nexus:     "POST /api/v1/group/set-member-add-mode",
	},
	{
		Name: string(opLeave), Label: "Leave", Path: "DELETE /api/v1/group?groupId=",
		Abilities: []whatsapp.Ability{whatsapp.LeaveGroup},
		Nexus:     "POST /api/v1/group/leave",
	},
	{
		Name: string(opMembers), Label: "Members", Path: "PUT /api/v1/group/members?groupId=", Verified: true,
		Abilities: []whatsapp.Ability{whatsapp.ChangeMembers},
		Nexus:     "POST /api/v1/group/participants/{add|remove|promote|demote}",
	},
}

// Operations lists the twelve operations in the order of the vendor's documentation.
func Operations() []Operation {
	list := make([]Operation, len(operations))
	for i, o := range operations {
		o.Abilities = append([]whatsapp.Ability(nil), o.Abilities...)
		list[i] = o
	}
	return list
}

func operationNames() string {
	names := make([]string, len(operations))
	for i, o := range operations {
		names[i] = o.Name
	}
	return strings.Join(names, ", ")
}

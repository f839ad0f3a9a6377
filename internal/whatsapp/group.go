package whatsapp

import "time"

// The limits of WhatsApp, in characters and people. The size is raised for some accounts, so it is no ground to refuse
// a plan.
const (
	MaxNameLength        = 100
	MaxDescriptionLength = 2048
	MaxMembers           = 1024
)

// MemberAddMode says who may add members.
type MemberAddMode string

// The member-add modes, in WhatsApp's words.
const (
	AdminAdd     MemberAddMode = "admin_add"
	AllMemberAdd MemberAddMode = "all_member_add"
)

// DisappearingMessages is the time after which messages vanish. WhatsApp rejects any other in groups.
type DisappearingMessages string

// The timers of WhatsApp.
const (
	DisappearOff    DisappearingMessages = "off"
	DisappearDay    DisappearingMessages = "24h"
	DisappearWeek   DisappearingMessages = "7d"
	DisappearMonths DisappearingMessages = "90d"
)

// Attribute names a property of a group that can be read or written.
type Attribute string

// The attributes, under the names that users know.
const (
	AttributeName                 Attribute = "name"
	AttributeDescription          Attribute = "description"
	AttributeMessagesAdminsOnly   Attribute = "messages_admins_only"
	AttributeInfoAdminsOnly       Attribute = "info_admins_only"
	AttributeMemberAddMode        Attribute = "member_add_mode"
	AttributeJoinApprovalRequired Attribute = "join_approval_required"
	AttributeDisappearingMessages Attribute = "disappearing_messages"
	AttributePicture              Attribute = "picture"
)

// Group is what a gateway tells about a group. A pointer that is nil was not told: it says nothing about WhatsApp.
type Group struct {
	ID                   JID
	Name                 string
	Description          *string
	MessagesAdminsOnly   *bool
	InfoAdminsOnly       *bool
	MemberAddMode        *MemberAddMode
	JoinApprovalRequired *bool
	DisappearingMessages *DisappearingMessages

	// Owner is who made the group. It is zero where the gateway does not tell.
	Owner Person
	// CreatedAt is zero where the gateway does not tell.
	CreatedAt time.Time
	// Members is nil where they were not told. The own account is among them.
	Members []Member
	// Size counts the members, also where they were not told.
	Size int
}

// Complete tells whether the group was really read. WhatsApp answers the list of all groups with a stub for some, often
// large, groups, without name and creation time; a stub says nothing about the group but that it exists.
func (g Group) Complete() bool { return g.Name != "" || !g.CreatedAt.IsZero() }

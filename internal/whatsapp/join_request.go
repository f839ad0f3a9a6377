package whatsapp

import "time"

// JoinRequest is somebody who asks to be let into a group, or for whom one of its members asks.
type JoinRequest struct {
	// Person is who would get in. WhatsApp may show the LID alone.
	Person
	// Method is how they ask. It is empty where the gateway does not tell it.
	Method JoinMethod
	// AddedBy is the member who asks for them, and zero where they ask themselves.
	AddedBy Person
	// Community is the community from which they ask, and empty where they do not.
	Community JID
	// RequestedAt is zero where the gateway does not tell it.
	RequestedAt time.Time
}

// JoinMethod is a way to ask to join a group, in WhatsApp's own word. There may be more of them than are known here.
type JoinMethod string

// The methods that are known.
const (
	ByInviteLink   JoinMethod = "invite_link"
	ByLinkedGroup  JoinMethod = "linked_group_join"
	ByPlainMembers JoinMethod = "non_admin_add"
)

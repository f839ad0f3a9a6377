package whatsapp

import (
	"strings"
	"time"
)

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

// ParseJoinMethod reads WhatsApp's word. What is no such word is no method: a gateway may answer anything.
func ParseJoinMethod(text string) JoinMethod {
	const longest = 40
	isOther := func(r rune) bool { return r != '_' && (r < 'a' || r > 'z') }
	if len(text) > longest || strings.ContainsFunc(text, isOther) {
		return ""
	}
	return JoinMethod(text)
}

// The methods that are known.
const (
	ByInviteLink   JoinMethod = "invite_link"
	ByLinkedGroup  JoinMethod = "linked_group_join"
	ByPlainMembers JoinMethod = "non_admin_add"
)

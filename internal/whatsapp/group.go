package whatsapp

import "time"

// MaxMembers is how many people a group holds (evidence/whatsapp.md §5). WhatsApp raises it for some accounts, so it is
// no ground to refuse a plan.
const MaxMembers = 1024

// Group is what a gateway reads of a group.
type Group struct {
	ID JID
	Settings

	// Owner is who made the group. It is zero where the gateway does not tell.
	Owner Person
	// CreatedAt is zero where the gateway does not tell.
	CreatedAt time.Time
	// Members is nil where they were not told. The own account is among them.
	Members []Member
	// Size counts the members, also where they were not told.
	Size int
}

// Complete reports whether the group was really read. WhatsApp answers the list of all groups with a stub for some,
// often large, groups, without name and creation time; a stub says nothing about the group but that it exists.
func (g Group) Complete() bool { return g.Name != "" || !g.CreatedAt.IsZero() }

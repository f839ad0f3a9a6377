package whatsapp

import "time"

// How many people a group holds, and the announcement group of a community (evidence/whatsapp.md §5). WhatsApp raises
// it for some accounts, so it is no ground to refuse a plan.
const (
	MaxMembers             = 1024
	MaxAnnouncementMembers = 5000
)

// Group is what a gateway reads of a group.
type Group struct {
	ID JID
	Settings

	// Kind is empty where the gateway does not tell.
	Kind GroupKind
	// Community is the community that the group belongs to. It is empty where it belongs to none, and where the
	// gateway does not tell.
	Community JID
	// Owner is who made the group. It is zero where the gateway does not tell.
	Owner Person
	// CreatedAt is zero where the gateway does not tell.
	CreatedAt time.Time
	// Members is nil where they were not told. The own account is among them.
	Members []Member
	// Size counts the members, also where they were not told.
	Size int
}

// GroupKind says what a group is in a community (evidence/whatsapp.md §11).
type GroupKind string

// The kinds.
const (
	// KindGroup is a group like all others, which may be linked to a community.
	KindGroup GroupKind = "group"
	// KindCommunity is the parent of a community. It takes neither members nor settings.
	KindCommunity GroupKind = "community"
	// KindAnnouncement is the group of a community in which only admins speak, and everybody is.
	KindAnnouncement GroupKind = "announcement"
)

// MaxMembers is how many people a group of the kind holds.
func (k GroupKind) MaxMembers() int {
	if k == KindAnnouncement {
		return MaxAnnouncementMembers
	}
	return MaxMembers
}

// Complete reports whether the group was really read. WhatsApp answers the list of all groups with a stub for some,
// often large, groups, without name and creation time; a stub says nothing about the group but that it exists.
func (g Group) Complete() bool { return g.Name != "" || !g.CreatedAt.IsZero() }

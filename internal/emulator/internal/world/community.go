package world

import "fmt"

// A community is a parent group. It takes neither members nor settings: people join its announcement group, which comes
// with it, and the groups that are linked to it (evidence/whatsapp.md §11).

// The limits of members (evidence/whatsapp.md §5).
const (
	maxMembers             = 1024
	maxAnnouncementMembers = 5000
)

// maxMembers is how many people the group holds.
func (g Group) maxMembers() int {
	if g.Kind == KindAnnouncement {
		return maxAnnouncementMembers
	}
	return maxMembers
}

// checkKind checks how a group belongs to a community.
func (g *Group) checkKind() error {
	if err := oneOf("kind", &g.Kind, KindGroup, KindCommunity, KindAnnouncement); err != nil {
		return err
	}
	switch {
	case g.CommunityID == "" && g.Kind == KindAnnouncement:
		return fmt.Errorf("the announcement group %s has no community_id", g.ID)
	case g.CommunityID == "":
		return nil
	case !IsGroupJID(g.CommunityID):
		return fmt.Errorf("community_id %q does not look like 120363000000000000@g.us", g.CommunityID)
	case g.Kind == KindCommunity:
		return fmt.Errorf("the community %s has a community_id, and belongs to none", g.ID)
	case g.CommunityID == g.ID:
		return fmt.Errorf("community_id %s is the id of the group itself", g.CommunityID)
	}
	return nil
}

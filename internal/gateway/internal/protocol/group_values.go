package protocol

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"

// ParseMemberAddMode is nil for a word that is not known, and for "", which whatsmeow has where it was not told.
func ParseMemberAddMode(word string) *whatsapp.MemberAddMode {
	switch mode := whatsapp.MemberAddMode(word); mode {
	case whatsapp.AdminAdd, whatsapp.AllMemberAdd:
		return &mode
	}
	return nil
}

// ParseDisappearingMessages is nil for a timer that WhatsApp does not offer.
func ParseDisappearingMessages(seconds int64) *whatsapp.DisappearingMessages {
	switch seconds {
	case 0:
		return new(whatsapp.DisappearOff)
	case 86400:
		return new(whatsapp.DisappearDay)
	case 604800:
		return new(whatsapp.DisappearWeek)
	case 7776000:
		return new(whatsapp.DisappearMonths)
	}
	return nil
}

// GroupKindOf is the kind where a gateway tells whether a group is a community, and whether it is its announcement
// group. It is empty where neither is told.
func GroupKindOf(community, announcement *bool) whatsapp.GroupKind {
	switch {
	case community != nil && *community:
		return whatsapp.KindCommunity
	case announcement != nil && *announcement:
		return whatsapp.KindAnnouncement
	case community == nil && announcement == nil:
		return ""
	}
	return whatsapp.KindGroup
}

// CommunityOf is the group that an address names, or nothing.
func CommunityOf(address string) whatsapp.JID {
	id, err := whatsapp.ParseGroupJID(address)
	if err != nil {
		return ""
	}
	return id
}

// GroupSize is 0 where it was not told, and for a number that no group's size can be.
func GroupSize(told int64, ok bool) int {
	if !ok || told < 0 || told > 1<<20 {
		return 0
	}
	return int(told)
}

// MemberAddModeOf is the mode where a gateway says of it whether everybody may add members.
func MemberAddModeOf(everybody bool) whatsapp.MemberAddMode {
	if everybody {
		return whatsapp.AllMemberAdd
	}
	return whatsapp.AdminAdd
}

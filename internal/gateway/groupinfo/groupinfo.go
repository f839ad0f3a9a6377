// Package groupinfo has what the values in WhatsApp's own description of a group mean. The gateways hand them on from
// Baileys, whatsmeow and WhatsApp Web, under names of their own.
package groupinfo

import "github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"

// MemberAddMode is nil for a word that is not known, and for "", which whatsmeow has where it was not told.
func MemberAddMode(word string) *whatsapp.MemberAddMode {
	switch mode := whatsapp.MemberAddMode(word); mode {
	case whatsapp.AdminAdd, whatsapp.AllMemberAdd:
		return &mode
	}
	return nil
}

// DisappearingMessages is nil for a timer that WhatsApp does not offer.
func DisappearingMessages(seconds int64) *whatsapp.DisappearingMessages {
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

// Size is 0 where it was not told, and for a number that no group's size can be.
func Size(told int64, ok bool) int {
	if !ok || told < 0 || told > 1<<20 {
		return 0
	}
	return int(told)
}

package world

import "strings"

// IsDigits reports whether a text is digits and nothing else, and not empty.
func IsDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// IsGroupJID reports whether an id is a group's, old or new.
func IsGroupJID(id string) bool {
	user, ok := strings.CutSuffix(id, "@g.us")
	return ok && IsDigits(strings.ReplaceAll(user, "-", ""))
}

// PhoneJID is the id of a member by phone, or empty if the phone is hidden or unknown.
func (m Member) PhoneJID() string {
	if phone := m.VisiblePhone(); phone != "" {
		return phone + "@s.whatsapp.net"
	}
	return ""
}

// JID is the id of a member in the group's own addressing: the LID if the group is addressed by LID, or if the phone is
// hidden. A number that is not on WhatsApp has no LID.
func (g View) JID(m Member) string {
	if pn := m.PhoneJID(); pn != "" && (g.AddressingMode == AddressedByPhone || m.LID == "") {
		return pn
	}
	return m.LID
}

// CreatorJIDs are the creator's id in the group's own addressing, and by phone. What is not known or hidden is empty.
func (g View) CreatorJIDs() (jid, pn string) {
	return g.JID(g.Creator), g.Creator.PhoneJID()
}

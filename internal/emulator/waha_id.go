package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// jid is the id of a member in a group's own addressing: the LID where the group is addressed by LID, or where the phone is
// hidden. A number that is not on WhatsApp has no LID.
func (g groupView) jid(m Member) string {
	if phone := m.visiblePhone(); phone != "" && (g.AddressingMode == AddressedByPhone || m.LID == "") {
		return phone + "@s.whatsapp.net"
	}
	return m.LID
}

// jid is the id of whoever was asked about, in a group's own addressing.
func (o outcome) jid(g groupView) string {
	return g.jid(o.member)
}

// ownerJIDs are the creator's id in the group's own addressing and by phone. What is not known or hidden is empty.
func (g groupView) ownerJIDs() (jid, pn string) {
	if phone := g.owner.visiblePhone(); phone != "" {
		pn = phone + "@s.whatsapp.net"
	}
	return g.jid(g.owner), pn
}

// toCUS is WAHA's toCusFormat: it says @c.us for phones and leaves everything else alone.
func toCUS(jid string) string {
	if phone, ok := strings.CutSuffix(jid, "@s.whatsapp.net"); ok {
		return phone + "@c.us"
	}
	return jid
}

// disappearingSeconds is the timer of disappearing messages as every gateway counts it.
func disappearingSeconds(value string) int {
	return map[string]int{"24h": 86400, "7d": 604800, "90d": 7776000}[value]
}

// descriptionID stands for the id that WhatsApp gives to every new description.
func descriptionID(description string) string {
	sum := sha256.Sum256([]byte(description))
	return "3EB0" + strings.ToUpper(hex.EncodeToString(sum[:8]))
}

// changesMembers reports whether an operation is one of those that take participants.
func (op wahaOp) changesMembers() bool {
	return op == opAdd || op == opRemove || op == opPromote || op == opDemote
}

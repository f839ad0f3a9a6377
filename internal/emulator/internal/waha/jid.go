package waha

import "strings"

// toCUS is WAHA's toCusFormat: it says @c.us for phones and leaves everything else alone.
func toCUS(jid string) string {
	if phone, ok := strings.CutSuffix(jid, "@s.whatsapp.net"); ok {
		return phone + "@c.us"
	}
	return jid
}

package waha

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// decodeList reads a list. Nothing at all, which is how WAHA writes null, is an empty one.
func decodeList(raw []byte) ([]json.RawMessage, bool) {
	if loosejson.IsNothing(raw) {
		return nil, true
	}
	return loosejson.DecodeList(raw)
}

// addressOf reads a JID that is a string, or an object of WhatsApp Web: {"server","user","_serialized"}. WhatsApp Web
// renamed "_serialized" in mid-2026, so that it is only the first guess. NOWEB's store has entries with a whole
// participant in the place of the id.
func addressOf(raw json.RawMessage) string { return addressWithin(raw, 2) }

func addressWithin(raw json.RawMessage, depth int) string {
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return loosejson.Text(raw)
	}
	if text := o.Text("_serialized"); text != "" {
		return text
	}
	if user, server := o.Text("user"), o.Text("server"); user != "" && server != "" {
		return user + "@" + server
	}
	if depth > 0 {
		return addressWithin(o["id"], depth-1)
	}
	return ""
}

// personOf puts a person together from all the addresses that were told.
func personOf(addresses ...json.RawMessage) whatsapp.Person {
	texts := make([]string, 0, 12)
	for _, raw := range addresses {
		texts = append(texts, addressOf(raw))
	}
	return protocol.PersonOf(texts...)
}

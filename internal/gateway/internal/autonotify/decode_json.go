package autonotify

import (
	"encoding/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// firstText is the first of the fields that is a text.
func firstText(o loosejson.Object, keys ...string) string {
	for _, key := range keys {
		if text := o.Text(key); text != "" {
			return text
		}
	}
	return ""
}

func isTrue(b *bool) bool { return b != nil && *b }

// personOf puts a person together from all the addresses that were told.
func personOf(addresses ...json.RawMessage) whatsapp.Person {
	texts := make([]string, len(addresses))
	for i, raw := range addresses {
		texts[i] = loosejson.Text(raw)
	}
	return protocol.PersonOf(texts...)
}

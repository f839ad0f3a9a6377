package waha

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// object is a JSON object with its fields still undecoded. It is decoded by hand since encoding/json takes "isLocked"
// (WEBJS, a locked chat) for "IsLocked" (GOWS, a locked group), and since a field has another type with every engine.
// A nil object has no fields.
type object map[string]json.RawMessage

func decodeObject(raw []byte) (object, bool) {
	var o object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

// decodeList reads a list. Nothing at all, which is how WAHA writes null, is an empty one.
func decodeList(raw []byte) ([]json.RawMessage, bool) {
	if isNothing(raw) {
		return nil, true
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	return list, true
}

func isNothing(raw []byte) bool {
	return len(raw) == 0 || bytes.Equal(raw, []byte("null"))
}

// has tells whether the field is there and is not null.
func (o object) has(key string) bool { return !isNothing(o[key]) }

func (o object) text(key string) string {
	var text string
	_ = json.Unmarshal(o[key], &text)
	return text
}

func (o object) object(key string) object {
	inner, _ := decodeObject(o[key])
	return inner
}

func (o object) boolean(key string) *bool {
	switch string(o[key]) {
	case "true", `"true"`:
		return new(true)
	case "false", `"false"`:
		return new(false)
	}
	return nil
}

// number reads a whole number, also from a string: NOWEB writes a status as "403" and GOWS as 403.
func (o object) number(key string) (int64, bool) {
	raw := string(o[key])
	if text := o.text(key); text != "" {
		raw = text
	}
	if n, err := strconv.ParseInt(raw, 10, 64); err == nil {
		return n, true
	}
	if f, err := strconv.ParseFloat(raw, 64); err == nil && f > -1e15 && f < 1e15 {
		return int64(f), true
	}
	return 0, false
}

// moment reads seconds since 1970, or RFC 3339. whatsmeow's zero time "0001-01-01T00:00:00Z" is none.
func (o object) moment(key string) time.Time {
	if seconds, ok := o.number(key); ok {
		if seconds <= 0 || seconds > 1e11 {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	at, err := time.Parse(time.RFC3339, o.text(key))
	if err != nil || at.Unix() <= 0 {
		return time.Time{}
	}
	return at.UTC()
}

// addressOf reads a JID that is a string, or an object of WhatsApp Web: {"server","user","_serialized"}. WhatsApp Web
// renamed "_serialized" in mid-2026, so that it is only the first guess. NOWEB's store has entries with a whole
// participant in the place of the id.
func addressOf(raw json.RawMessage) string { return addressWithin(raw, 2) }

func addressWithin(raw json.RawMessage, depth int) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	o, ok := decodeObject(raw)
	if !ok {
		return ""
	}
	if text := o.text("_serialized"); text != "" {
		return text
	}
	if user, server := o.text("user"), o.text("server"); user != "" && server != "" {
		return user + "@" + server
	}
	if depth > 0 {
		return addressWithin(o["id"], depth-1)
	}
	return ""
}

// personOf puts a person together from all the addresses that were told. What is no address of a person is skipped.
func personOf(addresses ...json.RawMessage) whatsapp.Person {
	var person whatsapp.Person
	for _, raw := range addresses {
		told, err := whatsapp.PersonOfJID(addressOf(raw))
		if err != nil {
			continue
		}
		if person.Phone == "" {
			person.Phone = told.Phone
		}
		if person.LID == "" {
			person.LID = told.LID
		}
	}
	return person
}

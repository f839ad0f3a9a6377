package whatsapi

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// object is a JSON object with its fields still undecoded, since a field may have several names and types. The getters take
// all names of a field, of which the first one counts that is there. A nil object has no fields.
type object map[string]json.RawMessage

func decodeObject(raw []byte) (object, bool) {
	var o object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

func decodeList(raw []byte) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		return nil, false
	}
	return list, list != nil
}

// isNull tells of a null that is there. Go writes a list that was never made so.
func isNull(raw []byte) bool { return bytes.Equal(raw, []byte("null")) }

// has tells whether the field is there and is not null.
func (o object) has(key string) bool { return len(o[key]) > 0 && !isNull(o[key]) }

// first is nil where none of the fields is there.
func (o object) first(keys ...string) json.RawMessage {
	for _, key := range keys {
		if o.has(key) {
			return o[key]
		}
	}
	return nil
}

func (o object) object(keys ...string) object {
	inner, _ := decodeObject(o.first(keys...))
	return inner
}

func (o object) text(keys ...string) string { return textOf(o.first(keys...)) }

func textOf(raw json.RawMessage) string {
	var text string
	_ = json.Unmarshal(raw, &text)
	return text
}

// told reads a text that may be empty, and is nil where there is none.
func (o object) told(keys ...string) *string {
	var text *string
	_ = json.Unmarshal(o.first(keys...), &text)
	return text
}

func (o object) boolean(keys ...string) *bool {
	switch string(o.first(keys...)) {
	case "true", `"true"`:
		return new(true)
	case "false", `"false"`:
		return new(false)
	}
	return nil
}

// number reads a whole number, also from a string.
func (o object) number(keys ...string) (int64, bool) {
	raw := o.first(keys...)
	digits := string(raw)
	if text := textOf(raw); text != "" {
		digits = text
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

// moment reads RFC 3339, or seconds since 1970. whatsmeow's zero time "0001-01-01T00:00:00Z" is none.
func (o object) moment(keys ...string) time.Time {
	if seconds, ok := o.number(keys...); ok {
		if seconds <= 0 || seconds > 1e11 {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	at, err := time.Parse(time.RFC3339, o.text(keys...))
	if err != nil || at.Unix() <= 0 {
		return time.Time{}
	}
	return at.UTC()
}

// personOf puts a person together from all the addresses that were told. What is no address of a person is skipped.
func personOf(addresses ...string) whatsapp.Person {
	var person whatsapp.Person
	for _, address := range addresses {
		told, err := whatsapp.PersonOfJID(address)
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

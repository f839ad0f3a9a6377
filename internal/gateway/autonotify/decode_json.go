package autonotify

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// object is a JSON object with its fields still undecoded, since neither generation promises a type. A nil object has no
// fields.
type object map[string]json.RawMessage

func decodeObject(raw []byte) (object, bool) {
	var o object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

// decodeList reads a list; null is none.
func decodeList(raw []byte) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return nil, false
	}
	return list, true
}

func isNothing(raw []byte) bool {
	return len(raw) == 0 || bytes.Equal(raw, []byte("null"))
}

// has tells whether the field is there and is not null.
func (o object) has(key string) bool { return !isNothing(o[key]) }

func (o object) text(key string) string { return textOf(o[key]) }

// first is the first of the fields that is a text.
func (o object) first(keys ...string) string {
	for _, key := range keys {
		if text := o.text(key); text != "" {
			return text
		}
	}
	return ""
}

func textOf(raw []byte) string {
	var text string
	_ = json.Unmarshal(raw, &text)
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

func (o object) yes(key string) bool {
	told := o.boolean(key)
	return told != nil && *told
}

// number reads a whole number, also from a string: Baileys writes a status as "403" and whatsmeow as 403.
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

// moment reads seconds since 1970, or RFC 3339. Go's zero time "0001-01-01T00:00:00Z" is none.
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

// personOf puts a person together from all the addresses that were told. What is no address of a person is skipped.
func personOf(addresses ...json.RawMessage) whatsapp.Person {
	var person whatsapp.Person
	for _, raw := range addresses {
		told, err := whatsapp.PersonOfJID(textOf(raw))
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

// Package loosejson reads JSON objects of which neither the names nor the types of the fields are promised. They are
// decoded by hand since encoding/json takes one name for another that differs in case ("isLocked" of WEBJS, a locked
// chat, for "IsLocked" of GOWS, a locked group) and fails on a whole object for one field of another type. What cannot
// be read is what is not there.
package loosejson

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// Object is a JSON object with its fields still undecoded. The getters take all names of a field, of which the first
// one counts that is there and is not null. A nil object has no fields.
type Object map[string]json.RawMessage

// DecodeObject reads an object; null is none.
func DecodeObject(raw []byte) (Object, bool) {
	var o Object
	if json.Unmarshal(raw, &o) != nil || o == nil {
		return nil, false
	}
	return o, true
}

// DecodeList reads a list; null is none.
func DecodeList(raw []byte) ([]json.RawMessage, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return nil, false
	}
	return list, true
}

// DecodeEach decodes the entries of a list. It fails where one of them cannot be decoded.
func DecodeEach[T any](list []json.RawMessage, decode func(json.RawMessage) (T, bool)) ([]T, bool) {
	values := make([]T, 0, len(list))
	for _, entry := range list {
		value, ok := decode(entry)
		if !ok {
			return nil, false
		}
		values = append(values, value)
	}
	return values, true
}

// IsNothing reports whether a value is not there or is null.
func IsNothing(raw []byte) bool {
	return len(raw) == 0 || bytes.Equal(raw, []byte("null"))
}

// Text reads a text. It is "" where there is none.
func Text(raw []byte) string {
	var text string
	_ = json.Unmarshal(raw, &text)
	return text
}

// Has reports whether the field is there and is not null.
func (o Object) Has(key string) bool { return !IsNothing(o[key]) }

// First is nil where none of the fields is there.
func (o Object) First(keys ...string) json.RawMessage {
	for _, key := range keys {
		if o.Has(key) {
			return o[key]
		}
	}
	return nil
}

// Text reads a text. It is "" where there is none.
func (o Object) Text(keys ...string) string { return Text(o.First(keys...)) }

// FirstText reads the first of the fields that has a text which is not empty. It is "" where there is none.
func (o Object) FirstText(keys ...string) string {
	for _, key := range keys {
		if text := o.Text(key); text != "" {
			return text
		}
	}
	return ""
}

// Object reads an object within.
func (o Object) Object(keys ...string) Object {
	inner, _ := DecodeObject(o.First(keys...))
	return inner
}

// Boolean reads a boolean, also from a string. It is nil where there is none.
func (o Object) Boolean(keys ...string) *bool {
	switch string(o.First(keys...)) {
	case "true", `"true"`:
		return new(true)
	case "false", `"false"`:
		return new(false)
	}
	return nil
}

// IsTrue reports whether a boolean is there and is true.
func IsTrue(b *bool) bool { return b != nil && *b }

// IsFalse reports whether a boolean is there and is false.
func IsFalse(b *bool) bool { return b != nil && !*b }

// Integer reads a whole number that is written as one, also from a string: Baileys writes a status as "403" and
// whatsmeow as 403.
func (o Object) Integer(keys ...string) (int64, bool) {
	n, err := strconv.ParseInt(o.digits(keys), 10, 64)
	return n, err == nil
}

// Number reads what Integer reads, and of any other number the whole part: JavaScript may write 7 as 7.0 or 7e0.
func (o Object) Number(keys ...string) (int64, bool) {
	if n, ok := o.Integer(keys...); ok {
		return n, true
	}
	if f, err := strconv.ParseFloat(o.digits(keys), 64); err == nil && f > -1e15 && f < 1e15 {
		return int64(f), true
	}
	return 0, false
}

func (o Object) digits(keys []string) string {
	raw := o.First(keys...)
	if text := Text(raw); text != "" {
		return text
	}
	return string(raw)
}

// Moment reads seconds since 1970, or RFC 3339. Go's zero time "0001-01-01T00:00:00Z", which whatsmeow has where it was
// not told, is none.
func (o Object) Moment(keys ...string) time.Time {
	if seconds, ok := o.Number(keys...); ok {
		if seconds <= 0 || seconds > 1e11 {
			return time.Time{}
		}
		return time.Unix(seconds, 0).UTC()
	}
	at, err := time.Parse(time.RFC3339, o.Text(keys...))
	if err != nil || at.Unix() <= 0 {
		return time.Time{}
	}
	return at.UTC()
}

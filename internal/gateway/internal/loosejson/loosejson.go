// Package loosejson reads JSON objects of which neither the names nor the types of the fields are promised. They are
// decoded by hand since encoding/json takes one name for another that differs in case ("isLocked" of WEBJS, a locked
// chat, for "IsLocked" of GOWS, a locked group) and fails on a whole object for one field of another type. What cannot
// be read is what is not there. Values that are taken out of a body are parts of it and no copies, so nobody may change
// one.
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
	if kindOf(raw) != '{' {
		return nil, false
	}
	r := Reader{o: Object{}}
	if !isAll(raw, pastObject(raw, pastSpace(raw, 0), 0, &r)) {
		return nil, false
	}
	return r.o, true
}

// DecodeList reads a list; null is none.
func DecodeList(raw []byte) ([]json.RawMessage, bool) {
	if kindOf(raw) != '[' {
		return nil, false
	}
	list := []json.RawMessage{}
	if !isAll(raw, pastList(raw, pastSpace(raw, 0), 0, &list)) {
		return nil, false
	}
	return list, true
}

// isAll reports whether nothing is behind the end of a value.
func isAll(raw []byte, end int) bool { return end != nowhere && pastSpace(raw, end) == len(raw) }

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
	if kindOf(raw) != '"' {
		return ""
	}
	begin := pastSpace(raw, 0)
	end, plain := pastText(raw, begin)
	if !isAll(raw, end) {
		return ""
	}
	return unquoted(raw[begin:end], plain)
}

// unquoted is the text within quotes. What is not plain is left to encoding/json: it has escapes, or bytes that may be
// no UTF-8 and would have to be replaced.
func unquoted(quoted []byte, plain bool) string {
	if plain {
		return string(quoted[1 : len(quoted)-1])
	}
	var text string
	_ = json.Unmarshal(quoted, &text)
	return text
}

// Has reports whether the field is there and is not null.
func (o Object) Has(key string) bool { return !IsNothing(o[key]) }

// First is nil where none of the fields is there.
func (o Object) First(keys ...string) json.RawMessage {
	for _, key := range keys {
		if raw := o[key]; !IsNothing(raw) {
			return raw
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
	if on, told := o.boolean(keys); told {
		return &on
	}
	return nil
}

// Affirms reports whether a boolean is there and is true, like IsTrue of Boolean, which it spares the pointer.
func (o Object) Affirms(keys ...string) bool {
	on, told := o.boolean(keys)
	return told && on
}

func (o Object) boolean(keys []string) (on, told bool) {
	switch string(o.First(keys...)) {
	case "true", `"true"`:
		return true, true
	case "false", `"false"`:
		return false, true
	}
	return false, false
}

// IsTrue reports whether a boolean is there and is true.
func IsTrue(b *bool) bool { return b != nil && *b }

// IsFalse reports whether a boolean is there and is false.
func IsFalse(b *bool) bool { return b != nil && !*b }

// Integer reads a whole number that is written as one, also from a string: Baileys writes a status as "403" and
// whatsmeow as 403.
func (o Object) Integer(keys ...string) (int64, bool) { return integerOf(digitsOf(o.First(keys...))) }

// Number reads what Integer reads, and of any other number the whole part: JavaScript may write 7 as 7.0 or 7e0.
func (o Object) Number(keys ...string) (int64, bool) {
	digits := digitsOf(o.First(keys...))
	if n, ok := integerOf(digits); ok || digits == "" {
		return n, ok
	}
	if f, err := strconv.ParseFloat(digits, 64); err == nil && f > -1e15 && f < 1e15 {
		return int64(f), true
	}
	return 0, false
}

// integerOf spares what is not there, which most fields are, the making of an error.
func integerOf(digits string) (int64, bool) {
	if digits == "" {
		return 0, false
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	return n, err == nil
}

func digitsOf(raw []byte) string {
	if text := Text(raw); text != "" {
		return text
	}
	return string(raw)
}

// Moment reads seconds since 1970, or RFC 3339. Go's zero time "0001-01-01T00:00:00Z", which whatsmeow has where it was
// not told, is none.
func (o Object) Moment(keys ...string) time.Time {
	if o.First(keys...) == nil {
		return time.Time{}
	}
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

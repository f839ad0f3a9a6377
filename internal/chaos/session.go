package chaos

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// session is the configuration of WAHA's session, in its parts: what is not about webhooks, field by field and as it is
// written, and the entries of the webhooks.
type session struct {
	fields  []field
	entries []entry
}

// field is a name and what is written behind it.
type field struct {
	name string
	raw  json.RawMessage
}

// entry is a webhook, and how it is written.
type entry struct {
	raw  json.RawMessage
	URL  string
	HMAC *struct {
		Key string
	}
	Events  []string
	Headers []struct{ Name, Value string } `json:"customHeaders"`
	Retries map[string]any
}

// readSession takes a configuration apart. One that cannot be read has no parts.
func readSession(config json.RawMessage) (s session) {
	decoder := json.NewDecoder(bytes.NewReader(config))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return session{}
	}
	for decoder.More() {
		token, err := decoder.Token()
		name, _ := token.(string)
		var raw json.RawMessage
		if err != nil || decoder.Decode(&raw) != nil {
			return session{}
		}
		if name != "webhooks" {
			s.fields = append(s.fields, field{name, raw})
			continue
		}
		var entries []json.RawMessage
		if json.Unmarshal(raw, &entries) != nil {
			return session{}
		}
		for _, raw := range entries {
			e := entry{raw: raw}
			if json.Unmarshal(raw, &e) != nil {
				return session{}
			}
			s.entries = append(s.entries, e)
		}
	}
	return s
}

// write puts a configuration together.
func (s session) write() json.RawMessage {
	var parts []string
	for _, f := range s.fields {
		parts = append(parts, quoted(f.name)+":"+string(f.raw))
	}
	var entries []string
	for _, e := range s.entries {
		entries = append(entries, string(e.raw))
	}
	parts = append(parts, `"webhooks":[`+strings.Join(entries, ",")+"]")
	return json.RawMessage("{" + strings.Join(parts, ",") + "}")
}

// find is the entry of an address, nil if there is none.
func (s session) find(url string) *entry {
	if i := slices.IndexFunc(s.entries, func(e entry) bool { return e.URL == url }); i >= 0 {
		return &s.entries[i]
	}
	return nil
}

// isOurs reports whether a webhook is one that configurations have.
func (e entry) isOurs() bool { return strings.HasPrefix(e.URL, ourWebhooks) }

// byHand are what people do with the configuration of the session. Each gets a number, by which it may differ.
var byHand = map[string]func(s *session, n int){
	"somebody adds a webhook": func(s *session, n int) {
		s.entries = append(s.entries, theirEntry("/by-hand/"+string(rune('a'+n))))
	},
	"somebody removes our webhooks": func(s *session, _ int) {
		s.entries = slices.DeleteFunc(s.entries, entry.isOurs)
	},
	"somebody changes our webhooks": func(s *session, _ int) {
		for i, e := range s.entries {
			if e.isOurs() {
				s.entries[i] = entry{raw: json.RawMessage(`{"url":` + quoted(e.URL) + `,"events":["message.ack"],` +
					`"hmac":{"key":` + quoted(theirKey) + `}}`)}
			}
		}
	},
	"somebody doubles our webhooks": func(s *session, _ int) {
		for _, e := range s.entries {
			if e.isOurs() {
				s.entries = append(s.entries, e)
			}
		}
	},
	"somebody configures the session": func(s *session, _ int) {
		s.fields = append(s.fields[:len(s.fields):len(s.fields)], field{"debug", json.RawMessage("true")})
		slices.Reverse(s.entries)
	},
}

// theirEntry is a webhook of somebody else, with what only a byte by byte copy keeps.
func theirEntry(path string) entry {
	return entry{raw: json.RawMessage(`{"events":["message","session.status"],"url":` +
		quoted(theirWebhooks+path) + `,"hmac":{"key":` + quoted(theirKey) +
		`},"more":{"b":1.0,"a":12345678901234567890},"retries":null}`)}
}

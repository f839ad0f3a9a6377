package waha

import (
	"bytes"
	"encoding/json"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// jsUndefined is what JavaScript makes of a missing property if it needs a string.
const jsUndefined = "undefined"

// decode reads the body as Express' parser does: JSON objects and arrays only, and only where the type says JSON.
func (c *call) decode() (refusal wire.Answer, ok bool) {
	if !c.HasJSON() {
		if len(c.Body) > 0 {
			c.MarkUnknown()
		}
		return wire.Answer{}, true
	}
	badRequest := func(message string) (wire.Answer, bool) {
		return wire.Problem(http.StatusBadRequest, "Bad Request", message), false
	}
	body := bytes.TrimSpace(c.Body)
	switch {
	case !json.Valid(body):
		var value any
		if err := json.Unmarshal(body, &value); err != nil && err.Error() == "unexpected end of JSON input" {
			return badRequest("Unexpected end of JSON input")
		}
		return badRequest("Unexpected token in JSON: " + string(body))
	case body[0] == '[':
		c.MarkUnknown()
	case body[0] != '{':
		return badRequest("Unexpected token '" + string(body[:1]) + "', is not valid JSON")
	default:
		if err := json.Unmarshal(body, &c.fields); err != nil {
			return badRequest("Unexpected token in JSON: " + string(body))
		}
	}
	return wire.Answer{}, true
}

// text returns a field that should be a string. WAHA passes on whatever it is (evidence/waha.md §2.4).
func (c *call) text(name string) string {
	raw, ok := c.fields[name]
	var text string
	if !ok || json.Unmarshal(raw, &text) != nil || string(raw) == "null" {
		c.MarkUnknown()
		if !ok {
			return jsUndefined
		}
		return string(raw)
	}
	return text
}

// truth returns a field that should be a boolean, judged as JavaScript judges. It reports whether the field is present.
func (c *call) truth(name string) (truth, present bool) {
	raw, ok := c.fields[name]
	switch string(raw) {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	c.MarkUnknown()
	switch string(raw) {
	case "", "null", "0", `""`:
		return false, ok
	}
	return true, true
}

// people reads participants, which are objects with an id. It returns the ids as they were sent too, because some
// answers are keyed by them. If they are not even a list, or the engine cannot take one of them, it returns the answer
// that says so.
func (c *call) people(op operation) (ids []string, people []world.Address, refusal wire.Answer, ok bool) {
	raw, present := c.fields["participants"]
	if !present || string(raw) == "null" {
		return nil, nil, c.undefined("map"), false
	}
	var items []json.RawMessage
	if json.Unmarshal(raw, &items) != nil {
		c.MarkUnknown()
		return nil, nil, c.typeError("request.participants.map is not a function"), false
	}
	for _, item := range items {
		ids = append(ids, c.participantID(item))
	}
	for _, id := range ids {
		a, err := c.engine.address(id)
		if err != nil {
			return nil, nil, c.engine.refused(c, op, err), false
		}
		people = append(people, a)
	}
	return ids, people, wire.Answer{}, true
}

// participantID reads one participant. A plain string has no property id, so that its id is undefined.
func (c *call) participantID(item json.RawMessage) string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(item, &fields) != nil {
		c.MarkUnknown()
		return jsUndefined
	}
	for name := range fields {
		if name != "id" {
			c.MarkUnknown()
		}
	}
	var id *string
	if json.Unmarshal(fields["id"], &id) != nil || id == nil {
		c.MarkUnknown()
		return jsUndefined
	}
	return *id
}

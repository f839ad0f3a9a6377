package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
)

// decode reads a body that says that it is JSON; any other is passed over.
func (c *betaCall) decode(fields []string) (refusal answer, ok bool) {
	c.fields = map[string]json.RawMessage{}
	if !c.hasJSON() {
		if len(c.body) > 0 {
			c.unknown()
		}
		return answer{}, true
	}
	if !json.Valid(c.body) {
		c.unknown()
		return problem(http.StatusBadRequest, "Bad Request", "Unexpected token in JSON"), false
	}
	if json.Unmarshal(c.body, &c.fields) != nil {
		c.unknown() // JSON, but no object.
	}
	for name := range c.fields {
		if !slices.Contains(fields, name) {
			c.unknown()
		}
	}
	return answer{}, true
}

// text is a field that has to be a string.
func (c *betaCall) text(name string) (text string, refusal answer, ok bool) {
	var value *string
	if json.Unmarshal(c.fields[name], &value) != nil || value == nil {
		return "", c.badRequest(name + " must be a string"), false
	}
	return *value, answer{}, true
}

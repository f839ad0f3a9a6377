package beta

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// decode reads a body that says that it is JSON. It passes over any other.
func (c *call) decode(fields []string) (refusal wire.Answer, ok bool) {
	c.fields = map[string]json.RawMessage{}
	if !c.HasJSON() {
		if len(c.Body) > 0 {
			c.MarkUnknown()
		}
		return wire.Answer{}, true
	}
	if !json.Valid(c.Body) {
		c.MarkUnknown()
		return wire.Problem(http.StatusBadRequest, "Bad Request", "Unexpected token in JSON"), false
	}
	if json.Unmarshal(c.Body, &c.fields) != nil {
		c.MarkUnknown() // JSON, but no object.
	}
	for name := range c.fields {
		if !slices.Contains(fields, name) {
			c.MarkUnknown()
		}
	}
	return wire.Answer{}, true
}

// text returns a field that has to be a string.
func (c *call) text(name string) (text string, refusal wire.Answer, ok bool) {
	var value *string
	if json.Unmarshal(c.fields[name], &value) != nil || value == nil {
		return "", c.badRequest(name + " must be a string"), false
	}
	return *value, wire.Answer{}, true
}

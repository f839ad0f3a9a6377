package nexus

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// bind reads a JSON body into a struct and validates it as gin does, whatever type the header says it has. The name is
// that of the struct in the source, for the message.
//
// gin's "required" takes the zero value of a field for a missing field. So no text can be empty, and no boolean can be
// false; until aad68a0 two booleans were required all the same.
func (c *call) bind(body any, name string) (refusal wire.Answer, ok bool) {
	details := ""
	err := c.DecodeGo(body)
	if mistyped := (*json.UnmarshalTypeError)(nil); errors.As(err, &mistyped) {
		mistyped.Struct = name
	}
	if err != nil {
		details = err.Error()
	} else {
		details = strings.Join(c.invalidFields(reflect.ValueOf(body).Elem(), name), "\n")
	}
	if details == "" {
		return wire.Answer{}, true
	}
	return object{"error": "Dados inválidos", "details": details}.answer(http.StatusBadRequest), false
}

// invalidFields are the messages of gin's validator about the tag "bind", and for the older commit about the tag
// "strict" too. It knows required, min and oneof.
func (c *call) invalidFields(body reflect.Value, name string) []string {
	var invalid []string
	for i := range body.NumField() {
		field, value := body.Type().Field(i), body.Field(i)
		rules := field.Tag.Get("bind")
		if c.strict && rules == "" {
			rules = field.Tag.Get("strict")
		}
		for rule := range strings.SplitSeq(rules, ",") {
			rule, argument, _ := strings.Cut(rule, "=")
			if valid(value, rule, argument) {
				continue
			}
			const message = "Key: '%s.%s' Error:Field validation for '%[2]s' failed on the '%[3]s' tag"
			invalid = append(invalid, fmt.Sprintf(message, name, field.Name, rule))
			break
		}
	}
	return invalid
}

// valid reports whether a value keeps a rule.
func valid(value reflect.Value, rule, argument string) bool {
	switch rule {
	case "":
		return true
	case "required":
		return !value.IsZero()
	case "min":
		return value.Len() >= 1 // No rule has another minimum.
	default: // oneof
		return slices.Contains(strings.Fields(argument), value.String())
	}
}

// groupBody names a group and nothing else.
type groupBody struct {
	GroupJID string `json:"group_jid" bind:"required"`
}

// queryGroup returns the group that a read names in its query.
func (c *call) queryGroup() (jid string, refusal wire.Answer, ok bool) {
	if jid = c.Query.Get("group_jid"); jid == "" {
		c.MarkUnknown()
		return "", refuse(http.StatusBadRequest, "group_jid query parameter is required"), false
	}
	if refusal, ok := c.checkGroup(jid); !ok {
		return "", refusal, false
	}
	return jid, wire.Answer{}, true
}

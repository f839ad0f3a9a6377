package nexus

import (
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
// false.
func (c *call) bind(body any, name string) (refusal wire.Answer, ok bool) {
	details := ""
	if err := c.DecodeGo(body); err != nil {
		details = err.Error()
	} else {
		details = strings.Join(invalidFields(reflect.ValueOf(body).Elem(), name), "\n")
	}
	if details == "" {
		return wire.Answer{}, true
	}
	return object{"error": "Dados inválidos", "details": details}.answer(http.StatusBadRequest), false
}

// invalidFields are the messages of gin's validator about the tag "bind". It knows required, min and oneof.
func invalidFields(body reflect.Value, name string) []string {
	var invalid []string
	for i := range body.NumField() {
		field, value := body.Type().Field(i), body.Field(i)
		for rule := range strings.SplitSeq(field.Tag.Get("bind"), ",") {
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

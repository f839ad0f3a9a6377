package chaos

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// held is an object of a state.
type held struct {
	address string
	kind    string
	values  map[string]any
}

// holds are the objects of a state, the deposed ones too.
func holds(s *terraformtest.State) []held {
	if s == nil {
		return nil
	}
	var all []held
	add := func(a terraformtest.Address, o *terraformtest.Object) {
		h := held{address: a.String(), kind: a.Type}
		if a.Data || json.Unmarshal(o.Attributes, &h.values) != nil {
			return
		}
		all = append(all, h)
	}
	for _, a := range s.Addresses() {
		add(a, s.Objects[a])
	}
	for a, deposed := range s.Deposed {
		for _, o := range deposed {
			add(a, o)
		}
	}
	return all
}

// find is the object at an address, or with an id; nil if there is none.
func find(all []held, is func(held) bool) *held {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return &all[i]
	}
	return nil
}

func at(address string) func(held) bool { return func(h held) bool { return h.address == address } }

func (h held) text(name string) string {
	text, _ := h.values[name].(string)
	return text
}

// group is the id of the group that the object is about.
func (h held) group() string {
	if h.kind == typeGroup || h.kind == typeJoined {
		return h.text("id")
	}
	return h.text("group_id")
}

// table is an argument that is a map of texts.
func (h held) table(name string) map[string]string {
	values, _ := h.values[name].(map[string]any)
	table := map[string]string{}
	for key, value := range values {
		table[key], _ = value.(string)
	}
	return table
}

// names reports whether a key of a configuration, a number or a LID, is a member's.
func names(key string, m emulator.Member) bool {
	key = strings.TrimPrefix(key, "+")
	return key == m.Phone && m.Phone != "" || key == m.LID && m.LID != ""
}

// has reports whether the object is about a person: by whom it keeps in the group.
func (h held) has(m emulator.Member) bool {
	switch h.kind {
	case typeMember:
		return names(h.text("phone_number"), m) || names(h.text("lid"), m)
	case typeMembers:
		for key := range h.table("status") {
			if names(key, m) {
				return true
			}
		}
	}
	return false
}

// shows reports whether a map shows a person, a stranger too.
func (h held) shows(m emulator.Member) bool {
	for key := range h.table("members") {
		if names(key, m) {
			return true
		}
	}
	return false
}

func groupOf(w emulator.World, id string) *emulator.Group {
	for i := range w.Groups {
		if w.Groups[i].ID == id {
			return &w.Groups[i]
		}
	}
	return nil
}

// isIn reports whether somebody is in a group.
func isIn(g *emulator.Group, phone string) bool { return g != nil && memberOf(*g, phone) != nil }

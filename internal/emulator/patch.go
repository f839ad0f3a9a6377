package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// patched is the world with what a patch says of it. Objects are merged as a JSON merge patch does (RFC 7396), and
// lists by who or what an entry is: groups by id, people, members and those who ask to join by LID or phone. What a
// list has no entry for is added; an entry with "removed": true is taken out.
func patched(before World, patch []byte) (World, error) {
	current, err := json.Marshal(before)
	if err != nil {
		return World{}, err
	}
	merged, err := mergeObject(current, endStart(patch), map[string]listMerge{
		"people": people,
		"groups": {same: sameGroup, lists: map[string]listMerge{"members": people, "join_requests": people}},
	})
	if err != nil {
		return World{}, err
	}
	var changed World
	return changed, decodeStrictly(bytes.NewReader(merged), &changed)
}

// fields is a JSON object.
type fields map[string]json.RawMessage

// listMerge says how a list is merged: which entries are the same, which of their fields name them, one of which a
// patch has to have, and which of their own fields are such lists.
type listMerge struct {
	same  func(a, b fields) bool
	names []string
	lists map[string]listMerge
}

// people have no entry without a name: a patch that names nobody would add somebody at random. A group without an id is
// a new one.
var people = listMerge{same: samePerson, names: []string{"lid", "phone"}}

// endStart has a patch that gives the session another status end its start too, with what was said of that.
func endStart(patch []byte) []byte {
	var changes, account fields
	if json.Unmarshal(patch, &changes) != nil || json.Unmarshal(changes["account"], &account) != nil {
		return patch // What is wrong with it is said where it is merged.
	}
	if status, given := account["status"]; !given || string(status) == `"`+world.StatusStarting+`"` {
		return patch
	}
	for _, name := range []string{"starts_for_seconds", "starts_for_requests"} {
		if _, given := account[name]; !given {
			account[name] = json.RawMessage("null")
		}
	}
	changed, err := json.Marshal(account)
	if err != nil {
		return patch
	}
	changes["account"] = changed
	if changed, err = json.Marshal(changes); err != nil {
		return patch
	}
	return changed
}

// mergeObject merges a patch into an object. The lists are merged by their entries, all else as RFC 7396 has it.
func mergeObject(current, patch []byte, lists map[string]listMerge) (json.RawMessage, error) {
	var had, changes fields
	if err := json.Unmarshal(patch, &changes); err != nil {
		return nil, err
	}
	if changes == nil {
		return nil, fmt.Errorf("null is no patch of an object")
	}
	for name := range changes {
		// encoding/json would take it for the field, past the merge of lists.
		if lower := strings.ToLower(name); lower != name {
			return nil, fmt.Errorf("unknown field %q; is it %q?", name, lower)
		}
	}
	if err := json.Unmarshal(current, &had); err != nil {
		return nil, err
	}
	if string(changes["account"]) == "null" {
		return nil, fmt.Errorf("account: null says nothing")
	}
	merged := fields{}
	for name, merge := range lists {
		change, is := changes[name]
		if !is {
			continue
		}
		list, err := merge.apply(had[name], change)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		merged[name] = list
		delete(changes, name)
	}
	rest, err := json.Marshal(changes)
	if err != nil {
		return nil, err
	}
	result, err := jsonpatch.MergePatch(current, rest)
	if err != nil || len(merged) == 0 {
		return result, err
	}
	var whole fields
	if err := json.Unmarshal(result, &whole); err != nil {
		return nil, err
	}
	for name, list := range merged {
		whole[name] = list
	}
	return json.Marshal(whole)
}

// apply merges the entries of a list.
func (m listMerge) apply(current, patch json.RawMessage) (json.RawMessage, error) {
	var had, changes []fields
	if string(patch) == "null" {
		return nil, fmt.Errorf("null is no list")
	}
	if err := json.Unmarshal(patch, &changes); err != nil {
		return nil, err
	}
	if len(current) > 0 {
		if err := json.Unmarshal(current, &had); err != nil {
			return nil, err
		}
	}
	for i, change := range changes {
		removed := string(change["removed"]) == "true"
		if raw, has := change["removed"]; has && !removed {
			return nil, fmt.Errorf("[%d]: removed is %s, and not true", i, raw)
		}
		delete(change, "removed")
		normaliseLID(change)
		named := len(m.names) == 0
		for _, name := range m.names {
			named = named || told(change, name)
		}
		if !named {
			return nil, fmt.Errorf("[%d]: %s says who it is, and there is none", i, strings.Join(m.names, " or "))
		}
		at := -1
		for j, entry := range had {
			if m.same(entry, change) {
				at = j
				break
			}
		}
		switch {
		case removed && at < 0:
			return nil, fmt.Errorf("[%d]: there is none to be removed", i)
		case removed && len(change) > 1:
			return nil, fmt.Errorf("[%d]: who is removed needs no more than one name", i)
		case removed:
			had = append(had[:at], had[at+1:]...)
			continue
		case at < 0:
			had = append(had, fields{})
			at = len(had) - 1
		}
		merged, err := m.entry(had[at], change)
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		had[at] = merged
	}
	return json.Marshal(had)
}

func (m listMerge) entry(had, change fields) (fields, error) {
	current, err := json.Marshal(had)
	if err != nil {
		return nil, err
	}
	patch, err := json.Marshal(change)
	if err != nil {
		return nil, err
	}
	merged, err := mergeObject(current, patch, m.lists)
	if err != nil {
		return nil, err
	}
	var entry fields
	return entry, json.Unmarshal(merged, &entry)
}

// normaliseLID lets a LID be named by its digits alone, as in a whole world.
func normaliseLID(f fields) {
	if lid := strings.Trim(string(f["lid"]), `"`); world.IsDigits(lid) {
		f["lid"] = json.RawMessage(`"` + lid + `@lid"`)
	}
}

func sameGroup(a, b fields) bool { return told(a, "id") && string(a["id"]) == string(b["id"]) }

// samePerson goes by the LID, and where one of the two has none by the phone.
func samePerson(a, b fields) bool {
	if told(a, "lid") && told(b, "lid") {
		return string(a["lid"]) == string(b["lid"])
	}
	return told(a, "phone") && string(a["phone"]) == string(b["phone"])
}

func told(f fields, name string) bool {
	value := string(f[name])
	return value != "" && value != `""` && value != "null"
}

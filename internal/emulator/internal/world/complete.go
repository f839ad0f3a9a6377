package world

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
)

// defaultPhone is the account's number if a state does not give one.
const defaultPhone = "12025550100"

// completer checks a state that somebody wrote by hand, and fills in what is missing.
type completer struct {
	previous *WhatsApp         // What the state replaces. LIDs known there are kept.
	lids     map[string]string // By phone.
	phones   map[string]string // By LID.
	now      time.Time
}

// complete returns a copy of a state in which every rule of the JSON holds: an id, LID or code that was missing has
// been made, every enumeration has one of its values, and every phone has one LID.
func (c *completer) complete(state State) (State, error) {
	state = state.clone()
	c.lids, c.phones = map[string]string{}, map[string]string{}
	if state.Account.Phone == "" {
		state.Account.Phone = defaultPhone
	}
	if err := state.Account.checkSession(); err != nil {
		return State{}, err
	}
	if state.Texts != "" {
		if err := oneOf("texts", &state.Texts, TextsAsSent, TextsNormalised); err != nil {
			return State{}, err
		}
	}
	if err := c.spell(&state); err != nil {
		return State{}, err
	}
	if err := c.moveNumbers(&state); err != nil {
		return State{}, err
	}
	// Explicit pairs are learnt first, so that a LID that is missing in one place is found in another.
	if err := c.eachPair(&state, c.learn); err != nil {
		return State{}, err
	}
	if err := c.eachPair(&state, c.fill); err != nil {
		return State{}, err
	}
	people := map[string]bool{}
	for i := range state.People {
		p := &state.People[i]
		if people[p.LID] {
			return State{}, fmt.Errorf("people[%d]: %s is there twice", i, p.LID)
		}
		people[p.LID] = true
		if err := oneOf("adds", &p.Adds, AddsEveryone, AddsNobody); err != nil {
			return State{}, fmt.Errorf("people[%d]: %w", i, err)
		}
		if err := state.checkRegisteredAs(p); err != nil {
			return State{}, fmt.Errorf("people[%d]: %w", i, err)
		}
	}
	ids, codes := map[string]bool{}, map[string]bool{}
	for i := range state.Groups {
		g := &state.Groups[i]
		if err := c.group(g); err != nil {
			return State{}, fmt.Errorf("groups[%d]: %w", i, err)
		}
		if ids[g.ID] || codes[g.InviteCode] {
			return State{}, fmt.Errorf("groups[%d]: its id %s or its invite code is another group's", i, g.ID)
		}
		ids[g.ID], codes[g.InviteCode] = true, true
		// Who made a group or has left it is a person too, even if nothing else is known of them.
		for _, phone := range append([]string{g.Owner}, g.RecentlyLeft...) {
			if phone != "" {
				c.lidOf(phone)
			}
		}
	}
	return state, nil
}

// eachPair visits every place where a state names a phone and a LID together.
func (c *completer) eachPair(state *State, visit func(phone, lid *string) error) error {
	if err := visit(&state.Account.Phone, &state.Account.LID); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	for i := range state.People {
		if err := visit(&state.People[i].Phone, &state.People[i].LID); err != nil {
			return fmt.Errorf("people[%d]: %w", i, err)
		}
	}
	for i := range state.Groups {
		for j := range state.Groups[i].Members {
			m := &state.Groups[i].Members[j]
			if err := visit(&m.Phone, &m.LID); err != nil {
				return fmt.Errorf("groups[%d].members[%d]: %w", i, j, err)
			}
		}
		for j := range state.Groups[i].JoinRequests {
			r := &state.Groups[i].JoinRequests[j]
			if err := visit(&r.Phone, &r.LID); err != nil {
				return fmt.Errorf("groups[%d].join_requests[%d]: %w", i, j, err)
			}
		}
	}
	return nil
}

// spell checks how phones and LIDs are written, and writes all LIDs in one way.
func (c *completer) spell(state *State) error {
	for i := range state.People {
		if err := spellLID(&state.People[i].PreviousLID); err != nil {
			return fmt.Errorf("people[%d]: previous_%w", i, err)
		}
	}
	return c.eachPair(state, func(phone, lid *string) error {
		if *phone != "" && !IsDigits(*phone) {
			return fmt.Errorf("phone %q is not digits", *phone)
		}
		return spellLID(lid)
	})
}

// learn remembers which LID belongs to which phone.
func (c *completer) learn(phone, lid *string) error {
	if *lid == "" || *phone == "" {
		return nil
	}
	if known, ok := c.lids[*phone]; ok && known != *lid {
		return fmt.Errorf("phone %s has the lids %s and %s", *phone, known, *lid)
	}
	if known, ok := c.phones[*lid]; ok && known != *phone {
		return fmt.Errorf("lid %s has the phones %s and %s", *lid, known, *phone)
	}
	c.lids[*phone], c.phones[*lid] = *lid, *phone
	return nil
}

// fill makes a LID where it is missing.
func (c *completer) fill(phone, lid *string) error {
	if *phone == "" && *lid == "" {
		*lid = deriveLID(newCode()) // Random, so that it is nobody else's.
	}
	if _, ok := c.phones[*lid]; *lid != "" && !ok {
		c.phones[*lid] = "" // A LID alone is a person too.
	}
	if *lid != "" {
		return nil
	}
	*lid = c.lidOf(*phone)
	return nil
}

// lidOf returns the LID of a phone that the state lists, and makes one if there is none.
func (c *completer) lidOf(phone string) string {
	lid, ok := c.lids[phone]
	if ok {
		return lid
	}
	if p, found := c.previous.find(Address{Phone: phone}); found {
		lid = p.LID
	}
	// Somebody else may have got the LID meanwhile.
	for lid == "" || c.phones[lid] != "" {
		lid = deriveLID(phone + lid)
	}
	c.lids[phone], c.phones[lid] = lid, phone
	return lid
}

// group checks one group and fills in what it lacks.
func (c *completer) group(g *Group) error {
	if g.ID == "" {
		g.ID = newGroupID()
	}
	if user, ok := strings.CutSuffix(g.ID, "@g.us"); !ok || !IsDigits(strings.ReplaceAll(user, "-", "")) {
		return fmt.Errorf("id %q does not look like 120363000000000000@g.us", g.ID)
	}
	if g.InviteCode == "" {
		g.InviteCode = newCode()
	}
	if g.CreatedAt.IsZero() {
		g.CreatedAt = c.now.Truncate(time.Second)
	}
	if err := CheckTime(g.CreatedAt); err != nil {
		return fmt.Errorf("created_at: %w", err)
	}
	g.CreatedAt = g.CreatedAt.UTC()
	if g.Owner != "" && !IsDigits(g.Owner) {
		return fmt.Errorf("owner %q is not digits", g.Owner)
	}
	for _, phone := range g.RecentlyLeft {
		if !IsDigits(phone) {
			return fmt.Errorf("recently_left: phone %q is not digits", phone)
		}
	}
	seen := map[string]bool{}
	for i := range g.Members {
		m := &g.Members[i]
		if seen[m.LID] {
			return fmt.Errorf("members[%d]: %s is there twice", i, m.LID)
		}
		seen[m.LID] = true
		if m.Role == "" && m.Phone != "" && m.Phone == g.Owner {
			m.Role = RoleSuperadmin // The creator always is.
		}
		if err := oneOf("role", &m.Role, RoleMember, RoleAdmin, RoleSuperadmin); err != nil {
			return fmt.Errorf("members[%d]: %w", i, err)
		}
		if m.ListedTwice != "" {
			if m.Phone == "" {
				return fmt.Errorf("members[%d]: who is listed twice has a phone and a LID", i)
			}
			if err := oneOf("listed_twice", &m.ListedTwice, RoleMember, RoleAdmin, RoleSuperadmin); err != nil {
				return fmt.Errorf("members[%d]: %w", i, err)
			}
		}
		if g.Owner == "" && m.Role == RoleSuperadmin {
			g.Owner = m.Phone
		}
	}
	if err := c.joinRequests(g); err != nil {
		return err
	}
	return g.checkSettings()
}

// oneOf gives an enumeration its first value if it has none, and refuses a value that is not listed.
func oneOf(field string, value *string, allowed ...string) error {
	if *value == "" {
		*value = allowed[0]
	}
	if !slices.Contains(allowed, *value) {
		return fmt.Errorf("%s is %q, which is none of %s", field, *value, strings.Join(allowed, ", "))
	}
	return nil
}

// deriveLID makes a LID from a phone, the same one every time, so that a number that nobody listed keeps its LID.
func deriveLID(phone string) string {
	sum := sha256.Sum256([]byte(phone))
	return fmt.Sprintf("%d@lid", 100_000_000_000_000+binary.BigEndian.Uint64(sum[:8])%900_000_000_000_000)
}

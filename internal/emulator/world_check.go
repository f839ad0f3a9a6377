package emulator

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"
)

// defaultPhone is the account's number where a world does not give one.
const defaultPhone = "12025550100"

// completer checks a world that somebody wrote by hand and fills in what is missing.
type completer struct {
	previous *whatsapp         // The state that the world replaces; LIDs known there are kept.
	lids     map[string]string // By phone.
	phones   map[string]string // By LID.
	now      time.Time
}

// complete returns a copy of the world in which every rule of the JSON holds: an id, LID or code that is missing has been
// made, every enumeration has one of its values, and every phone has one LID.
func (c *completer) complete(world World) (World, error) {
	world = world.clone()
	c.lids, c.phones = map[string]string{}, map[string]string{}
	if world.Account.Phone == "" {
		world.Account.Phone = defaultPhone
	}
	if err := oneOf("account.status", &world.Account.Status, StatusConnected, StatusLoggedOut); err != nil {
		return World{}, err
	}
	// Explicit pairs are learnt first, so that a LID missing in one place is found in another.
	if err := c.eachPair(&world, c.learn); err != nil {
		return World{}, err
	}
	if err := c.eachPair(&world, c.fill); err != nil {
		return World{}, err
	}
	people := map[string]bool{}
	for i := range world.People {
		p := &world.People[i]
		if people[p.LID] {
			return World{}, fmt.Errorf("people[%d]: %s is there twice", i, p.LID)
		}
		people[p.LID] = true
		if err := oneOf("adds", &p.Adds, AddsEveryone, AddsNobody); err != nil {
			return World{}, fmt.Errorf("people[%d]: %w", i, err)
		}
	}
	ids, codes := map[string]bool{}, map[string]bool{}
	for i := range world.Groups {
		g := &world.Groups[i]
		if err := c.group(g); err != nil {
			return World{}, fmt.Errorf("groups[%d]: %w", i, err)
		}
		if ids[g.ID] || codes[g.InviteCode] {
			return World{}, fmt.Errorf("groups[%d]: its id %s or its invite code is another group's", i, g.ID)
		}
		ids[g.ID], codes[g.InviteCode] = true, true
		// Whoever made a group or has left it is somebody too, although nothing else may be known of them.
		for _, phone := range append([]string{g.Owner}, g.RecentlyLeft...) {
			if phone != "" {
				c.lidOf(phone)
			}
		}
	}
	return world, nil
}

// eachPair visits every place where a world names a phone and a LID together.
func (c *completer) eachPair(world *World, visit func(phone, lid *string) error) error {
	if err := visit(&world.Account.Phone, &world.Account.LID); err != nil {
		return fmt.Errorf("account: %w", err)
	}
	for i := range world.People {
		if err := visit(&world.People[i].Phone, &world.People[i].LID); err != nil {
			return fmt.Errorf("people[%d]: %w", i, err)
		}
	}
	for i := range world.Groups {
		for j := range world.Groups[i].Members {
			m := &world.Groups[i].Members[j]
			if err := visit(&m.Phone, &m.LID); err != nil {
				return fmt.Errorf("groups[%d].members[%d]: %w", i, j, err)
			}
		}
	}
	return nil
}

// learn checks a pair and remembers which LID belongs to which phone.
func (c *completer) learn(phone, lid *string) error {
	if *phone != "" && !isDigits(*phone) {
		return fmt.Errorf("phone %q is not digits", *phone)
	}
	if *lid == "" {
		return nil
	}
	user := strings.TrimSuffix(*lid, "@lid")
	if !isDigits(user) {
		return fmt.Errorf("lid %q is not digits and @lid", *lid)
	}
	*lid = user + "@lid"
	if *phone == "" {
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
		*lid = deriveLID(newCode()) // At random, so that it is nobody else's.
	}
	if _, ok := c.phones[*lid]; *lid != "" && !ok {
		c.phones[*lid] = "" // A LID alone is somebody too.
	}
	if *lid != "" {
		return nil
	}
	*lid = c.lidOf(*phone)
	return nil
}

// lidOf returns the LID of a phone that the world lists, and makes one if need be.
func (c *completer) lidOf(phone string) string {
	lid, ok := c.lids[phone]
	if ok {
		return lid
	}
	if p, found := c.previous.find(address{phone: phone}); found {
		lid = p.lid
	}
	// The LID may have been given to somebody else meanwhile.
	for lid == "" || c.phones[lid] != "" {
		lid = deriveLID(phone + lid)
	}
	c.lids[phone], c.phones[lid] = lid, phone
	return lid
}

func (c *completer) group(g *Group) error {
	if g.ID == "" {
		g.ID = newGroupID()
	}
	if user, ok := strings.CutSuffix(g.ID, "@g.us"); !ok || !isDigits(strings.ReplaceAll(user, "-", "")) {
		return fmt.Errorf("id %q does not look like 120363000000000000@g.us", g.ID)
	}
	if g.InviteCode == "" {
		g.InviteCode = newCode()
	}
	if g.CreatedAt.IsZero() {
		g.CreatedAt = c.now.Truncate(time.Second)
	}
	g.CreatedAt = g.CreatedAt.UTC()
	if g.Owner != "" && !isDigits(g.Owner) {
		return fmt.Errorf("owner %q is not digits", g.Owner)
	}
	for _, phone := range g.RecentlyLeft {
		if !isDigits(phone) {
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
		if g.Owner == "" && m.Role == RoleSuperadmin {
			g.Owner = m.Phone
		}
	}
	if err := oneOf("member_add_mode", &g.MemberAddMode, AddModeMembers, AddModeAdmins); err != nil {
		return err
	}
	if err := oneOf("addressing_mode", &g.AddressingMode, AddressedByPhone, AddressedByLID); err != nil {
		return err
	}
	return oneOf("disappearing_messages", &g.DisappearingMessages, DisappearingOff, "24h", "7d", "90d")
}

// oneOf gives an enumeration its first value where it has none, and refuses any other that is not listed.
func oneOf(field string, value *string, allowed ...string) error {
	if *value == "" {
		*value = allowed[0]
	}
	if !slices.Contains(allowed, *value) {
		return fmt.Errorf("%s is %q, which is none of %s", field, *value, strings.Join(allowed, ", "))
	}
	return nil
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// deriveLID makes a LID from a phone, the same one every time, so that a number that nobody listed keeps its LID.
func deriveLID(phone string) string {
	sum := sha256.Sum256([]byte(phone))
	return fmt.Sprintf("%d@lid", 100_000_000_000_000+binary.BigEndian.Uint64(sum[:8])%900_000_000_000_000)
}

package world

import (
	"fmt"
	"slices"
	"strings"
)

// A number is not a person: it can be registered under another one, and it can move to another account.

// moveNumbers takes numbers from those who had them before. They stay in their groups, by LID. What a group says by the
// number alone, of its owner and of who has left it, was said of them, and nothing else says it.
func (c *completer) moveNumbers(state *State) error {
	for i := range state.People {
		p := &state.People[i]
		if p.PreviousLID == "" {
			continue
		}
		if err := c.checkMove(state, *p); err != nil {
			return fmt.Errorf("people[%d]: previous_lid %w", i, err)
		}
		for j := range state.People {
			if other := &state.People[j]; other.LID == p.PreviousLID && other.Phone == p.Phone {
				other.Phone, other.RegisteredAs, other.RegisteredAsIn = "", "", ""
			}
		}
		for j := range state.Groups {
			g := &state.Groups[j]
			for k := range g.Members {
				if m := &g.Members[k]; m.LID == p.PreviousLID && m.Phone == p.Phone {
					m.Phone, m.ListedTwice = "", ""
				}
			}
			if g.Owner == p.Phone {
				g.Owner = ""
			}
			g.RecentlyLeft = slices.DeleteFunc(g.RecentlyLeft, func(phone string) bool { return phone == p.Phone })
		}
		p.PreviousLID = ""
	}
	return nil
}

// checkMove checks that a number moves from somebody who is known, to somebody else.
func (c *completer) checkMove(state *State, p Person) error {
	switch {
	case p.Phone == "" || p.LID == "":
		return fmt.Errorf("says whose phone it was, and needs the phone and the lid that it has now")
	case p.PreviousLID == p.LID:
		return fmt.Errorf("%s is the lid that the phone has now", p.PreviousLID)
	case p.PreviousLID == state.Account.LID, p.Phone == state.Account.Phone:
		return fmt.Errorf("%s: the account's own phone moves to nobody", p.PreviousLID)
	}
	phone, known := c.previous.phones[p.PreviousLID]
	had := known && phone == p.Phone
	// It cannot fail, since the function does not.
	_ = c.eachPair(state, func(phone, lid *string) error {
		if *lid == p.PreviousLID {
			// It is no news where the state has no number for them any more.
			known, had = true, had || *phone == p.Phone || *phone == ""
		}
		return nil
	})
	switch {
	case !known:
		return fmt.Errorf("%s is nobody's lid", p.PreviousLID)
	case !had:
		return fmt.Errorf("%s does not have the phone %s", p.PreviousLID, p.Phone)
	}
	return nil
}

// spellLID gives a LID that is written by its digits alone its suffix.
func spellLID(lid *string) error {
	if *lid == "" {
		return nil
	}
	user := strings.TrimSuffix(*lid, "@lid")
	if !IsDigits(user) {
		return fmt.Errorf("lid %q is not digits and @lid", *lid)
	}
	*lid = user + "@lid"
	return nil
}

// checkRegisteredAs checks what a state says of a number that is registered under another one.
func (w *State) checkRegisteredAs(p *Person) error {
	switch {
	case p.RegisteredAs == "" && p.RegisteredAsIn == "":
		return nil
	case p.RegisteredAs == "":
		return fmt.Errorf("registered_as_in says where of a registered_as, and there is none")
	case !IsDigits(p.RegisteredAs) || p.RegisteredAs == p.Phone || p.Phone == "":
		return fmt.Errorf("registered_as %q is not another number than %q", p.RegisteredAs, p.Phone)
	case p.Phone == w.Account.Phone:
		return fmt.Errorf("registered_as %s: the account is registered under its own phone %s", p.RegisteredAs, p.Phone)
	}
	for _, other := range w.People {
		if other.Phone == p.RegisteredAs && other.RegisteredAs != "" {
			return fmt.Errorf("registered_as %s is registered as another number itself", p.RegisteredAs)
		}
	}
	for _, g := range w.Groups {
		for _, m := range g.Members {
			// A member has the number under which WhatsApp has them, and would be found by it no more.
			if m.Phone == p.Phone {
				return fmt.Errorf("registered_as %s: the group %q has a member under %s", p.RegisteredAs, g.ID, p.Phone)
			}
		}
	}
	return oneOf("registered_as_in", &p.RegisteredAsIn, RegisteredAsEverywhere, RegisteredAsInLookUps)
}

// registeredAs is the number under which WhatsApp has a number that a state says so of: everywhere, or in look-ups.
func (w *WhatsApp) registeredAs(phone string, lookUp bool) string {
	for _, p := range w.people {
		if p.Phone == phone && p.RegisteredAs != "" && (lookUp || p.RegisteredAsIn == RegisteredAsEverywhere) {
			return p.RegisteredAs
		}
	}
	return phone
}

package world

import "slices"

// Address is how a request names a person: by phone or by LID, never both.
type Address struct {
	Phone string // Digits.
	LID   string // With its suffix.
}

// maxPhone is more digits than a number has: 15, by E.164.
const maxPhone = 20

// Pair is a LID and the phone that belongs to it.
type Pair struct{ LID, Phone string }

// find is the one place where an address becomes a person. It reports whether WhatsApp knows that person. It takes a
// phone to the letter, as WhatsApp takes the JIDs of a request that changes members: any but the registered spelling is
// nobody's. That this is so through every gateway is inferred from how they pass JIDs on; nobody has seen it.
// RegisteredNumber is the look-up that maps spellings.
//
// A number that is registered under another one is that other one.
//
// A number that is longer than any is nobody's, and not remembered.
//
// A number that no state ever listed, under either spelling, is registered under its usual one and open to everyone. A
// LID that no state ever listed belongs to nobody.
func (w *WhatsApp) find(a Address) (Person, bool) {
	if as := w.registeredAs(a.Phone, false); a.Phone != "" && as != a.Phone {
		return w.find(Address{Phone: as})
	} else if a.Phone != "" && w.registeredAs(a.Phone, true) != a.Phone {
		return Person{Phone: a.Phone}, false
	}
	same := func(phone, lid string) bool {
		return a.Phone != "" && a.Phone == phone || a.LID != "" && a.LID == lid
	}
	if w.account.Phone != "" && same(w.account.Phone, w.account.LID) {
		return w.self(), true
	}
	listed := w.indexed()
	if p, known := listed.byPhone[a.Phone]; known && a.Phone != "" {
		return p, true
	}
	if p, known := listed.byLID[a.LID]; known && a.LID != "" {
		return p, true
	}
	if a.LID != "" {
		phone, ok := w.phones[a.LID]
		return Person{Phone: phone, LID: a.LID, Registered: true, Adds: AddsEveryone}, ok
	}
	lid, ok := w.lids[a.Phone]
	if !ok {
		usual, other := spelling(a.Phone)
		if _, taken := w.lids[other]; !usual || taken || len(a.Phone) > maxPhone {
			return Person{Phone: a.Phone}, false
		}
		lid = deriveLID(a.Phone)
		w.remember(a.Phone, lid)
	}
	return Person{Phone: a.Phone, LID: lid, Registered: true, Adds: AddsEveryone}, true
}

// remember keeps a pair for the time after the person has left the state. A LID that comes alone keeps its phone; any
// other news replaces what was known of either.
func (w *WhatsApp) remember(phone, lid string) {
	if _, ok := w.phones[lid]; ok && phone == "" {
		return
	}
	delete(w.lids, w.phones[lid])
	w.phones[lid] = phone
	if phone == "" {
		return
	}
	if former := w.lids[phone]; former != lid {
		delete(w.phones, former)
	}
	w.lids[phone] = lid
}

// respell takes a number that a state lists for the first time as news of how WhatsApp spells it, and forgets the other
// spelling. If a state lists both, both are remembered afterwards.
func (w *WhatsApp) respell(listed map[string]string) {
	for phone := range listed {
		if _, known := w.lids[phone]; known {
			continue
		}
		_, other := spelling(phone)
		if former, known := w.lids[other]; known {
			delete(w.phones, former)
			delete(w.lids, other)
		}
	}
}

// LookUp is find for the dialects.
func (w *WhatsApp) LookUp(a Address) (Person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.find(a)
}

// RegisteredNumber is WhatsApp's own look-up of a number. It finds the subscriber under either spelling, and returns
// the spelling that is registered (whatsmeow issue 874: "all server-side").
func (w *WhatsApp) RegisteredNumber(phone string) (registered string, ok bool) {
	if !IsDigits(phone) {
		return "", false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if as := w.registeredAs(phone, true); as != phone {
		phone = as
	}
	_, other := spelling(phone)
	for _, candidate := range []string{phone, other} {
		if candidate == "" {
			continue
		}
		if p, known := w.find(Address{Phone: candidate}); known && p.Registered {
			return p.Phone, true
		}
	}
	return "", false
}

// KnownPairs are the LIDs and phones that the account's device has gathered: its own, and those of the members of its
// groups whose phone it sees.
func (w *WhatsApp) KnownPairs() []Pair {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.indexed().pairs)
}

package emulator

import "slices"

// address is how somebody is named in a request: by phone or by LID, never both.
type address struct {
	phone string // Digits.
	lid   string // With its suffix.
}

// person is somebody on WhatsApp, or a number that is not.
type person struct {
	phone      string // Empty if only the LID is known.
	lid        string
	registered bool
	adds       string
}

// pair is a LID and the phone that belongs to it.
type pair struct{ lid, phone string }

// find is the one place where an address becomes a person. It takes a phone to the letter, as WhatsApp takes the JIDs of a
// request that changes members: under any but the registered spelling it is nobody's. That this is so through every gateway is
// inferred from how they pass JIDs on; it was seen nowhere. onWhatsapp is the look-up that maps spellings.
//
// A number that the world never listed, under no spelling, is registered under its usual one and open to everyone. A LID that it
// does not list belongs to nobody.
func (w *whatsapp) find(a address) (person, bool) {
	same := func(phone, lid string) bool {
		return a.phone != "" && a.phone == phone || a.lid != "" && a.lid == lid
	}
	if w.account.Phone != "" && same(w.account.Phone, w.account.LID) {
		return w.self(), true
	}
	for _, p := range w.people {
		if same(p.Phone, p.LID) {
			return person{phone: p.Phone, lid: p.LID, registered: p.Registered, adds: p.Adds}, true
		}
	}
	for _, g := range w.groups {
		for _, m := range g.Members {
			if same(m.Phone, m.LID) {
				return person{phone: m.Phone, lid: m.LID, registered: true, adds: AddsEveryone}, true
			}
		}
	}
	if a.lid != "" {
		phone, ok := w.phones[a.lid]
		return person{phone: phone, lid: a.lid, registered: true, adds: AddsEveryone}, ok
	}
	lid, ok := w.lids[a.phone]
	if !ok {
		usual, other := spelling(a.phone)
		if _, taken := w.lids[other]; !usual || taken {
			return person{phone: a.phone}, false
		}
		lid = deriveLID(a.phone)
		w.remember(a.phone, lid)
	}
	return person{phone: a.phone, lid: lid, registered: true, adds: AddsEveryone}, true
}

// remember keeps a pair for the time after the person has left the world. A LID that comes alone keeps its phone; any other
// news replaces what was known of either.
func (w *whatsapp) remember(phone, lid string) {
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

// respell takes what a world lists for the first time as news of how WhatsApp spells it: the other spelling is forgotten. A world
// that lists both has them both remembered afterwards.
func (w *whatsapp) respell(listed map[string]string) {
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

// lookUp is find for the dialects.
func (w *whatsapp) lookUp(a address) (person, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.find(a)
}

// onWhatsapp is WhatsApp's own look-up of a number. It finds the subscriber under either spelling, and returns the one under
// which the number is registered (whatsmeow issue 874: "all server-side").
func (w *whatsapp) onWhatsapp(phone string) (registered string, ok bool) {
	if !isDigits(phone) {
		return "", false
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	_, other := spelling(phone)
	for _, candidate := range []string{phone, other} {
		if candidate == "" {
			continue
		}
		if p, known := w.find(address{phone: candidate}); known && p.registered {
			return p.phone, true
		}
	}
	return "", false
}

// knownPairs is the map of LIDs to phones that the account's device has gathered: itself, and the members of its groups
// whose phone it sees.
func (w *whatsapp) knownPairs() []pair {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pairs()
}

func (w *whatsapp) pairs() []pair {
	pairs := []pair{{lid: w.account.LID, phone: w.account.Phone}}
	for _, g := range w.groups {
		if !w.joined(g) {
			continue
		}
		for _, m := range g.Members {
			p := pair{lid: m.LID, phone: w.shown(g, m).visiblePhone()}
			if p.phone != "" && !slices.Contains(pairs, p) {
				pairs = append(pairs, p)
			}
		}
	}
	return pairs
}

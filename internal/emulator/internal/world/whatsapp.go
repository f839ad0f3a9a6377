// Package world is WhatsApp in memory, as one linked account sees it: its state and its rules. It knows nothing of
// gateways and of HTTP.
package world

import (
	"sync"
	"time"
)

// WhatsApp is the WhatsApp that an account is linked to. It is safe for concurrent use.
type WhatsApp struct {
	clock Clock

	mu       sync.Mutex
	account  Account
	startsAt time.Time // When a session that starts is connected.
	limiter  limiter
	index    *index // Nil until it is needed.
	builds   int    // How often the index was made, for the tests.
	people   []Person
	texts    string
	groups   []*LiveGroup
	revoked  map[string]bool // Invite codes that once worked.
	// lids has everybody who was ever heard of, by phone, so that nobody comes back with another LID, or under another
	// spelling.
	lids   map[string]string
	phones map[string]string // The same by LID. Empty for a LID whose phone nobody knows.
	// listeners are told of events.
	listeners []func(Event)
}

// New returns a WhatsApp that holds a state, or an error if the state breaks a rule.
func New(state State) (*WhatsApp, error) {
	w := &WhatsApp{
		revoked: map[string]bool{}, lids: map[string]string{}, phones: map[string]string{},
		limiter: newLimiter(Limits{}),
	}
	return w, w.Replace(state)
}

// Clock is the world's clock.
func (w *WhatsApp) Clock() *Clock { return &w.clock }

// State returns a deep copy of the state.
func (w *WhatsApp) State() State {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state()
}

func (w *WhatsApp) state() State {
	w.finishStart()
	state := State{Account: w.account, People: w.people, Texts: w.texts}
	for _, g := range w.groups {
		state.Groups = append(state.Groups, g.Group)
	}
	return state.clone()
}

// Change is Replace with what a function makes of the state, in one step. If it fails, nothing has changed.
func (w *WhatsApp) Change(change func(*State) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	state := w.state()
	if err := change(&state); err != nil {
		return err
	}
	return w.replace(state)
}

// Replace puts another state in place of this one, as if admins had acted: who disappeared was removed, and did not
// leave, and a code that changed was revoked.
func (w *WhatsApp) Replace(state State) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.replace(state)
}

func (w *WhatsApp) replace(state State) error {
	defer w.changed()
	c := &completer{previous: w, now: w.clock.Now()}
	state, err := c.complete(state)
	if err != nil {
		return err
	}
	w.respell(c.lids)
	for lid, phone := range c.phones {
		w.remember(phone, lid)
	}
	previous := map[string]*LiveGroup{}
	wasJoined := map[string]bool{}
	for _, g := range w.groups {
		previous[g.ID] = g
		wasJoined[g.ID] = w.joined(g)
		w.revoked[g.InviteCode] = true
	}
	// A change of something else does not start the session anew.
	goesOn := w.account.Status == StatusStarting && state.Account.Status == StatusStarting &&
		w.account.StartsForSeconds == state.Account.StartsForSeconds
	w.account, w.people, w.texts, w.groups = state.Account, state.People, state.Texts, nil
	if !goesOn {
		w.startsAt = c.now.Add(time.Duration(w.account.StartsForSeconds) * time.Second)
	}
	for _, incoming := range state.Groups {
		g := &LiveGroup{Group: incoming}
		delete(w.revoked, g.InviteCode)
		joined := w.joined(g)
		if old := previous[g.ID]; old != nil {
			g.chat, g.ShareHistory = old.chat, old.ShareHistory
		}
		if joined && !wasJoined[g.ID] {
			g.chat = true
		}
		w.groups = append(w.groups, g)
	}
	return nil
}

// self is the account as a person.
func (w *WhatsApp) self() Person {
	return Person{Phone: w.account.Phone, LID: w.account.LID, Registered: true, Adds: AddsEveryone}
}

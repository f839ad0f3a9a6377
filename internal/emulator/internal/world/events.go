package world

import "time"

// Event is something that happened to the members of a group through a gateway, as the account is told of it. What a
// test changes in the state by hand is none.
type Event struct {
	Change MemberChange
	Group  Group
	// Members are those to which it happened, as the account sees them.
	Members []Member
	// Self says that it happened to the account itself, which made, joined or left the group.
	Self bool
	At   time.Time
}

// Listen has a function called for each event from now on, while the world is locked: it must not ask the world
// anything.
func (w *WhatsApp) Listen(listener func(Event)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listeners = append(w.listeners, listener)
}

// tell tells all who listen.
func (w *WhatsApp) tell(g *LiveGroup, change MemberChange, self bool, members ...Member) {
	if len(members) == 0 {
		return
	}
	event := Event{Change: change, Group: g.clone(), Members: members, Self: self, At: w.clock.Now()}
	for _, listener := range w.listeners {
		listener(event)
	}
}

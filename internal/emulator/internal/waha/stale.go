package waha

import (
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// staleReads makes a gateway's reads lag behind its writes, as caches do that learn of a change by an event (GOWS keeps
// one in SQL; a WEBJS page has its own, WAHA issue 2067). The first read of a group after a write still shows the old
// state. This is deterministic, so that tests exercise reading back, and mild: the second read is never wrong.
type staleReads struct {
	mu   sync.Mutex
	held map[string]world.View
}

// hold keeps what a group was before a write, unless an older state still waits to be shown.
func (s *staleReads) hold(before world.View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held == nil {
		s.held = map[string]world.View{}
	}
	if _, ok := s.held[before.ID]; !ok {
		s.held[before.ID] = before
	}
}

// instead returns the old state that a read of a group has to show, if there is one.
func (s *staleReads) instead(id string) (world.View, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	view, ok := s.held[id]
	return view, ok
}

// shown says that a read has shown a group; the next one shows the truth.
func (s *staleReads) shown(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, id)
}

// clear says that all reads show the truth again.
func (s *staleReads) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held = nil
}

// read returns a group as the engine sees it now.
func (c *call) read() (world.View, error) {
	id := c.params["id"]
	if view, ok := c.stale.instead(id); ok {
		c.stale.shown(id)
		return view, nil
	}
	return c.world.Group(id)
}

// readAll returns the groups that the engine lists. The caller has to say which of them it has shown.
func (c *call) readAll() []world.View {
	var listed []world.View
	chats := c.engine.traits(c.version).chats
	for _, view := range c.world.Groups() {
		if old, ok := c.stale.instead(view.ID); ok {
			view = old
		}
		if chats && view.Chat || !chats && view.Joined {
			listed = append(listed, view)
		}
	}
	return listed
}

// aboutToWrite must come before every write to a group.
func (c *call) aboutToWrite() {
	if !c.engine.traits(c.version).stale {
		return
	}
	if view, err := c.world.Group(c.params["id"]); err == nil && view.Joined {
		c.stale.hold(view)
	}
}

package waha

import (
	"context"
	"net/http"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// NOWEB keeps what it has seen in a store only if the session is configured so. By default it has none, and with it go
// the LIDs (evidence/waha.md §4, §10.2).

// lacksStore reports whether the engine has a store that the session does not use.
func (c *call) lacksStore() bool {
	return c.engine.name() == "NOWEB" && !c.store
}

// noStore is the answer of the routes that need it. What follows the quoted setting is not known to the letter.
func noStore() wire.Answer {
	return wire.Problem(http.StatusBadRequest, "Bad Request",
		`Enable NOWEB store "config.noweb.store.enabled=True" when starting a new session`)
}

// stored is the handler of a route that needs the store.
func stored(serve handler) handler {
	return func(ctx context.Context, c *call) wire.Answer {
		if c.lacksStore() {
			return noStore()
		}
		return serve(ctx, c)
	}
}

// storedMembers are those whom NOWEB's store still has in a group though they were removed: it takes no notice of a
// removal until it asks for all groups again (evidence/waha.md §5.4).
type storedMembers struct {
	mu      sync.Mutex
	removed map[string][]world.Member // By group.
}

// keep remembers who was removed from a group.
func (s *storedMembers) keep(before, after world.View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.removed == nil {
		s.removed = map[string][]world.Member{}
	}
	for _, m := range before.Members {
		if !has(after, m) && !slices.ContainsFunc(s.removed[before.ID], same(m)) {
			s.removed[before.ID] = append(s.removed[before.ID], m)
		}
	}
}

// in is the group with those whom the store has kept.
func (s *storedMembers) in(view world.View) world.View {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, m := range s.removed[view.ID] {
		if !has(view, m) {
			view.Members = append(view.Members, m)
		}
	}
	return view
}

// clear forgets them, as a fetch of all groups does.
func (s *storedMembers) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removed = nil
}

func has(view world.View, member world.Member) bool {
	return slices.ContainsFunc(view.Members, same(member))
}

func same(as world.Member) func(world.Member) bool {
	return func(m world.Member) bool { return m.LID == as.LID }
}

package account

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// creations remembers which groups this process has made, when, and left, and which names it is making groups of.
type creations struct {
	mu    sync.Mutex
	made  map[whatsapp.JID]time.Time
	left  map[whatsapp.JID]struct{}
	names []*nameTurn
	// planned are the names of the groups that are planned.
	planned []PlannedName
	// plannedGroups counts the groups that are planned to be made.
	plannedGroups int
	// inLine are the creates that wait for their turn.
	inLine []*creation
	// inherited is the list that the last create has left.
	inherited inheritedList
}

// nameTurn is the turn of a create among those of its name. It is longer than that of a write: it lasts until it is
// known which group the create has made.
type nameTurn struct {
	name string
	over chan struct{}
}

// inheritedList is a list that a create has read at its end. It serves the create whose turn comes next, if that waited
// before the list was asked for. So it is as fresh as one that the next create could read itself.
type inheritedList struct {
	groups []whatsapp.Group
	heirs  []*creation
	turn   int64
}

// wait notes that a create waits for its turn, until end.
func (c *creations) wait(create *creation) (end func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inLine = append(c.inLine, create)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.inLine = slices.DeleteFunc(c.inLine, func(other *creation) bool { return other == create })
	}
}

func (c *creations) waiting() []*creation {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.inLine)
}

// leaveList leaves a list to one of the heirs, from a create that has the turn of that number.
func (c *creations) leaveList(groups []whatsapp.Group, heirs []*creation, turn int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inherited = inheritedList{groups, heirs, turn}
}

// listFor gives a create, which has the turn of that number, the list that the one before has left for it, or nil.
func (c *creations) listFor(create *creation, turn int64) []whatsapp.Group {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := c.inherited
	c.inherited = inheritedList{}
	if list.turn != turn-1 || !slices.Contains(list.heirs, create) {
		return nil
	}
	return list.groups
}

// takeName waits until no other create is making a group of the name.
func (c *creations) takeName(ctx context.Context, name string) (end func(), err error) {
	defer waiting(ctx)()
	for {
		c.mu.Lock()
		i := slices.IndexFunc(c.names, func(n *nameTurn) bool { return whatsapp.SameText(n.name, name) })
		if i < 0 {
			mine := &nameTurn{name, make(chan struct{})}
			c.names = append(c.names, mine)
			c.mu.Unlock()
			return func() { c.endName(mine) }, nil
		}
		over := c.names[i].over
		c.mu.Unlock()
		select {
		case <-over:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (c *creations) endName(turn *nameTurn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.names = slices.DeleteFunc(c.names, func(n *nameTurn) bool { return n == turn })
	close(turn.over)
}

func (c *creations) add(id whatsapp.JID, at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.made == nil {
		c.made = make(map[whatsapp.JID]time.Time)
	}
	c.made[id] = at
}

// madeTimes tells when this process has made groups, those that it has left included.
func (c *creations) madeTimes() map[whatsapp.JID]time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.made)
}

// plan counts a group that is planned to be made, and gives the count.
func (c *creations) plan() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.plannedGroups++
	return c.plannedGroups
}

// leave notes that the account has left a group, which lists may still show.
func (c *creations) leave(id whatsapp.JID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left == nil {
		c.left = make(map[whatsapp.JID]struct{})
	}
	c.left[id] = struct{}{}
}

// hasLeft reports whether this process has left a group.
func (c *creations) hasLeft(id whatsapp.JID) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, left := c.left[id]
	return left
}

// withoutLeft gives the groups of a list that this process has not left.
func (c *creations) withoutLeft(groups []whatsapp.Group) []whatsapp.Group {
	return c.without(groups, func(id whatsapp.JID) bool { _, left := c.left[id]; return left })
}

// withoutMade gives the groups of a list that this process has not made.
func (c *creations) withoutMade(groups []whatsapp.Group) []whatsapp.Group {
	return c.without(groups, func(id whatsapp.JID) bool { _, made := c.made[id]; return made })
}

// newSince gives the groups of a list that were not in one taken before, and that this process has not made.
func (c *creations) newSince(before map[whatsapp.JID]struct{}, groups []whatsapp.Group) []whatsapp.Group {
	return c.without(groups, func(id whatsapp.JID) bool {
		_, old := before[id]
		_, made := c.made[id]
		return old || made
	})
}

func (c *creations) without(groups []whatsapp.Group, out func(whatsapp.JID) bool) []whatsapp.Group {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(groups), func(g whatsapp.Group) bool { return out(g.ID) })
}

// PlannedName is a name that a plan gives to a group.
type PlannedName struct {
	Name string
	// Group is the group that is renamed, or empty for one that is created.
	Group whatsapp.JID
	// Twin is that the group is wanted beside another one of the name too.
	Twin bool
}

// PlanName notes that a group is planned to get a name, and lists the others that were planned in this process before
// to get the same one, unless both are wanted. Where there are several plans in a process, it lists nothing.
func (a *Account) PlanName(planned PlannedName) (others []PlannedName) {
	if a.settings.SeveralPlans {
		return nil
	}
	c := &a.creations
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.planned {
		same := whatsapp.SameText(other.Name, planned.Name)
		if same && (!planned.Twin || !other.Twin) && (planned.Group == "" || planned.Group != other.Group) {
			others = append(others, other)
		}
	}
	c.planned = append(c.planned, planned)
	return others
}

package world

import (
	"fmt"
	"slices"
	"time"
)

// joinRequests checks those who ask to join a group, and fills in what is missing. Who is a member asks no more.
func (c *completer) joinRequests(g *Group) error {
	seen := map[string]bool{}
	for i := range g.JoinRequests {
		r := &g.JoinRequests[i]
		if seen[r.LID] {
			return fmt.Errorf("join_requests[%d]: %s is there twice", i, r.LID)
		}
		seen[r.LID] = true
		if err := oneOf("method", &r.Method, AskedByInviteLink, AskedFromLinked, AskedByMember); err != nil {
			return fmt.Errorf("join_requests[%d]: %w", i, err)
		}
		if r.AddedBy != "" && !IsDigits(r.AddedBy) {
			return fmt.Errorf("join_requests[%d]: added_by %q is not digits", i, r.AddedBy)
		}
		if r.RequestedAt.IsZero() {
			r.RequestedAt = c.now.Truncate(time.Second)
		}
		r.RequestedAt = r.RequestedAt.UTC()
	}
	g.JoinRequests = slices.DeleteFunc(g.JoinRequests, func(r JoinRequest) bool { return g.IndexOf(r.person()) >= 0 })
	return nil
}

func (r JoinRequest) person() Person { return Person{Phone: r.Phone, LID: r.LID} }

// Asking is somebody who asks to join a group, as its admins see them.
type Asking struct {
	Member Member
	// AddedBy is the member who asks for them; zero if they ask themselves.
	AddedBy     Member
	Method      string
	RequestedAt time.Time
}

// JoinRequests returns those who ask to join a group, which only admins may see.
func (w *WhatsApp) JoinRequests(id string) ([]Asking, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return nil, err
	}
	all := make([]Asking, 0, len(g.JoinRequests))
	for _, r := range g.JoinRequests {
		a := Asking{Member: w.asking(g, r), Method: r.Method, RequestedAt: r.RequestedAt}
		if r.AddedBy != "" {
			p, _ := w.find(Address{Phone: r.AddedBy})
			a.AddedBy = w.shown(g, Member{Phone: p.Phone, LID: p.LID})
		}
		all = append(all, a)
	}
	return all, nil
}

// asking is somebody who asks to join, as the account sees them.
func (w *WhatsApp) asking(g *LiveGroup, r JoinRequest) Member {
	return w.shown(g, Member{Phone: r.Phone, LID: r.LID, Role: RoleMember, HidePhone: r.HidePhone})
}

// DecideJoinRequests lets people in who ask to join, or turns them away. Everybody has an outcome of their own. Who
// does not ask is not found. That a request is found by no other address than the one that the list shows is inferred,
// and so are the codes: nobody has recorded any.
func (w *WhatsApp) DecideJoinRequests(id string, approve bool, people []Address) ([]Outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return nil, err
	}
	if approve && !w.allow(&w.limiter.adds, &w.limiter.passed.Adds) {
		return nil, ErrTooMany
	}
	outcomes := make([]Outcome, 0, len(people))
	for _, a := range people {
		outcomes = append(outcomes, w.decideOne(g, approve, a))
	}
	return outcomes, nil
}

func (w *WhatsApp) decideOne(g *LiveGroup, approve bool, a Address) Outcome {
	p, _ := w.find(a)
	o := Outcome{Member: stranger(g, a, p)}
	i := slices.IndexFunc(g.JoinRequests, func(r JoinRequest) bool { return g.AddressOf(w.asking(g, r)) == a })
	switch {
	case i < 0:
		o.Code = CodeNotFound
		return o
	case !approve:
		o.Code = CodeDone
	case len(g.Members) >= g.maxMembers():
		o.Code = CodeFull
		return o
	case !w.allow(&w.limiter.people, &w.limiter.passed.People):
		o.Code = CodeTooMany
		return o
	default:
		o.Code = CodeDone
		r := g.JoinRequests[i]
		m := Member{Phone: r.Phone, LID: r.LID, Role: RoleMember, HidePhone: r.HidePhone}
		g.Members = append(g.Members, m)
		w.added(g, m)
		o.Member = w.shown(g, m)
	}
	g.JoinRequests = slices.Delete(g.JoinRequests, i, i+1)
	return o
}

// AddressOf is how the list of those who ask to join a group names one of them: by LID where the group is addressed so
// or hides the phone, else by phone. That a group by phone lists phones is inferred from how it lists its members.
func (g Group) AddressOf(m Member) Address {
	if phone := m.VisiblePhone(); phone != "" && g.AddressingMode != AddressedByLID {
		return Address{Phone: phone}
	}
	return Address{LID: m.LID}
}

// ask has the account ask to join a group. It asks once.
func (w *WhatsApp) ask(g *LiveGroup) {
	self := w.self()
	if g.requestOf(self) < 0 {
		g.JoinRequests = append(g.JoinRequests, JoinRequest{
			Phone: self.Phone, LID: self.LID, Method: AskedByInviteLink,
			RequestedAt: w.clock.Now().UTC().Truncate(time.Second),
		})
	}
}

// requestOf is the index of a person among those who ask to join, or -1.
func (g Group) requestOf(p Person) int {
	return slices.IndexFunc(g.JoinRequests, func(r JoinRequest) bool { return r.LID == p.LID })
}

// joinedOtherwise ends the request of somebody who has got in by another way. That this ends it is inferred.
func (g *Group) joinedOtherwise(p Person) {
	if i := g.requestOf(p); i >= 0 {
		g.JoinRequests = slices.Delete(g.JoinRequests, i, i+1)
	}
}

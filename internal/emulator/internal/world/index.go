package world

// index finds people, and the pairs of LID and phone that the account sees, without a walk through all groups. It is
// made when it is needed, and thrown away by whatever changes people or members.
type index struct {
	byPhone, byLID map[string]Person
	pairs          []Pair
	paired         map[Pair]bool
}

// indexed is the index of the world as it is now.
func (w *WhatsApp) indexed() *index {
	if w.index != nil {
		return w.index
	}
	w.builds++
	x := &index{byPhone: map[string]Person{}, byLID: map[string]Person{}, paired: map[Pair]bool{}}
	for _, p := range w.people {
		x.list(p)
	}
	x.pair(Pair{LID: w.account.LID, Phone: w.account.Phone})
	for _, g := range w.groups {
		joined := w.joined(g)
		for _, m := range g.Members {
			w.listMember(x, g, m, joined)
		}
	}
	w.index = x
	return x
}

// list adds a person. The first who is listed with a number or LID has it: a state's people, then members.
func (x *index) list(p Person) {
	if _, known := x.byPhone[p.Phone]; !known && p.Phone != "" {
		x.byPhone[p.Phone] = p
	}
	if _, known := x.byLID[p.LID]; !known && p.LID != "" {
		x.byLID[p.LID] = p
	}
}

func (x *index) pair(p Pair) {
	if p.Phone != "" && !x.paired[p] {
		x.paired[p] = true
		x.pairs = append(x.pairs, p)
	}
}

func (w *WhatsApp) listMember(x *index, g *LiveGroup, m Member, joined bool) {
	x.list(Person{Phone: m.Phone, LID: m.LID, Registered: true, Adds: AddsEveryone})
	if joined {
		x.pair(Pair{LID: m.LID, Phone: w.shown(g, m).VisiblePhone()})
	}
}

// added adds a member to the index, if there is one, of a group that the account is in.
func (w *WhatsApp) added(g *LiveGroup, m Member) {
	if w.index != nil {
		w.listMember(w.index, g, m, true)
	}
}

// changed throws the index away. Adding somebody does not need it.
func (w *WhatsApp) changed() { w.index = nil }

package account

import (
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Stage is what is known of a resource that has a person. A resource never goes back to an earlier stage: Terraform
// may read what it has planned to destroy already.
type Stage int

// The stages, in their order.
const (
	// Seen is a resource that was read, and of which no plan is known yet.
	Seen Stage = iota + 1
	// Staying is one that is planned, and that keeps its person.
	Staying
	// Coming is one that is planned to be created.
	Coming
	// Keeping is one that is dropped and leaves its person in the group, whatever the others do.
	Keeping
	// Leaving is one that lets its person go.
	Leaving
	// Gone is one that has let its person go.
	Gone
)

// Holder is a resource that has a person of a group.
type Holder struct {
	// Token tells the resource from all others.
	Token  string
	Group  whatsapp.JID
	Person whatsapp.Person
	// Written is how the user wrote the person.
	Written string
	Role    whatsapp.Role
	Stage   Stage
	// Known are those others that a leaving one knows to have the person too.
	Known []Holder
	// Replaced says that something takes the place of a leaving one. What its plan knows may then be lost on the way to
	// the apply, except Lasting.
	Replaced bool
	Lasting  []Holder
	// Stranger says of a leaving one that it never had the person: an exclusive map has found them in the group.
	Stranger bool
	// mayGo says of one that is seen that something was planned to be created since. It may be what takes its place:
	// Terraform plans what is tainted as if it were not there.
	mayGo bool
}

// Holders knows the resources that have people of groups, as far as one process has met them. Several may have one
// person: then the last one that leaves removes the person. The zero value knows nobody.
type Holders struct {
	// SeveralPlans is as in the settings of the account.
	SeveralPlans bool

	mu      sync.Mutex
	byToken map[string]*Holder
	byName  map[nameInGroup][]*Holder
	// unplanned are those that were read, and of which no plan is known.
	unplanned map[whatsapp.JID]map[string]*Holder
}

// nameInGroup is one name of a person in a group. Whoever is the same person has one of them in common.
type nameInGroup struct {
	group whatsapp.JID
	name  string
}

// Enter notes a resource, or what is new of one that is known: its stage only if that is a later one. It returns the
// others that have the person, with those that are gone. Where there are several plans in a process, one that is yet to
// be created is not noted: the next plan has another token for it.
func (h *Holders) Enter(holder Holder) (others []Holder) {
	if h.SeveralPlans && holder.Stage == Coming {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return snapshot(h.others(h.enter(holder)))
}

// Leave is Enter for a resource that is dropped: it lets its person go, unless it is Keeping. What it knows of others
// is what it has been told in Known and who else has the person by now. It returns that.
func (h *Holders) Leave(holder Holder) (known []Holder) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if holder.Stage != Keeping {
		holder.Stage = Leaving
	}
	entry := h.enter(holder)
	entry.Known, entry.Replaced, entry.Lasting = nil, holder.Replaced, holder.Lasting
	entry.Stranger = holder.Stranger
	for _, other := range h.others(entry) {
		if other.Stage != Gone {
			entry.Known = append(entry.Known, other.note())
		}
	}
	for _, told := range holder.Known {
		if !hasToken(entry.Known, told.Token) {
			entry.Known = append(entry.Known, told)
		}
	}
	return slices.Clone(entry.Known)
}

// LeaveAgain is Leave for a resource that is known already, by its token. It reports whether it is.
func (h *Holders) LeaveAgain(token string) (known []Holder, found bool) {
	h.mu.Lock()
	entry := h.byToken[token]
	var holder Holder
	if entry != nil {
		holder = *entry
	}
	h.mu.Unlock()
	if entry == nil {
		return nil, false
	}
	return h.Leave(holder), true
}

// MayGo lists the resources of a group that were read and not planned, each with the others that it knows. One of them
// may be what a resource replaces that is planned as if it were new.
func (h *Holders) MayGo(group whatsapp.JID) []Holder {
	h.mu.Lock()
	defer h.mu.Unlock()
	var may []Holder
	for _, entry := range h.unplanned[group] {
		entry.mayGo = true
		note := entry.note()
		note.Known = snapshot(h.others(entry))
		may = append(may, note)
	}
	return may
}

// Forget takes back that a resource was seen: there is nothing that it has.
func (h *Holders) Forget(token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := h.byToken[token]
	if entry == nil || entry.Stage != Seen {
		return
	}
	delete(h.byToken, token)
	delete(h.unplanned[entry.Group], token)
	for _, name := range namesOf(entry.Group, entry.Person) {
		h.byName[name] = slices.DeleteFunc(h.byName[name], func(other *Holder) bool { return other == entry })
	}
}

// Remaining lists who still has the person of a leaving resource. Where there is somebody, the resource is gone from
// now on. Where there is nobody, it is the last one: the person is to be removed, and Gone to be called afterwards.
// Whoever asks holds the account's turn, so that two that leave cannot both rely on the other.
func (h *Holders) Remaining(token string) []Holder {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := h.byToken[token]
	if entry == nil {
		return nil
	}
	others := h.others(entry)
	remaining := append(snapshot(others), entry.Known...)
	for _, other := range others {
		// What another one that leaves knows counts too: who stays may have been met by that one alone.
		remaining = append(remaining, other.Known...)
	}
	var still []Holder
	for _, other := range remaining {
		if other.Token != token && !h.isGone(other.Token) && other.Stage != Gone && !hasToken(still, other.Token) {
			still = append(still, other)
		}
	}
	if len(still) > 0 {
		entry.Stage = Gone
	}
	return still
}

// Gone notes that a resource has let its person go.
func (h *Holders) Gone(token string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if entry := h.byToken[token]; entry != nil {
		entry.Stage = Gone
	}
}

// IsRobbed reports whether the person of a resource that stays is removed, or was, by others that leave and know
// nobody who stays.
func (h *Holders) IsRobbed(token string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	entry := h.byToken[token]
	if entry == nil {
		return false
	}
	leaving := false
	for _, other := range h.others(entry) {
		if other.Stage == Seen && other.mayGo {
			leaving = true
			continue
		}
		if other.Stage < Leaving {
			continue
		}
		leaving = true
		if h.someStay(other.Known) && (!other.Replaced || h.someStay(other.Lasting)) {
			return false
		}
	}
	return leaving
}

// someStay reports whether one of those that are known does not let its person go. The caller holds the lock.
func (h *Holders) someStay(known []Holder) bool {
	return slices.ContainsFunc(known, func(k Holder) bool {
		entry := h.byToken[k.Token]
		return entry == nil || entry.Stage < Leaving
	})
}

// enter finds or makes the entry of a holder. The caller holds the lock.
func (h *Holders) enter(holder Holder) *Holder {
	if h.byToken == nil {
		h.byToken, h.byName = make(map[string]*Holder), make(map[nameInGroup][]*Holder)
		h.unplanned = make(map[whatsapp.JID]map[string]*Holder)
	}
	entry := h.byToken[holder.Token]
	if entry == nil {
		entry = &holder
		h.byToken[holder.Token] = entry
	} else {
		entry.Person = entry.Person.Or(holder.Person)
		entry.Stage = max(entry.Stage, holder.Stage)
	}
	if h.unplanned[entry.Group] == nil {
		h.unplanned[entry.Group] = make(map[string]*Holder)
	}
	if entry.Stage == Seen {
		h.unplanned[entry.Group][entry.Token] = entry
	} else {
		delete(h.unplanned[entry.Group], entry.Token)
	}
	for _, name := range namesOf(entry.Group, entry.Person) {
		if !slices.Contains(h.byName[name], entry) {
			h.byName[name] = append(h.byName[name], entry)
		}
	}
	return entry
}

// others are the other entries of the same person. The caller holds the lock.
func (h *Holders) others(entry *Holder) []*Holder {
	var others []*Holder
	for _, name := range namesOf(entry.Group, entry.Person) {
		for _, other := range h.byName[name] {
			if other != entry && other.Person.Same(entry.Person) && !slices.Contains(others, other) {
				others = append(others, other)
			}
		}
	}
	return others
}

// isGone reports whether a resource is known to have let its person go. The caller holds the lock.
func (h *Holders) isGone(token string) bool {
	entry := h.byToken[token]
	return entry != nil && entry.Stage == Gone
}

// note is what others keep of a holder.
func (h *Holder) note() Holder {
	return Holder{Token: h.Token, Written: h.Written, Role: h.Role, Stage: h.Stage, Stranger: h.Stranger}
}

func snapshot(entries []*Holder) []Holder {
	copies := make([]Holder, len(entries))
	for i, entry := range entries {
		copies[i] = entry.note()
	}
	return copies
}

func hasToken(holders []Holder, token string) bool {
	return slices.ContainsFunc(holders, func(h Holder) bool { return h.Token == token })
}

// namesOf are the names of a person: every spelling of the number, and the LID.
func namesOf(group whatsapp.JID, person whatsapp.Person) []nameInGroup {
	var names []nameInGroup
	for _, spelling := range person.Phone.Spellings() {
		names = append(names, nameInGroup{group, string(spelling)})
	}
	if person.LID != "" {
		names = append(names, nameInGroup{group, string(person.LID)})
	}
	return names
}

package world

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"time"
)

// LiveGroup is a group with the part of its state that the JSON does not have.
type LiveGroup struct {
	Group
	ShareHistory bool // Members may share history with newcomers.
	chat         bool // The account has a chat for it. A chat outlives the membership.
	// private are the codes for people whom WhatsApp did not let the account add, by phone.
	private map[string]string
}

// Create makes a group with the account as its creator, and tries to add the others. The group comes into being even if
// nobody can be added.
func (w *WhatsApp) Create(name string, invitees []Address) (View, []Outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name, err := w.name(name)
	if err != nil {
		return View{}, nil, err
	}
	if !w.allow(&w.limiter.groups, &w.limiter.passed.Groups) {
		return View{}, nil, ErrTooMany
	}
	g := &LiveGroup{chat: true, Group: Group{
		ID:                   newGroupID(),
		Kind:                 KindGroup,
		Name:                 name,
		MemberAddMode:        AddModeMembers,
		DisappearingMessages: DisappearingOff,
		AddressingMode:       AddressedByPhone,
		InviteCode:           newCode(),
		CreatedAt:            w.clock.Now().UTC().Truncate(time.Second),
		Owner:                w.account.Phone,
		Members:              []Member{{Phone: w.account.Phone, LID: w.account.LID, Role: RoleSuperadmin}},
	}}
	w.groups = append(w.groups, g)
	w.changed()
	outcomes := make([]Outcome, 0, len(invitees))
	for _, invitee := range invitees {
		outcomes = append(outcomes, w.addOne(g, invitee))
	}
	w.tell(g, AddMember, true, g.Members[0])
	return w.view(g), outcomes, nil
}

// Leave takes the account out of a group. WhatsApp has no way to delete a group: it lives on, and if no admin is left,
// a member becomes one.
func (w *WhatsApp) Leave(id string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asMember(id)
	if err != nil {
		return err
	}
	i := g.IndexOf(w.self())
	self := g.Members[i]
	g.Members = append(g.Members[:i], g.Members[i+1:]...)
	w.changed()
	w.tell(g, RemoveMember, true, self)
	for _, m := range g.Members {
		if m.IsAdmin() {
			return nil
		}
	}
	if len(g.Members) > 0 {
		g.Members[0].setRole(RoleAdmin)
	}
	return nil
}

// DeleteChat removes a group from the account's chats, and from nothing else. It reports whether there was such a chat.
func (w *WhatsApp) DeleteChat(id string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.group(id)
	if g == nil || !g.chat {
		return false
	}
	g.chat = false
	return true
}

func (w *WhatsApp) group(id string) *LiveGroup {
	for _, g := range w.groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// joined reports whether the account is in a group.
func (w *WhatsApp) joined(g *LiveGroup) bool {
	return g.IndexOf(w.self()) >= 0
}

// asMember returns a group that the account is in.
func (w *WhatsApp) asMember(id string) (*LiveGroup, error) {
	g := w.group(id)
	if g == nil {
		return nil, ErrNoSuchGroup
	}
	if !w.joined(g) {
		return nil, ErrNotMember
	}
	return g, nil
}

// asAdmin returns a group that the account is an admin of.
func (w *WhatsApp) asAdmin(id string) (*LiveGroup, error) {
	g, err := w.asMember(id)
	if err != nil {
		return nil, err
	}
	if !g.Members[g.IndexOf(w.self())].IsAdmin() {
		return nil, ErrNotAdmin
	}
	return g, nil
}

// newGroupID makes a group id in WhatsApp's present form. It is random, so that an emulator that starts again does not
// hand out ids that are still in somebody's state file.
func newGroupID() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000_000))
	if err != nil {
		panic(err) // crypto/rand never fails on the systems that Go supports.
	}
	return fmt.Sprintf("120363%012d@g.us", n)
}

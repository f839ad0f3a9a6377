package emulator

import (
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"sync"
	"time"
)

// WhatsApp's limits, from its own client's properties group_max_subject and group_description_length and its announcement
// of 2022-11.
const (
	maxName        = 100
	maxDescription = 2048
	maxMembers     = 1024
)

// What WhatsApp refuses. Each dialect says it in its gateway's words.
var (
	errNoSuchGroup = errors.New("no such group")
	errNotMember   = errors.New("not a member of the group")
	errNotAdmin    = errors.New("not an admin of the group")
	errTooLong     = errors.New("text too long")
	errGroupFull   = errors.New("group is full")
	errLinkRevoked = errors.New("invite link was revoked")
	errLinkInvalid = errors.New("invite link is not valid")
	errConflict    = errors.New("somebody else has changed it meanwhile")
	errBadRequest  = errors.New("malformed id") // It fails a whole request (WAHA issues 266 and 359).
)

// whatsapp is WhatsApp in memory, as one linked account sees it: the state and its rules. It knows nothing of gateways and
// of HTTP. It is safe for concurrent use.
type whatsapp struct {
	mu      sync.Mutex
	account Account
	people  []Person
	groups  []*group
	revoked map[string]bool // Invite codes that once worked.
	// By phone, of everybody who was ever heard of, so that nobody comes back with another LID, or under another spelling.
	lids   map[string]string
	phones map[string]string // The same by LID. Empty for a LID whose phone nobody knows.
}

// group is a group with the part of its state that the world's JSON does not have.
type group struct {
	Group
	chat         bool // The account has a chat for it. A chat outlives the membership.
	pending      bool // The account has asked to join and waits for an admin.
	shareHistory bool // Members may share history with newcomers.
}

// groupView is a group as it was at one moment, for the linked account to look at.
type groupView struct {
	Group
	joined       bool // The account is a member.
	admin        bool // The account is an admin.
	chat         bool
	owner        Member // The creator, who need not be a member any more; zero if unknown.
	shareHistory bool
}

func newWhatsapp(world World) (*whatsapp, error) {
	w := &whatsapp{revoked: map[string]bool{}, lids: map[string]string{}, phones: map[string]string{}}
	return w, w.replace(world)
}

// world returns a deep copy of the state.
func (w *whatsapp) world() World {
	w.mu.Lock()
	defer w.mu.Unlock()
	world := World{Account: w.account, People: w.people}
	for _, g := range w.groups {
		world.Groups = append(world.Groups, g.Group)
	}
	return world.clone()
}

// replace puts another world in place of this one, as if admins had acted: what disappeared was removed, not left, and a
// code that changed was revoked.
func (w *whatsapp) replace(world World) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	c := &completer{previous: w, now: time.Now()}
	world, err := c.complete(world)
	if err != nil {
		return err
	}
	w.respell(c.lids)
	for lid, phone := range c.phones {
		w.remember(phone, lid)
	}
	previous := map[string]*group{}
	wasJoined := map[string]bool{}
	for _, g := range w.groups {
		previous[g.ID] = g
		wasJoined[g.ID] = w.joined(g)
		w.revoked[g.InviteCode] = true
	}
	w.account, w.people, w.groups = world.Account, world.People, nil
	for _, incoming := range world.Groups {
		g := &group{Group: incoming}
		delete(w.revoked, g.InviteCode)
		joined := w.joined(g)
		if old := previous[g.ID]; old != nil {
			g.chat, g.pending, g.shareHistory = old.chat, old.pending && !joined, old.shareHistory
		}
		if joined && !wasJoined[g.ID] {
			g.chat = true
		}
		w.groups = append(w.groups, g)
	}
	return nil
}

// me returns the linked account.
func (w *whatsapp) me() Account {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.account
}

// logOut unlinks the account, as the phone's owner can at any time.
func (w *whatsapp) logOut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.account.Status = StatusLoggedOut
}

// views returns every group there is, whether the account is in it or not.
func (w *whatsapp) views() []groupView {
	w.mu.Lock()
	defer w.mu.Unlock()
	views := make([]groupView, 0, len(w.groups))
	for _, g := range w.groups {
		views = append(views, w.view(g))
	}
	return views
}

// viewOf returns one group, or errNoSuchGroup.
func (w *whatsapp) viewOf(id string) (groupView, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g := w.group(id)
	if g == nil {
		return groupView{}, errNoSuchGroup
	}
	return w.view(g), nil
}

// joinedView returns a group that the account is in.
func (w *whatsapp) joinedView(id string) (groupView, error) {
	view, err := w.viewOf(id)
	if err == nil && !view.joined {
		return groupView{}, errNotMember
	}
	return view, err
}

// joinedViews returns the groups that the account is in.
func (w *whatsapp) joinedViews() []groupView {
	return slices.DeleteFunc(w.views(), func(view groupView) bool { return !view.joined })
}

func (w *whatsapp) view(g *group) groupView {
	view := groupView{Group: g.clone(), chat: g.chat, shareHistory: g.shareHistory}
	for i, m := range view.Members {
		view.Members[i] = w.shown(g, m)
	}
	if i := g.member(w.self()); i >= 0 {
		view.joined, view.admin = true, g.Members[i].admin()
	}
	if g.Owner != "" {
		p, _ := w.find(address{phone: g.Owner})
		view.owner = w.shown(g, Member{Phone: p.phone, LID: p.lid})
		if i := g.member(p); i >= 0 {
			view.owner = view.Members[i]
		}
	}
	return view
}

// shown is a member as the account sees them: a group that hides phones hides everybody's but the account's own. It is decided
// at every look and never stored, so that whoever does not hide themselves is seen again as soon as the group hides nobody.
func (w *whatsapp) shown(g *group, m Member) Member {
	m.HidePhone = m.HidePhone || g.HidesPhones && m.LID != w.account.LID
	return m
}

func (w *whatsapp) group(id string) *group {
	for _, g := range w.groups {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// self is the account as a person.
func (w *whatsapp) self() person {
	return person{phone: w.account.Phone, lid: w.account.LID, registered: true, adds: AddsEveryone}
}

func (w *whatsapp) joined(g *group) bool {
	return g.member(w.self()) >= 0
}

// asMember returns a group that the account is in.
func (w *whatsapp) asMember(id string) (*group, error) {
	g := w.group(id)
	if g == nil {
		return nil, errNoSuchGroup
	}
	if !w.joined(g) {
		return nil, errNotMember
	}
	return g, nil
}

// asAdmin returns a group that the account is an admin of.
func (w *whatsapp) asAdmin(id string) (*group, error) {
	g, err := w.asMember(id)
	if err != nil {
		return nil, err
	}
	if !g.Members[g.member(w.self())].admin() {
		return nil, errNotAdmin
	}
	return g, nil
}

// newGroupID makes a group id in WhatsApp's present form. It is random, so that a restarted emulator does not hand out ids
// that somebody still has in a state file.
func newGroupID() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000_000_000))
	if err != nil {
		panic(err) // crypto/rand never fails on the systems that Go supports.
	}
	return fmt.Sprintf("120363%012d@g.us", n)
}

// newCode makes an invite code: 22 letters and digits, as WhatsApp's are.
func newCode() string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	code := make([]byte, 22)
	for i := range code {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			panic(err)
		}
		code[i] = alphabet[n.Int64()]
	}
	return string(code)
}

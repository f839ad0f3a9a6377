package world

import (
	"crypto/rand"
	"math/big"
)

// InviteCode returns the code of a group's invite link, which only admins may see.
func (w *WhatsApp) InviteCode(id string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return "", err
	}
	return g.InviteCode, nil
}

// RevokeInvite makes a new code. The old one is dead.
func (w *WhatsApp) RevokeInvite(id string) (string, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return "", err
	}
	w.revoked[g.InviteCode] = true
	g.InviteCode = newCode()
	return g.InviteCode, nil
}

// InvitedTo returns the group that a code leads to.
func (w *WhatsApp) InvitedTo(code string) (View, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.byCode(code)
	if err != nil {
		return View{}, err
	}
	view := w.view(g)
	if !view.Joined {
		// WhatsApp shows outsiders a few at most. How many is inferred.
		view.Members = view.Members[:min(len(view.Members), shownToOutsiders)]
	}
	return view, nil
}

// shownToOutsiders is how many members of a group its invite shows.
const shownToOutsiders = 4

// Join enters a group by its code. If an admin has to approve newcomers, the account only waits for one; the answer is
// the same. If the account is in the group already, nothing changes: WhatsApp refuses and does not say which group that
// is. The group is returned for a gateway that looks before it asks.
func (w *WhatsApp) Join(code string) (View, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.byCode(code)
	switch {
	case err != nil:
		return View{}, err
	case w.joined(g):
		return w.view(g), ErrAlreadyIn
	case len(g.Members) >= g.maxMembers():
		return View{}, ErrGroupFull
	case g.JoinApprovalRequired:
		w.ask(g)
	default:
		g.Members = append(g.Members, Member{Phone: w.account.Phone, LID: w.account.LID, Role: RoleMember})
		w.changed()
		g.joinedOtherwise(w.self())
		g.chat = true
		w.tell(g, AddMember, true, g.Members[len(g.Members)-1])
	}
	return w.view(g), nil
}

// SendInvitation notes that a person has got a code by which they can join a group. It takes the code of a person whom
// WhatsApp did not let the account add, and that of the group's link.
func (w *WhatsApp) SendInvitation(to Address, code string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	p, known := w.find(to)
	if !known || !p.Registered {
		return ErrBadRequest
	}
	for _, g := range w.groups {
		if g.InviteCode == code || g.private[p.Phone] == code {
			g.Invited = append(g.Invited, p.Phone)
			return nil
		}
	}
	return ErrLinkInvalid
}

// NoteInvited notes that a gateway has sent invitations by itself.
func (w *WhatsApp) NoteInvited(id string, outcomes []Outcome) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, g := range w.groups {
		for _, o := range outcomes {
			if g.ID == id && o.Code == CodePrivate {
				g.Invited = append(g.Invited, o.Member.Phone)
			}
		}
	}
}

// byCode returns the group that a code leads to.
func (w *WhatsApp) byCode(code string) (*LiveGroup, error) {
	for _, g := range w.groups {
		if g.InviteCode == code {
			return g, nil
		}
	}
	if w.revoked[code] {
		return nil, ErrLinkRevoked
	}
	return nil, ErrLinkInvalid
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

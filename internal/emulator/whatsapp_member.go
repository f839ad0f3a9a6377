package emulator

import (
	"slices"
	"time"
)

// What WhatsApp says about one person of a request.
const (
	codeDone         = 200
	codePrivate      = 403 // The person lets nobody add them; an invitation may be sent instead.
	codeNotFound     = 404 // Not on WhatsApp, or not in the group.
	codeNotAllowed   = 405 // The group's creator can be neither removed nor demoted.
	codeRecentlyLeft = 408
	codeMember       = 409 // Already in the group.
	codeFull         = 419
)

// invitationValidity is how long a private invitation can be accepted.
const invitationValidity = 3 * 24 * time.Hour

// memberChange is what can be done to the members of a group.
type memberChange int

const (
	addMember memberChange = iota
	removeMember
	promoteMember
	demoteMember
)

// outcome is what became of one person of a request.
type outcome struct {
	member     Member // As the account sees the person, who need not be one.
	code       int
	invitation invitation // Only with codePrivate.
}

// invitation lets a person who cannot be added join by themselves.
type invitation struct {
	code    string
	expires time.Time
}

// changeMembers does one thing to several people. Each has their own outcome; the error is for the request as a whole.
//
// Only admins add. WhatsApp lets plain members add too while member_add_mode is all_member_add; the emulator is the stricter
// of the two, so that an account that has lost its rights is always noticed.
func (w *whatsapp) changeMembers(id string, change memberChange, people []address) ([]outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return nil, err
	}
	outcomes := make([]outcome, 0, len(people))
	for _, a := range people {
		if change == addMember {
			outcomes = append(outcomes, w.addOne(g, a))
		} else {
			outcomes = append(outcomes, w.changeOne(g, change, a))
		}
	}
	return outcomes, nil
}

func (w *whatsapp) addOne(g *group, a address) outcome {
	p, known := w.find(a)
	o := outcome{member: stranger(g, a, p)}
	switch i := g.member(p); {
	case !known || !p.registered:
		o.code = codeNotFound
	case i >= 0:
		o.code, o.member = codeMember, w.shown(g, g.Members[i])
	case len(g.Members) >= maxMembers:
		o.code = codeFull
	case p.phone != "" && slices.Contains(g.RecentlyLeft, p.phone):
		o.code = codeRecentlyLeft
	case p.adds == AddsNobody:
		o.code = codePrivate
		o.invitation = invitation{code: newCode()[:16], expires: time.Now().Add(invitationValidity).UTC().Truncate(time.Second)}
	default:
		o.code = codeDone
		// Whoever is added by a LID whose phone the account cannot see stays hidden.
		hidden := a.lid != "" && !slices.Contains(w.pairs(), pair{lid: p.lid, phone: p.phone})
		m := Member{Phone: p.phone, LID: p.lid, Role: RoleMember, HidePhone: hidden}
		g.Members = append(g.Members, m)
		o.member = w.shown(g, m)
	}
	return o
}

func (w *whatsapp) changeOne(g *group, change memberChange, a address) outcome {
	p, known := w.find(a)
	o := outcome{member: stranger(g, a, p), code: codeDone}
	i := g.member(p)
	if !known || i < 0 {
		o.code = codeNotFound
		return o
	}
	m := &g.Members[i]
	creator := m.Role == RoleSuperadmin
	switch {
	case creator && change != promoteMember, change == removeMember && p.lid == w.account.LID:
		o.code = codeNotAllowed
	case change == promoteMember && !creator:
		m.Role = RoleAdmin
	case change == demoteMember:
		m.Role = RoleMember
	}
	o.member = w.shown(g, *m)
	if change == removeMember && o.code == codeDone {
		g.Members = slices.Delete(g.Members, i, i+1)
	}
	return o
}

// stranger is somebody who is not in the group, as an answer names them. Whoever was asked about by LID is not given away by
// phone; and where the group hides phones, whoever was asked about by phone is not given away by LID, as they may be a member
// tomorrow.
func stranger(g *group, a address, p person) Member {
	m := Member{Phone: p.phone, LID: p.lid, Role: RoleMember, HidePhone: a.lid != ""}
	if g.HidesPhones && a.phone != "" {
		m.LID = ""
	}
	return m
}

package world

import (
	"slices"
	"time"
)

// The codes with which WhatsApp says what became of one person of a request.
const (
	CodeDone          = 200
	CodePrivate       = 403 // The person lets nobody add them; an invitation may be sent instead.
	CodeNotFound      = 404 // Not on WhatsApp, or not in the group.
	CodeNotAllowed    = 405 // The group's creator can be neither removed nor demoted.
	CodeRecentlyLeft  = 408
	CodeAlreadyMember = 409 // The person is in the group already.
	CodeFull          = 419
	CodeTooMany       = 429 // Too many people were added.
)

// invitationValidity is how long a private invitation can be accepted.
const invitationValidity = 3 * 24 * time.Hour

// MemberChange is what can be done to the members of a group.
type MemberChange int

const (
	AddMember MemberChange = iota
	RemoveMember
	PromoteMember
	DemoteMember
)

// Outcome is what became of one person of a request.
type Outcome struct {
	Member     Member // As the account sees the person, who need not be a member.
	Code       int
	Invitation Invitation // Only with CodePrivate.
}

// Invitation is what a person who cannot be added can join with.
type Invitation struct {
	Code    string
	Expires time.Time
}

// ChangeMembers does one thing to several people. Each has their own outcome; the error is for the request as a whole.
//
// Only admins can add. WhatsApp lets plain members add too while member_add_mode is all_member_add. The emulator is
// stricter, so that an account that has lost its rights is always noticed.
func (w *WhatsApp) ChangeMembers(id string, change MemberChange, people []Address) ([]Outcome, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	g, err := w.asAdmin(id)
	if err != nil {
		return nil, err
	}
	if g.Kind == KindCommunity {
		return nil, ErrBadRequest
	}
	if change == AddMember && !w.allow(&w.limiter.adds, &w.limiter.passed.Adds) {
		return nil, ErrTooMany
	}
	if change == RemoveMember {
		// Until all are out, the index still finds those who are: they are the same people.
		defer w.changed()
	}
	outcomes := make([]Outcome, 0, len(people))
	var changed []Member
	for _, a := range people {
		var outcome Outcome
		if change == AddMember {
			outcome = w.addOne(g, a)
		} else {
			outcome = w.changeOne(g, change, a)
		}
		if outcome.Code == CodeDone {
			changed = append(changed, outcome.Member)
		}
		outcomes = append(outcomes, outcome)
	}
	w.tell(g, change, false, changed...)
	return outcomes, nil
}

// addOne adds a person, if WhatsApp lets them be added.
func (w *WhatsApp) addOne(g *LiveGroup, a Address) Outcome {
	p, known := w.find(a)
	o := Outcome{Member: stranger(g, a, p)}
	switch i := g.IndexOf(p); {
	case !known || !p.Registered:
		o.Code = CodeNotFound
	case i >= 0:
		o.Code, o.Member = CodeAlreadyMember, w.shown(g, g.Members[i])
	case len(g.Members) >= g.maxMembers():
		o.Code = CodeFull
	case p.Phone != "" && slices.Contains(g.RecentlyLeft, p.Phone):
		o.Code = CodeRecentlyLeft
	case p.Adds == AddsNobody:
		o.Code = CodePrivate
		expires := w.clock.Now().Add(invitationValidity).UTC().Truncate(time.Second)
		o.Invitation = Invitation{Code: newCode()[:16], Expires: expires}
		if g.private == nil {
			g.private = make(map[string]string)
		}
		g.private[p.Phone] = o.Invitation.Code
	case !w.allow(&w.limiter.people, &w.limiter.passed.People):
		o.Code = CodeTooMany
	default:
		o.Code = CodeDone
		// Who is added by a LID whose phone the account cannot see stays hidden.
		hidden := a.LID != "" && !w.indexed().paired[Pair{LID: p.LID, Phone: p.Phone}]
		m := Member{Phone: p.Phone, LID: p.LID, Role: RoleMember, HidePhone: hidden}
		g.Members = append(g.Members, m)
		g.joinedOtherwise(p)
		w.added(g, m)
		o.Member = w.shown(g, m)
	}
	return o
}

// changeOne removes, promotes or demotes a member.
func (w *WhatsApp) changeOne(g *LiveGroup, change MemberChange, a Address) Outcome {
	p, known := w.find(a)
	o := Outcome{Member: stranger(g, a, p), Code: CodeDone}
	i := g.IndexOf(p)
	if !known || i < 0 {
		o.Code = CodeNotFound
		return o
	}
	m := &g.Members[i]
	creator := m.Role == RoleSuperadmin
	switch {
	case creator && change != PromoteMember, change == RemoveMember && p.LID == w.account.LID:
		o.Code = CodeNotAllowed
	case change == PromoteMember && !creator:
		m.setRole(RoleAdmin)
	case change == DemoteMember:
		m.setRole(RoleMember)
	}
	o.Member = w.shown(g, *m)
	if change == RemoveMember && o.Code == CodeDone {
		g.Members = slices.Delete(g.Members, i, i+1)
	}
	return o
}

// stranger is a person who is not in the group, as an answer names them. If the request named a LID, the answer does
// not tell the phone. If it named a phone and the group hides phones, the answer does not tell the LID, because the
// person may become a member.
func stranger(g *LiveGroup, a Address, p Person) Member {
	m := Member{Phone: p.Phone, LID: p.LID, Role: RoleMember, HidePhone: a.LID != ""}
	if g.HidesPhones && a.Phone != "" {
		m.LID = ""
	}
	return m
}

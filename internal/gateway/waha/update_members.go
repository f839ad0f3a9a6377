package waha

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// UpdateMembers sends one action for all the people.
func (a *Adapter) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if len(people) == 0 {
		return nil, nil
	}
	ids, err := participants(people)
	if err != nil {
		return nil, err
	}
	var segments []string
	switch action {
	case whatsapp.AddMembers, whatsapp.RemoveMembers:
		segments = []string{"participants", string(action)}
	case whatsapp.PromoteMembers, whatsapp.DemoteMembers:
		segments = []string{"admin", string(action)}
	default:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: fmt.Sprintf("%q is no action", action)}
	}
	c := a.onGroup(http.MethodPost, group, segments...)
	c.ability = whatsapp.ChangeMembers
	c.body = fields{"participants": ids}
	body, err := a.do(ctx, c)
	if err != nil {
		return aboutOne(action, people, err)
	}
	if err := a.refusedIfText(c, body); err != nil {
		return nil, err
	}
	if err := refusedIfFalse(body); err != nil {
		return nil, err
	}
	if err := a.answered(ctx, action, body); err != nil {
		return nil, err
	}
	m := newMatching(people, decodeRows(body))
	a.matchAll(ctx, m)
	m.matchPlaces()
	return m.outcomes(action), nil
}

// participants are always objects: WAHA takes strings with a 201 and makes garbage of them. Digits with @c.us are
// understood by all engines; a "+" makes NOWEB's whole call a bad-request (waha#266).
func participants(people []whatsapp.Person) ([]fields, error) {
	ids := make([]fields, 0, len(people))
	for _, person := range people {
		switch {
		case person.Phone != "":
			ids = append(ids, fields{"id": string(person.Phone) + "@c.us"})
		case person.LID != "":
			ids = append(ids, fields{"id": string(person.LID)})
		default:
			return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "a person has neither number nor LID"}
		}
	}
	return ids, nil
}

// answered fails on an answer that is empty where the engine has more to say. With NOWEB, [] is what WhatsApp's silence
// looks like after 120 s. WPP really answers removals and demotions with nothing.
func (a *Adapter) answered(ctx context.Context, action whatsapp.MemberAction, body []byte) error {
	if !isNothing(body) && !bytes.Equal(body, []byte("[]")) {
		return nil
	}
	if isNothing(body) && action != whatsapp.AddMembers {
		if s, err := a.knownServer(ctx); err == nil && s.engine == engineWPP {
			return nil
		}
	}
	return unclear("it tells no outcome: WhatsApp may not have answered it")
}

// aboutOne handles the errors of wa-js (WPP) that are about one of the people. It checks all of them before it does
// anything, so that with several people the caller has to split, as for a bad number.
func aboutOne(action whatsapp.MemberAction, people []whatsapp.Person, err error) ([]whatsapp.Outcome, error) {
	stranger, already := mentions(err, notAMember), mentions(err, alreadyAnAdmin) || mentions(err, notAnAdmin)
	if !stranger && !already {
		return nil, err
	}
	if len(people) > 1 {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "one of the people keeps WAHA from handling the others"}
	}
	outcome := whatsapp.Outcome{Person: people[0]}
	if stranger && action != whatsapp.RemoveMembers {
		outcome.Err = &whatsapp.Error{Kind: whatsapp.ErrNotMember}
	}
	return []whatsapp.Outcome{outcome}, nil
}

// matching finds the row of each person.
type matching struct {
	people []whatsapp.Person
	rows   []row
	// rowOf has the index of a person's row, or -1.
	rowOf []int
	used  []bool
}

func newMatching(people []whatsapp.Person, rows []row) *matching {
	m := &matching{people: people, rows: rows, rowOf: make([]int, len(people)), used: make([]bool, len(rows))}
	for i := range m.rowOf {
		m.rowOf[i] = -1
	}
	return m
}

// matchAll goes by number and LID.
func (a *Adapter) matchAll(ctx context.Context, m *matching) {
	// The exact digits go first: two spellings of one number may both be among the people.
	m.match(samePhone)
	m.match(sameSomehow)
	for i, r := range m.rows {
		// WhatsApp answers with the LID where the number was asked for. What was refused is worth a look into the map.
		if m.used[i] || r.done() || r.person.LID == "" {
			continue
		}
		if phone, err := a.phoneOf(ctx, r.person.LID); err == nil && phone != "" {
			m.rows[i].person.Phone = phone
		}
	}
	m.match(sameSomehow)
}

// outcomes gives each person what their row says. Whoever has none has an outcome without error: nothing is told, and the
// caller reads back anyway.
func (m *matching) outcomes(action whatsapp.MemberAction) []whatsapp.Outcome {
	outcomes := make([]whatsapp.Outcome, len(m.people))
	for i, person := range m.people {
		outcomes[i].Person = person
		if row := m.rowOf[i]; row >= 0 {
			outcomes[i].Err = memberError(action, m.rows[row])
		}
	}
	return outcomes
}

func (m *matching) match(same func(a, b whatsapp.Person) bool) {
	for i, person := range m.people {
		for j, r := range m.rows {
			if m.rowOf[i] >= 0 {
				break
			}
			if !m.used[j] && same(person, r.person) {
				m.rowOf[i], m.used[j] = j, true
			}
		}
	}
}

// matchPlaces goes by the place in the list, for a number whose LID is in no map. There is a row for each person that was
// asked for (seen with NOWEB); that they keep the order is INFERRED from Baileys and whatsmeow, which hand on what
// WhatsApp answers. A wrong guess would only give a wrong reason: success is read back.
func (m *matching) matchPlaces() {
	if len(m.rows) != len(m.people) {
		return
	}
	for i, person := range m.people {
		mayBe := person.LID == "" && m.rows[i].person.Phone == ""
		if m.rowOf[i] < 0 && !m.used[i] && mayBe {
			m.rowOf[i], m.used[i] = i, true
		}
	}
}

func samePhone(a, b whatsapp.Person) bool { return a.Phone != "" && a.Phone == b.Phone }

func sameSomehow(a, b whatsapp.Person) bool {
	return a.Same(b) || a.Phone.SameSubscriber(b.Phone)
}

// memberError is what WhatsApp's code says of one person (waha.md §6.1).
func memberError(action whatsapp.MemberAction, r row) error {
	if r.done() {
		return nil
	}
	if action != whatsapp.AddMembers {
		switch {
		case r.code == 404 && action == whatsapp.RemoveMembers, r.code == 409:
			return nil
		case r.code == 404:
			return &whatsapp.Error{Kind: whatsapp.ErrNotMember}
		case r.code == 429:
			return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
		}
		return refusedWith(r.code, "")
	}
	switch r.code {
	case 409:
		return nil
	case 401:
		// INFERRED by bots' tables of messages; no library knows the code.
		return refusedWith(r.code, "the person may have blocked the account")
	case 403:
		return &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Invitation: r.invitation}
	case 404, 451:
		return &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	case 408:
		return &whatsapp.Error{Kind: whatsapp.ErrRecentlyLeft}
	case 412, 417:
		return refusedWith(r.code, "the person cannot be added to a group of this community")
	case 419:
		return &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
	case 429:
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
	}
	return refusedWith(r.code, "")
}

func refusedWith(code int, detail string) error {
	if detail != "" {
		detail = ": " + detail
	}
	return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "code " + strconv.Itoa(code) + detail}
}

package whatsapi

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// memberVerbs are the methods of the routes. Removing is a DELETE with a body, which some proxies strip (§1.5).
var memberVerbs = map[whatsapp.MemberAction]string{
	whatsapp.AddMembers:     http.MethodPost,
	whatsapp.RemoveMembers:  http.MethodDelete,
	whatsapp.PromoteMembers: http.MethodPut,
	whatsapp.DemoteMembers:  http.MethodPut,
}

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
	method, known := memberVerbs[action]
	if !known {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: fmt.Sprintf("%q is no action", action)}
	}
	data, err := a.do(ctx, call{
		method:  method,
		route:   "/instances/{instance_key}/groups/{group_id}/participants/" + string(action),
		group:   group,
		json:    fields{"participants": ids},
		meaning: changing,
	})
	if err != nil {
		return nil, err
	}
	// That the data tells of the people is INFERRED. Where it does not, the outcomes say nothing, and the caller reads back.
	rows, _ := decodeParticipants(data)
	return outcomes(action, people, rows), nil
}

// participants are digits, and the whole JID for whom only a LID is known. INFERRED: the predecessor's documents say that there
// must be no "@s.whatsapp.net" (§1.5), and whoever parses both forms has to tell a LID from a number by its server.
func participants(people []whatsapp.Person) ([]string, error) {
	ids := make([]string, 0, len(people))
	for _, person := range people {
		switch {
		case person.Phone != "":
			ids = append(ids, string(person.Phone))
		case person.LID != "":
			ids = append(ids, string(person.LID))
		default:
			return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "a person has neither number nor LID"}
		}
	}
	return ids, nil
}

// outcomes gives each person what their row says. Whoever has none has an outcome without error: nothing is told.
func outcomes(action whatsapp.MemberAction, people []whatsapp.Person, rows []participant) []whatsapp.Outcome {
	m := matching{people: people, rows: rows, rowOf: make([]int, len(people)), used: make([]bool, len(rows))}
	for i := range m.rowOf {
		m.rowOf[i] = -1
	}
	// The exact digits go first: two spellings of one number may both be among the people.
	m.match(func(a, b whatsapp.Person) bool { return a.Phone != "" && a.Phone == b.Phone })
	m.match(func(a, b whatsapp.Person) bool { return a.Same(b) || a.Phone.SameSubscriber(b.Phone) })
	m.matchPlaces()
	outcomes := make([]whatsapp.Outcome, len(people))
	for i, person := range people {
		outcomes[i].Person = person
		if row := m.rowOf[i]; row >= 0 {
			outcomes[i].Err = memberError(action, rows[row])
		}
	}
	return outcomes
}

// matching finds the row of each person.
type matching struct {
	people []whatsapp.Person
	rows   []participant
	// rowOf has the index of a person's row, or -1.
	rowOf []int
	used  []bool
}

func (m *matching) match(same func(a, b whatsapp.Person) bool) {
	for i, person := range m.people {
		for j, r := range m.rows {
			if m.rowOf[i] < 0 && !m.used[j] && same(person, r.Person) {
				m.rowOf[i], m.used[j] = j, true
			}
		}
	}
}

// matchPlaces goes by the place in the list, for a number that was answered with a LID alone. That whatsmeow keeps the order
// is INFERRED; a wrong guess would only give a wrong reason: success is read back. It cannot apply to a new group, which has a
// row more, the creator's.
func (m *matching) matchPlaces() {
	if len(m.rows) != len(m.people) {
		return
	}
	for i, person := range m.people {
		mayBe := person.LID == "" && m.rows[i].Phone == ""
		if m.rowOf[i] < 0 && !m.used[i] && mayBe {
			m.rowOf[i], m.used[i] = i, true
		}
	}
}

// memberError is what WhatsApp's code says of one person (whatsapp-rules.md §4 and §5).
func memberError(action whatsapp.MemberAction, p participant) error {
	if p.done() || p.code == conflict {
		return nil
	}
	if action != whatsapp.AddMembers {
		switch {
		case p.code == 404 && action == whatsapp.RemoveMembers:
			return nil
		case p.code == 404:
			return &whatsapp.Error{Kind: whatsapp.ErrNotMember}
		case p.code == 429:
			return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
		}
		return refusedWith(p.code, "")
	}
	switch p.code {
	case 401:
		// INFERRED by bots' tables of messages; no library knows the code.
		return refusedWith(p.code, "the person may have blocked the account")
	case 403:
		return &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Invitation: p.invitation}
	case 404, 451:
		return &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	case 408:
		return &whatsapp.Error{Kind: whatsapp.ErrRecentlyLeft}
	case 412, 417:
		return refusedWith(p.code, "the person cannot be added to a group of this community")
	case 419:
		return &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
	case 429:
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
	}
	return refusedWith(p.code, "")
}

func refusedWith(code int, detail string) error {
	if detail != "" {
		detail = ": " + detail
	}
	return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "code " + strconv.Itoa(code) + detail}
}

package protocol

import (
	"slices"
	"strconv"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// MemberRow is what an answer says of one person.
type MemberRow struct {
	Person whatsapp.Person
	// Code is WhatsApp's, and 0 or 200 where it was done.
	Code       int
	Invitation *whatsapp.Invitation
}

// member is the code of somebody who was a member before they were added.
const member = 409

// Done reports whether nothing is wrong.
func (r MemberRow) Done() bool { return r.Code == 0 || r.Code == 200 }

// Err is what WhatsApp's code says of the person (evidence/whatsapp.md §4.2).
func (r MemberRow) Err(action whatsapp.MemberAction) error {
	switch {
	case r.Done(), r.Code == member:
		return nil
	case r.Code == 429:
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
	case action == whatsapp.AddMembers:
		return r.notAdded()
	case r.Code == 404 && action == whatsapp.RemoveMembers:
		return nil
	case r.Code == 404:
		return &whatsapp.Error{Kind: whatsapp.ErrNoSuchMember}
	}
	return r.refused("")
}

func (r MemberRow) notAdded() error {
	switch r.Code {
	case 401:
		// INFERRED from bots' tables of messages; no library knows the code.
		return r.refused(": the person may have blocked the account")
	case 403:
		return &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Invitation: r.Invitation}
	case 404, 451:
		return &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}
	case 408:
		return &whatsapp.Error{Kind: whatsapp.ErrRecentlyLeft}
	case 412, 417:
		return r.refused(": the person cannot be added to a group of this community")
	case 419:
		return &whatsapp.Error{Kind: whatsapp.ErrGroupFull}
	}
	return r.refused("")
}

func (r MemberRow) refused(why string) error {
	return &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: "code " + strconv.Itoa(r.Code) + why}
}

// RowMatch has the row of each person.
type RowMatch struct {
	people []whatsapp.Person
	rows   []MemberRow
	// rowOf has the index of a person's row, or -1.
	rowOf []int
	used  []bool
	// guessed says that a person's row was matched by nothing but its place.
	guessed []bool
	// registered has the number under which WhatsApp has a person's, where that is no spelling of it.
	registered []phone.Number
	// asked are the numbers of the people.
	asked map[phone.Number]struct{}
}

// MatchRows goes by number and LID.
func MatchRows(people []whatsapp.Person, rows []MemberRow) *RowMatch {
	m := &RowMatch{
		people: people, rows: rows,
		rowOf: make([]int, len(people)), used: make([]bool, len(rows)), guessed: make([]bool, len(people)),
		registered: make([]phone.Number, len(people)), asked: make(map[phone.Number]struct{}, len(people)),
	}
	for i, person := range people {
		m.rowOf[i] = -1
		m.asked[person.Phone] = struct{}{}
	}
	// The exact digits go first: two spellings of one number may both be among the people.
	byPhone, _ := m.unmatched()
	m.match(func(person whatsapp.Person) []int { return byPhone[person.Phone] })
	m.matchSomehow()
	return m
}

// unmatched has the places of the rows that are nobody's yet, in order: of those with a number by it, and of those with
// a LID by it. A row for each of the people of a large group is not looked for among all the others.
func (m *RowMatch) unmatched() (byPhone map[phone.Number][]int, byLID map[whatsapp.JID][]int) {
	byPhone, byLID = map[phone.Number][]int{}, map[whatsapp.JID][]int{}
	for i, r := range m.rows {
		if m.used[i] {
			continue
		}
		if r.Person.Phone != "" {
			byPhone[r.Person.Phone] = append(byPhone[r.Person.Phone], i)
		}
		if r.Person.LID != "" {
			byLID[r.Person.LID] = append(byLID[r.Person.LID], i)
		}
	}
	return byPhone, byLID
}

// matchSomehow goes by the LID, and by any spelling of the number. It leaves a row with the exact number of one of the
// people to that one.
func (m *RowMatch) matchSomehow() {
	byPhone, byLID := m.unmatched()
	m.match(func(person whatsapp.Person) []int {
		rows := slices.Clone(byLID[person.LID])
		for _, spelling := range person.Phone.Spellings() {
			rows = append(rows, byPhone[spelling]...)
		}
		slices.Sort(rows)
		return slices.DeleteFunc(rows, func(i int) bool {
			number := m.rows[i].Person.Phone
			_, asked := m.asked[number]
			return asked && number != "" && number != person.Phone
		})
	})
}

// match gives each person the first of their rows that is nobody's yet.
func (m *RowMatch) match(rowsOf func(person whatsapp.Person) []int) {
	for i, person := range m.people {
		if m.rowOf[i] >= 0 {
			continue
		}
		rows := rowsOf(person)
		if j := slices.IndexFunc(rows, func(j int) bool { return !m.used[j] }); j >= 0 {
			m.rowOf[i], m.used[rows[j]] = rows[j], true
		}
	}
}

// LookUp gives the rows without a number that are nobody's yet the number that is found for them, or leaves them as
// they are where it is "", and matches them anew.
func (m *RowMatch) LookUp(phoneOf func(MemberRow) phone.Number) {
	for i, r := range m.rows {
		if m.used[i] || r.Person.Phone != "" {
			continue
		}
		if phone := phoneOf(r); phone != "" {
			m.rows[i].Person.Phone = phone
		}
	}
	m.matchSomehow()
}

// ByPlace goes by the place in the list, for a number that was answered with a LID alone, where there is a row for each
// person that was asked for. It is for the answer to an action: that to making a group has rows of others, too. That
// the rows keep the order is INFERRED from Baileys and whatsmeow, which hand on what WhatsApp answers. A wrong guess
// would only give a wrong reason: success is read back.
func (m *RowMatch) ByPlace() {
	if len(m.rows) != len(m.people) {
		return
	}
	m.findRegistered()
	for i, person := range m.people {
		mayBe := person.LID == "" && m.rows[i].Person.Phone == ""
		if m.rowOf[i] < 0 && !m.used[i] && mayBe {
			m.rowOf[i], m.used[i], m.guessed[i] = i, true, true
		}
	}
}

// findRegistered takes the one row that is left for that of the one person who is left: WhatsApp has their number under
// that of the row. Nothing else that the row says is taken over, so that a wrong guess ends where no reading shows the
// number.
func (m *RowMatch) findRegistered() {
	person, row := slices.Index(m.rowOf, -1), slices.Index(m.used, false)
	if person < 0 || row < 0 || slices.Contains(m.rowOf[person+1:], -1) || slices.Contains(m.used[row+1:], false) {
		return
	}
	if r := m.rows[row]; m.people[person].Phone != "" && (r.Done() || r.Code == member) {
		m.registered[person] = r.Person.Phone
	}
}

// Outcomes gives each person what MemberRow.Err says of their row. Whoever has none has an outcome without error:
// nothing is told, and the caller reads back anyway.
func (m *RowMatch) Outcomes(action whatsapp.MemberAction) []whatsapp.Outcome {
	return m.OutcomesBy(action, func(r MemberRow) error { return r.Err(action) })
}

// OutcomesBy is Outcomes for a gateway that has its own reading of some codes.
func (m *RowMatch) OutcomesBy(action whatsapp.MemberAction, reason func(MemberRow) error) []whatsapp.Outcome {
	outcomes := make([]whatsapp.Outcome, len(m.people))
	for i, person := range m.people {
		outcomes[i].Person, outcomes[i].Registered = person, m.registered[i]
		if m.rowOf[i] < 0 {
			continue
		}
		row := m.rows[m.rowOf[i]]
		outcomes[i].Err = reason(row)
		if m.certain(i) {
			outcomes[i].LID = row.Person.LID
			outcomes[i].Already = action == whatsapp.AddMembers && row.Code == member
		}
	}
	return outcomes
}

// certain reports whether a person's row is theirs beyond doubt. By its place alone it is only where nobody else was
// asked for: were two rows swapped, each of the two people would be taken for the other from then on.
func (m *RowMatch) certain(i int) bool { return !m.guessed[i] || len(m.people) == 1 }

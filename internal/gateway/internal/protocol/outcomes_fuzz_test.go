package protocol_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func FuzzPersonOf(f *testing.F) {
	for _, seed := range [][3]string{
		{"12025550101@s.whatsapp.net", "101@lid", ""}, {"101@c.us", "101:3@lid", "12025550101@c.us"},
		{"?", "1@g.us", "@lid"},
		{"0@c.us", "0@lid", "00@c.us"}, {"102@lid", "101@lid", "101@c.us"},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, a, b, c string) {
		person := protocol.PersonOf(a, b, c)
		number := string(person.Phone)
		if strings.Trim(number, "0123456789") != "" || number != "" && number == person.LID.User() {
			t.Errorf("the number of %+v", person)
		}
		if person.LID != "" && !person.LID.IsLID() {
			t.Errorf("the LID of %+v", person)
		}
		// What was told is not told better in other words.
		if again := protocol.PersonOf(string(person.LID), string(whatsapp.PhoneJID(person.Phone))); again != person {
			t.Errorf("%+v is %+v", person, again)
		}
	})
}

// rowError has the row that a person has got.
type rowError struct{ protocol.MemberRow }

func (rowError) Error() string { return "a row" }

// FuzzMatch has a person and a row on each line, by all their addresses.
func FuzzMatch(f *testing.F) {
	for _, seed := range [][2]string{
		{"12025550101@c.us\n102@lid", "102@lid\n12025550101@c.us 101@lid"},
		{"5511987654321@c.us\n551187654321@c.us", "551187654321@c.us\n551187654321@c.us 2@lid"},
		{"5511987654321@c.us 1@lid\n551187654321@c.us 2@lid\n525512345678@c.us", "2@lid\n1@lid\n3@lid"},
		{"12025550101@c.us", "101@lid"}, {"540112345678@c.us\n541112345678@c.us", "5491112345678@c.us"},
		{"12025550101@c.us\n12025550101@c.us", "12025550101@c.us"}, {"", "\n"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, asked, told string) {
		people := peopleIn(asked)
		var rows []protocol.MemberRow
		for i, person := range peopleIn(told) {
			rows = append(rows, protocol.MemberRow{Person: person, Code: 501 + i})
		}
		m := protocol.MatchRows(people, rows)
		m.ByPlace()
		given := make(map[int]bool)
		for i, o := range m.OutcomesBy(whatsapp.AddMembers, func(r protocol.MemberRow) error { return rowError{r} }) {
			if o.Person != people[i] {
				t.Fatalf("the outcome of %+v is that of %+v", people[i], o.Person)
			}
			var got rowError
			if !errors.As(o.Err, &got) {
				if o.LID != "" {
					t.Errorf("%s is told of %+v, who has no row", o.LID, o.Person)
				}
				continue
			}
			if given[got.Code] {
				t.Errorf("two of %v have one row of %v", people, rows)
			}
			given[got.Code] = true
			checkRow(t, people, people[i], got.MemberRow, o.LID)
		}
		// Nobody goes without a row that has their number.
		for _, person := range people {
			has := func(p whatsapp.Person) bool { return p.Phone != "" && p.Phone == person.Phone }
			due, got := 0, 0
			for _, r := range rows {
				if has(r.Person) {
					due++
					if given[r.Code] {
						got++
					}
				}
			}
			want := len(people) - len(slices.DeleteFunc(slices.Clone(people), has))
			if got < min(due, want) {
				t.Errorf("of the rows of %+v, %d of %d are given: %v", person, got, due, rows)
			}
		}
	})
}

func checkRow(
	t *testing.T, people []whatsapp.Person, person whatsapp.Person, row protocol.MemberRow, lid whatsapp.JID,
) {
	t.Helper()
	another := slices.ContainsFunc(people, func(p whatsapp.Person) bool {
		return p.Phone != "" && p.Phone == row.Person.Phone && p.Phone != person.Phone
	})
	if another {
		t.Errorf("%+v has the row of somebody else: %+v", person, row)
	}
	guessed := !person.Same(row.Person) && !person.Phone.SameSubscriber(row.Person.Phone)
	switch {
	case guessed && (row.Person.Phone != "" || person.LID != ""):
		t.Errorf("%+v has the row %+v by its place", person, row)
	case guessed && len(people) > 1 && lid != "":
		t.Errorf("%+v is told to be %s by the place of a row", person, lid)
	case lid != "" && lid != row.Person.LID:
		t.Errorf("%+v is told to be %s by %+v", person, lid, row)
	}
}

// peopleIn are at most 20, as all pairs of them are compared.
func peopleIn(text string) []whatsapp.Person {
	var people []whatsapp.Person
	for line := range strings.Lines(text) {
		if len(people) < 20 {
			people = append(people, protocol.PersonOf(strings.Fields(line)...))
		}
	}
	return people
}

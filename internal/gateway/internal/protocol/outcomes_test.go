package protocol_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestRowErr(t *testing.T) {
	for code, want := range map[int]struct{ add, remove, promote error }{
		0:   {},
		200: {},
		400: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		401: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		403: {whatsapp.ErrPrivacy, whatsapp.ErrRefused, whatsapp.ErrRefused},
		404: {whatsapp.ErrNotOnWhatsApp, nil, whatsapp.ErrNoSuchMember},
		408: {whatsapp.ErrRecentlyLeft, whatsapp.ErrRefused, whatsapp.ErrRefused},
		409: {},
		412: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		417: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
		419: {whatsapp.ErrGroupFull, whatsapp.ErrRefused, whatsapp.ErrRefused},
		429: {whatsapp.ErrRateLimited, whatsapp.ErrRateLimited, whatsapp.ErrRateLimited},
		451: {whatsapp.ErrNotOnWhatsApp, whatsapp.ErrRefused, whatsapp.ErrRefused},
		500: {whatsapp.ErrRefused, whatsapp.ErrRefused, whatsapp.ErrRefused},
	} {
		for action, want := range map[whatsapp.MemberAction]error{
			whatsapp.AddMembers: want.add, whatsapp.RemoveMembers: want.remove,
			whatsapp.PromoteMembers: want.promote, whatsapp.DemoteMembers: want.promote,
		} {
			if err := (protocol.MemberRow{Code: code}).Err(action); !errors.Is(err, want) {
				t.Errorf("%s %d: %v, not %v", action, code, err, want)
			}
		}
	}
}

// TestMatch has the code of the row that each of the people gets, or 0 for none.
func TestMatch(t *testing.T) {
	const brazil, brazilToo = phone.Number("5511987654321"), phone.Number("551187654321")
	alice, bob := whatsapp.Person{Phone: "12025550101", LID: "101@lid"}, whatsapp.Person{Phone: "12025550102"}
	lids := map[whatsapp.JID]phone.Number{"102@lid": bob.Phone}
	for name, test := range map[string]struct {
		people []whatsapp.Person
		rows   []whatsapp.Person
		lookUp bool
		want   []int
	}{
		"by number, in another order": {
			[]whatsapp.Person{alice, bob}, []whatsapp.Person{bob, alice}, false, []int{502, 501},
		},
		"by LID": {
			[]whatsapp.Person{bob, alice}, []whatsapp.Person{{LID: "101@lid"}}, false, []int{0, 501},
		},
		"by another spelling": {
			[]whatsapp.Person{{Phone: brazil}}, []whatsapp.Person{{Phone: brazilToo}, bob}, false, []int{501},
		},
		"the exact digits first": {
			[]whatsapp.Person{{Phone: brazil}, {Phone: brazilToo}},
			[]whatsapp.Person{{Phone: brazilToo}, {Phone: brazil}}, false, []int{502, 501},
		},
		"by place": {
			[]whatsapp.Person{alice, bob}, []whatsapp.Person{alice, {LID: "102@lid"}}, false, []int{501, 502},
		},
		"by place, not a LID":   {[]whatsapp.Person{alice}, []whatsapp.Person{{LID: "102@lid"}}, false, []int{0}},
		"by place, not a phone": {[]whatsapp.Person{bob}, []whatsapp.Person{alice}, false, []int{0}},
		"a row too many":        {[]whatsapp.Person{bob}, []whatsapp.Person{{LID: "102@lid"}, alice}, false, []int{0}},
		"looked up":             {[]whatsapp.Person{bob}, []whatsapp.Person{alice, {LID: "102@lid"}}, true, []int{502}},
		"looked up in vain":     {[]whatsapp.Person{bob}, []whatsapp.Person{alice, {LID: "103@lid"}}, true, []int{0}},
		"another's exact number": {
			[]whatsapp.Person{{Phone: brazil}, {Phone: brazilToo}},
			[]whatsapp.Person{{Phone: brazilToo}, {Phone: brazilToo}}, false, []int{0, 501},
		},
		"looked up, another's exact number": {
			[]whatsapp.Person{{Phone: "5511987654320"}, bob}, []whatsapp.Person{bob, {LID: "102@lid"}}, true,
			[]int{0, 501},
		},
		"looked up where the number is told": {
			[]whatsapp.Person{bob}, []whatsapp.Person{{Phone: "12025550103", LID: "102@lid"}}, true, []int{0},
		},
		"twice the same row": {[]whatsapp.Person{bob, bob}, []whatsapp.Person{bob}, false, []int{501, 0}},
		"no rows":            {[]whatsapp.Person{bob}, nil, true, []int{0}},
		"nobody":             {nil, []whatsapp.Person{bob}, true, []int{}},
	} {
		rows := make([]protocol.MemberRow, len(test.rows))
		for i, person := range test.rows {
			rows[i] = protocol.MemberRow{Person: person, Code: 501 + i}
		}
		m := protocol.MatchRows(test.people, rows)
		if test.lookUp {
			m.LookUp(func(r protocol.MemberRow) phone.Number { return lids[r.Person.LID] })
		}
		m.ByPlace()
		got := make([]int, len(test.people))
		for i, o := range m.OutcomesBy(whatsapp.AddMembers,
			func(r protocol.MemberRow) error { return codeError(r.Code) }) {
			if o.Person != test.people[i] {
				t.Errorf("%s: the outcome of %s is that of %s", name, test.people[i], o.Person)
			}
			var code codeError
			if errors.As(o.Err, &code) {
				got[i] = int(code)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

type codeError int

func (codeError) Error() string { return "a code" }

func TestOutcomes(t *testing.T) {
	invitation := &whatsapp.Invitation{}
	person := whatsapp.Person{Phone: "12025550101"}
	outcomes := protocol.MatchRows([]whatsapp.Person{person},
		[]protocol.MemberRow{{person, 403, invitation}}).Outcomes(whatsapp.AddMembers)
	var e *whatsapp.Error
	if len(outcomes) != 1 || !errors.As(outcomes[0].Err, &e) || !errors.Is(e, whatsapp.ErrPrivacy) ||
		e.Invitation != invitation {
		t.Errorf("the outcomes are %v", outcomes)
	}
}

// TestOutcomesTellLIDs has what is told of each of the people beside the error.
func TestOutcomesTellLIDs(t *testing.T) {
	type told struct {
		LID     whatsapp.JID
		Already bool
	}
	alice, bob := whatsapp.Person{Phone: "12025550101"}, whatsapp.Person{Phone: "12025550102"}
	byLID := func(lid whatsapp.JID, code int) protocol.MemberRow {
		return protocol.MemberRow{Person: whatsapp.Person{LID: lid}, Code: code}
	}
	both := func(person whatsapp.Person, lid whatsapp.JID, code int) protocol.MemberRow {
		person.LID = lid
		return protocol.MemberRow{Person: person, Code: code}
	}
	for name, test := range map[string]struct {
		people []whatsapp.Person
		rows   []protocol.MemberRow
		want   []told
	}{
		"by number": {
			[]whatsapp.Person{alice, bob}, []protocol.MemberRow{both(bob, "102@lid", 409), both(alice, "101@lid", 200)},
			[]told{{LID: "101@lid"}, {LID: "102@lid", Already: true}},
		},
		"refused": {
			[]whatsapp.Person{alice}, []protocol.MemberRow{both(alice, "101@lid", 403)}, []told{{LID: "101@lid"}},
		},
		"no LID": {
			[]whatsapp.Person{alice}, []protocol.MemberRow{both(alice, "", 409)}, []told{{Already: true}},
		},
		"by place, one person": {
			[]whatsapp.Person{alice}, []protocol.MemberRow{byLID("101@lid", 409)},
			[]told{{LID: "101@lid", Already: true}},
		},
		"by place, of two": {
			[]whatsapp.Person{alice, bob}, []protocol.MemberRow{byLID("101@lid", 409), both(bob, "102@lid", 0)},
			[]told{{}, {LID: "102@lid"}},
		},
		"by place, two people": {
			[]whatsapp.Person{alice, bob}, []protocol.MemberRow{byLID("102@lid", 0), byLID("101@lid", 409)},
			[]told{{}, {}},
		},
		"asked for by both": {
			[]whatsapp.Person{both(alice, "101@lid", 0).Person}, []protocol.MemberRow{byLID("101@lid", 0)},
			[]told{{LID: "101@lid"}},
		},
		"another than asked by": {
			[]whatsapp.Person{both(alice, "101@lid", 0).Person}, []protocol.MemberRow{both(alice, "109@lid", 0)},
			[]told{{LID: "109@lid"}},
		},
		"of nobody": {[]whatsapp.Person{alice}, nil, []told{{}}},
	} {
		m := protocol.MatchRows(test.people, test.rows)
		m.ByPlace()
		var got []told
		for _, o := range m.Outcomes(whatsapp.AddMembers) {
			got = append(got, told{o.LID, o.Already})
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, action := range []whatsapp.MemberAction{whatsapp.RemoveMembers, whatsapp.PromoteMembers,
		whatsapp.DemoteMembers} {
		outcomes := protocol.MatchRows([]whatsapp.Person{alice},
			[]protocol.MemberRow{both(alice, "101@lid", 409)}).Outcomes(action)
		if outcomes[0].Already || outcomes[0].LID != "101@lid" {
			t.Errorf("%s: %+v", action, outcomes[0])
		}
	}
}

func TestPersonOf(t *testing.T) {
	for _, test := range []struct {
		addresses []string
		want      whatsapp.Person
	}{
		{[]string{"", "?", "1@g.us"}, whatsapp.Person{}},
		{[]string{"101@lid", "12025550101@c.us"}, whatsapp.Person{Phone: "12025550101", LID: "101@lid"}},
		{[]string{"?", "12025550101@s.whatsapp.net", "12025550102@c.us"}, whatsapp.Person{Phone: "12025550101"}},
		{[]string{"101@lid", "102@lid"}, whatsapp.Person{LID: "101@lid"}},
		// The digits of the LID are no number, wherever they stand.
		{[]string{"101@s.whatsapp.net", "101@lid"}, whatsapp.Person{LID: "101@lid"}},
		{[]string{"101@c.us", "101@lid", "12025550101@c.us"}, whatsapp.Person{Phone: "12025550101", LID: "101@lid"}},
	} {
		if got := protocol.PersonOf(test.addresses...); got != test.want {
			t.Errorf("%v is %s", test.addresses, got)
		}
	}
}

// A number that WhatsApp has under another one is told by the row that nobody else has, and only where it was done.
func TestRegisteredUnderAnotherNumber(t *testing.T) {
	alice, bob := whatsapp.Person{Phone: "12025550101"}, whatsapp.Person{Phone: "12025550102"}
	carol := whatsapp.Person{Phone: "12025550103"}
	row := func(person whatsapp.Person, code int) protocol.MemberRow {
		return protocol.MemberRow{Person: person, Code: code}
	}
	for name, test := range map[string]struct {
		people []whatsapp.Person
		rows   []protocol.MemberRow
		want   []phone.Number
	}{
		"alone":         {[]whatsapp.Person{bob}, []protocol.MemberRow{row(carol, 200)}, []phone.Number{carol.Phone}},
		"a member":      {[]whatsapp.Person{bob}, []protocol.MemberRow{row(carol, 409)}, []phone.Number{carol.Phone}},
		"refused":       {[]whatsapp.Person{bob}, []protocol.MemberRow{row(carol, 403)}, []phone.Number{""}},
		"under its own": {[]whatsapp.Person{bob}, []protocol.MemberRow{row(bob, 200)}, []phone.Number{""}},
		"the last one": {
			[]whatsapp.Person{alice, bob}, []protocol.MemberRow{row(carol, 200), row(alice, 200)},
			[]phone.Number{"", carol.Phone},
		},
		"two": {
			[]whatsapp.Person{alice, bob}, []protocol.MemberRow{row(carol, 200), row(carol, 200)},
			[]phone.Number{"", ""},
		},
		"a row too many": {
			[]whatsapp.Person{bob}, []protocol.MemberRow{row(carol, 200), row(alice, 200)}, []phone.Number{""},
		},
		"by LID": {
			[]whatsapp.Person{{LID: "102@lid"}}, []protocol.MemberRow{row(carol, 200)}, []phone.Number{""},
		},
	} {
		m := protocol.MatchRows(test.people, test.rows)
		m.ByPlace()
		for i, o := range m.Outcomes(whatsapp.AddMembers) {
			if o.Registered != test.want[i] || o.LID != "" || o.Already {
				t.Errorf("%s: the outcome of %s is %+v", name, test.people[i], o)
			}
		}
	}
}

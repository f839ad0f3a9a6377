package wiretest_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestCheckMembers(t *testing.T) {
	for _, test := range []struct {
		member whatsapp.Member
		want   int
	}{
		{whatsapp.Member{Person: whatsapp.Person{Phone: "12025550101", LID: "101@lid"}, Role: whatsapp.RoleMember}, 0},
		{whatsapp.Member{Person: whatsapp.Person{LID: "101@lid"}, Role: whatsapp.RoleAdmin, Creator: true}, 0},
		{whatsapp.Member{Role: whatsapp.RoleMember}, 1},
		{whatsapp.Member{Person: whatsapp.Person{Phone: "101", LID: "101@lid"}, Role: whatsapp.RoleMember}, 1},
		{whatsapp.Member{Person: whatsapp.Person{Phone: "+12025550101"}, Role: whatsapp.RoleMember}, 1},
		{whatsapp.Member{Person: whatsapp.Person{LID: "101:1@lid"}, Role: whatsapp.RoleMember}, 1},
		{whatsapp.Member{Person: whatsapp.Person{LID: "101@c.us"}, Role: whatsapp.RoleMember}, 1},
		{whatsapp.Member{Person: whatsapp.Person{Phone: "12025550101"}, Role: "superadmin"}, 1},
		{whatsapp.Member{Person: whatsapp.Person{Phone: "12025550101"}, Role: whatsapp.RoleMember, Creator: true}, 1},
	} {
		told := &log{TB: t}
		wiretest.CheckMembers(told, []whatsapp.Member{test.member})
		if len(told.told) != test.want {
			t.Errorf("%+v: %v", test.member, told.told)
		}
	}
}

// TestCheckOutcomes has decoders that get one thing wrong, for a row of Brazil and one of nobody who was asked for.
func TestCheckOutcomes(t *testing.T) {
	names := []whatsapp.Person{{Phone: "551187654321", LID: "5@lid"}, {Phone: "12025550199", LID: "9@lid"}}
	for name, test := range map[string]struct {
		change func(*whatsapp.Outcome)
		good   bool
	}{
		"right": {func(o *whatsapp.Outcome) {
			if o.Person.Phone == "551187654321" {
				o.LID = "5@lid"
			}
		}, true},
		"somebody else's person": {func(o *whatsapp.Outcome) { o.Person.Phone = "12025550199" }, false},
		"somebody else's LID": {func(o *whatsapp.Outcome) {
			if o.Person.Phone == "12025550101" {
				o.LID = "9@lid"
			}
		}, false},
		"the row of the other spelling": {func(o *whatsapp.Outcome) {
			if o.Person.Phone == "5511987654321" {
				o.LID = "5@lid"
			}
		}, false},
		"a LID that is none": {func(o *whatsapp.Outcome) { o.LID = "5" }, false},
		"the answer in an error": {func(o *whatsapp.Outcome) {
			o.Err = &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: string(wiretest.Marked([]byte(`"no"`)))}
		}, false},
	} {
		told := &log{TB: t}
		wiretest.CheckOutcomes(told, names, func(_ whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
			outcomes := make([]whatsapp.Outcome, len(people))
			for i, person := range people {
				outcomes[i].Person = person
				test.change(&outcomes[i])
			}
			return outcomes
		})
		if good := len(told.told) == 0; good != test.good {
			t.Errorf("%s: %v", name, told.told)
		}
	}
}

func TestMarked(t *testing.T) {
	for body, want := range map[string]int{
		`["no","1@lid","403",1,null]`:          1,
		`{"a":{"b":"no"},"message":"refused"}`: 3,
		`{`:                                    1,
		`[]`:                                   0,
	} {
		if got := strings.Count(string(wiretest.Marked([]byte(body))), "raw-answer"); got != want {
			t.Errorf("%s: %s", body, wiretest.Marked([]byte(body)))
		}
	}
}

func TestCheckGroup(t *testing.T) {
	member := whatsapp.Member{Person: whatsapp.Person{Phone: "12025550101"}, Role: whatsapp.RoleMember}
	named := whatsapp.Settings{Name: "Ops"}
	for name, test := range map[string]struct {
		group whatsapp.Group
		want  int
	}{
		"right": {
			whatsapp.Group{ID: "1@g.us", Settings: named, Members: []whatsapp.Member{member}, Size: 1}, 0,
		},
		"a stub": {whatsapp.Group{ID: "1@g.us", Size: 7}, 0},
		"a stub with a setting": {
			whatsapp.Group{ID: "1@g.us", Settings: whatsapp.Settings{InfoAdminsOnly: new(true)}}, 1,
		},
		"a person's id": {whatsapp.Group{ID: "1@lid", Settings: named}, 1},
		"members who do not count": {
			whatsapp.Group{ID: "1@g.us", Settings: named, Members: []whatsapp.Member{member}}, 1,
		},
		"an owner who is a LID": {
			whatsapp.Group{ID: "1@g.us", Settings: named, Owner: whatsapp.Person{Phone: "101", LID: "101@lid"}}, 1,
		},
	} {
		told := &log{TB: t}
		wiretest.CheckGroup(told, test.group)
		if len(told.told) != test.want {
			t.Errorf("%s: %v", name, told.told)
		}
	}
}

func TestCheckFuzzedError(t *testing.T) {
	for text, want := range map[string]int{"short": 0, wiretest.Key: 1, "two\nlines": 1, strings.Repeat("a", 500): 1} {
		told := &log{TB: t}
		wiretest.CheckFuzzedError(told, &whatsapp.Error{Kind: whatsapp.ErrRefused, Detail: text})
		wiretest.CheckFuzzedError(told, nil)
		if len(told.told) != want {
			t.Errorf("%q: %v", text, told.told)
		}
	}
}

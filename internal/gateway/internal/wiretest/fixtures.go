package wiretest

import (
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// What the recorded answers are about.
const (
	Key   = "secret-key"
	Code  = "AbCdEfGhIjKlMnOpQrStU1"
	Group = whatsapp.JID("120363000000000001@g.us")

	Own   = phone.Number("12025550100")
	Alice = phone.Number("12025550101")
	Bob   = phone.Number("12025550102")
	Carol = phone.Number("12025550103")
)

// InviteCode is Code.
func InviteCode(t testing.TB) whatsapp.InviteCode {
	t.Helper()
	parsed, err := whatsapp.ParseInviteCode(Code)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// Phones are people with a number and no LID.
func Phones(numbers ...phone.Number) []whatsapp.Person {
	people := make([]whatsapp.Person, 0, len(numbers))
	for _, n := range numbers {
		people = append(people, whatsapp.Person{Phone: n})
	}
	return people
}

// Ops is the group of Autonotify's recorded answers, with the account, Alice and Dora, who hides the number.
func Ops(own, alice, dora whatsapp.Person) whatsapp.Group {
	return whatsapp.Group{
		ID: Group, Kind: whatsapp.KindGroup,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new("On call"),
			MessagesAdminsOnly:   new(false),
			InfoAdminsOnly:       new(true),
			MemberAddMode:        new(whatsapp.AdminAdd),
			JoinApprovalRequired: new(false),
		},
		Owner: own, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Members: []whatsapp.Member{
			{Person: own, Role: whatsapp.RoleAdmin, Creator: true},
			{Person: alice, Role: whatsapp.RoleAdmin},
			{Person: dora, Role: whatsapp.RoleMember},
		},
	}
}

// Told is what an outcome tells of a person beside the error.
type Told struct {
	LID     whatsapp.JID
	Already bool
}

// ToldIn is what outcomes tell.
func ToldIn(outcomes []whatsapp.Outcome) []Told {
	told := make([]Told, len(outcomes))
	for i, o := range outcomes {
		told[i] = Told{o.LID, o.Already}
	}
	return told
}

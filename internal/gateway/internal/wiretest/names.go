package wiretest

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// CheckNames asks a gateway for people by names that no gateway can read, and fails unless each is an
// ErrInvalidRequest. The caller checks that nothing was sent.
func CheckNames(t testing.TB, g whatsapp.Gateway, group whatsapp.JID) {
	t.Helper()
	good := whatsapp.Person{Phone: "12025550101", LID: "101@lid"}
	for _, person := range []whatsapp.Person{
		{},
		{Phone: "+12025550102"}, {Phone: "+1 202 555 0102"}, {Phone: "0012025550102"}, {Phone: "12025550102@c.us"},
		{Phone: "5511987654321001"}, {Phone: "+12025550102", LID: "102@lid"},
		{LID: "102"}, {LID: "102@c.us"},
	} {
		people := []whatsapp.Person{good, person}
		for _, action := range []whatsapp.MemberAction{
			whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
		} {
			if outcomes, err := g.UpdateMembers(t.Context(), group, action, people); !errors.Is(err,
				whatsapp.ErrInvalidRequest) {
				t.Errorf("%s %+v: %v, %v", action, person, outcomes, err)
			}
		}
		if created, err := g.CreateGroup(t.Context(), "New", people); !errors.Is(err, whatsapp.ErrInvalidRequest) {
			t.Errorf("make a group with %+v: %v, %v", person, created, err)
		}
		_, err := g.Contact(t.Context(), person.Phone)
		if person.Phone != "" && !errors.Is(err, whatsapp.ErrInvalidRequest) && !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("look %q up: %v", person.Phone, err)
		}
	}
}

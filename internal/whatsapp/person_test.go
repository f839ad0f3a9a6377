package whatsapp_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func member(number phone.Number, lid whatsapp.JID) whatsapp.Member {
	return whatsapp.Member{Person: whatsapp.Person{Phone: number, LID: lid}, Role: whatsapp.RoleMember}
}

func TestFindMember(t *testing.T) {
	exact := member("5511999990000", "")
	short := member("551199990000", "")
	hidden := member("", "100000000000003@lid")
	for name, c := range map[string]struct {
		members []whatsapp.Member
		person  whatsapp.Person
		want    whatsapp.Member
		err     error
	}{
		"exact digits": {[]whatsapp.Member{hidden, exact}, whatsapp.Person{Phone: "5511999990000"},
			exact, nil},
		"exact digits before the class": {[]whatsapp.Member{short, exact}, whatsapp.Person{Phone: "5511999990000"},
			exact, nil},
		"class": {[]whatsapp.Member{short}, whatsapp.Person{Phone: "5511999990000"}, short,
			nil},
		"LID before the class": {[]whatsapp.Member{short, hidden},
			whatsapp.Person{Phone: "5511999990000", LID: hidden.LID}, hidden, nil},
		"exact digits before the LID": {[]whatsapp.Member{hidden, exact},
			whatsapp.Person{Phone: "5511999990000", LID: hidden.LID}, exact, nil},
		"another spelling of another LID": {[]whatsapp.Member{member("551199990000", "100000000000005@lid")},
			whatsapp.Person{Phone: "5511999990000", LID: "100000000000004@lid"}, whatsapp.Member{},
			whatsapp.ErrNoSuchMember},
		"another spelling without a LID": {[]whatsapp.Member{short},
			whatsapp.Person{Phone: "5511999990000", LID: "100000000000004@lid"}, short, nil},
		"LID": {[]whatsapp.Member{exact, hidden},
			whatsapp.Person{LID: "100000000000003@lid"}, hidden, nil},
		"LID where the number is hidden": {[]whatsapp.Member{hidden},
			whatsapp.Person{Phone: "12025550101", LID: "100000000000003@lid"}, hidden, nil},
		"nobody": {[]whatsapp.Member{exact, hidden}, whatsapp.Person{Phone: "12025550101"},
			whatsapp.Member{}, whatsapp.ErrNoSuchMember},
		"no number is everybody's number": {[]whatsapp.Member{hidden}, whatsapp.Person{LID: "100000000000004@lid"},
			whatsapp.Member{}, whatsapp.ErrNoSuchMember},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := whatsapp.FindMember(c.members, c.person)
			if got != c.want || !errors.Is(err, c.err) {
				t.Errorf("found %v, %v; want %v, %v", got, err, c.want, c.err)
			}
		})
	}
}

func TestFindMemberNamesBothOfAClass(t *testing.T) {
	members := []whatsapp.Member{member("5215512345678", "1@lid"), member("5215512345678", "2@lid")}
	_, err := whatsapp.FindMember(members, whatsapp.Person{Phone: "525512345678"})
	if !errors.Is(err, whatsapp.ErrInvalidRequest) ||
		!strings.Contains(err.Error(), "+525512345678 may be +5215512345678 or +5215512345678") {
		t.Errorf("two of the class: %v", err)
	}
}

func TestSame(t *testing.T) {
	both := whatsapp.Person{Phone: "12025550101", LID: "1@lid"}
	for _, c := range []struct {
		other whatsapp.Person
		want  bool
	}{
		{whatsapp.Person{Phone: "12025550101"}, true},
		{whatsapp.Person{LID: "1@lid"}, true},
		{whatsapp.Person{LID: "2@lid"}, false},
		{whatsapp.Person{Phone: "12025550101", LID: "2@lid"}, false},
		{whatsapp.Person{}, false},
	} {
		if got := both.Same(c.other); got != c.want {
			t.Errorf("%v same as %v: %v", both, c.other, got)
		}
	}
}

func TestOr(t *testing.T) {
	both := whatsapp.Person{Phone: "12025550101", LID: "1@lid"}
	for _, one := range []whatsapp.Person{{}, {Phone: both.Phone}, {LID: both.LID}, both} {
		if got := one.Or(both); got != both {
			t.Errorf("%+v or %+v is %+v", one, both, got)
		}
		if got := both.Or(one); got != both {
			t.Errorf("%+v or %+v is %+v", both, one, got)
		}
	}
	written := whatsapp.Person{Phone: "5511999990000"}
	if got := written.Or(whatsapp.Person{Phone: "551199990000"}); got != written {
		t.Errorf("another spelling took the place of the number: %+v", got)
	}
}

package world

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testGroup = "120363000000000001@g.us"

// newTestWorld has a group of the account (superadmin), 12025550101 (admin) and 12025550102.
func newTestWorld(t *testing.T, edit ...func(*State)) *WhatsApp {
	t.Helper()
	state := State{
		People: []Person{{Phone: "12025550109", Adds: AddsNobody, Registered: true}, {Phone: "12025550108"}},
		Groups: []Group{{ID: testGroup, Name: "Ops", InviteCode: "Code", Members: []Member{
			{Phone: defaultPhone, Role: RoleSuperadmin},
			{Phone: "12025550101", Role: RoleAdmin},
			{Phone: "12025550102"},
		}}},
	}
	for _, e := range edit {
		e(&state)
	}
	w, err := New(state)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *WhatsApp) testRoles() []string {
	var roles []string
	for _, m := range w.State().Groups[0].Members {
		roles = append(roles, m.Phone+" "+m.Role)
	}
	return roles
}

func codes(outcomes []Outcome) []int {
	var all []int
	for _, o := range outcomes {
		all = append(all, o.Code)
	}
	return all
}

func phones(numbers ...string) []Address {
	var all []Address
	for _, n := range numbers {
		all = append(all, Address{Phone: n})
	}
	return all
}

func TestAddCodes(t *testing.T) {
	w := newTestWorld(t, func(w *State) { w.Groups[0].RecentlyLeft = []string{"12025550107", "12025550102"} })
	people := phones(
		"12025550103", "12025550103", "12025550102", "12025550109", "12025550108", "12025550107", defaultPhone)
	outcomes, err := w.ChangeMembers(testGroup, AddMember, append(people, Address{LID: "5@lid"}))
	if err != nil {
		t.Fatal(err)
	}
	want := []int{
		CodeDone, CodeAlreadyMember, CodeAlreadyMember, CodePrivate, CodeNotFound, CodeRecentlyLeft, CodeAlreadyMember,
		CodeNotFound,
	}
	if diff := cmp.Diff(want, codes(outcomes)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, o := range outcomes {
		private := o.Code == CodePrivate
		if private != (o.Invitation.Code != "") || private == o.Invitation.Expires.IsZero() {
			t.Errorf("%+v", o)
		}
	}
}

func TestRemovalByAnAdminIsNotLeaving(t *testing.T) {
	w := newTestWorld(t)
	for _, change := range []MemberChange{RemoveMember, AddMember} {
		outcomes, err := w.ChangeMembers(testGroup, change, phones("12025550102"))
		if err != nil || outcomes[0].Code != CodeDone {
			t.Errorf("%+v %v", outcomes, err)
		}
	}
}

func TestGroupIsFull(t *testing.T) {
	w := newTestWorld(t, func(w *State) {
		for i := range maxMembers - 4 {
			w.Groups[0].Members = append(w.Groups[0].Members, Member{Phone: fmt.Sprintf("5511999%06d", i)})
		}
	})
	outcomes, err := w.ChangeMembers(testGroup, AddMember, phones("12025550103", "12025550104", "12025550102"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{CodeDone, CodeFull, CodeAlreadyMember}, codes(outcomes)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	others := w.State().Groups[0].Members[1:]
	if err := w.Replace(State{Groups: []Group{{ID: testGroup, InviteCode: "Code", Members: others}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Join("Code"); err != nil {
		t.Errorf("one place is free: %v", err)
	}
}

func TestChangeRoles(t *testing.T) {
	w := newTestWorld(t)
	for _, c := range []struct {
		change MemberChange
		phone  string
		want   int
	}{
		{PromoteMember, "12025550102", CodeDone},
		{PromoteMember, "12025550102", CodeDone},
		{DemoteMember, "12025550101", CodeDone},
		{DemoteMember, "12025550101", CodeDone},
		{PromoteMember, defaultPhone, CodeDone},
		{DemoteMember, defaultPhone, CodeNotAllowed},
		{RemoveMember, defaultPhone, CodeNotAllowed},
		{PromoteMember, "12025550103", CodeNotFound},
		{RemoveMember, "12025550103", CodeNotFound},
	} {
		outcomes, err := w.ChangeMembers(testGroup, c.change, phones(c.phone))
		if err != nil || outcomes[0].Code != c.want {
			t.Errorf("%+v: %+v %v", c, outcomes, err)
		}
	}
	want := []string{"12025550100 superadmin", "12025550101 member", "12025550102 admin"}
	if diff := cmp.Diff(want, w.testRoles()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLeavingAsLastAdminPromotesSomebody(t *testing.T) {
	w := newTestWorld(t)
	if _, err := w.ChangeMembers(testGroup, DemoteMember, phones("12025550101")); err != nil {
		t.Fatal(err)
	}
	if err := w.Leave(testGroup); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"12025550101 admin", "12025550102 member"}, w.testRoles()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := w.Leave(testGroup); !errors.Is(err, ErrNotMember) {
		t.Errorf("leaving twice: %v", err)
	}

	w = newTestWorld(t)
	if err := w.Leave(testGroup); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"12025550101 admin", "12025550102 member"}, w.testRoles()); diff != "" {
		t.Errorf("another admin is left (-want +got)\n%s", diff)
	}
}

func TestOnlyAdmins(t *testing.T) {
	w := newTestWorld(t, func(w *State) {
		w.Groups[0].Members[0].Role, w.Groups[0].InfoAdminsOnly = RoleMember, true
	})
	before := w.State()
	_, add := w.ChangeMembers(testGroup, AddMember, phones("12025550103"))
	_, remove := w.ChangeMembers(testGroup, RemoveMember, phones("12025550102"))
	_, code := w.InviteCode(testGroup)
	_, revoke := w.RevokeInvite(testGroup)
	for name, err := range map[string]error{
		"add": add, "remove": remove, "code": code, "revoke": revoke,
		"name": w.SetName(testGroup, "A"), "description": w.SetDescription(testGroup, "A"),
		"picture": w.SetPicture(testGroup, "A"),
		"setting": w.Configure(testGroup, func(g *LiveGroup) { g.MessagesAdminsOnly = true }),
	} {
		if !errors.Is(err, ErrNotAdmin) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, w.State()); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
}

func TestWhoIsAddedByAHiddenLIDStaysHidden(t *testing.T) {
	w := newTestWorld(t, func(w *State) {
		w.People = []Person{{Phone: "12025550105", LID: "5@lid", Registered: true}, {LID: "6@lid", Registered: true}}
	})
	if _, err := w.ChangeMembers(testGroup, AddMember, []Address{{LID: "5@lid"}, {LID: "6@lid"}}); err != nil {
		t.Fatal(err)
	}
	want := []Member{
		{Phone: "12025550105", LID: "5@lid", Role: RoleMember, HidePhone: true},
		{LID: "6@lid", Role: RoleMember, HidePhone: true},
	}
	if diff := cmp.Diff(want, w.State().Groups[0].Members[3:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	outcomes, err := w.ChangeMembers(testGroup, RemoveMember, phones("12025550105"))
	if err != nil || outcomes[0].Code != CodeDone {
		t.Errorf("found by phone: %+v %v", outcomes, err)
	}
}

// TestWhoComesBackHasTheLIDOfBefore removes people as an admin of the account does, and as one outside does.
func TestWhoComesBackHasTheLIDOfBefore(t *testing.T) {
	w := newTestWorld(t, func(w *State) {
		back := []Member{{Phone: "12025550103", LID: "3@lid"}, {LID: "4@lid"}}
		w.Groups[0].Members = append(w.Groups[0].Members, back...)
	})
	before := w.State()
	gone := []Address{{Phone: "12025550103"}, {LID: "4@lid"}}
	comeBack := func() {
		t.Helper()
		outcomes, err := w.ChangeMembers(testGroup, AddMember, gone)
		if err != nil || outcomes[0].Code != CodeDone || outcomes[1].Code != CodeDone {
			t.Errorf("%+v %v", outcomes, err)
		}
		if m := w.State().Groups[0].Members[3:]; m[0].LID != "3@lid" || m[1].LID != "4@lid" || m[1].Phone != "" {
			t.Errorf("%+v", m)
		}
	}
	if _, err := w.ChangeMembers(testGroup, RemoveMember, gone); err != nil {
		t.Fatal(err)
	}
	comeBack()
	before.Groups[0].Members = before.Groups[0].Members[:3]
	if err := w.Replace(before); err != nil {
		t.Fatal(err)
	}
	comeBack()
	before.Groups[0].Members = append(before.Groups[0].Members, Member{Phone: "12025550103"})
	if err := w.Replace(before); err != nil {
		t.Fatal(err)
	}
	if m := w.State().Groups[0].Members[3]; m.LID != "3@lid" {
		t.Errorf("put without a LID: %+v", m)
	}
	// A number that moves to another LID leaves nothing behind.
	before.Groups[0].Members[3].LID = "33@lid"
	if err := w.Replace(before); err != nil {
		t.Fatal(err)
	}
	if p, known := w.LookUp(Address{LID: "3@lid"}); known {
		t.Errorf("%+v", p)
	}
}

// TestWhatIsNoNumberIsNotRemembered, or whoever asks for numbers of a megabyte fills the memory.
func TestWhatIsNoNumberIsNotRemembered(t *testing.T) {
	w := newTestWorld(t)
	known := len(w.lids)
	if p, ok := w.LookUp(Address{Phone: strings.Repeat("9", maxPhone+1)}); ok {
		t.Errorf("%+v", p)
	}
	if len(w.lids) != known || len(w.phones) != known {
		t.Errorf("%d and %d are remembered, and were %d", len(w.lids), len(w.phones), known)
	}
}

func TestNobodyHasTwoLIDs(t *testing.T) {
	w := newTestWorld(t)
	first, _ := w.LookUp(Address{Phone: "12025550177"})
	second, _ := w.LookUp(Address{Phone: "12025550177"})
	byLID, ok := w.LookUp(Address{LID: first.LID})
	if first != second || byLID.Phone != "12025550177" || !ok {
		t.Errorf("%+v %+v %+v %t", first, second, byLID, ok)
	}
	if _, err := w.ChangeMembers(testGroup, AddMember, phones("12025550177")); err != nil {
		t.Fatal(err)
	}
	if m := w.State().Groups[0].Members[3]; m.LID != first.LID {
		t.Errorf("%+v, was %s", m, first.LID)
	}
}

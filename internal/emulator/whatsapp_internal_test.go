package emulator

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const testGroup = "120363000000000001@g.us"

// newTestWorld has a group of the account (superadmin), 12025550101 (admin) and 12025550102.
func newTestWorld(t *testing.T, edit ...func(*World)) *whatsapp {
	t.Helper()
	world := World{
		People: []Person{{Phone: "12025550109", Adds: AddsNobody, Registered: true}, {Phone: "12025550108"}},
		Groups: []Group{{ID: testGroup, Name: "Ops", InviteCode: "Code", Members: []Member{
			{Phone: defaultPhone, Role: RoleSuperadmin}, {Phone: "12025550101", Role: RoleAdmin}, {Phone: "12025550102"},
		}}},
	}
	for _, e := range edit {
		e(&world)
	}
	w, err := newWhatsapp(world)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *whatsapp) testRoles() []string {
	var roles []string
	for _, m := range w.world().Groups[0].Members {
		roles = append(roles, m.Phone+" "+m.Role)
	}
	return roles
}

func codes(outcomes []outcome) []int {
	var all []int
	for _, o := range outcomes {
		all = append(all, o.code)
	}
	return all
}

func phones(numbers ...string) []address {
	var all []address
	for _, n := range numbers {
		all = append(all, address{phone: n})
	}
	return all
}

func TestAddCodes(t *testing.T) {
	w := newTestWorld(t, func(w *World) { w.Groups[0].RecentlyLeft = []string{"12025550107", "12025550102"} })
	outcomes, err := w.changeMembers(testGroup, addMember,
		append(phones("12025550103", "12025550103", "12025550102", "12025550109", "12025550108", "12025550107", defaultPhone), address{lid: "5@lid"}))
	if err != nil {
		t.Fatal(err)
	}
	want := []int{codeDone, codeMember, codeMember, codePrivate, codeNotFound, codeRecentlyLeft, codeMember, codeNotFound}
	if diff := cmp.Diff(want, codes(outcomes)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	for _, o := range outcomes {
		if private := o.code == codePrivate; private != (o.invitation.code != "") || private == o.invitation.expires.IsZero() {
			t.Errorf("%+v", o)
		}
	}
}

func TestRemovalByAnAdminIsNotLeaving(t *testing.T) {
	w := newTestWorld(t)
	for _, change := range []memberChange{removeMember, addMember} {
		if outcomes, err := w.changeMembers(testGroup, change, phones("12025550102")); err != nil || outcomes[0].code != codeDone {
			t.Errorf("%+v %v", outcomes, err)
		}
	}
}

func TestGroupIsFull(t *testing.T) {
	w := newTestWorld(t, func(w *World) {
		for i := range maxMembers - 4 {
			w.Groups[0].Members = append(w.Groups[0].Members, Member{Phone: fmt.Sprintf("5511999%06d", i)})
		}
	})
	outcomes, err := w.changeMembers(testGroup, addMember, phones("12025550103", "12025550104", "12025550102"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]int{codeDone, codeFull, codeMember}, codes(outcomes)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := w.replace(World{Groups: []Group{{ID: testGroup, InviteCode: "Code", Members: w.world().Groups[0].Members[1:]}}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.join("Code"); err != nil {
		t.Errorf("one place is free: %v", err)
	}
}

func TestChangeRoles(t *testing.T) {
	w := newTestWorld(t)
	for _, c := range []struct {
		change memberChange
		phone  string
		want   int
	}{
		{promoteMember, "12025550102", codeDone},
		{promoteMember, "12025550102", codeDone},
		{demoteMember, "12025550101", codeDone},
		{demoteMember, "12025550101", codeDone},
		{promoteMember, defaultPhone, codeDone},
		{demoteMember, defaultPhone, codeNotAllowed},
		{removeMember, defaultPhone, codeNotAllowed},
		{promoteMember, "12025550103", codeNotFound},
		{removeMember, "12025550103", codeNotFound},
	} {
		if outcomes, err := w.changeMembers(testGroup, c.change, phones(c.phone)); err != nil || outcomes[0].code != c.want {
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
	if _, err := w.changeMembers(testGroup, demoteMember, phones("12025550101")); err != nil {
		t.Fatal(err)
	}
	if err := w.leave(testGroup); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"12025550101 admin", "12025550102 member"}, w.testRoles()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if err := w.leave(testGroup); !errors.Is(err, errNotMember) {
		t.Errorf("leaving twice: %v", err)
	}

	w = newTestWorld(t)
	if err := w.leave(testGroup); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"12025550101 admin", "12025550102 member"}, w.testRoles()); diff != "" {
		t.Errorf("another admin is left (-want +got)\n%s", diff)
	}
}

func TestOnlyAdmins(t *testing.T) {
	w := newTestWorld(t, func(w *World) {
		w.Groups[0].Members[0].Role, w.Groups[0].InfoAdminsOnly = RoleMember, true
	})
	before := w.world()
	_, add := w.changeMembers(testGroup, addMember, phones("12025550103"))
	_, remove := w.changeMembers(testGroup, removeMember, phones("12025550102"))
	_, code := w.inviteCode(testGroup)
	_, revoke := w.revokeInvite(testGroup)
	for name, err := range map[string]error{
		"add": add, "remove": remove, "code": code, "revoke": revoke,
		"name": w.setName(testGroup, "A"), "description": w.setDescription(testGroup, "A"), "picture": w.setPicture(testGroup, "A"),
		"setting": w.configure(testGroup, func(g *group) { g.MessagesAdminsOnly = true }),
	} {
		if !errors.Is(err, errNotAdmin) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if diff := cmp.Diff(before, w.world()); diff != "" {
		t.Errorf("(-before +after)\n%s", diff)
	}
}

func TestWhoIsAddedByAHiddenLIDStaysHidden(t *testing.T) {
	w := newTestWorld(t, func(w *World) {
		w.People = []Person{{Phone: "12025550105", LID: "5@lid", Registered: true}, {LID: "6@lid", Registered: true}}
	})
	if _, err := w.changeMembers(testGroup, addMember, []address{{lid: "5@lid"}, {lid: "6@lid"}}); err != nil {
		t.Fatal(err)
	}
	want := []Member{
		{Phone: "12025550105", LID: "5@lid", Role: RoleMember, HidePhone: true},
		{LID: "6@lid", Role: RoleMember, HidePhone: true},
	}
	if diff := cmp.Diff(want, w.world().Groups[0].Members[3:]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if outcomes, err := w.changeMembers(testGroup, removeMember, phones("12025550105")); err != nil || outcomes[0].code != codeDone {
		t.Errorf("found by phone: %+v %v", outcomes, err)
	}
}

// TestWhoComesBackHasTheLIDOfBefore removes people as an admin of the account does, and as one outside does.
func TestWhoComesBackHasTheLIDOfBefore(t *testing.T) {
	w := newTestWorld(t, func(w *World) {
		w.Groups[0].Members = append(w.Groups[0].Members, Member{Phone: "12025550103", LID: "3@lid"}, Member{LID: "4@lid"})
	})
	before := w.world()
	gone := []address{{phone: "12025550103"}, {lid: "4@lid"}}
	comeBack := func() {
		t.Helper()
		outcomes, err := w.changeMembers(testGroup, addMember, gone)
		if err != nil || outcomes[0].code != codeDone || outcomes[1].code != codeDone {
			t.Errorf("%+v %v", outcomes, err)
		}
		if m := w.world().Groups[0].Members[3:]; m[0].LID != "3@lid" || m[1].LID != "4@lid" || m[1].Phone != "" {
			t.Errorf("%+v", m)
		}
	}
	if _, err := w.changeMembers(testGroup, removeMember, gone); err != nil {
		t.Fatal(err)
	}
	comeBack()
	before.Groups[0].Members = before.Groups[0].Members[:3]
	if err := w.replace(before); err != nil {
		t.Fatal(err)
	}
	comeBack()
	before.Groups[0].Members = append(before.Groups[0].Members, Member{Phone: "12025550103"})
	if err := w.replace(before); err != nil {
		t.Fatal(err)
	}
	if m := w.world().Groups[0].Members[3]; m.LID != "3@lid" {
		t.Errorf("put without a LID: %+v", m)
	}
	// A number that moves to another LID leaves nothing behind.
	before.Groups[0].Members[3].LID = "33@lid"
	if err := w.replace(before); err != nil {
		t.Fatal(err)
	}
	if p, known := w.lookUp(address{lid: "3@lid"}); known {
		t.Errorf("%+v", p)
	}
}

func TestNobodyHasTwoLIDs(t *testing.T) {
	w := newTestWorld(t)
	first, _ := w.lookUp(address{phone: "12025550177"})
	second, _ := w.lookUp(address{phone: "12025550177"})
	byLID, ok := w.lookUp(address{lid: first.lid})
	if first != second || byLID.phone != "12025550177" || !ok {
		t.Errorf("%+v %+v %+v %t", first, second, byLID, ok)
	}
	if _, err := w.changeMembers(testGroup, addMember, phones("12025550177")); err != nil {
		t.Fatal(err)
	}
	if m := w.world().Groups[0].Members[3]; m.LID != first.lid {
		t.Errorf("%+v, was %s", m, first.lid)
	}
}

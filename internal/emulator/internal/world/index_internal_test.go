package world

import (
	"fmt"
	"testing"
)

// TestIndexIsMadeOnce for many people who are added, and found afterwards.
func TestIndexIsMadeOnce(t *testing.T) {
	w := newTestWorld(t, func(*State) {})
	id := w.groups[0].ID
	builds := w.builds
	var people []Address
	for i := range 200 {
		people = append(people, Address{Phone: fmt.Sprintf("1202557%04d", i)})
	}
	if _, err := w.ChangeMembers(id, AddMember, people); err != nil {
		t.Fatal(err)
	}
	if n := len(w.KnownPairs()); n < 200 {
		t.Errorf("%d pairs are known", n)
	}
	if _, err := w.ChangeMembers(id, RemoveMember, people[:100]); err != nil {
		t.Fatal(err)
	}
	for i, p := range w.KnownPairs() {
		if p.Phone == people[0].Phone {
			t.Errorf("pair %d is of somebody who was removed", i)
		}
	}
	if made := w.builds - builds; made > 3 {
		t.Errorf("the index was made %d times", made)
	}
}

// TestTheIndexHearsOfJoining and leaving: whom the account sees is whom it knows.
func TestTheIndexHearsOfJoining(t *testing.T) {
	w := newTestWorld(t, func(state *State) {
		state.Groups = append(state.Groups, Group{
			ID: "120363000000000077@g.us", InviteCode: "JoinMe0000000000000000", Members: []Member{{Phone: "12025550190"}},
		})
	})
	known := func() bool {
		for _, p := range w.KnownPairs() {
			if p.Phone == "12025550190" {
				return true
			}
		}
		return false
	}
	if known() {
		t.Error("somebody in a group of others is known")
	}
	if _, err := w.Join("JoinMe0000000000000000"); err != nil {
		t.Fatal(err)
	}
	if !known() {
		t.Error("joining tells nobody")
	}
	if err := w.Leave("120363000000000077@g.us"); err != nil {
		t.Fatal(err)
	}
	if known() {
		t.Error("leaving forgets nobody")
	}
}

// BenchmarkLargeWorld adds a hundred people at once, and lists all LIDs, in a world of 200 groups of 250.
func BenchmarkLargeWorld(b *testing.B) {
	var state State
	for i := range 200 {
		g := Group{ID: fmt.Sprintf("12036300000000%04d@g.us", i), Members: []Member{{Phone: defaultPhone, Role: RoleSuperadmin}}}
		for j := range 250 {
			g.Members = append(g.Members, Member{Phone: fmt.Sprintf("120%04d%04d", i, j)})
		}
		state.Groups = append(state.Groups, g)
	}
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		w, err := New(state)
		if err != nil {
			b.Fatal(err)
		}
		var people []Address
		for i := range 100 {
			people = append(people, Address{Phone: fmt.Sprintf("1202557%04d", i)})
		}
		b.StartTimer()
		if _, err := w.ChangeMembers(state.Groups[0].ID, AddMember, people); err != nil {
			b.Fatal(err)
		}
		w.KnownPairs()
	}
}

package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const (
	newHolderLID = "900000000000041@lid"
	movedWritten = "+1 (202) 555-0111"
)

// moves gives a number to another account, which is in the party if it has a role there.
func (w *emulated) moves(number, from, role string) {
	w.t.Helper()
	w.change(func(world *emulator.World) {
		world.People = append(world.People, emulator.Person{
			Phone: number, LID: newHolderLID, Registered: true, PreviousLID: from,
		})
		if role != "" {
			g := &world.Groups[0]
			g.Members = append(g.Members, emulator.Member{Phone: number, LID: newHolderLID, Role: role})
		}
	})
}

// roleOfLID is the role that somebody has in the party, by LID.
func (w *emulated) roleOfLID(lid string) string {
	for _, m := range w.World().Groups[0].Members {
		if m.LID == lid {
			return m.Role
		}
	}
	return ""
}

// holderMoved is the warning of a plan.
const holderMoved = movedWritten + " belongs to another WhatsApp account now"

// A number that has moved to another account names nobody that the resource has ever managed. The plan says so, and
// nothing is done to the new holder until the resource is replaced.
func TestMemberWhoseNumberMoves(t *testing.T) {
	eachKind(t, []kindOfGroup{byNumber, byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		for newRole, role := range map[string]string{"member": "admin", "admin": "member"} {
			t.Run(newRole+" for "+role, func(t *testing.T) {
				w := emulate(t, d, emulator.Options{World: kind.world()})
				m := w.membership(t, anna, arguments{"phone_number": movedWritten, "role": role})
				m.isCreated(role)
				old := m.lid()
				if !strings.Contains(string(m.state.private), `"lid"`) {
					t.Skip("the gateway does not tell the LID")
				}
				w.moves(anna, old, newRole)
				nobodyChanged := func(what string) {
					t.Helper()
					if is := w.roleOfLID(newHolderLID); is != newRole {
						t.Errorf("%s: the new holder is %q, was %q", what, is, newRole)
					}
					if is := w.roleOfLID(old); is != role {
						t.Errorf("%s: the old holder is %q, was %q", what, is, role)
					}
				}
				for range 2 { // The first apply does not make the second one forget.
					p, err := m.plan(true)
					if err != nil || p.action != plancheck.ResourceActionUpdate {
						t.Errorf("the plan is %s, %v", p.action, err)
					}
					m.warns("plan", holderMoved)
					if _, err := m.apply(); err == nil || !strings.Contains(err.Error(), "has the number now") {
						t.Errorf("the apply says %v", err)
					}
					nobodyChanged("apply")
				}
				kept := *m.managed
				if err := m.destroy(); err != nil {
					t.Fatal(err)
				}
				if len(m.warned) != 2 || !strings.Contains(m.warned[1], "not removed") {
					t.Errorf("the destroy warns of %q", m.warned)
				}
				nobodyChanged("destroy")
				// Without a refresh, too.
				walk := kept.walk()
				destruction, err := walk.plan(kept.state, walk.nothing())
				if err == nil {
					_, err = walk.apply(destruction, walk.nothing())
				}
				if err != nil {
					t.Fatal(err)
				}
				nobodyChanged("destroy without a refresh")
				// To replace the resource is to mean the new holder.
				if _, err := m.apply(); err != nil {
					t.Fatal(err)
				}
				if is := w.roleOfLID(newHolderLID); is != role {
					t.Errorf("after the replacement the new holder is %q, want %q", is, role)
				}
				if p, err := m.plan(true); err != nil || p.action != plancheck.ResourceActionNoop {
					t.Errorf("after the replacement the plan is %s, %v", p.action, err)
				}
				m.warns("after the replacement", "")
			})
		}
	})
}

// The new holder of a number of Brazil has it in the digits that WhatsApp registered, and the configuration in others.
func TestMemberWhoseNumberMovesInAnotherSpelling(t *testing.T) {
	eachKind(t, []kindOfGroup{byNumber, byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		const registered = "553187654321"
		w := emulate(t, d, emulator.Options{World: kind.world()})
		m := w.membership(t, registered, arguments{"phone_number": "+55 31 98765-4321", "role": "admin"})
		m.isCreated("admin")
		old := m.lid()
		if !strings.Contains(string(m.state.private), `"lid"`) {
			t.Skip("the gateway does not tell the LID")
		}
		w.moves(registered, old, "member")
		w.changeGroup("Party", func(g *emulator.Group) {
			g.Members = slices.DeleteFunc(g.Members, func(m emulator.Member) bool { return m.LID == old })
		})()
		if p, err := m.plan(true); err != nil || p.action != plancheck.ResourceActionUpdate {
			t.Errorf("the plan is %s, %v", p.action, err)
		}
		m.warns("plan", "+55 31 98765-4321 belongs to another WhatsApp account now")
		if _, err := m.apply(); err == nil {
			t.Error("the apply says nothing")
		}
		if is := w.roleOfLID(newHolderLID); is != "member" {
			t.Errorf("the new holder is %q", is)
		}
		if err := m.destroy(); err != nil {
			t.Error(err)
		}
		if is := w.roleOfLID(newHolderLID); is != "member" {
			t.Errorf("after the destroy the new holder is %q", is)
		}
	})
}

// In a group that hides numbers the one before is known by LID, and stays who is meant.
func TestMemberWhoseHiddenNumberMoves(t *testing.T) {
	eachKind(t, []kindOfGroup{hidden}, func(t *testing.T, d dialect, kind kindOfGroup) {
		w := emulate(t, d, emulator.Options{World: kind.world()})
		m := w.membership(t, anna, arguments{"phone_number": movedWritten, "role": "admin"})
		m.isCreated("admin")
		w.moves(anna, m.lid(), "member")
		if _, err := m.apply(); err == nil {
			m.warns("apply", "")
		}
		if is := w.roleOfLID(newHolderLID); is != "member" {
			t.Errorf("the new holder is %q", is)
		}
		if err := m.destroy(); err != nil {
			t.Error(err)
		}
		if is := w.roleOfLID(newHolderLID); is != "member" {
			t.Errorf("after the destroy the new holder is %q", is)
		}
	})
}

// An account that changes its number stays the same person.
func TestMemberWhoChangesTheNumber(t *testing.T) {
	eachKind(t, []kindOfGroup{byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		const newNumber = "12025550177"
		w := emulate(t, d, emulator.Options{World: kind.world()})
		m := w.membership(t, anna, arguments{"phone_number": movedWritten, "role": "admin"})
		m.isCreated("admin")
		old := m.lid()
		if !strings.Contains(string(m.state.private), `"lid"`) {
			t.Skip("the gateway does not tell the LID")
		}
		w.changeGroup("Party", func(g *emulator.Group) {
			for i := range g.Members {
				if g.Members[i].LID == old {
					g.Members[i].Phone = newNumber
				}
			}
		})()
		if p, err := m.plan(true); err != nil || p.action != plancheck.ResourceActionNoop {
			t.Errorf("the plan is %s, %v", p.action, err)
		}
		m.warns("plan", "")
	})
}

// Whoever has left the group is not replaced by the new holder of the number without a word, where the gateway has met
// the new holder in another group and keeps a list of the people it has met.
func TestMemberWhoLeftAndWhoseNumberMoved(t *testing.T) {
	eachKind(t, []kindOfGroup{byLID}, func(t *testing.T, d dialect, kind kindOfGroup) {
		w := emulate(t, d, emulator.Options{World: kind.world()})
		m := w.membership(t, anna, arguments{"phone_number": movedWritten, "role": "admin"})
		m.isCreated("admin")
		old := m.lid()
		w.moves(anna, old, "")
		w.change(func(world *emulator.World) {
			party, others := &world.Groups[0], &world.Groups[1]
			party.Members = slices.DeleteFunc(party.Members, func(m emulator.Member) bool { return m.LID == old })
			others.Members = append(others.Members, emulator.Member{Phone: anna, LID: newHolderLID, Role: "member"})
		})
		p, err := m.plan(true)
		if err != nil || p.action != plancheck.ResourceActionCreate {
			t.Errorf("the plan is %s, %v", p.action, err)
		}
		// NOWEB keeps its list in the store, which this one lacks. The others list nobody.
		if slices.Contains([]string{"GOWS", "WEBJS", "WPP"}, d.engine) {
			m.warns("plan", holderMoved)
		}
	})
}

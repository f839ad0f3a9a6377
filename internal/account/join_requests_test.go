package account_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	approving  = `POST .*/join-requests/approve$`
	listAskers = `GET .*/join-requests$`
	carl       = "12025550103"
	carlsLID   = "100000000000103@lid"
)

// asking is a group in which Anne asks to join, who lets nobody add her.
func asking(addressing string, more ...emulator.JoinRequest) (emulator.Group, emulator.Person) {
	g := group(group1, "One")
	g.AddressingMode = addressing
	g.JoinRequests = append([]emulator.JoinRequest{{Phone: anne}}, more...)
	return g, emulator.Person{Phone: anne, Registered: true, Adds: emulator.AddsNobody}
}

func newcomers(people ...whatsapp.Person) []account.Newcomer {
	all := make([]account.Newcomer, len(people))
	for i, person := range people {
		all[i] = account.Newcomer{Person: person, Spelled: person.String(), Role: whatsapp.RoleMember}
	}
	return all
}

func TestWhoAsksToJoinIsLetIn(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		for _, addressing := range []string{emulator.AddressedByPhone, emulator.AddressedByLID} {
			t.Run(engine+" "+addressing, func(t *testing.T) {
				t.Parallel()
				g, shy := asking(addressing)
				w := emulate(t, engine, g)
				w.setWorld(t, func(world *emulator.World) { world.People = []emulator.Person{shy} })
				a := w.account(t, account.Settings{})
				for i, r := range a.AddMembers(t.Context(), group1, newcomers(byNumber(anne), byNumber(bert))) {
					if r.Err != nil {
						t.Errorf("person %d: %v", i, r.Err)
					}
				}
				wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member", bert: "member"})
				must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(carl), carl))
				for pattern, n := range map[string]int{approving: 1, adding: 2, listAskers: 1} {
					if asked := w.asked(pattern); asked != n {
						t.Errorf("%s was asked %d times, want %d", pattern, asked, n)
					}
				}
			})
		}
	}
}

// What asks to join and is nobody of the configuration waits on.
func TestNobodyElseIsLetIn(t *testing.T) {
	t.Parallel()
	g, _ := asking(emulator.AddressedByLID, emulator.JoinRequest{LID: carlsLID, Phone: carl, HidePhone: true})
	w := emulate(t, "GOWS", g)
	a := w.account(t, account.Settings{})
	waiting := must[account.JoinWaiting](t)(a.JoinsWaiting(t.Context(), group1, []whatsapp.Person{byNumber(bert)}))
	if want := (account.JoinWaiting{People: 2, Hidden: 1}); waiting != want {
		t.Errorf("%+v wait, want %+v", waiting, want)
	}
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(bert), bert))
	if asking := w.World().Groups[0].JoinRequests; len(asking) != 2 || w.asked(approving) != 0 {
		t.Errorf("%v ask still, and %d were let in", asking, w.asked(approving))
	}
	if hidden := a.HiddenAskers(group1); hidden != 1 {
		t.Errorf("%d hidden people ask, want 1", hidden)
	}

	// By LID he is known.
	byLID := whatsapp.Person{LID: carlsLID}
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byLID, carlsLID))
	if w.asked(approving) != 1 || a.HiddenAskers(group1) != 0 || w.asked(listAskers) != 1 {
		t.Errorf("%d let in, %d hidden, asked %d times",
			w.asked(approving), a.HiddenAskers(group1), w.asked(listAskers))
	}
}

// Whoever has withdrawn the request since the list was read is added.
func TestWhoAsksNoMoreIsAdded(t *testing.T) {
	t.Parallel()
	g, _ := asking(emulator.AddressedByPhone)
	w := emulate(t, "NOWEB", g)
	a := w.account(t, account.Settings{})
	must[account.JoinWaiting](t)(a.JoinsWaiting(t.Context(), group1, nil))
	w.setWorld(t, func(world *emulator.World) { world.Groups[0].JoinRequests = nil })
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne))
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
	if w.asked(approving) != 1 || w.asked(adding) != 1 {
		t.Errorf("%d approvals and %d adds, want one of each", w.asked(approving), w.asked(adding))
	}
}

// The reading tells what a lost answer was about. What was sent is not sent again, and nobody is looked up.
func TestALostAnswerToLettingIn(t *testing.T) {
	t.Parallel()
	for effect, isIn := range map[emulator.Effect]bool{emulator.EffectLoseAnswer: true, emulator.EffectCut: false} {
		g, shy := asking(emulator.AddressedByPhone)
		w := emulate(t, "NOWEB", g)
		w.setWorld(t, func(world *emulator.World) { world.People = []emulator.Person{shy} })
		w.fault(t, emulator.Fault{Match: approving, Effect: effect, Times: 1})
		a := w.account(t, account.Settings{})
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
		if isIn != (err == nil) {
			t.Errorf("%s: %v", effect, err)
		}
		if !isIn {
			want(t, err, whatsapp.ErrOutcomeUnknown)
		}
		if w.asked(approving) != 1 || w.asked(adding) != 0 || w.asked(`check-exists`) != 0 {
			t.Errorf("%s: %d approvals, %d adds", effect, w.asked(approving), w.asked(adding))
		}
	}
}

// Where the list fails, or the account is no admin, people are added as ever.
func TestWithoutTheListOfAskersPeopleAreAdded(t *testing.T) {
	t.Parallel()
	g, _ := asking(emulator.AddressedByPhone)
	w := emulate(t, "NOWEB", g)
	w.fault(t, emulator.Fault{Match: listAskers, Effect: emulator.EffectStatus, Status: 500})
	a := w.account(t, account.Settings{})
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne))
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
}

// An older server is not asked.
func TestAnOlderServerIsNotAskedWhoAsks(t *testing.T) {
	t.Parallel()
	g, _ := asking(emulator.AddressedByPhone)
	w := emulateWith(t, emulator.Options{
		WAHAEngine: "NOWEB", WAHAVersion: "2026.8.1", World: &emulator.World{Groups: []emulator.Group{g}},
	})
	a := w.account(t, account.Settings{})
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne))
	if w.asked(`join-requests`) != 0 || w.asked(adding) != 1 {
		t.Errorf("asked %d times who asks, %d adds", w.asked(`join-requests`), w.asked(adding))
	}
}

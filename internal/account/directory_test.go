package account_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestOneReadServesAllWhoAskForAGroup(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := w.account(t, account.Settings{})
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if g, err := a.Group(t.Context(), group1); err != nil || g.Name != "One" {
				t.Errorf("group is %q, %v", g.Name, err)
			}
		})
	}
	all.Wait()
	if n := w.asked(`^GET /waha/api/default/groups/[^/]+$`); n != 1 {
		t.Errorf("the group was read %d times", n)
	}
	if n := w.asked(`^GET /waha/api/sessions/default$`); n != 1 {
		t.Errorf("the session was checked %d times", n)
	}
}

func TestManyGroupsAreReadByOneList(t *testing.T) {
	t.Parallel()
	var groups []emulator.Group
	for i := range 30 {
		id := whatsapp.JID(fmt.Sprintf("1203630000000000%02d@g.us", i))
		groups = append(groups, group(id, fmt.Sprintf("Group %d", i)))
	}
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, groups...)
			a := w.account(t, account.Settings{})
			var all sync.WaitGroup
			for i := range 30 {
				all.Go(func() {
					g, err := a.Group(t.Context(), whatsapp.JID(groups[i].ID))
					if err != nil || g.Name != groups[i].Name || len(g.Members) != 1 {
						t.Errorf("group %d is %q with %d members, %v", i, g.Name, len(g.Members), err)
					}
				})
			}
			all.Wait()
			if n := w.asked(`^GET /waha/api/default/groups$`); n != 1 {
				t.Errorf("the list was read %d times", n)
			}
			if n := w.asked(`^GET /waha/api/default/groups/[^/]+$`); n > 3 {
				t.Errorf("%d groups were read one by one", n)
			}
		})
	}
}

// TestOneGroupIsNeverListed however often it is asked for at once, as for many members by its literal id: the list of
// all groups with all members may be large.
func TestOneGroupIsNeverListed(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{})
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					if _, err := a.Group(t.Context(), group1); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			lists, reads := w.asked(`^GET /waha/api/default/groups$`), w.asked(`^GET /waha/api/default/groups/[^/]+$`)
			if lists != 0 || reads != 1 {
				t.Errorf("%d lists and %d readings", lists, reads)
			}
		})
	}
}

// TestFewGroupsWaitForOthers: the first asks of a run that reads many groups are answered by the list, too.
func TestFewGroupsWaitForOthers(t *testing.T) {
	t.Parallel()
	var groups []emulator.Group
	for i := range 10 {
		id := whatsapp.JID(fmt.Sprintf("1203630000000000%02d@g.us", i))
		groups = append(groups, group(id, fmt.Sprintf("Group %d", i)))
	}
	w := emulate(t, "NOWEB", groups...)
	a := w.account(t, account.Settings{Gather: 300 * time.Millisecond})
	var all sync.WaitGroup
	for i := range groups {
		all.Go(func() {
			if _, err := a.Group(t.Context(), whatsapp.JID(groups[i].ID)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	lists, reads := w.asked(`^GET /waha/api/default/groups$`), w.asked(`^GET /waha/api/default/groups/[^/]+$`)
	if lists != 1 || reads != 0 {
		t.Errorf("%d lists and %d readings", lists, reads)
	}
}

func TestOneWhoGivesUpTakesTheReadFromNobody(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: `^GET /waha/api/default/groups/`, Effect: emulator.EffectDelay, MS: 300})
	a := w.account(t, account.Settings{})
	must[whatsapp.Person](t)(a.Self(t.Context()))

	impatient, giveUp := context.WithCancel(t.Context())
	gaveUp := make(chan error)
	go func() {
		_, err := a.Group(impatient, group1)
		gaveUp <- err
	}()
	patient := make(chan error)
	go func() {
		_, err := a.Group(t.Context(), group1)
		patient <- err
	}()
	giveUp()
	want(t, <-gaveUp, context.Canceled)
	if err := <-patient; err != nil {
		t.Errorf("the other one fails with %v", err)
	}
}

func TestAWriteMakesTheReadingStale(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{})
			must[whatsapp.Group](t)(a.Group(t.Context(), group1))
			if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")); err != nil {
				t.Fatal(err)
			}
			if g := must[whatsapp.Group](t)(a.Group(t.Context(), group1)); g.Name != "Two" {
				t.Errorf("the name reads as %q", g.Name)
			}
			if name := w.World().Groups[0].Name; name != "Two" {
				t.Errorf("the name is %q", name)
			}
		})
	}
}

func TestAStubIsNoReading(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: `^GET /waha/api/default/groups/[^/]+$`, Effect: emulator.EffectStatus, Status: 200,
		Body: map[string]any{"id": string(group1), "subjectTime": nil, "creation": nil, "size": 814}})
	_, err := w.account(t, account.Settings{}).Group(t.Context(), group1)
	want(t, err, whatsapp.ErrOutcomeUnknown)
}

// TestTheOwnerOfAGroupThatHidesNumbersIsNamed by the gateway's list of LIDs, which NOWEB keeps only in its store.
func TestTheOwnerOfAGroupThatHidesNumbersIsNamed(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One")
			g.AddressingMode = emulator.AddressedByLID
			g.Members[0].HidePhone = true
			w := emulateWith(t, emulator.Options{
				WAHAEngine: engine, WAHAStore: true, World: &emulator.World{Groups: []emulator.Group{g}},
			})
			a := w.account(t, account.Settings{})
			read := must[whatsapp.Group](t)(a.Group(t.Context(), group1))
			listed := must[[]whatsapp.Group](t)(w.account(t, account.Settings{}).Groups(t.Context()))
			if read.Owner.Phone != selfPhone || listed[0].Owner.Phone != selfPhone {
				t.Errorf("the owner is %+v, and %+v in the list", read.Owner, listed[0].Owner)
			}
		})
	}
}

// The numbers of hidden members are looked for once for a reading, however many ask for one of them.
func TestAReadingIsCompletedOnce(t *testing.T) {
	t.Parallel()
	w := emulate(t, "WPP", byLID(hidden(anne, anneLID), hidden(bert, bertLID)))
	a := w.account(t, account.Settings{})
	first := must[whatsapp.Group](t)(a.Group(t.Context(), group1))
	again := must[whatsapp.Group](t)(a.Group(t.Context(), group1))
	if &first.Members[0] != &again.Members[0] {
		t.Error("the same reading was completed twice")
	}
	// Another reading is another list.
	want(t, a.RemoveMember(t.Context(), group1, whatsapp.Person{LID: bertLID}, nil), nil)
	if after := must[whatsapp.Group](t)(a.Group(t.Context(), group1)); len(after.Members) != 2 {
		t.Errorf("there are %d members after a removal", len(after.Members))
	}
}

package account

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// lists is a gateway that counts its lists of groups, which have one.
type lists struct {
	whatsapp.Gateway
	n atomic.Int32
}

func (l *lists) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	l.n.Add(1)
	return []whatsapp.Group{{ID: "1@g.us", Members: []whatsapp.Member{}, Settings: whatsapp.Settings{
		Name: "One", MessagesAdminsOnly: new(false), InfoAdminsOnly: new(false),
		MemberAddMode: new(whatsapp.AdminAdd), JoinApprovalRequired: new(false),
	}}}, nil
}

// TestWhoIsLateForAListNeedsNoOther: the list may end between the decision to list and the listing, where no test can
// stand. What it has told is there, and what it has not told is looked for.
func TestWhoIsLateForAListNeedsNoOther(t *testing.T) {
	t.Parallel()
	for id, want := range map[whatsapp.JID]int32{"1@g.us": 1, "2@g.us": 2} {
		l := &lists{}
		d := directory{gateway: l}
		if _, err := d.list(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.listFor(t.Context(), id); err != nil || l.n.Load() != want {
			t.Errorf("%s: %d lists, want %d; %v", id, l.n.Load(), want, err)
		}
	}
}

// orderedLists is a gateway whose first list is the last to end.
type orderedLists struct {
	whatsapp.Gateway
	n atomic.Int32
}

func (l *orderedLists) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	n := l.n.Add(1)
	time.Sleep(time.Duration(3-n) * time.Second)
	return make([]whatsapp.Group, n), nil
}

// TestAnOlderListReplacesNoNewerOne: the last list is the one that began last, whichever ends last.
func TestAnOlderListReplacesNoNewerOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := directory{gateway: &orderedLists{}}
		var all sync.WaitGroup
		for range 2 {
			all.Go(func() {
				if _, err := d.list(t.Context()); err != nil {
					t.Error(err)
				}
			})
			synctest.Wait()
			d.stale("1@g.us")
		}
		all.Wait()
		if n := len(d.lastList()); n != 2 {
			t.Errorf("the last list is number %d", n)
		}
	})
}

// TestWhoFindsAListOutdatedLaterAsksForNoOther: of two who look at the same list, one may have asked for another before
// the other one has seen that it needs one.
func TestWhoFindsAListOutdatedLaterAsksForNoOther(t *testing.T) {
	t.Parallel()
	// It takes the longer to find a group, the later it comes.
	outdated := make([]whatsapp.Group, 50_000)
	outdated[0].ID, outdated[len(outdated)-1].ID = "2@g.us", "3@g.us"
	for range 5 { // It is a matter of time which of them is the first.
		l := &lists{}
		a := New(l, Settings{})
		a.confirmedList.keep(0, outdated)
		// They wait for their look in the order in which they come, the one who takes longer first.
		a.confirmedList.mu.Lock()
		var all sync.WaitGroup
		for _, id := range []whatsapp.JID{"3@g.us", "2@g.us"} {
			all.Go(func() {
				groups, err := a.listWithout(t.Context(), id)
				if err != nil || len(groups) != 1 || groups[0].ID != "1@g.us" {
					t.Errorf("the list is of %d groups, %v", len(groups), err)
				}
			})
			time.Sleep(5 * time.Millisecond)
		}
		a.confirmedList.mu.Unlock()
		all.Wait()
		if n := l.n.Load(); n != 1 {
			t.Errorf("%d lists", n)
		}
	}
}

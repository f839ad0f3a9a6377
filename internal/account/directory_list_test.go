package account_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// listing is a gateway that counts its lists and readings of groups. It lists all but the late ones.
type listing struct {
	whatsapp.Gateway
	ids         []whatsapp.JID
	mu          sync.Mutex
	lists, read int
}

func (l *listing) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true}, nil
}

func (l *listing) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lists++
	var groups []whatsapp.Group
	for _, id := range l.ids {
		groups = append(groups, full(id))
	}
	return groups, nil
}

func (l *listing) Group(_ context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.read++
	return full(id), nil
}

// full is a group of which nothing is left to be read.
func full(id whatsapp.JID) whatsapp.Group {
	return whatsapp.Group{
		ID: id, Members: []whatsapp.Member{},
		Settings: whatsapp.Settings{
			Name: string(id), MessagesAdminsOnly: new(false), InfoAdminsOnly: new(false),
			MemberAddMode: new(whatsapp.AdminAdd), JoinApprovalRequired: new(false),
		},
	}
}

// TestGroupsAreListedOnce: what the list of all groups lacks is read by itself, as is what comes to be asked for later.
func TestGroupsAreListedOnce(t *testing.T) {
	t.Parallel()
	l := &listing{}
	for i := range 5 {
		l.ids = append(l.ids, whatsapp.JID(fmt.Sprintf("12036300000000000%d@g.us", i)))
	}
	a := newAccount(l, account.Settings{})
	readAll := func(ids ...whatsapp.JID) {
		var all sync.WaitGroup
		for _, id := range ids {
			all.Go(func() {
				if g, err := a.Group(t.Context(), id); err != nil || g.ID != id {
					t.Errorf("%s is %s, %v", id, g.ID, err)
				}
			})
		}
		all.Wait()
	}
	readAll(l.ids...)
	if l.lists != 1 || l.read != 0 {
		t.Errorf("five groups take %d lists and %d readings", l.lists, l.read)
	}
	late := []whatsapp.JID{"120363000000000007@g.us", "120363000000000008@g.us", "120363000000000009@g.us"}
	readAll(late...)
	readAll(slices.Concat(l.ids, late)...)
	if l.lists != 1 || l.read != len(late) {
		t.Errorf("three that were not listed take another %d lists, and %d readings", l.lists-1, l.read)
	}
}

// TestAChangeThatIsNotShownMakesTheReadingStale: it may have been carried out all the same.
func TestAChangeThatIsNotShownMakesTheReadingStale(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := w.account(t, account.Settings{})
	must[whatsapp.Group](t)(a.Group(t.Context(), group1))
	w.fault(t, emulator.Fault{Match: readings, Effect: emulator.EffectCut})
	if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")); err == nil {
		t.Fatal("a change that could not be read back has succeeded")
	}
	w.ClearFaults()
	if g := must[whatsapp.Group](t)(a.Group(t.Context(), group1)); g.Name != "Two" {
		t.Errorf("the name reads as %q", g.Name)
	}
}

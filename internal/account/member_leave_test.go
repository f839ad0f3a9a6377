package account_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// calmModel is a WhatsApp in simulated time in which nothing goes wrong but what a test wants.
func calmModel(atOnce int) *modelWhatsApp {
	w := newModelWhatsApp(1)
	w.calm, w.atOnce, w.lag = true, atOnce, 0
	return w
}

// with fills the group.
func (w *modelWhatsApp) with(people int) *modelWhatsApp {
	for i := range people {
		w.members[byNumber(somebody(i))], w.shown[byNumber(somebody(i))] = whatsapp.RoleMember, whatsapp.RoleMember
	}
	return w
}

// Of a caller of many changes who leaves, none goes on: not those behind the one that was sent, and not those that
// WhatsApp limited.
func TestWhoLeavesTakesAllWithThem(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"a limit": &whatsapp.Error{Kind: whatsapp.ErrRateLimited}, "nothing happens": nil,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := calmModel(5).with(60)
				ctx, cancel := context.WithCancel(t.Context())
				w.answer = func(_ int, people []whatsapp.Person) ([]whatsapp.Outcome, error) {
					cancel()
					time.Sleep(10 * time.Millisecond)
					return make([]whatsapp.Outcome, len(people)), err
				}
				a := account.New(w, account.Settings{MaxRetries: 10})
				if err := a.EmptyGroup(ctx, group1); err == nil {
					t.Error("the group is said to be empty")
				}
				w.ended = true
				time.Sleep(time.Hour)
				atMost(t, "calls", w.calls, 1)
				for _, fault := range w.faults {
					t.Error(fault)
				}
			})
		})
	}
}

// The halves of a call that is refused as a whole go at the pace, too.
func TestHalvesArePaced(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := calmModel(64)
		var times []time.Time
		w.answer = func(int, []whatsapp.Person) ([]whatsapp.Outcome, error) {
			times = append(times, time.Now())
			return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}
		}
		a := account.New(w, account.Settings{AddsPerMinute: 60})
		var all sync.WaitGroup
		for i := range 64 {
			all.Go(func() {
				_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
				want(t, err, whatsapp.ErrInvalidRequest)
			})
		}
		all.Wait()
		// Ten may go at once.
		if least := time.Duration(len(times)-11) * time.Second; times[len(times)-1].Sub(times[0]) < least {
			t.Errorf("%d calls took %s, want %s at least", len(times), times[len(times)-1].Sub(times[0]), least)
		}
		if len(times) < 64 {
			t.Errorf("there were %d calls for 64 people", len(times))
		}
	})
}

// Whoever writes without end does not keep the queue from its turn.
func TestOthersDoNotStarveTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := calmModel(10)
		a := account.New(w, account.Settings{WritesPerMinute: 60})
		ctx, cancel := context.WithCancel(t.Context())
		var others sync.WaitGroup
		for range 3 {
			others.Go(func() {
				for ctx.Err() == nil {
					_ = a.ChangeGroup(ctx, group1, whatsapp.SetName("Model"))
				}
			})
		}
		time.Sleep(time.Minute)
		began := time.Now()
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(20)), "")
		want(t, err, nil)
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("an adding took %s", took)
		}
		cancel()
		others.Wait()
	})
}

// However many answers are lost one by one, few people are looked up.
func TestFewAreLookedUpInAGroup(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := calmModel(1)
		w.answer = func(int, []whatsapp.Person) ([]whatsapp.Outcome, error) {
			return nil, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
		}
		a := account.New(w, account.Settings{})
		asTerraform(20, func(i int) {
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
			want(t, err, whatsapp.ErrOutcomeUnknown)
		})
		atMost(t, "look-ups", w.lookUps, 3)
	})
}

// lossy is a gateway of which some readings are lost or empty.
type lossy struct {
	*modelWhatsApp
	readings int
	read     func(reading int) (lost bool, err error)
}

func (l *lossy) Members(ctx context.Context, id whatsapp.JID) ([]whatsapp.Member, error) {
	l.mu.Lock()
	l.readings++
	lost, err := l.read(l.readings)
	l.mu.Unlock()
	if lost {
		return nil, err
	}
	return l.modelWhatsApp.Members(ctx, id)
}

func (l *lossy) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	members, err := l.Members(ctx, id)
	g, _ := l.modelWhatsApp.Group(ctx, id)
	g.Members = members
	return g, err
}

// An empty list of members shows no removal: the account itself is in the group. A lost one before the call fails
// nobody.
func TestReadingsThatSayNothing(t *testing.T) {
	t.Parallel()
	unclear := &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "a reading"}
	for name, read := range map[string]func(int) (bool, error){
		"one that is lost before": func(n int) (bool, error) { return n == 1, unclear },
		"an empty one after":      func(n int) (bool, error) { return n == 2, nil },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := calmModel(10).with(3)
				lost := name == "an empty one after"
				if lost {
					w.answer = func(int, []whatsapp.Person) ([]whatsapp.Outcome, error) { return nil, unclear }
				}
				a := account.New(&lossy{modelWhatsApp: w, read: read}, account.Settings{})
				err := a.RemoveMember(t.Context(), group1, byNumber(somebody(1)), nil)
				if lost != errors.Is(err, whatsapp.ErrOutcomeUnknown) || !lost && err != nil {
					t.Errorf("the removal ends with %v", err)
				}
				m := must[whatsapp.Member](t)(a.Member(t.Context(), group1, byNumber(somebody(2))))
				if m.Phone != somebody(2) {
					t.Errorf("read %+v", m)
				}
			})
		})
	}
}

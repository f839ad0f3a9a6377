package account_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// timed is a WhatsApp in simulated time that notes when people are added, and how many.
type timed struct {
	*modelWhatsApp
	times  []time.Time
	people []int
	asked  int
}

func newTimed(atOnce int) *timed {
	w := &timed{modelWhatsApp: calmModel(atOnce)}
	w.answer = func(_ int, people []whatsapp.Person) ([]whatsapp.Outcome, error) {
		w.times, w.people = append(w.times, time.Now()), append(w.people, len(people))
		w.carryOut(whatsapp.AddMembers, people)
		return make([]whatsapp.Outcome, len(people)), nil
	}
	return w
}

// add adds people who were not added before, each with a time of its own, all at once.
func (w *timed) add(t *testing.T, a *account.Account, n int, limit time.Duration) {
	t.Helper()
	var all sync.WaitGroup
	for range n {
		w.asked++
		person := byNumber(somebody(20 + w.asked))
		all.Go(func() {
			ctx, cancel := account.WithTimeout(t.Context(), limit)
			defer cancel()
			_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, person, "")
			want(t, err, nil)
		})
	}
	all.Wait()
}

// However many people wait for the pace, none fails because of it: 780 people take longer than each of them has.
func TestWaitingForThePaceIsNoTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTimed(10)
		began := time.Now()
		w.add(t, account.New(w, account.Settings{AddsPerMinute: 60}), 780, 20*time.Second)
		if took := time.Since(began); took < 769*time.Second || took > 790*time.Second {
			t.Errorf("780 people at 60 a minute take %s", took)
		}
		if len(w.times) != 78 {
			t.Errorf("they take %d calls", len(w.times))
		}
		for i := range w.times {
			if w.people[i] > 10 || i > 0 && w.times[i].Sub(w.times[i-1]) < 9*time.Second {
				t.Fatalf("call %d adds %d at %s", i, w.people[i], w.times[i])
			}
		}
	})
}

// Calls that add one person each keep a distance too, although ten people may be added at once.
func TestSingleAddsKeepADistance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTimed(1)
		w.add(t, account.New(w, account.Settings{AddsPerMinute: 60}), 20, time.Minute)
		for i := range w.times[1:] {
			// The readings around a call take their time.
			if gap := w.times[i+1].Sub(w.times[i]); gap < 700*time.Millisecond {
				t.Errorf("two calls are %s apart", gap)
			}
		}
	})
}

// A cancel ends the wait for the pace at once, and nothing is sent.
func TestACancelEndsTheWaitForThePace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTimed(10)
		a := account.New(w, account.Settings{AddsPerMinute: 1, WritesPerMinute: 1})
		w.add(t, a, 10, time.Minute)
		for range 10 {
			_ = a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Model"))
		}
		for name, do := range map[string]func(context.Context) error{
			"an adding": func(ctx context.Context) error {
				_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(somebody(50)), "")
				return err
			},
			"a change": func(ctx context.Context) error {
				return a.ChangeGroup(ctx, group1, whatsapp.SetName("Other"))
			},
		} {
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(5*time.Second, cancel)
			began := time.Now()
			err := do(ctx)
			want(t, err, context.Canceled)
			want(t, err, account.ErrNotSent)
			if took := time.Since(began); took != 5*time.Second {
				t.Errorf("%s ends after %s", name, took)
			}
		}
		if len(w.times) != 1 {
			t.Errorf("there were %d calls", len(w.times))
		}
	})
}

// What was sent has only the time that it was given.
func TestAGatewayThatIsSlowIsATimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := account.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		<-ctx.Done()
		want(t, ctx.Err(), context.DeadlineExceeded)
		if took := time.Since(began); took != time.Minute {
			t.Errorf("a minute takes %s", took)
		}
	})
}

// Changes of settings go on while those who are to be added wait.
func TestOthersWriteWhileAddsWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTimed(10)
		a := account.New(w, account.Settings{AddsPerMinute: 1, WritesPerMinute: 60})
		w.add(t, a, 10, time.Minute)
		var adding sync.WaitGroup
		adding.Go(func() { w.add(t, a, 10, time.Minute) })
		time.Sleep(time.Second)
		began := time.Now()
		_ = a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Model"))
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("a change takes %s", took)
		}
		adding.Wait()
	})
}

// A write that WhatsApp refuses is sent three times at most, half a minute apart at least. Then the whole account is
// slower, for the rest of the run.
func TestARefusedWriteIsNotHammered(t *testing.T) {
	t.Parallel()
	for _, paced := range []int{0, 60} {
		t.Run(fmt.Sprintf("at %d", paced), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newTimed(10)
				adds := w.answer
				w.answer = func(n int, people []whatsapp.Person) ([]whatsapp.Outcome, error) {
					if n > 3 {
						return adds(n, people)
					}
					w.times = append(w.times, time.Now())
					return nil, &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Detail: "rate-overlimit (429)"}
				}
				a := account.New(w, account.Settings{AddsPerMinute: paced, WritesPerMinute: paced, MaxRetries: 100})
				_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(20)), "")
				want(t, err, whatsapp.ErrRateLimited)
				if !strings.Contains(err.Error(), "rate-overlimit (429)") {
					t.Errorf("the error is %v", err)
				}
				if len(w.times) != 3 {
					t.Fatalf("it was sent %d times", len(w.times))
				}
				for i := range 2 {
					if gap := w.times[i+1].Sub(w.times[i]); gap < 30*time.Second {
						t.Errorf("two tries are %s apart", gap)
					}
				}
				w.times = nil
				w.add(t, a, 30, time.Minute)
				if len(w.times) != 3 {
					t.Fatalf("30 people take %d calls", len(w.times))
				}
				// Three refusals double the second that a person takes three times.
				if gap := w.times[2].Sub(w.times[1]); paced > 0 && (gap < 79*time.Second || gap > 90*time.Second) {
					t.Errorf("ten people take %s", gap)
				}
			})
		})
	}
}

// A limit that a proxy sets, which says how long to wait, is none of WhatsApp's and slows nothing.
func TestALimitOfAProxySlowsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.wait = time.Second
		b.limit("change", 1)
		a := account.New(b, account.Settings{WritesPerMinute: 60, MaxRetries: 3})
		began := time.Now()
		for range 5 {
			want(t, ignoreUnshown(a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Model"))), nil)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("five changes take %s", took)
		}
	})
}

// Every batch tells how far it is.
func TestEveryBatchTellsHowLongItTakes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newTimed(10)
		a := account.New(w, account.Settings{AddsPerMinute: 60})
		var log bytes.Buffer
		ctx := tflogtest.RootLogger(t.Context(), &log)
		newcomers := make([]account.Newcomer, 35)
		for i := range newcomers {
			newcomers[i].Person = byNumber(somebody(20 + i))
		}
		for _, r := range a.AddMembers(ctx, group1, newcomers) {
			want(t, r.Err, nil)
		}
		synctest.Wait() // The last batch is told once everybody has their answer.
		var told []string
		for decoder := json.NewDecoder(&log); decoder.More(); {
			var line map[string]any
			if err := decoder.Decode(&line); err != nil {
				t.Fatal(err)
			}
			if line["@level"] == "info" {
				told = append(told, fmt.Sprintf("%v %v %v", line["done"], line["waiting"], line["time_left"]))
			}
		}
		if got := strings.Join(told, "; "); got != "10 25 25s; 20 15 15s; 30 5 5s; 35 0 0s" {
			t.Errorf("the log tells %s", got)
		}
	})
}

// daily is a gateway that makes groups, of which it tells nothing in its lists, or that cannot list them.
type daily struct {
	*modelWhatsApp
	date  func() time.Time
	lists bool
	made  int
	// groups are what it lists.
	groups []whatsapp.Group
	sizes  []int
	times  []time.Time
}

func (d *daily) Date() time.Time { return d.date() }

func (d *daily) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	if !d.lists {
		return nil, &whatsapp.Error{Kind: errors.ErrUnsupported}
	}
	return d.groups, nil
}

func (d *daily) CreateGroup(_ context.Context, _ string, people []whatsapp.Person) (whatsapp.Created, error) {
	d.made++
	d.sizes, d.times = append(d.sizes, len(people)), append(d.times, time.Now())
	return whatsapp.Created{
		Group:    whatsapp.JID(fmt.Sprintf("12036300000000%04d@g.us", d.made)),
		Outcomes: make([]whatsapp.Outcome, len(people)),
	}, nil
}

// Groups that this process has made count where nothing lists them, and for 24 hours only.
func TestADayWithoutAList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &daily{modelWhatsApp: calmModel(10), date: func() time.Time { return time.Time{} }}
		a := account.New(d, account.Settings{GroupsPerDay: 3})
		began := time.Now()
		for day := range 2 {
			for i := range 5 {
				_, err := a.CreateGroup(t.Context(), twinOf(fmt.Sprintf("Team %d %d", day, i)))
				var full *account.DayError
				if errors.As(err, &full) != (i >= 3) || i >= 3 && full.Next.Sub(began).Round(time.Hour) !=
					time.Duration(day+1)*24*time.Hour {
					t.Errorf("group %d of day %d: %v", i, day, err)
				}
				if i >= 3 {
					want(t, err, account.ErrNotSent)
				}
			}
			time.Sleep(24 * time.Hour)
		}
		if d.made != 6 {
			t.Errorf("%d groups were made", d.made)
		}
	})
}

// The day goes by the date of the gateway, by which WhatsApp dates its groups, and not by a clock that is wrong. Groups
// that others have made do not count, nor those of the day before.
func TestADayGoesByTheGatewaysDate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ahead := time.Now().Add(1000 * time.Hour)
		d := &daily{modelWhatsApp: calmModel(10), date: func() time.Time { return ahead }, lists: true}
		self, other := byNumber(selfPhone), byNumber(somebody(3))
		for i, g := range []struct {
			owner whatsapp.Person
			age   time.Duration
		}{
			{self, time.Hour}, {self, 25 * time.Hour}, {other, time.Hour}, {self, 23 * time.Hour},
			{whatsapp.Person{}, 0},
		} {
			listed := full(whatsapp.JID(fmt.Sprintf("12036300000001%04d@g.us", i)))
			listed.Owner, listed.CreatedAt = g.owner, ahead.Add(-g.age)
			d.groups = append(d.groups, listed)
		}
		a := account.New(d, account.Settings{GroupsPerDay: 3})
		for i := range 3 {
			_, err := a.CreateGroup(t.Context(), twinOf(fmt.Sprintf("Team %d", i)))
			var full *account.DayError
			if errors.As(err, &full) != (i > 0) || i > 0 && !full.Next.Equal(ahead.Add(time.Hour)) {
				t.Errorf("group %d: %v", i, err)
			}
		}
	})
}

// Initial members go in one call, and the pace rests for as long as they cost.
func TestInitialMembersCostTheirTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &daily{modelWhatsApp: calmModel(100), date: time.Now}
		a := account.New(d, account.Settings{AddsPerMinute: 60, WritesPerMinute: 60})
		for i := range 3 {
			group := twinOf(fmt.Sprintf("Team %d", i))
			for j := range 40 {
				group.Members = append(group.Members, byNumber(somebody(20+j)))
			}
			ctx, cancel := account.WithTimeout(t.Context(), 20*time.Second)
			_, err := a.CreateGroup(ctx, group)
			cancel()
			want(t, err, nil)
		}
		for i, size := range d.sizes {
			if size != 40 || i > 0 && d.times[i].Sub(d.times[i-1]) < 39*time.Second {
				t.Errorf("group %d with %d people at %s", i, size, d.times[i])
			}
		}
	})
}

// A create that is not sent costs nothing: here because there is a group of the name.
func TestWhatIsNotSentCostsNothing(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := &daily{modelWhatsApp: calmModel(100), date: time.Now, lists: true}
		taken := full("120363000000010001@g.us")
		taken.Owner, taken.CreatedAt, taken.Size = byNumber(selfPhone), time.Now().Add(-time.Hour), 2
		d.groups = []whatsapp.Group{taken}
		a := account.New(d, account.Settings{AddsPerMinute: 60, WritesPerMinute: 60})
		began := time.Now()
		for range 20 {
			group := account.NewGroup{Name: taken.Name}
			for j := range 40 {
				group.Members = append(group.Members, byNumber(somebody(20+j)))
			}
			_, err := a.CreateGroup(t.Context(), group)
			var namesake *account.NamesakeError
			if !errors.As(err, &namesake) {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took > 5*time.Second || d.made > 0 {
			t.Errorf("twenty creates that are not sent take %s", took)
		}
	})
}

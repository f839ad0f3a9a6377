package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// busy is a gateway that is starting for so many asks for its session, and that refuses the first calls of a kind.
type busy struct {
	*modelWhatsApp
	starts atomic.Int64
	asks   atomic.Int64
	// limits is how many calls of each kind are still refused, and wait how long the refusals ask to wait.
	limits sync.Map
	wait   time.Duration
	// slow is how long the answers about the session and to a change take.
	slow       time.Duration
	writesSent atomic.Int64
}

func (b *busy) limit(call string, n int64) {
	left := &atomic.Int64{}
	left.Store(n)
	b.limits.Store(call, left)
}

func (b *busy) refuse(call string) error {
	left, limited := b.limits.Load(call)
	if n, is := left.(*atomic.Int64); limited && is && n.Add(-1) >= 0 {
		return &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: b.wait}
	}
	return nil
}

func (b *busy) Session(ctx context.Context) (whatsapp.Session, error) {
	b.asks.Add(1)
	time.Sleep(b.slow)
	if err := b.refuse("session"); err != nil {
		return whatsapp.Session{}, err
	}
	if b.starts.Add(-1) >= 0 {
		return whatsapp.Session{Starting: true, Status: "STARTING"}, nil
	}
	return b.modelWhatsApp.Session(ctx)
}

func (b *busy) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	if err := b.refuse("abilities"); err != nil {
		return whatsapp.Abilities{}, err
	}
	return b.modelWhatsApp.Abilities(ctx)
}

func (b *busy) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	return nil, &whatsapp.Error{Kind: errors.ErrUnsupported}
}

func (b *busy) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	if err := b.refuse("contact"); err != nil {
		return whatsapp.Person{}, err
	}
	return b.modelWhatsApp.Contact(ctx, number)
}

func (b *busy) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	b.writesSent.Add(1)
	time.Sleep(b.slow)
	if err := b.refuse("change"); err != nil {
		return err
	}
	return b.modelWhatsApp.ChangeGroup(ctx, id, change)
}

func newBusy() *busy { return &busy{modelWhatsApp: calmModel(10)} }

// within tells how long a call that has so much time took, and its error.
func within(t *testing.T, limit time.Duration, call func(context.Context) error) (took time.Duration, err error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	began := time.Now()
	err = call(ctx)
	return time.Since(began), err
}

func TestASessionThatStartsIsWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.starts.Store(4)
		a := account.New(b, account.Settings{})
		took, err := within(t, time.Minute, a.Check)
		want(t, err, nil)
		if took < 4*time.Second || took > 5*time.Second {
			t.Errorf("four asks later it is connected, and that took %s", took)
		}
	})
}

// However many wait for a session that never starts, the run waits once.
func TestASessionThatNeverStartsIsWaitedForOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.starts.Store(1 << 40)
		a := account.New(b, account.Settings{})
		began := time.Now()
		for range 3 {
			var all sync.WaitGroup
			for i := range 10 {
				all.Go(func() {
					_, err := within(t, 5*time.Minute, func(ctx context.Context) error {
						_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
						return err
					})
					want(t, err, whatsapp.ErrStarting)
					want(t, err, whatsapp.ErrNotConnected)
				})
			}
			all.Wait()
		}
		if took := time.Since(began); took < 4*time.Minute || took > 5*time.Minute+time.Second {
			t.Errorf("30 operations of five minutes took %s", took)
		}
		atMost(t, "asks", int(b.asks.Load()), 330)
	})
}

// Everything that asks waits as long as the server says, also below ten seconds.
func TestEveryCallWaitsAsLongAsItIsTold(t *testing.T) {
	t.Parallel()
	for call, do := range map[string]func(context.Context, *account.Account) error{
		"session": func(ctx context.Context, a *account.Account) error { return a.Check(ctx) },
		"abilities": func(ctx context.Context, a *account.Account) error {
			_, err := a.Abilities(ctx)
			return err
		},
		"contact": func(ctx context.Context, a *account.Account) error {
			_, err := a.Contact(ctx, somebody(30))
			return err
		},
		"change": func(ctx context.Context, a *account.Account) error {
			return ignoreUnshown(a.ChangeGroup(ctx, group1, whatsapp.SetName("Model")))
		},
	} {
		for _, test := range []struct{ wait, least, most time.Duration }{
			{time.Second, 2 * time.Second, 3500 * time.Millisecond},
			{0, 30 * time.Second, 45 * time.Second},
			{40 * time.Second, 80 * time.Second, 85 * time.Second},
		} {
			t.Run(fmt.Sprintf("%s, %s", call, test.wait), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					b := newBusy()
					b.wait = test.wait
					b.limit(call, 2)
					a := account.New(b, account.Settings{MaxRetries: 3})
					took, err := within(t, 5*time.Minute, func(ctx context.Context) error { return do(ctx, a) })
					want(t, err, nil)
					if test.wait == 0 && (call == "contact" || call == "change") {
						// What gets accounts banned waits three times as long.
						test.least, test.most = 3*test.least, 3*test.most
					}
					if took < test.least || took > test.most+6*time.Second {
						t.Errorf("two refusals cost %s", took)
					}
				})
			})
		}
		t.Run(call+", an hour", func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBusy()
				b.wait = time.Hour
				b.limit(call, 2)
				a := account.New(b, account.Settings{MaxRetries: 3})
				took, err := within(t, 5*time.Minute, func(ctx context.Context) error { return do(ctx, a) })
				var told *whatsapp.Error
				if !errors.As(err, &told) || !errors.Is(err, whatsapp.ErrRateLimited) || told.Wait != time.Hour {
					t.Errorf("the error is %v", err)
				}
				if took > time.Second {
					t.Errorf("it took %s to say so", took)
				}
			})
		})
	}
}

func ignoreUnshown(err error) error {
	if errors.Is(err, whatsapp.ErrRefused) {
		return nil
	}
	return err
}

// A limit of an hour ends those at once who have less time, also in the queue of members, holds no turn and sends
// nothing more. Whoever has the time waits.
func TestALimitHoldsNobodyWhoHasNoTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.wait = time.Hour
		b.limit("change", 1)
		a := account.New(b, account.Settings{MaxRetries: 3})
		change := func(ctx context.Context) error {
			return ignoreUnshown(a.ChangeGroup(ctx, group1, whatsapp.SetName("Model")))
		}
		var all sync.WaitGroup
		for i := range 10 {
			all.Go(func() {
				took, err := within(t, 10*time.Minute, change)
				want(t, err, whatsapp.ErrRateLimited)
				if took > time.Second {
					t.Errorf("it took %s to say so", took)
				}
			})
			all.Go(func() {
				time.Sleep(time.Second)
				took, err := within(t, 10*time.Minute, func(ctx context.Context) error {
					_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
					return err
				})
				want(t, err, whatsapp.ErrRateLimited)
				want(t, err, account.ErrNotSent)
				if took > time.Second {
					t.Errorf("it took a member %s to say so", took)
				}
			})
		}
		all.Wait()
		if sent := b.writesSent.Load(); sent != 1 || b.calls != 0 {
			t.Errorf("%d changes and %d calls about members were sent", sent, b.calls)
		}
		time.Sleep(time.Hour)
		_, err := within(t, 10*time.Minute, change)
		want(t, err, nil)
	})
}

// In the queue of members a limit ends those who have no time, and the others go on when it is over.
func TestALimitInTheQueueOfMembers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.answer = func(call int, people []whatsapp.Person) ([]whatsapp.Outcome, error) {
			if call == 1 {
				return nil, &whatsapp.Error{Kind: whatsapp.ErrRateLimited, Wait: 15 * time.Minute}
			}
			b.carryOut(whatsapp.AddMembers, people)
			return make([]whatsapp.Outcome, len(people)), nil
		}
		a := account.New(b, account.Settings{MaxRetries: 3})
		var all sync.WaitGroup
		for i := range 6 {
			all.Go(func() {
				limit := 10 * time.Minute
				if i%2 == 0 {
					limit = 20 * time.Minute
				}
				took, err := within(t, limit, func(ctx context.Context) error {
					_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
					return err
				})
				if i%2 == 0 {
					want(t, err, nil)
					return
				}
				want(t, err, whatsapp.ErrRateLimited)
				if took > 5*time.Second {
					t.Errorf("it took %s to say so", took)
				}
			})
		}
		all.Wait()
	})
}

// A limit that comes while others stand in line ends those who have less time, also where whoever has the turn has the
// time to wait for it. The others go on when it is over.
func TestALimitEndsThoseInLine(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.wait, b.slow = 15*time.Minute, time.Second
		b.limit("change", 1)
		a := account.New(b, account.Settings{MaxRetries: 3})
		want(t, a.Check(t.Context()), nil)
		change := func(ctx context.Context) error {
			return ignoreUnshown(a.ChangeGroup(ctx, group1, whatsapp.SetName("Model")))
		}
		var people atomic.Int64
		add := func(ctx context.Context) error {
			_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(somebody(20+int(people.Add(1)))), "")
			return err
		}
		lookUp := func(ctx context.Context) error {
			_, err := a.Contact(ctx, somebody(40+int(people.Add(1))))
			return err
		}
		var all sync.WaitGroup
		all.Go(func() {
			_, err := within(t, time.Hour, change)
			want(t, err, nil)
		})
		time.Sleep(time.Millisecond) // It has the turn and no answer yet.
		for name, call := range map[string]func(context.Context) error{
			"change": change, "add": add, "look up": lookUp,
		} {
			all.Go(func() {
				took, err := within(t, 10*time.Minute, call)
				want(t, err, whatsapp.ErrRateLimited)
				want(t, err, account.ErrNotSent)
				if took > 5*time.Second {
					t.Errorf("%s: it took %s to say so", name, took)
				}
			})
			all.Go(func() {
				_, err := within(t, time.Hour, call)
				want(t, err, nil)
			})
		}
		all.Wait()
	})
}

// A look-up that a limit ends in line is made again for those who share it and have the time.
func TestALimitEndsASharedLookUpOnlyForSome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.wait, b.slow = 15*time.Minute, time.Second
		b.limit("change", 1)
		a := account.New(b, account.Settings{MaxRetries: 3})
		want(t, a.Check(t.Context()), nil)
		lookUp := func(ctx context.Context) error {
			_, err := a.Contact(ctx, somebody(30))
			return err
		}
		var all sync.WaitGroup
		all.Go(func() {
			_, err := within(t, time.Hour, func(ctx context.Context) error {
				return ignoreUnshown(a.ChangeGroup(ctx, group1, whatsapp.SetName("Model")))
			})
			want(t, err, nil)
		})
		time.Sleep(time.Millisecond) // It has the turn and no answer yet.
		all.Go(func() {
			took, err := within(t, 10*time.Minute, lookUp)
			want(t, err, whatsapp.ErrRateLimited)
			if took > 5*time.Second {
				t.Errorf("it took %s to say so", took)
			}
		})
		time.Sleep(time.Millisecond) // The look-up is on behalf of who has less time.
		all.Go(func() {
			_, err := within(t, time.Hour, lookUp)
			want(t, err, nil)
		})
		all.Wait()
	})
}

// Of those who share an answer, the one with little time does not decide for the others how long to wait.
func TestWhoHasTimeWaitsLongerThanWhoShares(t *testing.T) {
	t.Parallel()
	for name, prepare := range map[string]func(*busy){
		"a session that starts": func(b *busy) { b.starts.Store(100) },
		"a limit": func(b *busy) {
			b.wait = 2 * time.Minute
			b.limit("session", 1)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := newBusy()
				prepare(b)
				a := account.New(b, account.Settings{MaxRetries: 3})
				var all sync.WaitGroup
				all.Go(func() {
					took, err := within(t, 20*time.Second, a.Check)
					if err == nil || took > 21*time.Second {
						t.Errorf("20 seconds end after %s with %v", took, err)
					}
				})
				time.Sleep(time.Millisecond)
				for range 5 {
					all.Go(func() {
						took, err := within(t, 10*time.Minute, a.Check)
						want(t, err, nil)
						if took > 150*time.Second {
							t.Errorf("it took %s", took)
						}
					})
				}
				all.Wait()
				atMost(t, "asks", int(b.asks.Load()), 110)
			})
		})
	}
}

// An answer that asks for an hour is not asked for again by those who have a little more time than others.
func TestAnHourIsAskedForOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := newBusy()
		b.wait, b.slow = time.Hour, time.Second
		b.limit("session", 1000)
		a := account.New(b, account.Settings{MaxRetries: 3})
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				_, err := within(t, time.Duration(i+1)*time.Minute, a.Check)
				want(t, err, whatsapp.ErrRateLimited)
			})
		}
		all.Wait()
		atMost(t, "asks", int(b.asks.Load()), 1)
	})
}

package account_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// asTerraform does something for each of n people as Terraform does, ten at a time.
func asTerraform(n int, do func(i int)) {
	next := make(chan int)
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	all.Wait()
}

// somebody is one of a thousand people.
func somebody(i int) phone.Number { return phone.Number(fmt.Sprintf("1202555%04d", 1000+i)) }

// atMost fails for more. Calls are counted on busy machines too, where people gather more slowly than they would.
func atMost(t *testing.T, what string, got, most int) {
	t.Helper()
	if got > most {
		t.Errorf("%s: %d, want %d at most", what, got, most)
	}
}

func TestManyMembersTakeFewCalls(t *testing.T) {
	eachDialect(t, bothWays(), func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		const n, batches = 100, 13
		a := newAccount(open(), account.Settings{})
		asTerraform(n, func(i int) {
			person := byNumber(somebody(i))
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, person, person.String())
			want(t, err, nil)
		})
		if got := len(w.roles(t)); got != n+1 {
			t.Errorf("there are %d members", got)
		}
		adds, all := w.asked(d.adds), len(w.Requests())
		atMost(t, "calls that add", adds, batches)
		atMost(t, "calls", all, adds*(1+d.readings)+10)

		a = newAccount(open(), account.Settings{})
		asTerraform(n, func(i int) { want(t, a.RemoveMember(t.Context(), group1, byNumber(somebody(i)), nil), nil) })
		wantRoles(t, w, map[string]string{selfPhone: "superadmin"})
		removals := w.asked(d.removes)
		if d.adds == d.removes {
			removals -= adds
		}
		atMost(t, "calls that remove", removals, batches)
		atMost(t, "calls", len(w.Requests())-all, removals*(1+d.readings)+10)
	})
}

func TestEachOfSevenHasAnOutcomeOfTheirOwn(t *testing.T) {
	const private, unregistered, left, present = "12025550103", "12025550104", "12025550105", "12025550106"
	const malformed = "no number"
	groups := bothWays(plain(present))
	for name, g := range groups {
		g.RecentlyLeft = []string{left}
		groups[name] = g
	}
	eachDialect(t, groups, func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		w.setWorld(t, func(world *emulator.World) {
			world.People = []emulator.Person{
				{Phone: private, Registered: true, Adds: emulator.AddsNobody},
				{Phone: unregistered, Registered: false},
			}
		})
		a := newAccount(open(), account.Settings{})
		reasons := map[phone.Number]error{
			anne: nil, bert: nil, present: nil, private: whatsapp.ErrPrivacy, left: whatsapp.ErrRecentlyLeft,
			unregistered: whatsapp.ErrNotOnWhatsApp, malformed: whatsapp.ErrInvalidRequest,
		}
		if d.silent {
			// It tells of nobody, and has them looked up.
			reasons[private], reasons[left] = whatsapp.ErrRefused, whatsapp.ErrRefused
		}
		var all sync.WaitGroup
		for number, reason := range reasons {
			all.Go(func() {
				_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(number), string(number))
				want(t, err, reason)
			})
		}
		all.Wait()
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member", bert: "member", present: "member"})
		atMost(t, "calls that add", w.asked(d.adds), 4)
	})
}

// Nobody knows the newcomers' LIDs but from the answers. One of them may be in the group before.
func TestHiddenNewcomersAreToldApart(t *testing.T) {
	const n = 5
	lidOf := func(i int) whatsapp.JID { return whatsapp.JID(fmt.Sprintf("%d@lid", 500+i)) }
	all, present := byLID(), byLID(hidden(string(somebody(2)), lidOf(2)), hidden(anne, anneLID))
	all.HidesPhones, present.HidesPhones = true, true
	test := func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		before := len(w.roles(t)) - 1
		w.setWorld(t, func(world *emulator.World) {
			for i := range n {
				world.People = append(world.People, emulator.Person{
					Phone: string(somebody(i)), LID: string(lidOf(i)), Registered: true,
				})
			}
		})
		a := newAccount(open(), account.Settings{})
		asTerraform(n, func(i int) {
			person := byNumber(somebody(i))
			m, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, person, person.String())
			if before > 0 && i == 2 && (d.engine == "WEBJS" || d.silent) {
				want(t, err, account.ErrHidden) // No answer names who of the two is meant.
				return
			}
			if want := lidOf(i); err != nil || m.LID != want && m.LID != "" {
				t.Errorf("%s is %+v, want %s: %v", person, m, want, err)
			}
		})
		if got, want := len(w.roles(t)), n+1+before/2; got != want {
			t.Errorf("there are %d members, want %d", got, want)
		}
		atMost(t, "calls that add", w.asked(d.adds), n+2)
	}
	eachDialect(t, map[string]emulator.Group{"hidden": all, "hidden, one is there": present}, test)
}

func TestWhoIsLimitedIsAddedLater(t *testing.T) {
	const n = 200
	one := map[string]emulator.Group{"one": group(group1, "One")}
	eachDialect(t, one, func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		if !d.minified {
			w.fault(t, emulator.Fault{Match: d.adds, Every: 4, Effect: emulator.EffectRateLimit})
		}
		g := &rowLimiting{Gateway: open()}
		a := newAccount(g, account.Settings{MaxRetries: 20, Backoff: time.Millisecond})
		asTerraform(n, func(i int) {
			person := byNumber(somebody(i))
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, person, person.String())
			want(t, err, nil)
		})
		if got := len(w.roles(t)); got != n+1 {
			t.Errorf("there are %d members", got)
		}
		for person, times := range g.passed {
			if times > 1 {
				t.Errorf("%s was added %d times", person, times)
			}
		}
	})
}

// rowLimiting is a gateway on whose every third call WhatsApp refuses every other person, because of too many calls.
type rowLimiting struct {
	whatsapp.Gateway
	mu     sync.Mutex
	calls  int
	passed map[whatsapp.Person]int
}

func (r *rowLimiting) Unwrap() whatsapp.Gateway { return r.Gateway }

func (r *rowLimiting) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls++
	passes := func(i int) bool { return r.calls%3 != 0 || i%2 == 0 }
	var passed []whatsapp.Person
	for i, person := range people {
		if passes(i) {
			passed = append(passed, person)
		}
	}
	told, err := r.Gateway.UpdateMembers(ctx, group, action, passed)
	if err != nil {
		return nil, err
	}
	outcomes := make([]whatsapp.Outcome, len(people))
	for i, person := range people {
		if !passes(i) {
			outcomes[i] = whatsapp.Outcome{Person: person, Err: &whatsapp.Error{Kind: whatsapp.ErrRateLimited}}
			continue
		}
		if r.passed == nil {
			r.passed = make(map[whatsapp.Person]int)
		}
		r.passed[person]++
		outcomes[i], told = told[0], told[1:]
	}
	return outcomes, nil
}

// An answer that is lost after it was carried out is settled by the reading. One that was lost before is an error for
// each. Neither is sent again, and nobody is looked up.
func TestALostAnswerAboutSeveral(t *testing.T) {
	for _, effect := range []emulator.Effect{emulator.EffectLoseAnswer, emulator.EffectCut} {
		t.Run(string(effect), func(t *testing.T) {
			g := map[string]emulator.Group{"one": group(group1, "One", plain(anne))}
			eachDialect(t, g, func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
				w.fault(t, emulator.Fault{Match: d.adds, Effect: effect})
				a := newAccount(open(), account.Settings{})
				var failed atomic.Int32
				asTerraform(4, func(i int) {
					_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(i)), "")
					if err != nil {
						failed.Add(1)
						want(t, err, whatsapp.ErrOutcomeUnknown)
					}
				})
				lost := effect == emulator.EffectLoseAnswer
				if failed := failed.Load(); lost && failed != 0 || !lost && failed != 4 {
					t.Errorf("%d failed", failed)
				}
				atMost(t, "calls that add", w.asked(d.adds), 1)
				atMost(t, "look-ups", w.asked(`check-exists|/user/check|/on-whatsapp|isOnWhatsapp`), 0)
			})
		})
	}
}

// A caller who leaves takes with them what waits, and not what was sent.
func TestACancelWithdrawsWhoWaits(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: adding, Effect: emulator.EffectDelay, MS: 200})
	a := w.account(t, account.Settings{})
	ctx, cancel := context.WithCancel(t.Context())
	var first, second error
	var all sync.WaitGroup
	all.Go(func() { _, first = a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(anne), anne) })
	w.awaitRequest(t, adding)
	all.Go(func() { _, second = a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(bert), bert) })
	time.Sleep(50 * time.Millisecond)
	cancel()
	all.Wait()
	want(t, first, nil)
	want(t, second, context.Canceled)
	// Who was withdrawn is claimed by nobody.
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(bert), bert))
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member", bert: "member"})
	wantAsked(t, w, adding, 2)
}

// ignoring is a gateway that accepts one person and does nothing.
type ignoring struct {
	whatsapp.Gateway
	ignored whatsapp.Person
}

func (g *ignoring) Unwrap() whatsapp.Gateway { return g.Gateway }

func (g *ignoring) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if !slices.Contains(people, g.ignored) {
		return g.Gateway.UpdateMembers(ctx, group, action, people)
	}
	var outcomes []whatsapp.Outcome
	for _, person := range people {
		outcome := []whatsapp.Outcome{{Person: person}}
		if person != g.ignored {
			var err error
			if outcome, err = g.Gateway.UpdateMembers(ctx, group, action, []whatsapp.Person{person}); err != nil {
				return nil, err
			}
		}
		outcomes = append(outcomes, outcome...)
	}
	return outcomes, nil
}

// Somebody of whom nothing is seen keeps neither the others of their call nor other calls waiting.
func TestAStragglerKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One", plain(bert)))
	a := account.New(&ignoring{w.gateway(t), byNumber(anne)}, account.Settings{})
	var order []string
	var mu sync.Mutex
	done := func(name string) { mu.Lock(); order = append(order, name); mu.Unlock() }
	var all sync.WaitGroup
	all.Go(func() {
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
		want(t, err, whatsapp.ErrRefused)
		done("the straggler")
	})
	all.Go(func() {
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(1)), "")
		want(t, err, nil)
		_, err = a.SetRole(t.Context(), group1, byNumber(bert), whatsapp.RoleAdmin)
		want(t, err, nil)
		done("the others")
	})
	all.Wait()
	if !slices.Equal(order, []string{"the others", "the straggler"}) {
		t.Errorf("the order is %v", order)
	}
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", bert: "admin", string(somebody(1)): "member"})
}

// Who reads a group that is being written to has the reading after the write.
func TestReadersWaitForTheReadingAfterACall(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: adding, Effect: emulator.EffectDelay, MS: 200})
	a := w.account(t, account.Settings{})
	var all sync.WaitGroup
	all.Go(func() {
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
		want(t, err, nil)
	})
	w.awaitRequest(t, adding)
	for range 3 {
		all.Go(func() {
			m, err := a.Member(t.Context(), group1, byNumber(anne))
			if want(t, err, nil); m.Phone != anne {
				t.Errorf("read %+v", m)
			}
		})
	}
	all.Wait()
	wantAsked(t, w, `GET .*/groups/[^/]*$`, 1)
}

// scripted is a gateway whose changes of members fail as a script says, and else are carried out.
type scripted struct {
	whatsapp.Gateway
	script []error
	calls  atomic.Int32
}

func (s *scripted) Unwrap() whatsapp.Gateway { return s.Gateway }

func (s *scripted) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	if i := int(s.calls.Add(1)) - 1; i < len(s.script) {
		return nil, s.script[i]
	}
	return s.Gateway.UpdateMembers(ctx, group, action, people)
}

// A limit that strikes one half keeps the other one back, too.
func TestALimitedHalfIsTheLastForNow(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	g := &scripted{Gateway: w.gateway(t), script: []error{
		&whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}, &whatsapp.Error{Kind: whatsapp.ErrRateLimited},
	}}
	a := newAccount(g, account.Settings{MaxRetries: 1, Backoff: time.Millisecond})
	asTerraform(4, func(i int) {
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(i)), "")
		want(t, err, nil)
	})
	if calls := g.calls.Load(); calls != 4 {
		t.Errorf("there were %d calls, want the whole, a half, the same half again, and the other", calls)
	}
}

// A call that is refused as a whole has done nothing to anybody. So those whose caller leaves meanwhile are in no half
// of it, and those whose caller stays are.
func TestACancelKeepsTheHalvesBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newModelWhatsApp(1)
		var sent []whatsapp.Person
		w.answer = func(call int, people []whatsapp.Person) ([]whatsapp.Outcome, error) {
			if call == 1 {
				cancel()
				time.Sleep(time.Millisecond) // Who leaves has left by then.
				return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest}
			}
			sent = append(sent, people...)
			w.carryOut(whatsapp.AddMembers, people)
			return make([]whatsapp.Outcome, len(people)), nil
		}
		a := account.New(w, account.Settings{})
		callers := []context.Context{t.Context(), ctx, ctx, ctx}
		asTerraform(len(callers), func(i int) {
			_, err := a.AddMember(callers[i], group1, whatsapp.RoleMember, byNumber(somebody(i)), "")
			if i == 0 {
				want(t, err, nil)
				return
			}
			want(t, err, account.ErrNotSent)
		})
		if len(sent) != 1 || sent[0] != byNumber(somebody(0)) {
			t.Errorf("%v were sent after the cancel, want %s alone", sent, somebody(0))
		}
	})
}

package account_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// modelWhatsApp is a WhatsApp of one group in which time is simulated and every call may go wrong in every way.
type modelWhatsApp struct {
	whatsapp.Gateway
	random *rand.Rand

	mu      sync.Mutex
	members map[whatsapp.Person]whatsapp.Role
	// shown is what readings show, which is late by lag.
	lag     time.Duration
	shown   map[whatsapp.Person]whatsapp.Role
	writing bool
	// version counts the changes, and shownVersion is that of the last one which is shown.
	version, shownVersion int
	// calm says that nothing goes wrong. calls counts those about members, atOnce is how many people one takes.
	calm          bool
	calls, atOnce int
	// answer, if it is not nil, takes the place of what happens in the call with a number. lookUps counts numbers.
	answer  func(call int, people []whatsapp.Person) ([]whatsapp.Outcome, error)
	lookUps int
	// ended says that all callers have left, and faults lists what went against the rules.
	ended bool
	// perMinute is the pace that the account is to keep, 0 for none, and adds are the calls that it has made.
	perMinute int
	adds      []paidAdd
	// refuses is who lets nobody add them.
	refuses whatsapp.Person
	// kept is who was added by one resource while another one removed them.
	kept   whatsapp.Person
	faults []string
}

func newModelWhatsApp(seed uint64) *modelWhatsApp {
	random := rand.New(rand.NewPCG(seed, 1))
	members := map[whatsapp.Person]whatsapp.Role{{Phone: selfPhone}: whatsapp.RoleAdmin}
	for i := 6; i < 9; i++ {
		members[byNumber(somebody(i))] = whatsapp.RoleMember
	}
	return &modelWhatsApp{
		random: random, atOnce: 4, members: members, shown: maps.Clone(members),
		lag: time.Duration(random.IntN(4)) * 300 * time.Millisecond,
	}
}

func (w *modelWhatsApp) Abilities(context.Context) (whatsapp.Abilities, error) {
	can := []whatsapp.Ability{whatsapp.ChangeMembers, whatsapp.WriteName, whatsapp.NameAdded}
	return whatsapp.NewAbilities("the model", can...).TakingAtOnce(w.atOnce), nil
}

func (*modelWhatsApp) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true, Self: byNumber(selfPhone)}, nil
}

func (w *modelWhatsApp) Contact(_ context.Context, number phone.Number) (whatsapp.Person, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lookUps++
	return byNumber(number), nil
}

func (w *modelWhatsApp) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	members, err := w.Members(ctx, id)
	return whatsapp.Group{
		ID: id, Settings: whatsapp.Settings{Name: "Model"}, CreatedAt: time.Unix(1790000000, 0), Members: members,
	}, err
}

func (w *modelWhatsApp) Members(ctx context.Context, _ whatsapp.JID) ([]whatsapp.Member, error) {
	time.Sleep(w.upTo(50 * time.Millisecond))
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.calm && w.random.IntN(20) == 0 {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "the reading is lost"}
	}
	var members []whatsapp.Member
	for person, role := range w.shown {
		members = append(members, whatsapp.Member{Person: person, Role: role})
	}
	return members, ctx.Err()
}

func (w *modelWhatsApp) upTo(most time.Duration) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Duration(w.random.Int64N(int64(most)))
}

func (w *modelWhatsApp) fault(format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf(format, args...))
}

func (w *modelWhatsApp) UpdateMembers(
	_ context.Context, _ whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	began := time.Now()
	defer w.write()()
	if w.ended {
		w.fault("%s %v after all callers left", action, people)
	}
	if len(people) > w.atOnce {
		w.fault("%d people in one call", len(people))
	}
	w.calls++
	if w.answer != nil {
		return w.answer(w.calls, people)
	}
	if w.calm {
		w.carryOut(action, people)
		return make([]whatsapp.Outcome, len(people)), nil
	}
	fate := w.random.IntN(12)
	if action == whatsapp.AddMembers && fate != 1 { // What was not sent costs nothing.
		w.keepPace(began, len(people))
	}
	switch fate {
	case 0:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
	case 1:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrUnreachable, Detail: "no connection"}
	case 2:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "lost before"}
	case 3:
		w.carryOut(action, people)
		return nil, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown, Detail: "lost after"}
	case 4:
		return nil, &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: "one of them"}
	}
	if action == whatsapp.AddMembers && len(people) > 1 && slices.Contains(people, w.refuses) && w.random.IntN(2) == 0 {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrPrivacy, Detail: "because of one of them"}
	}
	outcomes := make([]whatsapp.Outcome, len(people))
	for i, person := range people {
		outcomes[i].Person = person
		if action == whatsapp.AddMembers && person == w.refuses {
			outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrPrivacy}
			continue
		}
		switch w.random.IntN(15) {
		case 0:
			outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrRateLimited}
		case 1:
			outcomes[i].Err = &whatsapp.Error{Kind: whatsapp.ErrPrivacy}
		default:
			w.carryOut(action, []whatsapp.Person{person})
		}
	}
	return outcomes, nil
}

// write begins a call, which takes a while. What it returns ends it.
func (w *modelWhatsApp) write() (end func()) {
	w.mu.Lock()
	if w.writing {
		w.fault("two calls at once")
	}
	w.writing = true
	w.mu.Unlock()
	time.Sleep(w.upTo(300 * time.Millisecond))
	w.mu.Lock()
	return func() {
		w.writing = false
		w.mu.Unlock()
	}
}

func (w *modelWhatsApp) ChangeGroup(context.Context, whatsapp.JID, whatsapp.Change) error {
	w.write()()
	return nil
}

// carryOut does what was asked for. Readings show it a moment later.
func (w *modelWhatsApp) carryOut(action whatsapp.MemberAction, people []whatsapp.Person) {
	for _, person := range people {
		_, is := w.members[person]
		switch action {
		case whatsapp.AddMembers:
			if !is && person != w.refuses {
				w.members[person] = whatsapp.RoleMember
			}
		case whatsapp.RemoveMembers:
			delete(w.members, person)
		case whatsapp.PromoteMembers, whatsapp.DemoteMembers:
			if !is {
				break
			}
			if w.members[person] = whatsapp.RoleMember; action == whatsapp.PromoteMembers {
				w.members[person] = whatsapp.RoleAdmin
			}
		}
	}
	w.version++
	now, version := maps.Clone(w.members), w.version
	if w.lag == 0 {
		w.shown = now
		return
	}
	time.AfterFunc(w.lag, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if version > w.shownVersion {
			w.shown, w.shownVersion = now, version
		}
	})
}

// drive lets callers of several people come and go, and checks what each was told against WhatsApp.
func (w *modelWhatsApp) drive(t *testing.T, seed uint64) {
	settings := account.Settings{MaxRetries: 3, Backoff: time.Second, SettleTimeout: time.Minute}
	if seed%2 == 0 {
		w.perMinute = 60
		settings.AddsPerMinute, settings.WritesPerMinute = w.perMinute, w.perMinute
	}
	a := account.New(w, settings)
	var all sync.WaitGroup
	w.refuses = byNumber(somebody(refuser))
	for _, i := range []int{shared, doomed} {
		w.members[byNumber(somebody(i))] = whatsapp.RoleMember
	}
	w.shown = maps.Clone(w.members)
	all.Go(func() { w.mapOf(t, a, rand.New(rand.NewPCG(seed, 20)), 9, 10, 11, refuser) })
	all.Go(func() { w.mapOf(t, a, rand.New(rand.NewPCG(seed, 21)), 10, 12, 13) })
	all.Go(func() { w.holdersOf(t, a, byNumber(somebody(shared)), true) })
	all.Go(func() { w.holdersOf(t, a, byNumber(somebody(doomed)), false) })
	for i := range 6 {
		script := rand.New(rand.NewPCG(seed, uint64(i)+2))
		person := byNumber(somebody(i))
		all.Go(func() {
			time.Sleep(time.Duration(script.Int64N(int64(100 * time.Millisecond))))
			w.liveOf(t, a, script, person)
		})
	}
	for i := 6; i < 9; i++ {
		person := byNumber(somebody(i))
		all.Go(func() { w.removalOf(t, a, person) })
	}
	// One of them is let go by one resource and added by another, which wins whoever comes first.
	won := byNumber(somebody(8))
	all.Go(func() {
		time.Sleep(w.upTo(time.Second))
		if _, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, won, won.String()); err == nil {
			w.kept = won
		}
	})
	all.Go(func() {
		for range 4 {
			time.Sleep(w.upTo(time.Second))
			want(t, a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Model")), nil)
		}
	})
	all.Wait()
	w.mu.Lock()
	w.ended = true
	if _, is := w.members[w.refuses]; is {
		w.fault("who lets nobody add them is there")
	}
	if _, is := w.members[w.kept]; !is && !w.kept.IsZero() {
		w.fault("%s was added and is lost", w.kept)
	}
	w.mu.Unlock()
	time.Sleep(time.Hour)
	for _, fault := range w.faults {
		t.Errorf("schedule %d: %s", seed, fault)
	}
}

// Of the people of the model, one lets nobody add them, one is held by a resource that stays and one that goes, and one
// by two that go.
const (
	refuser = 14
	shared  = 15
	doomed  = 16
)

// mapOf adds the people of a map at once, some of whom another map or another caller adds too, and removes them again.
// Each has an outcome of their own. The caller may be impatient.
func (w *modelWhatsApp) mapOf(t *testing.T, a *account.Account, script *rand.Rand, people ...int) {
	time.Sleep(time.Duration(script.Int64N(int64(time.Second))))
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if script.IntN(4) == 0 {
		time.AfterFunc(time.Duration(script.Int64N(int64(2*time.Second))), cancel)
	}
	newcomers := make([]account.Newcomer, len(people))
	for i, n := range people {
		newcomers[i] = account.Newcomer{Person: byNumber(somebody(n)), Role: whatsapp.RoleMember}
	}
	for i, result := range a.AddMembers(ctx, group1, newcomers) {
		is := w.has(newcomers[i].Person)
		if result.Err == nil && !is {
			t.Errorf("%s of a map was added and is not there", newcomers[i].Person)
		}
		// Nobody else asks for those from 9 to 13 but the other map, which has 10 too.
		alone := people[i] == 9 || people[i] > 10
		if unsent := errors.Is(result.Err, account.ErrNotSent); unsent && alone && is {
			t.Errorf("%s of a map was not sent (%v), and is there", newcomers[i].Person, result.Err)
		}
	}
}

// holdersOf has two resources let one person go at once, or one of them, while the other one keeps them. The last one
// out removes the person.
func (w *modelWhatsApp) holdersOf(t *testing.T, a *account.Account, person whatsapp.Person, oneStays bool) {
	var register account.Holders
	holder := func(token string, stage account.Stage) account.Holder {
		return account.Holder{Token: token, Group: group1, Person: person, Stage: stage}
	}
	for _, token := range []string{"one", "two"} {
		register.Enter(holder(token, account.Seen))
	}
	leaving := []string{"one", "two"}
	if oneStays {
		register.Enter(holder("two", account.Staying))
		leaving = leaving[:1]
	}
	var all sync.WaitGroup
	done := make([]bool, len(leaving))
	for i, token := range leaving {
		all.Go(func() {
			time.Sleep(w.upTo(time.Second))
			register.Leave(holder(token, account.Leaving))
			isHeld := func() bool { return len(register.Remaining(token)) > 0 }
			err := a.RemoveMember(t.Context(), group1, person, isHeld)
			if done[i] = err == nil; done[i] {
				register.Gone(token)
			}
		})
	}
	all.Wait()
	is := w.has(person)
	switch {
	case oneStays && !is:
		t.Errorf("%s was removed, and a resource keeps them", person)
	case !oneStays && is && !slices.Contains(done, false):
		t.Errorf("both resources have let %s go, and they are there", person)
	}
}

// has reports whether somebody is in the group.
func (w *modelWhatsApp) has(person whatsapp.Person) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, is := w.members[person]
	return is
}

// keepPace counts the people who are added. No more than ten may go at once, and afterwards one for each share of a
// minute; calls keep the distance of one person. A place may be used late, so that ten more have gathered behind it.
func (w *modelWhatsApp) keepPace(now time.Time, people int) {
	if w.perMinute == 0 {
		return
	}
	gap := time.Minute / time.Duration(w.perMinute)
	w.adds = append(w.adds, paidAdd{now, people})
	sum := 0
	for i, add := range slices.Backward(w.adds) {
		sum += add.people
		if passed := now.Sub(add.at); time.Duration(sum-20)*gap > passed {
			w.fault("%d people were added in %s", sum, passed)
		}
		if i == len(w.adds)-2 && now.Sub(add.at) < gap {
			w.fault("two calls of adds in %s", now.Sub(add.at))
		}
	}
}

// paidAdd is a call of adds.
type paidAdd struct {
	at     time.Time
	people int
}

// removalOf removes a person who was there before.
func (w *modelWhatsApp) removalOf(t *testing.T, a *account.Account, person whatsapp.Person) {
	time.Sleep(w.upTo(time.Second))
	err := a.RemoveMember(t.Context(), group1, person, nil)
	w.mu.Lock()
	defer w.mu.Unlock()
	_, is := w.members[person]
	if added := person == byNumber(somebody(8)); err == nil && is && !added {
		t.Errorf("%s was removed and is there", person)
	}
	if errors.Is(err, whatsapp.ErrUnreachable) && !is {
		t.Errorf("%s was not removed (%v), and is not there", person, err)
	}
}

// liveOf adds a person and changes their role, with an impatient caller now and then. What succeeds must
// be so in WhatsApp. What nothing was sent for must not have changed anything.
func (w *modelWhatsApp) liveOf(t *testing.T, a *account.Account, script *rand.Rand, person whatsapp.Person) {
	is := func() (whatsapp.Role, bool) {
		w.mu.Lock()
		defer w.mu.Unlock()
		role, is := w.members[person]
		return role, is
	}
	added := false
	for step := range 4 {
		ctx, cancel := context.WithCancel(t.Context())
		if script.IntN(4) == 0 {
			time.AfterFunc(time.Duration(script.Int64N(int64(2*time.Second))), cancel)
		}
		roleBefore, before := is()
		var err error
		what := "add"
		switch {
		case !added:
			_, err = a.AddMember(ctx, group1, whatsapp.RoleMember, person, person.String())
			added = err == nil
			if role, now := is(); err == nil && !now {
				t.Errorf("step %d: %s was added and is not there (%s)", step, person, role)
			}
		case script.IntN(2) == 0:
			what = "promote"
			_, err = a.SetRole(ctx, group1, person, whatsapp.RoleAdmin)
			if role, now := is(); err == nil && (!now || role != whatsapp.RoleAdmin) {
				t.Errorf("step %d: %s was promoted and is %q (%t)", step, person, role, now)
			}
		default:
			what = "demote"
			_, err = a.SetRole(ctx, group1, person, whatsapp.RoleMember)
			if role, now := is(); err == nil && (!now || role != whatsapp.RoleMember) {
				t.Errorf("step %d: %s was demoted and is %q (%t)", step, person, role, now)
			}
		}
		unsent := errors.Is(err, context.Canceled) || errors.Is(err, whatsapp.ErrUnreachable)
		if roleNow, now := is(); unsent && (now != before || roleNow != roleBefore) {
			t.Errorf("step %d: to %s %s failed with %v, and did something", step, what, person, err)
		}
		cancel()
	}
}

func TestTheQueueKeepsToItsModel(t *testing.T) {
	t.Parallel()
	schedules := 2000
	if testing.Short() {
		schedules = 200
	}
	for seed := range uint64(schedules) {
		synctest.Test(t, func(t *testing.T) { newModelWhatsApp(seed).drive(t, seed) })
		if t.Failed() { // Another schedule would say the same.
			t.Fatalf("schedule %d fails", seed)
		}
	}
}

// Terraform writes its state between two creates, one after the other, and the longer it takes the larger the state is.
// Those who come back so are waited for.
func TestWhoComesBackSlowlyIsWaitedFor(t *testing.T) {
	t.Parallel()
	const n = 200
	for _, slow := range []time.Duration{time.Millisecond, 40 * time.Millisecond, 200 * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			w := newModelWhatsApp(1)
			w.calm, w.atOnce = true, 100
			a := account.New(w, account.Settings{})
			state := make(chan struct{}, 1) // Time does not pass while a mutex is waited for.
			asTerraform(n, func(i int) {
				_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(10+i)), "")
				want(t, err, nil)
				state <- struct{}{}
				time.Sleep(slow + w.upTo(slow))
				<-state
			})
			atMost(t, fmt.Sprintf("calls, %s each", slow), w.calls, n/10*12/10)
		})
	}
}

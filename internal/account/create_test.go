package account_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

const createRequest = `^POST /waha/api/default/groups$`

// twinOf is a group that is wanted also beside another one of the name.
func twinOf(name string) account.NewGroup { return account.NewGroup{Name: name, Twin: true} }

func TestACreateWhoseAnswerIsLostIsAdopted(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			// A group of the same name that was there before must not be taken for it.
			w := emulate(t, engine, group(group1, "Team"))
			w.fault(t, emulator.Fault{Match: createRequest, Times: 1, Effect: emulator.EffectLoseAnswer})
			a := w.account(t, account.Settings{})
			created := must[account.MadeGroup](t)(a.CreateGroup(t.Context(), twinOf("Team")))
			groups := w.World().Groups
			if len(groups) != 2 || created.Group == group1 || !created.Adopted || created.At.IsZero() {
				t.Errorf("%+v was adopted, of %d groups", created, len(groups))
			}
			if n := w.asked(createRequest); n != 1 {
				t.Errorf("the create was sent %d times", n)
			}
		})
	}
}

// asked is a gateway that remembers the members that a group was made with.
type asked struct {
	whatsapp.Gateway
	members []whatsapp.Person
}

func (a *asked) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	a.members = members
	return a.Gateway.CreateGroup(ctx, name, members)
}

// The account makes the group and is its creator, so nobody is asked to add or to promote it.
func TestTheAccountItselfAmongTheInitialMembers(t *testing.T) {
	eachEngine(t, group(group1, "Other"), func(t *testing.T, w *whatsApp) {
		w.setWorld(t, func(world *emulator.World) {
			world.People = []emulator.Person{{Phone: bert, Registered: true, Adds: emulator.AddsNobody}}
		})
		g := &asked{Gateway: w.gateway(t)}
		a := newAccount(g, account.Settings{})
		members := []whatsapp.Person{byNumber(anne), byNumber(selfPhone), byNumber(bert)}
		wanted := account.NewGroup{Name: "Team", Members: members}
		created := must[account.MadeGroup](t)(a.CreateGroup(t.Context(), wanted))
		if want := []whatsapp.Person{byNumber(anne), byNumber(bert)}; !slices.Equal(g.members, want) {
			t.Errorf("the group was made with %v, want %v", g.members, want)
		}
		if len(created.Outcomes) != len(members) {
			t.Fatalf("there are %d outcomes", len(created.Outcomes))
		}
		for i, made := range created.Outcomes {
			// Some engines do not tell why they have not added somebody.
			if made.Person != members[i] || made.Err != nil && made.Person.Phone != bert {
				t.Errorf("the outcome of %s is %+v", members[i], made)
			}
		}
		admin := whatsapp.RoleAdmin
		errs := a.InitialMembers(t.Context(), created.Group, created.Outcomes, []whatsapp.Role{admin, admin, admin})
		for i, err := range errs {
			if absent := members[i].Phone == bert; absent != (err != nil) {
				t.Errorf("%s: %v", members[i], err)
			}
		}
		m := must[whatsapp.Member](t)(a.Member(t.Context(), created.Group, byNumber(anne)))
		if m.Role != admin {
			t.Errorf("%+v is no admin", m)
		}
		wantAsked(t, w, adding, 0)
		wantAsked(t, w, promoting, 1)
	})
}

// Who is too many for the call that makes a group is added by further ones.
func TestManyInitialMembers(t *testing.T) {
	eachDialect(t, map[string]emulator.Group{"one": group(group1, "Other", plain(anne))}, func(
		t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway,
	) {
		a := newAccount(open(), account.Settings{})
		const n = 120
		members, roles := make([]whatsapp.Person, n), make([]whatsapp.Role, n)
		for i := range members {
			members[i], roles[i] = byNumber(somebody(i)), whatsapp.RoleMember
		}
		roles[0], roles[n-1] = whatsapp.RoleAdmin, whatsapp.RoleAdmin
		wanted := account.NewGroup{Name: "Team", Members: members}
		created := must[account.MadeGroup](t)(a.CreateGroup(t.Context(), wanted))
		for _, err := range a.InitialMembers(t.Context(), created.Group, created.Outcomes, roles) {
			want(t, err, nil)
		}
		for _, g := range w.World().Groups {
			if g.ID != string(created.Group) {
				continue
			}
			admins := 0
			for _, m := range g.Members {
				if m.Role == emulator.RoleAdmin {
					admins++
				}
			}
			if len(g.Members) != n+1 || admins != 2 {
				t.Errorf("the group has %d members and %d admins", len(g.Members), admins)
			}
		}
		atMost(t, "calls that add", w.asked(d.adds), 8)
	})
}

func TestACreateThatDidNothingIsAnError(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "Team"))
	w.fault(t, emulator.Fault{Match: createRequest, Times: 1, Effect: emulator.EffectCut})
	_, err := w.account(t, account.Settings{}).CreateGroup(t.Context(), twinOf("Team"))
	want(t, err, whatsapp.ErrOutcomeUnknown)
	var ambiguous *account.AmbiguousCreateError
	if !errors.As(err, &ambiguous) || ambiguous.Seen != "no new group of this name is in the list of groups" {
		t.Errorf("error is %v", err)
	}
	if n := w.asked(createRequest); n != 1 {
		t.Errorf("the create was sent %d times", n)
	}
}

// TestACreateIsSentAgainOnlyAfterTooManyCalls: that alone says that nothing was made. After all else a second one could
// make a second group.
func TestACreateIsSentAgainOnlyAfterTooManyCalls(t *testing.T) {
	t.Parallel()
	answers := func(status int) emulator.Fault {
		return emulator.Fault{Effect: emulator.EffectStatus, Status: status}
	}
	busy, unavailable := answers(429), answers(503)
	busy.Times = 2
	unavailable.Header = map[string][]string{"Retry-After": {"0"}}
	for name, c := range map[string]struct {
		fault emulator.Fault
		sent  int
		kind  error
	}{
		"WhatsApp's rate limit":    {emulator.Fault{Effect: emulator.EffectRateLimit, Times: 2}, 3, nil},
		"HTTP 429":                 {busy, 3, nil},
		"HTTP 429 for too long":    {answers(429), 3, whatsapp.ErrRateLimited},
		"a lost answer":            {emulator.Fault{Effect: emulator.EffectLoseAnswer}, 1, nil},
		"a cut connection":         {emulator.Fault{Effect: emulator.EffectCut}, 1, whatsapp.ErrOutcomeUnknown},
		"HTTP 500":                 {answers(500), 1, whatsapp.ErrOutcomeUnknown},
		"HTTP 502":                 {answers(502), 1, whatsapp.ErrOutcomeUnknown},
		"HTTP 503 and Retry-After": {unavailable, 1, whatsapp.ErrOutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, "NOWEB", group("120363000000000009@g.us", "Other"))
			c.fault.Match = createRequest
			w.fault(t, c.fault)
			a := w.account(t, account.Settings{MaxRetries: 3, Backoff: time.Millisecond})
			_, err := a.CreateGroup(t.Context(), twinOf("Team"))
			if !errors.Is(err, c.kind) {
				t.Errorf("the error is %v, want %v", err, c.kind)
			}
			if n := w.asked(createRequest); n != c.sent {
				t.Errorf("the create was sent %d times, want %d", n, c.sent)
			}
			made := 1
			if c.kind != nil {
				made = 0
			}
			if n := len(w.World().Groups) - 1; n != made {
				t.Errorf("%d groups were made, want %d", n, made)
			}
		})
	}
}

// twice is a gateway that makes each group twice, and tells of none.
type twice struct{ whatsapp.Gateway }

func (g twice) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	for range 2 {
		if _, err := g.Gateway.CreateGroup(ctx, name, members); err != nil {
			return whatsapp.Created{}, err
		}
	}
	return whatsapp.Created{}, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
}

func TestOfSeveralNewGroupsNoneIsAdopted(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group("120363000000000009@g.us", "Team"))
	_, err := newAccount(twice{w.gateway(t)}, account.Settings{}).CreateGroup(t.Context(), twinOf("Team"))
	var ambiguous *account.AmbiguousCreateError
	if !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 2 {
		t.Errorf("error is %v", err)
	}
}

// elsewhere is a gateway that makes nothing and gives no clear answer, while another run makes a group of the name with
// somebody else in it.
type elsewhere struct {
	whatsapp.Gateway
	member whatsapp.Person
}

func (e elsewhere) CreateGroup(ctx context.Context, name string, _ []whatsapp.Person) (whatsapp.Created, error) {
	if _, err := e.Gateway.CreateGroup(ctx, name, []whatsapp.Person{e.member}); err != nil {
		return whatsapp.Created{}, err
	}
	return whatsapp.Created{}, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
}

func TestAGroupOfAnotherRunIsNotAdopted(t *testing.T) {
	there := map[string]emulator.Group{"there": group("120363000000000009@g.us", "Other")}
	eachDialect(t, there, func(t *testing.T, _ dialect, _ *whatsApp, open func() whatsapp.Gateway) {
		for member, adopted := range map[phone.Number]bool{anne: true, bert: false} {
			a := newAccount(elsewhere{open(), byNumber(member)}, selfNamed)
			wanted := withAnne("Team of " + string(member))
			made, err := a.CreateGroup(t.Context(), wanted)
			if adopted != (err == nil && made.Adopted) {
				t.Errorf("the group with %s: %+v, %v", member, made, err)
			}
			var ambiguous *account.AmbiguousCreateError
			if !adopted && (!errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 1) {
				t.Errorf("error is %v", err)
			}
		}
	})
}

func TestTwoCreatesOfOneNameAreNotConfused(t *testing.T) {
	t.Parallel()
	w := emulate(t, "GOWS")
	w.fault(t, emulator.Fault{Match: createRequest, Effect: emulator.EffectLoseAnswer})
	a := w.account(t, account.Settings{})
	var all sync.WaitGroup
	var ids sync.Map
	for range 3 {
		all.Go(func() {
			created, err := a.CreateGroup(t.Context(), twinOf("Team"))
			if err != nil {
				t.Error(err)
			}
			ids.Store(created.Group, true)
		})
	}
	all.Wait()
	n := 0
	ids.Range(func(any, any) bool { n++; return true })
	if n != 3 || len(w.World().Groups) != 3 {
		t.Errorf("%d ids for %d groups", n, len(w.World().Groups))
	}
}

func TestWhatWasSentBeforeACancelIsKept(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB")
	w.fault(t, emulator.Fault{Match: createRequest, Effect: emulator.EffectDelay, MS: 300})
	a := w.account(t, account.Settings{})
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	var mu sync.Mutex
	made := make(map[whatsapp.JID]bool)
	withdrawn := 0
	for i := range 10 {
		all.Go(func() {
			created, err := a.CreateGroup(ctx, twinOf(fmt.Sprintf("Team %d", i)))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made[created.Group] = true
			case errors.Is(err, context.Canceled):
				withdrawn++
			default:
				t.Errorf("create %d: %v", i, err)
			}
		})
	}
	w.awaitRequest(t, createRequest)
	cancel()
	all.Wait()
	if len(made) == 0 || len(made)+withdrawn != 10 {
		t.Errorf("%d made, %d withdrawn", len(made), withdrawn)
	}
	for _, g := range w.World().Groups {
		if !made[whatsapp.JID(g.ID)] {
			t.Errorf("%s exists, and nobody was told", g.Name)
		}
		delete(made, whatsapp.JID(g.ID))
	}
	if len(made) != 0 {
		t.Errorf("reported and not there: %v", made)
	}
}

func TestAnUnlistedAccountCreatesNothing(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB")
	w.fault(t, emulator.Fault{Match: `^GET /waha/api/default/groups$`, Effect: emulator.EffectRateLimit})
	_, err := w.account(t, account.Settings{Backoff: time.Millisecond}).CreateGroup(t.Context(), twinOf("Team"))
	want(t, err, whatsapp.ErrRateLimited)
	if n := w.asked(createRequest); n != 0 {
		t.Errorf("the create was sent %d times", n)
	}
}

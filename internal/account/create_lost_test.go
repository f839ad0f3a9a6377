package account_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// A gateway dies once WhatsApp has made the group. When it is back, and when its session has started, the group is
// found.
func TestTheGatewayDiesDuringACreate(t *testing.T) {
	there := map[string]emulator.Group{"there": group(group1, "Team", plain(bert))}
	eachDialect(t, there, func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		w.fault(t, emulator.Fault{
			Match: d.creates, Effect: emulator.EffectLoseAnswer, Times: 1, Away: emulator.Duration(time.Minute),
		})
		a := newAccount(open(), selfNamed)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		made := make(chan account.MadeGroup, 1)
		go func() {
			wanted := withAnne("Team")
			wanted.Twin = true
			group, err := a.CreateGroup(ctx, wanted)
			if err != nil {
				t.Error(err)
			}
			made <- group
		}()
		more := func(n int) {
			for asked := w.asked(`.`) + n; w.asked(`.`) < asked && ctx.Err() == nil; {
				time.Sleep(time.Millisecond)
			}
		}
		w.awaitRequest(t, d.creates)
		more(6)
		w.status(t, emulator.StatusStarting)
		w.AdvanceClock(time.Minute)
		more(3)
		if len(made) > 0 {
			t.Errorf("adopted before the session was there: %+v", <-made)
			return
		}
		w.status(t, emulator.StatusConnected)
		group := <-made
		groups := w.World().Groups
		if !group.Adopted || len(groups) != 2 || string(group.Group) != groups[1].ID || len(group.Twins) != 0 {
			t.Errorf("made %+v, and there are %d groups", group, len(groups))
		}
		if n := w.asked(d.creates); n != 1 {
			t.Errorf("the create was sent %d times", n)
		}
	})
}

func (w *whatsApp) status(t *testing.T, status string) {
	t.Helper()
	err := w.ChangeWorld(func(world *emulator.World) error {
		world.Account.Status = status
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// mortal is a gateway that dies with a create, and is back after a time.
type mortal struct {
	whatsapp.Gateway
	away time.Duration

	mu     sync.Mutex
	back   time.Time
	groups []whatsapp.Group
	lists  []time.Duration
	died   chan struct{}
	named  time.Time
}

func (*mortal) Abilities(context.Context) (whatsapp.Abilities, error) {
	return whatsapp.NewAbilities("the mortal", whatsapp.WriteName), nil
}

func (*mortal) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true, Self: byNumber(selfPhone)}, nil
}

func (g *mortal) CreateGroup(_ context.Context, name string, _ []whatsapp.Person) (whatsapp.Created, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.groups = append(g.groups, whatsapp.Group{
		ID: "120363000000000099@g.us", Settings: whatsapp.Settings{Name: name}, Owner: byNumber(selfPhone), Size: 1,
		CreatedAt: time.Now(), Members: []whatsapp.Member{{Person: byNumber(selfPhone), Role: whatsapp.RoleAdmin}},
	})
	g.back = time.Now().Add(g.away)
	close(g.died)
	return whatsapp.Created{}, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
}

func (g *mortal) Groups(context.Context, bool) ([]whatsapp.Group, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := time.Now(); now.Before(g.back) {
		g.lists = append(g.lists, g.back.Sub(now))
		return nil, &whatsapp.Error{Kind: whatsapp.ErrUnreachable}
	}
	return g.groups, nil
}

func (g *mortal) Group(_ context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	for _, group := range g.groups {
		if group.ID == id {
			return group, nil
		}
	}
	return whatsapp.Group{ID: id, CreatedAt: time.Unix(1790000000, 0), Settings: whatsapp.Settings{Name: "Renamed"},
		Members: []whatsapp.Member{{Person: byNumber(selfPhone), Role: whatsapp.RoleAdmin}}}, nil
}

func (g *mortal) ChangeGroup(context.Context, whatsapp.JID, whatsapp.Change) error {
	g.named = time.Now()
	return nil
}

// The group is found soon after the gateway is back, however long that takes. Until then the gateway is asked ever more
// seldom, and others have their turn at once.
func TestACreateIsLookedForWhileTheGatewayIsAway(t *testing.T) {
	t.Parallel()
	for _, away := range []time.Duration{8 * time.Second, time.Minute, 9 * time.Minute} {
		t.Run(away.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g := &mortal{away: away, died: make(chan struct{})}
				a := account.New(g, account.Settings{})
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
				defer cancel()
				began := time.Now()
				go func() {
					<-g.died
					if err := a.ChangeGroup(ctx, group1, whatsapp.SetName("Renamed")); err != nil {
						t.Errorf("the change of another group: %v", err)
					}
				}()
				made, err := a.CreateGroup(ctx, account.NewGroup{Name: "Team"})
				if err != nil || !made.Adopted {
					t.Errorf("made %+v: %v", made, err)
				}
				if late := time.Since(began) - away; late < 0 || late > 15*time.Second {
					t.Errorf("it was found %s after the gateway was back", late)
				}
				if n := len(g.lists); n < 5 || n > 10+int(away/(15*time.Second)) {
					t.Errorf("a gateway that was away for %s was asked %d times", away, n)
				}
				if waited := g.named.Sub(began); waited > time.Second {
					t.Errorf("the change of another group waited %s", waited)
				}
			})
		})
	}
}

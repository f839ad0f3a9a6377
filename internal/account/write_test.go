package account_test

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestAWriteThatWasRateLimitedIsSentAgain(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"NOWEB", "GOWS"} { // The other engines answer every failure alike.
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{MaxRetries: 2, Backoff: time.Millisecond})
			limit := emulator.Fault{Match: `subject$`, Times: 2, Effect: emulator.EffectRateLimit}
			w.fault(t, limit)
			if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")); err != nil {
				t.Fatal(err)
			}
			if n := w.asked(`^PUT .*/subject$`); n != 3 {
				t.Errorf("the change was sent %d times", n)
			}

			limit.Times = 3
			w.fault(t, limit)
			want(t, a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Three")), whatsapp.ErrRateLimited)
			if name := w.World().Groups[0].Name; name != "Two" {
				t.Errorf("the name is %q", name)
			}
		})
	}
}

func TestAWriteOfUnclearOutcomeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			w.fault(t, emulator.Fault{Match: `subject$`, Times: 1, Effect: emulator.EffectLoseAnswer})
			a := w.account(t, account.Settings{MaxRetries: 3})
			if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")); err != nil {
				t.Errorf("WhatsApp shows the change, and the error is %v", err)
			}
			w.fault(t, emulator.Fault{Match: `subject$`, Times: 1, Effect: emulator.EffectCut})
			want(t, a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Three")), whatsapp.ErrOutcomeUnknown)
			if n := w.asked(`^PUT .*/subject$`); n != 2 {
				t.Errorf("two changes were sent %d times", n)
			}
		})
	}
}

func TestAnAcceptedWriteWithoutEffectIsAnError(t *testing.T) {
	t.Parallel()
	w := emulate(t, "WEBJS", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: `subject$`, Effect: emulator.EffectStatus, Status: 200, Body: "true"})
	err := w.account(t, account.Settings{}).ChangeGroup(t.Context(), group1, whatsapp.SetName("Two"))
	want(t, err, whatsapp.ErrRefused)
}

func TestARefusalWithoutReasonIsExplained(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One", emulator.Member{Phone: anne, Role: emulator.RoleSuperadmin})
			g.Owner, g.Members[0].Role, g.InfoAdminsOnly = anne, emulator.RoleMember, true
			w := emulate(t, engine, g)
			a := w.account(t, account.Settings{})
			want(t, a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")), whatsapp.ErrNotAdmin)
			_, err := a.SetRole(t.Context(), group1, whatsapp.Person{Phone: selfPhone}, whatsapp.RoleAdmin)
			want(t, err, whatsapp.ErrNotAdmin)
		})
	}
}

func TestWritesArePaced(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := w.account(t, account.Settings{WritesPerMinute: 600})
	began := time.Now()
	for i := range 12 {
		if err := a.ChangeGroup(t.Context(), group1, whatsapp.SetInfoAdminsOnly(i%2 == 0)); err != nil {
			t.Fatal(err)
		}
	}
	// Ten may go at once, and then ten come in a second.
	if took := time.Since(began); took < 190*time.Millisecond {
		t.Errorf("12 writes took %v", took)
	}
}

// unmoved is a gateway that accepts every change and answers every reading of a group in the same way.
type unmoved struct {
	whatsapp.Gateway
	read      func(context.Context) (whatsapp.Group, error)
	readings  []time.Time
	refreshes []time.Time
}

func (u *unmoved) Abilities(context.Context) (whatsapp.Abilities, error) {
	return whatsapp.NewAbilities("the unmoved one", whatsapp.WriteName), nil
}

func (u *unmoved) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true}, nil
}

func (u *unmoved) ChangeGroup(context.Context, whatsapp.JID, whatsapp.Change) error { return nil }

func (u *unmoved) Group(ctx context.Context, _ whatsapp.JID) (whatsapp.Group, error) {
	u.readings = append(u.readings, time.Now())
	return u.read(ctx)
}

func (u *unmoved) Refresh(context.Context) error {
	u.refreshes = append(u.refreshes, time.Now())
	return nil
}

func TestTheEffectOfAWriteIsLookedForForFiveSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		u := &unmoved{read: func(context.Context) (whatsapp.Group, error) {
			return whatsapp.Group{Settings: whatsapp.Settings{Name: "One"}}, nil
		}}
		began := time.Now()
		err := account.New(u, account.Settings{}).ChangeGroup(t.Context(), group1, whatsapp.SetName("Two"))
		want(t, err, whatsapp.ErrRefused)
		var readings []time.Time
		for _, ms := range []int{0, 100, 500, 2000, 5000} {
			readings = append(readings, began.Add(time.Duration(ms)*time.Millisecond))
		}
		if !slices.Equal(u.readings, readings) {
			t.Errorf("the group was read at %v, want %v", u.readings, readings)
		}
		if !slices.Equal(u.refreshes, readings[4:]) {
			t.Errorf("the gateway was refreshed at %v, want %v", u.refreshes, readings[4:])
		}
	})
}

func TestAReadingBackThatHangsEnds(t *testing.T) {
	t.Parallel()
	for set, limit := range map[time.Duration]time.Duration{0: 5 * time.Minute, time.Second: time.Second} {
		synctest.Test(t, func(t *testing.T) {
			u := &unmoved{read: func(ctx context.Context) (whatsapp.Group, error) {
				<-ctx.Done()
				return whatsapp.Group{}, ctx.Err()
			}}
			began := time.Now()
			a := account.New(u, account.Settings{SettleTimeout: set})
			want(t, a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two")), context.DeadlineExceeded)
			if took := time.Since(began); took != limit {
				t.Errorf("it took %v, want %v", took, limit)
			}
		})
	}
}

// unable is a gateway without any ability.
type unable struct{ whatsapp.Gateway }

func (unable) Abilities(context.Context) (whatsapp.Abilities, error) {
	return whatsapp.NewAbilities("the old one"), nil
}

func TestWhatTheGatewayCannotIsNotSent(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := newAccount(unable{w.gateway(t)}, account.Settings{})
	err := a.ChangeGroup(t.Context(), group1, whatsapp.SetName("Two"))
	if got := err.Error(); got != "unsupported operation: the old one cannot change the name of a group" {
		t.Error(got)
	}
}

func TestAReadThatWasRateLimitedIsRepeated(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	limit := emulator.Fault{Match: `^GET /waha/api/default/groups/`, Times: 2, Effect: emulator.EffectRateLimit}
	w.fault(t, limit)
	settings := account.Settings{MaxRetries: 2, Backoff: time.Millisecond}
	g := must[whatsapp.Group](t)(w.account(t, settings).Group(t.Context(), group1))
	if g.Name != "One" {
		t.Errorf("the name reads as %q", g.Name)
	}
	limit.Times = 3
	w.fault(t, limit)
	_, err := w.account(t, settings).Group(t.Context(), group1)
	want(t, err, whatsapp.ErrRateLimited)
}

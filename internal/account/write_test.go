package account_test

import (
	"context"
	"testing"
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
			_, err := a.SetRole(t.Context(), group1, whatsapp.Person{Phone: ownPhone}, whatsapp.RoleAdmin)
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

// unable is a gateway without any ability.
type unable struct{ whatsapp.Gateway }

func (unable) Abilities(context.Context) (whatsapp.Abilities, error) {
	return whatsapp.NewAbilities("the old one"), nil
}

func TestWhatTheGatewayCannotIsNotSent(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	err := account.New(unable{w.gateway(t)}, account.Settings{}).ChangeGroup(t.Context(), group1, whatsapp.SetName("Two"))
	if got := err.Error(); got != "unsupported operation: the old one cannot change the name of a group" {
		t.Error(got)
	}
}

func TestAReadThatWasRateLimitedIsRepeated(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	limit := emulator.Fault{Match: `^GET /waha/api/default/groups/`, Times: 2, Effect: emulator.EffectRateLimit}
	w.fault(t, limit)
	g := must[whatsapp.Group](t)(w.account(t, account.Settings{MaxRetries: 2, Backoff: time.Millisecond}).Group(t.Context(), group1))
	if g.Name != "One" {
		t.Errorf("the name reads as %q", g.Name)
	}
	limit.Times = 3
	w.fault(t, limit)
	_, err := w.account(t, account.Settings{MaxRetries: 2, Backoff: time.Millisecond}).Group(t.Context(), group1)
	want(t, err, whatsapp.ErrRateLimited)
}

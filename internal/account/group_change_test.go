package account_test

import (
	"context"
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

var threeChanges = []whatsapp.Change{
	whatsapp.SetName("Two"), whatsapp.SetMessagesAdminsOnly(true), whatsapp.SetInfoAdminsOnly(true),
}

const readings = `^GET /waha/api/default/groups/[^/]+$`

func TestChangesInOneTurnShareTheReading(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			readingsFor := func(changes ...whatsapp.Change) int {
				w := emulate(t, engine, group(group1, "One"))
				for i, err := range w.account(t, account.Settings{}).ChangeGroupInTurn(t.Context(), group1, changes) {
					if err != nil {
						t.Errorf("%T: %v", changes[i], err)
					}
				}
				if n := w.asked(`^PUT `); n != len(changes) {
					t.Errorf("%d changes were sent by %d calls", len(changes), n)
				}
				return w.asked(readings)
			}
			if one, three := readingsFor(threeChanges[2]), readingsFor(threeChanges...); one == 0 || three != one {
				t.Errorf("one change took %d readings, and three took %d", one, three)
			}
		})
	}
}

func TestChangesInOneTurnHaveTheirOwnErrors(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			w.fault(t,
				emulator.Fault{Match: `subject$`, Times: 1, Effect: emulator.EffectLoseAnswer},
				emulator.Fault{Match: `messages-admin-only$`, Times: 1, Effect: emulator.EffectCut})
			errs := w.account(t, account.Settings{}).ChangeGroupInTurn(t.Context(), group1, threeChanges)
			if errs[0] != nil || errs[2] != nil {
				t.Errorf("WhatsApp shows the name and who may edit, and the errors are %v and %v", errs[0], errs[2])
			}
			want(t, errs[1], whatsapp.ErrOutcomeUnknown)
			if g := w.World().Groups[0]; g.Name != "Two" || g.MessagesAdminsOnly || !g.InfoAdminsOnly {
				t.Errorf("the group is %+v", g)
			}
			if n := w.asked(`^PUT `); n != 3 {
				t.Errorf("three changes were sent by %d calls", n)
			}
		})
	}
}

// cancelling is a gateway whose first change ends the caller's context.
type cancelling struct {
	whatsapp.Gateway
	cancel context.CancelFunc
}

func (c cancelling) Unwrap() whatsapp.Gateway { return c.Gateway }

func (c cancelling) ChangeGroup(ctx context.Context, id whatsapp.JID, change whatsapp.Change) error {
	c.cancel()
	return c.Gateway.ChangeGroup(ctx, id, change)
}

func TestACancelKeepsBackTheChangesThatWait(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	ctx, cancel := context.WithCancel(t.Context())
	a := newAccount(cancelling{w.gateway(t), cancel}, account.Settings{})
	errs := a.ChangeGroupInTurn(ctx, group1, threeChanges)
	if errs[0] != nil || !errors.Is(errs[1], context.Canceled) || !errors.Is(errs[2], context.Canceled) {
		t.Errorf("the errors are %v", errs)
	}
	if g := w.World().Groups[0]; g.Name != "Two" || g.MessagesAdminsOnly || g.InfoAdminsOnly {
		t.Errorf("the group is %+v", g)
	}
	if n := w.asked(`^PUT `); n != 1 {
		t.Errorf("%d changes were sent", n)
	}
}

func TestWhatTheGatewayCannotKeepsNoOtherChangeBack(t *testing.T) {
	t.Parallel()
	u := &unmoved{read: func(context.Context) (whatsapp.Group, error) {
		return whatsapp.Group{Settings: whatsapp.Settings{Name: "Two"}}, nil
	}}
	errs := newAccount(u, account.Settings{}).ChangeGroupInTurn(t.Context(), group1, threeChanges)
	if errs[0] != nil {
		t.Error(errs[0])
	}
	for _, err := range errs[1:] {
		want(t, err, errors.ErrUnsupported)
	}
	if n := len(u.readings); n != 1 {
		t.Errorf("the group was read %d times", n)
	}
}

// uneven is a gateway whose readings show the restrictions at once, and the name from the third reading on.
type uneven struct{ unmoved }

func (*uneven) Abilities(context.Context) (whatsapp.Abilities, error) {
	return whatsapp.NewAbilities("the uneven one", whatsapp.WriteName, whatsapp.WriteMessagesAdminsOnly,
		whatsapp.WriteInfoAdminsOnly), nil
}

func TestAChangeThatShowsLateIsWaitedFor(t *testing.T) {
	t.Parallel()
	u := &uneven{}
	u.read = func(context.Context) (whatsapp.Group, error) {
		settings := whatsapp.Settings{Name: "One", MessagesAdminsOnly: new(true), InfoAdminsOnly: new(true)}
		if len(u.readings) >= 3 {
			settings.Name = "Two"
		}
		return whatsapp.Group{Settings: settings}, nil
	}
	for i, err := range newAccount(u, account.Settings{}).ChangeGroupInTurn(t.Context(), group1, threeChanges) {
		if err != nil {
			t.Errorf("%T: %v", threeChanges[i], err)
		}
	}
	if n := len(u.readings); n != 3 {
		t.Errorf("the group was read %d times, want 3", n)
	}
}

package account_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// leave takes the account itself out of a group, as somebody else would.
func leave(id whatsapp.JID) func(*emulator.World) {
	return func(world *emulator.World) {
		for i, g := range world.Groups {
			if g.ID == string(id) {
				world.Groups[i].Members = g.Members[1:]
			}
		}
	}
}

func TestAGroupThatNobodyKnowsIsGoneOnlyBesideOthers(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine)
			_, err := w.account(t, account.Settings{}).Group(t.Context(), group1)
			want(t, err, account.ErrUnconfirmed)

			w = emulate(t, engine, group("120363000000000002@g.us", "Other"))
			_, err = w.account(t, account.Settings{}).Group(t.Context(), group1)
			want(t, err, account.ErrGone)
		})
	}
}

func TestALostMemoryIsNotGone(t *testing.T) {
	t.Parallel()
	w := emulateWith(t, emulator.Options{
		WAHAEngine: "NOWEB", WAHAStore: true, World: &emulator.World{Groups: []emulator.Group{group(group1, "One")}},
	})
	exception := map[string]any{"message": "Group with id '" + string(group1) + "' not found"}
	w.fault(t, emulator.Fault{
		Match: `^GET /waha/api/default/groups/[^/]+$`, Times: 1, Effect: emulator.EffectStatus, Status: 500,
		Body: map[string]any{"statusCode": 500, "exception": exception},
	})
	g, err := w.account(t, account.Settings{}).Group(t.Context(), group1)
	if err != nil || g.Name != "One" {
		t.Errorf("group is %q, %v", g.Name, err)
	}
	if n := w.asked(`^POST /waha/api/default/groups/refresh$`); n != 1 {
		t.Errorf("the gateway was refreshed %d times", n)
	}
}

func TestAnAccountThatIsLoggedOutMeanwhileHasLostNothing(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{})
			must[whatsapp.Person](t)(a.Self(t.Context()))
			w.fault(t, emulator.Fault{Match: `groups`, Times: 1, Effect: emulator.EffectDisconnect})
			_, err := a.Group(t.Context(), group1)
			want(t, err, whatsapp.ErrNotConnected)
		})
	}
}

// The answers of a session that is linked to another account meanwhile are about that one's groups. WEBJS and WPP
// show a group also to who is not in it.
func TestASessionOfAnotherAccountMeanwhileHasLostNothing(t *testing.T) {
	t.Parallel()
	for _, engine := range []string{"NOWEB", "GOWS"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One"))
			a := w.account(t, account.Settings{})
			must[whatsapp.Person](t)(a.Self(t.Context()))
			w.setWorld(t, func(world *emulator.World) {
				world.Account.Phone, world.Account.LID = anne, ""
				other := group("120363000000000002@g.us", "Other")
				other.Members = []emulator.Member{{Phone: anne, Role: emulator.RoleSuperadmin}}
				world.Groups = append(world.Groups, other)
			})
			_, err := a.Group(t.Context(), group1)
			want(t, err, account.ErrUnconfirmed)
		})
	}
}

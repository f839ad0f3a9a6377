package account_test

import (
	"sync"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func TestAContactIsLookedUpOnce(t *testing.T) {
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		w.setWorld(t, func(world *emulator.World) {
			world.People = []emulator.Person{{Phone: anne, Registered: false}}
		})
		a := w.account(t, account.Settings{})
		var all sync.WaitGroup
		for range 10 {
			all.Go(func() {
				person, err := a.Contact(t.Context(), long)
				if err != nil || person.Phone != short {
					t.Errorf("%s is %v, %v", long, person, err)
				}
			})
		}
		all.Wait()
		wantAsked(t, w, looking, 1)
		for range 2 {
			_, err := a.Contact(t.Context(), anne)
			want(t, err, whatsapp.ErrNotOnWhatsApp)
		}
		wantAsked(t, w, looking, 2)
	})
}

func TestMembersAreNotLookedUp(t *testing.T) {
	member := emulator.Member{Phone: short, LID: string(anneLID), Role: emulator.RoleMember}
	eachEngine(t, group(group1, "One", member), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		for _, number := range []phone.Number{short, long} {
			person := must[whatsapp.Person](t)(a.Contact(t.Context(), number))
			if person != (whatsapp.Person{Phone: short, LID: anneLID}) {
				t.Errorf("%s is %+v", number, person)
			}
		}
		if person := must[whatsapp.Person](t)(a.Contact(t.Context(), selfPhone)); person.Phone != selfPhone {
			t.Errorf("the number of the account itself is %+v", person)
		}
		wantAsked(t, w, looking, 0)
	})
}

// Where both spellings are somebody's, the exact digits decide, whichever group comes first.
func TestAContactIsTheExactNumberBeforeAnotherSpelling(t *testing.T) {
	eachEngine(t, group(group1, "One", plain(short)), func(t *testing.T, w *whatsApp) {
		w.setWorld(t, func(world *emulator.World) {
			world.Groups = append(world.Groups, group("120363000000000002@g.us", "Two", plain(long)))
		})
		a := w.account(t, account.Settings{})
		for _, number := range []phone.Number{short, long} {
			if person := must[whatsapp.Person](t)(a.Contact(t.Context(), number)); person.Phone != number {
				t.Errorf("%s is %+v", number, person)
			}
		}
	})
}

// A look-up that failed says nothing of the number, so that the next ask looks again.
func TestAFailedLookUpIsNotRemembered(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{
		Match: looking, Times: 1, Effect: emulator.EffectStatus, Status: 500, Body: map[string]any{},
	})
	a := w.account(t, account.Settings{})
	if _, err := a.Contact(t.Context(), anne); err == nil {
		t.Error("a failed look-up has no error")
	}
	if person := must[whatsapp.Person](t)(a.Contact(t.Context(), anne)); person.Phone != anne {
		t.Errorf("%s is %+v", anne, person)
	}
}

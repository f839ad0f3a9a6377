package account_test

import (
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	anneLID = whatsapp.JID("101@lid")
	bertLID = whatsapp.JID("102@lid")
	// WhatsApp has registered this one without the ninth digit.
	short, long = "553187654321", "5531987654321"
)

const (
	adding    = `participants/add$`
	removing  = `participants/remove$`
	promoting = `admin/promote$`
	looking   = `contacts/check-exists$`
)

func hidden(phone string, lid whatsapp.JID) emulator.Member {
	return emulator.Member{Phone: phone, LID: string(lid), Role: emulator.RoleMember, HidePhone: true}
}

// byLID is a group addressed by LID.
func byLID(others ...emulator.Member) emulator.Group {
	g := group(group1, "One", others...)
	g.AddressingMode = emulator.AddressedByLID
	return g
}

// eachEngine runs a test on every engine, each with a WhatsApp of its own.
func eachEngine(t *testing.T, g emulator.Group, test func(t *testing.T, w *whatsApp)) {
	t.Helper()
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, emulate(t, engine, g))
		})
	}
}

func wantAsked(t *testing.T, w *whatsApp, pattern string, want int) {
	t.Helper()
	if got := w.asked(pattern); got != want {
		t.Errorf("%s was asked %d times, want %d", pattern, got, want)
	}
}

func TestANumberIsAddedAsWhatsAppRegisteredIt(t *testing.T) {
	second := group("120363000000000002@g.us", "Two")
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		w.setWorld(t, func(world *emulator.World) { world.Groups = append(world.Groups, second) })
		a := w.account(t, account.Settings{})
		for _, id := range []whatsapp.JID{group1, whatsapp.JID(second.ID)} {
			added := must[whatsapp.Member](t)
			m := added(a.AddMember(t.Context(), id, whatsapp.RoleMember, byNumber(long), "+55 31 98765-4321"))
			if m.Phone != short {
				t.Errorf("added %+v", m)
			}
		}
		wantAsked(t, w, adding, 4)
		wantAsked(t, w, looking, 1)

		// From then on the other spelling is the same person, who is added and looked up no more.
		a = w.account(t, account.Settings{})
		added := must[whatsapp.Member](t)
		added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(long), "+55 31 98765-4321"))
		must[whatsapp.Member](t)(a.SetRole(t.Context(), group1, byNumber(long), whatsapp.RoleAdmin))
		a = w.account(t, account.Settings{})
		want(t, a.RemoveMember(t.Context(), group1, byNumber(long), nil), nil)
		wantAsked(t, w, adding, 4)
		wantAsked(t, w, looking, 1)
		for _, g := range w.World().Groups {
			if members := len(g.Members); g.ID == string(group1) && members != 1 || g.ID == second.ID && members != 2 {
				t.Errorf("%s has %d members", g.Name, members)
			}
		}
	})
}

func TestANumberThatIsWrittenAsItIsRegisteredIsNotLookedUp(t *testing.T) {
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(short), short))
		wantAsked(t, w, adding, 1)
		wantAsked(t, w, looking, 0)
	})
}

// A gateway that accepts everything leaves it to the look-up to say why nobody came.
func TestWhoIsSilentlyDroppedIsLookedUp(t *testing.T) {
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		w.setWorld(t, func(world *emulator.World) {
			world.People = []emulator.Person{{Phone: anne, Registered: false}}
		})
		w.fault(t, emulator.Fault{Match: adding, Effect: emulator.EffectStatus, Status: 200, Body: []any{}})
		a := w.account(t, account.Settings{})
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
		want(t, err, whatsapp.ErrNotOnWhatsApp)
		wantAsked(t, w, looking, 1)
	})
}

func TestTwoMembersOfOneClassAreToldApartByTheirDigits(t *testing.T) {
	for name, g := range map[string]emulator.Group{
		"by phone": group(group1, "One", plain(short), plain(long)),
		"by LID":   byLID(plain(short), plain(long)),
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, g, func(t *testing.T, w *whatsApp) {
				a := w.account(t, account.Settings{})
				must[whatsapp.Member](t)(a.SetRole(t.Context(), group1, byNumber(short), whatsapp.RoleAdmin))
				wantRoles(t, w, map[string]string{selfPhone: "superadmin", short: "admin", long: "member"})
				want(t, a.RemoveMember(t.Context(), group1, byNumber(long), nil), nil)
				wantRoles(t, w, map[string]string{selfPhone: "superadmin", short: "admin"})
			})
		})
	}
}

// A hidden member is recognised by the LID in the answer to adding them again, or as the only one who is hidden. Where
// neither helps, the error says so, and nobody is taken for them.
func TestAHiddenMemberWhoIsAddedAgain(t *testing.T) {
	for name, others := range map[string][]emulator.Member{
		"the only one": {hidden(anne, anneLID)},
		"one of two":   {hidden(anne, anneLID), hidden(bert, bertLID)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, engine := range engines {
				t.Run(engine, func(t *testing.T) {
					t.Parallel()
					w := emulate(t, engine, byLID(others...))
					a := w.account(t, account.Settings{})
					m, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
					if engine == "WEBJS" && len(others) > 1 {
						// Its answer is keyed by what was asked for, and has no LID.
						want(t, err, account.ErrHidden)
						return
					}
					if want(t, err, nil); m.LID != anneLID || m.Phone != anne {
						t.Errorf("found %+v", m)
					}
				})
			}
		})
	}
}

func TestAHiddenMemberIsNotGuessed(t *testing.T) {
	eachEngine(t, byLID(hidden(anne, anneLID)), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		_, err := a.Member(t.Context(), group1, byNumber(bert))
		want(t, err, account.ErrHidden)
		want(t, a.RemoveMember(t.Context(), group1, byNumber(bert), nil), account.ErrHidden)
		_, err = a.Member(t.Context(), group1, whatsapp.Person{Phone: bert, LID: bertLID})
		want(t, err, whatsapp.ErrNoSuchMember)
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
	})
}

func TestAMemberIsManagedByLID(t *testing.T) {
	for name, g := range map[string]emulator.Group{
		"by phone": group(group1, "One", emulator.Member{Phone: anne, LID: string(anneLID), Role: emulator.RoleMember}),
		"by LID":   byLID(emulator.Member{Phone: anne, LID: string(anneLID), Role: emulator.RoleMember}),
		"hidden":   byLID(hidden(anne, anneLID), hidden(bert, bertLID)),
	} {
		t.Run(name, func(t *testing.T) {
			eachEngine(t, g, func(t *testing.T, w *whatsApp) {
				person := whatsapp.Person{LID: anneLID}
				a := w.account(t, account.Settings{})
				added := must[whatsapp.Member](t)
				m := added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, person, string(anneLID)))
				if m.Role != whatsapp.RoleMember {
					t.Errorf("found %+v", m)
				}
				must[whatsapp.Member](t)(a.SetRole(t.Context(), group1, person, whatsapp.RoleAdmin))
				if role := w.roles(t)[anne]; role != "admin" {
					t.Errorf("the role is %q", role)
				}
				a = w.account(t, account.Settings{})
				want(t, a.RemoveMember(t.Context(), group1, person, nil), nil)
				if role := w.roles(t)[anne]; role != "" {
					t.Errorf("the role is still %q", role)
				}
				must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, person, string(anneLID)))
				if role := w.roles(t)[anne]; role != "member" {
					t.Errorf("the role is %q after another adding", role)
				}
			})
		})
	}
}

// One run lets a person go by one of their names and adds them by the other. They are not lost, though only the group
// tells that the two are one person.
func TestWhoIsRemovedByLIDWhileAddedByNumberStays(t *testing.T) {
	for _, engine := range []string{"NOWEB", "GOWS", "WPP"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, byLID(hidden(anne, anneLID), hidden(bert, bertLID)))
			w.fault(t, emulator.Fault{Match: removing, Effect: emulator.EffectDelay, MS: 100})
			a := w.account(t, account.Settings{})
			removed := make(chan error, 1)
			go func() { removed <- a.RemoveMember(t.Context(), group1, whatsapp.Person{LID: anneLID}, nil) }()
			w.awaitRequest(t, removing)
			added := must[whatsapp.Member](t)
			added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), "+12025550101"))
			want(t, <-removed, nil)
			want(t, a.RemoveMember(t.Context(), group1, whatsapp.Person{LID: anneLID}, nil), nil)
			wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member", bert: "member"})
		})
	}
}

func TestTwoResourcesForOnePersonByBothNames(t *testing.T) {
	member := emulator.Member{Phone: anne, LID: string(anneLID), Role: emulator.RoleMember}
	eachEngine(t, byLID(member), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		byLID := whatsapp.Person{LID: anneLID}
		must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byLID, string(anneLID)))
		_, err := a.AddMember(t.Context(), group1, whatsapp.RoleAdmin, byNumber(anne), "+1 202 555 0101")
		want(t, err, whatsapp.ErrInvalidRequest)
		if !strings.Contains(err.Error(), "+1 202 555 0101 and "+string(anneLID)) {
			t.Errorf("%v does not name both", err)
		}
	})
}

// WAHA issue 1264: a promotion by number is accepted and does nothing.
func TestAnActionWithoutEffectIsAskedForByLID(t *testing.T) {
	member := emulator.Member{Phone: anne, LID: string(anneLID), Role: emulator.RoleMember}
	eachEngine(t, byLID(member), func(t *testing.T, w *whatsApp) {
		w.fault(t, emulator.Fault{
			Match: promoting, Times: 1, Effect: emulator.EffectStatus, Status: 200, Body: map[string]any{"status": 200},
		})
		m, err := w.account(t, account.Settings{}).SetRole(t.Context(), group1, byNumber(anne), whatsapp.RoleAdmin)
		if want(t, err, nil); m.Role != whatsapp.RoleAdmin {
			t.Errorf("promoted %+v", m)
		}
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "admin"})
		wantAsked(t, w, promoting, 2)
	})
}

// While it is not known who the account is, nobody is removed: it might be the account.
func TestNobodyIsRemovedWhileTheAccountIsNotFound(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", byLID(plain(anne)))
	w.fault(t, emulator.Fault{
		Match: `/sessions/default$`, Effect: emulator.EffectStatus, Status: 200,
		Body: map[string]any{
			"name": "default", "status": "WORKING", "me": map[string]any{"id": "12025550199@c.us"},
		},
	})
	if err := w.account(t, account.Settings{}).EmptyGroup(t.Context(), group1); err == nil {
		t.Error("there is no error")
	}
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
}

// The initial members of a group are added under the spelling that WhatsApp knows.
func TestAnInitialMemberOfAnotherSpelling(t *testing.T) {
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		unknown := whatsapp.Outcome{Person: byNumber(long), Err: &whatsapp.Error{Kind: whatsapp.ErrNotOnWhatsApp}}
		private := whatsapp.Outcome{Person: byNumber(anne), Err: &whatsapp.Error{Kind: whatsapp.ErrPrivacy}}
		errs := a.InitialMembers(t.Context(), group1, []whatsapp.Outcome{unknown, private},
			[]whatsapp.Role{whatsapp.RoleMember, whatsapp.RoleMember})
		want(t, errs[0], nil)
		want(t, errs[1], whatsapp.ErrPrivacy)
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", short: "member"})
	})
}

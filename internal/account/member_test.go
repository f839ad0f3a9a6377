package account_test

import (
	"errors"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

func byNumber(digits phone.Number) whatsapp.Person { return whatsapp.Person{Phone: digits} }

func TestTheLifeOfAMember(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		for _, addressing := range []string{emulator.AddressedByPhone, emulator.AddressedByLID} {
			t.Run(engine+" "+addressing, func(t *testing.T) {
				t.Parallel()
				g := group(group1, "One", plain(bert))
				g.AddressingMode = addressing
				w := emulate(t, engine, g)
				a := w.account(t, account.Settings{})
				add := func() whatsapp.Member {
					added := must[whatsapp.Member](t)
					const spelled = "+1 202 555 0101"
					return added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), spelled))
				}
				if m := add(); m.Phone != anne || m.Role != whatsapp.RoleMember {
					t.Errorf("added %+v", m)
				}
				m := must[whatsapp.Member](t)(a.SetRole(t.Context(), group1, byNumber(anne), whatsapp.RoleAdmin))
				if m.Role != whatsapp.RoleAdmin {
					t.Errorf("promoted %+v", m)
				}
				wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "admin", bert: "member"})

				// A new process, as each run of Terraform is.
				a = w.account(t, account.Settings{})
				m = must[whatsapp.Member](t)(a.Member(t.Context(), group1, byNumber(anne)))
				if m.Role != whatsapp.RoleAdmin {
					t.Errorf("read %+v", m)
				}
				must[whatsapp.Member](t)(a.SetRole(t.Context(), group1, byNumber(anne), whatsapp.RoleMember))
				if err := a.RemoveMember(t.Context(), group1, byNumber(anne), nil); err != nil {
					t.Fatal(err)
				}
				if err := a.RemoveMember(t.Context(), group1, byNumber(anne), nil); err != nil {
					t.Errorf("a second removal fails: %v", err)
				}
				wantRoles(t, w, map[string]string{selfPhone: "superadmin", bert: "member"})
				_, err := a.Member(t.Context(), group1, byNumber(anne))
				want(t, err, whatsapp.ErrNoSuchMember)
			})
		}
	}
}

func wantRoles(t *testing.T, w *whatsApp, want map[string]string) {
	t.Helper()
	if got := w.roles(t); !maps.Equal(got, want) {
		t.Errorf("the members are %v, want %v", got, want)
	}
}

func TestWhyAMemberIsNotAdded(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One")
			g.RecentlyLeft = []string{"12025550105"}
			w := emulate(t, engine, g)
			w.setWorld(t, func(world *emulator.World) {
				world.People = []emulator.Person{
					{Phone: "12025550103", Registered: true, Adds: emulator.AddsNobody},
					{Phone: "12025550104", Registered: false, Adds: emulator.AddsEveryone},
				}
			})
			a := w.account(t, account.Settings{})
			for digits, kind := range map[phone.Number]error{
				"12025550103": whatsapp.ErrPrivacy,
				"12025550104": whatsapp.ErrNotOnWhatsApp,
				"12025550105": whatsapp.ErrRecentlyLeft,
			} {
				_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(digits), digits.String())
				if !errors.Is(err, kind) {
					t.Errorf("adding %s fails with %v, want %v", digits, err, kind)
				}
			}
			wantRoles(t, w, map[string]string{selfPhone: "superadmin"})
		})
	}
}

func TestAMemberOfAHiddenNumberIsAdded(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One", emulator.Member{Phone: bert, Role: emulator.RoleMember, HidePhone: true})
			g.AddressingMode = emulator.AddressedByLID
			w := emulate(t, engine, g)
			a := w.account(t, account.Settings{})
			added := must[whatsapp.Member](t)
			m := added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), "+12025550101"))
			if m.Phone != anne {
				t.Errorf("added %+v", m)
			}
			wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member", bert: "member"})
		})
	}
}

func TestOnePersonIsAddedInOneRole(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	a := w.account(t, account.Settings{})
	add := func(role whatsapp.Role, digits phone.Number, spelled string) error {
		_, err := a.AddMember(t.Context(), group1, role, byNumber(digits), spelled)
		return err
	}
	want(t, add(whatsapp.RoleMember, "5511999990000", "+55 (11) 99999-0000"), nil)
	want(t, add(whatsapp.RoleMember, "551199990000", "551199990000"), nil)
	err := add(whatsapp.RoleAdmin, "551199990000", "551199990000")
	want(t, err, whatsapp.ErrInvalidRequest)
	for _, spelled := range []string{"+55 (11) 99999-0000", "551199990000"} {
		if !strings.Contains(err.Error(), spelled) {
			t.Errorf("%v does not name %s", err, spelled)
		}
	}
}

// Two resources of one person may be sent in one call.
func TestOnePersonIsAddedTwiceAtOnce(t *testing.T) {
	eachEngine(t, group(group1, "One"), func(t *testing.T, w *whatsApp) {
		a := w.account(t, account.Settings{})
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				member, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), anne)
				if err != nil || !member.Same(byNumber(anne)) {
					t.Errorf("added is %v: %v", member, err)
				}
			})
		}
		all.Wait()
	})
}

func TestWhoWasJustAddedIsNotRemovedByAnother(t *testing.T) {
	t.Parallel()
	for _, members := range [][]emulator.Member{nil, {plain(anne)}} {
		w := emulate(t, "NOWEB", group(group1, "One", members...))
		a := w.account(t, account.Settings{})
		added := must[whatsapp.Member](t)
		added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), "+1 202 555 0101"))
		if err := a.RemoveMember(t.Context(), group1, byNumber(anne), nil); err != nil {
			t.Fatal(err)
		}
		wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
	}
}

// A person who is added while their removal is under way is still shown as a member, and is in the group in the end.
func TestWhoIsJustBeingRemovedIsAddedAgain(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One", plain(anne)))
			w.fault(t, emulator.Fault{Match: removing, Effect: emulator.EffectDelay, MS: 100})
			a := w.account(t, account.Settings{})
			removed := make(chan error, 1)
			go func() { removed <- a.RemoveMember(t.Context(), group1, byNumber(anne), nil) }()
			w.awaitRequest(t, removing)
			added := must[whatsapp.Member](t)
			added(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), "+12025550101"))
			want(t, <-removed, nil)
			wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
		})
	}
}

func TestTheAccountItselfAndTheCreatorStay(t *testing.T) {
	t.Parallel()
	g := group(group1, "One", emulator.Member{Phone: anne, Role: emulator.RoleSuperadmin})
	g.Owner, g.Members[0].Role = anne, emulator.RoleAdmin
	w := emulate(t, "NOWEB", g)
	a := w.account(t, account.Settings{})
	for digits, kept := range map[phone.Number]error{selfPhone: account.ErrKeptSelf, anne: account.ErrKeptCreator} {
		want(t, a.RemoveMember(t.Context(), group1, byNumber(digits), nil), kept)
		_, err := a.SetRole(t.Context(), group1, byNumber(digits), whatsapp.RoleMember)
		want(t, err, kept)
	}
	wantRoles(t, w, map[string]string{selfPhone: "admin", anne: "superadmin"})
}

func TestEmptyGroup(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			admin := emulator.Member{Phone: bert, Role: emulator.RoleAdmin, HidePhone: true}
			g := group(group1, "One", plain(anne), admin)
			g.AddressingMode = emulator.AddressedByLID
			w := emulate(t, engine, g)
			a := w.account(t, account.Settings{})
			if err := a.EmptyGroup(t.Context(), group1); err != nil {
				t.Fatal(err)
			}
			wantRoles(t, w, map[string]string{selfPhone: "superadmin"})
			if err := a.LeaveGroup(t.Context(), group1); err != nil {
				t.Fatal(err)
			}
			if err := a.LeaveGroup(t.Context(), group1); err != nil {
				t.Errorf("leaving twice fails: %v", err)
			}
			wantRoles(t, w, map[string]string{})
		})
	}
}

func TestAGroupThatSomebodyElseMadeIsNotEmptied(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := group(group1, "One", emulator.Member{Phone: anne, Role: emulator.RoleSuperadmin}, plain(bert))
			g.Owner, g.Members[0].Role = anne, emulator.RoleAdmin
			w := emulate(t, engine, g)
			err := w.account(t, account.Settings{}).EmptyGroup(t.Context(), group1)
			want(t, err, whatsapp.ErrInvalidRequest)
			if !strings.Contains(err.Error(), "+"+anne) {
				t.Errorf("%v does not name who made the group", err)
			}
			wantRoles(t, w, map[string]string{selfPhone: "admin", anne: "superadmin", bert: "member"})
		})
	}
}

func TestMembersOfOneWaveAreAllAdded(t *testing.T) {
	t.Parallel()
	w := emulate(t, "GOWS", group(group1, "One"))
	a := w.account(t, account.Settings{})
	var all sync.WaitGroup
	for _, digits := range []phone.Number{"12025550111", "12025550112", "12025550113", "12025550114"} {
		all.Go(func() {
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(digits), digits.String())
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := len(w.roles(t)); n != 5 {
		t.Errorf("there are %d members", n)
	}
}

func TestAMemberWhoWasRateLimitedIsAddedLater(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: `participants/add$`, Times: 1, Effect: emulator.EffectStatus, Status: 200,
		Body: []any{map[string]any{"status": "429", "jid": anne + "@s.whatsapp.net", "content": map[string]any{}}}})
	a := w.account(t, account.Settings{MaxRetries: 1, Backoff: time.Millisecond})
	must[whatsapp.Member](t)(a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(anne), "+12025550101"))
	wantRoles(t, w, map[string]string{selfPhone: "superadmin", anne: "member"})
}

func TestRevokingTheInviteOfAGroupThatWasLeft(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(group1, "One", plain(anne)))
			w.setWorld(t, leave(group1))
			_, err := w.account(t, account.Settings{}).RevokeInvite(t.Context(), group1)
			want(t, err, account.ErrGone)
		})
	}
}

package account_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	theirCode  = "TheirCode0000000000000"
	joinCalls  = `^POST /waha/api/default/groups/join$`
	otherGroup = whatsapp.JID("120363000000000002@g.us")
)

// theirs is a group of other people, with an invite link.
func theirs(id whatsapp.JID, name, code string) emulator.Group {
	g := group(id, name, plain(bert))
	g.Owner, g.InviteCode, g.Members[0].Phone = anne, code, anne
	return g
}

func code(t *testing.T, s string) whatsapp.InviteCode {
	t.Helper()
	return must[whatsapp.InviteCode](t)(whatsapp.ParseInviteCode(s))
}

// letIn makes the account itself a member, as an admin does who approves of it.
func letIn(id whatsapp.JID) func(*emulator.World) {
	return func(world *emulator.World) {
		for i, g := range world.Groups {
			if g.ID == string(id) {
				world.Groups[i].Members = append(g.Members, plain(selfPhone))
			}
		}
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		for name, others := range map[string][]emulator.Group{
			"beside others": {group(otherGroup, "Other")},
			"the first one": nil,
		} {
			t.Run(engine+", "+name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, engine, append(others, theirs(group1, "Theirs", theirCode))...)
				a := w.account(t, account.Settings{})
				joined := must[account.JoinedGroup](t)(a.Join(t.Context(), code(t, theirCode)))
				if want := (account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.Joined}); joined != want {
					t.Errorf("joined %+v, want %+v", joined, want)
				}
				// What was read before the join hides nothing.
				again := must[account.JoinedGroup](t)(a.JoinedGroup(t.Context(), group1, whatsapp.InviteCode{}))
				if again != joined {
					t.Errorf("it reads as %+v", again)
				}

				a = w.account(t, account.Settings{})
				adopted := must[account.JoinedGroup](t)(a.Join(t.Context(), code(t, theirCode)))
				want := account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.Joined, Adopted: true}
				if adopted != want {
					t.Errorf("joined again %+v, want %+v", adopted, want)
				}
				if n := w.asked(joinCalls); n != 1 {
					t.Errorf("joined %d times", n)
				}
			})
		}
	}
}

func TestJoinWithApproval(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			g := theirs(group1, "Theirs", theirCode)
			g.JoinApprovalRequired = true
			w := emulate(t, engine, g)
			want := account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.PendingApproval}
			a := w.account(t, account.Settings{})
			if asked := must[account.JoinedGroup](t)(a.Join(t.Context(), code(t, theirCode))); asked != want {
				t.Errorf("joined %+v, want %+v", asked, want)
			}
			read := func() (account.JoinedGroup, error) {
				return w.account(t, account.Settings{}).JoinedGroup(t.Context(), group1, code(t, theirCode))
			}
			if waiting := must[account.JoinedGroup](t)(read()); waiting != want {
				t.Errorf("waits as %+v, want %+v", waiting, want)
			}
			w.setWorld(t, func(world *emulator.World) { world.Groups[0].InviteCode = "NewCode000000000000000" })
			_, err := read()
			if !errors.Is(err, account.ErrRequestUnknown) || strings.Contains(err.Error(), theirCode) {
				t.Errorf("after the link was reset: %v", err)
			}
			w.setWorld(t, letIn(group1))
			want.Status = account.Joined
			if in := must[account.JoinedGroup](t)(read()); in != want {
				t.Errorf("in as %+v, want %+v", in, want)
			}
		})
	}
}

func TestARequestWhoseCodeLeadsElsewhereIsNotKnown(t *testing.T) {
	t.Parallel()
	const otherCode = "OtherCode0000000000000"
	w := emulate(t, "NOWEB", theirs(group1, "Theirs", theirCode), theirs(otherGroup, "Others'", otherCode))
	_, err := w.account(t, account.Settings{}).JoinedGroup(t.Context(), group1, code(t, otherCode))
	want(t, err, account.ErrRequestUnknown)
}

func TestJoinByADeadLink(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			revoked, invalid := whatsapp.ErrInviteRevoked, whatsapp.ErrInviteInvalid
			if engine == "WEBJS" || engine == "WPP" { // They say nothing but that something failed.
				revoked, invalid = account.ErrInviteUnread, account.ErrInviteUnread
			}
			w := emulate(t, engine, theirs(group1, "Theirs", theirCode))
			w.setWorld(t, func(world *emulator.World) { world.Groups[0].InviteCode = "NewCode000000000000000" })
			for dead, kind := range map[string]error{theirCode: revoked, "NeverWasACode000000000": invalid} {
				_, err := w.account(t, account.Settings{}).Join(t.Context(), code(t, dead))
				want(t, err, kind)
				if strings.Contains(err.Error(), dead) {
					t.Errorf("the code is in the error: %v", err)
				}
			}
			if n := w.asked(joinCalls); n > 0 {
				t.Errorf("joined %d times", n)
			}
		})
	}
}

func TestAJoinWhoseAnswerIsLost(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, theirs(group1, "Theirs", theirCode))
			w.fault(t, emulator.Fault{Match: joinCalls, Effect: emulator.EffectLoseAnswer})
			a := w.account(t, account.Settings{MaxRetries: 3})
			joined := must[account.JoinedGroup](t)(a.Join(t.Context(), code(t, theirCode)))
			if want := (account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.Joined}); joined != want {
				t.Errorf("joined %+v, want %+v", joined, want)
			}
			if n := w.asked(joinCalls); n != 1 {
				t.Errorf("joined %d times", n)
			}

			// No reading tells whether a request has reached the admins. It may wait, so that no other one is sent.
			w.setWorld(t, leave1)
			w.setWorld(t, func(world *emulator.World) { world.Groups[0].JoinApprovalRequired = true })
			a = w.account(t, account.Settings{MaxRetries: 3})
			asked := must[account.JoinedGroup](t)(a.Join(t.Context(), code(t, theirCode)))
			waiting := account.JoinedGroup{
				ID: group1, Name: "Theirs", Status: account.PendingApproval, Unsure: true,
			}
			if asked != waiting {
				t.Errorf("asked %+v", asked)
			}
			if n := w.asked(joinCalls); n != 2 {
				t.Errorf("joined %d times", n)
			}
		})
	}
}

// leave1 takes the account itself out of the only group.
func leave1(world *emulator.World) {
	g := &world.Groups[0]
	for i, m := range g.Members {
		if m.Phone == selfPhone {
			g.Members = append(g.Members[:i], g.Members[i+1:]...)
			return
		}
	}
}

// blind is a gateway that cannot look up invite links.
type blind struct {
	whatsapp.Gateway
	groups []whatsapp.Group
	joined whatsapp.JID
	err    error
}

func (b *blind) Session(context.Context) (whatsapp.Session, error) {
	return whatsapp.Session{Connected: true}, nil
}

func (b *blind) Groups(context.Context, bool) ([]whatsapp.Group, error) { return b.groups, nil }

func (b *blind) Group(_ context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	for _, g := range b.groups {
		if g.ID == id {
			return g, nil
		}
	}
	return whatsapp.Group{}, &whatsapp.Error{Kind: whatsapp.ErrNotMember}
}

func (b *blind) InviteInfo(context.Context, whatsapp.InviteCode) (whatsapp.Group, error) {
	return whatsapp.Group{}, whatsapp.MissingAbility("blind", whatsapp.ReadInviteInfo)
}

func (b *blind) Join(ctx context.Context, _ whatsapp.InviteCode) (whatsapp.JID, error) {
	if b.err != nil {
		return "", b.err
	}
	if _, err := b.Group(ctx, b.joined); err != nil {
		b.groups = append(b.groups, whatsapp.Group{ID: b.joined, Settings: whatsapp.Settings{Name: "Theirs"}})
	}
	return b.joined, nil
}

func TestJoinWithoutLookingUp(t *testing.T) {
	t.Parallel()
	b := &blind{joined: group1, groups: []whatsapp.Group{{ID: otherGroup, Settings: whatsapp.Settings{Name: "Other"}}}}
	for _, adopted := range []bool{false, true} {
		joined := must[account.JoinedGroup](t)(newAccount(b, account.Settings{}).Join(t.Context(), code(t, theirCode)))
		want := account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.Joined, Adopted: adopted}
		if joined != want {
			t.Errorf("joined %+v, want %+v", joined, want)
		}
	}
	b.err = &whatsapp.Error{Kind: whatsapp.ErrAlreadyMember}
	already, err := newAccount(b, account.Settings{}).Join(t.Context(), code(t, theirCode))
	if want(t, err, whatsapp.ErrAlreadyMember); already.ID != "" {
		t.Errorf("joined %+v, and nobody has told which group it is", already)
	}

	// A request waits as long as nothing says otherwise.
	b.groups = b.groups[:1]
	a := newAccount(b, account.Settings{})
	waiting := must[account.JoinedGroup](t)(a.JoinedGroup(t.Context(), group1, code(t, theirCode)))
	if want := (account.JoinedGroup{ID: group1, Status: account.PendingApproval}); waiting != want {
		t.Errorf("waits as %+v, want %+v", waiting, want)
	}
}

// Where neither link nor answer tells the group, it is the one group that is new to the account; and no group is told
// by two new ones.
func TestAJoinOfAGroupThatNobodyTells(t *testing.T) {
	t.Parallel()
	named := func(id whatsapp.JID) whatsapp.Group {
		return whatsapp.Group{ID: id, Settings: whatsapp.Settings{Name: "Theirs"}}
	}
	lost, refused := &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}, &whatsapp.Error{Kind: whatsapp.ErrRefused}
	waits := account.JoinedGroup{Status: account.PendingApproval}
	mayWait := account.JoinedGroup{Status: account.PendingApproval, Unsure: true}
	in := account.JoinedGroup{ID: group1, Name: "Theirs", Status: account.Joined, Unsure: true}
	for name, c := range map[string]struct {
		answer error
		new    []whatsapp.Group
		want   account.JoinedGroup
		err    error
	}{
		"refused":          {refused, nil, account.JoinedGroup{}, refused.Kind},
		"asked":            {nil, nil, waits, nil},
		"joined":           {nil, []whatsapp.Group{named(group1)}, in, nil},
		"beside another":   {nil, []whatsapp.Group{named(group1), named("120363000000000003@g.us")}, waits, nil},
		"lost":             {lost, nil, mayWait, nil},
		"lost, and joined": {lost, []whatsapp.Group{named(group1)}, in, nil},
		"lost, beside another": {
			lost, []whatsapp.Group{named(group1), named("120363000000000003@g.us")}, mayWait, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &silent{blind: blind{groups: []whatsapp.Group{named(otherGroup)}}, new: c.new, err: c.answer}
			joined, err := newAccount(s, account.Settings{}).Join(t.Context(), code(t, theirCode))
			if joined != c.want || !errors.Is(err, c.err) {
				t.Errorf("joined %+v, %v; want %+v, %v", joined, err, c.want, c.err)
			}
		})
	}
}

// silent is a gateway that does not tell which group was joined.
type silent struct {
	blind
	new []whatsapp.Group
	err error
}

func (s *silent) Join(context.Context, whatsapp.InviteCode) (whatsapp.JID, error) {
	s.groups = append(s.groups, s.new...)
	return "", s.err
}

func TestAGroupThatWasJoinedAndLeftIsGone(t *testing.T) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, group(otherGroup, "Other"), theirs(group1, "Theirs", theirCode))
			_, err := w.account(t, account.Settings{}).JoinedGroup(t.Context(), group1, whatsapp.InviteCode{})
			want(t, err, account.ErrGone)
		})
	}
}

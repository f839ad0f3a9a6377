package account_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// selfNamed are the settings of a user who says who the account is.
var selfNamed = account.Settings{Self: whatsapp.Person{Phone: selfPhone}}

func withAnne(name string) account.NewGroup {
	return account.NewGroup{Name: name, Members: []whatsapp.Person{byNumber(anne)}}
}

func TestATakenNameIsRefusedBeforeTheSending(t *testing.T) {
	taken := map[string]emulator.Group{"taken": group(group1, "Caf\u00e9", plain(bert))}
	eachDialect(t, taken, func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
		a := newAccount(open(), selfNamed)
		for _, name := range []string{"Caf\u00e9", " Cafe\u0301 "} {
			found := must[account.Namesakes](t)(a.Namesakes(t.Context(), name))
			if len(found.Own) != 1 || found.Own[0].ID != group1 || found.Own[0].Size != 2 || len(found.Unsure) != 0 {
				t.Errorf("the groups called %q are %+v", name, found)
			}
			_, err := a.CreateGroup(t.Context(), withAnne(name))
			var namesake *account.NamesakeError
			want(t, err, account.ErrNotSent)
			if !errors.As(err, &namesake) || len(namesake.Groups) != 1 || namesake.Groups[0].ID != group1 {
				t.Errorf("the error is %v", err)
			}
		}
		if n := w.asked(d.creates); n != 0 {
			t.Errorf("the create was sent %d times", n)
		}
		twin := withAnne("Caf\u00e9")
		twin.Twin = true
		made := must[account.MadeGroup](t)(a.CreateGroup(t.Context(), twin))
		if made.Adopted || len(made.Twins) != 0 || len(w.World().Groups) != 2 {
			t.Errorf("%+v, and %d groups", made, len(w.World().Groups))
		}
		must[account.MadeGroup](t)(a.CreateGroup(t.Context(), withAnne("Tea")))
	})
}

func TestAGroupThatIsNoneOfOursTakesNoName(t *testing.T) {
	t.Parallel()
	others := group(group1, "Team")
	others.Owner = anne
	others.Members = []emulator.Member{{Phone: anne, Role: emulator.RoleSuperadmin}, plain(selfPhone)}
	for _, engine := range engines {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, engine, others)
			a := w.account(t, account.Settings{})
			found := must[account.Namesakes](t)(a.Namesakes(t.Context(), "Team"))
			if len(found.Own)+len(found.Unsure) != 0 {
				t.Errorf("the group of somebody else counts: %+v", found)
			}
			must[account.MadeGroup](t)(a.CreateGroup(t.Context(), account.NewGroup{Name: "Team"}))
		})
	}
}

// listed is a gateway that lists what a test wants it to.
type listed struct {
	whatsapp.Gateway
	edit func(*whatsapp.Group)
	err  error
}

func (g listed) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	if g.err != nil {
		return nil, g.err
	}
	groups, err := g.Gateway.Groups(ctx, withMembers)
	for i := range groups {
		g.edit(&groups[i])
	}
	return groups, err
}

func (g listed) Group(ctx context.Context, id whatsapp.JID) (whatsapp.Group, error) {
	group, err := g.Gateway.Group(ctx, id)
	if g.edit != nil {
		g.edit(&group)
	}
	return group, err
}

func TestWhoMadeAGroup(t *testing.T) {
	t.Parallel()
	noMembers := func(g *whatsapp.Group) { g.Members = slices.Clone(g.Members); g.Owner = whatsapp.Person{} }
	for name, c := range map[string]struct {
		edit        func(*whatsapp.Group)
		own, unsure int
	}{
		"as it is":             {func(*whatsapp.Group) {}, 1, 0},
		"kind not told":        {func(g *whatsapp.Group) { g.Kind = "" }, 1, 0},
		"a community":          {func(g *whatsapp.Group) { g.Kind = whatsapp.KindCommunity }, 0, 0},
		"its announcements":    {func(g *whatsapp.Group) { g.Kind = whatsapp.KindAnnouncement }, 0, 0},
		"no owner, superadmin": {noMembers, 1, 0},
		"no owner, no superadmin": {func(g *whatsapp.Group) {
			noMembers(g)
			for i := range g.Members {
				g.Members[i].Creator = false
			}
		}, 0, 1},
		"a stub in the list": {func(g *whatsapp.Group) {
			if g.Members == nil {
				*g = whatsapp.Group{ID: g.ID}
			}
		}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, "NOWEB", group(group1, "Team", plain(bert)))
			a := newAccount(listed{Gateway: w.gateway(t), edit: c.edit}, account.Settings{})
			found := must[account.Namesakes](t)(a.Namesakes(t.Context(), "Team"))
			if len(found.Own) != c.own || len(found.Unsure) != c.unsure {
				t.Errorf("found %+v", found)
			}
			_, err := a.CreateGroup(t.Context(), account.NewGroup{Name: "Team"})
			if refused := errors.As(err, new(*account.NamesakeError)); refused != (c.own > 0) {
				t.Errorf("the create ended with %v", err)
			}
		})
	}
}

// What this run has left is no group of the account any more, whatever a list says.
func TestAGroupThatThisRunHasLeftTakesNoName(t *testing.T) {
	eachDialect(t, map[string]emulator.Group{"left": group(group1, "Team", plain(bert))},
		func(t *testing.T, _ dialect, w *whatsApp, open func() whatsapp.Gateway) {
			w.setWorld(t, func(world *emulator.World) {
				world.Groups = append(world.Groups, group("120363000000000009@g.us", "Other"))
			})
			a := newAccount(open(), selfNamed)
			must[account.Namesakes](t)(a.Namesakes(t.Context(), "Team"))
			if err := a.LeaveGroup(t.Context(), group1); err != nil {
				t.Fatal(err)
			}
			if found := must[account.Namesakes](t)(a.Namesakes(t.Context(), "Team")); len(found.Own) != 0 {
				t.Errorf("found %+v", found)
			}
			must[account.MadeGroup](t)(a.CreateGroup(t.Context(), withAnne("Team")))
		})
}

func TestAGatewayThatListsNothingCreates(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "Team"))
	unable := whatsapp.MissingAbility("The gateway", "list groups")
	a := newAccount(listed{Gateway: w.gateway(t), err: unable}, account.Settings{})
	_, err := a.Namesakes(t.Context(), "Team")
	want(t, err, errors.ErrUnsupported)
	must[account.MadeGroup](t)(a.CreateGroup(t.Context(), account.NewGroup{Name: "Team"}))
}

// Some gateways send a create again after their line to WhatsApp broke.
func TestTheTwinOfACreateIsFound(t *testing.T) {
	eachDialect(t, map[string]emulator.Group{"old": group(group1, "Team", plain(bert))},
		func(t *testing.T, d dialect, w *whatsApp, open func() whatsapp.Gateway) {
			w.fault(t, emulator.Fault{Match: d.creates, Times: 1, Effect: emulator.EffectTwice})
			a := newAccount(open(), selfNamed)
			wanted := withAnne("Team")
			wanted.Twin = true
			made := must[account.MadeGroup](t)(a.CreateGroup(t.Context(), wanted))
			if len(w.World().Groups) != 3 {
				t.Fatalf("there are %d groups", len(w.World().Groups))
			}
			if len(made.Twins) != 1 || made.Twins[0].ID == made.Group || made.Twins[0].ID == group1 ||
				len(made.Twins[0].Members) != 2 {
				t.Errorf("made %+v", made)
			}
		})
}

// The answer is lost and the gateway's memory cannot be refreshed: what its list shows is there all the same.
func TestALostCreateIsFoundInAListThatCannotBeRefreshed(t *testing.T) {
	eachEngine(t, group(group1, "Team"), func(t *testing.T, w *whatsApp) {
		w.fault(t,
			emulator.Fault{Match: createRequest, Times: 1, Effect: emulator.EffectEdit, Status: 504},
			emulator.Fault{Match: `/groups/refresh$`, Effect: emulator.EffectStatus, Status: 500})
		made := must[account.MadeGroup](t)(w.account(t, account.Settings{}).CreateGroup(t.Context(), twinOf("Team")))
		if !made.Adopted || len(w.World().Groups) != 2 {
			t.Errorf("made %+v", made)
		}
	})
}

// unlisting is a gateway whose lists fail from a create on until told.
type unlisting struct {
	whatsapp.Gateway
	unseen  atomic.Bool
	created chan struct{}
}

func (g *unlisting) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	created, err := g.Gateway.CreateGroup(ctx, name, members)
	if err == nil && name == "Team" && g.unseen.CompareAndSwap(false, true) {
		close(g.created)
		return whatsapp.Created{}, &whatsapp.Error{Kind: whatsapp.ErrOutcomeUnknown}
	}
	return created, err
}

func (g *unlisting) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	if g.unseen.Load() {
		return nil, &whatsapp.Error{Kind: whatsapp.ErrUnreachable}
	}
	return g.Gateway.Groups(ctx, withMembers)
}

// A lost create is looked for until its deadline. Others write meanwhile, and another create of the name waits.
func TestALostCreateIsLookedForOutsideOfTheTurn(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One", plain(bert)))
	gateway := &unlisting{Gateway: w.gateway(t), created: make(chan struct{})}
	a := newAccount(gateway, account.Settings{})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	type result struct {
		made account.MadeGroup
		err  error
	}
	first, second := make(chan result, 1), make(chan result, 1)
	create := func(wanted account.NewGroup, made chan<- result) {
		group, err := a.CreateGroup(ctx, wanted)
		made <- result{group, err}
	}
	go create(account.NewGroup{Name: "Team"}, first)
	<-gateway.created
	go create(account.NewGroup{Name: " Team"}, second)
	if err := a.ChangeGroup(ctx, group1, whatsapp.SetName("Two")); err != nil {
		t.Errorf("a change of another group: %v", err)
	}
	time.Sleep(50 * time.Millisecond)
	if len(first)+len(second) != 0 || w.asked(createRequest) != 1 {
		t.Errorf("%d creates were sent, and %d have ended", w.asked(createRequest), len(first)+len(second))
	}
	gateway.unseen.Store(false)
	if r := <-first; r.err != nil || !r.made.Adopted {
		t.Errorf("the first create: %+v, %v", r.made, r.err)
	}
	// From the adoption on, the name is taken.
	if r := <-second; !errors.As(r.err, new(*account.NamesakeError)) {
		t.Errorf("the second create: %+v, %v", r.made, r.err)
	}
}

// A list that lacks the group just made shows no second one either. It is asked for once more, and what was not seen is
// said.
func TestAListWithoutTheNewGroupTellsNothing(t *testing.T) {
	t.Parallel()
	for times, seen := range map[int]int{1: 1, 2: 0} {
		w := emulate(t, "WEBJS")
		w.fault(t, emulator.Fault{Match: createRequest, Times: 1, Effect: emulator.EffectTwice})
		g := &emptied{Gateway: w.gateway(t), times: times}
		made := must[account.MadeGroup](t)(newAccount(g, account.Settings{}).CreateGroup(t.Context(), twinOf("Team")))
		if len(made.Twins) != seen || (made.TwinsErr == nil) != (seen == 1) {
			t.Errorf("of %d empty lists: %+v", times, made)
		}
	}
}

// emptied is a gateway whose lists are empty a few times after a create.
type emptied struct {
	whatsapp.Gateway
	times int
	made  bool
}

func (e *emptied) CreateGroup(ctx context.Context, name string, m []whatsapp.Person) (whatsapp.Created, error) {
	e.made = true
	return e.Gateway.CreateGroup(ctx, name, m)
}

func (e *emptied) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	if e.made && e.times > 0 {
		e.times--
		return nil, nil
	}
	return e.Gateway.Groups(ctx, withMembers)
}

func TestALostCreateIsGivenUpAtItsDeadline(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	w.fault(t, emulator.Fault{Match: createRequest, Times: 1, Effect: emulator.EffectCut})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	_, err := w.account(t, account.Settings{}).CreateGroup(ctx, account.NewGroup{Name: "Team"})
	want(t, err, whatsapp.ErrOutcomeUnknown)
	if ctx.Err() == nil {
		t.Error("the search ended before its time")
	}
}

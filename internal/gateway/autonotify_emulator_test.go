package gateway_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// newAutonotifyLab is a lab of a generation of Autonotify, which is where a WAHA's engine is.
func newAutonotifyLab(t *testing.T, generation string, options gateway.AutonotifyOptions) lab {
	t.Helper()
	server, err := emulator.New(emulator.Options{World: world()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		for _, r := range server.Requests() {
			if r.Unknown {
				t.Errorf("unknown to Autonotify: %s %s", r.Method, r.Path)
			}
		}
	})
	return lab{Gateway: openAutonotify(t, web.URL+"/autonotify/"+generation, options), server: server, engine: generation}
}

func openAutonotify(t *testing.T, endpoint string, options gateway.AutonotifyOptions) whatsapp.Gateway {
	t.Helper()
	g, err := gateway.Open(gateway.Config{
		Kind: "autonotify", Endpoint: endpoint, APIKey: "emulator", Session: "default", RequestTimeout: 5 * time.Second, Autonotify: options,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var (
	nexusOptions = gateway.AutonotifyOptions{API: "nexus"}
	betaOptions  = gateway.AutonotifyOptions{API: "beta", AcceptUnverifiedPaths: true}
)

// eachGeneration runs a test on both.
func eachGeneration(t *testing.T, test func(*testing.T, lab)) {
	t.Helper()
	for generation, options := range map[string]gateway.AutonotifyOptions{"nexus": nexusOptions, "beta": betaOptions} {
		t.Run(generation, func(t *testing.T) {
			t.Parallel()
			test(t, newAutonotifyLab(t, generation, options))
		})
	}
}

func TestAutonotifyReadsTheGroup(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		own, alice, dora := whatsapp.Person{Phone: own, LID: "100@lid"}, whatsapp.Person{Phone: alice, LID: "101@lid"}, whatsapp.Person{LID: "109@lid"}
		want := whatsapp.Group{
			ID: groupID,
			Settings: whatsapp.Settings{
				Name:                 "Ops",
				Description:          new("On call"),
				MessagesAdminsOnly:   new(false),
				InfoAdminsOnly:       new(true),
				MemberAddMode:        new(whatsapp.AdminAdd),
				JoinApprovalRequired: new(false),
			},
			Owner: whatsapp.Person{Phone: own.Phone}, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Size: 3,
			Members: []whatsapp.Member{
				{Person: own, Role: whatsapp.RoleAdmin, Creator: true},
				{Person: alice, Role: whatsapp.RoleAdmin},
				{Person: dora, Role: whatsapp.RoleMember},
			},
		}
		if l.engine == "nexus" {
			want.DisappearingMessages = new(whatsapp.DisappearWeek)
		}
		got, err := l.Group(t.Context(), groupID)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("the group: %v (-want +got):\n%s", err, diff)
		}
		members, err := l.Members(t.Context(), groupID)
		if diff := cmp.Diff(want.Members, members); err != nil || diff != "" {
			t.Errorf("the members: %v (-want +got):\n%s", err, diff)
		}
		listed, err := l.Groups(t.Context(), true)
		if diff := cmp.Diff([]whatsapp.Group{want}, listed); err != nil || diff != "" {
			t.Errorf("the list: %v (-want +got):\n%s", err, diff)
		}
	})
}

func TestAutonotifyCreatesGroups(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		created, err := l.CreateGroup(t.Context(), "New", phones(alice, shy))
		if err != nil {
			t.Fatal(err)
		}
		if len(created.Outcomes) != 2 || created.Outcomes[0].Err != nil {
			t.Errorf("outcomes are %v", created.Outcomes)
		}
		if g := l.group(t, created.Group); g.Name != "New" || len(g.Members) != 2 {
			t.Errorf("the world has %+v", g)
		}
		if _, err := l.CreateGroup(t.Context(), "Empty", nil); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("a group of nobody else: %v", err)
		}
	})
}

func TestAutonotifyChangesEachAttribute(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].Description, w.Groups[0].InfoAdminsOnly = "", false })
		abilities, err := l.Abilities(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range []whatsapp.Change{
			whatsapp.SetName("Night shift"),
			whatsapp.SetDescription("Changed"),
			whatsapp.SetDescription(""),
			whatsapp.SetMessagesAdminsOnly(true),
			whatsapp.SetInfoAdminsOnly(true),
			whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd),
			whatsapp.SetJoinApprovalRequired(true),
			whatsapp.SetJoinApprovalRequired(false),
			whatsapp.SetPicture([]byte("a picture")),
			whatsapp.SetPictureURL("https://example.org/picture.jpg"),
		} {
			err := l.ChangeGroup(t.Context(), groupID, change)
			if can := abilities.Can(change.Ability()); can && err != nil || !can && !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("%T: %v, and the ability is %t", change, err, can)
			}
			if err != nil {
				continue
			}
			g, err := l.Group(t.Context(), groupID)
			if err != nil {
				t.Fatal(err)
			}
			if shown, readable := change.ShownBy(g); readable && !shown {
				t.Errorf("%T %v is not shown by %+v", change, change, g)
			}
		}
		g := l.group(t, groupID)
		settings := l.engine == "nexus"
		if g.Name != "Night shift" || g.Description != "Changed" || g.MessagesAdminsOnly != settings || g.InfoAdminsOnly != settings ||
			g.MemberAddMode != emulator.AddModeMembers || g.JoinApprovalRequired || g.PictureSHA256 == "" {
			t.Errorf("the world has %+v", g)
		}
	})
}

// TestAutonotifyNexusDefects has what the server does wrong: it changes nothing, and the error says why.
func TestAutonotifyNexusDefects(t *testing.T) {
	t.Parallel()
	l := newAutonotifyLab(t, "nexus", nexusOptions)
	before := l.group(t, groupID)
	err := l.ChangeGroup(t.Context(), groupID, whatsapp.SetDescription("A second one"))
	if !errors.Is(err, whatsapp.ErrRefused) || !strings.Contains(err.Error(), "the first description of a group only") {
		t.Errorf("a second description: %v", err)
	}
	for _, change := range []whatsapp.Change{whatsapp.SetInfoAdminsOnly(false), whatsapp.SetMessagesAdminsOnly(false)} {
		if err := l.ChangeGroup(t.Context(), groupID, change); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%T off: %v", change, err)
		}
	}
	if diff := cmp.Diff(before, l.group(t, groupID)); diff != "" {
		t.Errorf("the world changed:\n%s", diff)
	}
}

func TestAutonotifyUpdatesMembers(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob, alice, shy, nobody, leaver))
		if err != nil {
			t.Fatal(err)
		}
		wants := []error{nil, nil, whatsapp.ErrPrivacy, whatsapp.ErrNotOnWhatsApp, whatsapp.ErrRecentlyLeft}
		if l.engine == "nexus" {
			wants = make([]error, len(outcomes)) // What became of each is not told.
		}
		for i, want := range wants {
			if !errors.Is(outcomes[i].Err, want) {
				t.Errorf("adding %s: %v, not %v", outcomes[i].Person, outcomes[i].Err, want)
			}
		}
		var private *whatsapp.Error
		if errors.As(outcomes[2].Err, &private) && (private.Invitation == nil || private.Invitation.Expires.Before(time.Now())) {
			t.Errorf("the invitation is %v", private.Invitation)
		}
		for _, absent := range []phone.Number{shy, nobody, leaver} {
			if role := l.role(t, absent); role != "" {
				t.Errorf("%s is %q", absent, role)
			}
		}
		if role := l.role(t, bob); role != emulator.RoleMember {
			t.Errorf("after adding, Bob is %q", role)
		}
		for _, step := range []struct {
			action whatsapp.MemberAction
			want   string
		}{
			{whatsapp.PromoteMembers, emulator.RoleAdmin},
			{whatsapp.PromoteMembers, emulator.RoleAdmin},
			{whatsapp.DemoteMembers, emulator.RoleMember},
			{whatsapp.DemoteMembers, emulator.RoleMember},
			{whatsapp.RemoveMembers, ""},
			{whatsapp.RemoveMembers, ""},
		} {
			outcomes, err := l.UpdateMembers(t.Context(), groupID, step.action, phones(bob))
			if err != nil || len(outcomes) != 1 || outcomes[0].Err != nil {
				t.Errorf("%s: %v, %v", step.action, outcomes, err)
			}
			if role := l.role(t, bob); role != step.want {
				t.Errorf("after %s, Bob is %q, not %q", step.action, role, step.want)
			}
		}
		outcomes, err = l.UpdateMembers(t.Context(), groupID, whatsapp.RemoveMembers, []whatsapp.Person{{LID: "109@lid"}})
		if err != nil || outcomes[0].Err != nil {
			t.Errorf("removing by LID: %v, %v", outcomes, err)
		}
		if got := len(l.group(t, groupID).Members); got != 2 {
			t.Errorf("%d members are left", got)
		}
	})
}

// TestAutonotifyBetaWithoutPaths has what the seed shows, and nothing else is sent.
func TestAutonotifyBetaWithoutPaths(t *testing.T) {
	t.Parallel()
	l := newAutonotifyLab(t, "beta", gateway.AutonotifyOptions{API: "beta"})
	outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob))
	if err != nil || outcomes[0].Err != nil || l.role(t, bob) != emulator.RoleMember {
		t.Errorf("adding: %v, %v", outcomes, err)
	}
	if _, err := l.Group(t.Context(), groupID); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("reading: %v", err)
	}
	if err := l.LeaveGroup(t.Context(), groupID); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("leaving: %v", err)
	}
	if sent := l.server.Requests(); len(sent) != 1 {
		t.Errorf("sent %v", sent)
	}
}

func TestAutonotifyInvites(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		code, err := l.InviteCode(t.Context(), groupID)
		if err != nil || code.Code() != "AbCdEfGhIjKlMnOpQrStU1" {
			t.Fatalf("the code is wrong, or failed: %v", err)
		}
		if _, err := l.InviteInfo(t.Context(), code); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("the info: %v", err)
		}
		fresh, err := l.RevokeInvite(t.Context(), groupID)
		if err != nil || fresh.Code() != l.group(t, groupID).InviteCode || fresh == code {
			t.Errorf("revoking: %v", err)
		}
		if _, err := l.Join(t.Context(), code); !errors.Is(err, whatsapp.ErrInviteRevoked) {
			t.Errorf("joining by a revoked code: %v", err)
		}
	})
}

func TestAutonotifyJoins(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		leave := func(approval bool) {
			l.change(t, func(w *emulator.World) {
				w.Groups[0].Members = slices.DeleteFunc(w.Groups[0].Members, func(m emulator.Member) bool { return m.Phone == string(own) })
				w.Groups[0].JoinApprovalRequired = approval
			})
		}
		code, err := whatsapp.ParseInviteCode("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStU1")
		if err != nil {
			t.Fatal(err)
		}
		leave(false)
		for range 2 {
			if joined, err := l.Join(t.Context(), code); err != nil || joined != groupID {
				t.Fatalf("joined %s, %v", joined, err)
			}
		}
		if role := l.role(t, own); role != emulator.RoleMember {
			t.Errorf("the account is %q", role)
		}
		leave(true)
		if _, err := l.Join(t.Context(), code); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("asking to join: %v", err)
		}
		if role := l.role(t, own); role != "" {
			t.Errorf("the account is %q", role)
		}
	})
}

func TestAutonotifyLeaves(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		if err := l.LeaveGroup(t.Context(), groupID); err != nil {
			t.Fatal(err)
		}
		if role := l.role(t, own); role != "" {
			t.Fatalf("the account is %q", role)
		}
		l.isGone(t)
		if err := l.LeaveGroup(t.Context(), groupID); !errors.Is(err, whatsapp.ErrNotMember) {
			t.Errorf("leaving twice: %v", err)
		}
		if err := l.DeleteChat(t.Context(), groupID); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("deleting the chat: %v", err)
		}
		if _, err := l.Group(t.Context(), "120363000000000099@g.us"); !errors.Is(err, whatsapp.ErrGroupNotFound) {
			t.Errorf("an unknown group: %v", err)
		}
	})
}

func TestAutonotifyNotAnAdmin(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].Members[0].Role = emulator.RoleMember })
		_, adding := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob))
		_, reading := l.InviteCode(t.Context(), groupID)
		_, revoking := l.RevokeInvite(t.Context(), groupID)
		renaming := l.ChangeGroup(t.Context(), groupID, whatsapp.SetName("Other"))
		for what, err := range map[string]error{"adding": adding, "reading the invite": reading, "revoking it": revoking, "renaming": renaming} {
			if !errors.Is(err, whatsapp.ErrNotAdmin) {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

func TestAutonotifySession(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		linked, unlinked := whatsapp.Session{Connected: true, Status: "connected", Self: whatsapp.Person{Phone: own}},
			whatsapp.Session{Status: "not_authenticated"}
		if l.engine == "beta" {
			// Nothing is told there, so that the first call has to fail.
			linked = whatsapp.Session{Connected: true, Status: "not told"}
			unlinked = linked
		}
		session, err := l.Session(t.Context())
		if diff := cmp.Diff(linked, session); err != nil || diff != "" {
			t.Errorf("the session: %v\n%s", err, diff)
		}
		l.change(t, func(w *emulator.World) { w.Account.Status = emulator.StatusLoggedOut })
		session, err = l.Session(t.Context())
		if diff := cmp.Diff(unlinked, session); err != nil || diff != "" {
			t.Errorf("the session that is logged out: %v\n%s", err, diff)
		}
		var e *whatsapp.Error
		if _, err = l.Groups(t.Context(), true); !errors.Is(err, whatsapp.ErrNotConnected) || !errors.As(err, &e) || e.Status == "" {
			t.Errorf("listing: %v", err)
		}
		_, err = l.CreateGroup(t.Context(), "New", phones(bob))
		if l.engine == "nexus" && !errors.Is(err, whatsapp.ErrNotConnected) || l.engine == "beta" && !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("creating: %v", err)
		}
	})
}

func TestAutonotifyContact(t *testing.T) {
	t.Parallel()
	l := newAutonotifyLab(t, "nexus", nexusOptions)
	contact, err := l.Contact(t.Context(), alice)
	if diff := cmp.Diff(whatsapp.Person{}, contact); err != nil || diff != "" {
		t.Errorf("the contact: %v\n%s", err, diff)
	}
	if _, err := l.Contact(t.Context(), nobody); !errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
		t.Errorf("nobody's contact: %v", err)
	}
}

func TestAutonotifyGroupsAddressedByLID(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].AddressingMode = emulator.AddressedByLID })
		g, err := l.Group(t.Context(), groupID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := whatsapp.FindMember(g.Members, whatsapp.Person{Phone: alice, LID: "101@lid"}); err != nil {
			t.Errorf("Alice is not among %v", g.Members)
		}
		outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob, shy, alice))
		if err != nil {
			t.Fatal(err)
		}
		if outcomes[0].Err != nil || l.engine == "beta" && !errors.Is(outcomes[1].Err, whatsapp.ErrPrivacy) || outcomes[2].Err != nil {
			t.Errorf("the outcomes are %v", outcomes)
		}
	})
}

func TestAutonotifyFaults(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		for _, test := range []struct {
			name  string
			fault emulator.Fault
			want  error
		}{
			{"cut", emulator.Fault{Effect: emulator.EffectCut}, whatsapp.ErrOutcomeUnknown},
			{"lost answer", emulator.Fault{Effect: emulator.EffectLoseAnswer}, whatsapp.ErrOutcomeUnknown},
			{"proxy", emulator.Fault{Effect: emulator.EffectStatus, Status: 502, Body: "<html>emulator</html>"}, whatsapp.ErrOutcomeUnknown},
			{"key", emulator.Fault{Effect: emulator.EffectStatus, Status: 401, Body: map[string]any{"error": "emulator"}}, whatsapp.ErrUnauthorized},
			{"rate", emulator.Fault{Effect: emulator.EffectRateLimit}, whatsapp.ErrRateLimited},
		} {
			before := len(l.server.World().Groups)
			test.fault.Match, test.fault.Times = "^POST /autonotify/(nexus|beta)/api/v1/group", 1
			if err := l.server.AddFaults(test.fault); err != nil {
				t.Fatal(err)
			}
			_, err := l.CreateGroup(t.Context(), "Twice "+test.name, phones(bob))
			if !errors.Is(err, test.want) {
				t.Errorf("%s: %v", test.name, err)
			}
			if strings.Contains(err.Error(), "html") || strings.Contains(err.Error(), "emulator") {
				t.Errorf("%s: the error repeats the answer: %v", test.name, err)
			}
			if made := len(l.server.World().Groups) - before; made > 1 {
				t.Errorf("%s: %d groups were made", test.name, made)
			}
		}
	})
}

func TestAutonotifyStopsWithTheContext(t *testing.T) {
	eachGeneration(t, func(t *testing.T, l lab) {
		if err := l.server.AddFaults(emulator.Fault{Match: "group", Effect: emulator.EffectDelay, MS: 4000}); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		if _, err := l.CreateGroup(ctx, "Late", phones(bob)); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("after sending: %v", err)
		}
		if _, err := l.CreateGroup(ctx, "Never", phones(bob)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("before sending: %v", err)
		}
	})
}

// TestAutonotifyAuto finds nexus, and nothing else: at the beta only /health is asked.
func TestAutonotifyAuto(t *testing.T) {
	t.Parallel()
	l := newAutonotifyLab(t, "nexus", gateway.AutonotifyOptions{})
	if g, err := l.Group(t.Context(), groupID); err != nil || g.Name != "Ops" {
		t.Errorf("the group is %+v, %v", g, err)
	}
	if _, err := l.Groups(t.Context(), true); err != nil {
		t.Error(err)
	}
	if sent := l.server.Requests(); len(sent) != 3 || sent[0].Path != "/autonotify/nexus/health" {
		t.Errorf("sent %v", sent)
	}

	server, err := emulator.New(emulator.Options{World: world()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	g := openAutonotify(t, web.URL+"/autonotify/beta", gateway.AutonotifyOptions{})
	if _, err := g.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob)); !errors.Is(err, whatsapp.ErrUnreachable) ||
		!strings.Contains(err.Error(), `autonotify = { api = "beta" }`) {
		t.Errorf("at the beta: %v", err)
	}
	if sent := server.Requests(); len(sent) != 1 || sent[0].Path != "/autonotify/beta/health" {
		t.Errorf("sent %v", sent)
	}
}

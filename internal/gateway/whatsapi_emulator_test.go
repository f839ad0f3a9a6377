package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// newWhatsAPILab is a lab of WhatsAPI, of which there is one version and no engines.
func newWhatsAPILab(t *testing.T) lab {
	t.Helper()
	t.Parallel()
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
				t.Errorf("unknown to WhatsAPI: %s %s", r.Method, r.Path)
			}
		}
	})
	return lab{Gateway: openWhatsAPI(t, web.URL, "emulator", "default"), server: server}
}

func openWhatsAPI(t *testing.T, url, key, session string) whatsapp.Gateway {
	t.Helper()
	g, err := gateway.Open(gateway.Config{
		Kind: "whatsapi", Endpoint: url + "/whatsapi", APIKey: key, Session: session,
		RequestTimeout: 5 * time.Second, MaxRetries: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestWhatsAPIReadsTheGroup(t *testing.T) {
	l := newWhatsAPILab(t)
	want := whatsapp.Group{
		ID: groupID,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new("On call"),
			MessagesAdminsOnly:   new(false),
			InfoAdminsOnly:       new(true),
			MemberAddMode:        new(whatsapp.AdminAdd),
			JoinApprovalRequired: new(false),
			DisappearingMessages: new(whatsapp.DisappearWeek),
		},
		Owner: whatsapp.Person{Phone: own}, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Size: 3,
		Members: []whatsapp.Member{
			{Person: whatsapp.Person{Phone: own, LID: "100@lid"}, Role: whatsapp.RoleAdmin, Creator: true},
			{Person: whatsapp.Person{Phone: alice, LID: "101@lid"}, Role: whatsapp.RoleAdmin},
			{Person: whatsapp.Person{LID: "109@lid"}, Role: whatsapp.RoleMember},
		},
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
	want.Members = nil
	listed, err = l.Groups(t.Context(), false)
	if diff := cmp.Diff([]whatsapp.Group{want}, listed); err != nil || diff != "" {
		t.Errorf("the list without members: %v (-want +got):\n%s", err, diff)
	}
}

func TestWhatsAPICreatesGroups(t *testing.T) {
	l := newWhatsAPILab(t)
	created, err := l.CreateGroup(t.Context(), "New", phones(alice, shy))
	if err != nil {
		t.Fatal(err)
	}
	if len(created.Outcomes) != 2 || created.Outcomes[0].Err != nil || !errors.Is(created.Outcomes[1].Err, whatsapp.ErrPrivacy) {
		t.Errorf("outcomes are %v", created.Outcomes)
	}
	if g := l.group(t, created.Group); g.Name != "New" || len(g.Members) != 2 {
		t.Errorf("the world has %+v", g)
	}
	empty, err := l.CreateGroup(t.Context(), "Empty", nil)
	if err != nil {
		t.Fatal(err)
	}
	if g := l.group(t, empty.Group); len(g.Members) != 1 {
		t.Errorf("the world has %+v", g)
	}
}

func TestWhatsAPIChangesEachAttribute(t *testing.T) {
	l := newWhatsAPILab(t)
	for _, change := range []whatsapp.Change{
		whatsapp.SetName("Night shift"),
		whatsapp.SetDescription("Changed"),
		whatsapp.SetDescription("Changed again"),
		whatsapp.SetDescription(""),
		whatsapp.SetMessagesAdminsOnly(true),
		whatsapp.SetInfoAdminsOnly(false),
	} {
		if err := l.ChangeGroup(t.Context(), groupID, change); err != nil {
			t.Errorf("%T: %v", change, err)
			continue
		}
		g, err := l.Group(t.Context(), groupID)
		if err != nil {
			t.Fatal(err)
		}
		if shown, readable := change.ShownBy(g); !shown || !readable {
			t.Errorf("%T %v is not shown by %+v", change, change, g)
		}
	}
	if g := l.group(t, groupID); g.Name != "Night shift" || g.Description != "" || !g.MessagesAdminsOnly || g.InfoAdminsOnly {
		t.Errorf("the world has %+v", g)
	}
	before := l.group(t, groupID)
	for _, change := range []whatsapp.Change{
		whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), whatsapp.SetJoinApprovalRequired(true),
		whatsapp.SetPictureURL("https://example.org/picture.jpg"),
	} {
		if err := l.ChangeGroup(t.Context(), groupID, change); !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%T: %v", change, err)
		}
	}
	if diff := cmp.Diff(before, l.group(t, groupID)); diff != "" {
		t.Errorf("the world changed:\n%s", diff)
	}
}

func TestWhatsAPIChangesThePicture(t *testing.T) {
	var jpegFile, pngFile bytes.Buffer
	if err := jpeg.Encode(&jpegFile, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngFile, image.NewNRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	l := newWhatsAPILab(t)
	seen := map[string]bool{"": true}
	for _, file := range [][]byte{jpegFile.Bytes(), pngFile.Bytes()} {
		if err := l.ChangeGroup(t.Context(), groupID, whatsapp.SetPicture(file)); err != nil {
			t.Fatal(err)
		}
		sum := l.group(t, groupID).PictureSHA256
		if seen[sum] {
			t.Error("the picture did not change")
		}
		seen[sum] = true
	}
}

func TestWhatsAPIUpdatesMembers(t *testing.T) {
	l := newWhatsAPILab(t)
	outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob, alice, shy, nobody, leaver))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []error{nil, nil, whatsapp.ErrPrivacy, whatsapp.ErrNotOnWhatsApp, whatsapp.ErrRecentlyLeft} {
		if !errors.Is(outcomes[i].Err, want) {
			t.Errorf("adding %s: %v, not %v", outcomes[i].Person, outcomes[i].Err, want)
		}
	}
	var private *whatsapp.Error
	if !errors.As(outcomes[2].Err, &private) || private.Invitation == nil || private.Invitation.Code.IsZero() ||
		private.Invitation.Expires.Before(time.Now()) {
		t.Errorf("the invitation of %v", outcomes[2].Err)
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
	outcomes, err = l.UpdateMembers(t.Context(), groupID, whatsapp.PromoteMembers, phones(bob))
	if err != nil || !errors.Is(outcomes[0].Err, whatsapp.ErrNotMember) {
		t.Errorf("promoting a stranger: %v, %v", outcomes, err)
	}
	outcomes, err = l.UpdateMembers(t.Context(), groupID, whatsapp.RemoveMembers, []whatsapp.Person{{LID: "109@lid"}})
	if err != nil || outcomes[0].Err != nil {
		t.Errorf("removing by LID: %v, %v", outcomes, err)
	}
	if got := len(l.group(t, groupID).Members); got != 2 {
		t.Errorf("%d members are left", got)
	}
}

func TestWhatsAPIInvites(t *testing.T) {
	l := newWhatsAPILab(t)
	code, err := l.InviteCode(t.Context(), groupID)
	if err != nil || code.Code() != "AbCdEfGhIjKlMnOpQrStU1" {
		t.Fatalf("the code is wrong, or failed: %v", err)
	}
	info, err := l.InviteInfo(t.Context(), code)
	if err != nil || info.ID != groupID || info.Name != "Ops" || info.Size != 3 || info.Members != nil {
		t.Errorf("the info is %+v, %v", info, err)
	}
	if _, err := l.RevokeInvite(t.Context(), groupID); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("revoking: %v", err)
	}
	l.change(t, func(w *emulator.World) { w.Groups[0].InviteCode = "AbCdEfGhIjKlMnOpQrStU2" })
	if _, err = l.InviteInfo(t.Context(), code); !errors.Is(err, whatsapp.ErrInviteRevoked) {
		t.Errorf("the info of a revoked code: %v", err)
	}
	if _, err = l.Join(t.Context(), code); !errors.Is(err, whatsapp.ErrInviteRevoked) {
		t.Errorf("joining by a revoked code: %v", err)
	}
	never, err := whatsapp.ParseInviteCode("AbCdEfGhIjKlMnOpQrStU3")
	if err != nil {
		t.Fatal(err)
	}
	if _, err = l.InviteInfo(t.Context(), never); !errors.Is(err, whatsapp.ErrInviteInvalid) {
		t.Errorf("the info of a made-up code: %v", err)
	}
}

func TestWhatsAPIJoins(t *testing.T) {
	l := newWhatsAPILab(t)
	l.change(t, func(w *emulator.World) { w.Groups[0].Members = w.Groups[0].Members[1:] })
	code, err := whatsapp.ParseInviteCode("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStU1")
	if err != nil {
		t.Fatal(err)
	}
	for _, again := range []bool{false, true} {
		if joined, err := l.Join(t.Context(), code); err != nil || joined != groupID {
			t.Fatalf("joined (again: %t) %s, %v", again, joined, err)
		}
		if role := l.role(t, own); role != emulator.RoleMember {
			t.Errorf("the account is %q", role)
		}
	}
}

func TestWhatsAPILeaves(t *testing.T) {
	l := newWhatsAPILab(t)
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
	if _, err := l.Group(t.Context(), groupID); !errors.Is(err, whatsapp.ErrNotMember) {
		t.Errorf("the group that was left: %v", err)
	}
	if _, err := l.Group(t.Context(), "120363000000000099@g.us"); !errors.Is(err, whatsapp.ErrGroupNotFound) {
		t.Errorf("an unknown group: %v", err)
	}
}

func TestWhatsAPINotAnAdmin(t *testing.T) {
	l := newWhatsAPILab(t)
	l.change(t, func(w *emulator.World) { w.Groups[0].Members[0].Role = emulator.RoleMember })
	if _, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob)); !errors.Is(err, whatsapp.ErrNotAdmin) {
		t.Errorf("adding: %v", err)
	}
	if _, err := l.InviteCode(t.Context(), groupID); !errors.Is(err, whatsapp.ErrNotAdmin) {
		t.Errorf("reading the invite: %v", err)
	}
	if err := l.ChangeGroup(t.Context(), groupID, whatsapp.SetName("Other")); !errors.Is(err, whatsapp.ErrNotAdmin) {
		t.Errorf("renaming: %v", err)
	}
}

func TestWhatsAPISession(t *testing.T) {
	l := newWhatsAPILab(t)
	session, err := l.Session(t.Context())
	if err != nil || !session.Connected || session.Status != "connected" {
		t.Errorf("the session is %+v, %v", session, err)
	}
	abilities, err := l.Abilities(t.Context())
	if err != nil || abilities.Gateway != "WhatsAPI" || abilities.Can(whatsapp.TellOwnNumber) != (session.Self.Phone != "") {
		t.Errorf("the abilities are %+v, %v", abilities, err)
	}
	l.change(t, func(w *emulator.World) { w.Account.Status = emulator.StatusLoggedOut })
	session, err = l.Session(t.Context())
	if err != nil || session.Connected || session.Status == "" {
		t.Errorf("logged out, the session is %+v, %v", session, err)
	}
	if _, err := l.Abilities(t.Context()); err != nil {
		t.Errorf("logged out, the abilities: %v", err)
	}
	if _, err = l.Groups(t.Context(), true); !errors.Is(err, whatsapp.ErrNotConnected) {
		t.Errorf("listing: %v", err)
	}
	if _, err = l.CreateGroup(t.Context(), "New", nil); !errors.Is(err, whatsapp.ErrNotConnected) {
		t.Errorf("creating: %v", err)
	}
}

func TestWhatsAPIRefusesStrangers(t *testing.T) {
	server, err := emulator.New(emulator.Options{World: world()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	defer web.Close()
	if _, err := openWhatsAPI(t, web.URL, "wrong", "default").Group(t.Context(), groupID); !errors.Is(err, whatsapp.ErrUnauthorized) {
		t.Errorf("a wrong key: %v", err)
	}
	if _, err := openWhatsAPI(t, web.URL, "emulator", "other").Group(t.Context(), groupID); !errors.Is(err, whatsapp.ErrSessionUnknown) {
		t.Errorf("a wrong instance: %v", err)
	}
	_, err = openWhatsAPI(t, web.URL+"/whatsapi", "emulator", "default").Group(t.Context(), groupID)
	if !errors.Is(err, whatsapp.ErrUnreachable) {
		t.Errorf("a wrong path: %v", err)
	}
}

func TestWhatsAPIGroupsAddressedByLID(t *testing.T) {
	l := newWhatsAPILab(t)
	l.change(t, func(w *emulator.World) { w.Groups[0].AddressingMode = emulator.AddressedByLID })
	g, err := l.Group(t.Context(), groupID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := whatsapp.FindMember(g.Members, whatsapp.Person{Phone: alice}); err != nil {
		t.Errorf("Alice is not among %v", g.Members)
	}
	if g.Owner.Phone != own {
		t.Errorf("the owner is %v", g.Owner)
	}
	outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob, shy, alice))
	if err != nil {
		t.Fatal(err)
	}
	if outcomes[0].Err != nil || !errors.Is(outcomes[1].Err, whatsapp.ErrPrivacy) || outcomes[2].Err != nil {
		t.Errorf("the outcomes are %v", outcomes)
	}
}

func TestWhatsAPIFaults(t *testing.T) {
	l := newWhatsAPILab(t)
	for _, test := range []struct {
		name  string
		fault emulator.Fault
		want  error
	}{
		{"cut", emulator.Fault{Effect: emulator.EffectCut}, whatsapp.ErrOutcomeUnknown},
		{"lost answer", emulator.Fault{Effect: emulator.EffectLoseAnswer}, whatsapp.ErrOutcomeUnknown},
		{"proxy", emulator.Fault{Effect: emulator.EffectStatus, Status: 502, Body: "<html>emulator</html>"}, whatsapp.ErrOutcomeUnknown},
		{"key", emulator.Fault{Effect: emulator.EffectStatus, Status: 401, Body: map[string]any{"error": true, "status": 401}}, whatsapp.ErrUnauthorized},
		{"rate", emulator.Fault{Effect: emulator.EffectRateLimit}, whatsapp.ErrRateLimited},
	} {
		before := len(l.server.World().Groups)
		test.fault.Match, test.fault.Times = "POST /whatsapi/api/instances/default/groups/create$", 1
		if err := l.server.AddFaults(test.fault); err != nil {
			t.Fatal(err)
		}
		_, err := l.CreateGroup(t.Context(), "Twice "+test.name, nil)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if strings.Contains(err.Error(), "html") {
			t.Errorf("%s: the error repeats the answer: %v", test.name, err)
		}
		if made := len(l.server.World().Groups) - before; made > 1 {
			t.Errorf("%s: %d groups were made", test.name, made)
		}
	}
}

// TestWhatsAPIJoinsOnce although joining is a GET, which an answer that is lost would else repeat.
func TestWhatsAPIJoinsOnce(t *testing.T) {
	l := newWhatsAPILab(t)
	code, err := whatsapp.ParseInviteCode("AbCdEfGhIjKlMnOpQrStU1")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.server.AddFaults(emulator.Fault{Match: "/groups/join", Effect: emulator.EffectLoseAnswer}); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Join(t.Context(), code); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
	if asked := l.server.Requests(); len(asked) != 1 {
		t.Errorf("asked %+v", asked)
	}
}

func TestWhatsAPIStopsWithTheContext(t *testing.T) {
	l := newWhatsAPILab(t)
	if err := l.server.AddFaults(emulator.Fault{Match: "groups", Effect: emulator.EffectDelay, MS: 4000}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := l.CreateGroup(ctx, "Late", nil); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("after sending: %v", err)
	}
	if _, err := l.CreateGroup(ctx, "Never", nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("before sending: %v", err)
	}
}

package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
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

const (
	groupID = whatsapp.JID("120363000000000001@g.us")
	own     = phone.Number("12025550100")
	alice   = phone.Number("12025550101")
	bob     = phone.Number("12025550102")
	shy     = phone.Number("12025550103") // Lets nobody add them.
	nobody  = phone.Number("12025550104") // Is not on WhatsApp.
	leaver  = phone.Number("12025550105") // Left the group a short time ago.
)

// world is one group of the account with Alice and with Dora, whose number is hidden.
func world() *emulator.World {
	return &emulator.World{
		Account: emulator.Account{Phone: string(own), LID: "100@lid", Status: emulator.StatusConnected},
		People: []emulator.Person{
			{Phone: string(alice), LID: "101@lid", Registered: true, Adds: emulator.AddsEveryone},
			{Phone: string(bob), LID: "102@lid", Registered: true, Adds: emulator.AddsEveryone},
			{Phone: string(shy), LID: "103@lid", Registered: true, Adds: emulator.AddsNobody},
			{Phone: string(nobody), LID: "104@lid", Registered: false, Adds: emulator.AddsEveryone},
		},
		Groups: []emulator.Group{{
			ID: string(groupID), Name: "Ops", Description: "On call", InfoAdminsOnly: true,
			MemberAddMode: emulator.AddModeAdmins, DisappearingMessages: "7d", AddressingMode: emulator.AddressedByPhone,
			InviteCode: "AbCdEfGhIjKlMnOpQrStU1", CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Owner: string(own),
			Members: []emulator.Member{
				{Phone: string(own), LID: "100@lid", Role: emulator.RoleSuperadmin},
				{Phone: string(alice), LID: "101@lid", Role: emulator.RoleAdmin},
				{Phone: "12025550109", LID: "109@lid", Role: emulator.RoleMember, HidePhone: true},
			},
			RecentlyLeft: []string{string(leaver)},
		}},
	}
}

// lab is a gateway over an emulator that fails the test at the end if it was asked something it does not know.
type lab struct {
	whatsapp.Gateway
	server *emulator.Server
	engine string
}

func newLab(t *testing.T, engine, version string) lab {
	t.Helper()
	server, err := emulator.New(emulator.Options{WAHAEngine: engine, WAHAVersion: version, World: world()})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(func() {
		web.CloseClientConnections()
		web.Close()
		for _, r := range server.Requests() {
			if r.Unknown {
				t.Errorf("unknown to WAHA: %s %s", r.Method, r.Path)
			}
		}
	})
	g, err := gateway.Open(gateway.Config{
		Kind: "waha", Endpoint: web.URL + "/waha", APIKey: "emulator", Session: "default", RequestTimeout: 5 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	return lab{Gateway: g, server: server, engine: engine}
}

// DeleteChat is unsupported where the gateway has no such role.
func (l lab) DeleteChat(ctx context.Context, id whatsapp.JID) error {
	if role, has := whatsapp.As[whatsapp.ChatDeleter](l.Gateway); has {
		return role.DeleteChat(ctx, id)
	}
	return errors.ErrUnsupported
}

// eachEngine runs a test on the four engines of the newest version.
func eachEngine(t *testing.T, test func(*testing.T, lab)) {
	t.Helper()
	for _, engine := range []string{"NOWEB", "GOWS", "WEBJS", "WPP"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			test(t, newLab(t, engine, ""))
		})
	}
}

// group is the group in the world.
func (l lab) group(t *testing.T, id whatsapp.JID) emulator.Group {
	t.Helper()
	groups := l.server.World().Groups
	i := slices.IndexFunc(groups, func(g emulator.Group) bool { return g.ID == string(id) })
	if i < 0 {
		t.Fatalf("the world has no group %s", id)
	}
	return groups[i]
}

// role is the role of a person in the group, or nothing.
func (l lab) role(t *testing.T, phone phone.Number) string {
	t.Helper()
	for _, m := range l.group(t, groupID).Members {
		if m.Phone == string(phone) {
			return m.Role
		}
	}
	return ""
}

// change edits the world.
func (l lab) change(t *testing.T, edit func(*emulator.World)) {
	t.Helper()
	w := l.server.World()
	edit(&w)
	if err := l.server.SetWorld(w); err != nil {
		t.Fatal(err)
	}
}

func phones(numbers ...phone.Number) []whatsapp.Person {
	people := make([]whatsapp.Person, 0, len(numbers))
	for _, n := range numbers {
		people = append(people, whatsapp.Person{Phone: n})
	}
	return people
}

func TestWAHAReadsTheGroup(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		got, err := l.Group(t.Context(), groupID)
		if err != nil {
			t.Fatal(err)
		}
		own, alice, dora := whatsapp.Person{Phone: own, LID: "100@lid"}, whatsapp.Person{Phone: alice, LID: "101@lid"}, whatsapp.Person{LID: "109@lid"}
		if l.engine == "WEBJS" || l.engine == "WPP" {
			// The page shows a person under one id.
			own.LID, alice.LID = "", ""
		}
		owner := own
		if l.engine == "NOWEB" {
			owner.LID = ""
		}
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
			Owner: owner, CreatedAt: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Size: 3,
			Members: []whatsapp.Member{
				{Person: own, Role: whatsapp.RoleAdmin, Creator: true},
				{Person: alice, Role: whatsapp.RoleAdmin},
				{Person: dora, Role: whatsapp.RoleMember},
			},
		}
		if l.engine == "GOWS" {
			want.DisappearingMessages = new(whatsapp.DisappearWeek)
			want.Owner.LID = ""
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the group (-want +got):\n%s", diff)
		}
		listed, err := l.Groups(t.Context(), true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]whatsapp.Group{want}, listed); diff != "" {
			t.Errorf("the list (-want +got):\n%s", diff)
		}
		members, err := l.Members(t.Context(), groupID)
		if err != nil {
			t.Fatal(err)
		}
		for _, person := range []whatsapp.Person{own, alice, dora} {
			if _, err := whatsapp.FindMember(members, person); err != nil {
				t.Errorf("%s is not among %v", person, members)
			}
		}
	})
}

func TestWAHACreatesGroups(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		created, err := l.CreateGroup(t.Context(), "New", phones(alice, shy))
		if err != nil {
			t.Fatal(err)
		}
		if len(created.Outcomes) != 2 || created.Outcomes[0].Err != nil {
			t.Errorf("outcomes are %v", created.Outcomes)
		}
		// NOWEB lists whom WhatsApp refused among the members.
		if err := created.Outcomes[1].Err; l.engine != "NOWEB" && !errors.Is(err, whatsapp.ErrPrivacy) {
			t.Errorf("the refused person's error is %v", err)
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
	})
}

func TestWAHAChangesEachAttribute(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		for _, change := range []whatsapp.Change{
			whatsapp.SetName("Night shift"),
			whatsapp.SetDescription("Changed"),
			whatsapp.SetDescription(""),
			whatsapp.SetMessagesAdminsOnly(true),
			whatsapp.SetInfoAdminsOnly(false),
			whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd),
			whatsapp.SetJoinApprovalRequired(true),
		} {
			if err := l.ChangeGroup(t.Context(), groupID, change); err != nil {
				t.Errorf("%T: %v", change, err)
				continue
			}
			if _, err := l.Group(t.Context(), groupID); err != nil { // The read that may lag.
				t.Fatal(err)
			}
			g, err := l.Group(t.Context(), groupID)
			if err != nil {
				t.Fatal(err)
			}
			if shown, readable := change.ShownBy(g); !shown || !readable {
				t.Errorf("%T %v is not shown by %+v", change, change, g)
			}
		}
		g := l.group(t, groupID)
		if g.Name != "Night shift" || g.Description != "" || !g.MessagesAdminsOnly || g.InfoAdminsOnly ||
			g.MemberAddMode != emulator.AddModeMembers || !g.JoinApprovalRequired {
			t.Errorf("the world has %+v", g)
		}
	})
}

func TestWAHAChangesThePicture(t *testing.T) {
	var jpegFile, pngFile bytes.Buffer
	if err := jpeg.Encode(&jpegFile, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(&pngFile, image.NewNRGBA(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	eachEngine(t, func(t *testing.T, l lab) {
		seen := map[string]bool{"": true}
		for _, change := range []whatsapp.Change{
			whatsapp.SetPicture(jpegFile.Bytes()), whatsapp.SetPicture(pngFile.Bytes()), whatsapp.SetPictureURL("https://example.org/picture.jpg"),
		} {
			if err := l.ChangeGroup(t.Context(), groupID, change); err != nil {
				t.Fatal(err)
			}
			sum := l.group(t, groupID).PictureSHA256
			if seen[sum] {
				t.Errorf("the picture did not change with %T", change)
			}
			seen[sum] = true
		}
	})
}

func TestWAHAUpdatesMembers(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
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
		if errors.As(outcomes[2].Err, &private) && l.engine != "WEBJS" {
			if private.Invitation == nil || private.Invitation.Code.IsZero() || private.Invitation.Expires.Before(time.Now()) {
				t.Errorf("the invitation is %v", private.Invitation)
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

func TestWAHAPromotesNoStranger(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		outcomes, err := l.UpdateMembers(t.Context(), groupID, whatsapp.PromoteMembers, phones(bob))
		if err != nil {
			t.Fatal(err)
		}
		// WEBJS says 200 whatever happens.
		if l.engine != "WEBJS" && !errors.Is(outcomes[0].Err, whatsapp.ErrNotMember) {
			t.Errorf("the outcome is %v", outcomes[0].Err)
		}
		// With several people, WPP does nothing, and the caller has to split.
		_, err = l.UpdateMembers(t.Context(), groupID, whatsapp.PromoteMembers,
			[]whatsapp.Person{{Phone: bob}, {LID: "109@lid"}})
		if l.engine == "WPP" && !errors.Is(err, whatsapp.ErrInvalidRequest) || l.engine != "WPP" && err != nil {
			t.Errorf("the error of the call is %v", err)
		}
	})
}

func TestWAHAInvites(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		code, err := l.InviteCode(t.Context(), groupID)
		if err != nil || code.Code() != "AbCdEfGhIjKlMnOpQrStU1" {
			t.Fatalf("the code is wrong, or failed: %v", err)
		}
		info, err := l.InviteInfo(t.Context(), code)
		if err != nil || info.ID != groupID || info.Name != "Ops" || info.Size != 3 || info.Members != nil {
			t.Errorf("the info is %+v, %v", info, err)
		}
		fresh, err := l.RevokeInvite(t.Context(), groupID)
		if l.engine == "GOWS" {
			if !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("revoking: %v", err)
			}
			l.change(t, func(w *emulator.World) { w.Groups[0].InviteCode = "AbCdEfGhIjKlMnOpQrStU2" })
		} else if err != nil || fresh.Code() != l.group(t, groupID).InviteCode || fresh == code {
			t.Errorf("revoking: %v", err)
		}
		_, err = l.InviteInfo(t.Context(), code)
		want := whatsapp.ErrInviteRevoked
		if l.engine == "WEBJS" || l.engine == "WPP" {
			want = whatsapp.ErrOutcomeUnknown // The page's error is "r".
		}
		if !errors.Is(err, want) {
			t.Errorf("the info of a revoked code: %v", err)
		}
	})
}

func TestWAHAJoins(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].Members = w.Groups[0].Members[1:] })
		code, err := whatsapp.ParseInviteCode("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStU1")
		if err != nil {
			t.Fatal(err)
		}
		joined, err := l.Join(t.Context(), code)
		if err != nil || joined != groupID {
			t.Fatalf("joined %s, %v", joined, err)
		}
		if role := l.role(t, own); role != emulator.RoleMember {
			t.Errorf("the account is %q", role)
		}
		if again, err := l.Join(t.Context(), code); err != nil || again != groupID {
			t.Errorf("joined again %s, %v", again, err)
		}
	})
}

func TestWAHALeaves(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		if err := l.LeaveGroup(t.Context(), groupID); err != nil {
			t.Fatal(err)
		}
		if role := l.role(t, own); role != "" {
			t.Fatalf("the account is %q", role)
		}
		_, _ = l.Group(t.Context(), groupID) // The read that may lag.
		l.isGone(t)
		err := l.LeaveGroup(t.Context(), groupID)
		switch l.engine {
		case "WEBJS":
			if err != nil { // It says 200 to that.
				t.Errorf("leaving twice: %v", err)
			}
		case "WPP":
			if !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
				t.Errorf("leaving twice: %v", err)
			}
		default:
			if !errors.Is(err, whatsapp.ErrNotMember) {
				t.Errorf("leaving twice: %v", err)
			}
		}
		err = l.DeleteChat(t.Context(), groupID)
		if chats := l.engine == "WEBJS" || l.engine == "WPP"; chats && err != nil || !chats && !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("deleting the chat: %v", err)
		}
		l.isGone(t)
	})
}

// isGone checks that the account's absence from the group is seen everywhere.
func (l lab) isGone(t *testing.T) {
	t.Helper()
	absent := func(err error) bool {
		return errors.Is(err, whatsapp.ErrNotMember) || errors.Is(err, whatsapp.ErrGroupNotFound)
	}
	if g, err := l.Group(t.Context(), groupID); !absent(err) {
		t.Errorf("the group is %+v, %v", g, err)
	}
	if m, err := l.Members(t.Context(), groupID); !absent(err) {
		t.Errorf("the members are %+v, %v", m, err)
	}
	if groups, err := l.Groups(t.Context(), true); err != nil || len(groups) != 0 {
		t.Errorf("the list is %+v, %v", groups, err)
	}
}

func TestWAHANotAMember(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].Members = w.Groups[0].Members[1:] })
		l.isGone(t)
		_, err := l.Group(t.Context(), "120363000000000099@g.us")
		if !errors.Is(err, whatsapp.ErrGroupNotFound) {
			t.Errorf("an unknown group: %v", err)
		}
	})
}

func TestWAHANotAnAdmin(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Groups[0].Members[0].Role = emulator.RoleMember })
		_, err := l.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, phones(bob))
		if !errors.Is(err, whatsapp.ErrNotAdmin) {
			t.Errorf("adding: %v", err)
		}
		_, err = l.InviteCode(t.Context(), groupID)
		if !errors.Is(err, whatsapp.ErrNotAdmin) {
			t.Errorf("reading the invite: %v", err)
		}
		err = l.ChangeGroup(t.Context(), groupID, whatsapp.SetName("Other"))
		want := whatsapp.ErrNotAdmin
		if l.engine == "WEBJS" {
			want = whatsapp.ErrRefused // It says "false".
		}
		if !errors.Is(err, want) {
			t.Errorf("renaming: %v", err)
		}
	})
}

func TestWAHALoggedOut(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		l.change(t, func(w *emulator.World) { w.Account.Status = emulator.StatusLoggedOut })
		session, err := l.Session(t.Context())
		if diff := cmp.Diff(whatsapp.Session{Status: "SCAN_QR_CODE"}, session); err != nil || diff != "" {
			t.Errorf("the session: %v\n%s", err, diff)
		}
		_, err = l.Groups(t.Context(), true)
		var e *whatsapp.Error
		if !errors.Is(err, whatsapp.ErrNotConnected) || !errors.As(err, &e) || e.Status != "SCAN_QR_CODE" {
			t.Errorf("listing: %v", err)
		}
		if _, err = l.CreateGroup(t.Context(), "New", nil); !errors.Is(err, whatsapp.ErrNotConnected) {
			t.Errorf("creating: %v", err)
		}
	})
}

func TestWAHASessionAndContacts(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		session, err := l.Session(t.Context())
		want := whatsapp.Session{Connected: true, Status: "WORKING", Self: whatsapp.Person{Phone: own, LID: "100@lid"}}
		if diff := cmp.Diff(want, session); err != nil || diff != "" {
			t.Errorf("the session: %v\n%s", err, diff)
		}
		contact, err := l.Contact(t.Context(), alice)
		if diff := cmp.Diff(whatsapp.Person{Phone: alice, LID: "101@lid"}, contact); err != nil || diff != "" {
			t.Errorf("the contact: %v\n%s", err, diff)
		}
		if _, err := l.Contact(t.Context(), nobody); !errors.Is(err, whatsapp.ErrNotOnWhatsApp) {
			t.Errorf("nobody's contact: %v", err)
		}
		role, _ := whatsapp.As[whatsapp.LIDLister](l.Gateway)
		lids, err := role.LIDs(t.Context())
		if err != nil || !slices.Contains(lids, whatsapp.Person{Phone: alice, LID: "101@lid"}) {
			t.Errorf("the LIDs are %v, %v", lids, err)
		}
	})
}

func TestWAHAGroupsAddressedByLID(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
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
		if outcomes[0].Err != nil || !errors.Is(outcomes[1].Err, whatsapp.ErrPrivacy) || outcomes[2].Err != nil {
			t.Errorf("the outcomes are %v", outcomes)
		}
	})
}

// TestWAHAOldServers reads and writes what the oldest version that is known can.
func TestWAHAOldServers(t *testing.T) {
	for _, engine := range []string{"NOWEB", "GOWS", "WEBJS", "WPP"} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			l := newLab(t, engine, "2026.4.1")
			abilities, err := l.Abilities(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			g, err := l.Group(t.Context(), groupID)
			if err != nil || g.InfoAdminsOnly == nil || !*g.InfoAdminsOnly {
				t.Errorf("the group is %+v, %v", g, err)
			}
			for _, change := range []whatsapp.Change{
				whatsapp.SetMemberAddMode(whatsapp.AllMemberAdd), whatsapp.SetJoinApprovalRequired(true), whatsapp.SetDescription(""),
				whatsapp.SetPictureURL("https://example.org/picture.jpg"),
			} {
				err := l.ChangeGroup(t.Context(), groupID, change)
				if can := abilities.Can(change.Ability()); can && err != nil || !can && !errors.Is(err, errors.ErrUnsupported) {
					t.Errorf("%T: %v, and the ability is %t", change, err, can)
				}
			}
			if err := l.LeaveGroup(t.Context(), groupID); err != nil {
				t.Fatal(err)
			}
			_, _ = l.Group(t.Context(), groupID)
			l.isGone(t)
		})
	}
}

func TestWAHAFaults(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
		for _, test := range []struct {
			name  string
			fault emulator.Fault
			want  error
		}{
			{"cut", emulator.Fault{Effect: emulator.EffectCut}, whatsapp.ErrOutcomeUnknown},
			{"lost answer", emulator.Fault{Effect: emulator.EffectLoseAnswer}, whatsapp.ErrOutcomeUnknown},
			{"proxy", emulator.Fault{Effect: emulator.EffectStatus, Status: 502, Body: "<html>emulator</html>"}, whatsapp.ErrOutcomeUnknown},
			{"key", emulator.Fault{Effect: emulator.EffectStatus, Status: 401, Body: map[string]any{"message": "Unauthorized", "statusCode": 401}}, whatsapp.ErrUnauthorized},
			{"rate", emulator.Fault{Effect: emulator.EffectRateLimit}, whatsapp.ErrRateLimited},
		} {
			before := len(l.server.World().Groups)
			test.fault.Match, test.fault.Times = "POST /waha/api/default/groups$", 1
			if err := l.server.AddFaults(test.fault); err != nil {
				t.Fatal(err)
			}
			want := test.want
			if test.name == "rate" && (l.engine == "WEBJS" || l.engine == "WPP") {
				want = whatsapp.ErrOutcomeUnknown
			}
			_, err := l.CreateGroup(t.Context(), "Twice "+test.name, nil)
			if !errors.Is(err, want) {
				t.Errorf("%s: %v", test.name, err)
			}
			if strings.Contains(err.Error(), "html") {
				t.Errorf("%s: the error repeats the answer: %v", test.name, err)
			}
			if made := len(l.server.World().Groups) - before; made > 1 {
				t.Errorf("%s: %d groups were made", test.name, made)
			}
		}
	})
}

func TestWAHAStopsWithTheContext(t *testing.T) {
	eachEngine(t, func(t *testing.T, l lab) {
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
	})
}

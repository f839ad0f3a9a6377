package waha_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

var (
	creation = time.Unix(1790000000, 0).UTC()

	ownMember = whatsapp.Member{Person: whatsapp.Person{Phone: own, LID: "100@lid"}, Role: whatsapp.RoleAdmin,
		Creator: true}
	aliceMember = whatsapp.Member{Person: whatsapp.Person{Phone: alice, LID: "101@lid"}, Role: whatsapp.RoleAdmin}
	doraMember  = whatsapp.Member{Person: whatsapp.Person{LID: "109@lid"}, Role: whatsapp.RoleMember}
)

func noweb() whatsapp.Group {
	return whatsapp.Group{
		ID: group, Kind: whatsapp.KindGroup,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new("On call"),
			MessagesAdminsOnly:   new(false),
			InfoAdminsOnly:       new(true),
			MemberAddMode:        new(whatsapp.AllMemberAdd),
			JoinApprovalRequired: new(false),
		},
		Owner: whatsapp.Person{Phone: own, LID: "100@lid"}, CreatedAt: creation, Size: 3,
		Members: []whatsapp.Member{ownMember, aliceMember, doraMember},
	}
}

func gows() whatsapp.Group {
	g := noweb()
	g.DisappearingMessages = new(whatsapp.DisappearWeek)
	return g
}

// page is the group as WEBJS and WPP show it: a person has one id.
func page() whatsapp.Group {
	g := noweb()
	g.Kind = ""
	g.MemberAddMode = new(whatsapp.AdminAdd)
	g.Owner = whatsapp.Person{Phone: own}
	g.Members = []whatsapp.Member{
		{Person: whatsapp.Person{Phone: own}, Role: whatsapp.RoleAdmin, Creator: true},
		{Person: whatsapp.Person{Phone: alice}, Role: whatsapp.RoleAdmin},
		doraMember,
	}
	return g
}

func TestGroupOfEachEngine(t *testing.T) {
	for name, want := range map[string]whatsapp.Group{
		"group_noweb.json": noweb(),
		"group_gows.json":  gows(),
		"group_webjs.json": page(),
		"group_wpp.json":   page(),
		// WhatsApp Web renamed "_serialized" in mid-2026 (WAHA 2026.7.1).
		"group_webjs_renamed.json": page(),
		// A stub is returned as it is, and asks for nothing more.
		"group_noweb_stub.json": {},
	} {
		t.Run(name, func(t *testing.T) {
			replies := known("noweb", map[string][]reply{onGroup: file(name)})
			adapter, w := newWire(t, replies)
			if name == "group_noweb_stub.json" {
				w.Replies["GET /api/default/groups/120363000000000003@g.us"] = w.Replies[onGroup]
				got, err := adapter.Group(t.Context(), "120363000000000003@g.us")
				if diff := cmp.Diff(whatsapp.Group{ID: "120363000000000003@g.us", Size: 814}, got); err != nil ||
					diff != "" || got.Complete() {
					t.Errorf("%v (-want +got):\n%s", err, diff)
				}
				return
			}
			got, err := adapter.Group(t.Context(), group)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			w.Sent(asked{Route: onGroup}, asked{Route: onSession})
		})
	}
}

func TestGroupReadsSettingsThatTheObjectLacks(t *testing.T) {
	adapter, w := newWire(t, known("webjs", map[string][]reply{
		onGroup:                               file("group_webjs_bare.json"),
		"GET " + security + "info-admin-only": text(`{"adminsOnly":true}`),
		"GET " + security + "messages-admin-only": text(`{"adminsOnly":false}`),
		"GET " + security + "member-add-mode":     fault(404, "error_404_cannot_get.json"),
		"GET " + security + "membership-approval": text(`{"newMembersApprovalRequired":true}`),
	}))
	got, err := adapter.Group(t.Context(), group)
	want := page()
	want.Description = new("")
	want.MemberAddMode = nil
	want.JoinApprovalRequired = new(true)
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: onGroup}, asked{Route: onSession},
		asked{Route: "GET " + security + "info-admin-only"}, asked{Route: "GET " + security + "messages-admin-only"},
		asked{Route: "GET " + security + "member-add-mode"}, asked{Route: "GET " + security + "membership-approval"})
}

func TestGroupThatIsNotThere(t *testing.T) {
	for _, test := range []struct {
		name    string
		replies []reply
		want    error
	}{
		{"NOWEB", fault(500, "error_500_noweb_group_not_found.json"), whatsapp.ErrGroupNotFound},
		{"GOWS", fault(500, "error_500_gows_not_found.json"), whatsapp.ErrGroupNotFound},
		{"WEBJS without a chat", text(""), whatsapp.ErrGroupNotFound},
		{"WEBJS with a TypeError", fault(500, "error_500_webjs_undefined.json"), whatsapp.ErrGroupNotFound},
		{"WEBJS with a page error", fault(500, "error_500_webjs.json"), whatsapp.ErrOutcomeUnknown},
		{
			"WEBJS after leaving",
			text(strings.ReplaceAll(testdata(t, "group_webjs_left.json"), "000000000002", "000000000001")),
			whatsapp.ErrNotMember,
		},
		{"GOWS without storage", fault(500, "error_500_gows_storage.json"), errors.ErrUnsupported},
		{"another group", file("group_webjs_left.json"), whatsapp.ErrOutcomeUnknown},
		{"a text", text("true"), whatsapp.ErrOutcomeUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, known("webjs", map[string][]reply{onGroup: test.replies}))
			if g, err := adapter.Group(t.Context(), group); !errors.Is(err, test.want) {
				t.Errorf("%v, %v", g, err)
			}
		})
	}
}

// TestGroupWithoutOwnLID has members that are told by LID only, and a session that does not tell the own one.
func TestGroupWithoutOwnLID(t *testing.T) {
	hidden := `{"id":"120363000000000001@g.us","name":"Ops","groupMetadata":{"subject":"Ops","creation":1790000000,
		"restrict":false,"announce":false,"memberAddMode":"admin_add","membershipApprovalMode":false,
		"participants":[{"id":{"server":"lid","user":"101","_serialized":"101@lid"},"isAdmin":true}]}}`
	for _, test := range []struct {
		name, pair string
		want       error
	}{
		{"a LID that is in no map proves nothing", `{"lid":null,"pn":"12025550100@c.us"}`, nil},
		{"another LID proves it", `{"lid":"100@lid","pn":"12025550100@c.us"}`, whatsapp.ErrNotMember},
		{"the same LID disproves it", `{"lid":"101@lid","pn":"12025550100@c.us"}`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, map[string][]reply{
				onSession:                              file("session_working_no_lid.json"),
				onGroup:                                text(hidden),
				"GET /api/default/lids/pn/12025550100": text(test.pair),
			})
			if _, err := adapter.Group(t.Context(), group); !errors.Is(err, test.want) {
				t.Errorf("%v, not %v", err, test.want)
			}
		})
	}
}

func TestGroupsOfEachEngine(t *testing.T) {
	old := whatsapp.Group{
		ID: "12025550100-1588883724@g.us", Kind: whatsapp.KindGroup,
		Settings: whatsapp.Settings{
			Name:                 "Old",
			Description:          new(""),
			MessagesAdminsOnly:   new(true),
			InfoAdminsOnly:       new(false),
			MemberAddMode:        new(whatsapp.AdminAdd),
			JoinApprovalRequired: new(true),
		},
		Owner: whatsapp.Person{Phone: alice}, CreatedAt: time.Unix(1588883724, 0).UTC(), Size: 2,
		Members: []whatsapp.Member{
			{Person: whatsapp.Person{Phone: own, LID: "100@lid"}, Role: whatsapp.RoleMember},
			{Person: whatsapp.Person{Phone: alice}, Role: whatsapp.RoleAdmin, Creator: true},
		},
	}
	for name, want := range map[string][]whatsapp.Group{
		"groups_noweb.json": {old, noweb(), {ID: "120363000000000003@g.us", Size: 814}},
		"groups_gows.json":  {gows(), {ID: "120363000000000003@g.us", Size: 952}},
		// The group that was left is not listed.
		"groups_webjs.json": {page()},
		"groups_wpp.json":   {page()},
	} {
		t.Run(name, func(t *testing.T) {
			adapter, w := newWire(t, known("noweb", map[string][]reply{onGroups: file(name)}))
			got, err := adapter.Groups(t.Context(), true)
			if diff := cmp.Diff(want, got); err != nil || diff != "" {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			w.Sent(asked{Route: onGroups}, asked{Route: onSession})
		})
	}
}

// Where a group that was left stays listed, its members have to tell that, so they are not left out.
func TestGroupsWithoutMembers(t *testing.T) {
	const excluded = "GET /api/default/groups?exclude=participants&limit=500&offset=0"
	for engine, route := range map[string]string{"noweb": excluded, "gows": excluded, "webjs": onGroups,
		"wpp": onGroups} {
		t.Run(engine, func(t *testing.T) {
			adapter, w := newWire(t, known(engine, map[string][]reply{
				route: text(`[]`), onNoGroup: fault(500, "error_500_gows_not_found.json"),
			}))
			if _, err := adapter.Groups(t.Context(), false); err != nil {
				t.Fatal(err)
			}
			sent := []asked{{Route: onVersion}, {Route: route}}
			if engine == "gows" {
				sent = append(sent, asked{Route: onNoGroup})
			}
			w.Sent(sent...)
		})
	}
}

const onNoGroup = "GET /api/default/groups/120363000000000000@g.us"

// GOWS that stores no groups lists none, although the account may have some.
func TestAnEmptyListOfNoStore(t *testing.T) {
	adapter, _ := newWire(t, known("gows", map[string][]reply{
		onGroups: text(`[]`), onNoGroup: fault(500, "error_500_gows_storage.json"),
	}))
	groups, err := adapter.Groups(t.Context(), true)
	if len(groups) > 0 || !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "storage.groups") {
		t.Errorf("%v, %v", groups, err)
	}
}

func TestGroupsThatAreNone(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       error
	}{
		{"an empty list", `[]`, nil},
		{"an empty map", `{}`, nil},
		{"nothing", ``, nil},
		{"null entries and other chats", `[null,{"id":"1@broadcast"}]`, nil},
		{"an entry without an id", `[{"subject":"Ops"}]`, whatsapp.ErrOutcomeUnknown},
		{"an error with status 200", `{"error":"failed"}`, whatsapp.ErrOutcomeUnknown},
		{"text", `true`, whatsapp.ErrOutcomeUnknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, _ := newWire(t, known("noweb", map[string][]reply{onGroups: text(test.body)}))
			got, err := adapter.Groups(t.Context(), true)
			if !errors.Is(err, test.want) || len(got) != 0 {
				t.Errorf("%v, %v", got, err)
			}
		})
	}
}

// listed are groups of a number each.
func listed(from, to int) string {
	var entries []string
	for i := from; i < to; i++ {
		entries = append(entries, fmt.Sprintf(`{"id":"120363%012d@g.us","subject":"Group","creation":1790000000}`, i))
	}
	return "[" + strings.Join(entries, ",") + "]"
}

func TestGroupsReadsAllPages(t *testing.T) {
	second := "GET /api/default/groups?limit=500&offset=500"
	for _, test := range []struct {
		name    string
		replies map[string][]reply
		want    int
		calls   int
	}{
		{"two pages", map[string][]reply{onGroups: text(listed(0, 500)), second: text(listed(500, 503))}, 503, 2},
		{"a full last page", map[string][]reply{onGroups: text(listed(0, 500)), second: text("[]")}, 500, 2},
		{
			"a server that ignores the offset",
			map[string][]reply{onGroups: text(listed(0, 500)), second: text(listed(0, 500))}, 500, 2,
		},
		{"a server that ignores the limit", map[string][]reply{onGroups: text(listed(0, 700))}, 700, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			adapter, w := newWire(t, test.replies)
			got, err := adapter.Groups(t.Context(), true)
			if err != nil || len(got) != test.want || len(w.Asked) != test.calls {
				t.Errorf("%d groups by %d calls, %v", len(got), len(w.Asked), err)
			}
		})
	}
}

func TestRefresh(t *testing.T) {
	for _, test := range []struct {
		replies []reply
		want    error
	}{
		{text(`{"success":true}`), nil},
		{fault(404, "error_404_cannot_post.json"), nil},
		{text(`{"success":false}`), whatsapp.ErrRefused},
		{fault(500, "error_500_noweb_rate.json"), whatsapp.ErrRateLimited},
	} {
		adapter, w := newWire(t, map[string][]reply{onRefresh: test.replies})
		if err := adapter.Refresh(t.Context()); !errors.Is(err, test.want) {
			t.Errorf("%v, not %v", err, test.want)
		}
		w.Sent(asked{Route: onRefresh})
	}
}

// TestRefreshOnlyWhereSomethingIsRemembered: an engine without a memory is not asked, unless it is not known yet.
func TestRefreshOnlyWhereSomethingIsRemembered(t *testing.T) {
	for _, test := range []struct {
		session reply
		sent    int
	}{
		{file("session_working.json")[0], 0},
		{file("session_working_store.json")[0], 1},
		{text(`{"status":"WORKING","me":{"id":"12025550100@c.us"},"engine":{"engine":"WEBJS"}}`)[0], 0},
		{text(`{"status":"WORKING","me":{"id":"12025550100@c.us"},"engine":{"engine":"GOWS"}}`)[0], 1},
		{text(`{"status":"WORKING","me":{"id":"12025550100@c.us"},"engine":{"engine":"WPP"}}`)[0], 1},
		{text(`{"status":"WORKING","me":null,"engine":{"engine":"WEBJS"}}`)[0], 1},
	} {
		adapter, w := newWire(t, map[string][]reply{onSession: {test.session}, onRefresh: text(`{"success":true}`)})
		if _, err := adapter.Session(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := adapter.Refresh(t.Context()); err != nil {
			t.Error(err)
		}
		if n := len(w.Asked) - 1; n != test.sent {
			t.Errorf("after %+v there were %d refreshes, want %d", test.session, n, test.sent)
		}
	}
}

// TestGroupsAsksOnceWhoItIs has a session that does not tell, and members who are known by LID only.
func TestGroupsAsksOnceWhoItIs(t *testing.T) {
	two := `[{"id":"120363000000000001@g.us","subject":"A","creation":1,"participants":[{"id":"101@lid","admin":null}]},
		{"id":"120363000000000002@g.us","subject":"B","creation":1,"participants":[{"id":"101@lid","admin":null}]}]`
	pair := "GET /api/default/lids/pn/12025550100"
	for _, test := range []struct {
		session reply
		asked   []asked
	}{
		{
			reply{Text: `{"name":"default","status":"WORKING","me":null}`},
			[]asked{{Route: onGroups}, {Route: onSession}},
		},
		{reply{File: "session_working_no_lid.json"}, []asked{{Route: onGroups}, {Route: onSession}, {Route: pair}}},
	} {
		adapter, w := newWire(t, map[string][]reply{
			onSession: {test.session}, onGroups: text(two), pair: text(`{"lid":null,"pn":"12025550100@c.us"}`),
		})
		if got, err := adapter.Groups(t.Context(), true); err != nil || len(got) != 2 {
			t.Errorf("%v, %v", got, err)
		}
		w.Sent(test.asked...)
	}
}

// TestGroupWithoutMembers has a group object that does not embed them.
func TestGroupWithoutMembers(t *testing.T) {
	for _, test := range []struct {
		name    string
		group   string
		replies map[string][]reply
		want    error
	}{
		{
			"v2", testdata(t, "group_noweb.json"), map[string][]reply{onV2: file("participants_v2.json")}, nil,
		},
		{
			"v1", testdata(t, "group_noweb.json"),
			map[string][]reply{onV2: fault(404, "error_404_cannot_get.json"), onV1: file("participants_noweb.json")},
			nil,
		},
		{"nobody", testdata(t, "group_noweb.json"), map[string][]reply{onV2: text("[]")}, whatsapp.ErrOutcomeUnknown},
		{"nothing", testdata(t, "group_noweb.json"), map[string][]reply{onV2: text("")}, whatsapp.ErrOutcomeUnknown},
		{
			"an error", testdata(t, "group_noweb.json"),
			map[string][]reply{onV2: fault(500, "error_500_noweb_rate.json")}, whatsapp.ErrRateLimited,
		},
		{
			"a chat in which nobody is left",
			`{"id":"120363000000000001@g.us","groupMetadata":{"subject":"Ops","creation":1,"participants":[]}}`,
			map[string][]reply{onV2: text("[]")}, whatsapp.ErrNotMember,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			start, end := strings.Index(test.group, `"participants":[{`), strings.LastIndex(test.group, "]")
			if start >= 0 {
				test.group = test.group[:start] + `"participants":[` + test.group[end:]
			}
			test.replies[onGroup] = text(test.group)
			adapter, _ := newWire(t, known("noweb", test.replies))
			got, err := adapter.Group(t.Context(), group)
			if !errors.Is(err, test.want) {
				t.Fatalf("%v, not %v", err, test.want)
			}
			if test.want == nil {
				if diff := cmp.Diff(noweb(), got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

package whatsapi_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/whatsapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

var created = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// group2022 is group_2022.json, whatsmeow's object at the time of the specification.
func group2022() whatsapp.Group {
	return whatsapp.Group{
		ID: group,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new("On call"),
			MessagesAdminsOnly:   new(false),
			InfoAdminsOnly:       new(true),
			MemberAddMode:        new(whatsapp.AdminAdd),
			DisappearingMessages: new(whatsapp.DisappearWeek),
		},
		Owner: whatsapp.Person{Phone: own}, CreatedAt: created, Size: 3,
		Members: []whatsapp.Member{
			{Person: whatsapp.Person{Phone: own}, Role: whatsapp.RoleAdmin, Creator: true},
			{Person: whatsapp.Person{Phone: alice}, Role: whatsapp.RoleAdmin},
			{Person: whatsapp.Person{Phone: bob}, Role: whatsapp.RoleMember},
		},
	}
}

// group2025 is group_2025.json, a later object of a group that is addressed by LID, with a hidden number and a hidden
// member.
func group2025() whatsapp.Group {
	return whatsapp.Group{
		ID: group,
		Settings: whatsapp.Settings{
			Name:                 "Ops",
			Description:          new(""),
			MessagesAdminsOnly:   new(true),
			InfoAdminsOnly:       new(false),
			JoinApprovalRequired: new(true),
			DisappearingMessages: new(whatsapp.DisappearOff),
		},
		Kind:  whatsapp.KindGroup,
		Owner: whatsapp.Person{Phone: own, LID: "100@lid"}, CreatedAt: created, Size: 4,
		Members: []whatsapp.Member{
			{Person: whatsapp.Person{Phone: own, LID: "100@lid"}, Role: whatsapp.RoleAdmin, Creator: true},
			{Person: whatsapp.Person{Phone: alice, LID: "101@lid"}, Role: whatsapp.RoleAdmin},
			{Person: whatsapp.Person{LID: "109@lid"}, Role: whatsapp.RoleMember},
		},
	}
}

func TestGroups(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getGroups: file("groups.json")})
	groups, err := adapter.Groups(t.Context(), true)
	want := []whatsapp.Group{group2022(), {ID: "120363000000000002@g.us", Size: 700}}
	if diff := cmp.Diff(want, groups); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: getGroups})
}

func TestGroupsWithoutMembers(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getGroupsNoMore: file("groups_no_members.json")})
	groups, err := adapter.Groups(t.Context(), false)
	want := group2022()
	want.Members, want.Size = nil, 0
	if diff := cmp.Diff([]whatsapp.Group{want}, groups); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: getGroupsNoMore})
}

// TestAdminGroups has the list that the predecessor broke, too.
func TestAdminGroups(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getAdminGroups: file("groups.json")})
	ids, err := adapter.AdminGroups(t.Context())
	if diff := cmp.Diff([]whatsapp.JID{group, "120363000000000002@g.us"}, ids); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: getAdminGroups})
	for _, answer := range [][]reply{data(`[[],[]]`), {{Text: `{"error":false,"status":200,"message":"ok"}`}}} {
		adapter, _ = newWire(t, map[string][]reply{getAdminGroups: answer})
		if ids, err := adapter.AdminGroups(t.Context()); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
			t.Errorf("%v, %v", ids, err)
		}
	}
}

func TestGroupsInOtherForms(t *testing.T) {
	for text, want := range map[string]struct {
		count int
		err   error
	}{
		`[]`:                                  {0, nil},
		`null`:                                {0, nil}, // A list that was never made.
		`{"groups":[{"id":"1@g.us"}]}`:        {1, nil},
		`[{"group":{"gid":"1@g.us"}}]`:        {1, nil},
		`{"groups":null}`:                     {0, whatsapp.ErrOutcomeUnknown},
		`{}`:                                  {0, whatsapp.ErrOutcomeUnknown},
		`"no groups"`:                         {0, whatsapp.ErrOutcomeUnknown},
		`[{"JID":"1@g.us"},{"Name":"no id"}]`: {0, whatsapp.ErrOutcomeUnknown},
		`[[]]`:                                {0, whatsapp.ErrOutcomeUnknown},
		// A member whose name cannot be read must not be taken for gone.
		`[{"JID":"1@g.us","Name":"Ops","Participants":[{"JID":"?"}]}]`: {0, whatsapp.ErrOutcomeUnknown},
	} {
		adapter, _ := newWire(t, map[string][]reply{getGroups: data(text)})
		groups, err := adapter.Groups(t.Context(), true)
		if len(groups) != want.count || !errors.Is(err, want.err) {
			t.Errorf("%s: %v, %v", text, groups, err)
		}
	}
	adapter, _ := newWire(t,
		map[string][]reply{getGroups: {{Text: `{"error":false,"status":200,"message":"no data"}`}}})
	if _, err := adapter.Groups(t.Context(), true); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("without data: %v", err)
	}
}

func TestGroup(t *testing.T) {
	for name, want := range map[string]whatsapp.Group{"group_2022.json": group2022(), "group_2025.json": group2025()} {
		adapter, w := newWire(t, map[string][]reply{getGroup: file(name)})
		g, err := adapter.Group(t.Context(), group)
		if diff := cmp.Diff(want, g); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: getGroup})
	}
}

// TestGroupAsksForMembers where the group object has none.
func TestGroupAsksForMembers(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getGroup: file("group_no_members.json"),
		getMembers: file("participants.json")})
	g, err := adapter.Group(t.Context(), group)
	want := group2022()
	want.Members = group2025().Members
	if diff := cmp.Diff(want, g); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	w.Sent(asked{Route: getGroup}, asked{Route: getMembers})

	adapter, _ = newWire(t, map[string][]reply{getGroup: file("group_no_members.json"), getMembers: data(`null`)})
	if _, err := adapter.Group(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("no members: %v", err)
	}
}

func TestGroupFails(t *testing.T) {
	for _, test := range []struct {
		reply []reply
		want  error
	}{
		{fault(500, "error_no_group.json"), whatsapp.ErrGroupNotFound},
		{fault(500, "error_iq_404.json"), whatsapp.ErrGroupNotFound},
		{fault(500, "error_not_in_group.json"), whatsapp.ErrNotMember},
		{fault(400, "error_not_in_group_400.json"), whatsapp.ErrNotMember},
		{fault(500, "error_iq_403.json"), whatsapp.ErrNotMember},
		{fault(404, "error_instance.json"), whatsapp.ErrSessionUnknown},
		{fault(404, "error_404_silent.json"), whatsapp.ErrSessionUnknown},
		{fault(404, "error_404_other.json"), whatsapp.ErrOutcomeUnknown},
		{fault(404, "error_404_fiber.txt"), whatsapp.ErrWrongServer},
		{fault(404, "error_502.html"), whatsapp.ErrWrongServer},
		{file("error_not_in_group.json"), whatsapp.ErrNotMember}, // HTTP 200, and error is true.
		{file("error_instance.json"), whatsapp.ErrSessionUnknown},
		{file("error_404_silent.json"), whatsapp.ErrSessionUnknown},
		{data(`null`), whatsapp.ErrOutcomeUnknown},
		{data(`{"JID":"120363000000000002@g.us","Name":"Other"}`), whatsapp.ErrOutcomeUnknown},
		{[]reply{{Text: "no JSON"}}, whatsapp.ErrOutcomeUnknown},
		{[]reply{{Text: ""}}, whatsapp.ErrOutcomeUnknown},
		{[]reply{{Text: "{}"}}, whatsapp.ErrOutcomeUnknown},
	} {
		adapter, w := newWire(t, map[string][]reply{getGroup: test.reply, getMembers: test.reply})
		if g, err := adapter.Group(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%+v: %+v, %v, not %v", test.reply, g, err, test.want)
		}
		w.Sent(asked{Route: getGroup})
		if m, err := adapter.Members(t.Context(), group); !errors.Is(err, test.want) {
			t.Errorf("%+v: members %+v, %v, not %v", test.reply, m, err, test.want)
		}
	}
}

func TestMembers(t *testing.T) {
	for name, answer := range map[string][]reply{
		"a list": file("participants.json"),
		"an object": data(`{"participants":[{"jid":"12025550100@s.whatsapp.net","lid":"100@lid",` +
			`"admin":"superadmin"},` +
			`{"id":"12025550101","phone_number":"12025550101","lid":"101@lid","is_admin":true},"109@lid"]}`),
		"a group": file("group_2025.json"),
		"wrapped": data(`{"group":{"participants":[{"phoneNumber":"+12025550100","id":"100@lid","type":"superadmin"},` +
			`{"phoneNumber":"12025550101@s.whatsapp.net","jid":"101@lid","type":"admin"},{"jid":"109@lid"},` +
			`{"JID":"110@lid","Error":403}]}}`),
	} {
		adapter, w := newWire(t, map[string][]reply{getMembers: answer})
		members, err := adapter.Members(t.Context(), group)
		if diff := cmp.Diff(group2025().Members, members); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
		}
		w.Sent(asked{Route: getMembers})
	}
}

// TestMembersOfNobody asks the group, which may tell why.
func TestMembersOfNobody(t *testing.T) {
	for _, test := range []struct {
		group []reply
		want  error
	}{
		{file("group_2025.json"), nil},
		{file("group_no_members.json"), whatsapp.ErrOutcomeUnknown},
		{fault(500, "error_not_in_group.json"), whatsapp.ErrNotMember},
	} {
		adapter, w := newWire(t, map[string][]reply{getMembers: data(`[]`), getGroup: test.group})
		members, err := adapter.Members(t.Context(), group)
		if !errors.Is(err, test.want) || err == nil && len(members) != 3 {
			t.Errorf("%v, %v", members, err)
		}
		w.Sent(asked{Route: getMembers}, asked{Route: getGroup})
	}
}

// TestPathsAreEscaped has an endpoint with a path and a key of an instance that has to be escaped.
func TestPathsAreEscaped(t *testing.T) {
	var path string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter,
		req *http.Request) {
		path = req.URL.EscapedPath()
	}))
	defer server.Close()
	adapter, err := whatsapi.New(httpapi.Config{Endpoint: server.URL + "/whats%20api/"}, "ops/{group_id} 1")
	if err != nil {
		t.Fatal(err)
	}
	if err := adapter.LeaveGroup(t.Context(), group); !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("an empty answer: %v", err)
	}
	if want := "/whats%20api/api/instances/ops%2F%7Bgroup_id%7D%201/groups/120363000000000001@g.us/"; path != want {
		t.Errorf("the path is %s, not %s", path, want)
	}
}

// TestReadsAreRepeated while a proxy says that WhatsAPI is away.
func TestReadsAreRepeated(t *testing.T) {
	adapter, w := newWire(t, map[string][]reply{getGroup: {{Status: 503}, {File: "group_2022.json"}}})
	if _, err := adapter.Group(t.Context(), group); err != nil {
		t.Error(err)
	}
	w.Sent(asked{Route: getGroup}, asked{Route: getGroup})
}

package emulator_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestDefaultWorld(t *testing.T) {
	f := start(t, emulator.Options{})
	got := f.do("GET", "/_emulator/world", "")
	want := regexp.MustCompile(`^{"account":{"phone":"12025550100","lid":"[0-9]{15}@lid","status":"connected"},"people":\[\],"groups":\[\]}$`)
	if got.status != 200 || got.contentType != "application/json; charset=utf-8" || !want.MatchString(got.body) {
		t.Errorf("got %+v", got)
	}
}

func TestWorldJSON(t *testing.T) {
	f := startWith(t, "", oneGroup())
	want := compact(t, `{"account":{"phone":"12025550100","lid":"100000000000100@lid","status":"connected"},
		"people":[{"phone":"12025550103","lid":"100000000000103@lid","registered":true,"adds":"everyone"},
			{"phone":"12025550104","lid":"100000000000104@lid","registered":true,"adds":"nobody"},
			{"phone":"12025550105","lid":"100000000000105@lid","registered":false,"adds":"everyone"}],
		"groups":[{"id":"120363000000000001@g.us","kind":"group","community_id":"","name":"Ops","description":"On call","messages_admins_only":false,
			"info_admins_only":false,"member_add_mode":"all_member_add","join_approval_required":false,
			"disappearing_messages":"off","addressing_mode":"pn","hides_phones":false,"invite_code":"AbCdEfGhIjKlMnOpQrStUv",
			"picture_sha256":"","created_at":"2026-01-02T03:04:05Z","owner":"12025550100","members":[
				{"phone":"12025550100","lid":"100000000000100@lid","role":"superadmin","hide_phone":false},
				{"phone":"12025550101","lid":"100000000000101@lid","role":"admin","hide_phone":false},
				{"phone":"12025550102","lid":"100000000000102@lid","role":"member","hide_phone":false}],
			"recently_left":["12025550106"]}]}`)
	if diff := cmp.Diff(want, f.do("GET", "/_emulator/world", "").body); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestGetThenPutChangesNothing(t *testing.T) {
	for _, engine := range engines {
		f := startWith(t, engine, byLID())
		f.waha("POST", "groups", `{"name":"Second","participants":[]}`)
		f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "AnotherCode00000000000" })
		before, list := f.do("GET", "/_emulator/world", "").body, f.waha("GET", "groups").body
		if got := f.do("PUT", "/_emulator/world", before); got != (response{status: 204}) {
			t.Fatalf("PUT answered %+v", got)
		}
		if diff := cmp.Diff(before, f.do("GET", "/_emulator/world", "").body); diff != "" {
			t.Errorf("%s: (-before +after)\n%s", engine, diff)
		}
		if diff := cmp.Diff(list, f.waha("GET", "groups").body); diff != "" {
			t.Errorf("%s: list (-before +after)\n%s", engine, diff)
		}
	}
}

func TestGetThenPutKeepsWhatTheJSONDoesNotHave(t *testing.T) {
	world := without(oneGroup())
	f := startWith(t, "WEBJS", world)
	f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "AnotherCode00000000000" })
	f.change(func(*emulator.World) {})
	f.fails("POST", "groups/join", page("r"), `{"code":"`+groupCode+`"}`)
	noweb := startWith(t, "NOWEB", world)
	noweb.change(func(w *emulator.World) { w.Groups[0].InviteCode = "AnotherCode00000000000" })
	noweb.change(func(*emulator.World) {})
	noweb.fails("POST", "groups/join", boom("gone", 410), `{"code":"`+groupCode+`"}`)

	left := startWith(t, "WPP", oneGroup())
	left.waha("POST", "groups/"+groupID+"/leave")
	left.change(func(*emulator.World) {})
	left.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
	left.waha("DELETE", "groups/"+groupID)
	left.change(func(*emulator.World) {})
	left.ask("GET", "groups/count", jsonText(200, `{"count":0}`))
}

func TestWorldMakesWhatIsMissing(t *testing.T) {
	f := start(t, emulator.Options{})
	body := `{"account":{},"people":[{"phone":"12025550103","adds":"nobody"}],"groups":[{"name":"Ops","members":[
		{"phone":"12025550100"},{"phone":"12025550103","role":"superadmin"},{"phone":"","lid":"777"}]}]}`
	if got := f.do("PUT", "/_emulator/world", body); got.status != 204 {
		t.Fatal(got)
	}
	world := f.server.World()
	g := world.Groups[0]
	if world.Account.Phone != own || world.Account.Status != "connected" {
		t.Errorf("account: %+v", world.Account)
	}
	if p := world.People[0]; !p.Registered || p.Adds != "nobody" || p.LID != g.Members[1].LID || p.LID == "" {
		t.Errorf("person %+v, member %+v", p, g.Members[1])
	}
	if g.Members[0].LID != world.Account.LID {
		t.Errorf("the account has the lids %s and %s", world.Account.LID, g.Members[0].LID)
	}
	if diff := cmp.Diff(emulator.Member{LID: "777@lid", Role: "member"}, g.Members[2]); diff != "" {
		t.Error(diff)
	}
	if !regexp.MustCompile(`^120363[0-9]{12}@g\.us$`).MatchString(g.ID) || !regexp.MustCompile(`^\w{22}$`).MatchString(g.InviteCode) {
		t.Errorf("id %q, code %q", g.ID, g.InviteCode)
	}
	if g.Owner != carla || g.MemberAddMode != "all_member_add" || g.AddressingMode != "pn" ||
		g.DisappearingMessages != "off" || g.CreatedAt.IsZero() || g.RecentlyLeft == nil {
		t.Errorf("%+v", g)
	}
}

func TestPutAcceptsWhatIsEmpty(t *testing.T) {
	f := start(t, emulator.Options{})
	body := `{"account":{"phone":"","lid":"","status":""},"people":[{"phone":"","lid":"","adds":""}],"groups":[{"id":"","name":"","owner":"12025550101",
		"member_add_mode":"","disappearing_messages":"","addressing_mode":"","invite_code":"","created_at":"","recently_left":null,"members":[
		{"phone":"12025550101","lid":"","role":""},{"phone":"","lid":"","role":""},{"phone":"","role":"admin"}]}]}`
	if got := f.do("PUT", "/_emulator/world", body); got.status != 204 {
		t.Fatal(got)
	}
	world := f.server.World()
	g := world.Groups[0]
	if time.Since(g.CreatedAt) > time.Minute {
		t.Errorf("created at %s", g.CreatedAt)
	}
	// The creator is superadmin, and whoever has neither phone nor LID is somebody of their own.
	if g.Members[0].Role != "superadmin" || g.Members[1].Role != "member" || g.Members[2].Role != "admin" {
		t.Errorf("%+v", g.Members)
	}
	lids := map[string]bool{world.People[0].LID: true}
	for _, m := range g.Members {
		lids[m.LID] = true
	}
	if len(lids) != 4 || lids[""] {
		t.Errorf("lids %v", lids)
	}
	f.change(func(*emulator.World) {})
	if diff := cmp.Diff(world, f.server.World()); diff != "" {
		t.Errorf("GET and PUT: (-before +after)\n%s", diff)
	}
}

func TestWorldRefusesNonsense(t *testing.T) {
	f := startWith(t, "", oneGroup())
	before := f.server.World()
	for body, want := range map[string]string{
		`{"grupos":[]}`: `unknown field "grupos"`,
		`{"people":[{"phone":"12025550101","addz":"nobody"}]}`:              `unknown field "addz"`,
		`{"account":{"status":"away"}}`:                                     `account.status is "away", which is none of connected, starting, logged_out, failed, stopped, banned`,
		`{"account":{"starts_for_seconds":5}}`:                              `account.starts_for_seconds is of a session that is starting, and account.status is "connected"`,
		`{"account":{"status":"failed","starts_for_requests":5}}`:           `account.starts_for_requests is of a session`,
		`{"people":[{"phone":"+12025550101"}]}`:                             `people[0]: phone "+12025550101" is not digits`,
		`{"people":[{"phone":"1","lid":"2@c.us"}]}`:                         `lid "2@c.us" is not digits and @lid`,
		`{"people":[{"phone":"1","lid":"2"},{"phone":"1","lid":"3"}]}`:      `people[1]: phone 1 has the lids 2@lid and 3@lid`,
		`{"people":[{"phone":"1","lid":"2"},{"phone":"3","lid":"2"}]}`:      `people[1]: lid 2@lid has the phones 1 and 3`,
		`{"people":[{"phone":"1","lid":"2"},{"phone":"1"}]}`:                `people[1]: 2@lid is there twice`,
		`{"people":[{"phone":"1","adds":"some"}]}`:                          `people[0]: adds is "some", which is none of everyone, nobody`,
		`{"groups":[{"id":"12345"}]}`:                                       `groups[0]: id "12345" does not look like`,
		`{"groups":[{"id":"1@g.us"},{"id":"1@g.us"}]}`:                      `groups[1]: its id 1@g.us or its invite code`,
		`{"groups":[{"invite_code":"x"},{"invite_code":"x"}]}`:              `or its invite code is another group's`,
		`{"groups":[{"members":[{"phone":"1"},{"phone":"1"}]}]}`:            `groups[0]: members[1]: `,
		`{"groups":[{"members":[{"phone":"1","role":"boss"}]}]}`:            `role is "boss", which is none of member, admin, superadmin`,
		`{"groups":[{"member_add_mode":"x"}]}`:                              `member_add_mode is "x"`,
		`{"groups":[{"addressing_mode":"x"}]}`:                              `addressing_mode is "x"`,
		`{"groups":[{"disappearing_messages":"1h"}]}`:                       `disappearing_messages is "1h", which is none of off, 24h, 7d, 90d`,
		`{"groups":[{"owner":"me"}]}`:                                       `owner "me" is not digits`,
		`{"groups":[{"recently_left":["x"]}]}`:                              `recently_left: phone "x" is not digits`,
		`{"groups":[{"created_at":"yesterday"}]}`:                           `yesterday`,
		`{"groups":[{"created_at":"9999-12-31T23:59:59-23:00"}]}`:           `created_at: 10000-01-01 22:59:59 is not between the years`,
		`{"groups":[{"created_at":"0000-01-01T00:00:00+23:00"}]}`:           `is not between the years`,
		`{"account":{"locked_until":"9999-12-31T23:59:59-23:00"}}`:          `account.locked_until: `,
		`{"account":{"status":"starting","starts_for_seconds":9999999999}}`: `cannot start for 9999999999 s`,
		`{} {}`: `more than one JSON value`,
		`{`:     `unexpected EOF`,
		`null`:  `null says nothing`,
	} {
		got := f.do("PUT", "/_emulator/world", body)
		if got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s: got %d %s, want %s", body, got.status, got.body, want)
		}
	}
	if diff := cmp.Diff(before, f.server.World()); diff != "" {
		t.Errorf("a refused world left traces:\n%s", diff)
	}
}

func TestWorldIsADeepCopy(t *testing.T) {
	mine := oneGroup()
	f := startWith(t, "", mine)
	mine.Groups[0].Members[0].Role = "member"
	world := f.server.World()
	world.Groups[0].Members[0].Role = "member"
	world.Groups[0].RecentlyLeft[0] = "1"
	world.People[0].Phone = "1"
	if diff := cmp.Diff(oneGroup(), f.server.World()); diff != "" {
		t.Error(diff)
	}
}

func TestPutIsAsIfAdminsHadActed(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	path := "groups/" + groupID

	// A member who was removed by an admin may be added again; only recently_left makes 408.
	f.change(func(w *emulator.World) { w.Groups[0].Members = w.Groups[0].Members[:2] })
	f.waha("POST", path+"/participants/add", `{"participants":[{"id":"`+ben+`@c.us"},{"id":"12025550106@c.us"}]}`)
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
	f.change(func(w *emulator.World) { w.Groups[0].RecentlyLeft = nil })
	f.waha("POST", path+"/participants/add", `{"participants":[{"id":"12025550106@c.us"}]}`)
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", "12025550106": "member"})

	// A changed invite code revokes the old one, and so does a missing one, which is made.
	f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "AnotherCode00000000000" })
	f.fails("GET", "groups/join-info?code="+groupCode, boom("gone", 410))
	f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "" })
	f.fails("GET", "groups/join-info?code=AnotherCode00000000000", boom("gone", 410))
	f.change(func(w *emulator.World) { w.Groups[0].InviteCode = groupCode })
	if got := f.waha("GET", "groups/join-info?code="+groupCode); got.status != 200 {
		t.Errorf("a code that works again: %+v", got)
	}

	// Without our own member we have left.
	f.setWorld(without(oneGroup()))
	f.fails("GET", path, exception{Message: "Group with id '" + groupID + "' not found"})
	f.ask("GET", "groups", jsonText(200, `{}`))
	f.fails("GET", path+"/invite-code", boom("forbidden", 403))

	// A group that is not there does not exist, and its code is dead.
	f.change(func(w *emulator.World) { w.Groups = nil })
	f.fails("GET", path+"/invite-code", boom("item-not-found", 404))
	f.fails("GET", "groups/join-info?code="+groupCode, boom("gone", 410))
}

func TestPersonInJSONIsRegisteredUnlessToldOtherwise(t *testing.T) {
	var people []emulator.Person
	if err := json.Unmarshal([]byte(`[{"phone":"1"},{"phone":"2","registered":false}]`), &people); err != nil {
		t.Fatal(err)
	}
	if !people[0].Registered || people[1].Registered {
		t.Errorf("%+v", people)
	}
}

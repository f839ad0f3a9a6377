package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const (
	betaMembers = "group/members?groupId=" + groupID
	betaGroup   = "group?groupId=" + groupID
)

func (f *fixture) beta(method, path string, body ...string) response {
	f.t.Helper()
	return f.do(method, "/autonotify/beta/api/v1/"+path, strings.Join(body, ""),
		"Authorization", "Bearer emulator", "X-Session-Id", "default")
}

func (f *fixture) betaSays(method, path, want string, body ...string) {
	f.t.Helper()
	if got := f.beta(method, path, body...); got != jsonText(200, want) {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want)
	}
}

func (f *fixture) betaFails(method, path, message, data string, body ...string) {
	f.t.Helper()
	want := jsonText(500, `{"statusCode":500,"error":"Internal Server Error","message":"`+message+`","data":`+data+`}`)
	if got := f.beta(method, path, body...); got != want {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want.body)
	}
}

func startBeta(t *testing.T, world emulator.World) *fixture {
	t.Helper()
	return start(t, emulator.Options{World: &world})
}

func TestBetaMembers(t *testing.T) {
	f := startBeta(t, oneGroup())
	row := func(phone, status, failed, content string) string {
		id := phone + "@s.whatsapp.net"
		return `{"status":"` + status + `","jid":"` + id + `","content":{"tag":"participant","attrs":{` + failed + `"jid":"` + id + `"}` + content + `}}`
	}
	got := f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"12025550103"},{"phoneNumber":"12025550102"},
		{"phoneNumber":"12025550104"},{"phoneNumber":"12025550105"}],"action":"add"}`)
	masked := regexp.MustCompile(`"code":"\w{16}","expiration":"[0-9]{10}"`).ReplaceAllString(got.body, `"code":"CODE","expiration":"SOON"`)
	wantJSON(t, "["+row(carla, "200", "", "")+","+row(ben, "409", `"error":"409",`, "")+","+
		row("12025550104", "403", `"error":"403",`, `,"content":[{"tag":"add_request","attrs":{"code":"CODE","expiration":"SOON"}}]`)+","+
		row("12025550105", "404", `"error":"404",`, "")+"]", masked)
	f.betaSays("PUT", betaMembers, "["+row(ben, "200", "", "")+"]", `{"participants":[{"phoneNumber":"12025550102"}],"action":"promote"}`)
	f.betaSays("PUT", betaMembers, "["+row(anna, "200", "", "")+"]", `{"participants":[{"phoneNumber":"12025550101"}],"action":"demote"}`)
	f.betaSays("PUT", betaMembers, "["+row(anna, "200", "", "")+"]", `{"participants":[{"phoneNumber":"12025550101"}],"action":"remove"}`)
	f.wantRoles(groupID, map[string]string{own: "superadmin", ben: "admin", carla: "member"})
	// The id may be escaped, as in a query it should be.
	f.betaSays("PUT", "group/members?groupId=120363000000000001%40g.us", "["+row(carla, "200", "", "")+"]",
		`{"participants":[{"phoneNumber":"12025550103"}],"action":"remove"}`)
	f.unknowns(0)

	f.betaFails("PUT", betaMembers, "bad-request", "400", `{"participants":[],"action":"add"}`)
	f.betaFails("PUT", betaMembers, "bad-request", "400", `{"participants":[{"phoneNumber":"+12025550103"}],"action":"add"}`)
	f.setWorld(asMember())
	f.betaFails("PUT", betaMembers, "forbidden", "403", `{"participants":[{"phoneNumber":"12025550103"}],"action":"add"}`)
	f.betaFails("PUT", "group/members?groupId=120363999999999999@g.us", "item-not-found", "404",
		`{"participants":[{"phoneNumber":"12025550103"}],"action":"add"}`)
}

func TestBetaHeaders(t *testing.T) {
	f := startBeta(t, oneGroup())
	for key, want := range map[string]int{"": 401, "emulator": 401, "Bearer wrong": 401, "Bearer emulator": 200} {
		got := f.do("GET", "/autonotify/beta/api/v1/group/all", "", "Authorization", key, "X-Session-Id", "default")
		if got.status != want || want == 401 && got.body != `{"message":"Unauthorized","statusCode":401}` {
			t.Errorf("%q: %+v", key, got)
		}
	}
	other := f.do("GET", "/autonotify/beta/api/v1/group/all", "", "Authorization", "Bearer emulator", "X-Session-Id", "other")
	if want := jsonText(404, `{"message":"Session not found","error":"Not Found","statusCode":404}`); other != want {
		t.Errorf("%+v", other)
	}
	f.unknowns(0)
	none := f.do("GET", "/autonotify/beta/api/v1/group/all", "", "Authorization", "Bearer emulator")
	if want := jsonText(400, `{"message":["x-session-id header is required"],"error":"Bad Request","statusCode":400}`); none != want {
		t.Errorf("%+v", none)
	}
	// There is no route for the session, and no health.
	for _, path := range []string{"/health", "/api/v1/session/", "/api/v1/session"} {
		got := f.do("GET", "/autonotify/beta"+path, "", "Authorization", "Bearer emulator", "X-Session-Id", "default")
		if want := jsonText(404, `{"message":"Cannot GET `+path+`","error":"Not Found","statusCode":404}`); got != want {
			t.Errorf("%s: %+v", path, got)
		}
	}
	f.unknowns(4)
	f.change(func(w *emulator.World) { w.Account.Status = "logged_out" })
	if got, want := f.beta("GET", "group/all"), `{"statusCode":500,"error":"Internal Server Error","message":"Connection Closed"}`; got != jsonText(500, want) {
		t.Errorf("%+v", got)
	}
}

const betaOps = `{"id":"120363000000000001@g.us","addressingMode":"pn","subject":"Ops","subjectOwner":"12025550100@s.whatsapp.net",
	"subjectTime":1767323045,"size":3,"creation":1767323045,"owner":"12025550100@s.whatsapp.net","desc":"On call",
	"descId":"3EB05463F72FC4BB99A3","restrict":false,"announce":false,"isCommunity":false,"isCommunityAnnounce":false,
	"joinApprovalMode":false,"memberAddMode":true,"participants":[
	{"id":"12025550100@s.whatsapp.net","lid":"100000000000100@lid","admin":"superadmin"},
	{"id":"12025550101@s.whatsapp.net","lid":"100000000000101@lid","admin":"admin"},
	{"id":"12025550102@s.whatsapp.net","lid":"100000000000102@lid","admin":null}]}`

// TestBetaGuesses holds the routes that nobody has seen to what the emulator made of them.
func TestBetaGuesses(t *testing.T) {
	f := startBeta(t, oneGroup())
	wantJSON(t, betaOps, f.beta("GET", betaGroup).body)
	wantJSON(t, "["+betaOps+"]", f.beta("GET", "group/all").body)
	wantJSON(t, "["+betaOps+"]", f.beta("GET", "group/all/admin").body)
	f.betaSays("GET", "group/invite-code?groupId="+groupID, `{"inviteCode":"`+groupCode+`"}`)
	f.betaSays("PUT", betaGroup, `{}`, `{"subject":"Dev","description":"First","settings":["announcement","locked"]}`)
	f.betaSays("PUT", betaGroup, `{}`, `{"description":"Second"}`)
	f.betaSays("PUT", "group/member-add-mode?groupId="+groupID, `{}`, `{"mode":"admin_add"}`)
	if g := f.group(groupID); g.Name != "Dev" || g.Description != "Second" || !g.MessagesAdminsOnly || !g.InfoAdminsOnly || g.MemberAddMode != "admin_add" {
		t.Errorf("%+v", g)
	}
	f.betaSays("PUT", betaGroup, `{}`, `{"settings":["not_announcement","unlocked"]}`)
	if g := f.group(groupID); g.MessagesAdminsOnly || g.InfoAdminsOnly {
		t.Errorf("%+v", g)
	}
	revoked := f.beta("POST", "group/revoke-invite-code?groupId="+groupID)
	if code := f.group(groupID).InviteCode; code == groupCode || revoked != jsonText(200, `{"inviteCode":"`+code+`"}`) {
		t.Errorf("code %s: %+v", code, revoked)
	}
	f.betaFails("POST", "group/join", "gone", "410", `{"inviteCode":"`+groupCode+`"}`)
	f.betaFails("POST", "group/join", "not-acceptable", "406", `{"inviteCode":"nonsense"}`)
	f.betaSays("DELETE", betaGroup, `{}`)
	f.betaFails("GET", betaGroup, "forbidden", "403")
	f.betaSays("GET", "group/all", `[]`)
	f.betaSays("POST", "group/join", `{"groupId":"`+groupID+`"}`, `{"inviteCode":"`+f.group(groupID).InviteCode+`"}`)
	f.betaFails("POST", "group/join", "conflict", "409", `{"inviteCode":"`+f.group(groupID).InviteCode+`"}`)
	f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member", own: "member"})
	f.betaSays("GET", "group/all/admin", `[]`)
	f.betaFails("GET", "group/invite-code?groupId="+groupID, "not-authorized", "401")
	f.unknowns(0)
}

func TestBetaJoinThatWaits(t *testing.T) {
	world := without(oneGroup())
	world.Groups[0].JoinApprovalRequired = true
	f := startBeta(t, world)
	f.betaSays("POST", "group/join", `{}`, `{"inviteCode":"`+groupCode+`"}`)
	f.betaFails("GET", betaGroup, "forbidden", "403")
}

func TestBetaCreate(t *testing.T) {
	f := startBeta(t, oneGroup())
	got := f.beta("POST", "group", `{"subject":"Dev","participants":[{"phoneNumber":"12025550103"},{"phoneNumber":"12025550104"}]}`)
	var group struct {
		ID, Subject  string
		Participants json.RawMessage
	}
	if err := json.Unmarshal([]byte(got.body), &group); err != nil || got.status != 200 || group.Subject != "Dev" {
		t.Fatalf("%v: %+v", err, got)
	}
	// Whoever was refused stands there like a member.
	wantJSON(t, `[{"id":"12025550100@s.whatsapp.net","lid":"100000000000100@lid","admin":"superadmin"},
		{"id":"12025550103@s.whatsapp.net","lid":"100000000000103@lid","admin":null},
		{"id":"12025550104@s.whatsapp.net","admin":null}]`, string(group.Participants))
	f.wantRoles(group.ID, map[string]string{own: "superadmin", carla: "member"})
}

func TestBetaPicture(t *testing.T) {
	picture, sum := photo(t)
	source := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a.jpg":
			_, _ = w.Write(picture)
		case "/a.txt":
			_, _ = w.Write([]byte("text"))
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(source.Close)
	f := startBeta(t, oneGroup())
	path := "group/profile-picture?groupId=" + groupID
	f.betaSays("PUT", path, `{"success":true}`, `{"url":"`+source.URL+`/a.jpg"}`)
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
	for file, message := range map[string]string{
		"a.txt": "Input buffer contains unsupported image format", "b.jpg": "Request failed with status code 404",
	} {
		got := f.beta("PUT", path, `{"url":"`+source.URL+"/"+file+`"}`)
		if want := `{"statusCode":500,"error":"Internal Server Error","message":"` + message + `"}`; got != jsonText(500, want) {
			t.Errorf("%s: %+v", file, got)
		}
	}
}

func TestBetaHidesPhones(t *testing.T) {
	f := startBeta(t, byLID())
	for _, answer := range []response{
		f.beta("GET", betaGroup), f.beta("GET", "group/all"), f.beta("GET", "group/all/admin"),
		f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"`+benLID+`"}],"action":"promote"}`),
		f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"`+benLID+`"}],"action":"remove"}`),
		f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"`+benLID+`"}],"action":"add"}`),
		f.beta("GET", betaGroup),
	} {
		if answer.status != 200 || strings.Contains(answer.body, ben) || !strings.Contains(answer.body, benLID) {
			t.Errorf("%d %s", answer.status, answer.body)
		}
	}
}

func TestBetaUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		method, path, body string
		want               int
	}{
		"route":                {"GET", "group/list", "", 404},
		"method":               {"PATCH", betaGroup, `{}`, 404},
		"slash":                {"GET", "group/all/", "", 404},
		"no group":             {"PUT", "group/members", `{"participants":[],"action":"add"}`, 400},
		"no group's id":        {"PUT", "group/members?groupId=120363000000000001", `{"participants":[],"action":"add"}`, 500},
		"query parameter":      {"GET", "group/all?limit=3", "", 200},
		"action":               {"PUT", betaMembers, `{"participants":[{"phoneNumber":"12025550103"}],"action":"invite"}`, 400},
		"no action":            {"PUT", betaMembers, `{"participants":[{"phoneNumber":"12025550103"}]}`, 400},
		"texts":                {"PUT", betaMembers, `{"participants":["12025550103"],"action":"add"}`, 400},
		"id":                   {"PUT", betaMembers, `{"participants":[{"id":"12025550103"}],"action":"add"}`, 400},
		"field of a person":    {"PUT", betaMembers, `{"participants":[{"phoneNumber":"12025550103","role":"admin"}],"action":"add"}`, 200},
		"field":                {"PUT", betaGroup, `{"subject":"A","name":"A"}`, 200},
		"nothing to update":    {"PUT", betaGroup, `{}`, 400},
		"subject as a number":  {"PUT", betaGroup, `{"subject":5}`, 400},
		"setting":              {"PUT", betaGroup, `{"settings":["open"]}`, 400},
		"settings as booleans": {"PUT", betaGroup, `{"settings":{"announce":true}}`, 400},
		"mode":                 {"PUT", "group/member-add-mode?groupId=" + groupID, `{"mode":true}`, 400},
		"malformed JSON":       {"PUT", betaGroup, `{"subject":`, 400},
		"a list":               {"PUT", betaGroup, `["subject"]`, 400},
	} {
		t.Run(name, func(t *testing.T) {
			f := startBeta(t, oneGroup())
			if got := f.beta(c.method, c.path, c.body); got.status != c.want {
				t.Errorf("%+v", got)
			}
			f.unknowns(1)
		})
	}
}

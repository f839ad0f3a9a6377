package emulator_test

import (
	"bytes"
	"encoding/json"
	"mime/multipart"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const whatsapiGroupPath = "groups/" + groupID

// whatsapi asks a route of the instance.
func (f *fixture) whatsapi(method, path string, body ...string) response {
	f.t.Helper()
	return f.do(method, "/whatsapi/api/instances/default/"+path, strings.Join(body, ""), "Authorization", "emulator")
}

// whatsapiSays asks and compares the answer with an envelope around data.
func (f *fixture) whatsapiSays(method, path, message, data string, body ...string) {
	f.t.Helper()
	got := f.whatsapi(method, path, body...)
	if want := jsonText(200, `{"error":false,"status":200,"message":"`+message+`","data":`+data+`}`); got != want {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want.body)
	}
}

// whatsapiFails is the same for a failure.
func (f *fixture) whatsapiFails(method, path string, status int, message string, body ...string) {
	f.t.Helper()
	if got, want := f.whatsapi(method, path, body...), whatsapiFailure(status, message); got != want {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want.body)
	}
}

func whatsapiFailure(status int, message string) response {
	body, err := json.Marshal(map[string]any{"message": message})
	if err != nil {
		panic(err)
	}
	text := strings.TrimSuffix(strings.TrimPrefix(string(body), `{"message":`), "}")
	code, _ := json.Marshal(status)
	return jsonText(status, `{"error":true,"status":`+string(code)+`,"message":`+text+`,"data":null}`)
}

func startWhatsapi(t *testing.T, world emulator.World) *fixture {
	t.Helper()
	return start(t, emulator.Options{World: &world})
}

// unknowns fails the test unless as many requests are listed as unknown.
func (f *fixture) unknowns(want int) {
	f.t.Helper()
	got := 0
	for _, r := range f.server.Requests() {
		if r.Unknown {
			got++
		}
	}
	if got != want {
		f.t.Errorf("%d unknown requests, want %d: %+v", got, want, f.server.Requests())
	}
}

// wantData compares the data of an answer, of which the parts that are made at random are masked.
func wantData(t *testing.T, got response, want string) {
	t.Helper()
	var envelope struct{ Data json.RawMessage }
	if err := json.Unmarshal([]byte(got.body), &envelope); err != nil || got.status >= 300 {
		t.Fatalf("%d %s: %v", got.status, got.body, err)
	}
	masked := regexp.MustCompile(`"(Code|code)":"\w{16}"`).ReplaceAllString(string(envelope.Data), `"$1":"CODE"`)
	masked = regexp.MustCompile(`"Expiration":"[^"]+"`).ReplaceAllString(masked, `"Expiration":"SOON"`)
	wantJSON(t, want, masked)
}

func whatsmeowRow(phone, lid string, admin, super bool) string {
	id := `"JID":"` + phone + `@s.whatsapp.net","PhoneNumber":"` + phone + `@s.whatsapp.net","LID":"` + lid + `",`
	flag := map[bool]string{true: "true", false: "false"}
	return `{` + id + `"IsAdmin":` + flag[admin] + `,"IsSuperAdmin":` + flag[super] + `,"DisplayName":"","Error":0,"AddRequest":null}`
}

func refusedRow(phone, lid, code, request string) string {
	row := strings.Replace(whatsmeowRow(phone, lid, false, false), `"Error":0`, `"Error":`+code, 1)
	return strings.Replace(row, `"AddRequest":null`, `"AddRequest":`+request, 1)
}

var whatsapiOps = `{"JID":"120363000000000001@g.us","OwnerJID":"12025550100@s.whatsapp.net","OwnerPN":"12025550100@s.whatsapp.net",
	"Name":"Ops","NameSetAt":"2026-01-02T03:04:05Z","NameSetBy":"12025550100@s.whatsapp.net","NameSetByPN":"12025550100@s.whatsapp.net",
	"Topic":"On call","TopicID":"3EB05463F72FC4BB99A3","TopicSetAt":"2026-01-02T03:04:05Z","TopicSetBy":"12025550100@s.whatsapp.net",
	"TopicSetByPN":"12025550100@s.whatsapp.net","TopicDeleted":false,"IsLocked":false,"IsAnnounce":false,"AnnounceVersionID":"",
	"IsEphemeral":false,"DisappearingTimer":0,"IsIncognito":false,"IsParent":false,"DefaultMembershipApprovalMode":"","LinkedParentJID":"",
	"IsDefaultSubGroup":false,"IsJoinApprovalRequired":false,"AddressingMode":"pn","GroupCreated":"2026-01-02T03:04:05Z",
	"CreatorCountryCode":"","ParticipantVersionID":"","Participants":[` + whatsmeowRow(own, ownLID, true, true) + "," +
	whatsmeowRow(anna, annaLID, true, false) + "," + whatsmeowRow(ben, benLID, false, false) +
	`],"ParticipantCount":3,"MemberAddMode":"all_member_add","Suspended":false}`

func TestWhatsapiReads(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	wantData(t, f.whatsapi("GET", whatsapiGroupPath), whatsapiOps)
	wantData(t, f.whatsapi("GET", "groups/"), "["+whatsapiOps+"]")
	wantData(t, f.whatsapi("GET", "groups/?include_participants=true"), "["+whatsapiOps+"]")
	bare := regexp.MustCompile(`(?s)"Participants":\[.*?\],`).ReplaceAllString(whatsapiOps, `"Participants":null,`)
	wantData(t, f.whatsapi("GET", "groups/?include_participants=false"), "["+bare+"]")
	wantData(t, f.whatsapi("GET", "groups/admin"), "["+whatsapiOps+"]")
	f.whatsapiSays("GET", whatsapiGroupPath+"/participants", "Participants fetched", "["+whatsmeowRow(own, ownLID, true, true)+","+
		whatsmeowRow(anna, annaLID, true, false)+","+whatsmeowRow(ben, benLID, false, false)+"]")
	wantData(t, f.whatsapi("GET", "groups/invite-info?invite_link=https://chat.whatsapp.com/"+groupCode),
		whatsapiOps)
	f.whatsapiSays("GET", whatsapiGroupPath+"/invite-code", "Invite code fetched", `"https://chat.whatsapp.com/`+groupCode+`"`)
	f.unknowns(0)

	f.setWorld(asMember())
	f.whatsapiSays("GET", "groups/admin", "Groups fetched", "[]")
	f.whatsapiFails("GET", whatsapiGroupPath+"/invite-code", 500, "you don't have the permission to get the group's invite link")
	f.setWorld(without(oneGroup()))
	f.whatsapiSays("GET", "groups/", "Groups fetched", "[]")
	for _, path := range []string{"", "/participants", "/invite-code"} {
		f.whatsapiFails("GET", whatsapiGroupPath+path, 500, "you're not participating in that group")
		f.whatsapiFails("GET", "groups/120363999999999999@g.us"+path, 500, "that group does not exist")
	}
}

func TestWhatsapiHidesPhones(t *testing.T) {
	f := startWhatsapi(t, byLID())
	for _, answer := range []response{
		f.whatsapi("GET", whatsapiGroupPath), f.whatsapi("GET", "groups/"), f.whatsapi("GET", "groups/admin"),
		f.whatsapi("GET", whatsapiGroupPath+"/participants"),
		f.whatsapi("GET", "groups/invite-info?invite_link=https://chat.whatsapp.com/"+groupCode),
		f.whatsapi("PUT", whatsapiGroupPath+"/participants/promote", `{"participants":["`+benLID+`"]}`),
		f.whatsapi("DELETE", whatsapiGroupPath+"/participants/remove", `{"participants":["`+benLID+`"]}`),
		f.whatsapi("POST", whatsapiGroupPath+"/participants/add", `{"participants":["`+benLID+`"]}`),
	} {
		if answer.status != 200 || strings.Contains(answer.body, ben) || !strings.Contains(answer.body, benLID) {
			t.Errorf("%d %s", answer.status, answer.body)
		}
	}
}

func TestWhatsapiInstance(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	f.whatsapiSays("GET", "", "Instance fetched", `{"instance_key":"default","connected":true,"logged_in":true,"webhook_url":""}`)
	f.change(func(w *emulator.World) { w.Account.Status = "logged_out" })
	f.whatsapiSays("GET", "", "Instance fetched", `{"instance_key":"default","connected":false,"logged_in":false,"webhook_url":""}`)
	f.whatsapiFails("GET", "groups/", 500, "websocket not connected")
	f.whatsapiFails("PUT", whatsapiGroupPath+"/name", 500, "websocket not connected", `{"name":"A"}`)
	if name := f.group(groupID).Name; name != "Ops" {
		t.Errorf("the group is called %q", name)
	}
}

func TestWhatsapiKeyAndInstance(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	for _, key := range []string{"", "wrong", "Bearer emulator"} {
		if got := f.do("GET", "/whatsapi/api/instances/default/groups/", "", "Authorization", key); got != whatsapiFailure(401, "Unauthorized") {
			t.Errorf("%q: %+v", key, got)
		}
	}
	for _, path := range []string{"other/", "other/groups/", "other/groups/" + groupID} {
		got := f.do("GET", "/whatsapi/api/instances/"+path, "", "Authorization", "emulator")
		if got != whatsapiFailure(404, "Instance not found") {
			t.Errorf("%s: %+v", path, got)
		}
	}
	f.unknowns(0)
}

func TestWhatsapiCreate(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	got := f.whatsapi("POST", "groups/create", `{"group_name":"Dev","participants":["12025550103","12025550104","12025550105"]}`)
	var created struct {
		Data struct {
			JID, Name    string
			Participants json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(got.body), &created); err != nil || got.status != 200 || created.Data.Name != "Dev" {
		t.Fatalf("%v: %+v", err, got)
	}
	masked := regexp.MustCompile(`"Code":"\w{16}","Expiration":"[^"]+"`).ReplaceAllString(string(created.Data.Participants), `"Code":"CODE","Expiration":"SOON"`)
	wantJSON(t, "["+whatsmeowRow(own, ownLID, true, true)+","+whatsmeowRow(carla, carlaLID, false, false)+","+
		refusedRow("12025550104", "100000000000104@lid", "403", `{"Code":"CODE","Expiration":"SOON"}`)+","+
		refusedRow("12025550105", "100000000000105@lid", "404", "null")+"]", masked)
	f.wantRoles(created.Data.JID, map[string]string{own: "superadmin", carla: "member"})

	if got := f.whatsapi("POST", "groups/create", `{"group_name":"Alone","participants":[]}`); got.status != 200 {
		t.Errorf("without participants: %+v", got)
	}
	long := strings.Repeat("x", 101)
	f.whatsapiFails("POST", "groups/create", 500, "info query returned status 406: not-acceptable", `{"group_name":"`+long+`","participants":[]}`)
	f.whatsapiFails("POST", "groups/create", 500, "info query returned status 400: bad-request", `{"group_name":"A","participants":["abc"]}`)
	f.unknowns(0)
	if n := len(f.server.World().Groups); n != 3 {
		t.Errorf("%d groups", n)
	}
}

func TestWhatsapiMembers(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	wantData(t, f.whatsapi("POST", whatsapiGroupPath+"/participants/add",
		`{"participants":["12025550103","12025550102@s.whatsapp.net","12025550104","12025550105"]}`),
		"["+whatsmeowRow(carla, carlaLID, false, false)+","+refusedRow(ben, benLID, "409", "null")+","+
			refusedRow("12025550104", "100000000000104@lid", "403", `{"Code":"CODE","Expiration":"SOON"}`)+","+
			refusedRow("12025550105", "100000000000105@lid", "404", "null")+"]")
	f.whatsapiSays("PUT", whatsapiGroupPath+"/participants/promote", "Participants promoted",
		"["+whatsmeowRow(ben, benLID, true, false)+"]", `{"participants":["12025550102"]}`)
	f.whatsapiSays("PUT", whatsapiGroupPath+"/participants/demote", "Participants demoted",
		"["+whatsmeowRow(anna, annaLID, false, false)+"]", `{"participants":["12025550101"]}`)
	f.whatsapiSays("DELETE", whatsapiGroupPath+"/participants/remove", "Participants removed",
		"["+whatsmeowRow(anna, annaLID, false, false)+"]", `{"participants":["12025550101"]}`)
	f.wantRoles(groupID, map[string]string{own: "superadmin", ben: "admin", carla: "member"})
	f.whatsapiFails("POST", whatsapiGroupPath+"/participants/add", 500, "info query returned status 400: bad-request", `{"participants":[]}`)
	f.unknowns(0)

	f.setWorld(asMember())
	f.whatsapiFails("POST", whatsapiGroupPath+"/participants/add", 500, "info query returned status 403: forbidden", `{"participants":["12025550103"]}`)
	f.whatsapiFails("POST", "groups/120363999999999999@g.us/participants/add", 500, "info query returned status 404: item-not-found",
		`{"participants":["12025550103"]}`)
}

func TestWhatsapiTextsAndSettings(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	f.whatsapiSays("PUT", whatsapiGroupPath+"/name", "Group name updated", "null", `{"name":"Ops & Dev"}`)
	for _, description := range []string{"First", "Second", ""} { // As often as is asked.
		f.whatsapiSays("PUT", whatsapiGroupPath+"/description", "Group description updated", "null", `{"description":"`+description+`"}`)
		if got := f.group(groupID).Description; got != description {
			t.Errorf("description %q, want %q", got, description)
		}
	}
	f.whatsapiSays("PUT", whatsapiGroupPath+"/announce?announce=true", "Group announce updated", "null")
	f.whatsapiSays("PUT", whatsapiGroupPath+"/lock?locked=true", "Group locked updated", "null")
	if g := f.group(groupID); g.Name != "Ops & Dev" || !g.MessagesAdminsOnly || !g.InfoAdminsOnly {
		t.Errorf("%+v", g)
	}
	// Without the parameter the default is false, also where the value comes in another way.
	f.whatsapiSays("PUT", whatsapiGroupPath+"/announce", "Group announce updated", "null")
	f.whatsapiSays("PUT", whatsapiGroupPath+"/lock", "Group locked updated", "null")
	if g := f.group(groupID); g.MessagesAdminsOnly || g.InfoAdminsOnly {
		t.Errorf("%+v", g)
	}
	f.unknowns(0)
	f.whatsapiFails("PUT", whatsapiGroupPath+"/lock?locked=yes", 400, "Bad Request: locked is no boolean")
	f.unknowns(1)

	f.setWorld(asMember())
	f.whatsapiFails("PUT", whatsapiGroupPath+"/lock?locked=true", 500, "info query returned status 401: not-authorized")
}

func TestWhatsapiLeave(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	f.whatsapiSays("DELETE", whatsapiGroupPath+"/", "Group left", "null")
	f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member"})
	f.whatsapiFails("DELETE", whatsapiGroupPath+"/", 500, "info query returned status 403: forbidden")
	f.unknowns(0)
}

func TestWhatsapiJoin(t *testing.T) {
	f := startWhatsapi(t, without(oneGroup()))
	f.change(func(w *emulator.World) { w.Groups[0].JoinApprovalRequired = true })
	f.whatsapiSays("GET", "groups/join?invite_code="+groupCode, "Group joined", `"`+groupID+`"`) // Pending; the answer does not tell.
	f.whatsapiFails("GET", whatsapiGroupPath, 500, "you're not participating in that group")
	f.change(func(w *emulator.World) { w.Groups[0].JoinApprovalRequired = false })
	f.whatsapiSays("GET", "groups/join?invite_code="+groupCode, "Group joined", `"`+groupID+`"`)
	f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member", own: "member"})
	f.whatsapiFails("GET", "groups/join?invite_code="+groupCode, 500, "info query returned status 409: conflict")

	f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "ZyXwVuTsRqPoNmLkJiHgFe" })
	f.whatsapiFails("GET", "groups/join?invite_code="+groupCode, 500, "that group invite link has been revoked")
	f.whatsapiFails("GET", "groups/join?invite_code=nonsense", 500, "that group invite link is not valid")
	f.whatsapiFails("GET", "groups/invite-info?invite_link=https://chat.whatsapp.com/"+groupCode, 500, "that group invite link has been revoked")
	f.whatsapiFails("GET", "groups/invite-info?invite_link=https://chat.whatsapp.com/nonsense", 500, "that group invite link is not valid")
	f.unknowns(0)
	// whatsmeow takes the link for the code and the code for the link, which the document does not promise.
	f.whatsapiFails("GET", "groups/join?invite_code=https://chat.whatsapp.com/ZyXwVuTsRqPoNmLkJiHgFe", 500, "info query returned status 409: conflict")
	f.whatsapi("GET", "groups/invite-info?invite_link=ZyXwVuTsRqPoNmLkJiHgFe")
	f.whatsapiFails("GET", "groups/join", 400, "Bad Request: invite_code is missing")
	f.whatsapiFails("GET", "groups/invite-info", 400, "Bad Request: invite_link is missing")
	f.unknowns(4)
}

// form is a multipart body with one file, and its content type.
func form(t *testing.T, field string, content []byte) (body, contentType string) {
	t.Helper()
	var out bytes.Buffer
	writer := multipart.NewWriter(&out)
	part, err := writer.CreateFormFile(field, "picture.jpg")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String(), writer.FormDataContentType()
}

func TestWhatsapiPicture(t *testing.T) {
	picture, sum := photo(t)
	f := startWhatsapi(t, oneGroup())
	send := func(field string, content []byte) response {
		body, contentType := form(t, field, content)
		return f.do("PUT", "/whatsapi/api/instances/default/"+whatsapiGroupPath+"/profile-pic", body,
			"Authorization", "emulator", "Content-Type", contentType)
	}
	got := send("file", picture)
	if ok, _ := regexp.MatchString(`^{"error":false,"status":200,"message":"Group picture updated","data":"[0-9]+"}$`, got.body); !ok || got.status != 200 {
		t.Errorf("%+v", got)
	}
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
	if got := send("file", []byte("\x89PNG\r\n\x1a\n")); got != whatsapiFailure(500, "the given data is not a valid image") {
		t.Errorf("no JPEG: %+v", got)
	}
	f.unknowns(0)
	if got := send("picture", picture); got != whatsapiFailure(400, "Bad Request: http: no such file") {
		t.Errorf("another field: %+v", got)
	}
	f.whatsapiFails("PUT", whatsapiGroupPath+"/profile-pic", 400, "Bad Request: request Content-Type isn't multipart/form-data", `{"file":"AAAA"}`)
	f.unknowns(2)
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
}

func TestWhatsapiUnknown(t *testing.T) {
	for name, c := range map[string]struct {
		method, path, body string
		want               int
	}{
		"list without its slash":  {"GET", "groups", "", 404},
		"group with a slash":      {"GET", whatsapiGroupPath + "/", "", 404},
		"leave without its slash": {"DELETE", whatsapiGroupPath, "", 404},
		"remove as a POST":        {"POST", whatsapiGroupPath + "/participants/remove", `{"participants":[]}`, 404},
		"revoke":                  {"POST", whatsapiGroupPath + "/invite-code/revoke", "", 404},
		"approval":                {"PUT", whatsapiGroupPath + "/approval", "", 404},
		"query parameter":         {"GET", "groups/?exclude=participants", "", 200},
		"value of the query":      {"GET", "groups/?include_participants=no", "", 200},
		"locked as announce":      {"PUT", whatsapiGroupPath + "/announce?locked=true", "", 200},
		"field":                   {"PUT", whatsapiGroupPath + "/name", `{"name":"A","subject":"B"}`, 200},
		"field missing":           {"PUT", whatsapiGroupPath + "/description", `{"topic":"A"}`, 200},
		"number as a name":        {"PUT", whatsapiGroupPath + "/name", `{"name":5}`, 400},
		"objects":                 {"POST", whatsapiGroupPath + "/participants/add", `{"participants":[{"id":"12025550103"}]}`, 400},
		"no body":                 {"DELETE", whatsapiGroupPath + "/participants/remove", "", 400},
		"id without its suffix":   {"GET", "groups/120363000000000001", "", 500},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWhatsapi(t, oneGroup())
			if got := f.whatsapi(c.method, c.path, c.body); got.status != c.want || !strings.HasPrefix(got.body, `{"error":`) {
				t.Errorf("%+v", got)
			}
			f.unknowns(1)
		})
	}
	f := startWhatsapi(t, oneGroup())
	f.do("PUT", "/whatsapi/api/instances/default/"+whatsapiGroupPath+"/name", `{"name":"A"}`, "Authorization", "emulator", "Content-Type", "text/plain")
	f.unknowns(1)
	if name := f.group(groupID).Name; name != "Ops" {
		t.Errorf("the group is called %q", name)
	}
}

// TestDialects is about what the server does alike for all of them.
func TestDialects(t *testing.T) {
	f := startWhatsapi(t, oneGroup())
	f.faults(emulator.Fault{Match: `^(GET|POST) /(whatsapi/api|autonotify/(beta|nexus)/api)/`, Times: 3, Effect: "rate_limit"})
	if got := f.whatsapi("GET", "groups/"); got != whatsapiFailure(500, "info query returned status 429: rate-overlimit") {
		t.Errorf("%+v", got)
	}
	want := jsonText(500, `{"statusCode":500,"error":"Internal Server Error","message":"rate-overlimit","data":429}`)
	if got := f.beta("GET", "group/all"); got != want {
		t.Errorf("%+v", got)
	}
	f.nexusFails("GET", "group/list", "Falha ao obter lista de grupos",
		"falha ao obter grupos do usuário: falha ao obter lista de grupos: info query returned status 429: rate-overlimit")
	f.beta("GET", "group/all")
	var names []string
	for _, r := range f.server.Requests() {
		names = append(names, r.Dialect+" "+r.Path)
	}
	if diff := cmp.Diff([]string{
		"whatsapi /whatsapi/api/instances/default/groups/", "autonotify-beta /autonotify/beta/api/v1/group/all",
		"autonotify-nexus /autonotify/nexus/api/v1/group/list", "autonotify-beta /autonotify/beta/api/v1/group/all",
	}, names); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	got := f.do(http.MethodGet, "/elsewhere", "")
	if want := "the emulator has nothing here; its gateways are at /waha, /whatsapi, /autonotify/beta, /autonotify/nexus\n"; got.body != want {
		t.Errorf("%+v", got)
	}
}

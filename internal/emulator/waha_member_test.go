package emulator_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func participants(ids ...string) string {
	type participant struct {
		ID string `json:"id"`
	}
	people := []participant{}
	for _, id := range ids {
		people = append(people, participant{id})
	}
	body, err := json.Marshal(map[string]any{"participants": people})
	if err != nil {
		panic(err)
	}
	return string(body)
}

// addEverybody adds one person of each kind: new, already there, refusing, not on WhatsApp, recently left.
func addEverybody(t *testing.T, engine string) string {
	t.Helper()
	f := startWith(t, engine, oneGroup())
	got := f.waha("POST", "groups/"+groupID+"/participants/add",
		participants(carla+"@c.us", ben+"@c.us", "12025550104@c.us", "12025550105@c.us", "12025550106@c.us"))
	if got.status != 200 || got.contentType != "application/json; charset=utf-8" {
		t.Fatalf("%+v", got)
	}
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", carla: "member"})
	body := regexp.MustCompile(`"(code|Code|invite_code)":"\w{16}"`).ReplaceAllString(got.body, `"$1":"CODE"`)
	body = regexp.MustCompile(`100000000000106|[0-9]{15}@lid`).ReplaceAllStringFunc(body, func(lid string) string {
		if lid[:12] == "100000000000" {
			return lid
		}
		return "MADE@lid"
	})
	soon := fmt.Sprint(time.Now().Add(72 * time.Hour).Unix())[:6] // The same for some hours.
	body = regexp.MustCompile(`"expiration":"`+soon+`[0-9]{4}"`).ReplaceAllString(body, `"expiration":"SOON"`)
	body = regexp.MustCompile(`"invite_code_exp":`+soon+`[0-9]{4}`).ReplaceAllString(body, `"invite_code_exp":0`)
	return regexp.MustCompile(`"Expiration":"[^"]+"`).ReplaceAllString(body, `"Expiration":"SOON"`)
}

func TestAddNOWEB(t *testing.T) {
	wantJSON(t, `[
		{"status":"200","jid":"12025550103@s.whatsapp.net","content":{"tag":"participant","attrs":{"jid":"12025550103@s.whatsapp.net"}}},
		{"status":"409","jid":"12025550102@s.whatsapp.net","content":{"tag":"participant","attrs":{"error":"409","jid":"12025550102@s.whatsapp.net"}}},
		{"status":"403","jid":"12025550104@s.whatsapp.net","content":{"tag":"participant","attrs":{"error":"403","jid":"12025550104@s.whatsapp.net"},
			"content":[{"tag":"add_request","attrs":{"code":"CODE","expiration":"SOON"}}]}},
		{"status":"404","jid":"12025550105@s.whatsapp.net","content":{"tag":"participant","attrs":{"error":"404","jid":"12025550105@s.whatsapp.net"}}},
		{"status":"408","jid":"12025550106@s.whatsapp.net","content":{"tag":"participant","attrs":{"error":"408","jid":"12025550106@s.whatsapp.net"}}}]`,
		addEverybody(t, "NOWEB"))
}

func TestAddGOWS(t *testing.T) {
	row := func(phone, lid string, code int, request string) string {
		return fmt.Sprintf(`{"JID":"%[1]s@s.whatsapp.net","PhoneNumber":"%[1]s@s.whatsapp.net","LID":"%[2]s@lid","IsAdmin":false,`+
			`"IsSuperAdmin":false,"DisplayName":"","Error":%[3]d,"AddRequest":%[4]s}`, phone, lid, code, request)
	}
	wantJSON(t, "["+row(carla, "100000000000103", 0, "null")+","+row(ben, "100000000000102", 409, "null")+","+
		row("12025550104", "100000000000104", 403, `{"Code":"CODE","Expiration":"SOON"}`)+","+
		row("12025550105", "100000000000105", 404, "null")+","+row("12025550106", "MADE", 408, "null")+"]", addEverybody(t, "GOWS"))
}

func TestAddWEBJS(t *testing.T) {
	wantJSON(t, `{
		"12025550102@c.us":{"code":409,"message":"The participant is already a group member","isInviteV4Sent":false},
		"12025550103@c.us":{"code":200,"message":"The participant was added successfully","isInviteV4Sent":false},
		"12025550104@c.us":{"code":403,"message":"The participant can be added by sending private invitation only","isInviteV4Sent":true},
		"12025550105@c.us":{"code":404,"message":"The phone number is not registered on WhatsApp","isInviteV4Sent":false},
		"12025550106@c.us":{"code":408,"message":"You cannot add this participant because they recently left the group","isInviteV4Sent":false}}`,
		addEverybody(t, "WEBJS"))
}

func TestAddWPP(t *testing.T) {
	wantJSON(t, `{
		"12025550102@c.us":{"wid":"12025550102@c.us","code":409,"message":"Can't join this group because the number is already a member of it.","invite_code":null,"invite_code_exp":null},
		"12025550103@c.us":{"wid":"12025550103@c.us","code":200,"message":"OK","invite_code":null,"invite_code_exp":null},
		"12025550104@c.us":{"wid":"12025550104@c.us","code":403,"message":"Can't join this group because the number was restricted it.","invite_code":"CODE","invite_code_exp":0},
		"12025550105@c.us":{"wid":"12025550105@c.us","code":404,"message":"Can't join this group.","invite_code":null,"invite_code_exp":null},
		"12025550106@c.us":{"wid":"12025550106@c.us","code":408,"message":"Can't join this group.","invite_code":null,"invite_code_exp":null}}`,
		addEverybody(t, "WPP"))
}

func TestChangeMembers(t *testing.T) {
	path := "groups/" + groupID
	for engine, want := range map[string]struct{ remove, promote, demote response }{
		"NOWEB": {
			jsonText(200, `[{"status":"200","jid":"12025550102@s.whatsapp.net","content":{"tag":"participant","attrs":{"jid":"12025550102@s.whatsapp.net"}}}]`),
			jsonText(200, `[{"status":"200","jid":"12025550102@s.whatsapp.net","content":{"tag":"participant","attrs":{"jid":"12025550102@s.whatsapp.net"}}}]`),
			jsonText(200, `[{"status":"200","jid":"12025550101@s.whatsapp.net","content":{"tag":"participant","attrs":{"jid":"12025550101@s.whatsapp.net"}}}]`),
		},
		"GOWS": {
			jsonText(200, `[{"JID":"12025550102@s.whatsapp.net","PhoneNumber":"12025550102@s.whatsapp.net","LID":"100000000000102@lid","IsAdmin":true,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}]`),
			jsonText(200, `[{"JID":"12025550102@s.whatsapp.net","PhoneNumber":"12025550102@s.whatsapp.net","LID":"100000000000102@lid","IsAdmin":true,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}]`),
			jsonText(200, `[{"JID":"12025550101@s.whatsapp.net","PhoneNumber":"12025550101@s.whatsapp.net","LID":"100000000000101@lid","IsAdmin":false,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}]`),
		},
		"WEBJS": {jsonText(200, `{"status":200}`), jsonText(200, `{"status":200}`), jsonText(200, `{"status":200}`)},
		"WPP":   {empty, text(200, "true"), empty},
	} {
		f := startWith(t, engine, oneGroup())
		f.ask("POST", path+"/admin/promote", want.promote, participants(ben+"@c.us"))
		f.ask("POST", path+"/admin/demote", want.demote, participants(annaLID))
		f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "member", ben: "admin"})
		f.ask("POST", path+"/participants/remove", want.remove, participants(ben+"@c.us"))
		f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "member"})
	}
}

func TestChangeStrangers(t *testing.T) {
	path, body := "groups/"+groupID, participants(carla+"@c.us", ben+"@c.us")
	f := startWith(t, "NOWEB", oneGroup())
	f.ask("POST", path+"/participants/remove", jsonText(200, `[{"status":"404","jid":"12025550103@s.whatsapp.net","content":`+
		`{"tag":"participant","attrs":{"error":"404","jid":"12025550103@s.whatsapp.net"}}},{"status":"200","jid":"12025550102@s.whatsapp.net",`+
		`"content":{"tag":"participant","attrs":{"jid":"12025550102@s.whatsapp.net"}}}]`), body)
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin"})

	f = startWith(t, "WEBJS", oneGroup())
	f.ask("POST", path+"/participants/remove", jsonText(200, `{"status":200}`), body)
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin"})

	f = startWith(t, "WPP", oneGroup())
	f.fails("POST", path+"/participants/remove", page("group_participant_is_not_a_group_member"), body)
	f.fails("POST", path+"/admin/promote", page("group_participant_is_already_a_group_admin"), participants(anna+"@c.us"))
	f.fails("POST", path+"/admin/demote", page("group_participant_is_not_a_group_admin"), participants(ben+"@c.us"))
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
}

func TestNobodyAtAll(t *testing.T) {
	path := "groups/" + groupID
	for engine, want := range map[string]struct{ add, remove response }{
		"NOWEB": {jsonText(200, `[]`), jsonText(200, `[]`)},
		"GOWS":  {jsonText(200, `[]`), jsonText(200, `[]`)},
		"WEBJS": {jsonText(200, `{}`), jsonText(200, `{"status":200}`)},
		"WPP":   {jsonText(200, `{}`), empty},
	} {
		f := startWith(t, engine, oneGroup())
		f.ask("POST", path+"/participants/add", want.add, participants())
		f.ask("POST", path+"/participants/remove", want.remove, participants())
	}
}

func TestThePlainMemberChangesNobody(t *testing.T) {
	path := "groups/" + groupID
	for _, engine := range engines {
		f := startWith(t, engine, asMember())
		for route, body := range map[string]string{
			"/participants/add":    participants(carla + "@c.us"),
			"/participants/remove": participants(ben + "@c.us"),
			"/admin/promote":       participants(ben + "@c.us"),
		} {
			switch {
			case engine == "NOWEB":
				f.fails("POST", path+route, boom("forbidden", 403), body)
			case engine == "GOWS":
				f.fails("POST", path+route, grpc("info query returned status 403: forbidden"), body)
			case engine == "WPP":
				f.fails("POST", path+route, page("group_you_are_not_admin"), body)
			case route == "/participants/add":
				f.ask("POST", path+route, text(200, "AddParticipantsError: You have no admin rights to add a participant to a group"), body)
			default:
				f.fails("POST", path+route, page("r"), body)
			}
		}
		f.wantRoles(groupID, map[string]string{own: "member", anna: "superadmin", ben: "member"})
	}
}

// TestWPPLooksForRightsFirst keeps a plain member from hearing that the stranger whom it wants to remove is none.
func TestWPPLooksForRightsFirst(t *testing.T) {
	f := startWith(t, "WPP", asMember())
	path, refused := "groups/"+groupID, page("group_you_are_not_admin")
	f.fails("POST", path+"/participants/remove", refused, participants(carla+"@c.us"))
	f.fails("POST", path+"/admin/promote", refused, participants(anna+"@c.us"))
	f.fails("POST", path+"/admin/demote", refused, participants(anna+"@c.us"))
}

func TestTheCreatorStays(t *testing.T) {
	path := "groups/" + groupID
	for _, engine := range engines {
		world := asMember()
		world.Groups[0].Members[0].Role = "admin"
		f := startWith(t, engine, world)
		f.waha("POST", path+"/participants/remove", participants(anna+"@c.us"))
		f.waha("POST", path+"/admin/demote", participants(anna+"@c.us"))
		f.wantRoles(groupID, map[string]string{own: "admin", anna: "superadmin", ben: "member"})
	}
}

func TestParticipantsAreStrings(t *testing.T) {
	path := "groups/" + groupID + "/participants/add"
	body := `{"participants":["12025550103@c.us"]}`
	f := startWith(t, "NOWEB", oneGroup())
	f.ask("POST", path, jsonText(200, `[{"status":"404","jid":"undefined","content":{"tag":"participant","attrs":{"error":"404","jid":"undefined"}}}]`), body)
	f = startWith(t, "GOWS", oneGroup())
	f.fails("POST", path, grpc("info query returned status 400: bad-request"), body)
	f = startWith(t, "WEBJS", oneGroup())
	f.fails("POST", path, page("wid error: invalid wid"), body)
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
}

// askingToJoin has Carla ask to join by the link and Ben's neighbour asked for by Ben, who hides his number.
func askingToJoin(by string) emulator.World {
	world := oneGroup()
	if by == emulator.AddressedByLID {
		world = byLID()
	}
	at := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	world.Groups[0].JoinRequests = []emulator.JoinRequest{
		{Phone: carla, LID: "100000000000103@lid", RequestedAt: at},
		{Phone: "12025550107", LID: "100000000000107@lid", HidePhone: true, Method: "non_admin_add", AddedBy: anna,
			RequestedAt: at},
	}
	return world
}

func TestJoinRequests(t *testing.T) {
	path := "groups/" + groupID + "/participants/join-requests"
	f := startWith(t, "NOWEB", askingToJoin(emulator.AddressedByPhone))
	f.ask("GET", path, jsonText(200, `[`+
		`{"requesterId":"12025550103@c.us","requesterPn":"12025550103@c.us","addedById":null,"parentGroupId":null,`+
		`"requestMethod":"invite_link","timestamp":1772352000},`+
		`{"requesterId":"100000000000107@lid","requesterPn":null,"addedById":"12025550101@c.us","parentGroupId":null,`+
		`"requestMethod":"non_admin_add","timestamp":1772352000}]`))
	f.ask("POST", path+"/approve", jsonText(200, `[{"requesterId":"12025550103@c.us","success":true},`+
		`{"requesterId":"12025550106@c.us","success":false,"error":404}]`), participants(carla+"@c.us", "12025550106@c.us"))
	f.ask("POST", path+"/reject", jsonText(200, `[{"requesterId":"100000000000107@lid","success":true}]`),
		participants("100000000000107@lid"))
	f.ask("GET", path, jsonText(200, `[]`))
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", carla: "member"})

	// In a group by LID, a request has no other name.
	f = startWith(t, "GOWS", askingToJoin(emulator.AddressedByLID))
	f.ask("POST", path+"/approve", jsonText(200, `[{"requesterId":"12025550103@c.us","success":false,"error":404},`+
		`{"requesterId":"100000000000103@lid","success":true}]`), participants(carla+"@c.us", "100000000000103@lid"))
	// Who is added asks no more.
	f.waha("POST", "groups/"+groupID+"/participants/add", participants("12025550107@c.us"))
	if asking := f.group(groupID).JoinRequests; len(asking) != 0 {
		t.Errorf("%v still ask", asking)
	}
}

// TestJoinRequestsOfJoiners has the account ask to join a group of others, twice.
func TestJoinRequestsOfJoiners(t *testing.T) {
	world := oneGroup()
	g := &world.Groups[0]
	g.JoinApprovalRequired, g.Members = true, g.Members[1:]
	f := startWith(t, "NOWEB", world)
	for range 2 {
		f.waha("POST", "groups/join", `{"code":"`+f.group(groupID).InviteCode+`"}`)
	}
	if asking := f.group(groupID).JoinRequests; len(asking) != 1 || asking[0].Phone != own ||
		asking[0].Method != emulator.AskedByInviteLink {
		t.Errorf("%v ask", asking)
	}
}

// TestParticipantLists covers a group addressed by phone, and one addressed by LID in which Ben hides his phone.
func TestParticipantLists(t *testing.T) {
	path := "groups/" + groupID
	for _, c := range []struct {
		engine string
		world  emulator.World
		v1, v2 string
	}{
		{
			"NOWEB", oneGroup(),
			`[{"id":"12025550100@s.whatsapp.net","lid":"100000000000100@lid","admin":"superadmin"},
			{"id":"12025550101@s.whatsapp.net","lid":"100000000000101@lid","admin":"admin"},
			{"id":"12025550102@s.whatsapp.net","lid":"100000000000102@lid","admin":null}]`,
			`[{"id":"12025550100@c.us","role":"superadmin"},{"id":"12025550101@c.us","role":"admin"},{"id":"12025550102@c.us","role":"participant"}]`,
		},
		{
			"NOWEB", byLID(),
			`[{"id":"100000000000100@lid","phoneNumber":"12025550100@s.whatsapp.net","admin":"superadmin"},
			{"id":"100000000000101@lid","phoneNumber":"12025550101@s.whatsapp.net","admin":"admin"},
			{"id":"100000000000102@lid","admin":null}]`,
			`[{"id":"100000000000100@lid","pn":"12025550100@c.us","role":"superadmin"},
			{"id":"100000000000101@lid","pn":"12025550101@c.us","role":"admin"},{"id":"100000000000102@lid","role":"participant"}]`,
		},
		{
			"GOWS", oneGroup(),
			`[{"JID":"12025550100@s.whatsapp.net","PhoneNumber":"12025550100@s.whatsapp.net","LID":"100000000000100@lid","IsAdmin":true,"IsSuperAdmin":true,"DisplayName":"","Error":0,"AddRequest":null},
			{"JID":"12025550101@s.whatsapp.net","PhoneNumber":"12025550101@s.whatsapp.net","LID":"100000000000101@lid","IsAdmin":true,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null},
			{"JID":"12025550102@s.whatsapp.net","PhoneNumber":"12025550102@s.whatsapp.net","LID":"100000000000102@lid","IsAdmin":false,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}]`,
			`[{"id":"12025550100@c.us","pn":"12025550100@c.us","role":"superadmin"},{"id":"12025550101@c.us","pn":"12025550101@c.us","role":"admin"},
			{"id":"12025550102@c.us","pn":"12025550102@c.us","role":"participant"}]`,
		},
		{
			"GOWS", byLID(),
			`[{"JID":"100000000000100@lid","PhoneNumber":"12025550100@s.whatsapp.net","LID":"100000000000100@lid","IsAdmin":true,"IsSuperAdmin":true,"DisplayName":"","Error":0,"AddRequest":null},
			{"JID":"100000000000101@lid","PhoneNumber":"12025550101@s.whatsapp.net","LID":"100000000000101@lid","IsAdmin":true,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null},
			{"JID":"100000000000102@lid","PhoneNumber":"","LID":"100000000000102@lid","IsAdmin":false,"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null}]`,
			`[{"id":"100000000000100@lid","pn":"12025550100@c.us","role":"superadmin"},
			{"id":"100000000000101@lid","pn":"12025550101@c.us","role":"admin"},{"id":"100000000000102@lid","pn":"","role":"participant"}]`,
		},
		{
			"WEBJS", byLID(),
			`[{"id":{"server":"c.us","user":"12025550100","_serialized":"12025550100@c.us"},"isAdmin":true,"isSuperAdmin":true},
			{"id":{"server":"c.us","user":"12025550101","_serialized":"12025550101@c.us"},"isAdmin":true,"isSuperAdmin":false},
			{"id":{"server":"lid","user":"100000000000102","_serialized":"100000000000102@lid"},"isAdmin":false,"isSuperAdmin":false}]`,
			`[{"id":"12025550100@c.us","pn":"12025550100@c.us","role":"superadmin"},{"id":"12025550101@c.us","pn":"12025550101@c.us","role":"admin"},
			{"id":"100000000000102@lid","pn":null,"role":"participant"}]`,
		},
		{
			"WPP", byLID(),
			`[{"id":{"server":"lid","user":"100000000000100","_serialized":"100000000000100@lid"},"isAdmin":true,"isSuperAdmin":true},
			{"id":{"server":"lid","user":"100000000000101","_serialized":"100000000000101@lid"},"isAdmin":true,"isSuperAdmin":false},
			{"id":{"server":"lid","user":"100000000000102","_serialized":"100000000000102@lid"},"isAdmin":false,"isSuperAdmin":false}]`,
			`[{"id":"100000000000100@lid","pn":null,"role":"superadmin"},{"id":"100000000000101@lid","pn":null,"role":"admin"},
			{"id":"100000000000102@lid","pn":null,"role":"participant"}]`,
		},
		{
			"WPP", oneGroup(),
			`[{"id":{"server":"c.us","user":"12025550100","_serialized":"12025550100@c.us"},"isAdmin":true,"isSuperAdmin":true},
			{"id":{"server":"c.us","user":"12025550101","_serialized":"12025550101@c.us"},"isAdmin":true,"isSuperAdmin":false},
			{"id":{"server":"c.us","user":"12025550102","_serialized":"12025550102@c.us"},"isAdmin":false,"isSuperAdmin":false}]`,
			`[{"id":"12025550100@c.us","pn":null,"role":"superadmin"},{"id":"12025550101@c.us","pn":null,"role":"admin"},
			{"id":"12025550102@c.us","pn":null,"role":"participant"}]`,
		},
	} {
		f := startWith(t, c.engine, c.world)
		f.ask("GET", path+"/participants", jsonText(200, compact(t, c.v1)))
		f.ask("GET", path+"/participants/v2", jsonText(200, compact(t, c.v2)))
	}
}

func TestGroupByLID(t *testing.T) {
	path := "groups/" + groupID
	f := startWith(t, "NOWEB", byLID())
	var got map[string]any
	if err := json.Unmarshal([]byte(f.waha("GET", path).body), &got); err != nil {
		t.Fatal(err)
	}
	delete(got, "participants")
	want := map[string]any{
		"id": groupID, "addressingMode": "lid", "subject": "Ops", "subjectOwner": ownLID, "subjectOwnerPn": "12025550100@s.whatsapp.net",
		"subjectTime": 1767323045.0, "size": 3.0, "creation": 1767323045.0, "owner": ownLID, "ownerPn": "12025550100@s.whatsapp.net",
		"desc": "On call", "descId": got["descId"], "restrict": false, "announce": false, "isCommunity": false, "isCommunityAnnounce": false,
		"joinApprovalMode": false, "memberAddMode": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	// A member is found by LID and by phone alike, and results name the LID.
	f.ask("POST", path+"/admin/promote", jsonText(200, `[{"status":"200","jid":"100000000000102@lid","content":{"tag":"participant","attrs":`+
		`{"jid":"100000000000102@lid"}}}]`), participants(ben+"@c.us"))
	f.waha("POST", path+"/admin/demote", participants(benLID))
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
}

func TestJoinRequestsAreForAdmins(t *testing.T) {
	path := "groups/" + groupID + "/participants/join-requests"
	f := startWith(t, "NOWEB", asMember())
	f.fails("GET", path, boom("not-authorized", 401))
	f.fails("POST", path+"/approve", boom("not-authorized", 401), participants(carla+"@c.us"))
}

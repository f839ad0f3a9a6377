package emulator_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// invitees are Anna, who comes; one who is not to be added, and one who is not on WhatsApp.
const invitees = `{"name":"New","participants":[{"id":"12025550101@c.us"},{"id":"12025550104@c.us"},{"id":"12025550105@c.us"}]}`

// create makes a group and returns its id, the answer with the id, code and times blanked, and checks the world.
func create(t *testing.T, engine string) string {
	t.Helper()
	f := startWith(t, engine, oneGroup())
	got := f.waha("POST", "groups", invitees)
	if got.status != 201 || got.contentType != "application/json; charset=utf-8" {
		t.Fatalf("%+v", got)
	}
	groups := f.server.World().Groups
	g := groups[len(groups)-1]
	f.wantRoles(g.ID, map[string]string{own: "superadmin", anna: "member"})
	if g.Owner != own || g.AddressingMode != "pn" || g.MemberAddMode != "all_member_add" || g.DisappearingMessages != "off" {
		t.Errorf("%+v", g)
	}
	body := strings.ReplaceAll(got.body, strings.TrimSuffix(g.ID, "@g.us"), "ID")
	body = strings.ReplaceAll(body, g.CreatedAt.Format("2006-01-02T15:04:05Z"), "NOW")
	body = regexp.MustCompile(`"(Code|invite_code)":"\w{16}"`).ReplaceAllString(body, `"$1":"CODE"`)
	body = regexp.MustCompile(`"Expiration":"[^"]+"`).ReplaceAllString(body, `"Expiration":"SOON"`)
	return regexp.MustCompile(`:[0-9]{10}([,}])`).ReplaceAllString(body, `:0$1`)
}

func wantJSON(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(compact(t, want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCreateNOWEBListsWhoWasRefused(t *testing.T) {
	wantJSON(t, `{"id":"ID@g.us","addressingMode":"pn","subject":"New","subjectOwner":"12025550100@s.whatsapp.net","subjectTime":0,
		"size":4,"creation":0,"owner":"12025550100@s.whatsapp.net","restrict":false,"announce":false,"isCommunity":false,
		"isCommunityAnnounce":false,"joinApprovalMode":false,"memberAddMode":true,"participants":[
		{"id":"12025550100@s.whatsapp.net","lid":"100000000000100@lid","admin":"superadmin"},
		{"id":"12025550101@s.whatsapp.net","lid":"100000000000101@lid","admin":null},
		{"id":"12025550104@s.whatsapp.net","admin":null},{"id":"12025550105@s.whatsapp.net","admin":null}]}`, create(t, "NOWEB"))
}

func TestCreateGOWSKeepsTheErrors(t *testing.T) {
	wantJSON(t, `{"JID":"ID@g.us","OwnerJID":"12025550100@s.whatsapp.net","OwnerPN":"12025550100@s.whatsapp.net","Name":"New",
		"NameSetAt":"NOW","NameSetBy":"12025550100@s.whatsapp.net","NameSetByPN":"12025550100@s.whatsapp.net","Topic":"","TopicID":"",
		"TopicSetAt":"0001-01-01T00:00:00Z","TopicSetBy":"","TopicSetByPN":"","TopicDeleted":false,"IsLocked":false,"IsAnnounce":false,
		"AnnounceVersionID":"","IsEphemeral":false,"DisappearingTimer":0,"IsIncognito":false,"IsParent":false,
		"DefaultMembershipApprovalMode":"","LinkedParentJID":"","IsDefaultSubGroup":false,"IsJoinApprovalRequired":false,
		"AddressingMode":"pn","GroupCreated":"NOW","CreatorCountryCode":"","ParticipantVersionID":"","Participants":[
		{"JID":"12025550100@s.whatsapp.net","PhoneNumber":"12025550100@s.whatsapp.net","LID":"100000000000100@lid","IsAdmin":true,
			"IsSuperAdmin":true,"DisplayName":"","Error":0,"AddRequest":null},
		{"JID":"12025550101@s.whatsapp.net","PhoneNumber":"12025550101@s.whatsapp.net","LID":"100000000000101@lid","IsAdmin":false,
			"IsSuperAdmin":false,"DisplayName":"","Error":0,"AddRequest":null},
		{"JID":"12025550104@s.whatsapp.net","PhoneNumber":"12025550104@s.whatsapp.net","LID":"100000000000104@lid","IsAdmin":false,
			"IsSuperAdmin":false,"DisplayName":"","Error":403,"AddRequest":{"Code":"CODE","Expiration":"SOON"}},
		{"JID":"12025550105@s.whatsapp.net","PhoneNumber":"12025550105@s.whatsapp.net","LID":"100000000000105@lid","IsAdmin":false,
			"IsSuperAdmin":false,"DisplayName":"","Error":404,"AddRequest":null}],
		"ParticipantCount":2,"MemberAddMode":"all_member_add","Suspended":false}`, create(t, "GOWS"))
}

func TestCreateWEBJS(t *testing.T) {
	wantJSON(t, `{"title":"New","gid":{"server":"g.us","user":"ID","_serialized":"ID@g.us"},"participants":{
		"12025550101@c.us":{"statusCode":200,"message":"The participant was added successfully","isGroupCreator":false,"isInviteV4Sent":false},
		"12025550104@c.us":{"statusCode":403,"message":"The participant can be added by sending private invitation only","isGroupCreator":false,"isInviteV4Sent":true},
		"12025550105@c.us":{"statusCode":404,"message":"The phone number is not registered on WhatsApp","isGroupCreator":false,"isInviteV4Sent":false}
		}}`, create(t, "WEBJS"))
}

func TestCreateWPP(t *testing.T) {
	wantJSON(t, `{"gid":"ID@g.us","participants":{
		"12025550101@c.us":{"wid":"12025550101@c.us","code":200,"invite_code":null,"invite_code_exp":null},
		"12025550104@c.us":{"wid":"12025550104@c.us","code":403,"invite_code":"CODE","invite_code_exp":0},
		"12025550105@c.us":{"wid":"12025550105@c.us","code":404,"invite_code":null,"invite_code_exp":null}}}`, create(t, "WPP"))
}

func TestCreateRefused(t *testing.T) {
	body := `{"name":"` + strings.Repeat("x", 101) + `","participants":[]}`
	for _, engine := range engines {
		f := start(t, emulator.Options{WAHAEngine: engine})
		switch engine {
		case "NOWEB":
			f.fails("POST", "groups", boom("not-acceptable", 406), body)
		case "GOWS":
			f.fails("POST", "groups", grpc("info query returned status 406: not-acceptable"), body)
		case "WEBJS":
			f.ask("POST", "groups", text(201, "CreateGroupError: An unknown error occupied while creating a group"), body)
		case "WPP":
			f.fails("POST", "groups", page("r"), body)
		}
		if n := len(f.server.World().Groups); n != 0 {
			t.Errorf("%s: %d groups", engine, n)
		}
	}
}

func TestParticipantIDs(t *testing.T) {
	for _, engine := range engines {
		for id, accepted := range map[string]bool{
			"12025550101@c.us":           true,
			annaLID:                      true,
			"12025550101@s.whatsapp.net": engine == "NOWEB" || engine == "GOWS",
			"12025550101":                engine == "GOWS",
			"+12025550101@c.us":          engine == "GOWS",
			"somebody@c.us":              false,
		} {
			f := startWith(t, engine, oneGroup())
			body := `{"name":"New","participants":[{"id":"` + carla + `@c.us"},{"id":"` + id + `"}]}`
			if accepted {
				if got := f.waha("POST", "groups", body); got.status != 201 || len(f.server.World().Groups[1].Members) != 3 {
					t.Errorf("%s takes %s so: %+v", engine, id, got)
				}
				continue
			}
			want := page("wid error: invalid wid")
			switch engine {
			case "NOWEB":
				want = boom("bad-request", 400)
			case "GOWS":
				want = grpc("info query returned status 400: bad-request")
			}
			f.fails("POST", "groups", want, body)
			if n := len(f.server.World().Groups); n != 1 {
				t.Errorf("%s with %s: there are %d groups", engine, id, n)
			}
		}
	}
}

func TestCreateTrustsItsInput(t *testing.T) {
	for _, engine := range engines {
		f := start(t, emulator.Options{WAHAEngine: engine})
		f.fails("POST", "groups", typeError("map"), `{"name":"New"}`)
		f.fails("POST", "groups", typeError("map"))
	}
	f := start(t, emulator.Options{})
	got := f.waha("POST", "groups", `{"name":"New","participants":["12025550101@c.us"]}`)
	var made struct {
		ID           string
		Participants []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(got.body), &made); err != nil || got.status != 201 {
		t.Fatalf("%+v: %v", got, err)
	}
	if len(made.Participants) != 2 || made.Participants[1].ID != "undefined" {
		t.Errorf("%+v", made)
	}
	if n := len(f.group(made.ID).Members); n != 1 {
		t.Errorf("%d members", n)
	}
}

package emulator_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestInviteCode(t *testing.T) {
	path := "groups/" + groupID + "/invite-code"
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		if engine == "GOWS" { // Full links, and a revoke that revokes nothing.
			f.ask("GET", path, text(200, "https://chat.whatsapp.com/"+groupCode))
			f.ask("POST", path+"/revoke", text(200, "https://chat.whatsapp.com/"+groupCode))
			if code := f.group(groupID).InviteCode; code != groupCode {
				t.Errorf("GOWS revoked: %s", code)
			}
			continue
		}
		f.ask("GET", path, text(200, groupCode))
		got := f.waha("POST", path+"/revoke")
		if code := f.group(groupID).InviteCode; code == groupCode || got != text(200, code) {
			t.Errorf("%s: revoke answers %+v, the code is %s", engine, got, code)
		}
		if got := f.waha("GET", "groups/join-info?code="+groupCode); got.status != 500 {
			t.Errorf("%s: the old code still works: %+v", engine, got)
		}
	}
}

func TestInviteCodeOfAPlainMember(t *testing.T) {
	path := "groups/" + groupID + "/invite-code"
	f := startWith(t, "NOWEB", asMember())
	f.fails("GET", path, boom("not-authorized", 401))
	f.fails("POST", path+"/revoke", boom("not-authorized", 401))
	f = startWith(t, "GOWS", asMember())
	f.fails("GET", path, grpc("you don't have the permission to get the group's invite link"))
	f = startWith(t, "WEBJS", asMember())
	f.ask("GET", path, empty)
	f.fails("POST", path+"/revoke", page("r"))
	f = startWith(t, "WPP", asMember())
	f.fails("GET", path, page("group_you_are_not_admin"))
	if code := f.group(groupID).InviteCode; code != groupCode {
		t.Errorf("a member revoked the code: %s", code)
	}
}

func TestJoin(t *testing.T) {
	for _, engine := range engines {
		for _, code := range []string{groupCode, "https://chat.whatsapp.com/" + groupCode, "https://chat.whatsapp.com/" + groupCode + "?mode=ac_t"} {
			f := startWith(t, engine, without(oneGroup()))
			if got := f.waha("GET", "groups/join-info?code="+url.QueryEscape(code)); got.status != 200 || !strings.Contains(got.body, groupID) || !strings.Contains(got.body, "Ops") {
				t.Errorf("%s: join-info of %s: %+v", engine, code, got)
			}
			f.ask("POST", "groups/join", jsonText(200, `{"id":"`+groupID+`"}`), `{"code":"`+code+`"}`)
			f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member", own: "member"})
			f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
			again, refused := map[string]exception{
				"NOWEB": boom("conflict", 409), "GOWS": grpc("info query returned status 409: conflict"), "WEBJS": page("conflict"),
			}[engine]
			if refused {
				f.fails("POST", "groups/join", again, `{"code":"`+code+`"}`)
			} else {
				f.ask("POST", "groups/join", jsonText(200, `{"id":"`+groupID+`"}`), `{"code":"`+code+`"}`)
			}
			if n := len(f.group(groupID).Members); n != 3 {
				t.Errorf("%s: joined twice: %d members", engine, n)
			}
		}
	}
}

func TestJoinWithApprovalIsPending(t *testing.T) {
	for _, engine := range engines {
		world := without(oneGroup())
		world.Groups[0].JoinApprovalRequired = true
		f := startWith(t, engine, world)
		f.ask("POST", "groups/join", jsonText(200, `{"id":"`+groupID+`"}`), `{"code":"`+groupCode+`"}`)
		f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member"})
		f.ask("GET", "groups/count", jsonText(200, `{"count":0}`))
		f.setWorld(oneGroup()) // An admin approves.
		f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
	}
}

func TestDeadInvites(t *testing.T) {
	for _, engine := range engines {
		f := startWith(t, engine, without(oneGroup()))
		f.change(func(w *emulator.World) { w.Groups[0].InviteCode = "AnotherCode00000000000" })
		revoked, invalid := page("r"), page("r")
		switch engine {
		case "NOWEB":
			revoked, invalid = boom("gone", 410), boom("not-acceptable", 406)
		case "GOWS":
			revoked, invalid = grpc("that group invite link has been revoked"), grpc("that group invite link is not valid")
		}
		f.fails("GET", "groups/join-info?code="+groupCode, revoked)
		f.fails("POST", "groups/join", revoked, `{"code":"`+groupCode+`"}`)
		f.fails("GET", "groups/join-info?code=NeverWasACode000000000", invalid)
		f.fails("POST", "groups/join", invalid, `{"code":"NeverWasACode000000000"}`)
	}
}

func TestJoinInfoOnThePage(t *testing.T) {
	f := startWith(t, "WEBJS", without(oneGroup()))
	got := f.waha("GET", "groups/join-info?code="+groupCode)
	wantPrefix := `{"id":{"server":"g.us","user":"120363000000000001","_serialized":"120363000000000001@g.us"},"subject":"Ops","desc":"On call",` +
		`"owner":{"server":"c.us","user":"12025550100","_serialized":"12025550100@c.us"},"creation":1767323045,"size":2,"restrict":false,` +
		`"announce":false,"membershipApprovalMode":false,"participants":[`
	if !strings.HasPrefix(got.body, wantPrefix) {
		t.Errorf("%s", got.body)
	}
}

// TestInviteInfoOfOutsiders shows a few of the members, and how many there are.
func TestInviteInfoOfOutsiders(t *testing.T) {
	world := oneGroup()
	g := &world.Groups[0]
	g.Members[0] = emulator.Member{Phone: "12025550150", Role: "member"}
	for i := range 7 {
		g.Members = append(g.Members, emulator.Member{Phone: "1202555016" + itoa(int64(i)), Role: "member"})
	}
	for _, engine := range engines {
		f := startWith(t, engine, world)
		got := f.waha("GET", "groups/join-info?code="+groupCode).body
		shown := 0
		for i := range 7 {
			if strings.Contains(got, `"1202555016`+itoa(int64(i))) {
				shown++
			}
		}
		if shown != 1 || !strings.Contains(got, `"size":10`) && !strings.Contains(got, `"ParticipantCount":10`) {
			t.Errorf("%s: %s", engine, got)
		}
	}
}

package emulator_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestSettings(t *testing.T) {
	security := "groups/" + groupID + "/settings/security/"
	said := text(200, "true")
	for _, s := range []struct {
		path, field       string
		since             string
		saysTrue, toBegin bool
		notWPP            bool
		value             func(emulator.Group) bool
	}{
		{path: "info-admin-only", field: "adminsOnly", value: func(g emulator.Group) bool { return g.InfoAdminsOnly }},
		{path: "messages-admin-only", field: "adminsOnly", value: func(g emulator.Group) bool { return g.MessagesAdminsOnly }},
		{
			path: "member-add-mode", field: "membersCanAddNewMember", since: "2026.7.1", toBegin: true,
			value: func(g emulator.Group) bool { return g.MemberAddMode == "all_member_add" },
		},
		{
			path: "membership-approval", field: "newMembersApprovalRequired", since: "2026.8.1", saysTrue: true,
			value: func(g emulator.Group) bool { return g.JoinApprovalRequired },
		},
		{path: "member-share-history-mode", field: "membersCanShareHistory", since: "2026.8.9", saysTrue: true, notWPP: true},
	} {
		for engine, done := range map[string]response{"NOWEB": empty, "GOWS": empty, "WEBJS": said, "WPP": said} {
			if s.saysTrue {
				done = said
			}
			f := startWith(t, engine, oneGroup())
			if s.notWPP && engine == "WPP" {
				want := jsonText(501, `{"message":"The method is not implemented by 'WPP' engine. Check the docs and try another engine: `+
					`https://waha.devlike.pro/","error":"Not Implemented","statusCode":501}`)
				f.ask("GET", security+s.path, want)
				f.ask("PUT", security+s.path, want, `{"`+s.field+`":true}`)
				continue
			}
			value := map[bool]string{true: "true", false: "false"}
			f.ask("GET", security+s.path, jsonText(200, `{"`+s.field+`":`+value[s.toBegin]+`}`))
			f.ask("PUT", security+s.path, done, `{"`+s.field+`":`+value[!s.toBegin]+`}`)
			f.waha("GET", security+s.path) // May be stale.
			f.ask("GET", security+s.path, jsonText(200, `{"`+s.field+`":`+value[!s.toBegin]+`}`))
			if s.value != nil && s.value(f.group(groupID)) == s.toBegin {
				t.Errorf("%s: %s did not change the world", engine, s.path)
			}
			f.waha("PUT", security+s.path, `{"`+s.field+`":`+value[s.toBegin]+`}`)
			if s.value != nil && s.value(f.group(groupID)) != s.toBegin {
				t.Errorf("%s: %s did not change back", engine, s.path)
			}
		}
		if s.since != "" {
			world := oneGroup()
			f := start(t, emulator.Options{World: &world, WAHAVersion: s.since})
			f.ask("GET", security+s.path, jsonText(404, `{"message":"Cannot GET /api/default/`+security+s.path+`","error":"Not Found","statusCode":404}`))
			f.ask("PUT", security+s.path, jsonText(404, `{"message":"Cannot PUT /api/default/`+security+s.path+`","error":"Not Found","statusCode":404}`), `{}`)
		}
	}
}

func TestSettingOfAPlainMember(t *testing.T) {
	path := "groups/" + groupID + "/settings/security/info-admin-only"
	for _, engine := range engines {
		f := startWith(t, engine, asMember())
		body := `{"adminsOnly":true}`
		switch engine {
		case "NOWEB":
			f.fails("PUT", path, boom("not-authorized", 401), body)
		case "GOWS":
			f.fails("PUT", path, grpc("info query returned status 401: not-authorized"), body)
		case "WEBJS":
			f.ask("PUT", path, text(200, "false"), body)
		case "WPP":
			f.fails("PUT", path, page("group_you_are_not_admin"), body)
		}
		if f.group(groupID).InfoAdminsOnly {
			t.Errorf("%s: a member locked the group", engine)
		}
	}
}

func TestSettingIsJudgedByTruthiness(t *testing.T) {
	path := "groups/" + groupID + "/settings/security/info-admin-only"
	for _, c := range []struct {
		engine, body string
		want         bool
	}{
		{"NOWEB", `{"adminsOnly":"false"}`, true},
		{"NOWEB", `{"adminsOnly":0}`, false},
		{"NOWEB", `{}`, false},
		{"GOWS", `{}`, false},
		{"WEBJS", `{}`, true},
		{"WPP", `{}`, false},
	} {
		f := startWith(t, c.engine, oneGroup())
		f.waha("PUT", path, c.body)
		if got := f.group(groupID).InfoAdminsOnly; got != c.want {
			t.Errorf("%s %s: %t", c.engine, c.body, got)
		}
	}
}

package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

const unknownGroup = "120363999999999999@g.us"

// threeGroups are B, C and A, in this order; the account is not in the fourth.
func threeGroups() emulator.World {
	us := []emulator.Member{{Phone: own, LID: ownLID, Role: "superadmin"}}
	return emulator.World{
		Account: emulator.Account{Phone: own, LID: ownLID},
		Groups: []emulator.Group{
			{ID: "120363000000000001@g.us", Name: "B", CreatedAt: created(), Members: us},
			{ID: "120363000000000002@g.us", Name: "C", CreatedAt: created(), Members: us},
			{ID: "120363000000000003@g.us", Name: "A", CreatedAt: created(), Members: us},
			{ID: "120363000000000004@g.us", Name: "Not ours", CreatedAt: created()},
		},
	}
}

func TestListPagesAndSorts(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"", "B C A"},
		{"?limit=2", "B C"},
		{"?limit=2&offset=2", "A"},
		{"?limit=2&offset=4", ""},
		{"?offset=2", "B C A"}, // Without a limit the offset does not count.
		{"?sortBy=subject", "A B C"},
		{"?sortBy=subject&sortOrder=desc", "C B A"},
		{"?sortBy=id&sortOrder=desc&limit=1", "A"},
	} {
		f := startWith(t, "GOWS", threeGroups())
		var groups []struct{ Name string }
		if err := json.Unmarshal([]byte(f.waha("GET", "groups"+c.query).body), &groups); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, g := range groups {
			names = append(names, g.Name)
		}
		if diff := cmp.Diff(c.want, strings.Join(names, " ")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.query, diff)
		}
	}
}

func TestListRefusesABadQuery(t *testing.T) {
	f := startWith(t, "NOWEB", threeGroups())
	for query, message := range map[string]string{
		"sortBy=size":       "sortBy must be one of the following values: id, subject",
		"sortOrder=up":      "sortOrder must be one of the following values: asc, desc",
		"limit=all":         "limit must be a number conforming to the specified constraints",
		"offset=x":          "offset must be a number conforming to the specified constraints",
		"exclude=everybody": "each value in exclude must be one of the following values: , participants",
	} {
		f.ask("GET", "groups?"+query, jsonText(400, `{"message":["`+message+`"],"error":"Bad Request","statusCode":400}`))
	}
	if got := f.waha("GET", "groups?exclude="); got.status != 200 || !strings.Contains(got.body, "participants") {
		t.Errorf("an empty exclude: %+v", got)
	}
}

func TestListContainers(t *testing.T) {
	for engine, want := range map[string]struct{ empty, start string }{
		"NOWEB": {`{}`, `{"120363000000000001@g.us":{"id":"120363000000000001@g.us","addressingMode":"pn","subject":"B",`},
		"GOWS":  {`[]`, `[{"JID":"120363000000000001@g.us",`},
		"WEBJS": {`[]`, `[{"groupMetadata":{"id":{"server":"g.us","user":"120363000000000001","_serialized":"120363000000000001@g.us"},`},
		"WPP":   {`[]`, `[{"groupMetadata":{"id":{"server":"g.us","user":"120363000000000001","_serialized":"120363000000000001@g.us"},`},
	} {
		f := start(t, emulator.Options{WAHAEngine: engine})
		f.ask("GET", "groups", jsonText(200, want.empty))
		f.setWorld(threeGroups())
		f.ask("GET", "groups/count", jsonText(200, `{"count":3}`))
		full, lean := f.waha("GET", "groups").body, f.waha("GET", "groups?exclude=participants").body
		if !strings.HasPrefix(full, want.start) || strings.Contains(full, "Not ours") {
			t.Errorf("%s: %s", engine, full)
		}
		for _, name := range []string{`"participants":`, `"Participants":`} {
			if strings.Contains(lean, name) {
				t.Errorf("%s lists participants that were excluded: %s", engine, lean)
			}
		}
	}
}

func TestInfo(t *testing.T) {
	for engine, done := range map[string]response{
		"NOWEB": empty, "GOWS": empty, "WEBJS": text(200, "true"), "WPP": text(200, "true"),
	} {
		f := startWith(t, engine, oneGroup())
		f.ask("PUT", "groups/"+groupID+"/subject", done, `{"subject":"New <name>"}`)
		f.ask("PUT", "groups/"+groupID+"/description", done, `{"description":"New"}`)
		if g := f.group(groupID); g.Name != "New <name>" || g.Description != "New" {
			t.Errorf("%s: %+v", engine, g)
		}
		f.ask("PUT", "groups/"+groupID+"/description", done, `{"description":""}`)
		if g := f.group(groupID); g.Description != "" {
			t.Errorf("%s: the description is still %q", engine, g.Description)
		}
	}
}

func TestInfoTooLong(t *testing.T) {
	name, description := strings.Repeat("é", 101), strings.Repeat("é", 2049)
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		for path, body := range map[string]string{
			"groups/" + groupID + "/subject":     `{"subject":"` + name + `"}`,
			"groups/" + groupID + "/description": `{"description":"` + description + `"}`,
		} {
			switch engine {
			case "NOWEB":
				f.fails("PUT", path, boom("not-acceptable", 406), body)
			case "GOWS":
				f.fails("PUT", path, grpc("info query returned status 406: not-acceptable"), body)
			case "WEBJS":
				f.ask("PUT", path, text(200, "false"), body)
			case "WPP":
				f.fails("PUT", path, page("r"), body)
			}
		}
		f.waha("PUT", "groups/"+groupID+"/subject", `{"subject":"`+strings.TrimSuffix(name, "é")+`"}`)
		f.waha("PUT", "groups/"+groupID+"/description", `{"description":"`+strings.TrimSuffix(description, "é")+`"}`)
		if g := f.group(groupID); len([]rune(g.Name)) != 100 || len([]rune(g.Description)) != 2048 {
			t.Errorf("%s: what just fits was refused", engine)
		}
	}
}

func TestInfoOfAPlainMember(t *testing.T) {
	for _, engine := range engines {
		f := startWith(t, engine, asMember())
		f.waha("PUT", "groups/"+groupID+"/subject", `{"subject":"Open"}`)
		if name := f.group(groupID).Name; name != "Open" {
			t.Errorf("%s: a member may not rename an open group", engine)
		}
		f.change(func(w *emulator.World) { w.Groups[0].InfoAdminsOnly = true })
		body := `{"subject":"Locked"}`
		switch path := "groups/" + groupID + "/subject"; engine {
		case "NOWEB":
			f.fails("PUT", path, boom("not-authorized", 401), body)
		case "GOWS":
			f.fails("PUT", path, grpc("info query returned status 401: not-authorized"), body)
		case "WEBJS":
			f.ask("PUT", path, text(200, "false"), body)
		case "WPP":
			f.fails("PUT", path, page("you_are_not_allowed_set_group_subject"), body)
		}
		if name := f.group(groupID).Name; name != "Open" {
			t.Errorf("%s: a member renamed a locked group to %q", engine, name)
		}
	}
}

func TestEmptySubject(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{World: &world})
	want := jsonText(400, `{"message":["subject should not be empty"],"error":"Bad Request","statusCode":400}`)
	f.ask("PUT", "groups/"+groupID+"/subject", want, `{"subject":""}`)
	old := start(t, emulator.Options{World: &world, WAHAVersion: "2026.8.2"})
	old.fails("PUT", "groups/"+groupID+"/subject", boom("not-acceptable", 406), `{"subject":""}`)
}

func TestUnknownGroup(t *testing.T) {
	path := "groups/" + unknownGroup
	info, settings := `{"subject":"A"}`, path+"/settings/security/info-admin-only"

	f := startWith(t, "NOWEB", oneGroup())
	notFound := exception{Message: "Group with id '" + unknownGroup + "' not found"}
	f.fails("GET", path, notFound)
	f.fails("GET", path+"/participants", typeError("participants"))
	f.fails("GET", path+"/participants/v2", notFound)
	f.fails("GET", settings, notFound)
	f.fails("PUT", path+"/subject", boom("item-not-found", 404), info)
	f.fails("PUT", settings, boom("item-not-found", 404), `{"adminsOnly":true}`)
	f.fails("POST", path+"/leave", boom("item-not-found", 404))
	f.fails("GET", path+"/invite-code", boom("item-not-found", 404))
	f.fails("POST", path+"/participants/add", boom("item-not-found", 404), `{"participants":[{"id":"`+anna+`@c.us"}]}`)
	f.fails("GET", "groups/120363000000000001", exception{Message: "Group with id '120363000000000001' not found"})
	f.ask("GET", path+"/picture", jsonText(200, `{"url":null}`))

	f = startWith(t, "GOWS", oneGroup())
	f.fails("GET", path, grpc("not found"))
	f.fails("GET", path+"/participants", grpc("not found"))
	f.fails("GET", path+"/participants/v2", grpc("not found"))
	f.fails("GET", settings, grpc("not found"))
	f.fails("PUT", path+"/subject", grpc("info query returned status 404: item-not-found"), info)
	f.fails("POST", path+"/leave", grpc("info query returned status 404: item-not-found"))
	f.fails("GET", path+"/invite-code", grpc("that group does not exist"))

	f = startWith(t, "WEBJS", oneGroup())
	f.ask("GET", path, empty)
	f.fails("GET", path+"/participants", typeError("groupMetadata"))
	f.fails("GET", path+"/participants/v2", typeError("groupMetadata"))
	f.fails("GET", settings, typeError("groupMetadata"))
	f.fails("PUT", path+"/subject", typeError("groupMetadata"), info)
	f.fails("GET", path+"/invite-code", typeError("groupMetadata"))
	f.fails("GET", "groups/120363000000000001", page("r"))

	f = startWith(t, "WPP", oneGroup())
	f.ask("GET", path, empty)
	f.ask("GET", path+"/participants", jsonText(200, `[]`))
	f.ask("GET", path+"/participants/v2", jsonText(200, `[]`))
	f.ask("GET", settings, jsonText(200, `{"adminsOnly":false}`))
	f.fails("PUT", path+"/subject", page("group_not_exist"), info)
	f.fails("GET", path+"/invite-code", page("group_not_exist"))
}

func TestLeave(t *testing.T) {
	path := "groups/" + groupID
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		f.ask("POST", path+"/leave", empty)
		f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member"})
		if left := f.group(groupID).RecentlyLeft; len(left) != 1 {
			t.Errorf("%s: leaving through a gateway changed recently_left: %v", engine, left)
		}
		f.waha("GET", path) // The first read may still be stale.
		add := `{"participants":[{"id":"` + carla + `@c.us"}]}`
		switch engine {
		case "NOWEB":
			f.fails("GET", path, exception{Message: "Group with id '" + groupID + "' not found"})
			f.ask("GET", "groups", jsonText(200, `{}`))
			f.fails("POST", path+"/leave", boom("forbidden", 403))
			f.fails("POST", path+"/participants/add", boom("forbidden", 403), add)
			f.fails("GET", path+"/invite-code", boom("forbidden", 403))
		case "GOWS":
			f.fails("GET", path, grpc("not found"))
			f.ask("GET", "groups", jsonText(200, `[]`))
			f.fails("POST", path+"/leave", grpc("info query returned status 403: forbidden"))
			f.fails("POST", path+"/participants/add", grpc("info query returned status 403: forbidden"), add)
			f.fails("GET", path+"/invite-code", grpc("you're not participating in that group"))
		case "WEBJS":
			f.ask("POST", path+"/leave", empty)
			f.ask("POST", path+"/participants/add", text(200, "AddParticipantsError: You have no admin rights to add a participant to a group"), add)
			f.ask("POST", path+"/participants/remove", jsonText(200, `{"status":200}`), `{"participants":[{"id":"`+anna+`@c.us"}]}`)
			f.ask("PUT", path+"/subject", text(200, "false"), `{"subject":"A"}`)
			f.ask("GET", path+"/invite-code", empty)
		case "WPP":
			f.fails("POST", path+"/leave", page("r"))
			f.fails("POST", path+"/participants/add", page("r"), add)
			f.fails("GET", path+"/invite-code", page("r"))
		}
		if n := len(f.group(groupID).Members); n != 2 {
			t.Errorf("%s: %d members", engine, n)
		}
	}
}

func TestAChatOutlivesTheMembership(t *testing.T) {
	path := "groups/" + groupID
	for _, engine := range []string{"WEBJS", "WPP"} {
		f := startWith(t, engine, oneGroup())
		f.waha("POST", path+"/leave")
		f.waha("GET", path)
		for _, got := range []response{f.waha("GET", path), f.waha("GET", "groups")} {
			if !strings.Contains(got.body, `"name":"Ops"`) || !strings.Contains(got.body, anna) || strings.Contains(got.body, `"user":"`+own+`"},"isAdmin"`) {
				t.Errorf("%s: %s", engine, got.body)
			}
		}
		f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
		f.ask("DELETE", path, text(200, "true"))
		f.ask("GET", "groups", jsonText(200, `[]`))
		f.ask("GET", path, empty)
		f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member"})
		if got := f.waha("DELETE", path); got.status != 500 {
			t.Errorf("%s: a second DELETE answers %+v", engine, got)
		}
	}
	for _, engine := range []string{"NOWEB", "GOWS"} {
		f := startWith(t, engine, oneGroup())
		f.ask("DELETE", path, jsonText(501, `{"message":"The method is not implemented by '`+engine+`' engine. `+
			`Check the docs and try another engine: https://waha.devlike.pro/","error":"Not Implemented","statusCode":501}`))
	}
}

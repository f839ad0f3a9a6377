//nolint:misspell // The gateway speaks Portuguese.
package emulator_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func (f *fixture) nexus(method, path string, body ...string) response {
	f.t.Helper()
	return f.do(method, "/autonotify/nexus/api/v1/"+path, strings.Join(body, ""),
		"Authorization", "Bearer emulator", "X-User-ID", "default")
}

func (f *fixture) nexusSays(method, path, want string, body ...string) {
	f.t.Helper()
	if got := f.nexus(method, path, body...); got != jsonText(200, want) {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want)
	}
}

// nexusFails wants a failure of WhatsApp's, which is always a 500.
func (f *fixture) nexusFails(method, path, title, details string, body ...string) {
	f.t.Helper()
	want := jsonText(500, `{"details":"`+details+`","error":"`+title+`"}`)
	if got := f.nexus(method, path, body...); got != want {
		f.t.Errorf("%s %s:\n got %d %q %s\nwant %s", method, path, got.status, got.contentType, got.body, want.body)
	}
}

// nexusInvalid wants the answer of gin's validation.
func (f *fixture) nexusInvalid(path, details, body string) {
	f.t.Helper()
	want := jsonText(400, `{"details":"`+details+`","error":"Dados inválidos"}`)
	if got := f.nexus("POST", path, body); got != want {
		f.t.Errorf("%s:\n got %d %q %s\nwant %s", path, got.status, got.contentType, got.body, want.body)
	}
}

func startNexus(t *testing.T, world emulator.World) *fixture {
	t.Helper()
	return start(t, emulator.Options{World: &world})
}

// onGroup is a body about the group, with more fields if there are any.
func onGroup(more ...string) string {
	return `{"group_jid":"` + groupID + `"` + strings.Join(append([]string{""}, more...), ",") + `}`
}

func nexusRow(phone, lid, admin, super string) string {
	id := `"jid":"` + phone + `@s.whatsapp.net","phone_number":"` + phone + `@s.whatsapp.net","lid":"` + lid + `"`
	return `{` + id + `,"is_admin":` + admin + `,"is_super_admin":` + super + `}`
}

// nexusOps is the group as lists show it. Permissions are those of nobody, although the account is the creator.
var nexusOps = `{"jid":"120363000000000001@g.us","owner_jid":"12025550100@s.whatsapp.net","owner_pn":"12025550100@s.whatsapp.net",
	"name_info":{"name":"Ops","name_set_at":"2026-01-02T03:04:05Z","name_set_by":"12025550100@s.whatsapp.net","name_set_by_pn":"12025550100@s.whatsapp.net"},
	"topic_info":{"topic":"On call","topic_id":"3EB05463F72FC4BB99A3","topic_set_at":"2026-01-02T03:04:05Z",
		"topic_set_by":"12025550100@s.whatsapp.net","topic_set_by_pn":"12025550100@s.whatsapp.net","topic_deleted":false},
	"metadata":{"group_created":"2026-01-02T03:04:05Z"},
	"participants":[` + nexusRow(own, ownLID, "true", "true") + "," + nexusRow(anna, annaLID, "true", "false") + "," +
	nexusRow(ben, benLID, "false", "false") + `],
	"participant_count":3,
	"settings":{"is_locked":false,"is_announce":false,"is_ephemeral":false,"disappearing_timer":0,"is_incognito":false,
		"member_add_mode":"all_member_add","is_join_approval_required":false,"is_parent":false,"is_default_sub_group":false,"addressing_mode":"pn"},
	"user_permissions":{"is_participant":false,"is_admin":false,"is_super_admin":false,"can_send_messages":true,"can_edit_info":true,
		"can_add_members":true,"can_remove_members":false,"can_promote_members":false},
	"name":"Ops","topic":"On call","created":"2026-01-02T03:04:05Z","creator":"12025550100@s.whatsapp.net"}`

// nexusOpsAlone is the same group where it is read by itself: with its invite.
var nexusOpsAlone = strings.Replace(nexusOps, `"user_permissions"`,
	`"invite_info":{"code":"`+groupCode+`","revoke_count":0},"user_permissions"`, 1)

func TestNexusReads(t *testing.T) {
	f := startNexus(t, oneGroup())
	f.nexusSays("GET", "group/info?group_jid="+groupID, compact(t, `{"data":`+nexusOpsAlone+`,"success":true}`))
	f.nexusSays("GET", "group/list", compact(t, `{"data":[`+nexusOps+`],"success":true}`))
	if got, want := f.nexus("GET", "group/list/admin"), jsonText(500, `{"error":"Formato de resposta inválido"}`); got != want {
		t.Errorf("%+v", got)
	}
	f.nexusSays("GET", "group/invite-link?group_jid="+groupID, `{"invite_link":"https://chat.whatsapp.com/`+groupCode+`","success":true}`)
	const failure, details = "Falha ao obter informações do grupo", "falha ao obter informações do grupo: falha ao obter informações do grupo: "
	f.nexusFails("GET", "group/info?group_jid=120363999999999999@g.us", failure, details+"that group does not exist")
	f.unknowns(0)

	// Without a description its time is left out, and without a right to it so is the invite.
	f.change(func(w *emulator.World) { w.Groups[0].Description, w.Groups[0].InfoAdminsOnly = "", true })
	got := f.nexus("GET", "group/info?group_jid="+groupID).body
	if !strings.Contains(got, `"topic_info":{"topic":"","topic_deleted":false}`) || strings.Contains(got, "invite_info") || !strings.Contains(got, `"can_edit_info":false`) {
		t.Error(got)
	}
	f.setWorld(asMember())
	f.nexusFails("GET", "group/invite-link?group_jid="+groupID, "Falha ao obter link de convite", "falha ao obter link de convite do grupo: "+
		"falha ao obter link de convite: you don't have the permission to get the group's invite link")
	f.setWorld(without(oneGroup()))
	f.nexusFails("GET", "group/info?group_jid="+groupID, failure, details+"you're not participating in that group")
	f.nexusSays("GET", "group/list", `{"data":[],"success":true}`)
	f.unknowns(0)
}

func TestNexusCreate(t *testing.T) {
	f := startNexus(t, oneGroup())
	got := f.nexus("POST", "group/create", `{"name":"Dev","participants":["12025550103@s.whatsapp.net","12025550104@s.whatsapp.net"]}`)
	type info struct {
		JID          string          `json:"jid"`
		Name         string          `json:"name"`
		Participants json.RawMessage `json:"participants"`
	}
	var created struct {
		Success bool
		Message string
		Data    info
	}
	if err := json.Unmarshal([]byte(got.body), &created); err != nil || got.status != 201 || !created.Success ||
		created.Message != "Grupo criado com sucesso" || created.Data.Name != "Dev" {
		t.Fatalf("%v: %+v", err, got)
	}
	// Nothing tells that somebody was refused.
	wantJSON(t, "["+nexusRow(own, ownLID, "true", "true")+","+nexusRow(carla, carlaLID, "false", "false")+"]", string(created.Data.Participants))
	f.wantRoles(created.Data.JID, map[string]string{own: "superadmin", carla: "member"})

	// What is no number at all is told.
	got = f.nexus("POST", "group/create", `{"name":"Dev","participants":["12025550103@s.whatsapp.net"," "]}`)
	masked := regexp.MustCompile(`"group_info":\{.*\},"participant_errors"`).ReplaceAllString(got.body, `"group_info":{},"participant_errors"`)
	if want := `{"data":{"group_info":{},"participant_errors":{" ":"número do participante não pode estar vazio"},` +
		`"successful_adds":["12025550103@s.whatsapp.net"],"failed_adds":[" "]},"message":"Grupo criado com sucesso","success":true}`; masked != want || got.status != 201 {
		t.Errorf("%d %s", got.status, masked)
	}
	got = f.nexus("POST", "group/create", `{"name":"Dev","participants":["12025550103@s.whatsapp.net","anna"]}`)
	if got.status != 201 || !strings.Contains(got.body, `"failed_adds":["anna"]`) {
		t.Errorf("%+v", got)
	}
	f.nexusFails("POST", "group/create", "Falha ao criar grupo", "falha ao criar grupo: nenhum participante válido fornecido",
		`{"name":"Dev","participants":[" "]}`)
	f.nexusFails("POST", "group/create", "Falha ao criar grupo", "falha ao criar grupo: falha ao criar grupo: info query returned status 406: not-acceptable",
		`{"name":"`+strings.Repeat("x", 101)+`","participants":["12025550103@s.whatsapp.net"]}`)
	f.nexusInvalid("group/create", "Key: 'CreateGroupRequest.Participants' Error:Field validation for 'Participants' failed on the 'min' tag",
		`{"name":"Dev","participants":[]}`)
	f.unknowns(0)
	f.nexusInvalid("group/create", "Key: 'CreateGroupRequest.Name' Error:Field validation for 'Name' failed on the 'required' tag\\n"+
		"Key: 'CreateGroupRequest.Participants' Error:Field validation for 'Participants' failed on the 'required' tag", `{}`)
	f.unknowns(1)
	if n := len(f.server.World().Groups); n != 4 {
		t.Errorf("%d groups", n)
	}
}

// TestNexusMembers: every answer is a success, whatever became of whom.
func TestNexusMembers(t *testing.T) {
	f := startNexus(t, oneGroup())
	for _, c := range []struct{ action, people, done string }{
		{"add", `"12025550103@s.whatsapp.net","12025550102@s.whatsapp.net","12025550104@s.whatsapp.net","12025550105@s.whatsapp.net"`, "adicionados"},
		{"promote", `"` + benLID + `","12025550199@s.whatsapp.net"`, "promovidos"},
		{"demote", `"12025550101@s.whatsapp.net","12025550100@s.whatsapp.net"`, "rebaixados"},
		{"remove", `"12025550101@s.whatsapp.net","12025550199@s.whatsapp.net"`, "removidos"},
	} {
		f.nexusSays("POST", "group/participants/"+c.action, `{"message":"Participantes `+c.done+` com sucesso","success":true}`,
			onGroup(`"participants":[`+c.people+`]`))
	}
	f.wantRoles(groupID, map[string]string{own: "superadmin", ben: "admin", carla: "member"})
	f.nexusInvalid("group/participants/add", "Key: 'AddParticipantsRequest.Participants' Error:Field validation for 'Participants' failed on the 'min' tag",
		onGroup(`"participants":[]`))
	f.nexusFails("POST", "group/participants/add", "Falha ao adicionar participantes", "falha ao adicionar participantes ao grupo: "+
		"falha ao validar participante : número do participante não pode estar vazio", onGroup(`"participants":[""]`))
	f.nexusFails("POST", "group/participants/add", "Falha ao adicionar participantes", "falha ao adicionar participantes ao grupo: "+
		"falha ao adicionar participantes ao grupo: info query returned status 400: bad-request", onGroup(`"participants":["abc"]`))
	f.setWorld(asMember())
	f.nexusFails("POST", "group/participants/remove", "Falha ao remover participantes", "falha ao remover participantes do grupo: "+
		"falha ao remover participantes do grupo: info query returned status 403: forbidden", onGroup(`"participants":["12025550102@s.whatsapp.net"]`))
	f.unknowns(0)
}

// TestNexusNumbers: what looks like a Brazilian number without its country code becomes one.
func TestNexusNumbers(t *testing.T) {
	for sent, want := range map[string]string{
		"+55 (11) 99999-0000":         "5511999990000",
		"11 99999.0000":               "5511999990000", // 11 digits and a Brazilian area code.
		"1133334444":                  "551133334444",
		"12025550103":                 "5512025550103", // A North American number in full.
		"+1 202 555 0103":             "5512025550103",
		"12025550103@s.whatsapp.net":  "12025550103",
		" 12025550103@s.whatsapp.net": "12025550103",
		"15551234567":                 "15551234567",
		"2025550103":                  "2025550103", // 20 is no area code.
		"447700900123":                "447700900123",
		"99912345678":                 "99912345678",
	} {
		f := startNexus(t, oneGroup())
		f.nexusSays("POST", "group/participants/add", `{"message":"Participantes adicionados com sucesso","success":true}`, onGroup(`"participants":["`+sent+`"]`))
		f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", want: "member"})
	}
}

func TestNexusHidesPhones(t *testing.T) {
	f := startNexus(t, byLID())
	for _, answer := range []response{f.nexus("GET", "group/info?group_jid="+groupID), f.nexus("GET", "group/list")} {
		if answer.status != 200 || strings.Contains(answer.body, ben) || !strings.Contains(answer.body, benLID) {
			t.Errorf("%d %s", answer.status, answer.body)
		}
	}
	f.nexus("POST", "group/participants/remove", onGroup(`"participants":["`+benLID+`"]`))
	f.nexus("POST", "group/participants/add", onGroup(`"participants":["`+benLID+`"]`))
	if got := f.nexus("GET", "group/info?group_jid="+groupID).body; strings.Contains(got, ben) || !strings.Contains(got, benLID) {
		t.Error(got)
	}
}

func TestNexusUnknown(t *testing.T) {
	notFound := response{404, "text/plain", "404 page not found"}
	for _, c := range [][2]string{
		{"GET", "/api/v1/group/nothing"}, {"POST", "/api/v1/group/list"}, {"GET", "/api/v1/group/list/"},
		{"PUT", "/api/v1/group/members"}, {"POST", "/health"}, {"GET", "/api/v1/community/info"},
	} {
		f := startNexus(t, oneGroup())
		if got := f.do(c[0], "/autonotify/nexus"+c[1], ""); got != notFound { // Without a key, for which gin does not ask first.
			t.Errorf("%s: %+v", c, got)
		}
		f.unknowns(1)
	}
	// A missing last slash is put there by a redirect.
	slashless := startNexus(t, oneGroup())
	if got := slashless.nexus("GET", "session"); got.status != 200 || !strings.Contains(got.body, `"connected":true`) {
		t.Errorf("the session without its slash: %+v", got)
	}
	for name, c := range map[string]struct {
		method, path, body string
		want               int
	}{
		"query parameter":        {"GET", "group/list?limit=3", "", 200},
		"group_jid missing":      {"GET", "group/info", "", 400},
		"field":                  {"POST", "group/update/name", onGroup(`"new_name":"A"`, `"name":"A"`), 200},
		"field in another case":  {"POST", "group/update/name", onGroup(`"New_Name":"A"`), 200},
		"field missing":          {"POST", "group/update/name", onGroup(`"name":"A"`), 400},
		"boolean as a text":      {"POST", "group/set-locked", onGroup(`"locked":"true"`), 400},
		"null":                   {"POST", "group/set-locked", onGroup(`"locked":null`), 200},
		"objects":                {"POST", "group/participants/add", onGroup(`"participants":[{"phoneNumber":"1"}]`), 400},
		"malformed JSON":         {"POST", "group/leave", `{"group_jid":`, 400},
		"no body":                {"POST", "group/leave", "", 400},
		"id without its suffix":  {"POST", "group/leave", `{"group_jid":"120363000000000001"}`, 500},
		"user_id where there is": {"POST", "group/update/topic", onGroup(`"new_topic":"A"`, `"user_id":"default"`), 500},
	} {
		t.Run(name, func(t *testing.T) {
			f := startNexus(t, oneGroup())
			if got := f.nexus(c.method, c.path, c.body); got.status != c.want {
				t.Errorf("%+v", got)
			}
			f.unknowns(1)
		})
	}
	f := startNexus(t, oneGroup())
	f.nexusInvalid("group/leave", "EOF", "")
	f.nexusFails("POST", "group/leave", "Falha ao sair do grupo", "falha ao sair do grupo: JID não é um grupo: 120363000000000001", `{"group_jid":"120363000000000001"}`)
	if diff := cmp.Diff(3, len(f.group(groupID).Members)); diff != "" {
		t.Error(diff)
	}
}

package emulator_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestNexusTexts(t *testing.T) {
	f := startNexus(t, oneGroup())
	f.nexusSays("POST", "group/update/name", `{"message":"Nome do grupo atualizado com sucesso","success":true}`, onGroup(`"new_name":"Dev"`))
	f.nexusInvalid("group/update/name", "Key: 'UpdateGroupNameRequest.NewName' Error:Field validation for 'NewName' failed on the 'required' tag",
		onGroup(`"new_name":""`))
	if name := f.group(groupID).Name; name != "Dev" {
		t.Errorf("the group is called %q", name)
	}
	conflict := func(topic string) {
		t.Helper()
		f.nexusFails("POST", "group/update/topic", "Falha ao atualizar tópico do grupo", "falha ao atualizar tópico do grupo: "+
			"falha ao atualizar tópico do grupo: info query returned status 409: conflict", onGroup(`"new_topic":"`+topic+`"`))
	}
	conflict("First") // There is a description already, whoever wrote it.
	f.change(func(w *emulator.World) { w.Groups[0].Description = "" })
	f.nexusSays("POST", "group/update/topic", `{"message":"Tópico do grupo atualizado com sucesso","success":true}`, onGroup(`"new_topic":"First"`))
	conflict("Second")
	conflict("First")
	f.nexusInvalid("group/update/topic", "Key: 'UpdateGroupTopicRequest.NewTopic' Error:Field validation for 'NewTopic' failed on the 'required' tag",
		onGroup(`"new_topic":""`))
	if got := f.group(groupID).Description; got != "First" {
		t.Errorf("description %q", got)
	}
	f.unknowns(0)
	world := asMember()
	world.Groups[0].InfoAdminsOnly = true
	f.setWorld(world)
	f.nexusFails("POST", "group/update/topic", "Falha ao atualizar tópico do grupo", "falha ao atualizar tópico do grupo: "+
		"falha ao atualizar tópico do grupo: info query returned status 401: not-authorized", onGroup(`"new_topic":"A"`))
}

// TestNexusSwitches: what needs a boolean can be switched on, and off since aad68a0.
func TestNexusSwitches(t *testing.T) {
	f := startNexus(t, oneGroup())
	for _, on := range []bool{true, false} {
		f.nexusSays("POST", "group/set-locked",
			`{"message":"Status de bloqueio do grupo alterado com sucesso","success":true}`, onGroup(fmt.Sprintf(`"locked":%t`, on)))
		f.nexusSays("POST", "group/set-announce",
			`{"message":"Modo de anúncio do grupo alterado com sucesso","success":true}`, onGroup(fmt.Sprintf(`"announce":%t`, on)))
		if g := f.group(groupID); g.InfoAdminsOnly != on || g.MessagesAdminsOnly != on {
			t.Errorf("%t: %+v", on, g)
		}
	}
	f.nexusInvalid("group/set-locked", "json: cannot unmarshal string into Go struct field SetGroupLockedRequest.locked of type bool",
		onGroup(`"locked":"no"`))
}

// TestNexusSwitchesOfAnOlderCommit can be switched on and never off.
func TestNexusSwitchesOfAnOlderCommit(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{NexusCommit: "a3c8f56", World: &world})
	f.nexusSays("POST", "group/set-locked", `{"message":"Status de bloqueio do grupo alterado com sucesso","success":true}`, onGroup(`"locked":true`))
	f.nexusSays("POST", "group/set-announce", `{"message":"Modo de anúncio do grupo alterado com sucesso","success":true}`, onGroup(`"announce":true`))
	f.nexusInvalid("group/set-locked", "Key: 'SetGroupLockedRequest.Locked' Error:Field validation for 'Locked' failed on the 'required' tag",
		onGroup(`"locked":false`))
	f.nexusInvalid("group/set-announce", "Key: 'SetGroupAnnounceRequest.Announce' Error:Field validation for 'Announce' failed on the 'required' tag",
		onGroup(`"announce":false`))
	if g := f.group(groupID); !g.InfoAdminsOnly || !g.MessagesAdminsOnly {
		t.Errorf("%+v", g)
	}
	for _, mode := range []string{"on", "off"} {
		f.nexusSays("POST", "group/set-join-approval", `{"message":"Modo de aprovação de entrada do grupo alterado com sucesso","success":true}`,
			onGroup(`"mode":"`+mode+`"`))
		if got := f.group(groupID).JoinApprovalRequired; got != (mode == "on") {
			t.Errorf("approval %t after %s", got, mode)
		}
	}
	for _, mode := range []string{"admin_add", "all_member_add"} {
		f.nexusSays("POST", "group/set-member-add-mode", `{"message":"Modo de adição de membros do grupo alterado com sucesso","success":true}`,
			onGroup(`"mode":"`+mode+`"`))
		if got := f.group(groupID).MemberAddMode; got != mode {
			t.Errorf("mode %s after %s", got, mode)
		}
	}
	f.nexusInvalid("group/set-member-add-mode", "Key: 'SetGroupMemberAddModeRequest.Mode' Error:Field validation for 'Mode' failed on the 'oneof' tag",
		onGroup(`"mode":"admins"`))
	f.nexusInvalid("group/set-join-approval", "Key: 'SetGroupJoinApprovalModeRequest.Mode' Error:Field validation for 'Mode' failed on the 'required' tag",
		onGroup(`"mode":""`))
	f.unknowns(0)
}

func TestNexusCommits(t *testing.T) {
	if _, err := emulator.New(emulator.Options{NexusCommit: "27e6120"}); err == nil {
		t.Error("an unknown commit is taken")
	}
}

func TestNexusPicture(t *testing.T) {
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
	f := startNexus(t, oneGroup())
	got := f.nexus("POST", "group/update/picture", onGroup(`"image_url":"`+source.URL+`/a.jpg"`))
	if ok, _ := regexp.MatchString(`^{"data":{"message":"foto do grupo atualizada","picture_id":"[0-9]+"},`+
		`"message":"Foto do grupo atualizada com sucesso","success":true}$`, got.body); !ok || got.status != 200 {
		t.Errorf("%+v", got)
	}
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
	const failure, details = "Falha ao atualizar foto do grupo", "falha ao atualizar foto do grupo: "
	f.nexusFails("POST", "group/update/picture", failure, details+"falha ao baixar imagem: HTTP 404 - 404 Not Found",
		onGroup(`"image_url":"`+source.URL+`/b.jpg"`))
	f.nexusFails("POST", "group/update/picture", failure, details+"falha ao converter imagem para JPEG: "+
		"falha ao decodificar imagem (formato: ): image: unknown format", onGroup(`"image_url":"`+source.URL+`/a.txt"`))
	if got := f.group(groupID).PictureSHA256; got != sum {
		t.Errorf("sha256 %s, want %s", got, sum)
	}
	f.unknowns(0)
}

func TestNexusInvite(t *testing.T) {
	f := startNexus(t, oneGroup())
	got := f.nexus("POST", "group/invite-link/revoke", onGroup())
	code := f.group(groupID).InviteCode
	if want := `{"invite_link":"https://chat.whatsapp.com/` + code + `","message":"Link de convite revogado e novo gerado com sucesso","success":true}`; got != jsonText(200, want) || code == groupCode {
		t.Errorf("code %s: %+v", code, got)
	}
	f.nexusSays("POST", "group/leave", `{"message":"Saiu do grupo com sucesso","success":true}`, onGroup())
	f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member"})
	f.nexusFails("POST", "group/leave", "Falha ao sair do grupo",
		"falha ao sair do grupo: falha ao sair do grupo: info query returned status 403: forbidden", onGroup())
	f.unknowns(0)
}

func TestNexusJoin(t *testing.T) {
	join := func(link string) string { return `{"user_id":"anybody","link":"` + link + `"}` }
	const failure, details = "Falha ao entrar no grupo via link", "falha ao entrar no grupo com o link: "
	for _, link := range []string{groupCode, "https://chat.whatsapp.com/" + groupCode} {
		f := startNexus(t, without(oneGroup()))
		f.change(func(w *emulator.World) { w.Groups[0].JoinApprovalRequired = true })
		// The account has asked to join, and the answer is a failure all the same.
		f.nexusFails("POST", "group/join", failure, details+"falha ao obter informações do grupo: you're not participating in that group", join(link))
		f.change(func(w *emulator.World) { w.Groups[0].JoinApprovalRequired = false })
		if got := f.nexus("POST", "group/join", join(link)); got.status != 200 || got.body[:40] != `{"data":{"jid":"120363000000000001@g.us"` {
			t.Errorf("%+v", got)
		}
		f.wantRoles(groupID, map[string]string{anna: "admin", ben: "member", own: "member"})
		f.nexusFails("POST", "group/join", failure, details+"falha ao entrar no grupo: info query returned status 409: conflict", join(link))
		f.unknowns(0)
	}
	f := startNexus(t, oneGroup())
	f.nexus("POST", "group/invite-link/revoke", onGroup())
	f.nexusFails("POST", "group/join", failure, details+"falha ao entrar no grupo: that group invite link has been revoked", join(groupCode))
	f.nexusFails("POST", "group/join", failure, details+"falha ao entrar no grupo: that group invite link is not valid", join("nonsense"))
	f.nexusFails("POST", "group/join", failure, details+"link de convite inválido: http://chat.whatsapp.com/A", join("http://chat.whatsapp.com/A"))
	f.unknowns(0)
	f.nexusInvalid("group/join", "Key: 'JoinGroupWithLinkRequest.UserID' Error:Field validation for 'UserID' failed on the 'required' tag", `{"link":"A"}`)
	f.unknowns(1)
}

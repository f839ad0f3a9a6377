package emulator_test

import (
	"encoding/json"
	"regexp"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestNexusHealth(t *testing.T) {
	f := startNexus(t, oneGroup())
	got := f.do("GET", "/autonotify/nexus/health", "")
	if ok, _ := regexp.MatchString(`^{"service":"WhatsApp API","status":"ok","timestamp":"[0-9T:-]+Z"}$`, got.body); !ok || got.status != 200 {
		t.Errorf("%+v", got)
	}
}

func TestNexusSession(t *testing.T) {
	f := startNexus(t, oneGroup())
	session := func(want string) {
		t.Helper()
		got := f.nexus("GET", "session/")
		masked := regexp.MustCompile(`"(created_at|last_active)":"[^"]+"`).ReplaceAllString(got.body, `"$1":"THEN"`)
		if got.status != 200 || masked != want {
			t.Errorf("%d %s", got.status, masked)
		}
	}
	session(`{"id":"default","status":"connected","connected":true,"created_at":"THEN","last_active":"THEN","phone_number":"12025550100"}`)
	f.change(func(w *emulator.World) { w.Account.Status = "logged_out" })
	session(`{"id":"default","status":"not_authenticated","connected":false,"created_at":"THEN","last_active":"THEN"}`)
	f.nexusFails("GET", "group/list", "Falha ao obter lista de grupos", "falha ao obter grupos do usuário: sessão não conectada: default")
	f.nexusFails("GET", "group/list/admin", "Falha ao obter lista de grupos", "falha ao obter grupos do usuário: sessão não conectada: default")
	f.nexusFails("POST", "group/set-locked", "Falha ao alterar status de bloqueio do grupo",
		"falha ao alterar status de bloqueio do grupo: sessão não conectada: default", onGroup(`"locked":true`))
	for path, want := range map[string]string{"group/create": "Sessão não está ativa ou conectada", "message/check-number": "Cliente não está conectado"} {
		body := `{"name":"A","participants":["12025550103@s.whatsapp.net"]}`
		if path != "group/create" {
			body = `{"number":"12025550103"}`
		}
		if got := f.nexus("POST", path, body); got != jsonText(400, `{"error":"`+want+`"}`) {
			t.Errorf("%s: %+v", path, got)
		}
	}
	f.unknowns(0)
	if g := f.group(groupID); g.InfoAdminsOnly {
		t.Error("a logged-out account locked the group")
	}
}

func TestNexusOtherSession(t *testing.T) {
	f := startNexus(t, oneGroup())
	ask := func(method, path, body string) response {
		return f.do(method, "/autonotify/nexus/api/v1/"+path, body, "Authorization", "Bearer emulator", "X-User-ID", "other")
	}
	want := jsonText(500, `{"details":"falha ao obter grupos do usuário: sessão não encontrada: other","error":"Falha ao obter lista de grupos"}`)
	if got := ask("GET", "group/list", ""); got != want {
		t.Errorf("%+v", got)
	}
	for path, body := range map[string]string{
		"group/create": `{"name":"A","participants":["12025550103@s.whatsapp.net"]}`, "message/check-number": `{"number":"12025550103"}`, "session/": "",
	} {
		method := "POST"
		if body == "" {
			method = "GET"
		}
		if got := ask(method, path, body); got != jsonText(404, `{"error":"Sessão não encontrada"}`) {
			t.Errorf("%s: %+v", path, got)
		}
	}
	f.unknowns(0)
}

func TestNexusCheckNumber(t *testing.T) {
	f := startNexus(t, oneGroup())
	for number, exists := range map[string]string{
		"12025550103": "true", "+12025550103": "true", "12025550105": "false", "abc": "false", "+1 202-555-0105": "false",
	} {
		f.nexusSays("POST", "message/check-number", `{"number":"`+number+`","exists":`+exists+`,"status":"checked"}`, `{"number":"`+number+`"}`)
	}
	f.nexusInvalid("message/check-number", "Key: 'CheckNumberRequest.Number' Error:Field validation for 'Number' failed on the 'required' tag", `{"number":""}`)
	f.unknowns(0)
}

func TestNexusAuthentication(t *testing.T) {
	f := startNexus(t, oneGroup())
	ask := func(header ...string) response {
		return f.do("GET", "/autonotify/nexus/api/v1/group/list", "", header...)
	}
	for _, c := range []struct {
		key, session string
		status       int
		want         string
	}{
		{"", "default", 401, "API key não fornecida"},
		{"emulator", "default", 401, "Formato de API key inválido"},
		{"Bearer wrong", "default", 401, "API key inválida"},
		{"Bearer wrong", "", 401, "API key inválida"},
		{"Bearer emulator", "", 400, "X-User-ID header é obrigatório"},
	} {
		if got := ask("Authorization", c.key, "X-User-ID", c.session); got != jsonText(c.status, `{"error":"`+c.want+`"}`) {
			t.Errorf("%+v: %+v", c, got)
		}
	}
	if got := ask("X-User-Secret", "nonsense", "Authorization", "Bearer emulator", "X-User-ID", "default"); got != jsonText(401, `{"error":"User secret inválido"}`) {
		t.Errorf("%+v", got)
	}
	f.unknowns(0)
}

func TestNexusSecret(t *testing.T) {
	f := startNexus(t, oneGroup())
	encrypt := func(body string, header ...string) response {
		header = append([]string{"Authorization", "Bearer emulator", "X-User-ID", "default"}, header...)
		return f.do("POST", "/autonotify/nexus/api/v1/auth/session/encrypt", body, header...)
	}
	if got := encrypt(`{"user_id":"default"}`); got != jsonText(401, `{"code":"MISSING_ADMIN_KEY","error":"Admin key required"}`) {
		t.Errorf("%+v", got)
	}
	if got := encrypt(`{"user_id":"default"}`, "X-Key", "wrong"); got != jsonText(403, `{"code":"INVALID_ADMIN_KEY","error":"Invalid admin key"}`) {
		t.Errorf("%+v", got)
	}
	if got := encrypt(`{"user_id":""}`, "X-Key", "emulator"); got.status != 400 {
		t.Errorf("%+v", got)
	}
	for session, want := range map[string]int{"default": 200, "other": 500} {
		got := encrypt(`{"user_id":"`+session+`"}`, "X-Key", "emulator")
		var made struct {
			Secret  string    `json:"user_secret"`
			Expires time.Time `json:"expires_at"`
			UserID  string    `json:"user_id"`
		}
		if err := json.Unmarshal([]byte(got.body), &made); err != nil || got.status != 200 || made.UserID != session ||
			time.Until(made.Expires) < 23*time.Hour || time.Until(made.Expires) > 25*time.Hour {
			t.Fatalf("%v: %+v", err, got)
		}
		if got := f.do("GET", "/autonotify/nexus/api/v1/group/list", "", "X-User-Secret", made.Secret); got.status != want {
			t.Errorf("%s: %+v", session, got)
		}
	}
	f.unknowns(0)
}

package emulator_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestWAHAKey(t *testing.T) {
	f := start(t, emulator.Options{})
	unauthorized := jsonText(401, `{"message":"Unauthorized","statusCode":401}`)
	for _, path := range []string{"/health", "/api/server/version", "/api/sessions/default", "/api/default/groups", "/api/nowhere"} {
		if got := f.do("GET", "/waha"+path, "", "X-Api-Key", "wrong"); got != unauthorized {
			t.Errorf("%s with a wrong key: %+v", path, got)
		}
		if got := f.do("GET", "/waha"+path, "", "X-Api-Key", ""); got != unauthorized {
			t.Errorf("%s without a key: %+v", path, got)
		}
	}
	if got := f.do("GET", "/waha/ping", "", "X-Api-Key", ""); got != jsonText(200, `{"message":"pong"}`) {
		t.Errorf("ping: %+v", got)
	}
	if got := f.do("GET", "/waha/api/sessions?x-api-key=emulator", "", "X-Api-Key", ""); got.status != 200 {
		t.Errorf("key in the query: %+v", got)
	}
	own := start(t, emulator.Options{APIKey: "secret", WAHAVersion: "2026.4.1"})
	if got := own.do("GET", "/waha/api/sessions", "", "X-Api-Key", "secret"); got.status != 200 {
		t.Errorf("own key: %+v", got)
	}
	if got := own.do("GET", "/waha/api/sessions?x-api-key=secret", "", "X-Api-Key", ""); got != unauthorized {
		t.Errorf("key in the query of 2026.4.1: %+v", got)
	}
}

func TestWAHAServerAndSession(t *testing.T) {
	for _, c := range []struct{ engine, version, server, session string }{
		{
			"NOWEB", "2026.9.0",
			`{"version":"2026.9.0","engine":"NOWEB","tier":"CORE","browser":null,"platform":"linux/x64","worker":{"id":null}}`,
			`{"name":"default","status":"WORKING","config":null,"me":{"id":"12025550100@c.us","pushName":"Emulator","lid":"100000000000100@lid"},
			"presence":null,"timestamps":{},"engine":{"engine":"NOWEB"}}`,
		},
		{
			"GOWS", "2026.4.1",
			`{"version":"2026.4.1","engine":"GOWS","tier":"CORE","browser":null,"platform":"linux/x64","worker":{"id":null}}`,
			`{"name":"default","status":"WORKING","config":null,"me":{"id":"12025550100@c.us","pushName":"Emulator","lid":"100000000000100@lid",
			"jid":"12025550100:12@s.whatsapp.net"},"presence":null,"timestamps":{},"engine":{"engine":"GOWS"}}`,
		},
		{
			"WEBJS", "2026.4.1",
			`{"version":"2026.4.1","engine":"WEBJS","tier":"CORE","browser":"/usr/bin/google-chrome-stable","platform":"linux/x64","worker":{"id":null}}`,
			`{"name":"default","status":"WORKING","config":null,"me":{"id":"12025550100@c.us","pushName":"Emulator"},
			"presence":null,"timestamps":{},"engine":{"engine":"WEBJS"}}`,
		},
		{
			"WPP", "2026.7.1",
			`{"version":"2026.7.1","engine":"WPP","tier":"CORE","browser":"/usr/bin/google-chrome-stable","platform":"linux/x64","worker":{"id":null}}`,
			`{"name":"default","status":"WORKING","config":null,"me":{"id":"12025550100@c.us","pushName":"Emulator","lid":"100000000000100@lid"},
			"presence":null,"timestamps":{},"engine":{"engine":"WPP"}}`,
		},
	} {
		world := oneGroup()
		f := start(t, emulator.Options{WAHAEngine: c.engine, WAHAVersion: c.version, World: &world})
		f.ask("GET", "/api/server/version", jsonText(200, c.server))
		f.ask("GET", "/api/version", jsonText(200, c.server))
		f.ask("GET", "/api/sessions/default", jsonText(200, compact(t, c.session)))
		listed := strings.Replace(compact(t, c.session), `,"engine":{"engine":"`+c.engine+`"}`, "", 1)
		f.ask("GET", "/api/sessions?all=true", jsonText(200, "["+listed+"]"))
	}
}

func TestWAHALoggedOut(t *testing.T) {
	world := oneGroup()
	world.Account.Status = "logged_out"
	f := startWith(t, "NOWEB", world)
	f.ask("GET", "/api/sessions/default", jsonText(200, `{"name":"default","status":"SCAN_QR_CODE","config":null,"me":null,`+
		`"presence":null,"timestamps":{},"engine":{"engine":"NOWEB"}}`))
	f.ask("GET", "/api/sessions/default/me", empty)
	refused := jsonText(422, `{"error":"Session status is not as expected. Try again later or restart the session",`+
		`"session":"default","status":"SCAN_QR_CODE","expected":["WORKING"]}`)
	f.ask("GET", "groups", refused)
	f.ask("POST", "groups", refused, `{"name":"A","participants":[]}`)
	f.ask("GET", "groups/"+groupID, refused)
	f.ask("GET", "lids", refused)
	f.ask("GET", "/api/contacts/check-exists?phone=12025550101&session=default", refused)
	if got := f.waha("GET", "/api/default/auth/qr"); got.status != 200 || got.contentType != "image/png" ||
		!strings.HasPrefix(got.body, "\x89PNG") {
		t.Errorf("the QR code is %d %s %q", got.status, got.contentType, got.body)
	}
}

// An account that is linked has no QR code, and WAHA says so.
func TestWAHAHasNoCodeForALinkedAccount(t *testing.T) {
	f := start(t, emulator.Options{})
	f.ask("GET", "/api/default/auth/qr", jsonText(422, `{"error":"Session status is not as expected. Try again later or `+
		`restart the session","session":"default","status":"WORKING","expected":["SCAN_QR_CODE"]}`))
}

func TestWAHAStartingASession(t *testing.T) {
	f := start(t, emulator.Options{})
	f.ask("POST", "/api/sessions/default/start", jsonText(201, f.waha("GET", "/api/sessions/default").body))
	f.ask("POST", "/api/sessions/foo/start", jsonText(404, `{"message":"Session not found","error":"Not Found","statusCode":404}`))
	f.change(func(w *emulator.World) { w.Account.Status = "logged_out" })
	f.ask("POST", "/api/sessions/default/start", jsonText(201, f.waha("GET", "/api/sessions/default").body))
}

func TestWAHAOtherSession(t *testing.T) {
	f := start(t, emulator.Options{})
	f.ask("GET", "/api/foo/groups", jsonText(422, `{"error":"Session \"foo\" does not exist","session":"foo"}`))
	f.ask("GET", "/api/sessions/foo", jsonText(404, `{"message":"Session not found","error":"Not Found","statusCode":404}`))
	f.ask("GET", "/api/sessions/foo/me", jsonText(404, `{"message":"We didn't find a session with name 'foo'.\nPlease start it first `+
		`by using POST /api/sessions/foo/start request","error":"Not Found","statusCode":404}`))
	old := start(t, emulator.Options{WAHAVersion: "2026.5.2"})
	old.ask("GET", "/api/foo/groups", jsonText(422, `{"message":"WAHA Core support only 'default' session. You tried to access `+
		`'foo' session (base64: Zm9v). If you want to run more then one WhatsApp account - please get WAHA PLUS version. `+
		`Check this out: https://waha.devlike.pro/","error":"Unprocessable Entity","statusCode":422}`))
	old.ask("GET", "/api/sessions/foo", old.waha("GET", "/api/foo/groups"))
	old.ask("GET", "/api/sessions/default/me", jsonText(200, old.waha("GET", "/api/sessions/default/me").body))
}

func TestWAHAHealth(t *testing.T) {
	f := start(t, emulator.Options{})
	if got := f.do("GET", "/waha/health", ""); got != jsonText(200, `{"status":"ok","info":{},"error":{},"details":{}}`) {
		t.Errorf("%+v", got)
	}
	old := start(t, emulator.Options{WAHAVersion: "2026.4.1"})
	want := jsonText(422, `{"message":"The feature is available only in Plus version for 'NOWEB' engine. `+
		`Check this out: https://waha.devlike.pro/","error":"Unprocessable Entity","statusCode":422}`)
	if got := old.do("GET", "/waha/health", ""); got != want {
		t.Errorf("%+v", got)
	}
}

func TestWAHABadBodies(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	for body, message := range map[string]string{
		`{"subject":`: "Unexpected end of JSON input",
		`{subject:1}`: "Unexpected token in JSON: {subject:1}",
		`"subject"`:   `Unexpected token '\"', is not valid JSON`,
	} {
		f.ask("PUT", "groups/"+groupID+"/subject", jsonText(400, `{"message":"`+message+`","error":"Bad Request","statusCode":400}`), body)
	}
}

func TestWAHAEnvelope(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	got := f.waha("POST", "groups?a=b", `{"name":"Ops","participants":[{"id":"+12025550101@c.us"}]}`)
	var envelope map[string]any
	if err := json.Unmarshal([]byte(got.body), &envelope); err != nil {
		t.Fatal(err)
	}
	if _, ok := envelope["timestamp"].(string); !ok {
		t.Error("no timestamp")
	}
	delete(envelope, "timestamp")
	thrown, _ := envelope["exception"].(map[string]any)
	if stack, _ := thrown["stack"].(string); len(stack) < 100 {
		t.Errorf("stack %q", stack)
	}
	delete(thrown, "stack")
	want := map[string]any{
		"statusCode": 500.0,
		"exception": map[string]any{
			"message": "bad-request", "data": 400.0, "isBoom": true, "isServer": true, "output": map[string]any{}, "name": "Error",
		},
		"request": map[string]any{
			"path": "/api/default/groups?a=b", "method": "POST", "query": map[string]any{"a": "b"},
			"body": map[string]any{"name": "Ops", "participants": []any{map[string]any{"id": "+12025550101@c.us"}}},
		},
		"version": map[string]any{
			"version": "2026.9.0", "engine": "NOWEB", "tier": "CORE", "browser": nil, "platform": "linux/x64",
			"worker": map[string]any{"id": nil},
		},
	}
	if diff := cmp.Diff(want, envelope); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := len(f.server.World().Groups); n != 1 {
		t.Errorf("one bad id, and yet there are %d groups", n)
	}
}

func TestWAHACannot(t *testing.T) {
	f := start(t, emulator.Options{})
	f.ask("PATCH", "groups?x=1", jsonText(404, `{"message":"Cannot PATCH /api/default/groups?x=1","error":"Not Found","statusCode":404}`))
	f.ask("GET", "groups/count/", jsonText(200, `{"count":0}`))
	f.ask("GET", "Groups/Count", jsonText(200, `{"count":0}`))
}

// TestWAHAHasAPasswordOutsideOfItsAPI: all other paths are those of the Swagger pages, and the right key opens none.
func TestWAHAHasAPasswordOutsideOfItsAPI(t *testing.T) {
	f := start(t, emulator.Options{})
	for _, path := range []string{"", "/", "/default/groups", "/v1/api/default/groups", "/dashboard"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/waha"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("X-Api-Key", "emulator")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.Body.Close() != nil || len(body) > 0 {
			t.Errorf("%s: body %q, %v", path, body, err)
		}
		if answer.StatusCode != 401 || answer.Header.Get("WWW-Authenticate") != "Basic" ||
			answer.Header.Get("X-Powered-By") != "Express" {
			t.Errorf("%s: %d, %v", path, answer.StatusCode, answer.Header)
		}
	}
}

func TestWAHAOptions(t *testing.T) {
	for _, o := range []emulator.Options{
		{WAHAEngine: "noweb"},
		{WAHAVersion: "2026"},
		{WAHAVersion: "2026.x.1"},
		{World: &emulator.World{Account: emulator.Account{Phone: "me"}}},
	} {
		if _, err := emulator.New(o); err == nil {
			t.Errorf("%+v is accepted", o)
		}
	}
}

func TestWAHAServerStatus(t *testing.T) {
	f := start(t, emulator.Options{})
	var got struct {
		StartTimestamp, Uptime int64
		Worker                 map[string]string
	}
	if err := json.Unmarshal([]byte(f.waha("GET", "/api/server/status").body), &got); err != nil || got.StartTimestamp < 1767000000000 || got.Worker == nil {
		t.Errorf("%+v %v", got, err)
	}
}

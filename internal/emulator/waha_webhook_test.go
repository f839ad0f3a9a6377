package emulator_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// A change of the configuration replaces all of it, and restarts the session: it stops, and is starting for some
// requests.
func TestWAHAIsConfigured(t *testing.T) {
	t.Parallel()
	world := oneGroup()
	f := start(t, emulator.Options{World: &world, SessionStop: 50 * time.Millisecond})
	status := func(r response) string {
		var session struct{ Status string }
		if err := json.Unmarshal([]byte(r.body), &session); err != nil {
			t.Fatalf("%+v: %v", r, err)
		}
		return session.Status
	}
	answered := make(chan response)
	go func() {
		r, _ := f.send("PUT", "/waha/api/sessions/default", `{"config":{"b":1.0,"a":{}}}`)
		answered <- r
	}()
	for f.server.World().Account.Status == emulator.StatusConnected {
		time.Sleep(time.Millisecond)
	}
	// It stops, or on a slow machine starts already.
	if got := f.waha("GET", "groups/count"); got.status != 422 {
		t.Errorf("while it stops: %+v", got)
	}
	if got := <-answered; got.status != 200 || status(got) != "STARTING" {
		t.Errorf("the answer is %+v", got)
	}
	for i := 0; status(f.waha("GET", "/api/sessions/default")) != "WORKING"; i++ {
		if i == 10 {
			t.Fatal("the session does not come back")
		}
	}
	if got := f.waha("GET", "/api/sessions/default"); !strings.Contains(got.body, `"config":{"b":1.0,"a":{}}`) {
		t.Errorf("the configuration is not as it was sent: %+v", got)
	}
	for _, config := range []string{
		`{"webhooks":[{"url":"https://example.org/","events":["group.joined"]}]}`,
		`{"webhooks":[{"url":"example.org","events":["message"]}]}`, `{"webhooks":7}`,
	} {
		if got := f.waha("PUT", "/api/sessions/default", `{"config":`+config+`}`); got.status != 400 {
			t.Errorf("%s: %+v", config, got)
		}
	}
	// A session that is logged out is so after the restart.
	f.change(func(w *emulator.World) { w.Account.Status = emulator.StatusLoggedOut })
	if got := f.waha("PUT", "/api/sessions/default", `{"config":null}`); status(got) != "SCAN_QR_CODE" {
		t.Errorf("%+v", got)
	}
}

// What somebody does by hand restarts the session too. No fault strikes it, and it is in no list of requests.
func TestWAHAIsConfiguredByHand(t *testing.T) {
	t.Parallel()
	f := start(t, emulator.Options{})
	if got := f.server.SessionConfig(); got != nil {
		t.Errorf("before anybody has configured it: %s", got)
	}
	if err := f.server.AddFaults(emulator.Fault{Match: ".", Effect: emulator.EffectCut}); err != nil {
		t.Fatal(err)
	}
	const config = `{"b":1.0, "a":{}}`
	f.server.SetSessionConfig(json.RawMessage(config))
	if got := f.server.World().Account; got.Status != emulator.StatusStarting || got.StartsForRequests == 0 {
		t.Errorf("the session is not restarted: %+v", got)
	}
	if got := f.server.SessionConfig(); string(got) != config || len(f.server.Requests()) > 0 {
		t.Errorf("the configuration is %s, and the requests are %v", got, f.server.Requests())
	}
}

// Each change of the members is an event for those webhooks that ask for it, signed over the bytes that are sent, and
// sent again until it is taken.
func TestWAHASendsEvents(t *testing.T) {
	t.Parallel()
	type request struct {
		header http.Header
		body   string
	}
	requests := make(chan request, 10)
	refuse := true
	listener := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if refuse {
			refuse = false
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		requests <- request{r.Header, string(body)}
	}))
	t.Cleanup(listener.Close)
	f := startWith(t, "GOWS", oneGroup())
	config := fmt.Sprintf(`{"config":{"webhooks":[{"url":%q,"events":["group.v2.participants"],"hmac":{"key":"k"},`+
		`"customHeaders":[{"name":"X-Team","value":"ops"}],"retries":{"delaySeconds":0,"attempts":2}},`+
		`{"url":%q,"events":["group.v2.leave"]}]}}`, listener.URL, listener.URL)
	f.waha("PUT", "/api/sessions/default", config)
	for f.server.World().Account.Status != emulator.StatusConnected {
		f.waha("GET", "/api/sessions/default")
	}
	next := func() request {
		select {
		case r := <-requests:
			return r
		case <-time.After(10 * time.Second):
			t.Fatal("no event came")
			return request{}
		}
	}
	for _, step := range []struct{ path, want string }{
		{"groups/" + groupID + "/participants/add", `"type":"join"`},
		{"groups/" + groupID + "/admin/promote", `"type":"promote"`},
		{"groups/" + groupID + "/participants/remove", `"type":"leave"`},
	} {
		f.waha("POST", step.path, `{"participants":[{"id":"`+carla+`@c.us"}]}`)
		got := next()
		signature := hmac.New(sha512.New, []byte("k"))
		_, _ = io.WriteString(signature, got.body)
		if got.header.Get("X-Webhook-Hmac") != hex.EncodeToString(signature.Sum(nil)) ||
			got.header.Get("X-Webhook-Hmac-Algorithm") != "sha512" || got.header.Get("X-Team") != "ops" {
			t.Errorf("%s: the headers are %v", step.path, got.header)
		}
		if !strings.Contains(got.body, step.want) || !strings.Contains(got.body, carla+"@c.us") ||
			!strings.Contains(got.body, `"event":"group.v2.participants"`) {
			t.Errorf("%s: %s", step.path, got.body)
		}
	}
	f.waha("POST", "groups/"+groupID+"/leave")
	if got := next(); !strings.Contains(got.body, `"event":"group.v2.leave"`) || got.header.Get("X-Webhook-Hmac") != "" {
		t.Errorf("leaving: %v %s", got.header, got.body)
	}
}

package waha_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	key   = "secret-key"
	code  = "AbCdEfGhIjKlMnOpQrStU1"
	group = whatsapp.JID("120363000000000001@g.us")

	own   = whatsapp.PhoneNumber("12025550100")
	alice = whatsapp.PhoneNumber("12025550101")
	bob   = whatsapp.PhoneNumber("12025550102")
	carol = whatsapp.PhoneNumber("12025550103")
)

// The routes that most calls need.
const (
	onVersion = "GET /api/server/version"
	onSession = "GET /api/sessions/default"
	onGroups  = "GET /api/default/groups?limit=500&offset=0"
	onCreate  = "POST /api/default/groups"
	onGroup   = "GET /api/default/groups/120363000000000001@g.us"
	onV1      = onGroup + "/participants"
	onV2      = onGroup + "/participants/v2"
	onAdd     = "POST /api/default/groups/120363000000000001@g.us/participants/add"
	onInvite  = onGroup + "/invite-code"
	onRevoke  = "POST /api/default/groups/120363000000000001@g.us/invite-code/revoke"
	onRefresh = "POST /api/default/groups/refresh"
	onJoin    = "POST /api/default/groups/join"
	onInfo    = "GET /api/default/groups/join-info?code=" + code
	security  = "/api/default/groups/120363000000000001@g.us/settings/security/"
)

// reply is one answer: a file of testdata, or the text itself.
type reply struct {
	status int
	file   string
	text   string
}

// asked is one request as it arrived.
type asked struct {
	Route string
	Body  string
}

// wire is a WAHA that answers from a table, and fails the test on what is not in it.
type wire struct {
	t       *testing.T
	mu      sync.Mutex
	replies map[string][]reply
	asked   []asked
}

// newWire starts it. Of several replies to one route, each but the last is given once.
func newWire(t *testing.T, replies map[string][]reply) (*waha.Adapter, *wire) {
	t.Helper()
	w := &wire{t: t, replies: replies}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	adapter, err := waha.New(httpapi.Config{
		Endpoint: server.URL + "/", AuthValue: key, RequestTimeout: 5 * time.Second, RetryWait: time.Millisecond,
	}, "default")
	if err != nil {
		t.Fatal(err)
	}
	return adapter, w
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		w.t.Error(err)
	}
	if got := req.Header.Get("X-Api-Key"); got != key {
		w.t.Errorf("the key is %q", got)
	}
	if len(body) > 0 && req.Header.Get("Content-Type") != "application/json" {
		w.t.Errorf("the content type is %q", req.Header.Get("Content-Type"))
	}
	route := req.Method + " " + req.URL.EscapedPath()
	if req.URL.RawQuery != "" {
		route += "?" + req.URL.RawQuery
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, asked{route, string(body)})
	replies := w.replies[route]
	if len(replies) == 0 {
		w.t.Errorf("unexpected: %s", route)
		rw.WriteHeader(http.StatusTeapot)
		return
	}
	if len(replies) > 1 {
		w.replies[route] = replies[1:]
	}
	r := replies[0]
	if r.file != "" {
		r.text = testdata(w.t, r.file)
	}
	if r.status == 0 {
		r.status = http.StatusOK
	}
	// WAHA says text/html of everything but objects and lists, and nothing of nothing.
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(r.status)
	_, _ = io.WriteString(rw, r.text)
}

// sent checks what was asked, in order.
func (w *wire) sent(want ...asked) {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if diff := cmp.Diff(want, w.asked); diff != "" {
		w.t.Errorf("what was sent (-want +got):\n%s", diff)
	}
}

func testdata(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(name) != ".json" {
		return string(content)
	}
	// WAHA sends JSON without spaces.
	var compact bytes.Buffer
	if err := json.Compact(&compact, content); err != nil {
		t.Fatal(err)
	}
	return compact.String()
}

// known are the answers to what an adapter asks on the side.
func known(engine string, more map[string][]reply) map[string][]reply {
	replies := map[string][]reply{
		onVersion: {{file: "version_" + engine + ".json"}},
		onSession: {{file: "session_working.json"}},
	}
	for route, r := range more {
		replies[route] = r
	}
	return replies
}

func file(name string) []reply { return []reply{{file: name}} }

func text(text string) []reply { return []reply{{text: text}} }

func fault(status int, name string) []reply { return []reply{{status: status, file: name}} }

func phones(numbers ...whatsapp.PhoneNumber) []whatsapp.Person {
	people := make([]whatsapp.Person, 0, len(numbers))
	for _, n := range numbers {
		people = append(people, whatsapp.Person{Phone: n})
	}
	return people
}

func inviteCode(t *testing.T) whatsapp.InviteCode {
	t.Helper()
	parsed, err := whatsapp.ParseInviteCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

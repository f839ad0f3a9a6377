package autonotify_test

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

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	key   = "secret-key"
	code  = "AbCdEfGhIjKlMnOpQrStU1"
	group = whatsapp.JID("120363000000000001@g.us")
	fresh = whatsapp.JID("120363000000000003@g.us")

	own   = whatsapp.PhoneNumber("12025550100")
	alice = whatsapp.PhoneNumber("12025550101")
	bob   = whatsapp.PhoneNumber("12025550102")
	carol = whatsapp.PhoneNumber("12025550103")
)

// The choices of the API.
var (
	nexus    = autonotify.Options{API: autonotify.APINexus}
	auto     = autonotify.Options{}
	beta     = autonotify.Options{API: autonotify.APIBeta}
	betaFull = autonotify.Options{API: autonotify.APIBeta, AcceptUnverifiedPaths: true}
)

// sessionHeader is where each of them has the session.
func sessionHeader(options autonotify.Options) string {
	if options.API == autonotify.APIBeta {
		return "x-session-id"
	}
	return "X-User-ID"
}

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

// wire is a server that answers from a table, and fails the test on what is not in it.
type wire struct {
	t       *testing.T
	session string
	mu      sync.Mutex
	replies map[string][]reply
	asked   []asked
}

// newWire starts it. Of several replies to one route, each but the last is given once.
func newWire(t *testing.T, options autonotify.Options, replies map[string][]reply) (whatsapp.Gateway, *wire) {
	t.Helper()
	w := &wire{t: t, session: sessionHeader(options), replies: replies}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	g, err := autonotify.New(httpapi.Config{
		Endpoint: server.URL + "/", AuthValue: key, RequestTimeout: 5 * time.Second, RetryWait: time.Millisecond,
	}, "default", options)
	if err != nil {
		t.Fatal(err)
	}
	return g, w
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		w.t.Error(err)
	}
	if got := req.Header.Get("Authorization"); got != "Bearer "+key {
		w.t.Errorf("the key is %q", got)
	}
	if got := req.Header.Get(w.session); got != "default" {
		w.t.Errorf("the session is %q", got)
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
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
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
	var compact bytes.Buffer
	if err := json.Compact(&compact, content); err != nil {
		t.Fatal(err)
	}
	return compact.String()
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

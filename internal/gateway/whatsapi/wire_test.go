package whatsapi_test

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
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/whatsapi"
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

// The operations of seed 002 and the instance's, with the exact slashes. GET …/groups/admin is not used.
const (
	instance = "/api/instances/default/"
	onGroup  = instance + "groups/120363000000000001@g.us"

	getInstance      = "GET " + instance
	getGroups        = "GET " + instance + "groups/?include_participants=true"
	getGroupsNoMore  = "GET " + instance + "groups/?include_participants=false"
	createGroup      = "POST " + instance + "groups/create"
	getGroup         = "GET " + onGroup
	leaveGroup       = "DELETE " + onGroup + "/"
	getMembers       = "GET " + onGroup + "/participants"
	addMembers       = "POST " + onGroup + "/participants/add"
	removeMembers    = "DELETE " + onGroup + "/participants/remove"
	promoteMembers   = "PUT " + onGroup + "/participants/promote"
	demoteMembers    = "PUT " + onGroup + "/participants/demote"
	setName          = "PUT " + onGroup + "/name"
	setDescription   = "PUT " + onGroup + "/description"
	setAnnounce      = "PUT " + onGroup + "/announce?announce=true"
	setLocked        = "PUT " + onGroup + "/lock?locked=false"
	setPicture       = "PUT " + onGroup + "/profile-pic"
	getInviteCode    = "GET " + onGroup + "/invite-code"
	getInviteInfo    = "GET " + instance + "groups/invite-info?invite_link=https%3A%2F%2Fchat.whatsapp.com%2F" + code
	joinGroup        = "GET " + instance + "groups/join?invite_code=" + code
	jsonType         = "application/json"
	twoParticipants  = `{"participants":["12025550102","103@lid"]}`
	answerOfNoForm   = "the gateway gave no clear answer: its answer is not in WhatsAPI's form: is the endpoint a WhatsAPI server?"
	answerOfNoRoutes = "the gateway cannot be reached: the server at the endpoint does not know WhatsAPI's routes: check the path of the endpoint"
)

// reply is one answer: a file of testdata, or the text itself.
type reply struct {
	status int
	file   string
	text   string
	header http.Header
}

// asked is one request as it arrived.
type asked struct {
	Route string
	Type  string
	Body  string
}

// wire is a WhatsAPI that answers from a table, and fails the test on what is not in it.
type wire struct {
	t       *testing.T
	mu      sync.Mutex
	replies map[string][]reply
	asked   []asked
}

// newWire starts it. Of several replies to one route, each but the last is given once.
func newWire(t *testing.T, replies map[string][]reply) (*whatsapi.Adapter, *wire) {
	t.Helper()
	w := &wire{t: t, replies: replies}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	return open(t, server.URL+"/"), w
}

func open(t *testing.T, endpoint string) *whatsapi.Adapter {
	t.Helper()
	adapter, err := whatsapi.New(httpapi.Config{
		Endpoint: endpoint, AuthValue: key, Headers: map[string]string{"X-Proxy": "proxy-password"},
		RequestTimeout: 5 * time.Second, MaxRetries: 2, RetryWait: time.Millisecond,
	}, "default")
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

func (w *wire) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		w.t.Error(err)
	}
	if got := req.Header.Get("Authorization"); got != key {
		w.t.Errorf("the key is %q", got)
	}
	// Some proxies strip the body of a DELETE that does not announce one.
	if req.ContentLength != int64(len(body)) {
		w.t.Errorf("the length is %d, and %d bytes came", req.ContentLength, len(body))
	}
	route := req.Method + " " + req.URL.EscapedPath()
	if req.URL.RawQuery != "" {
		route += "?" + req.URL.RawQuery
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked = append(w.asked, asked{route, req.Header.Get("Content-Type"), string(body)})
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
	for name, values := range r.header {
		rw.Header()[name] = values
	}
	rw.Header().Set("Content-Type", "application/json")
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
	// Go sends JSON without spaces.
	var compact bytes.Buffer
	if err := json.Compact(&compact, content); err != nil {
		t.Fatal(err)
	}
	return compact.String()
}

func file(name string) []reply { return []reply{{file: name}} }

// data is a success with the JSON given.
func data(json string) []reply {
	return []reply{{text: `{"error":false,"status":200,"message":"done","data":` + json + `}`}}
}

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

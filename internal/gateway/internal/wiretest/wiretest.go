// Package wiretest tests an adapter by what goes over the wire: against a server that answers from a table, with the answers
// that were recorded in the adapter's testdata.
package wiretest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// Reply is one answer: a file of testdata, or the text itself. Its status is 200 if it is 0.
type Reply struct {
	Status int
	File   string
	Text   string
	Header http.Header
}

// File is a success with what was recorded.
func File(name string) []Reply { return []Reply{{File: name}} }

// Text is a success with a text.
func Text(text string) []Reply { return []Reply{{Text: text}} }

// Fault is a failure with what was recorded.
func Fault(status int, name string) []Reply { return []Reply{{Status: status, File: name}} }

// Gateway says how a gateway is spoken to.
type Gateway[Asked any] struct {
	// ContentType is that of its answers.
	ContentType string
	// Look checks what every request must have, and gives what a test compares of it. The route is "METHOD /path?query".
	Look func(t testing.TB, req *http.Request, route, body string) Asked
}

// Server answers from a table, and fails the test on what is not in it.
type Server[Asked any] struct {
	URL string
	// Replies are by route. Of several to one route, each but the last is given once.
	Replies map[string][]Reply
	// Asked is what arrived, in order.
	Asked []Asked

	t       testing.TB
	gateway Gateway[Asked]
	mu      sync.Mutex
}

// Start runs the server until the test ends.
func (g Gateway[Asked]) Start(t testing.TB, replies map[string][]Reply) *Server[Asked] {
	t.Helper()
	s := &Server[Asked]{Replies: replies, t: t, gateway: g}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	return s
}

// ServeHTTP answers with the next reply.
func (s *Server[Asked]) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		s.t.Error(err)
	}
	route := req.Method + " " + req.URL.EscapedPath()
	if req.URL.RawQuery != "" {
		route += "?" + req.URL.RawQuery
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Asked = append(s.Asked, s.gateway.Look(s.t, req, route, string(body)))
	replies := s.Replies[route]
	if len(replies) == 0 {
		s.t.Errorf("unexpected: %s", route)
		rw.WriteHeader(http.StatusTeapot)
		return
	}
	if len(replies) > 1 {
		s.Replies[route] = replies[1:]
	}
	r := replies[0]
	if r.File != "" {
		r.Text = Testdata(s.t, r.File)
	}
	if r.Status == 0 {
		r.Status = http.StatusOK
	}
	maps.Copy(rw.Header(), r.Header)
	rw.Header().Set("Content-Type", s.gateway.ContentType)
	rw.WriteHeader(r.Status)
	_, _ = io.WriteString(rw, r.Text)
}

// Sent checks what was asked, in order.
func (s *Server[Asked]) Sent(want ...Asked) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if diff := cmp.Diff(want, s.Asked); diff != "" {
		s.t.Errorf("what was sent (-want +got):\n%s", diff)
	}
}

// Testdata reads a file of testdata. JSON is without spaces then, as the gateways send it.
func Testdata(t testing.TB, name string) string {
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

// Recorded reads every file of testdata, for a fuzzer to begin with.
func Recorded(t testing.TB) [][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/*.*")
	if err != nil || len(names) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	recorded := make([][]byte, len(names))
	for i, name := range names {
		if recorded[i], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return recorded
}

// Silent is the address of a server that never answers.
func Silent(t testing.TB) string {
	t.Helper()
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		select {
		case <-done:
		case <-req.Context().Done():
		}
	}))
	t.Cleanup(func() {
		close(done)
		server.Close()
	})
	return server.URL
}

// CheckError fails on an error that is not fit to be shown: it is long, or has a secret or another text in it that it must not
// have.
func CheckError(t testing.TB, name string, err error, longest int, unfit ...string) {
	t.Helper()
	text := err.Error()
	for _, part := range unfit {
		if strings.Contains(text, part) {
			t.Errorf("%s: the error has %q in it: %s", name, part, text)
		}
	}
	if len(text) > longest {
		t.Errorf("%s: the error is long: %s", name, text)
	}
	var e *whatsapp.Error
	if !errors.As(err, &e) {
		t.Errorf("%s: %T is no *whatsapp.Error", name, err)
	}
}

// CallEverything calls every method of a gateway once, and gives what each of them failed with. The people have a number.
func CallEverything(
	ctx context.Context, g whatsapp.Gateway, group whatsapp.JID, people []whatsapp.Person, code whatsapp.InviteCode,
	description whatsapp.SetDescription,
) map[string]error {
	failed := map[string]error{}
	_, failed["Abilities"] = g.Abilities(ctx)
	_, failed["Session"] = g.Session(ctx)
	_, failed["LIDs"] = g.LIDs(ctx)
	_, failed["Contact"] = g.Contact(ctx, people[0].Phone)
	_, failed["Groups"] = g.Groups(ctx, true)
	_, failed["Group"] = g.Group(ctx, group)
	_, failed["Members"] = g.Members(ctx, group)
	failed["Refresh"] = g.Refresh(ctx)
	_, failed["CreateGroup"] = g.CreateGroup(ctx, "Ops", people)
	failed["SetName"] = g.ChangeGroup(ctx, group, whatsapp.SetName("Ops"))
	failed["SetDescription"] = g.ChangeGroup(ctx, group, description)
	failed["SetPicture"] = g.ChangeGroup(ctx, group, whatsapp.SetPictureURL("https://example.org/picture-token.jpg"))
	failed["LeaveGroup"] = g.LeaveGroup(ctx, group)
	failed["DeleteChat"] = g.DeleteChat(ctx, group)
	_, failed["UpdateMembers"] = g.UpdateMembers(ctx, group, whatsapp.AddMembers, people)
	_, failed["InviteCode"] = g.InviteCode(ctx, group)
	_, failed["RevokeInvite"] = g.RevokeInvite(ctx, group)
	_, failed["InviteInfo"] = g.InviteInfo(ctx, code)
	_, failed["Join"] = g.Join(ctx, code)
	return failed
}

// Phones are people of whom only the number is known.
func Phones(numbers ...phone.Number) []whatsapp.Person {
	people := make([]whatsapp.Person, 0, len(numbers))
	for _, n := range numbers {
		people = append(people, whatsapp.Person{Phone: n})
	}
	return people
}

// Package wiretest tests an adapter by what goes over the wire: against a server that answers from a table, with the
// answers that were recorded in the adapter's testdata.
package wiretest

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
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
	// Look checks what every request must have, and gives what a test compares of it. The route is "METHOD
	// /path?query".
	Look func(t testing.TB, req *http.Request, route, body string) Asked
}

// Asked is what tests of most gateways compare of a request.
type Asked struct {
	Route string
	Body  string
}

// Bearer is a gateway that takes Key as a bearer token, and the session "default" in a header.
func Bearer(sessionHeader string) Gateway[Asked] {
	return Gateway[Asked]{
		ContentType: "application/json; charset=utf-8",
		Look: func(t testing.TB, req *http.Request, route, body string) Asked {
			if got := req.Header.Get("Authorization"); got != "Bearer "+Key {
				t.Errorf("the key is %q", got)
			}
			if got := req.Header.Get(sessionHeader); got != "default" {
				t.Errorf("the session is %q", got)
			}
			if len(body) > 0 && req.Header.Get("Content-Type") != "application/json" {
				t.Errorf("the content type is %q", req.Header.Get("Content-Type"))
			}
			return Asked{route, body}
		},
	}
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

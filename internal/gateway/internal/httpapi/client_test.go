package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const key = "secret-key"

// serve starts a server and a client for it, and counts the requests.
func serve(t *testing.T, config httpapi.Config, handler http.HandlerFunc) (*httpapi.Client, *atomic.Int32) {
	t.Helper()
	var count atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		count.Add(1)
		handler(w, req)
	}))
	t.Cleanup(server.Close)
	config.Endpoint = server.URL + config.Endpoint
	return newClient(t, config), &count
}

func newClient(t *testing.T, config httpapi.Config) *httpapi.Client {
	t.Helper()
	if config.RetryWait == 0 {
		config.RetryWait = time.Millisecond
	}
	config.AuthHeader, config.AuthValue = "X-Api-Key", key
	client, err := httpapi.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func TestDoSendsTheRequest(t *testing.T) {
	for _, test := range []struct {
		name     string
		endpoint string
		request  httpapi.Request
		want     string
	}{
		{
			"GET", "", httpapi.Request{Method: "GET", Path: httpapi.Path("api", "a b", "1/2@g.us"),
				Query: url.Values{"code": {"a&b"}}},
			"GET /api/a%20b/1%2F2@g.us?code=a%26b  ",
		},
		{"a path before it", "/waha/v1", httpapi.Request{Method: "GET", Path: "/api"}, "GET /waha/v1/api  "},
		{"a slash at its end", "/waha/", httpapi.Request{Method: "GET", Path: "/api"}, "GET /waha/api  "},
		{"an escaped path before it", "/wa%2Fha", httpapi.Request{Method: "GET", Path: "/api"}, "GET /wa%2Fha/api  "},
		{"a slash at the end of the path", "/", httpapi.Request{Method: "GET", Path: "/group/"}, "GET /group/  "},
		{"dots", "", httpapi.Request{Method: "GET", Path: httpapi.Path("api", "..", ".")}, "GET /api/%2E%2E/%2E  "},
		{
			"JSON", "", httpapi.Request{Method: "POST", Path: "/api",
				JSON: map[string]any{"name": "a<b>&c", "list": []string{}}},
			`POST /api application/json {"list":[],"name":"a<b>&c"}`,
		},
		{
			"DELETE with a body", "", httpapi.Request{Method: "DELETE", Path: "/api", JSON: []int{1}},
			`DELETE /api application/json [1]`,
		},
		{
			"another body", "", httpapi.Request{Method: "PUT", Path: "/api", Body: []byte("--x"),
				ContentType: "multipart/form-data; boundary=x"},
			`PUT /api multipart/form-data; boundary=x --x`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			config := httpapi.Config{Endpoint: test.endpoint, Headers: map[string]string{"X-Team": "ops"},
				UserAgent: "provider/1.0"}
			client, _ := serve(t, config, func(w http.ResponseWriter, req *http.Request) {
				body, _ := io.ReadAll(req.Body)
				w.WriteHeader(http.StatusCreated)
				fmt.Fprintf(w, "%s %s %s %s", req.Method, req.RequestURI, req.Header.Get("Content-Type"), body)
				for name, want := range map[string]string{"X-Api-Key": key, "X-Team": "ops",
					"User-Agent": "provider/1.0"} {
					if got := req.Header.Get(name); got != want {
						t.Errorf("%s is %q", name, got)
					}
				}
			})
			resp, err := client.Do(t.Context(), test.request)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, string(resp.Body)); diff != "" || resp.Status != http.StatusCreated ||
				!resp.OK() {
				t.Errorf("status %d (-want +got):\n%s", resp.Status, diff)
			}
		})
	}
}

func TestDoSendsNoEmptyKey(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		if _, sent := req.Header["X-Api-Key"]; sent {
			t.Error("an empty key was sent")
		}
	}))
	defer server.Close()
	client, err := httpapi.New(httpapi.Config{Endpoint: server.URL, AuthHeader: "X-Api-Key"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/"}); err != nil {
		t.Error(err)
	}
}

func TestNewRefuses(t *testing.T) {
	for name, config := range map[string]httpapi.Config{
		"no URL":          {Endpoint: "localhost:3000/secret-key"},
		"nothing":         {},
		"another scheme":  {Endpoint: "ftp://secret-key@localhost"},
		"no host":         {Endpoint: "http://"},
		"a port only":     {Endpoint: "http://:3000"},
		"a query":         {Endpoint: "http://localhost?key=secret-key"},
		"a bad escape":    {Endpoint: "http://localhost/%zz/secret-key"},
		"no PEM":          {Endpoint: "http://localhost", CACertificate: "secret-key"},
		"a key of lines":  {Endpoint: "http://localhost", AuthHeader: "X-Api-Key", AuthValue: "secret-key\nX: y"},
		"a header's line": {Endpoint: "http://localhost", Headers: map[string]string{"X-A": "secret-key\r"}},
		"a header's name": {Endpoint: "http://localhost", Headers: map[string]string{"X A": "secret-key"}},
		"a header twice":  {Endpoint: "http://localhost", Headers: map[string]string{"X-A": key, "x-a": "secret-key2"}},
		"a key in headers": {Endpoint: "http://localhost", AuthHeader: "X-Api-Key", AuthValue: key,
			Headers: map[string]string{"x-api-key": "secret-key2"}},
		"a password beside a key": {Endpoint: "http://u:secret-key2@localhost", AuthHeader: "Authorization",
			AuthValue: key},
		"two passwords": {Endpoint: "http://u:secret-key2@localhost",
			Headers: map[string]string{"authorization": "Basic secret-key"}},
	} {
		client, err := httpapi.New(config)
		if err == nil || client != nil {
			t.Errorf("%s: no error", name)
		} else if strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDoChecksTheCertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	request := httpapi.Request{Method: "POST", Path: "/"}

	_, err := newClient(t, httpapi.Config{Endpoint: server.URL, MaxRetries: 50, RetryWait: time.Second}).Do(t.Context(),
		request)
	if !errors.Is(err, whatsapp.ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without trust: %v", err)
	}
	for _, config := range []httpapi.Config{{CACertificate: certificate}, {Insecure: true}} {
		config.Endpoint = server.URL
		for _, repeat := range []httpapi.Repeat{httpapi.RepeatAlways, httpapi.RepeatNever} {
			request.Repeat = repeat
			if _, err := newClient(t, config).Do(t.Context(), request); err != nil {
				t.Errorf("with trust: %v", err)
			}
		}
	}
}

func TestDoLimitsTheAnswer(t *testing.T) {
	client, count := serve(t, httpapi.Config{MaxAnswer: 10, MaxRetries: 3}, func(
		w http.ResponseWriter, req *http.Request,
	) {
		_, _ = io.WriteString(w, strings.Repeat("x", len(req.URL.Path)))
	})
	resp, err := client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/123456789"})
	if err != nil || len(resp.Body) != 10 {
		t.Errorf("at the limit: %v", err)
	}
	_, err = client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/1234567890"})
	if !errors.Is(err, whatsapp.ErrOutcomeUnknown) ||
		err.Error() != "the gateway gave no clear answer: the answer is larger than 10 bytes" {
		t.Errorf("above the limit: %v", err)
	}
	if count.Load() != 2 {
		t.Errorf("%d requests", count.Load())
	}
}

// TestDoBoundsTheMemory has a server that answers without an end: as it is, and as a few bytes that gzip makes much of.
// The limit is of what is read, whatever came over the wire.
func TestDoBoundsTheMemory(t *testing.T) {
	part := make([]byte, 1<<20)
	bomb := &bytes.Buffer{}
	packed := gzip.NewWriter(bomb)
	for range 80 {
		_, _ = packed.Write(part)
	}
	_ = packed.Close()
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := w.Write(part); err != nil {
				return
			}
		}
	}
	unpacks := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(bomb.Bytes())
	}
	for name, test := range map[string]struct {
		maxAnswer int64
		limit     uint64
		handler   http.HandlerFunc
	}{
		"endless":                   {4 << 20, 4 << 20, endless},
		"packed":                    {4 << 20, 4 << 20, unpacks},
		"packed, above the default": {0, 64 << 20, unpacks},
	} {
		client, count := serve(t, httpapi.Config{MaxAnswer: test.maxAnswer, MaxRetries: 3}, test.handler)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/"})
		runtime.ReadMemStats(&after)
		if !errors.Is(err, whatsapp.ErrOutcomeUnknown) || count.Load() != 1 ||
			!strings.Contains(err.Error(), fmt.Sprintf("larger than %d bytes", test.limit)) {
			t.Errorf("%s: %v after %d requests", name, err, count.Load())
		}
		// A buffer that grows is allocated anew each time, by a quarter more.
		if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 8*test.limit {
			t.Errorf("%s: %d MiB were allocated", name, allocated>>20)
		}
	}
}

// TestDoTellsPages: a page for people in the place of a reading is another server's. A write may have gone through a
// proxy that answers with one, and what only begins like a page is the gateway's.
func TestDoTellsPages(t *testing.T) {
	const page = "\ufeff\n<!DOCTYPE HTML><html><title>Sign in</title>"
	for _, test := range []struct {
		name, body string
		status     int
		request    httpapi.Request
		isPage     bool
	}{
		{"a page", page, 200, httpapi.Request{Method: "GET"}, true},
		{"a page without a type", "<HTML lang=en>", 200, httpapi.Request{Method: "GET"}, true},
		{"for a reading that is sent", page, 200, httpapi.Request{Method: "POST", Repeat: httpapi.RepeatAlways}, true},
		{"for a write", page, 200, httpapi.Request{Method: "POST"}, false},
		{"for a write by GET", page, 200, httpapi.Request{Method: "GET", Repeat: httpapi.RepeatNever}, false},
		{"of a failure", page, 404, httpapi.Request{Method: "GET"}, false},
		{"a text", "AbCdEfGhIjKlMnOpQrStUv", 200, httpapi.Request{Method: "GET"}, false},
		{"no answer", "", 200, httpapi.Request{Method: "GET"}, false},
	} {
		client, _ := serve(t, httpapi.Config{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html") // Some gateways send bare texts so.
			w.WriteHeader(test.status)
			_, _ = io.WriteString(w, test.body)
		})
		test.request.Path = "/"
		resp, err := client.Do(t.Context(), test.request)
		if test.isPage != errors.Is(err, whatsapp.ErrWrongServer) || test.isPage == (err == nil) {
			t.Errorf("%s: %v, %v", test.name, resp, err)
		}
	}
}

func TestDoTimesOut(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		client, count := serve(t, httpapi.Config{RequestTimeout: 30 * time.Millisecond, MaxRetries: 3}, func(
			_ http.ResponseWriter, req *http.Request,
		) {
			// The server sees that the client is gone only once the body is read.
			_, _ = io.Copy(io.Discard, req.Body)
			<-req.Context().Done()
		})
		_, err := client.Do(t.Context(), httpapi.Request{Method: method, Path: "/"})
		if !errors.Is(err, whatsapp.ErrOutcomeUnknown) ||
			!strings.HasSuffix(err.Error(), ": it did not answer within 30ms") {
			t.Errorf("%s: %v", method, err)
		}
		if count.Load() != 1 {
			t.Errorf("%s: %d requests", method, count.Load())
		}
	}
}

func TestDoStopsWithTheContext(t *testing.T) {
	started := make(chan struct{}, 1)
	client, count := serve(t, httpapi.Config{MaxRetries: 3}, func(_ http.ResponseWriter, req *http.Request) {
		started <- struct{}{}
		<-req.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-started
		cancel()
	}()
	if _, err := client.Do(ctx, httpapi.Request{Method: "POST", Path: "/"}); !errors.Is(err,
		whatsapp.ErrOutcomeUnknown) {
		t.Errorf("after sending: %v", err)
	}
	_, err := client.Do(ctx, httpapi.Request{Method: "POST", Path: "/"})
	if !errors.Is(err, context.Canceled) || errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("before sending: %v", err)
	}
	if count.Load() != 1 {
		t.Errorf("%d requests", count.Load())
	}
}

// TestDoStopsWhileItDials has a server whose queue of connections is never served: the handshake of TLS hangs.
func TestDoStopsWhileItDials(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client := newClient(t, httpapi.Config{Endpoint: "https://" + listener.Addr().String(), MaxRetries: 3})
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err = client.Do(ctx, httpapi.Request{Method: "POST", Path: "/"})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{"": 0, "7": 7 * time.Second, "-7": 0, "soon": 0,
		"Wed, 21 Oct 2015 07:28:00 GMT": 0} {
		resp := httpapi.Response{Header: http.Header{"Retry-After": {value}}}
		if got := resp.RetryAfter(); got != want {
			t.Errorf("%q: %s", value, got)
		}
	}
}

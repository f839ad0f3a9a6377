package httpapi_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// repeatability has the requests that may be repeated and those that may not.
var repeatability = []struct {
	name       string
	request    httpapi.Request
	repeatable bool
}{
	{"GET", httpapi.Request{Method: "GET", Path: "/"}, true},
	{
		"a POST that is harmless", httpapi.Request{Method: "POST", Path: "/", Repeat: httpapi.RepeatAlways, JSON: 1},
		true,
	},
	{"a GET that does something", httpapi.Request{Method: "GET", Path: "/", Repeat: httpapi.RepeatNever}, false},
	{"POST", httpapi.Request{Method: "POST", Path: "/", JSON: 1}, false},
	{"PUT", httpapi.Request{Method: "PUT", Path: "/", JSON: 1}, false},
	{"DELETE", httpapi.Request{Method: "DELETE", Path: "/"}, false},
}

func TestDoRepeatsAfterStatus(t *testing.T) {
	for _, test := range repeatability {
		for status, repeated := range map[int]bool{502: true, 503: true, 504: true, 500: false, 429: false,
			404: false} {
			client, count := serve(t, httpapi.Config{MaxRetries: 2}, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(status)
				_, _ = io.WriteString(w, "away")
			})
			resp, err := client.Do(t.Context(), test.request)
			if err != nil || resp.Status != status || string(resp.Body) != "away" {
				t.Errorf("%s, %d: %v", test.name, status, err)
			}
			want := int32(1)
			if test.repeatable && repeated {
				want = 3
			}
			if count.Load() != want {
				t.Errorf("%s, %d: %d requests, not %d", test.name, status, count.Load(), want)
			}
		}
	}
}

// TestDoWaitsAsLongAsAsked: a server that is away says when it is back. One that asks for more than an answer may take,
// or than the caller has, is not asked again, and the answer says how long it asked for.
func TestDoWaitsAsLongAsAsked(t *testing.T) {
	const away = "HTTP status 503 Service Unavailable, which asks to come back in "
	for name, test := range map[string]struct {
		after    string
		patience time.Duration
		limit    time.Duration
		requests int32
		least    time.Duration
		text     string
	}{
		"a second":            {"1", time.Minute, time.Minute, 2, time.Second, "HTTP status 200 OK"},
		"more than an answer": {"90", time.Minute, time.Hour, 1, 0, away + "1m30s"},
		"more than is left":   {"30", time.Minute, 10 * time.Second, 1, 0, away + "30s"},
		"a date": {
			time.Now().Add(3 * time.Second).UTC().Format(http.TimeFormat), time.Minute, time.Minute, 2, time.Second,
			"HTTP status 200 OK",
		},
		"nothing": {"", time.Minute, time.Minute, 2, 0, "HTTP status 200 OK"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Bool
			client, count := serve(t, httpapi.Config{MaxRetries: 3, RequestTimeout: test.patience},
				func(w http.ResponseWriter, _ *http.Request) {
					if !asked.Swap(true) {
						w.Header().Set("Retry-After", test.after)
						w.WriteHeader(http.StatusServiceUnavailable)
					}
				})
			ctx, cancel := context.WithTimeout(t.Context(), test.limit)
			defer cancel()
			began := time.Now()
			resp, err := client.Do(ctx, httpapi.Request{Method: "GET", Path: "/"})
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took < test.least || took > 5*time.Second {
				t.Errorf("it took %s", took)
			}
			if resp.StatusText() != test.text || count.Load() != test.requests {
				t.Errorf("%d requests, and then %s", count.Load(), resp.StatusText())
			}
		})
	}
}

func TestDoRepeatsUntilItSucceeds(t *testing.T) {
	failures := map[string]func(http.ResponseWriter){
		"503":         func(w http.ResponseWriter) { w.WriteHeader(503) },
		"a lost line": func(http.ResponseWriter) { panic(http.ErrAbortHandler) },
		"half an answer": func(w http.ResponseWriter) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "half")
		},
	}
	for name, fail := range failures {
		for _, test := range repeatability {
			var answered atomic.Bool // The two requests may come by two connections.
			client, count := serve(t, httpapi.Config{MaxRetries: 1}, func(w http.ResponseWriter, req *http.Request) {
				if body, _ := io.ReadAll(req.Body); test.request.JSON != nil && string(body) != "1" {
					t.Errorf("the body is %q", body)
				}
				if !answered.Swap(true) {
					fail(w)
				}
			})
			resp, err := client.Do(t.Context(), test.request)
			switch {
			case test.repeatable:
				if err != nil || resp.Status != 200 || len(resp.Body) != 0 || count.Load() != 2 {
					t.Errorf("%s, %s: %v after %d requests", name, test.name, err, count.Load())
				}
			case count.Load() != 1:
				t.Errorf("%s, %s: %d requests", name, test.name, count.Load())
			case name != "503":
				want := "the gateway gave no clear answer: the connection broke before the answer was complete"
				if !errors.Is(err, whatsapp.ErrOutcomeUnknown) || err.Error() != want {
					t.Errorf("%s, %s: %v", name, test.name, err)
				}
			}
		}
	}
}

// TestDoRepeatsWhatWasNotSent has a server that is not up yet.
func TestDoRepeatsWhatWasNotSent(t *testing.T) {
	for _, test := range repeatability {
		listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		address := listener.Addr().String()
		listener.Close()

		client := newClient(t, httpapi.Config{Endpoint: "http://" + address, MaxRetries: 1})
		_, err = client.Do(t.Context(), test.request)
		if !errors.Is(err, whatsapp.ErrUnreachable) || !strings.Contains(err.Error(), "refused") {
			t.Errorf("%s: %v", test.name, err)
		}

		client = newClient(t, httpapi.Config{Endpoint: "http://" + address, MaxRetries: 100,
			RetryWait: 2 * time.Millisecond})
		up := make(chan error, 1)
		go func() {
			time.Sleep(10 * time.Millisecond)
			late, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", address)
			if err == nil {
				server := &httptest.Server{Listener: late,
					Config: &http.Server{Handler: http.NotFoundHandler(), ReadHeaderTimeout: time.Second}}
				server.Start()
				t.Cleanup(server.Close)
			}
			up <- err
		}()
		resp, err := client.Do(t.Context(), test.request)
		if upErr := <-up; upErr != nil {
			t.Skipf("the port was taken: %v", upErr)
		}
		if err != nil || resp.Status != http.StatusNotFound {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

// TestDoKeepsNoConnectionForWrites looks at what keeps net/http from repeating on its own on a kept connection.
func TestDoKeepsNoConnectionForWrites(t *testing.T) {
	for _, test := range repeatability {
		client, _ := serve(t, httpapi.Config{}, func(_ http.ResponseWriter, req *http.Request) {
			if req.Close == test.repeatable {
				t.Errorf("%s: the connection is closed: %t", test.name, req.Close)
			}
		})
		for range 2 {
			if _, err := client.Do(t.Context(), test.request); err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
		}
	}
}

func TestDoFollowsNoRedirectToAnotherHost(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		t.Errorf("the other host was asked with the key %q", req.Header.Get("X-Api-Key"))
	}))
	defer other.Close()
	for _, test := range repeatability {
		for _, status := range []int{301, 302, 303, 307, 308} {
			client, count := serve(t, httpapi.Config{MaxRetries: 3}, func(w http.ResponseWriter, req *http.Request) {
				http.Redirect(w, req, other.URL+"/?code=AbCdEfGhIjKlMnOpQrStU1", status)
			})
			_, err := client.Do(t.Context(), test.request)
			if !errors.Is(err, whatsapp.ErrWrongServer) || !strings.Contains(err.Error(), "redirect") ||
				strings.Contains(err.Error(), "AbCd") || count.Load() != 1 {
				t.Errorf("%s, %d: %v after %d requests", test.name, status, err, count.Load())
			}
		}
	}
}

// TestARedirectTellsNothing has a server that puts into the address what it was sent, and what a terminal obeys.
func TestARedirectTellsNothing(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		for _, host := range []string{key + ".example.com", "%E2%80%AEmoc.elpmaxe", strings.Repeat("a", 1<<16)} {
			client, count := serve(t, httpapi.Config{MaxRetries: 3}, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://"+host+"/")
				w.WriteHeader(http.StatusFound)
			})
			_, err := client.Do(t.Context(), httpapi.Request{Method: method, Path: "/"})
			if !errors.Is(err, whatsapp.ErrWrongServer) || strings.Contains(err.Error(), key) ||
				strings.Contains(err.Error(), "\u202e") || len(err.Error()) > 300 || count.Load() != 1 {
				t.Errorf("%s %.30s: %v after %d requests", method, host, err, count.Load())
			}
		}
	}
}

func TestDoFollowsRedirectsOfReadsAtHome(t *testing.T) {
	client, _ := serve(t, httpapi.Config{}, func(w http.ResponseWriter, req *http.Request) {
		switch req.URL.Path {
		case "/circle":
			http.Redirect(w, req, "/circle", http.StatusFound)
		case "/home":
			_, _ = io.WriteString(w, req.Method+req.Header.Get("X-Api-Key"))
		default:
			http.Redirect(w, req, "/home", http.StatusFound)
		}
	})
	resp, err := client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/"})
	if err != nil || string(resp.Body) != "GETsecret-key" {
		t.Errorf("a read: %v", err)
	}
	if _, err := client.Do(t.Context(), httpapi.Request{Method: "POST", Path: "/"}); !errors.Is(err,
		whatsapp.ErrWrongServer) {
		t.Errorf("a write: %v", err)
	}
	if _, err := client.Do(t.Context(), httpapi.Request{Method: "GET", Path: "/circle"}); !errors.Is(err,
		whatsapp.ErrWrongServer) {
		t.Errorf("a circle: %v", err)
	}
}

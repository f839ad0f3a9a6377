package emulator

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// served is an emulator with its own server, as the command runs it, within bounds that a test need not wait for.
func served(t *testing.T, change func(*bounds)) (server *Server, address string) {
	t.Helper()
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	change(&server.bounds)
	server.places, server.large = make(places, server.bounds.requests), make(places, server.bounds.large)
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return server, listener.Addr().String()
}

// dialled sends a text and leaves the connection open.
func dialled(t *testing.T, address, text string) net.Conn {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, text); err != nil {
		t.Fatal(err)
	}
	return connection
}

// TestNobodyHoldsAConnectionForGood: whoever is too slow loses it, at whatever point of a request.
func TestNobodyHoldsAConnectionForGood(t *testing.T) {
	const moment = 50 * time.Millisecond
	const head = " HTTP/1.1\r\nHost: x\r\nX-Api-Key: emulator\r\n"
	for name, c := range map[string]struct {
		change func(*bounds)
		sent   string
	}{
		"nothing":                 {func(b *bounds) { b.header = moment }, ""},
		"half a header":           {func(b *bounds) { b.header = moment }, "GET /waha/ping" + head},
		"half a body":             {func(b *bounds) { b.body = moment }, "PUT /waha/x" + head + "Content-Length: 99\r\n\r\n{"},
		"half a body for control": {func(b *bounds) { b.body = moment }, "PUT /_emulator/world" + head + "Content-Length: 99\r\n\r\n{"},
		"half a chunk":            {func(b *bounds) { b.body = moment }, "PUT /waha/x" + head + "Transfer-Encoding: chunked\r\n\r\nFF\r\n{"},
		"half a large body": {
			func(b *bounds) { b.body = moment },
			"PUT /waha/x" + head + "Content-Length: 999999\r\n\r\n" + strings.Repeat("x", smallBody+1),
		},
		"no second request": {func(b *bounds) { b.idle = moment }, "GET /waha/ping" + head + "\r\n"},
		"the answer's half": {func(b *bounds) { b.answer = moment }, "GET /waha/ping" + head + "\r\n"},
	} {
		t.Run(name, func(t *testing.T) {
			server, address := served(t, c.change)
			if name == "the answer's half" {
				large := Fault{Match: "ping", Effect: EffectStatus, Status: 200, Body: strings.Repeat("x", 16<<20)}
				if err := server.AddFaults(large); err != nil {
					t.Fatal(err)
				}
			}
			connection := dialled(t, address, c.sent)
			if name == "the answer's half" {
				awaitFree(t, server)
			}
			// What is left is sent, and then the connection is closed; a reset is as good.
			if _, err := io.Copy(io.Discard, connection); isTimeout(err) {
				t.Error("the connection is still open")
			}
		})
	}
}

func isTimeout(err error) bool {
	failed, is := err.(net.Error) //nolint:errorlint // It comes from the connection itself.
	return is && failed.Timeout()
}

// awaitFree waits until no request is in flight.
func awaitFree(t *testing.T, server *Server) {
	t.Helper()
	for end := time.Now().Add(time.Minute); len(server.places) > 0 || len(server.Requests()) == 0; {
		if time.Now().After(end) {
			t.Fatal("the request never ends")
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// TestRoom: what does not fit is refused, and fits once there is room.
func TestRoom(t *testing.T) {
	const key = "X-Api-Key: emulator\r\n"
	status := func(t *testing.T, connection net.Conn) int {
		t.Helper()
		answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	t.Run("headers", func(t *testing.T) {
		_, address := served(t, func(b *bounds) { b.headerBytes = 1 << 10 })
		// Go takes 4 KiB more than it is told.
		long := "GET /waha/ping HTTP/1.1\r\nHost: x\r\nX-Long: " + strings.Repeat("x", 6<<10) + "\r\n\r\n"
		if got := status(t, dialled(t, address, long)); got != http.StatusRequestHeaderFieldsTooLarge {
			t.Errorf("the answer is %d", got)
		}
	})
	t.Run("requests", func(t *testing.T) {
		server, address := served(t, func(b *bounds) { b.requests = 1 })
		first := dialled(t, address, "PUT /waha/x HTTP/1.1\r\nHost: x\r\n"+key+"Content-Length: 2\r\n\r\n{")
		for len(server.places) == 0 {
			time.Sleep(time.Millisecond)
		}
		const ping = "GET /waha/ping HTTP/1.1\r\nHost: x\r\n\r\n"
		if got := status(t, dialled(t, address, ping)); got != http.StatusServiceUnavailable {
			t.Errorf("a second request is answered %d", got)
		}
		if got := status(t, dialled(t, address, "GET /_emulator/clock HTTP/1.1\r\nHost: x\r\n\r\n")); got != http.StatusOK {
			t.Errorf("the control answers %d", got)
		}
		if _, err := io.WriteString(first, "}"); err != nil {
			t.Fatal(err)
		}
		status(t, first)
		awaitFree(t, server)
		if got := status(t, dialled(t, address, ping)); got != http.StatusOK {
			t.Errorf("once there is room, a request is answered %d", got)
		}
	})
	t.Run("large bodies", func(t *testing.T) {
		server, address := served(t, func(b *bounds) { b.large, b.body = 1, 100*time.Millisecond })
		server.large <- struct{}{}
		large := "PUT /waha/api/x HTTP/1.1\r\nHost: x\r\n" + key + "Content-Length: 70000\r\n\r\n" + strings.Repeat("x", 70_000)
		if got := status(t, dialled(t, address, large)); got != http.StatusServiceUnavailable {
			t.Errorf("without a place it is answered %d", got)
		}
		server.large.leave()
		if got := status(t, dialled(t, address, large)); got != http.StatusNotFound {
			t.Errorf("with one it is answered %d", got)
		}
	})
	t.Run("a body that never ends", func(t *testing.T) {
		_, address := served(t, func(b *bounds) { b.bodyBytes = 1 << 20 })
		for _, path := range []string{"PUT /waha/x", "PUT /_emulator/world"} {
			tooLarge := path + " HTTP/1.1\r\nHost: x\r\n" + key + "Content-Length: 2097152\r\n\r\n"
			connection := dialled(t, address, tooLarge)
			go func() { _, _ = io.Copy(connection, io.LimitReader(zeros{}, 2<<20)) }()
			if got := status(t, connection); got != http.StatusRequestEntityTooLarge {
				t.Errorf("%s: more than a body may have is answered %d", path, got)
			}
		}
	})
}

// zeros has no end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestTheListOfRequestsIsBounded in number and in size, and tells how many it dropped.
func TestTheListOfRequestsIsBounded(t *testing.T) {
	var l requestLog
	for range maxRequests + 10 {
		l.add(time.Now(), "waha", "GET", "/")
	}
	if kept, missing := len(l.all()), l.missing(); kept+missing != maxRequests+10 || kept > maxRequests || missing == 0 {
		t.Errorf("%d are kept and %d are missing", kept, missing)
	}
	long := strings.Repeat("x", 1<<16)
	if entry := l.add(time.Now(), "waha", long, long); len(entry.Method) > maxListed || len(entry.Path) > maxListed {
		t.Errorf("%d and %d bytes are kept", len(entry.Method), len(entry.Path))
	}
}

package emulator

import (
	"io"
	"net"
	"net/http/httptest"
	"testing"
	"time"
)

// TestABodyThatNeverEnds does not hold the connection, neither of a dialect nor of the control.
func TestABodyThatNeverEnds(t *testing.T) {
	before := bodyDeadline
	bodyDeadline = 50 * time.Millisecond
	t.Cleanup(func() { bodyDeadline = before })
	server, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	for _, path := range []string{"/waha/api/default/groups", "/_emulator/world"} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", web.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.WriteString(conn, "PUT "+path+" HTTP/1.1\r\nHost: x\r\nX-Api-Key: emulator\r\nContent-Length: 99\r\n\r\n{")
		if err != nil {
			t.Fatal(err)
		}
		if err := conn.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(conn); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		_ = conn.Close()
	}
}

// TestTheListOfRequestsIsBounded and tells how many it dropped.
func TestTheListOfRequestsIsBounded(t *testing.T) {
	var l requestLog
	for range maxRequests + 10 {
		l.add(time.Now(), "waha", "GET", "/")
	}
	if kept, missing := len(l.all()), l.missing(); kept+missing != maxRequests+10 || kept > maxRequests || missing == 0 {
		t.Errorf("%d are kept and %d are missing", kept, missing)
	}
}

package emulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// bounds are what clients may take of the emulator: time, so that none holds a connection for good, and room, so that
// its memory does not grow with what they send.
type bounds struct {
	header time.Duration // For the header of a request.
	body   time.Duration // For its body, with the wait for a place.
	answer time.Duration // For taking the answer.
	idle   time.Duration // Between two requests on one connection.
	grace  time.Duration // For the requests in flight when the emulator ends.

	headerBytes int
	bodyBytes   int64
	requests    int // Of gateways, at one time.
	large       int // Bodies of more than smallBody, at one time.
}

// defaultBounds leave room for whatever the provider does.
var defaultBounds = bounds{
	header: 10 * time.Second, body: 30 * time.Second, answer: 30 * time.Second, idle: 2 * time.Minute,
	grace:       2 * time.Second,
	headerBytes: 64 << 10, bodyBytes: wire.MaxBody, requests: 1000, large: 4,
}

// smallBody is what any request may have. Only pictures, and the worlds of tests, are larger.
const smallBody = 64 << 10

// places are so many at one time.
type places chan struct{}

func (p places) leave() { <-p }

// errBusy says that no place became free for a large body.
var errBusy = errors.New("too many large requests at one time")

// read reads the body of a request. Until done is called, a large one keeps its place.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (body []byte, done func(), err error) {
	connection := http.NewResponseController(w)
	ctx, cancel := context.WithTimeout(r.Context(), s.bounds.body)
	defer cancel()
	if deadline, ok := ctx.Deadline(); ok {
		_ = connection.SetReadDeadline(deadline) // A recorder has none.
	}
	done = func() {}
	whole := http.MaxBytesReader(w, r.Body, s.bounds.bodyBytes)
	if body, err = io.ReadAll(io.LimitReader(whole, smallBody)); err == nil && len(body) == smallBody {
		select {
		case s.large <- struct{}{}:
			done = s.large.leave
		case <-ctx.Done():
			return nil, done, errBusy
		}
		body, err = io.ReadAll(io.MultiReader(bytes.NewReader(body), whole))
	}
	if err == nil { // Else net/http reads on a little, before it closes the connection.
		_ = connection.SetReadDeadline(time.Time{})
	}
	return body, done, err
}

// refusal is the status for a body that could not be read, or 0 where there is nobody to tell.
func refusal(err error) int {
	tooLarge := (*http.MaxBytesError)(nil)
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, errBusy):
		return http.StatusServiceUnavailable
	}
	return 0
}

// serve answers requests until ctx is done. Those in flight get a moment to end; one that hangs is cut.
func (s *Server) serve(ctx context.Context, listener net.Listener) error {
	requests, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.bounds.header,
		IdleTimeout:       s.bounds.idle,
		MaxHeaderBytes:    s.bounds.headerBytes,
		BaseContext:       func(net.Listener) context.Context { return requests },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	grace, stop := context.WithTimeout(requests, s.bounds.grace)
	defer stop()
	if server.Shutdown(grace) != nil {
		cut()
		_ = server.Close() // The listener is closed already; nothing else can fail here.
	}
	return nil
}

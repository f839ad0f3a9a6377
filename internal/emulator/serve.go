package emulator

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
)

// maxBody is WAHA's limit, and generous for every other gateway.
const maxBody = 50 << 20

// ServeHTTP answers one request. What a dialect is asked is carried out at once and even if the client has gone, as a real
// gateway does; only then does the latency pass and the answer go out.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		s.serveControl(w, r)
		return
	}
	d := s.dialectFor(r.URL.Path)
	entry := s.requests.add(dialectName(d), r.Method, r.URL.Path)
	if d == nil {
		s.requests.finish(entry, http.StatusNotFound, true)
		http.Error(w, "the emulator has nothing here; its gateways are at "+s.prefixes(), http.StatusNotFound)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		s.requests.finish(entry, http.StatusRequestEntityTooLarge, false)
		http.Error(w, "request entity too large", http.StatusRequestEntityTooLarge)
		return
	} else if err != nil {
		noAnswer.write(w) // The client went away in the middle of its request.
	}
	c := &call{
		method: r.Method,
		path:   strings.TrimPrefix(r.URL.Path, d.prefix()),
		uri:    cmp.Or(strings.TrimPrefix(r.URL.RequestURI(), d.prefix()), "/"),
		query:  r.URL.Query(),
		header: r.Header,
		body:   body,
	}
	a, wait := s.answerTo(r.Context(), d, c, r.URL.Path)
	if !sleep(r.Context(), s.latency+wait) {
		a = noAnswer
	}
	s.requests.finish(entry, a.status, c.strange.Load())
	a.write(w)
}

// answerTo lets the dialect answer unless a fault comes in between. The duration is what a fault adds to the latency.
func (s *Server) answerTo(ctx context.Context, d dialect, c *call, path string) (answer, time.Duration) {
	fault, ok := s.faults.strike(c.method + " " + path)
	if !ok {
		return d.serve(ctx, c), 0
	}
	switch fault.Effect {
	case EffectStatus:
		return fault.answer(), 0
	case EffectCut:
		return noAnswer, 0
	case EffectLoseAnswer:
		d.serve(ctx, c)
		return noAnswer, 0
	case EffectRateLimit:
		return d.rateLimited(c), 0
	case EffectDisconnect:
		s.world.LogOut()
		return d.serve(ctx, c), 0
	default: // EffectDelay
		return d.serve(ctx, c), time.Duration(fault.MS) * time.Millisecond
	}
}

// sleep waits, and reports whether it could wait to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

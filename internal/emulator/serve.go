package emulator

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// ServeHTTP answers one request. What a dialect is asked is carried out at once, even if the client has gone, as a real
// gateway does. Only then does the latency pass and the answer go out.
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
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, wire.MaxBody))
	if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
		s.requests.finish(entry, http.StatusRequestEntityTooLarge, false)
		http.Error(w, "request entity too large", http.StatusRequestEntityTooLarge)
		return
	} else if err != nil {
		wire.NoAnswer.Write(w) // The client went away in the middle of its request.
	}
	c := &wire.Call{
		Method: r.Method,
		Path:   strings.TrimPrefix(r.URL.Path, d.Prefix()),
		URI:    cmp.Or(strings.TrimPrefix(r.URL.RequestURI(), d.Prefix()), "/"),
		Query:  r.URL.Query(),
		Header: r.Header,
		Body:   body,
	}
	a, wait := s.answerTo(r.Context(), d, c, r.URL.Path)
	if !sleep(r.Context(), s.latency+wait) {
		a = wire.NoAnswer
	}
	s.requests.finish(entry, a.Status, c.Unknown())
	a.Write(w)
}

// answerTo lets the dialect answer unless a fault comes in between. The duration is what a fault adds to the latency.
func (s *Server) answerTo(ctx context.Context, d wire.Dialect, c *wire.Call, path string) (wire.Answer, time.Duration) {
	fault, ok := s.faults.strike(c.Method + " " + path)
	if !ok {
		return d.Serve(ctx, c), 0
	}
	switch fault.Effect {
	case EffectStatus:
		return fault.answer(), 0
	case EffectCut:
		return wire.NoAnswer, 0
	case EffectLoseAnswer:
		d.Serve(ctx, c)
		return wire.NoAnswer, 0
	case EffectRateLimit:
		return d.RateLimited(c), 0
	case EffectDisconnect:
		s.world.LogOut()
		return d.Serve(ctx, c), 0
	default: // EffectDelay
		return d.Serve(ctx, c), time.Duration(fault.MS) * time.Millisecond
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

// dialectFor returns the dialect of a path, or nil.
func (s *Server) dialectFor(path string) wire.Dialect {
	for _, d := range s.dialects {
		if path == d.Prefix() || strings.HasPrefix(path, d.Prefix()+"/") {
			return d
		}
	}
	return nil
}

// prefixes lists the dialects for somebody who has found none of them.
func (s *Server) prefixes() string {
	list := make([]string, 0, len(s.dialects))
	for _, d := range s.dialects {
		list = append(list, d.Prefix())
	}
	return strings.Join(list, ", ")
}

// dialectName is a dialect's name in the list of requests: its prefix with dashes.
func dialectName(d wire.Dialect) string {
	if d == nil {
		return ""
	}
	return strings.ReplaceAll(strings.TrimPrefix(d.Prefix(), "/"), "/", "-")
}

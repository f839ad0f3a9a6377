package emulator

import (
	"cmp"
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
)

// ServeHTTP answers one request. What a dialect is asked is carried out at once, even if the client has gone, as a real
// gateway does. Only then does the latency pass and the answer go out.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	connection := http.NewResponseController(w)
	_ = connection.SetWriteDeadline(time.Time{}) // That of the answer before. A recorder has none.
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		_ = connection.SetWriteDeadline(time.Now().Add(s.bounds.body + s.bounds.answer))
		s.serveControl(w, r)
		return
	}
	d := s.dialectFor(r.URL.Path)
	entry := s.requests.add(s.world.Clock().Now(), dialectName(d), r.Method, r.URL.Path)
	refuse := func(status int, unknown bool, text string) {
		s.requests.finish(entry, status, unknown)
		http.Error(w, text, status)
	}
	if d == nil {
		refuse(http.StatusNotFound, true, "the emulator has nothing here; its gateways are at "+s.prefixes())
		return
	}
	select {
	case s.places <- struct{}{}:
		defer s.places.leave()
	default:
		refuse(http.StatusServiceUnavailable, false, "the emulator has too many requests at one time")
		return
	}
	body, done, err := s.read(w, r)
	defer done()
	if status := refusal(err); status != 0 {
		refuse(status, false, http.StatusText(status))
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
	a := s.inTurn(r.Context(), d, c, r.URL.Path)
	s.requests.finish(entry, a.Status, c.Unknown())
	if s.world.Clock().IsSet() && a.Status != 0 && a.Header.Get("Date") == "" {
		a = a.With("Date", s.world.Clock().Now().UTC().Format(http.TimeFormat))
	}
	_ = connection.SetWriteDeadline(time.Now().Add(s.bounds.answer))
	a.Write(w)
}

// inTurn answers a call once it is its turn, and takes the latency as a part of the turn.
func (s *Server) inTurn(ctx context.Context, d wire.Dialect, c *wire.Call, path string) wire.Answer {
	if d.UsesSession(c) {
		// What a client has asked for is carried out even if it does not wait for its turn.
		s.turn.take()
		defer s.turn.leave()
		c.Pause = s.turn.pause
	}
	a, wait := s.answerTo(ctx, d, c, path)
	if !sleep(ctx, s.latency+wait) {
		return wire.NoAnswer
	}
	return a
}

// answerTo lets the dialect answer unless a fault comes in between. The duration is what a fault adds to the latency.
func (s *Server) answerTo(ctx context.Context, d wire.Dialect, c *wire.Call, path string) (wire.Answer, time.Duration) {
	serve := func() wire.Answer {
		defer s.world.CountRequest()
		return d.Serve(ctx, c)
	}
	fault := s.faults.strike(s.world.Clock().Now(), c.Method+" "+path, c.Body)
	if fault == nil {
		return serve(), 0
	}
	a := wire.NoAnswer
	switch fault.Effect {
	case EffectStatus:
		a = fault.answer()
	case EffectCut:
	case EffectLoseAnswer:
		serve()
	case EffectRateLimit:
		a = d.RateLimited(c)
	case EffectDisconnect:
		s.world.LogOut()
		a = serve()
	case EffectEdit:
		a = fault.edit(serve())
	case EffectTwice:
		first, last := serve(), serve()
		if a = first; fault.Answer == "last" {
			a = last
		}
	default: // EffectDelay
		a = serve()
	}
	return a, fault.delay()
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

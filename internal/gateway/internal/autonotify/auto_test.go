package autonotify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const onHealth = "GET /health"

func TestAutoIsNexusOnce(t *testing.T) {
	g, w := newWire(t, auto, map[string][]reply{
		onHealth: file("nexus_health.json"), onInfo: file("nexus_group.json"), onSession: file("nexus_session_connected.json"),
	})
	if got, err := g.Group(t.Context(), group); err != nil || got.ID != group {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := g.Session(t.Context()); err != nil || !got.Connected {
		t.Errorf("%v, %v", got, err)
	}
	abilities, err := g.Abilities(t.Context())
	if err != nil || abilities.Gateway != "Autonotify (API nexus)" {
		t.Errorf("%v, %v", abilities.Gateway, err)
	}
	w.Sent(asked{Route: onHealth}, asked{Route: onInfo}, asked{Route: onSession})
}

// TestAutoAsksOnceForMany has many calls at once.
func TestAutoAsksOnceForMany(t *testing.T) {
	g, w := newWire(t, auto, map[string][]reply{onHealth: file("nexus_health.json")})
	failed := make(chan error)
	for range 20 {
		go func() {
			_, err := g.Abilities(t.Context())
			failed <- err
		}()
	}
	for range 20 {
		if err := <-failed; err != nil {
			t.Error(err)
		}
	}
	w.Sent(asked{Route: onHealth})
}

// TestAutoIsNothingElse has servers that are not nexus. No call falls through to a path.
func TestAutoIsNothingElse(t *testing.T) {
	choice := `: check the endpoint, or set autonotify = { api = "beta" } if the server speaks the older API`
	for name, test := range map[string]struct {
		reply []reply
		want  string
	}{
		"another JSON":    {text(`{"status":"ok","service":"Other"}`), "GET /health is not answered as by Autonotify's API nexus" + choice},
		"no JSON":         {text(`ok`), "GET /health is not answered as by Autonotify's API nexus" + choice},
		"nothing":         {text(``), "GET /health is not answered as by Autonotify's API nexus" + choice},
		"no such route":   {fault(404, "nexus_error_404_route.txt"), "GET /health is not answered as by Autonotify's API nexus (HTTP status 404 Not Found)" + choice},
		"refused":         {fault(401, "beta_error_401.json"), "GET /health is not answered as by Autonotify's API nexus (HTTP status 401 Unauthorized)" + choice},
		"a proxy's error": {fault(502, "error_502.html"), "GET /health is not answered as by Autonotify's API nexus (HTTP status 502 Bad Gateway)"},
	} {
		g, w := newWire(t, auto, map[string][]reply{onHealth: test.reply})
		for call, err := range callEverything(t.Context(), g, inviteCode(t)) {
			if !errors.Is(err, whatsapp.ErrUnreachable) || err.Error() != "the gateway cannot be reached: "+test.want {
				t.Errorf("%s: %s: %v", name, call, err)
			}
		}
		for _, a := range w.Asked {
			if a.Route != onHealth {
				t.Errorf("%s: sent %s", name, a.Route)
			}
		}
	}
}

// TestAutoTriesAgain forgets what failed.
func TestAutoTriesAgain(t *testing.T) {
	g, w := newWire(t, auto, map[string][]reply{onHealth: append(fault(503, "error_502.html"), file("nexus_health.json")...)})
	if _, err := g.Abilities(t.Context()); !errors.Is(err, whatsapp.ErrUnreachable) {
		t.Errorf("%v", err)
	}
	if _, err := g.Abilities(t.Context()); err != nil {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onHealth}, asked{Route: onHealth})
}

// TestAutoWritesNothingUnasked has a question without an answer: the write has not been sent, and the error says so.
func TestAutoWritesNothingUnasked(t *testing.T) {
	g := silent(t, auto, 20*time.Millisecond)
	if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, whatsapp.ErrUnreachable) || strings.Contains(err.Error(), "api =") {
		t.Errorf("%v", err)
	}
	g = silent(t, auto, 5*time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := g.CreateGroup(ctx, "Ops", phones(bob)); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
	if _, err := g.CreateGroup(ctx, "Ops", phones(bob)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

package nexus_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/nexus"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const onHealth = "GET /health"

// newUnsureWire is newWire where nobody says that the server is nexus.
func newUnsureWire(t *testing.T, replies map[string][]reply) (*nexus.Adapter, *wiretest.Server[asked]) {
	t.Helper()
	w := wiretest.Bearer("X-User-ID").Start(t, replies)
	return open(t, w.URL+"/", true, 5*time.Second), w
}

func TestIdentifiesNexusOnce(t *testing.T) {
	g, w := newUnsureWire(t, map[string][]reply{
		onHealth: file("health.json"), onInfo: file("group.json"), onSession: file("session_connected.json"),
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

// TestIdentifiesOnceForMany has many calls at once.
func TestIdentifiesOnceForMany(t *testing.T) {
	g, w := newUnsureWire(t, map[string][]reply{onHealth: file("health.json")})
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

// TestIdentifiesNothingElse has servers that are not nexus. No call falls through to a path.
func TestIdentifiesNothingElse(t *testing.T) {
	const unlike = "GET /health is not answered as by Autonotify's API nexus"
	const choice = `: check the endpoint, or set autonotify = { api = "beta" } if the server speaks the older API`
	for name, test := range map[string]struct {
		reply []reply
		want  string
	}{
		"another JSON":  {text(`{"status":"ok","service":"Other"}`), unlike + choice},
		"no JSON":       {text(`ok`), unlike + choice},
		"nothing":       {text(``), unlike + choice},
		"no such route": {fault(404, "error_404_route.txt"), unlike + " (HTTP status 404 Not Found)" + choice},
		"refused":       {fault(401, "error_401_wrong.json"), unlike + " (HTTP status 401 Unauthorized)" + choice},
	} {
		g, w := newUnsureWire(t, map[string][]reply{onHealth: test.reply})
		for call, err := range wiretest.CallEverything(t.Context(), t, g) {
			if call != "Abilities" && slices.Contains(unsent, call) {
				continue
			}
			want := whatsapp.ErrWrongServer.Error() + ": " + test.want
			if !errors.Is(err, whatsapp.ErrWrongServer) || err.Error() != want {
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

// TestIdentifiesNothingYet has answers of a proxy before the server. They say nothing of what is behind it, so nobody
// is sent to check the endpoint; nothing else is asked, and the next call asks again.
func TestIdentifiesNothingYet(t *testing.T) {
	limited := []reply{{Status: 429, Text: "slow", Header: http.Header{"Retry-After": {"90"}}}}
	for name, test := range map[string]struct {
		reply []reply
		kind  error
		wait  time.Duration
	}{
		"a limit":           {limited, whatsapp.ErrRateLimited, 90 * time.Second},
		"a limit, no word":  {[]reply{{Status: 429}}, whatsapp.ErrRateLimited, 0},
		"a failure":         {fault(500, "error_502.html"), whatsapp.ErrUnreachable, 0},
		"no gateway behind": {fault(502, "error_502.html"), whatsapp.ErrUnreachable, 0},
		"a restart":         {fault(503, "error_502.html"), whatsapp.ErrUnreachable, 0},
		"a timeout":         {fault(504, "error_502.html"), whatsapp.ErrUnreachable, 0},
	} {
		t.Run(name, func(t *testing.T) {
			g, w := newUnsureWire(t, map[string][]reply{onHealth: test.reply})
			calls := 0
			for call, err := range wiretest.CallEverything(t.Context(), t, g) {
				if call != "Abilities" && slices.Contains(unsent, call) {
					continue
				}
				calls++
				var told *whatsapp.Error
				if !errors.Is(err, test.kind) || !errors.As(err, &told) || told.Wait != test.wait ||
					strings.Contains(err.Error(), "api =") {
					t.Errorf("%s: %v", call, err)
				}
			}
			for _, a := range w.Asked {
				if a.Route != onHealth {
					t.Errorf("sent %s", a.Route)
				}
			}
			if len(w.Asked) != calls {
				t.Errorf("%d calls asked %d times", calls, len(w.Asked))
			}
		})
	}
}

// TestIdentifiesAgain forgets what failed.
func TestIdentifiesAgain(t *testing.T) {
	g, w := newUnsureWire(t, map[string][]reply{onHealth: append(fault(503, "error_502.html"), file("health.json")...)})
	if _, err := g.Abilities(t.Context()); !errors.Is(err, whatsapp.ErrUnreachable) {
		t.Errorf("%v", err)
	}
	if _, err := g.Abilities(t.Context()); err != nil {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onHealth}, asked{Route: onHealth})
}

// TestWritesNothingUnidentified has a question without an answer: the write has not been sent, and the error says so.
func TestWritesNothingUnidentified(t *testing.T) {
	g := open(t, wiretest.Silent(t), true, 20*time.Millisecond)
	if _, err := g.CreateGroup(t.Context(), "Ops", phones(bob)); !errors.Is(err, whatsapp.ErrUnreachable) ||
		strings.Contains(err.Error(), "api =") {
		t.Errorf("%v", err)
	}
	g = open(t, wiretest.Silent(t), true, 5*time.Second)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := g.CreateGroup(ctx, "Ops", phones(bob)); !errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, whatsapp.ErrOutcomeUnknown) {
		t.Errorf("%v", err)
	}
	if _, err := g.CreateGroup(ctx, "Ops", phones(bob)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v", err)
	}
}

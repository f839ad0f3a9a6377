package emulator_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

// session is what each gateway says of the session, and whether it answers a call of groups.
func (f *fixture) session() map[string]string {
	f.t.Helper()
	part := func(body, name string) string {
		_, value, _ := strings.Cut(body, `"`+name+`":`)
		value, _, _ = strings.Cut(value, ",")
		return strings.Trim(value, `"}`)
	}
	works := func(r response) string { return fmt.Sprintf(" %t", r.status == 200) }
	instance := f.whatsapi("GET", "").body
	nexus := f.nexus("GET", "session/").body
	return map[string]string{
		"waha":     part(f.waha("GET", "/api/sessions/default").body, "status") + works(f.waha("GET", "groups")),
		"whatsapi": part(instance, "connected") + " " + part(instance, "logged_in") + works(f.whatsapi("GET", "groups/")),
		"nexus":    part(nexus, "status") + " " + part(nexus, "connected") + works(f.nexus("GET", "group/list")),
		"beta":     strings.TrimSpace(works(f.beta("GET", "group/all"))),
	}
}

// TestSessionStates as each gateway has them. A temporary ban has no word of its own anywhere.
func TestSessionStates(t *testing.T) {
	for status, want := range map[string][4]string{
		emulator.StatusConnected: {"WORKING true", "true true true", "connected true true", "true"},
		emulator.StatusStarting:  {"STARTING false", "false true false", "authenticated_disconnected false false", "false"},
		emulator.StatusLoggedOut: {"SCAN_QR_CODE false", "false false false", "not_authenticated false false", "false"},
		emulator.StatusFailed:    {"FAILED false", "false true false", "authenticated_disconnected false false", "false"},
		emulator.StatusStopped:   {"STOPPED false", "false true false", "authenticated_disconnected false false", "false"},
		emulator.StatusBanned:    {"STARTING false", "false true false", "authenticated_disconnected false false", "false"},
	} {
		world := oneGroup()
		world.Account.Status = status
		f := startWith(t, "NOWEB", world)
		got := f.session()
		for i, gateway := range []string{"waha", "whatsapi", "nexus", "beta"} {
			if got[gateway] != want[i] {
				t.Errorf("%s, %s: %s, want %s", status, gateway, got[gateway], want[i])
			}
		}
	}
}

func TestAStoppedSession(t *testing.T) {
	world := oneGroup()
	world.Account.Status = emulator.StatusStopped
	f := startWith(t, "NOWEB", world)
	got := f.waha("GET", "/api/sessions/default").body
	if !strings.Contains(got, `"me":null,"presence":null,"timestamps":{"activity":null},"engine":{}`) {
		t.Errorf("%s", got)
	}
	if got := f.waha("GET", "/api/sessions/default/me"); got.status != 404 {
		t.Errorf("%+v", got)
	}
	f.waha("POST", "/api/sessions/default/start")
	if got := f.waha("GET", "groups"); got.status != 200 {
		t.Errorf("after its start: %+v", got)
	}
}

// TestASessionStarts after so many requests or seconds, or never.
func TestASessionStarts(t *testing.T) {
	working := func(f *fixture) bool { return f.waha("GET", "groups").status == 200 }
	starting := func(seconds, requests int) *fixture {
		f := startWith(t, "NOWEB", oneGroup())
		f.server.SetClock(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), true)
		f.change(func(w *emulator.World) {
			w.Account.Status = emulator.StatusStarting
			w.Account.StartsForSeconds, w.Account.StartsForRequests = seconds, requests
		})
		return f
	}
	f := starting(0, 3)
	for i, want := range []bool{false, false, false, true, true} {
		if got := working(f); got != want {
			t.Errorf("request %d: %t", i+1, got)
		}
	}
	f = starting(30, 0)
	if working(f) {
		t.Error("it works at once")
	}
	f.server.AdvanceClock(29 * time.Second)
	if working(f) {
		t.Error("it works too early")
	}
	f.server.AdvanceClock(time.Second)
	if !working(f) || f.server.World().Account.Status != emulator.StatusConnected {
		t.Errorf("after 30 s: %+v", f.server.World().Account)
	}
	// A change of something else does not start it anew.
	f = starting(30, 0)
	f.server.AdvanceClock(20 * time.Second)
	f.do("PATCH", "/_emulator/world", `{"groups":[{"id":"`+groupID+`","name":"Dev"}]}`)
	f.server.AdvanceClock(10 * time.Second)
	if !working(f) {
		t.Error("a PATCH has started it anew")
	}
	f = starting(30, 0)
	if got := f.do("PATCH", "/_emulator/world", `{"account":{"status":"connected"}}`); got.status != 204 || !working(f) {
		t.Errorf("connected by a PATCH: %+v", got)
	}
	f = starting(0, 0)
	f.server.AdvanceClock(24 * time.Hour)
	if working(f) {
		t.Error("it was to start for ever")
	}
}

// TestWAHAWaitsForASession before it refuses, and answers once it works. The turn is others' meanwhile.
func TestWAHAWaitsForASession(t *testing.T) {
	for _, serial := range []bool{false, true} {
		world := oneGroup()
		world.Account.Status = emulator.StatusStarting
		f := start(t, emulator.Options{World: &world, SessionWait: time.Minute, Serial: serial})
		answered := make(chan response)
		go func() {
			r, _ := f.send("GET", "/waha/api/default/groups/count", "")
			answered <- r
		}()
		for len(f.server.Requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		f.waha("GET", "/api/sessions/default")
		f.change(func(w *emulator.World) { w.Account.Status = emulator.StatusConnected })
		if got := <-answered; got != jsonText(200, `{"count":1}`) {
			t.Errorf("serial %t: %+v", serial, got)
		}
	}
	world := oneGroup()
	world.Account.Status = emulator.StatusFailed
	f := start(t, emulator.Options{World: &world, SessionWait: 30 * time.Millisecond})
	began := time.Now()
	if got := f.waha("GET", "groups/count"); got.status != 422 || time.Since(began) < 30*time.Millisecond {
		t.Errorf("%+v after %s", got, time.Since(began))
	}
}

// TestSerial: a call that goes to WhatsApp waits for the one before it, and no other does.
func TestSerial(t *testing.T) {
	for _, c := range []struct {
		serial bool
		path   string
		waits  bool
	}{
		{true, "/waha/api/default/groups", true},
		{true, "/whatsapi/api/instances/default/groups/", true},
		{true, "/waha/api/sessions/default", false},
		{true, "/autonotify/nexus/api/v1/session/", false},
		{false, "/waha/api/default/groups", false},
	} {
		f := start(t, emulator.Options{Serial: c.serial})
		f.faults(emulator.Fault{Match: "count", Effect: emulator.EffectDelay, MS: 3_600_000})
		ctx, end := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			_, _ = f.sendWithin(ctx, "GET", "/waha/api/default/groups/count", "") // It is cut off below.
			close(ended)
		}()
		for len(f.server.Requests()) == 0 {
			time.Sleep(time.Millisecond)
		}
		patience := 20 * time.Second
		if c.waits {
			patience = 100 * time.Millisecond
		}
		within, stop := context.WithTimeout(t.Context(), patience)
		_, err := f.sendWithin(within, "GET", c.path, "", "Authorization", "emulator")
		if waited := errors.Is(err, context.DeadlineExceeded); waited != c.waits {
			t.Errorf("%s, serial %t: it waits: %t, %v", c.path, c.serial, waited, err)
		}
		stop()
		end()
		<-ended
	}
}

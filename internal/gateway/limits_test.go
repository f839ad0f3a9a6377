package gateway_test

import (
	"errors"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// limited is a gateway to a WhatsApp with limits, whose clock stands still.
func (c target) limited(t *testing.T, text string) (*emulator.Server, whatsapp.Gateway) {
	t.Helper()
	server, config := c.start(t)
	server.SetClock(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), true)
	limits, err := emulator.ParseLimits(text)
	if err == nil {
		err = server.SetLimits(limits)
	}
	if err != nil {
		t.Fatal(err)
	}
	g, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	return server, g
}

func strangers(numbers ...phone.Number) []whatsapp.Person {
	var people []whatsapp.Person
	for _, number := range numbers {
		people = append(people, whatsapp.Person{Phone: number})
	}
	return people
}

// TestLimitsOfPeople refuse some of those who are added by one call, each with a reason that says so.
func TestLimitsOfPeople(t *testing.T) {
	t.Parallel()
	for _, target := range targets {
		server, g := target.limited(t, "people=2/1h")
		outcomes, err := g.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers,
			strangers("12025550161", "12025550162", "12025550163", "12025550164"))
		if err != nil {
			t.Errorf("%s: %v", target.name, err)
			continue
		}
		_, passed := server.Limits()
		limited := 0
		for _, o := range outcomes {
			if errors.Is(o.Err, whatsapp.ErrRateLimited) {
				limited++
			}
		}
		if want := map[bool]int{true: 2, false: 0}[target.reports.Refusals]; limited != want || passed.People != 2 {
			t.Errorf("%s: %d are limited, %d were refused: %+v", target.name, limited, passed.People, outcomes)
		}
	}
}

// TestLimitsOfCalls are told as too many calls, where the gateway tells them at all, and never as done.
func TestLimitsOfCalls(t *testing.T) {
	t.Parallel()
	for _, target := range targets {
		server, g := target.limited(t, "adds=1/1h,groups_per_day=1")
		for i, want := range []bool{true, false} {
			number := phone.Number("1202555016" + string(rune('1'+i)))
			outcomes, err := g.UpdateMembers(t.Context(), groupID, whatsapp.AddMembers, strangers(number))
			target.wantLimited(t, "add", want, err)
			if err == nil && len(outcomes) > 0 && outcomes[0].Err != nil {
				t.Errorf("%s: %v", target.name, outcomes[0].Err)
			}
			_, err = g.CreateGroup(t.Context(), "Limited", strangers("12025550165"))
			target.wantLimited(t, "create", want, err)
		}
		if groups := server.World().Groups; len(groups) != 2 {
			t.Errorf("%s: %d groups", target.name, len(groups))
		}
	}
}

func (c target) wantLimited(t *testing.T, call string, allowed bool, err error) {
	t.Helper()
	want := whatsapp.ErrOutcomeUnknown
	if c.reports.RateLimits {
		want = whatsapp.ErrRateLimited
	}
	if allowed && err != nil || !allowed && !errors.Is(err, want) {
		t.Errorf("%s: %s, allowed %t: %v", c.name, call, allowed, err)
	}
}

// TestSessionStates are never taken for an account that works, and say what state it is where the gateway tells one.
func TestSessionStates(t *testing.T) {
	t.Parallel()
	for _, status := range []string{
		emulator.StatusStarting, emulator.StatusLoggedOut, emulator.StatusFailed, emulator.StatusStopped,
		emulator.StatusBanned,
	} {
		for _, target := range targets {
			server, config := target.start(t)
			world := server.World()
			world.Account.Status = status
			if err := server.SetWorld(world); err != nil {
				t.Fatal(err)
			}
			g, err := gateway.Open(config)
			if err != nil {
				t.Fatal(err)
			}
			session, err := g.Session(t.Context())
			if err != nil || target.reports.SessionState && (session.Connected || session.Status == "") {
				t.Errorf("%s, %s: %+v, %v", target.name, status, session, err)
			}
			_, err = g.Group(t.Context(), groupID)
			if !errors.Is(err, whatsapp.ErrNotConnected) && !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
				t.Errorf("%s, %s: %v", target.name, status, err)
			}
		}
	}
}

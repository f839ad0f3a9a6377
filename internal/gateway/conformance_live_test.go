package gateway_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/gatewaytest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// TestConformanceLive checks the contract on a live server. Package gatewaytest tells what it needs and does.
func TestConformanceLive(t *testing.T) {
	kind := os.Getenv("WHATSAPP_LIVE_GATEWAY")
	if kind == "" {
		t.Skip("no live server: WHATSAPP_LIVE_GATEWAY is not set (see internal/gateway/gatewaytest/doc.go)")
	}
	config := gateway.Config{
		Kind: kind, Endpoint: os.Getenv("WHATSAPP_LIVE_ENDPOINT"), APIKey: os.Getenv("WHATSAPP_LIVE_API_KEY"),
		Session: os.Getenv("WHATSAPP_LIVE_SESSION"), MaxRetries: 3,
	}
	if kind == "autonotify" {
		api := os.Getenv("WHATSAPP_LIVE_AUTONOTIFY_API")
		config.Autonotify = &gateway.AutonotifyOptions{API: api, AcceptUnverifiedPaths: api == "beta"}
	}
	people, err := gatewaytest.ParsePeople(os.Getenv("WHATSAPP_LIVE_NUMBERS"))
	if err != nil {
		t.Fatalf("WHATSAPP_LIVE_NUMBERS: %v", err)
	}
	var account whatsapp.Person
	if text := os.Getenv("WHATSAPP_LIVE_ACCOUNT"); text != "" {
		if account.Phone, err = phone.Parse(text); err != nil {
			t.Fatalf("WHATSAPP_LIVE_ACCOUNT: %v", err)
		}
	}
	live := newLive(t, config, account, people)
	live.Harness.PictureURL = os.Getenv("WHATSAPP_LIVE_PICTURE_URL")
	live.Harness.Patience, live.Pause = 30*time.Second, 5*time.Second
	runLive(t, live)
}

// TestLiveRunsCleanUp runs what is for live servers on the emulator, as if it were one.
func TestLiveRunsCleanUp(t *testing.T) {
	for _, c := range targets {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			server, config := c.start(t)
			h := c.harness(t)
			people := h.People
			people.RecentlyLeft, people.Hidden = whatsapp.Person{}, whatsapp.Person{}
			before := server.World().Groups
			t.Run("rules", func(t *testing.T) { runLive(t, newLive(t, config, h.Self, people)) })
			if t.Failed() {
				return
			}
			for _, group := range server.World().Groups {
				switch {
				case group.ID == before[0].ID:
					if got := fromEmulator(group).Group(); got.Name != before[0].Name ||
						len(got.Members) != len(before[0].Members) {
						t.Errorf("a group that was there before is %+v", group)
					}
				case len(group.Members) > 0:
					t.Errorf("%s %q still has members: %v", group.ID, group.Name, group.Members)
				case !strings.HasPrefix(group.Name, gatewaytest.NamePrefix):
					t.Errorf("a group was made with the name %q", group.Name)
				}
			}
		})
	}
}

func newLive(
	t *testing.T, config gateway.Config, account whatsapp.Person, people gatewaytest.People,
) *gatewaytest.Live {
	t.Helper()
	g, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	session, err := g.Session(t.Context())
	if err != nil || !session.Connected {
		t.Fatalf("the session is %+v: %v", session, err)
	}
	if !session.Self.IsZero() {
		account = session.Self
	}
	if account.IsZero() {
		t.Fatal("the gateway does not tell the own number: set WHATSAPP_LIVE_ACCOUNT")
	}
	// Of a server that is live nothing is taken for granted but what its kind implies.
	reports := gatewaytest.Reports{GuessedPaths: config.Autonotify != nil && config.Autonotify.API == "beta"}
	h := gatewaytest.Harness{Gateway: g, Self: account, People: people, Reports: reports, Open: func(
		wrong gatewaytest.Misconfiguration,
	) (whatsapp.Gateway, error) {
		if wrong == gatewaytest.WrongKey && config.APIKey == "" {
			return nil, &gatewaytest.Skip{Reason: "the server asks for no key"}
		}
		return gateway.Open(misconfigured(config, wrong))
	}}
	// Whether the paths are guesses is no matter of the server.
	h.Reports.GuessedPaths = config.Autonotify != nil && config.Autonotify.API == "beta"
	return &gatewaytest.Live{Harness: h}
}

func runLive(t *testing.T, live *gatewaytest.Live) {
	t.Helper()
	t.Cleanup(func() {
		// The context of the test has ended by now.
		if err := live.CleanUp(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	for _, rule := range gatewaytest.Rules() {
		t.Run(rule.Name, func(t *testing.T) {
			if rule.World {
				t.Skip("it needs a hand on WhatsApp past the gateway")
			}
			h, err := live.Prepare(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			err = rule.Run(t.Context(), h)
			var skip *gatewaytest.Skip
			if errors.As(err, &skip) {
				t.Skip(skip.Reason)
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
}

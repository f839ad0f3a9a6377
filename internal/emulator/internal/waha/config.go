package waha

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator/internal/world"
)

// startingRequests is how many requests a session that was restarted is starting for, the one that restarts it
// included. A real one takes seconds.
const startingRequests = 4

// sessionConfig is the configuration of the session, as it was sent. It is null until somebody has sent one.
type sessionConfig struct {
	mu   sync.Mutex
	text json.RawMessage
}

func (s *sessionConfig) raw() json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text
}

func (s *sessionConfig) set(text json.RawMessage) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = text
}

// webhook is an entry of the configuration.
type webhook struct {
	URL    string   `json:"url"`
	Events []string `json:"events"`
	HMAC   *struct {
		Key string `json:"key"`
	} `json:"hmac"`
	Retries *retries `json:"retries"`
	Headers []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"customHeaders"`
}

// webhooks are those of a configuration.
func webhooks(config json.RawMessage) ([]webhook, error) {
	var parsed struct {
		Webhooks []webhook `json:"webhooks"`
	}
	if len(config) == 0 {
		return nil, nil
	}
	err := json.Unmarshal(config, &parsed)
	return parsed.Webhooks, err
}

// knownEvents are the names that a webhook may have (evidence/waha.md §13); "*" means all.
var knownEvents = []string{
	"session.status", "message", "message.reaction", "message.any", "message.ack", "message.ack.group",
	"message.waiting", "message.revoked", "message.edited", "state.change", eventJoin, eventLeave, eventV2Join,
	eventV2Leave, "group.v2.update", eventV2Participants, "group.v2.participants.join-request", "presence.update",
	"poll.vote", "poll.vote.failed", "chat.archive", "call.received", "call.accepted", "call.rejected",
	"label.upsert", "label.deleted", "label.chat.added", "label.chat.deleted", "event.response",
	"event.response.failed", "engine.event", "*",
}

// updateSession replaces the whole configuration, and restarts the session if it runs. What is not checked here is kept
// as it is.
func updateSession(ctx context.Context, c *call) wire.Answer {
	if c.session = c.params["session"]; c.session != onlySession {
		return getSession(ctx, c)
	}
	entries, err := webhooks(c.fields["config"])
	if err != nil {
		c.MarkUnknown()
		return wire.Problem(http.StatusBadRequest, "Bad Request", []string{"config.webhooks must be an array"})
	}
	if complaints := check(entries); len(complaints) > 0 {
		return wire.Problem(http.StatusBadRequest, "Bad Request", complaints)
	}
	c.configure(c.fields["config"], func() { c.Aside(func() { time.Sleep(c.stopping) }) })
	return wire.JSON(http.StatusOK, c.describeSession())
}

// configure replaces the configuration while the session stops, and starts it again if it ran.
func (d *dialect) configure(config json.RawMessage, stops func()) {
	before := d.world.Stop()
	stops()
	d.config.set(slices.Clone(config))
	if before != world.StatusStopped {
		d.world.GoOn(before, startingRequests)
	}
}

// SessionConfig is the configuration of the session, as it was sent.
func (d *dialect) SessionConfig() json.RawMessage { return slices.Clone(d.config.raw()) }

// SetSessionConfig is what somebody does by hand, past the requests that are listed and go wrong.
func (d *dialect) SetSessionConfig(config json.RawMessage) { d.configure(config, func() {}) }

// check complains as class-validator does.
func check(entries []webhook) (complaints []string) {
	for i, entry := range entries {
		at := fmt.Sprintf("config.webhooks.%d.", i)
		if u, err := url.Parse(entry.URL); err != nil || !strings.HasPrefix(u.Scheme, "http") || u.Host == "" {
			complaints = append(complaints, at+"url must be a URL address")
		}
		for _, event := range entry.Events {
			if !slices.Contains(knownEvents, event) {
				complaints = append(complaints, at+"each value in events must be one of the following values: "+
					strings.Join(knownEvents, ", "))
				break
			}
		}
	}
	return complaints
}

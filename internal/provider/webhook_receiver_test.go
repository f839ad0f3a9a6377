package provider_test

import (
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// receiver is a program that listens to events.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	received []received
	// refuses is how many requests are answered with an error first.
	refuses int
}

// received is a request of a gateway.
type received struct {
	header http.Header
	body   []byte
	event  struct {
		Event   string
		Payload struct {
			Type         string
			ChatID       string
			RecipientIDs []string
			Participants []struct{ ID string }
		}
	}
}

func receive(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		got := received{header: req.Header}
		var err error
		if got.body, err = io.ReadAll(req.Body); err == nil {
			err = json.Unmarshal(got.body, &got.event)
		}
		if err != nil {
			t.Errorf("an event cannot be read: %v", err)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.refuses > 0 {
			r.refuses--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		r.received = append(r.received, got)
	}))
	t.Cleanup(r.Close)
	return r
}

// take gives what was received so far, and forgets it.
func (r *receiver) take() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	defer func() { r.received = nil }()
	return r.received
}

// got checks that events come, each signed with the key and with the header, of whom they are to be.
func (r *receiver) got(key, header string, want ...string) func(*terraform.State) error {
	return func(*terraform.State) error {
		var events []string
		deadline := time.Now().Add(10 * time.Second)
		for len(events) < len(want) && time.Now().Before(deadline) {
			for _, got := range r.take() {
				if err := got.isSigned(key); err != nil {
					return err
				}
				if got.header.Get("X-Team") != header {
					return fmt.Errorf("the header is %q, want %q", got.header.Get("X-Team"), header)
				}
				events = append(events, got.describe())
			}
			time.Sleep(time.Millisecond)
		}
		slices.Sort(events)
		slices.Sort(want)
		if !slices.Equal(events, want) {
			return fmt.Errorf("received %q, want %q", events, want)
		}
		return nil
	}
}

// describe is an event with the digits of the people that it is about.
func (g received) describe() string {
	ids := slices.Clone(g.event.Payload.RecipientIDs)
	for _, p := range g.event.Payload.Participants {
		ids = append(ids, p.ID)
	}
	for i, id := range ids {
		ids[i], _, _ = strings.Cut(id, "@")
	}
	return strings.Join(strings.Fields(g.event.Event+" "+g.event.Payload.Type+" "+strings.Join(ids, ",")), " ")
}

func (g received) isSigned(key string) error {
	if key == "" {
		return equal("signature", g.header.Get("X-Webhook-Hmac"), "")
	}
	signature := hmac.New(sha512.New, []byte(key))
	_, _ = signature.Write(g.body)
	if err := equal("algorithm", g.header.Get("X-Webhook-Hmac-Algorithm"), "sha512"); err != nil {
		return err
	}
	return equal("signature", g.header.Get("X-Webhook-Hmac"), hex.EncodeToString(signature.Sum(nil)))
}

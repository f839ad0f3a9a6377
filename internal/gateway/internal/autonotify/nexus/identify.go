package nexus

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// identity is what is known of whether the server is nexus. It never turns out to be the beta: of that, nothing but one
// path is known, so that a user has to choose it.
type identity struct {
	// confirmed is all that is remembered: a server that is down today may be nexus tomorrow.
	confirmed atomic.Bool
	// turn is held by whoever asks. Unlike a mutex it can be given up with the context.
	turn chan struct{}
}

func newIdentity() *identity { return &identity{turn: make(chan struct{}, 1)} }

// identify fails unless the server is nexus. It asks until the server has said so once, and one call at a time.
func (a *Adapter) identify(ctx context.Context) error {
	id := a.identity
	if id == nil || id.confirmed.Load() {
		return nil
	}
	select {
	case id.turn <- struct{}{}:
		defer func() { <-id.turn }()
	case <-ctx.Done():
		return fmt.Errorf("call the gateway: %w", ctx.Err())
	}
	if id.confirmed.Load() {
		return nil
	}
	if err := a.checkHealth(ctx); err != nil {
		return err
	}
	id.confirmed.Store(true)
	return nil
}

// checkHealth fails unless GET /health answers as nexus does: {"status":"ok","timestamp":"…","service":"WhatsApp API"}
// (evidence/autonotify.md §1.2, SEEN in routes.go). It needs no key. Whatever its error is, the call that made us ask
// has not been sent.
func (a *Adapter) checkHealth(ctx context.Context) error {
	resp, err := a.connection.Send(ctx, wire.Call{Method: http.MethodGet, Path: "/health", Route: "/health"})
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("call the gateway: %w", ctx.Err())
	case errors.Is(err, whatsapp.ErrOutcomeUnknown):
		return &whatsapp.Error{
			Kind: whatsapp.ErrUnreachable, Detail: "it was asked what it is, and gave no clear answer",
		}
	case err != nil:
		return err
	}
	o, _ := loosejson.DecodeObject(resp.Body)
	if resp.OK() && o.Text("service") == "WhatsApp API" {
		return nil
	}
	switch {
	case resp.Status == http.StatusTooManyRequests:
		return resp.WithWait(&whatsapp.Error{Kind: whatsapp.ErrRateLimited})
	case resp.Status >= http.StatusInternalServerError:
		// It may be on its way behind a proxy.
		return &whatsapp.Error{
			Kind:   whatsapp.ErrUnreachable,
			Detail: "GET /health is answered with " + resp.StatusText() + ", and not by the gateway",
		}
	}
	detail := "GET /health is not answered as by Autonotify's API nexus"
	if !resp.OK() {
		detail += " (" + resp.StatusText() + ")"
	}
	detail += `: check the endpoint, or set autonotify = { api = "beta" } if the server speaks the older API`
	return &whatsapp.Error{Kind: whatsapp.ErrWrongServer, Detail: detail}
}

package autonotify

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// auto asks the server once whether it is nexus, and then is nexus. It never becomes the beta: of that, nothing but one
// path is known, so that a user has to choose it.
type auto struct {
	nexus *nexus
	// asking is held by whoever asks. Unlike a mutex it can be given up with the context.
	asking chan struct{}
	// found is closed once the server is known to be nexus.
	found chan struct{}
}

var _ whatsapp.Gateway = (*auto)(nil)

func newAuto(n *nexus) *auto {
	return &auto{nexus: n, asking: make(chan struct{}, 1), found: make(chan struct{})}
}

// known fails unless the server is nexus. Only that is remembered: a server that is down today may be nexus tomorrow.
func (a *auto) known(ctx context.Context) (*nexus, error) {
	select {
	case <-a.found:
		return a.nexus, nil
	default:
	}
	select {
	case a.asking <- struct{}{}:
		defer func() { <-a.asking }()
	case <-ctx.Done():
		return nil, fmt.Errorf("call the gateway: %w", ctx.Err())
	}
	select {
	case <-a.found:
		return a.nexus, nil
	default:
	}
	if err := a.nexus.health(ctx); err != nil {
		return nil, err
	}
	close(a.found)
	return a.nexus, nil
}

// health fails unless GET /health answers as nexus does: {"status":"ok","timestamp":"…","service":"WhatsApp API"}
// (evidence/autonotify.md §1.2, SEEN in routes.go). It needs no key. Whatever its error is, the call that made us ask
// has not been sent.
func (n *nexus) health(ctx context.Context) error {
	resp, err := n.send(ctx, call{method: http.MethodGet, path: "/health", route: "/health"})
	switch {
	case err != nil && ctx.Err() != nil:
		return fmt.Errorf("call the gateway: %w", ctx.Err())
	case errors.Is(err, whatsapp.ErrOutcomeUnknown):
		return &whatsapp.Error{Kind: whatsapp.ErrUnreachable, Detail: "it was asked what it is, and gave no clear answer"}
	case err != nil:
		return err
	}
	o, _ := loosejson.DecodeObject(resp.Body)
	if resp.OK() && o.Text("service") == "WhatsApp API" {
		return nil
	}
	detail := "GET /health is not answered as by Autonotify's API nexus"
	if !resp.OK() {
		detail += " (" + httpapi.StatusText(resp.Status) + ")"
	}
	if resp.Status < http.StatusInternalServerError {
		detail += `: check the endpoint, or set autonotify = { api = "` + APIBeta + `" } if the server speaks the older API`
	}
	return &whatsapp.Error{Kind: whatsapp.ErrUnreachable, Detail: detail}
}

func (a *auto) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Abilities{}, err
	}
	return n.Abilities(ctx)
}

func (a *auto) Session(ctx context.Context) (whatsapp.Session, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Session{}, err
	}
	return n.Session(ctx)
}

func (a *auto) LIDs(ctx context.Context) ([]whatsapp.Person, error) {
	n, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	return n.LIDs(ctx)
}

func (a *auto) Contact(ctx context.Context, number phone.Number) (whatsapp.Person, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Person{}, err
	}
	return n.Contact(ctx, number)
}

func (a *auto) Groups(ctx context.Context, withMembers bool) ([]whatsapp.Group, error) {
	n, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	return n.Groups(ctx, withMembers)
}

func (a *auto) Group(ctx context.Context, group whatsapp.JID) (whatsapp.Group, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Group{}, err
	}
	return n.Group(ctx, group)
}

func (a *auto) Members(ctx context.Context, group whatsapp.JID) ([]whatsapp.Member, error) {
	n, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	return n.Members(ctx, group)
}

func (a *auto) Refresh(ctx context.Context) error {
	n, err := a.known(ctx)
	if err != nil {
		return err
	}
	return n.Refresh(ctx)
}

func (a *auto) CreateGroup(ctx context.Context, name string, members []whatsapp.Person) (whatsapp.Created, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Created{}, err
	}
	return n.CreateGroup(ctx, name, members)
}

func (a *auto) ChangeGroup(ctx context.Context, group whatsapp.JID, change whatsapp.Change) error {
	n, err := a.known(ctx)
	if err != nil {
		return err
	}
	return n.ChangeGroup(ctx, group, change)
}

func (a *auto) LeaveGroup(ctx context.Context, group whatsapp.JID) error {
	n, err := a.known(ctx)
	if err != nil {
		return err
	}
	return n.LeaveGroup(ctx, group)
}

func (a *auto) DeleteChat(ctx context.Context, group whatsapp.JID) error {
	n, err := a.known(ctx)
	if err != nil {
		return err
	}
	return n.DeleteChat(ctx, group)
}

func (a *auto) UpdateMembers(
	ctx context.Context, group whatsapp.JID, action whatsapp.MemberAction, people []whatsapp.Person,
) ([]whatsapp.Outcome, error) {
	n, err := a.known(ctx)
	if err != nil {
		return nil, err
	}
	return n.UpdateMembers(ctx, group, action, people)
}

func (a *auto) InviteCode(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return n.InviteCode(ctx, group)
}

func (a *auto) RevokeInvite(ctx context.Context, group whatsapp.JID) (whatsapp.InviteCode, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.InviteCode{}, err
	}
	return n.RevokeInvite(ctx, group)
}

func (a *auto) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (whatsapp.Group, error) {
	n, err := a.known(ctx)
	if err != nil {
		return whatsapp.Group{}, err
	}
	return n.InviteInfo(ctx, code)
}

func (a *auto) Join(ctx context.Context, code whatsapp.InviteCode) (whatsapp.JID, error) {
	n, err := a.known(ctx)
	if err != nil {
		return "", err
	}
	return n.Join(ctx, code)
}

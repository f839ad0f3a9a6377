// Package account is one linked WhatsApp account, reached through a Gateway. It is the only thing that resources talk to:
// it checks that the account is connected, shares reads, sends one write at a time and at a pace, confirms every write by
// reading back, and settles what has no clear outcome.
package account

import (
	"context"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Settings are what a user decides about the account.
type Settings struct {
	// Own is the account itself, for gateways that cannot tell. What the gateway tells is added to it.
	Own whatsapp.Person
	// WritesPerMinute paces the writes; 0 lets them go as fast as they come.
	WritesPerMinute int
	// MaxRetries is how often is tried again what WhatsApp refused because of too many calls.
	MaxRetries int
	// Backoff is the wait before the first such retry; it doubles from one to the next. 0 means ten seconds, which is
	// about the shortest pause that WhatsApp was seen to honour.
	Backoff time.Duration
}

// Account is safe for concurrent use. Make it with New.
type Account struct {
	gateway   whatsapp.Gateway
	backoff   backoff
	own       whatsapp.Person
	session   memo[whatsapp.Session]
	abilities memo[whatsapp.Abilities]
	// confirmedList has all groups as freshList read them.
	confirmedList memo[[]whatsapp.Group]
	lidMap        memo[lidMap]
	learnedLIDs   learnedLIDs
	contacts      contacts
	directory     directory
	writes        writeQueue
	claims        claims
	creations     creations
}

// New makes the account of a gateway. It calls nothing.
func New(gateway whatsapp.Gateway, settings Settings) *Account {
	if settings.Backoff == 0 {
		settings.Backoff = 10 * time.Second
	}
	backoff := backoff{settings.MaxRetries, settings.Backoff}
	gateway = retryingReads{gateway, backoff}
	a := &Account{gateway: gateway, backoff: backoff, own: settings.Own}
	a.session.fetch = a.fetchSession
	a.abilities.fetch = gateway.Abilities
	a.confirmedList.fetch = a.freshList
	a.lidMap.fetch = a.fetchLIDMap
	a.directory.gateway = gateway
	a.writes = newWriteQueue(settings.WritesPerMinute)
	return a
}

// Abilities asks what the gateway can do. It works also while the account is not connected. Only a success is remembered.
func (a *Account) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	return a.abilities.get(ctx)
}

// Own tells who the account is. The person is zero where neither the gateway nor the user says it.
func (a *Account) Own(ctx context.Context) (whatsapp.Person, error) {
	session, err := a.session.get(ctx)
	return session.Own, err
}

// connected fails unless the session was linked to WhatsApp the first time it was asked for. Without this check a
// logged-out account looks like an account without groups.
func (a *Account) connected(ctx context.Context) error {
	_, err := a.session.get(ctx)
	return err
}

func (a *Account) fetchSession(ctx context.Context) (whatsapp.Session, error) {
	session, err := a.gateway.Session(ctx)
	if err != nil {
		return whatsapp.Session{}, err
	}
	if !session.Connected {
		return whatsapp.Session{}, &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: session.Status}
	}
	if session.Own.Phone == "" {
		session.Own.Phone = a.own.Phone
	}
	if session.Own.LID == "" {
		session.Own.LID = a.own.LID
	}
	return session, nil
}

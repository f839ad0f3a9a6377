// Package account is one linked WhatsApp account, reached through a Gateway. It is the only thing that resources talk
// to: it checks that the account is connected, shares reads, sends one write at a time and at a pace, confirms every
// write by reading back, and settles what has no clear outcome.
package account

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Settings are what a user decides about the account.
type Settings struct {
	// Self is the account itself, for gateways that cannot tell. It adds to what the gateway tells.
	Self whatsapp.Person
	// AddsPerMinute paces the people who are added, and WritesPerMinute all other writes. GroupsPerDay is how many
	// groups the account may have made in any 24 hours. 0 is no limit.
	AddsPerMinute, WritesPerMinute, GroupsPerDay int
	// SeveralPlans says that one process may plan the same several times, so that a plan is no evidence of a second
	// group.
	SeveralPlans bool
	// Clock is the time of the pace. Nil means the machine's own.
	Clock Clock
	// MaxRetries is how often the account tries again what WhatsApp refused because of too many calls. A write is tried
	// again twice at most: each try may cost the account.
	MaxRetries int
	// Backoff is the wait before the first such retry, where the refusal does not say how long to wait; it doubles from
	// one to the next. 0 means ten seconds, which is about the shortest pause that WhatsApp was seen to honour. A write
	// waits three times as long.
	Backoff time.Duration
	// Look is the wait between two looks at a session that is starting. 0 means a second.
	Look time.Duration
	// ConfirmPauses are the waits before each reading that looks for the effect of a write, so there are as many
	// readings as pauses. Gateways' caches hear of a write late, most of them within a second. None means five readings
	// in five seconds.
	ConfirmPauses []time.Duration
	// Gather is how long the first reading of a group waits for others, so that a run that reads many groups lists them
	// from the start. 0 means ten milliseconds.
	Gather time.Duration
	// SettleTimeout bounds what follows a write until its outcome is decided, whatever the gateway does. 0 means five
	// minutes.
	SettleTimeout time.Duration
}

// withDefaults fills in what is zero.
func (s Settings) withDefaults() Settings {
	if s.Backoff == 0 {
		s.Backoff = 10 * time.Second
	}
	if s.Clock == nil {
		s.Clock = machineClock{}
	}
	if s.Look == 0 {
		s.Look = time.Second
	}
	if len(s.ConfirmPauses) == 0 {
		s.ConfirmPauses = []time.Duration{
			0, 100 * time.Millisecond, 400 * time.Millisecond, 1500 * time.Millisecond, 3 * time.Second,
		}
	}
	if s.Gather == 0 {
		s.Gather = 10 * time.Millisecond
	}
	if s.SettleTimeout == 0 {
		s.SettleTimeout = 5 * time.Minute
	}
	return s
}

// Account is safe for concurrent use. Make it with New.
type Account struct {
	gateway whatsapp.Gateway
	// direct is the gateway as it is, for whoever restarts its session.
	direct   whatsapp.Gateway
	settings Settings
	backoff  backoff
	// writeBackoff is backoff for what is written.
	writeBackoff backoff
	pace         pace
	session      memo[whatsapp.Session]
	abilities    memo[whatsapp.Abilities]
	// confirmedList has all groups as freshList read them.
	confirmedList memo[[]whatsapp.Group]
	// sharedList has all groups for the plans of new ones.
	sharedList memo[[]whatsapp.Group]
	lidMap     memo[lidMap]
	// pairsFailed is the version of lidMap that CheckNumber has asked for in vain, plus one.
	pairsFailed atomic.Int64
	completions completions
	learnedLIDs learnedLIDs
	contacts    memos[whatsapp.Person]
	// requests are those who ask to join, by group.
	requests  memos[[]JoinRequest]
	directory directory
	writes    writeQueue
	members   memberQueue
	claims    claims
	creations creations
	day       day
	webhooks  webhookPlans
	seenBy    seenBy
}

// New makes the account of a gateway. It calls nothing.
func New(gateway whatsapp.Gateway, settings Settings) *Account {
	settings = settings.withDefaults()
	backoff := backoff{
		retries: settings.MaxRetries, first: settings.Backoff, look: settings.Look, start: &starting{},
		clock: settings.Clock, restarts: newRestarts(),
	}
	a := &Account{direct: gateway, settings: settings, backoff: backoff, writeBackoff: backoff}
	gateway = retryingReads{gateway, backoff}
	a.gateway = gateway
	a.pace = newPace(settings.Clock, settings.AddsPerMinute, settings.WritesPerMinute)
	a.writeBackoff.retries, a.writeBackoff.first = min(settings.MaxRetries, mostWriteRetries), 3*settings.Backoff
	a.writeBackoff.slow = a.pace.slow
	a.session.fetch = a.fetchSession
	a.abilities.fetch = gateway.Abilities
	a.confirmedList.fetch = a.freshList
	a.sharedList.fetch = a.fetchSharedList
	a.lidMap.fetch = a.fetchLIDMap
	a.contacts.lasting, a.requests.lasting = whatsapp.ErrNotOnWhatsApp, whatsapp.ErrNotAdmin
	a.directory.gateway, a.directory.gather = gateway, settings.Gather
	a.writes = newWriteQueue(settings.Clock)
	a.members = newMemberQueue()
	return a
}

// Abilities asks what the gateway can do. It works also while the account is not connected. Only a success is
// remembered.
func (a *Account) Abilities(ctx context.Context) (whatsapp.Abilities, error) {
	return a.abilities.get(ctx)
}

// Self says who the account is. The person is zero where neither the gateway nor the user says it.
func (a *Account) Self(ctx context.Context) (whatsapp.Person, error) {
	session, err := a.askSession(ctx)
	return session.Self, err
}

// Session asks for the state of the session as it is now, also where it is not connected.
func (a *Account) Session(ctx context.Context) (whatsapp.Session, error) {
	session, err := a.gateway.Session(ctx)
	session.Self = session.Self.Or(a.settings.Self)
	return session, err
}

// connected fails unless the session was linked to WhatsApp the first time it was asked for. Without this check a
// logged-out account looks like an account without groups.
func (a *Account) connected(ctx context.Context) error {
	_, err := a.askSession(ctx)
	return err
}

// Check fails where the gateway does not let the account in, or where the account is not linked, so that nothing could
// be read or written. A gateway that tells nothing of its sessions is asked for the groups.
func (a *Account) Check(ctx context.Context) error {
	session, err := a.askSession(ctx)
	if err != nil || !session.Assumed {
		return err
	}
	if _, err := a.sharedList.get(ctx); !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

// askSession gives the session as it was when it was connected first. It waits for one that starts.
func (a *Account) askSession(ctx context.Context) (whatsapp.Session, error) {
	session, err := a.session.get(ctx)
	return session, a.backoff.start.orEnd(err)
}

func (a *Account) fetchSession(ctx context.Context) (whatsapp.Session, error) {
	session, err := a.Session(ctx)
	if err != nil {
		return whatsapp.Session{}, err
	}
	if !session.Connected {
		return whatsapp.Session{}, &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: session.Status}
	}
	return session, nil
}

package account

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrGone is the error of a group that the account is certainly no longer in: the gateway said so, its session is
// connected, and a fresh list of all groups lacks it.
var ErrGone = errors.New("the account is no longer in the group")

// ErrUnconfirmed is the error of a group that the gateway does not find and that the account may still be in: gateways
// answer so too when their memory of groups is lost.
var ErrUnconfirmed = errors.New(
	"the gateway does not find the group, and its other answers do not confirm that the account has left it")

// confirmGone decides what an answer that the account is not in a group is worth. A list with other groups that lacks
// this one is proof. A gateway that has lost its memory shows an empty list. So that counts only beside an explicit
// answer that the account is no member, and when a second refresh leaves it empty.
func (a *Account) confirmGone(ctx context.Context, id whatsapp.JID, cause error) (whatsapp.Group, error) {
	if _, err := a.fetchSession(ctx); err != nil {
		return whatsapp.Group{}, err
	}
	for range 2 {
		groups, err := a.listWithout(ctx, id)
		if err != nil {
			return whatsapp.Group{}, err
		}
		if hasGroup(groups, id) {
			// The memory was lost and is back. If the group is still not found, one of the two answers is wrong.
			g, err := a.directory.group(ctx, id)
			if absent(err) {
				err = fmt.Errorf("%w: %w", ErrUnconfirmed, err)
			}
			return g, err
		}
		if len(groups) > 0 {
			return whatsapp.Group{}, a.goneFrom(ctx, id)
		}
		if !a.saidNotMember(ctx, id, cause) {
			return whatsapp.Group{}, fmt.Errorf("%w: %w", ErrUnconfirmed, cause)
		}
	}
	return whatsapp.Group{}, a.goneFrom(ctx, id)
}

// goneFrom is ErrGone, unless the session has another account by now than at first, or than the one that has seen the
// group: then it is that one's groups that the answers are about.
func (a *Account) goneFrom(ctx context.Context, id whatsapp.JID) error {
	now, err := a.fetchSession(ctx)
	if err != nil {
		return err
	}
	first, _, _ := a.session.last()
	for _, before := range []whatsapp.Person{first.Self, a.seenBy.who(id)} {
		if before.Differs(now.Self) {
			return fmt.Errorf("%w: the session is linked to another account now than before", ErrUnconfirmed)
		}
	}
	return ErrGone
}

// SeenBy notes which account saw a group last. That the group is gone is not believed while another one is connected.
func (a *Account) SeenBy(id whatsapp.JID, account whatsapp.Person) {
	a.seenBy.mu.Lock()
	defer a.seenBy.mu.Unlock()
	if a.seenBy.byGroup == nil {
		a.seenBy.byGroup = make(map[whatsapp.JID]whatsapp.Person)
	}
	a.seenBy.byGroup[id] = account
}

// seenBy has the accounts that saw groups before this process.
type seenBy struct {
	mu      sync.Mutex
	byGroup map[whatsapp.JID]whatsapp.Person
}

func (s *seenBy) who(id whatsapp.JID) whatsapp.Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.byGroup[id]
}

// listWithout gives a list of all groups that WhatsApp was asked for in this process. It is the last one if that can
// prove that a group is gone, else a new one.
func (a *Account) listWithout(ctx context.Context, id whatsapp.JID) ([]whatsapp.Group, error) {
	groups, known, version := a.confirmedList.last()
	if known && len(groups) > 0 && !hasGroup(groups, id) {
		return groups, nil
	}
	if known {
		a.confirmedList.forgetIf(version)
	}
	return a.confirmedList.get(ctx)
}

// hasGroup reports whether a list has a group.
func hasGroup(groups []whatsapp.Group, id whatsapp.JID) bool {
	return slices.ContainsFunc(groups, func(g whatsapp.Group) bool { return g.ID == id })
}

// freshList reads all groups from WhatsApp, past the gateway's memory, for their ids, names and owners.
func (a *Account) freshList(ctx context.Context) ([]whatsapp.Group, error) {
	if err := a.refresh(ctx); err != nil {
		return nil, err
	}
	return a.gateway.Groups(ctx, false)
}

// refresh makes the gateway forget what it remembers of groups, if it remembers any.
func (a *Account) refresh(ctx context.Context) error {
	gateway, remembers := whatsapp.As[whatsapp.Refresher](a.gateway)
	if !remembers {
		return nil
	}
	return a.backoff.retry(ctx, func() error { return gateway.Refresh(ctx) })
}

// saidNotMember reports whether the gateway said in so many words that the account is not in the group. A gateway that
// only found nothing in its memory asks WhatsApp itself for the invite code.
func (a *Account) saidNotMember(ctx context.Context, id whatsapp.JID, cause error) bool {
	if errors.Is(cause, whatsapp.ErrNotMember) {
		return true
	}
	_, err := a.gateway.InviteCode(ctx, id)
	return errors.Is(err, whatsapp.ErrNotMember)
}

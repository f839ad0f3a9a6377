package account

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// maxBackoff is the longest wait between two tries of what WhatsApp refused because of too many calls.
const maxBackoff = 2 * time.Minute

// backoff tries again what WhatsApp refused because of too many calls. That refusal says that nothing was done, so even
// a create may be sent again. After any other error nothing is sent again.
type backoff struct {
	retries int
	first   time.Duration
}

func (b backoff) retry(ctx context.Context, call func() error) error {
	for try := 0; ; try++ {
		err := call()
		if !errors.Is(err, whatsapp.ErrRateLimited) || try >= b.retries {
			return err
		}
		if sleep(ctx, b.pause(try, err)) != nil {
			return err
		}
	}
}

// pause is the wait after a refusal, given how many there were before. It doubles from one to the next, and is as long
// as the refusal says.
func (b backoff) pause(before int, refusal error) time.Duration {
	pause := b.first
	for range before {
		pause = min(2*pause, maxBackoff)
	}
	var told *whatsapp.Error
	if errors.As(refusal, &told) {
		pause = max(pause, told.Wait)
	}
	return pause + rand.N(pause/4+1)
}

// sleep waits, or returns the error of a context that ends before.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryingReads is a gateway that backs off in its reads. Writes back off in their turn, so that nobody else goes on
// meanwhile.
type retryingReads struct {
	whatsapp.Gateway
	backoff backoff
}

// Unwrap gives what has the roles of the gateway.
func (r retryingReads) Unwrap() whatsapp.Gateway { return r.Gateway }

func (r retryingReads) Groups(ctx context.Context, withMembers bool) (groups []whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { groups, err = r.Gateway.Groups(ctx, withMembers); return err })
	return groups, err
}

func (r retryingReads) Group(ctx context.Context, id whatsapp.JID) (group whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { group, err = r.Gateway.Group(ctx, id); return err })
	return group, err
}

func (r retryingReads) Members(ctx context.Context, group whatsapp.JID) (members []whatsapp.Member, err error) {
	err = r.backoff.retry(ctx, func() error { members, err = r.Gateway.Members(ctx, group); return err })
	return members, err
}

func (r retryingReads) InviteCode(ctx context.Context, group whatsapp.JID) (code whatsapp.InviteCode, err error) {
	err = r.backoff.retry(ctx, func() error { code, err = r.Gateway.InviteCode(ctx, group); return err })
	return code, err
}

func (r retryingReads) InviteInfo(ctx context.Context, code whatsapp.InviteCode) (group whatsapp.Group, err error) {
	err = r.backoff.retry(ctx, func() error { group, err = r.Gateway.InviteInfo(ctx, code); return err })
	return group, err
}

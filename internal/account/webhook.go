package account

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// The errors of webhooks beside those of the gateway.
var (
	// ErrNoWebhook: the gateway shows its webhooks, and this one is not among them.
	ErrNoWebhook = errors.New("the session has no such webhook")
	// ErrWebhookExists: the session has a webhook of this address, so none was made.
	ErrWebhookExists = errors.New("the session has a webhook with this address already")
)

// NotBackError says that a webhook is written, and that the session which was restarted for it does not work again.
type NotBackError struct{ cause error }

var _ error = (*NotBackError)(nil)

func (e *NotBackError) Error() string {
	return "the session that the gateway has restarted does not work again: " + e.cause.Error()
}

// Unwrap gives what the session says.
func (e *NotBackError) Unwrap() error { return e.cause }

const (
	// lostLooks is how often is looked for a change of which the answer is lost: the gateway stops the session before
	// it takes the change over.
	lostLooks = 30
	// otherLooks is how often in a row a session may say that it neither works nor starts, after a restart.
	otherLooks = 10
)

// Webhook reads the webhook of an address. It fails with ErrNoWebhook, and with errors.ErrUnsupported where the gateway
// does not show its webhooks.
func (a *Account) Webhook(ctx context.Context, url string) (whatsapp.Webhook, error) {
	reader, shows := whatsapp.As[whatsapp.WebhookReader](a.gateway)
	if !shows {
		return whatsapp.Webhook{}, a.missing(ctx, whatsapp.ReadWebhook)
	}
	var all []whatsapp.Webhook
	err := a.backoff.retry(ctx, func() (err error) {
		all, err = reader.Webhooks(detached(ctx))
		return err
	})
	if err != nil {
		return whatsapp.Webhook{}, err
	}
	return webhookOf(all, url)
}

func webhookOf(all []whatsapp.Webhook, url string) (whatsapp.Webhook, error) {
	for _, w := range all {
		if w.URL == url {
			return w, nil
		}
	}
	return whatsapp.Webhook{}, ErrNoWebhook
}

// missing is the error of an ability for which the gateway lacks the role.
func (a *Account) missing(ctx context.Context, ability whatsapp.Ability) error {
	abilities, err := a.Abilities(ctx)
	if err != nil {
		return err
	}
	return whatsapp.MissingAbility(abilities.Gateway, ability)
}

// CreateWebhook makes a webhook. It fails with ErrWebhookExists where the gateway shows one of this address. A
// NotBackError says that it is made all the same.
func (a *Account) CreateWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	return a.writeWebhook(ctx, webhookWrite{
		url:   webhook.URL,
		check: func(_ whatsapp.Webhook, found bool) error { return errorIf(found, ErrWebhookExists) },
		send:  func(ctx context.Context, w whatsapp.WebhookWriter) error { return w.PutWebhook(ctx, webhook) },
		shown: func(w whatsapp.Webhook, found bool) bool { return found && w.Shows(webhook) },
	})
}

// UpdateWebhook changes a webhook. It makes one that is gone, and sends nothing where the gateway shows it as it is to
// be.
func (a *Account) UpdateWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	shown := func(w whatsapp.Webhook, found bool) bool { return found && w.Shows(webhook) }
	return a.writeWebhook(ctx, webhookWrite{
		url: webhook.URL,
		check: func(w whatsapp.Webhook, found bool) error {
			// A key that is not told has to be written.
			return errorIf(shown(w, found) && (w.HMACKey != nil || webhook.HMACKey == nil), errWebhookSettled)
		},
		send:  func(ctx context.Context, w whatsapp.WebhookWriter) error { return w.PutWebhook(ctx, webhook) },
		shown: shown,
	})
}

// DeleteWebhook removes a webhook. It sends nothing where the gateway shows that it is gone, or where this process has
// written another one in its place.
func (a *Account) DeleteWebhook(ctx context.Context, url string) error {
	return a.writeWebhook(ctx, webhookWrite{
		url:     url,
		deletes: true,
		check:   func(_ whatsapp.Webhook, found bool) error { return errorIf(!found, errWebhookSettled) },
		send:    func(ctx context.Context, w whatsapp.WebhookWriter) error { return w.DeleteWebhook(ctx, url) },
		shown:   func(_ whatsapp.Webhook, found bool) bool { return !found },
	})
}

// errWebhookSettled ends a write that has nothing to do.
var errWebhookSettled = errors.New("the webhook is as it is to be")

func errorIf(is bool, err error) error {
	if is {
		return err
	}
	return nil
}

// webhookWrite is a change of one webhook.
type webhookWrite struct {
	url     string
	deletes bool
	// check fails where nothing is to be sent, given what the gateway shows.
	check func(now whatsapp.Webhook, found bool) error
	send  func(context.Context, whatsapp.WebhookWriter) error
	// shown reports whether the gateway shows the change.
	shown func(now whatsapp.Webhook, found bool) bool
}

// writeWebhook carries a change out, alone: the gateway restarts the session for it. What waits already goes first, and
// what comes later waits until the session works again. Gateways that restart nothing are treated alike, which costs
// one look at the session.
func (a *Account) writeWebhook(ctx context.Context, w webhookWrite) error {
	writer, has := whatsapp.As[whatsapp.WebhookWriter](a.direct)
	if !has {
		return notSent(a.missing(ctx, whatsapp.WriteWebhook))
	}
	if err := a.members.awaitThose(ctx); err != nil {
		return notSent(err)
	}
	turn, err := a.takeTurn(ctx, cost{writes: 1, last: true})
	if err != nil {
		return err
	}
	defer turn.end()
	over, err := a.backoff.restarts.alone(ctx)
	if err != nil {
		return err
	}
	defer over()
	switch found, err := a.checkWebhook(ctx, w); {
	case errors.Is(err, errWebhookSettled):
		return nil
	case err != nil:
		return notPrepared(ctx, err)
	case !found && w.deletes && !a.webhooks.mayClear(w.url):
		return nil
	}
	err = turn.sendAlone(ctx, func(ctx context.Context) error { return w.send(ctx, writer) })
	if nothingSent(err) {
		return notSent(err)
	}
	ctx, cancel := a.settling(ctx)
	defer cancel()
	if err := a.settleWebhook(ctx, w, err); err != nil {
		// The session may have been restarted all the same.
		_ = a.awaitSession(ctx)
		return err
	}
	if !w.deletes {
		a.webhooks.wrote(w.url)
	}
	if err := a.awaitSession(ctx); err != nil {
		return &NotBackError{err}
	}
	return nil
}

// checkWebhook asks what the gateway shows before the sending. A gateway that shows nothing has nothing to say.
func (a *Account) checkWebhook(ctx context.Context, w webhookWrite) (found bool, err error) {
	now, found, err := a.lookForWebhook(ctx, w.url)
	if errors.Is(err, errors.ErrUnsupported) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return found, w.check(now, found)
}

// lookForWebhook reads a webhook for whoever keeps all other calls from the gateway.
func (a *Account) lookForWebhook(ctx context.Context, url string) (now whatsapp.Webhook, found bool, err error) {
	reader, shows := whatsapp.As[whatsapp.WebhookReader](a.direct)
	if !shows {
		return whatsapp.Webhook{}, false, errors.ErrUnsupported
	}
	var all []whatsapp.Webhook
	err = a.backoff.alone().retry(ctx, func() (err error) {
		all, err = reader.Webhooks(ctx)
		return err
	})
	if err != nil {
		return whatsapp.Webhook{}, false, err
	}
	now, err = webhookOf(all, url)
	return now, err == nil, nil
}

// settleWebhook reads until the gateway shows the change. Where the answer of the sending is lost, that may take as
// long as a session takes to stop. A gateway that shows nothing is believed.
func (a *Account) settleWebhook(ctx context.Context, w webhookWrite, reason error) error {
	looks := len(a.settings.ConfirmPauses)
	switch {
	case refused(reason):
		looks = 1
	case reason != nil:
		looks = lostLooks
	}
	var err error
	for look := range looks {
		if look > 0 {
			if sleep(ctx, a.settings.Look) != nil {
				break
			}
		}
		var now whatsapp.Webhook
		var found bool
		now, found, err = a.lookForWebhook(ctx, w.url)
		if errors.Is(err, errors.ErrUnsupported) {
			return reason
		}
		if err == nil && w.shown(now, found) {
			return nil
		}
	}
	switch {
	case reason != nil:
		return reason
	case err != nil:
		return &whatsapp.Error{
			Kind: whatsapp.ErrOutcomeUnknown, Detail: fmt.Sprintf("the change could not be read back: %v", err),
		}
	}
	// WhatsApp has no part in it, so this is no refusal of its.
	return &whatsapp.Error{
		Kind: whatsapp.ErrOutcomeUnknown, Detail: "the gateway accepted it, but does not show it",
	}
}

// awaitSession waits until the session works again.
func (a *Account) awaitSession(ctx context.Context) error {
	for others := 0; ; {
		session, err := a.direct.Session(ctx)
		switch {
		case err == nil && session.Connected:
			return nil
		case err == nil && !session.Starting:
			err = &whatsapp.Error{Kind: whatsapp.ErrNotConnected, Status: session.Status}
			if others++; others == otherLooks {
				return err
			}
		case err == nil:
			err, others = &whatsapp.Error{Kind: whatsapp.ErrStarting, Status: session.Status}, 0
		}
		if sleep(ctx, a.settings.Look) != nil {
			return err
		}
	}
}

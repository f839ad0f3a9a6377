package gatewaytest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func webhookRules() []Rule {
	readable := []whatsapp.Ability{whatsapp.WriteWebhook, whatsapp.ReadWebhook, whatsapp.WriteWebhookDetails}
	return []Rule{
		{
			Name:   "a webhook is read as it was written, and leaves the others alone",
			Reason: "somebody else's program would hear nothing any more",
			Needs:  readable,
			Check:  checkPutWebhook,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideWebhooks{override{g}, putAlone(g), nil}
			},
		},
		{
			Name:   "a webhook that is deleted is gone, and the others are not",
			Reason: "a program that was to hear nothing more would go on to",
			Needs:  readable,
			Check:  checkDeleteWebhook,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideWebhooks{override{g}, nil, func(context.Context, string) error { return nil }}
			},
		},
		{
			Name:   "the key of a webhook stays where none is given",
			Reason: "a write-only key is known only to the apply that writes it",
			Needs:  readable,
			Check:  checkKeepKey,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideWebhooks{override{g}, func(ctx context.Context, webhook whatsapp.Webhook) error {
					if webhook.HMACKey == nil {
						webhook.HMACKey = &whatsapp.Secret{}
					}
					return writerOf(g).PutWebhook(ctx, webhook)
				}, nil}
			},
		},
		{
			Name:   "a change of a webhook of which the answer is lost has an unknown outcome and is sent once",
			Reason: "each change may restart the session",
			Needs:  []whatsapp.Ability{whatsapp.WriteWebhook},
			World:  true,
			Check:  checkLostWebhook,
			Broken: func(g whatsapp.Gateway) whatsapp.Gateway {
				return overrideWebhooks{override{g}, func(ctx context.Context, webhook whatsapp.Webhook) error {
					_ = writerOf(g).PutWebhook(ctx, webhook)
					return writerOf(g).PutWebhook(ctx, webhook)
				}, nil}
			},
		},
	}
}

// overrideWebhooks replaces the functions that are not nil.
type overrideWebhooks struct {
	override
	put    func(context.Context, whatsapp.Webhook) error
	remove func(context.Context, string) error
}

func (o overrideWebhooks) PutWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	if o.put != nil {
		return o.put(ctx, webhook)
	}
	return writerOf(o.Gateway).PutWebhook(ctx, webhook)
}

func (o overrideWebhooks) DeleteWebhook(ctx context.Context, url string) error {
	if o.remove != nil {
		return o.remove(ctx, url)
	}
	return writerOf(o.Gateway).DeleteWebhook(ctx, url)
}

// putAlone writes a webhook in the place of all others.
func putAlone(g whatsapp.Gateway) func(context.Context, whatsapp.Webhook) error {
	return func(ctx context.Context, webhook whatsapp.Webhook) error {
		reader, _ := whatsapp.As[whatsapp.WebhookReader](g)
		others, err := reader.Webhooks(ctx)
		for _, other := range others {
			err = errors.Join(err, writerOf(g).DeleteWebhook(ctx, other.URL))
		}
		return errors.Join(err, writerOf(g).PutWebhook(ctx, webhook))
	}
}

// writerOf is the role of a gateway that has it.
func writerOf(g whatsapp.Gateway) whatsapp.WebhookWriter {
	writer, _ := whatsapp.As[whatsapp.WebhookWriter](g)
	return writer
}

// webhookRoles finds the roles behind the abilities.
func webhookRoles(g whatsapp.Gateway) (whatsapp.WebhookWriter, whatsapp.WebhookReader, error) {
	writer, writes := whatsapp.As[whatsapp.WebhookWriter](g)
	reader, reads := whatsapp.As[whatsapp.WebhookReader](g)
	if !writes || !reads {
		return nil, nil, errors.New("the gateway claims the ability, and lacks the role")
	}
	return writer, reader, nil
}

// The webhooks of the rules. Nobody listens there, so that a live server tells nobody anything.
func webhooks() (first, second whatsapp.Webhook) {
	key := whatsapp.NewSecret("conformance-key")
	first = whatsapp.Webhook{
		URL: "http://127.0.0.1:9/conformance/1", Events: []string{"message", "session.status"}, HMACKey: &key,
		Headers: map[string]whatsapp.Secret{"X-Conformance": whatsapp.NewSecret("conformance-header")},
		Retries: &whatsapp.WebhookRetries{DelaySeconds: new(int64(3)), Attempts: new(int64(4)), Policy: "constant"},
	}
	second = whatsapp.Webhook{
		URL: "http://127.0.0.1:9/conformance/2", Events: []string{"message"}, HMACKey: &whatsapp.Secret{},
	}
	return first, second
}

// withWebhooks writes both webhooks, and takes them away at the end.
func (h Harness) withWebhooks(
	ctx context.Context, check func(w whatsapp.WebhookWriter, first, second whatsapp.Webhook) error,
) (err error) {
	writer, _, err := webhookRoles(h.Gateway)
	if err != nil {
		return err
	}
	first, second := webhooks()
	defer func() {
		for _, w := range []whatsapp.Webhook{first, second} {
			err = errors.Join(err, writer.DeleteWebhook(ctx, w.URL))
		}
		err = errors.Join(err, h.backAgain(ctx))
	}()
	for _, w := range []whatsapp.Webhook{first, second} {
		if err := writer.PutWebhook(ctx, w); err != nil {
			return fmt.Errorf("write a webhook: %w", err)
		}
	}
	return check(writer, first, second)
}

// backAgain waits until a session that was restarted works.
func (h Harness) backAgain(ctx context.Context) error {
	var session whatsapp.Session
	for began := time.Now(); time.Since(began) < time.Minute; time.Sleep(h.Patience / 20) {
		var err error
		if session, err = h.Gateway.Session(ctx); err != nil || session.Connected {
			return err
		}
	}
	return fmt.Errorf("the session is %s a minute after its restart", session.Status)
}

// showsWebhooks fails unless the gateway shows webhooks, among others.
func (h Harness) showsWebhooks(ctx context.Context, wanted ...whatsapp.Webhook) error {
	_, reader, err := webhookRoles(h.Gateway)
	if err != nil {
		return err
	}
	all, err := reader.Webhooks(ctx)
	if err != nil {
		return fmt.Errorf("read the webhooks: %w", err)
	}
	byURL := map[string]whatsapp.Webhook{}
	for _, w := range all {
		byURL[w.URL] = w
	}
	for _, w := range wanted {
		if got, there := byURL[w.URL]; !there || !got.Shows(w) {
			return fmt.Errorf("of %+v the gateway shows %+v", w, got)
		}
	}
	return nil
}

func checkPutWebhook(ctx context.Context, h Harness) error {
	return h.withWebhooks(ctx, func(writer whatsapp.WebhookWriter, first, second whatsapp.Webhook) error {
		if err := h.showsWebhooks(ctx, first, second); err != nil {
			return err
		}
		first.Events, first.Headers, first.Retries = []string{"message"}, nil, nil
		if err := writer.PutWebhook(ctx, first); err != nil {
			return fmt.Errorf("change a webhook: %w", err)
		}
		return h.showsWebhooks(ctx, first, second)
	})
}

func checkDeleteWebhook(ctx context.Context, h Harness) error {
	return h.withWebhooks(ctx, func(writer whatsapp.WebhookWriter, first, second whatsapp.Webhook) error {
		for range 2 { // What is gone is deleted again without an error.
			if err := writer.DeleteWebhook(ctx, first.URL); err != nil {
				return fmt.Errorf("delete a webhook: %w", err)
			}
		}
		if err := h.showsWebhooks(ctx, first); err == nil {
			return errors.New("the webhook is there after it was deleted")
		}
		return h.showsWebhooks(ctx, second)
	})
}

func checkKeepKey(ctx context.Context, h Harness) error {
	return h.withWebhooks(ctx, func(writer whatsapp.WebhookWriter, first, _ whatsapp.Webhook) error {
		key := first.HMACKey
		first.HMACKey, first.Events = nil, []string{"message"}
		if err := writer.PutWebhook(ctx, first); err != nil {
			return fmt.Errorf("change a webhook: %w", err)
		}
		first.HMACKey = key
		return h.showsWebhooks(ctx, first)
	})
}

func checkLostWebhook(ctx context.Context, h Harness) error {
	writer, writes := whatsapp.As[whatsapp.WebhookWriter](h.Gateway)
	if !writes {
		return errors.New("the gateway claims the ability, and lacks the role")
	}
	webhook := whatsapp.Webhook{URL: "http://127.0.0.1:9/conformance/3"}
	if abilities, err := h.Gateway.Abilities(ctx); err != nil {
		return err
	} else if abilities.Can(whatsapp.WriteWebhookDetails) {
		webhook.Events = []string{"message"}
	}
	if err := h.World.Fail(LoseAnswer); err != nil {
		return err
	}
	if err := wantError("write a webhook", writer.PutWebhook(ctx, webhook), whatsapp.ErrOutcomeUnknown); err != nil {
		return err
	}
	n := 0
	for _, sent := range h.World.Sent() {
		if sent.Write {
			n++
		}
	}
	if n != 1 {
		return fmt.Errorf("the change was sent %d times", n)
	}
	return nil
}

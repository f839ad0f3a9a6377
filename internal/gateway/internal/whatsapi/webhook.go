package whatsapi

import (
	"context"
	"net/http"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// An instance has one webhook, which is an address and nothing more. It can be written and not read
// (evidence/whatsapi.md §3.2), so the answer has to say that it was written.

// PutWebhook replaces the webhook of the instance.
func (a *Adapter) PutWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	return a.setWebhook(ctx, webhook.URL, webhook.URL)
}

// DeleteWebhook writes an empty address. That this ends the webhook is INFERRED: an instance that is made without one
// has an empty webhook_url.
func (a *Adapter) DeleteWebhook(ctx context.Context, url string) error {
	return a.setWebhook(ctx, "", url)
}

func (a *Adapter) setWebhook(ctx context.Context, url, secret string) error {
	_, err := a.do(ctx, call{
		method:  http.MethodPut,
		route:   "/instances/{instance_key}/webhook",
		json:    fields{"webhook_url": url},
		meaning: changing,
		unseen:  true,
		secrets: []string{secret},
	})
	return err
}

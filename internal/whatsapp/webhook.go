package whatsapp

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
)

// Webhook is an address to which a gateway sends what happens in WhatsApp. A session has no two of one address.
type Webhook struct {
	URL string
	// Events are in the gateway's own words.
	Events []string
	// HMACKey is what the gateway signs its requests with, and zero where it does not sign them. Nil says in a reading
	// that the gateway does not tell, and in a change that the key stays as it is.
	HMACKey *Secret
	// Headers are sent with each request.
	Headers map[string]Secret
	// Retries say when the gateway tries again. Nil leaves that to the gateway.
	Retries *WebhookRetries
}

// WebhookRetries say when a gateway tries again to reach a webhook. What is nil, or empty, is left to the gateway.
type WebhookRetries struct {
	DelaySeconds, Attempts *int64
	// Policy is how the delay grows, in the gateway's own words.
	Policy string
}

// Shows reports whether a reading shows what was to be set. What is not told may be so.
func (w Webhook) Shows(wanted Webhook) bool {
	return w.URL == wanted.URL &&
		slices.Equal(sortedSet(w.Events), sortedSet(wanted.Events)) &&
		(w.HMACKey == nil || wanted.HMACKey == nil || *w.HMACKey == *wanted.HMACKey) &&
		maps.Equal(w.Headers, wanted.Headers) &&
		w.Retries.equal(wanted.Retries)
}

func sortedSet(texts []string) []string { return slices.Compact(slices.Sorted(slices.Values(texts))) }

func (r *WebhookRetries) equal(other *WebhookRetries) bool {
	if r == nil || other == nil {
		return r == other
	}
	return equalNumbers(r.DelaySeconds, other.DelaySeconds) && equalNumbers(r.Attempts, other.Attempts) &&
		r.Policy == other.Policy
}

func equalNumbers(a, b *int64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// CheckWebhookURL fails on what is no address of a webhook. The error does not repeat it: it may have a secret in it.
func CheckWebhookURL(text string) error {
	parsed, err := url.Parse(text)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Hostname() == "" {
		return errors.New("it is not an address that begins with http:// or https:// and has a host")
	}
	return nil
}

// ShownWebhook is the address of a webhook as messages show it: without what could be secret in it.
func ShownWebhook(text string) string {
	parsed, err := url.Parse(text)
	if err != nil {
		return "the webhook"
	}
	return fmt.Sprintf("the webhook %s", &url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path})
}

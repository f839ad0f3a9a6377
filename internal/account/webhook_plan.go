package account

import (
	"errors"
	"sync"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ErrWebhookTwice: two resources of this process have a webhook of one address.
var ErrWebhookTwice = errors.New("two resources have a webhook with this address")

// OneWebhookError says that the gateway has one webhook, and that another resource of this process has it.
type OneWebhookError struct{ URL string }

var _ error = (*OneWebhookError)(nil)

func (e *OneWebhookError) Error() string {
	return "the gateway has one webhook for each session, which another resource has: " + whatsapp.ShownWebhook(e.URL)
}

// webhookPlans remembers which webhooks this process has planned, and which one it has written last. No resource sees
// another one, and a replacement is planned twice: once as a change, and once as if it were new.
type webhookPlans struct {
	mu sync.Mutex
	// made and kept count the plans of each address, of resources that are new and of those that are there.
	made, kept map[string]int
	// seen are those that were read for a resource.
	seen map[string]struct{}
	last string
}

// PlanWebhook notes that a resource is planned to have a webhook. It fails with ErrWebhookTwice where another one has
// it, and with a OneWebhookError where the gateway has no room for a second one.
func (a *Account) PlanWebhook(url string, isNew bool) error {
	if a.settings.SeveralPlans {
		return nil
	}
	_, several := whatsapp.As[whatsapp.WebhookReader](a.gateway)
	p := &a.webhooks
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.made == nil {
		p.made, p.kept = make(map[string]int), make(map[string]int)
	}
	counts := p.kept
	if isNew {
		counts = p.made
	}
	if counts[url]++; counts[url] > 1 {
		return ErrWebhookTwice
	}
	if several {
		return nil
	}
	for _, counts := range []map[string]int{p.made, p.kept} {
		for other := range counts {
			if other != url {
				return &OneWebhookError{other}
			}
		}
	}
	return nil
}

// SeeWebhook notes that a resource has the webhook of an address. What is tainted is planned as if it were new, and
// only its reading shows that it is there.
func (a *Account) SeeWebhook(url string) {
	a.webhooks.mu.Lock()
	defer a.webhooks.mu.Unlock()
	if a.webhooks.seen == nil {
		a.webhooks.seen = make(map[string]struct{})
	}
	a.webhooks.seen[url] = struct{}{}
}

// HasWebhook reports whether a resource that was there before the plan has the webhook of an address.
func (a *Account) HasWebhook(url string) bool {
	a.webhooks.mu.Lock()
	defer a.webhooks.mu.Unlock()
	_, seen := a.webhooks.seen[url]
	return seen || a.webhooks.kept[url] > 0
}

// wrote notes which webhook was written last.
func (p *webhookPlans) wrote(url string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = url
}

// mayClear reports whether the only webhook of a gateway may be that of an address: this process has written no other
// one since.
func (p *webhookPlans) mayClear(url string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last == "" || p.last == url
}

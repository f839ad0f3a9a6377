package whatsapi_test

import (
	"errors"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/whatsapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// An address is written, or an empty one, and an answer that does not say that it was is no success.
func TestWebhook(t *testing.T) {
	t.Parallel()
	const route, hook = "PUT /api/instances/default/webhook", "https://example.org/hook"
	put := func(a *whatsapi.Adapter) error { return a.PutWebhook(t.Context(), whatsapp.Webhook{URL: hook}) }
	remove := func(a *whatsapi.Adapter) error { return a.DeleteWebhook(t.Context(), hook) }
	for name, test := range map[string]struct {
		reply []reply
		call  func(*whatsapi.Adapter) error
		body  string
		want  error
	}{
		"written": {data(`null`), put, hook, nil},
		"emptied": {data(`null`), remove, "", nil},
		"unsaid":  {[]reply{{Text: `{"data":{}}`}}, put, hook, whatsapp.ErrOutcomeUnknown},
		"refused": {fault(500, "error_no_permission.json"), put, hook, whatsapp.ErrNotAdmin},
	} {
		adapter, w := newWire(t, map[string][]reply{route: test.reply})
		if err := test.call(adapter); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, not %v", name, err, test.want)
		}
		w.Sent(asked{Route: route, Type: jsonType, Body: `{"webhook_url":"` + test.body + `"}`})
	}
}

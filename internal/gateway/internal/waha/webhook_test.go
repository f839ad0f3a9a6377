package waha_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const (
	onConfigure = "PUT /api/sessions/default"
	hook        = "https://example.org/hook"
)

// session is the answer of a session with a configuration.
func session(config string) []reply {
	return text(`{"name":"default","status":"WORKING","config":` + config + `,"me":null,"engine":{"engine":"NOWEB"}}`)
}

func secret(s string) *whatsapp.Secret { return new(whatsapp.NewSecret(s)) }

// What is written is the one entry, and everything else is sent back as it was told, byte by byte.
func TestPutWebhook(t *testing.T) {
	t.Parallel()
	retries := &whatsapp.WebhookRetries{DelaySeconds: new(int64(2)), Attempts: new(int64(9))}
	const ours = `{"url":"` + hook + `","events":["message"]}`
	for name, c := range map[string]struct {
		config  string
		webhook whatsapp.Webhook
		want    string
	}{
		"nothing is configured": {`null`, whatsapp.Webhook{}, `{"webhooks":[` + ours + `]}`},
		"no webhooks":           {`{"debug":true}`, whatsapp.Webhook{}, `{"debug":true,"webhooks":[` + ours + `]}`},
		"webhooks are null":     {`{"webhooks":null,"a":1}`, whatsapp.Webhook{}, `{"webhooks":[` + ours + `],"a":1}`},
		"numbers, order and unknown": {
			`{"z":1e2,"webhooks":[],"a":{"c":-0,"b":[1.0]}}`, whatsapp.Webhook{},
			`{"z":1e2,"webhooks":[` + ours + `],"a":{"c":-0,"b":[1.0]}}`,
		},
		"behind another": {
			`{"webhooks":[{"url":"https://example.org/hook2","x":1}]}`, whatsapp.Webhook{},
			`{"webhooks":[{"url":"https://example.org/hook2","x":1},` + ours + `]}`,
		},
		"a key where it is null": {
			`{"webhooks":[{"hmac":null,"url":"` + hook + `","events":["message"]}]}`, whatsapp.Webhook{HMACKey: secret("k<&>")},
			`{"webhooks":[{"hmac":{"key":"k<&>"},"url":"` + hook + `","events":["message"]}]}`,
		},
		"the key stays": {
			`{"webhooks":[{"hmac":{"key":"old"},"url":"` + hook + `","events":[]}]}`, whatsapp.Webhook{},
			`{"webhooks":[{"hmac":{"key":"old"},"url":"` + hook + `","events":["message"]}]}`,
		},
		"the key goes": {
			`{"webhooks":[{"hmac":{"key":"old"},"url":"` + hook + `","events":[]}]}`, whatsapp.Webhook{HMACKey: secret("")},
			`{"webhooks":[{"url":"` + hook + `","events":["message"]}]}`,
		},
		"retries in part, with what is unknown": {
			`{"webhooks":[{"url":"` + hook + `","events":["message"],"retries":{"policy":"linear","x":1}}]}`,
			whatsapp.Webhook{Retries: retries},
			`{"webhooks":[{"url":"` + hook + `","events":["message"],"retries":{"x":1,"delaySeconds":2,"attempts":9}}]}`,
		},
		"headers go": {
			`{"webhooks":[{"url":"` + hook + `","events":["message"],"customHeaders":[{"name":"X","value":"1"}]}]}`,
			whatsapp.Webhook{}, `{"webhooks":[` + ours + `]}`,
		},
	} {
		adapter, w := newWire(t, map[string][]reply{onSession: session(c.config), onConfigure: session(`null`)})
		c.webhook.URL, c.webhook.Events = hook, []string{"message"}
		if err := adapter.PutWebhook(t.Context(), c.webhook); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w.Sent(asked{Route: onSession}, asked{Route: onConfigure, Body: `{"config":` + c.want + `}`})
	}
}

func TestDeleteWebhook(t *testing.T) {
	t.Parallel()
	const others = `{"a":1.0,"webhooks":[{"url":"https://example.org/1"},{"url":"https://example.org/2"}]}`
	const with = `{"a":1.0,"webhooks":[{"url":"https://example.org/1"},{"url":"` + hook + `"},{"url":"https://example.org/2"}]}`
	adapter, w := newWire(t, map[string][]reply{onSession: session(with), onConfigure: session(others)})
	if err := adapter.DeleteWebhook(t.Context(), hook); err != nil {
		t.Fatal(err)
	}
	w.Sent(asked{Route: onSession}, asked{Route: onConfigure, Body: `{"config":` + others + `}`})
	adapter, w = newWire(t, map[string][]reply{onSession: session(others)})
	if err := adapter.DeleteWebhook(t.Context(), hook); err != nil {
		t.Error(err)
	}
	w.Sent(asked{Route: onSession})
	// Of two, nothing tells which one is meant.
	twice := `{"webhooks":[{"url":"` + hook + `"},{"url":"` + hook + `"}]}`
	adapter, w = newWire(t, map[string][]reply{onSession: session(twice)})
	if err := adapter.DeleteWebhook(t.Context(), hook); !errors.Is(err, whatsapp.ErrInvalidRequest) {
		t.Errorf("%v", err)
	}
	w.Sent(asked{Route: onSession})
}

// A session without the key "config" has nothing configured: its first webhook can be made.
func TestWebhookOfASessionWithoutConfig(t *testing.T) {
	t.Parallel()
	bare := text(`{"name":"default","status":"WORKING","me":null,"engine":{"engine":"NOWEB"}}`)
	adapter, w := newWire(t, map[string][]reply{onSession: bare, onConfigure: bare})
	if got, err := adapter.Webhooks(t.Context()); err != nil || len(got) > 0 {
		t.Errorf("%v, %v", got, err)
	}
	if err := adapter.PutWebhook(t.Context(), whatsapp.Webhook{URL: hook, Events: []string{"message"}}); err != nil {
		t.Fatal(err)
	}
	w.Sent(asked{Route: onSession}, asked{Route: onSession}, asked{
		Route: onConfigure, Body: `{"config":{"webhooks":[{"url":"` + hook + `","events":["message"]}]}}`,
	})
}

// What is not told is nil, what is told to be nothing is zero, and what cannot be read proves nothing.
func TestWebhooks(t *testing.T) {
	t.Parallel()
	for config, want := range map[string][]whatsapp.Webhook{
		`null`: {}, `{}`: {}, `{"webhooks":null}`: {},
		`{"webhooks":[{"url":"u"}]}`:                     {{URL: "u", HMACKey: secret("")}},
		`{"webhooks":[{"url":"u","hmac":{"key":"k"}}]}`:  {{URL: "u", HMACKey: secret("k")}},
		`{"webhooks":[{"url":"u","hmac":{}}]}`:           {{URL: "u", HMACKey: secret("")}},
		`{"webhooks":[{"url":"u","hmac":{"key":true}}]}`: {{URL: "u"}},
		`{"webhooks":[{"url":"u","hmac":"hidden"}]}`:     {{URL: "u"}},
		`{"webhooks":[{"url":"u","hmac":null,"retries":null,"customHeaders":null,"events":["a"]}]}`: {
			{URL: "u", HMACKey: secret(""), Events: []string{"a"}},
		},
		`{"webhooks":[{"url":"u","hmac":null,"retries":{"attempts":3.0},"customHeaders":[{"name":"X","value":"1"}]}]}`: {{
			URL: "u", HMACKey: secret(""), Headers: map[string]whatsapp.Secret{"X": *secret("1")},
			Retries: &whatsapp.WebhookRetries{Attempts: new(int64(3))},
		}},
		`[]`: nil, `{"webhooks":{}}`: nil, `{"webhooks":["u"]}`: nil, `{"webhooks":[{"events":[]}]}`: nil,
	} {
		adapter, _ := newWire(t, map[string][]reply{onSession: session(config)})
		got, err := adapter.Webhooks(t.Context())
		if want == nil {
			if !errors.Is(err, whatsapp.ErrOutcomeUnknown) {
				t.Errorf("%s: %v", config, err)
			}
			continue
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(whatsapp.Secret{})); err != nil || diff != "" {
			t.Errorf("%s: %v\n%s", config, err, diff)
		}
	}
}

// A key that may only read and send is told what it lacks.
func TestWebhookOfALimitedKey(t *testing.T) {
	t.Parallel()
	adapter, _ := newWire(t, map[string][]reply{onSession: session(`null`), onConfigure: fault(403, "error_403.json")})
	err := adapter.PutWebhook(t.Context(), whatsapp.Webhook{URL: hook})
	if !errors.Is(err, whatsapp.ErrUnauthorized) || !strings.Contains(err.Error(), "right to configure the session") {
		t.Errorf("%v", err)
	}
}

// An answer that repeats what was sent gives nothing of it away, neither of this webhook nor of the others.
func TestWebhookErrorsKeepSecrets(t *testing.T) {
	t.Parallel()
	const others = `{"webhooks":[{"url":"https://example.net/?token=0ther-t0ken","events":["message"],` +
		`"hmac":{"key":"0ther-k3y"},"customHeaders":[{"name":"X","value":"0ther-h3ader"}]}]}`
	adapter, _ := newWire(t, map[string][]reply{onSession: session(others), onConfigure: {{
		Status: 400, Text: `{"statusCode":400,"message":["no: 0ther-k3y 0ther-h3ader https://example.net/?token=0ther-t0ken",` +
			`"0ur-k3y 0ur-h3ader"]}`,
	}}})
	err := adapter.PutWebhook(t.Context(), whatsapp.Webhook{
		URL: hook, HMACKey: secret("0ur-k3y"), Headers: map[string]whatsapp.Secret{"X": *secret("0ur-h3ader")},
	})
	if !errors.Is(err, whatsapp.ErrInvalidRequest) || strings.Contains(err.Error(), "0ther") ||
		strings.Contains(err.Error(), "0ur") || !strings.Contains(err.Error(), "(secret)") {
		t.Errorf("%v", err)
	}
}

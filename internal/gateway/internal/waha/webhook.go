package waha

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/tidwall/sjson"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// A webhook is an entry in the configuration of the session, which can only be replaced as a whole
// (evidence/waha.md §13). So it is read, edited as text and sent back: what is not the entry's own stays as it was
// told, byte by byte.

// sessionConfig is the configuration of the session as it was told, and the entries of its webhooks.
type sessionConfig struct {
	raw     json.RawMessage
	entries []loosejson.Object
}

// askConfig reads the configuration. The route has no need of a session that works.
func (a *Adapter) askConfig(ctx context.Context) (sessionConfig, error) {
	c := a.onConfig(http.MethodGet)
	body, err := a.do(ctx, c)
	if err != nil {
		return sessionConfig{}, err
	}
	o, ok := loosejson.DecodeObject(body)
	if !ok || o.Text("status") == "" {
		return sessionConfig{}, noWAHA("it does not show the session as WAHA does: check the endpoint")
	}
	config, ok := decodeConfig(o["config"])
	if !ok {
		return sessionConfig{}, protocol.Unclear("it does not show the webhooks of the session as WAHA does")
	}
	return config, nil
}

// decodeConfig reads a configuration, which is null while nobody has configured anything.
func decodeConfig(raw json.RawMessage) (sessionConfig, bool) {
	if loosejson.IsNothing(raw) {
		return sessionConfig{raw: json.RawMessage("{}")}, true
	}
	o, ok := loosejson.DecodeObject(raw)
	if !ok {
		return sessionConfig{}, false
	}
	list, ok := decodeList(o["webhooks"])
	if !ok {
		return sessionConfig{}, false
	}
	entries, ok := loosejson.DecodeEach(list, func(raw json.RawMessage) (loosejson.Object, bool) {
		entry, ok := loosejson.DecodeObject(raw)
		return entry, ok && entry.Text("url") != ""
	})
	return sessionConfig{raw, entries}, ok
}

// find gives the place of the entry of an address, or of a new one behind all others. It fails where there are several:
// nothing tells which one is meant.
func (c sessionConfig) find(url string) (place int, found bool, err error) {
	place = len(c.entries)
	for i, entry := range c.entries {
		switch {
		case entry.Text("url") != url:
		case found:
			return 0, false, &whatsapp.Error{
				Kind: whatsapp.ErrInvalidRequest,
				Detail: "the configuration of the session has several webhooks with this address, of which all but " +
					"one have to be removed by hand",
			}
		default:
			place, found = i, true
		}
	}
	return place, found, nil
}

// with is the configuration with a webhook in a place. What the entry has beside the webhook's own fields stays.
func (c sessionConfig) with(place int, webhook whatsapp.Webhook) (json.RawMessage, error) {
	raw := []byte(c.raw)
	if len(c.entries) == 0 {
		// "webhooks" may be null.
		raw, _ = sjson.SetRawBytes(raw, "webhooks", []byte("[]"))
	}
	edit := entryEdit{raw: raw, entry: "webhooks." + strconv.Itoa(place) + "."}
	edit.set("url", webhook.URL)
	edit.set("events", webhook.Events)
	switch {
	case webhook.HMACKey == nil:
	case webhook.HMACKey.IsZero():
		edit.drop("hmac")
	default:
		edit.set("hmac.key", webhook.HMACKey.Reveal())
	}
	edit.setHeaders(webhook.Headers)
	if r := webhook.Retries; r == nil {
		edit.drop("retries")
	} else {
		edit.set("retries.delaySeconds", orNone(r.DelaySeconds))
		edit.set("retries.attempts", orNone(r.Attempts))
		var policy any
		if r.Policy != "" {
			policy = r.Policy
		}
		edit.set("retries.policy", policy)
	}
	return edit.raw, edit.err
}

// orNone is nil, the value without a type, where there is no number.
func orNone(number *int64) any {
	if number == nil {
		return nil
	}
	return *number
}

// without is the configuration without the entry in a place.
func (c sessionConfig) without(place int) (json.RawMessage, error) {
	return sjson.DeleteBytes(c.raw, "webhooks."+strconv.Itoa(place))
}

// entryEdit changes fields of one entry.
type entryEdit struct {
	raw   []byte
	entry string
	err   error
}

// set sets a field, or drops it where the value is nil.
func (e *entryEdit) set(field string, value any) {
	if value == nil {
		e.drop(field)
		return
	}
	if e.err == nil {
		e.raw, e.err = sjson.SetBytes(e.raw, e.entry+field, value)
	}
}

func (e *entryEdit) drop(field string) {
	if e.err == nil {
		e.raw, e.err = sjson.DeleteBytes(e.raw, e.entry+field)
	}
}

func (e *entryEdit) setHeaders(headers map[string]whatsapp.Secret) {
	if len(headers) == 0 {
		e.drop("customHeaders")
		return
	}
	var list []map[string]string
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		list = append(list, map[string]string{"name": name, "value": headers[name].Reveal()})
	}
	e.set("customHeaders", list)
}

// Webhooks reads the configuration of the session. What is configured for the whole server by its environment is not in
// it.
func (a *Adapter) Webhooks(ctx context.Context) ([]whatsapp.Webhook, error) {
	config, err := a.askConfig(ctx)
	if err != nil {
		return nil, err
	}
	webhooks := make([]whatsapp.Webhook, 0, len(config.entries))
	for _, entry := range config.entries {
		webhooks = append(webhooks, decodeWebhook(entry))
	}
	return webhooks, nil
}

func decodeWebhook(entry loosejson.Object) whatsapp.Webhook {
	webhook := whatsapp.Webhook{URL: entry.Text("url")}
	events, _ := decodeList(entry["events"])
	for _, event := range events {
		webhook.Events = append(webhook.Events, loosejson.Text(event))
	}
	switch hmac := entry.Object("hmac"); {
	case !entry.Has("hmac"):
		webhook.HMACKey = &whatsapp.Secret{}
	case hmac != nil && (hmac.Text("key") != "" || !hmac.Has("key")):
		webhook.HMACKey = new(whatsapp.NewSecret(hmac.Text("key")))
	}
	headers, _ := decodeList(entry["customHeaders"])
	for _, raw := range headers {
		header, _ := loosejson.DecodeObject(raw)
		if name := header.Text("name"); name != "" {
			if webhook.Headers == nil {
				webhook.Headers = make(map[string]whatsapp.Secret)
			}
			webhook.Headers[name] = whatsapp.NewSecret(header.Text("value"))
		}
	}
	if retries := entry.Object("retries"); retries != nil {
		webhook.Retries = &whatsapp.WebhookRetries{
			DelaySeconds: numberOf(retries, "delaySeconds"), Attempts: numberOf(retries, "attempts"),
			Policy: retries.Text("policy"),
		}
	}
	return webhook
}

func numberOf(o loosejson.Object, key string) *int64 {
	if number, told := o.Number(key); told {
		return &number
	}
	return nil
}

// PutWebhook sends the configuration back with one entry changed or added. The server stops the session and starts it
// again, and answers when it is starting.
func (a *Adapter) PutWebhook(ctx context.Context, webhook whatsapp.Webhook) error {
	return a.changeConfig(ctx, webhook, func(config sessionConfig) (json.RawMessage, error) {
		place, _, err := config.find(webhook.URL)
		if err != nil {
			return nil, err
		}
		return config.with(place, webhook)
	})
}

// DeleteWebhook sends the configuration back without one entry.
func (a *Adapter) DeleteWebhook(ctx context.Context, url string) error {
	return a.changeConfig(ctx, whatsapp.Webhook{URL: url}, func(config sessionConfig) (json.RawMessage, error) {
		place, found, err := config.find(url)
		if err != nil || !found {
			return nil, err
		}
		return config.without(place)
	})
}

// changeConfig reads the configuration and sends it back changed, unless the change is nil.
func (a *Adapter) changeConfig(
	ctx context.Context, webhook whatsapp.Webhook, change func(sessionConfig) (json.RawMessage, error),
) error {
	config, err := a.askConfig(ctx)
	if err != nil {
		return err
	}
	changed, err := change(config)
	if err != nil || changed == nil {
		return err
	}
	c := a.onConfig(http.MethodPut)
	c.configures = true
	c.body = fields{"config": changed}
	c.secrets = secretsOf(config, webhook)
	_, err = a.do(ctx, c)
	return err
}

// secretsOf are what an error must not repeat of a configuration that was sent: a server's complaint may have all of
// it.
func secretsOf(config sessionConfig, webhook whatsapp.Webhook) []string {
	webhooks := []whatsapp.Webhook{webhook}
	for _, entry := range config.entries {
		webhooks = append(webhooks, decodeWebhook(entry))
	}
	var secrets []string
	for _, w := range webhooks {
		secrets = append(secrets, w.URL)
		if w.HMACKey != nil && !w.HMACKey.IsZero() {
			secrets = append(secrets, w.HMACKey.Reveal())
		}
		for _, value := range w.Headers {
			secrets = append(secrets, value.Reveal())
		}
	}
	return slices.DeleteFunc(secrets, func(s string) bool { return s == "" })
}

// onConfig is a call on the session itself: /api/sessions/{session}.
func (a *Adapter) onConfig(method string) call {
	return call{
		method:  method,
		path:    []string{"sessions", a.session},
		route:   "sessions/{session}",
		meaning: meaning{notFound: whatsapp.ErrSessionUnknown},
	}
}

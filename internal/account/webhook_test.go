package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

const (
	hook      = "https://example.org/hook"
	otherHook = "https://example.net/hook"
)

// sessionCall asks the session past the account, and gives its configuration.
func (w *whatsApp) sessionCall(t *testing.T, method, body string) string {
	t.Helper()
	route := w.endpoint + "/api/sessions/default"
	req, err := http.NewRequestWithContext(t.Context(), method, route, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Api-Key", "emulator")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %v", resp.Status, answer, err)
	}
	var session struct{ Config json.RawMessage }
	if err := json.Unmarshal(answer, &session); err != nil {
		t.Fatal(err)
	}
	return string(session.Config)
}

// configure puts a configuration in place by hand, and waits until the session works again.
func (w *whatsApp) configure(t *testing.T, config string) {
	t.Helper()
	w.sessionCall(t, http.MethodPut, `{"config":`+config+`}`)
	for w.World().Account.Status != "connected" {
		w.sessionCall(t, http.MethodGet, "")
	}
}

// quick looks at a session that starts, and at a webhook, without waiting.
var quick = account.Settings{Look: time.Millisecond}

// What else the session is configured with stays as it is, byte by byte: what nobody here knows, the order, and numbers
// as they were written.
func TestAWebhookLeavesTheRestOfTheConfiguration(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB")
	w.configure(t, `{"z":1.50,"webhooks":[{"url":"`+otherHook+`","events":["*"],"later":{"b":1,"a":1e3}},`+
		`{"own":[2,1],"hmac":null,"url":"`+hook+`","events":["message"],"retries":{"attempts":3,"x":7}}],"a":{"y":"<&>"}}`)
	a := w.account(t, quick)
	key := whatsapp.NewSecret("k3y")
	changed := whatsapp.Webhook{
		URL: hook, Events: []string{"group.v2.join", "group.v2.leave"}, HMACKey: &key,
		Headers: map[string]whatsapp.Secret{"X-B": whatsapp.NewSecret("2"), "X-A": whatsapp.NewSecret("1")},
		Retries: &whatsapp.WebhookRetries{DelaySeconds: new(int64(2)), Attempts: new(int64(5)), Policy: "linear"},
	}
	want(t, a.CreateWebhook(t.Context(), changed), account.ErrWebhookExists)
	if err := a.UpdateWebhook(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	const others = `{"z":1.50,"webhooks":[{"url":"` + otherHook + `","events":["*"],"later":{"b":1,"a":1e3}},`
	const rest = `],"a":{"y":"<&>"}}`
	wantConfig := others + `{"own":[2,1],"hmac":{"key":"k3y"},"url":"` + hook +
		`","events":["group.v2.join","group.v2.leave"],"retries":{"attempts":5,"x":7,"delaySeconds":2,"policy":"linear"},` +
		`"customHeaders":[{"name":"X-A","value":"1"},{"name":"X-B","value":"2"}]}` + rest
	if got := w.sessionCall(t, http.MethodGet, ""); got != wantConfig {
		t.Errorf("the session has\n%s, want\n%s", got, wantConfig)
	}
	puts := w.asked(`PUT .*/sessions/default$`)
	if err := a.UpdateWebhook(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	if now := w.asked(`PUT .*/sessions/default$`); now != puts {
		t.Error("the session was restarted for nothing")
	}
	if err := a.DeleteWebhook(t.Context(), hook); err != nil {
		t.Fatal(err)
	}
	wantConfig = strings.TrimSuffix(others, ",") + rest
	if got := w.sessionCall(t, http.MethodGet, ""); got != wantConfig {
		t.Errorf("the session has\n%s, want\n%s", got, wantConfig)
	}
	_, err := a.Webhook(t.Context(), hook)
	want(t, err, account.ErrNoWebhook)
}

// While the session stops and starts again, what reads and writes waits; nobody runs into a session that has stopped,
// and of two webhooks none is lost.
func TestARestartIsWaitedFor(t *testing.T) {
	t.Parallel()
	w := emulateWith(t, emulator.Options{
		WAHAEngine: "GOWS", World: &emulator.World{Groups: []emulator.Group{group(group1, "One")}},
		SessionStop: 50 * time.Millisecond,
	})
	a := w.account(t, quick)
	must[whatsapp.Group](t)(a.Group(t.Context(), group1))
	w.ClearRequests()
	var running sync.WaitGroup
	run := func(do func(context.Context) error) {
		running.Go(func() {
			if err := do(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	for _, url := range []string{hook, otherHook} {
		run(func(ctx context.Context) error {
			return a.CreateWebhook(ctx, whatsapp.Webhook{URL: url, Events: []string{"*"}, HMACKey: &whatsapp.Secret{}})
		})
	}
	w.awaitRequest(t, `PUT .*/sessions/default$`)
	for _, number := range []phone.Number{anne, bert} {
		run(func(ctx context.Context) error {
			_, err := a.AddMember(ctx, group1, whatsapp.RoleMember, byNumber(number), "")
			return err
		})
	}
	run(func(ctx context.Context) error { _, err := a.InviteCode(ctx, group1); return err })
	run(func(ctx context.Context) error { return a.ChangeGroup(ctx, group1, whatsapp.SetDescription("new")) })
	running.Wait()
	if got := w.sessionCall(t, http.MethodGet, ""); !strings.Contains(got, hook) || !strings.Contains(got, otherHook) {
		t.Errorf("a webhook is lost: %s", got)
	}
	if roles := w.roles(t); len(roles) != 3 {
		t.Errorf("the members are %v", roles)
	}
	for _, r := range w.Requests() {
		if r.Status >= 400 {
			t.Errorf("%s %s ran into the restart: %d", r.Method, r.Path, r.Status)
		}
	}
}

// Who waits for the pace when a webhook is asked for goes before it.
func TestARestartComesBehindWhatWaits(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB", group(group1, "One"))
	settings := quick
	settings.AddsPerMinute = 6000
	a := w.account(t, settings)
	var running sync.WaitGroup
	add := func(i int) {
		running.Go(func() {
			_, err := a.AddMember(t.Context(), group1, whatsapp.RoleMember, byNumber(somebody(20+i)), "")
			if err != nil {
				t.Error(err)
			}
		})
	}
	for i := range 25 {
		add(i)
	}
	w.awaitRequest(t, adding)
	if err := a.CreateWebhook(t.Context(), whatsapp.Webhook{URL: hook, Events: []string{"message"}}); err != nil {
		t.Error(err)
	}
	running.Wait()
	var order []string
	for _, r := range w.Requests() {
		if r.Method != http.MethodGet {
			order = append(order, path.Base(r.Path))
		}
	}
	if got := order[len(order)-1]; got != "default" || len(order) < 4 {
		t.Errorf("the writes are %q", order)
	}
}

func TestALostAnswerOfAWebhookIsReadBack(t *testing.T) {
	t.Parallel()
	for kind, outcome := range map[emulator.Effect]error{
		emulator.EffectLoseAnswer: nil, emulator.EffectCut: whatsapp.ErrOutcomeUnknown,
	} {
		w := emulate(t, "WPP")
		w.fault(t, emulator.Fault{Effect: kind, Match: `^PUT .*sessions/default$`, Times: 1})
		a := w.account(t, quick)
		err := a.CreateWebhook(t.Context(), whatsapp.Webhook{URL: hook, Events: []string{"message"}})
		if !errors.Is(err, outcome) {
			t.Errorf("%s: error is %v, want %v", kind, err, outcome)
		}
		if there := strings.Contains(w.sessionCall(t, http.MethodGet, ""), hook); there != (outcome == nil) {
			t.Errorf("%s: whether the webhook is there: %t", kind, there)
		}
		if n := w.asked(`PUT .*/sessions/default$`); n != 1 {
			t.Errorf("%s: %d changes were sent", kind, n)
		}
	}
}

// A gateway that accepts a webhook and does not show it is no refusal of WhatsApp's, which has no part in it.
func TestAWebhookThatIsNotShown(t *testing.T) {
	t.Parallel()
	w := emulate(t, "GOWS")
	w.fault(t, emulator.Fault{
		Effect: emulator.EffectEdit, Match: `^GET .*sessions/default$`, Merge: map[string]any{"config": nil},
	})
	err := w.account(t, quick).CreateWebhook(t.Context(), whatsapp.Webhook{URL: hook, Events: []string{"message"}})
	want(t, err, whatsapp.ErrOutcomeUnknown)
}

// The webhook is written, and the error says so, if the session does not come back.
func TestASessionThatDoesNotComeBack(t *testing.T) {
	t.Parallel()
	w := emulate(t, "NOWEB")
	// Each look finds it in a state in which it does not start.
	w.fault(t, emulator.Fault{
		Effect: emulator.EffectEdit, Match: `^GET .*sessions/default$`, Merge: map[string]any{"status": "SCAN_QR_CODE"},
		Calls: []int{4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
	})
	a := w.account(t, quick)
	err := a.CreateWebhook(t.Context(), whatsapp.Webhook{URL: hook, Events: []string{"message"}})
	var notBack *account.NotBackError
	if !errors.As(err, &notBack) || !errors.Is(err, whatsapp.ErrNotConnected) {
		t.Errorf("error is %v", err)
	}
	if got := w.sessionCall(t, http.MethodGet, ""); !strings.Contains(got, hook) {
		t.Errorf("the session has %s", got)
	}
}

// No verb prints a key or a header.
func TestAWebhookPrintsNoSecret(t *testing.T) {
	t.Parallel()
	key := whatsapp.NewSecret("k3y-value")
	webhook := whatsapp.Webhook{HMACKey: &key, Headers: map[string]whatsapp.Secret{"X": key}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb+verb, webhook, key); strings.Contains(text, "k3y-value") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

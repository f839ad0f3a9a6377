package provider_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

const webhookAddress = "https://example.org/hook"

// ask asks the gateway's session past the provider, and gives its answer.
func (w *emulated) ask(method, path, body string) string {
	w.t.Helper()
	req, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	req.Header.Set("X-Api-Key", "emulator")
	req.Header.Set("Authorization", "emulator")
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		w.t.Fatalf("%s %s: %v", resp.Status, answer, err)
	}
	return string(answer)
}

const sessionPath = "/waha/api/sessions/default"

// sessionConfig is the configuration of WAHA's session.
func (w *emulated) sessionConfig() string {
	w.t.Helper()
	var session struct{ Config json.RawMessage }
	if err := json.Unmarshal([]byte(w.ask(http.MethodGet, sessionPath, "")), &session); err != nil {
		w.t.Fatal(err)
	}
	return string(session.Config)
}

// configure replaces the configuration of WAHA's session by hand, and waits until it works again.
func (w *emulated) configure(config string) {
	w.t.Helper()
	w.ask(http.MethodPut, sessionPath, `{"config":`+config+`}`)
	for w.World().Account.Status != "connected" {
		w.sessionConfig()
	}
}

// checkConfig checks the configuration of WAHA's session.
func (w *emulated) checkConfig(want string) resource.TestCheckFunc {
	return func(*terraform.State) error { return equal("configuration", w.sessionConfig(), want) }
}

// checkWebhook checks the address of the only webhook, which is empty where there is none.
func (w *emulated) checkWebhook(want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var now string
		if w.can(whatsapp.ReadWebhook) {
			var config struct{ Webhooks []struct{ URL string } }
			if err := json.Unmarshal([]byte(w.sessionConfig()), &config); err != nil {
				return err
			}
			for _, webhook := range config.Webhooks {
				now += webhook.URL
			}
		} else {
			var answer struct {
				Data struct {
					URL string `json:"webhook_url"`
				}
			}
			instance := w.ask(http.MethodGet, w.prefix+"/api/instances/default/", "")
			if err := json.Unmarshal([]byte(instance), &answer); err != nil {
				return err
			}
			now = answer.Data.URL
		}
		return equal("webhook", now, want)
	}
}

func (w *emulated) webhookConfig(arguments string) string {
	return w.configf(`
resource "whatsapp_webhook" "w" {
  %s
}`, arguments)
}

// The events of joining and leaving through Terraform come, signed and with the header, also where the program that
// listens was away at first. All that the session is configured with beside the webhook stays.
func lifeOfWebhook(t *testing.T) {
	eachDialectThat(t, whatsapp.WriteWebhookDetails, func(t *testing.T, w *emulated) {
		const others = `{"debug":false,"webhooks":[{"url":"https://example.net/","events":["session.status"]}`
		w.configure(others + `],"metadata":{"b":1.0,"a":"x"}}`)
		listener := receive(t)
		listener.refuses = 1
		config := func(members, webhook string) string {
			return w.config(w.group("g", `name = "Friends"`)) + fmt.Sprintf(`
resource "whatsapp_webhook" "w" {
  url     = "%s/events"
  events  = ["group.v2.participants", "group.join", "group.leave"]
  headers = { X-Team = "team-5c1f" }
  retries = { delay_seconds = 0, attempts = 5, policy = "constant" }
  %s
  depends_on = [whatsapp_group.g]
}
resource "whatsapp_group_members" "m" {
  group_id   = whatsapp_group.g.id
  members    = { %s }
  depends_on = [whatsapp_webhook.w]
}`, listener.URL, webhook, members)
		}
		joined := []string{"group.join " + anna, "group.v2.participants join " + anna}
		left := []string{"group.leave " + anna, "group.v2.participants leave " + anna}
		signed := `hmac_key = "key-93aa"`
		w.run(func(s *terraform.State) error {
			if err := w.checkConfig(others + `],"metadata":{"b":1.0,"a":"x"}}`)(s); err != nil {
				return err
			}
			return w.checkLeft(s)
		},
			resource.TestStep{
				Config: config(fmt.Sprintf(`"+%s" = "member"`, anna), signed),
				Check: resource.ComposeAggregateTestCheckFunc(
					listener.got("key-93aa", "team-5c1f", joined...),
					resource.TestCheckResourceAttr("whatsapp_webhook.w", "id", listener.URL+"/events"),
					w.checkConfig(others+`,{"url":"`+listener.URL+
						`/events","events":["group.join","group.leave","group.v2.participants"],"hmac":{"key":"key-93aa"},`+
						`"customHeaders":[{"name":"X-Team","value":"team-5c1f"}],`+
						`"retries":{"delaySeconds":0,"attempts":5,"policy":"constant"}}],"metadata":{"b":1.0,"a":"x"}}`),
				),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectSensitiveValue("whatsapp_webhook.w", tfjsonpath.New("hmac_key")),
					statecheck.ExpectSensitiveValue("whatsapp_webhook.w", tfjsonpath.New("headers")),
				},
			},
			resource.TestStep{
				ResourceName: "whatsapp_webhook.w", ImportState: true, ImportStateVerify: true,
			},
			resource.TestStep{ // The key goes, and whoever leaves is told without a signature.
				Config: config("", ""),
				Check:  listener.got("", "team-5c1f", left...),
			},
			resource.TestStep{Config: config("", ""), ConfigPlanChecks: emptyPlan},
		)
	})
}

// What somebody changes by hand is a difference, and a webhook that is gone is dropped from the state, but only where
// the session's configuration shows it.
func lifeOfWebhookByHand(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadWebhook, func(t *testing.T, w *emulated) {
		config := w.webhookConfig(`url = "` + webhookAddress + `"
  events = ["group.v2.join"]`)
		const made = `{"webhooks":[{"url":"` + webhookAddress + `","events":["group.v2.join"]}]}`
		w.run(w.checkConfig(`{"webhooks":[]}`),
			resource.TestStep{Config: config, Check: w.checkConfig(made)},
			resource.TestStep{
				PreConfig: func() {
					w.configure(strings.Replace(made, `}]}`, `,"hmac":{"key":"by-hand"},"x":1}]}`, 1))
				},
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_webhook.w", plancheck.ResourceActionUpdate),
				Check:            w.checkConfig(strings.Replace(made, `}]}`, `,"x":1}]}`, 1)),
			},
			resource.TestStep{ // An answer without the configuration's webhooks in it proves nothing.
				PreConfig: func() {
					w.fail(emulator.Fault{
						Match: "^GET .*sessions/default$", Effect: emulator.EffectEdit,
						Merge: map[string]any{"config": map[string]any{"webhooks": "none"}},
					})
				},
				Config:      config,
				PlanOnly:    true,
				ExpectError: wrapped("does not show the webhooks of the session"),
			},
			resource.TestStep{
				PreConfig: func() {
					w.ClearFaults()
					w.configure(`null`)
				},
				Config:           config,
				ConfigPlanChecks: expectAction("whatsapp_webhook.w", plancheck.ResourceActionCreate),
				Check:            w.checkConfig(made),
			},
		)
	})
}

// A write-only key is in no state. It is written with its version, and again where it is gone, and stays otherwise.
func lifeOfWebhookKey(t *testing.T) {
	eachDialectThat(t, whatsapp.WriteWebhookDetails, func(t *testing.T, w *emulated) {
		config := func(key string, version int, event string) string {
			return w.webhookConfig(fmt.Sprintf(`url = %q
  events              = [%q]
  hmac_key_wo         = %q
  hmac_key_wo_version = %d`, webhookAddress, event, key, version))
		}
		has := func(key, event string) resource.TestCheckFunc {
			return resource.ComposeAggregateTestCheckFunc(
				func(*terraform.State) error {
					now := w.sessionConfig()
					return equal("key and event in "+now,
						strings.Contains(now, `{"key":"`+key+`"}`) && strings.Contains(now, event), true)
				},
				resource.TestCheckNoResourceAttr("whatsapp_webhook.w", "hmac_key"),
				resource.TestCheckNoResourceAttr("whatsapp_webhook.w", "hmac_key_wo"),
			)
		}
		const join, leave = "group.v2.join", "group.v2.leave"
		steps := []resource.TestStep{
			{Config: config("first-key", 1, join), Check: has("first-key", join)},
			{Config: config("second-key", 1, leave), Check: has("first-key", leave)},
			{Config: config("second-key", 2, leave), Check: has("second-key", leave)},
			{
				PreConfig: func() {
					w.configure(`{"webhooks":[{"url":"` + webhookAddress + `","events":["` + leave + `"],"hmac":null}]}`)
				},
				Config: config("third-key", 2, leave), Check: has("third-key", leave),
			},
			{Config: config("third-key", 2, leave), ConfigPlanChecks: emptyPlan},
		}
		c := resource.TestCase{
			Steps: steps,
			TerraformVersionChecks: []tfversion.TerraformVersionCheck{
				tfversion.SkipBelow(tfversion.Version1_11_0),
			},
		}
		runSteps(t, c)
	})
}

// One address is one webhook: what is there already is imported, two resources are refused, and a replacement is fine.
func lifeOfWebhookOfOneAddress(t *testing.T) {
	eachDialectThat(t, whatsapp.ReadWebhook, func(t *testing.T, w *emulated) {
		one := func(name string) string {
			return fmt.Sprintf(`
resource "whatsapp_webhook" %q {
  url    = %q
  events = ["message"]
}`, name, webhookAddress)
		}
		const there = `{"webhooks":[{"url":"` + webhookAddress + `","events":["message"]}]}`
		w.configure(there)
		w.run(w.checkConfig(`{"webhooks":[]}`),
			resource.TestStep{
				Config:      w.config(one("w")),
				ExpectError: wrapped("has the webhook " + webhookAddress + " already"),
			},
			resource.TestStep{
				PreConfig:   func() { w.configure(`{}`) },
				Config:      w.config(one("w") + one("x")),
				ExpectError: wrapped("Two resources have the webhook " + webhookAddress),
			},
			resource.TestStep{
				Config: w.config(one("w")),
				Check:  w.checkConfig(there),
			},
			resource.TestStep{
				Config: w.config(one("w")),
				Taint:  []string{"whatsapp_webhook.w"},
				Check:  w.checkConfig(there),
			},
			resource.TestStep{
				Config:      w.webhookConfig(`url = "` + webhookAddress + `"`),
				ExpectError: wrapped("sends nothing to a webhook without events"),
			},
			resource.TestStep{
				Config: w.webhookConfig(`url = "` + webhookAddress + `"
  events = ["grop.join"]`),
				ExpectError: wrapped("each value in events must be one of the following values"),
			},
			resource.TestStep{
				Config:           w.config(strings.Replace(one("w"), "/hook", "/other", 1)),
				ConfigPlanChecks: expectAction("whatsapp_webhook.w", plancheck.ResourceActionDestroyBeforeCreate),
				Check:            w.checkConfig(strings.Replace(there, "/hook", "/other", 1)),
			},
		)
	})
}

// A resource of another name is refused, whichever of the two is planned first, until a moved block says that it is the
// same one: whichever went first in the apply, the webhook could be gone. Then nothing is written.
func lifeOfWebhookRenamed(t *testing.T) {
	eachDialectThat(t, whatsapp.WriteWebhook, func(t *testing.T, w *emulated) {
		details := ""
		if w.can(whatsapp.WriteWebhookDetails) {
			details = `events = ["message"]`
		}
		one := func(name string) string {
			return w.configf(`
resource "whatsapp_webhook" %q {
  url = %q
  %s
}`, name, webhookAddress, details)
		}
		w.run(w.checkWebhook(""),
			resource.TestStep{Config: one("w")},
			resource.TestStep{Config: one("x"), ExpectError: wrapped("say so in a `moved` block")},
			resource.TestStep{
				Config: one("x") + `
moved {
  from = whatsapp_webhook.w
  to   = whatsapp_webhook.x
}`,
				ConfigPlanChecks: emptyPlan,
				Check:            w.checkWebhook(webhookAddress),
			},
		)
	})
}

// A state of another gateway is not taken for this one's: the plan makes the webhook here, or refuses what this gateway
// cannot have, instead of having nothing to do.
func TestWebhookOfAnotherGateway(t *testing.T) {
	t.Parallel()
	before := newEmulated(t, emulator.Options{})
	const resourceOf = `
resource "whatsapp_webhook" "w" {
  url = "` + webhookAddress + `"
  %s
}`
	detailed := fmt.Sprintf(resourceOf, `events = ["message"]`)
	for _, d := range dialects {
		if d.can(whatsapp.ReadWebhook) {
			continue
		}
		now := emulate(t, d, emulator.Options{})
		steps := []resource.TestStep{
			{Config: before.config(detailed)},
			{Config: now.config(detailed), ExpectError: now.refused(whatsapp.WriteWebhookDetails)},
			{
				Config:           now.config(fmt.Sprintf(resourceOf, "")),
				ConfigPlanChecks: expectAction("whatsapp_webhook.w", plancheck.ResourceActionCreate),
				Check:            now.checkWebhook(webhookAddress),
			},
			{Config: now.config(""), Check: now.checkWebhook("")},
		}
		if !d.can(whatsapp.WriteWebhook) {
			steps[1].ExpectError = now.refused(whatsapp.WriteWebhook)
			steps = append(steps[:2], resource.TestStep{Config: now.config(""), Check: now.checkNoWrites})
		}
		inProcess.Test(t, resource.TestCase{Steps: steps})
		if err := before.checkWebhook(webhookAddress)(nil); err != nil {
			t.Errorf("at the gateway before: %v", err)
		}
		before.configure("null")
	}
}

// A name that no event has is found in the plan, which names the one that was meant. It is a warning: WAHA may have it
// by now.
func TestThePlanWarnsOfEvents(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	planned := func(events string) string {
		_, ds := inProcess.NewWorkspace().Plan(t.Context(), w.webhookConfig(`url = "`+webhookAddress+`"
  events = `+events))
		if countErrors(ds) > 0 {
			t.Errorf("%s: %v", events, ds)
		}
		return fmt.Sprint(ds)
	}
	for events, want := range map[string]string{
		`["group.v2.participant"]`:    `Is it "group.v2.participants" that you mean?`,
		`["message", "grop.join"]`:    `Is it "group.join" that you mean?`,
		`["Group.Join"]`:              `Is it "group.join" that you mean?`,
		`["something.else.entirely"]`: `WAHA, as of 2026.8.2, has no event "something.else.entirely". The gateway`,
	} {
		if said := planned(events); strings.Count(said, "Event not known") != 1 || !strings.Contains(said, want) {
			t.Errorf("%s: %s", events, said)
		}
	}
	if said := planned(`["*", "group.v2.participants.join-request", "call.received"]`); strings.Contains(said, "Event") {
		t.Error(said)
	}
	if err := w.checkNoWrites(nil); err != nil {
		t.Error(err)
	}
}

// What a module passes on may be empty, null or known only in the apply, and means what is left out.
func TestWebhookOfAModule(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	config := func(key, writeOnly string) string {
		return w.configf(`
resource "terraform_data" "key" { input = %s }
resource "terraform_data" "write_only" { input = %s }
resource "whatsapp_webhook" "w" {
  url                 = %q
  events              = ["message"]
  headers             = {}
  hmac_key            = terraform_data.key.output
  hmac_key_wo         = terraform_data.write_only.output
  hmac_key_wo_version = terraform_data.write_only.output
}`, key, writeOnly, webhookAddress)
	}
	inProcess.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config(`"k3y"`, `"1"`), ExpectError: wrapped("A webhook has one key")},
		{Config: config(`""`, "null"), ExpectError: wrapped("`hmac_key` is empty")},
		{
			Config: config(`"k3y"`, "null"),
			Check: w.checkConfig(`{"webhooks":[{"url":"` + webhookAddress +
				`","events":["message"],"hmac":{"key":"k3y"}}]}`),
		},
		{Config: config(`"k3y"`, "null"), ConfigPlanChecks: emptyPlan},
	}})
}

// What can be written and not read: the state has what was written, and a gateway has room for one.
func lifeOfWebhookThatIsOnlyWritten(t *testing.T) {
	t.Parallel()
	for _, d := range dialectsOf(t) {
		if !d.can(whatsapp.WriteWebhook) || d.can(whatsapp.ReadWebhook) {
			continue
		}
		t.Run(d.name, func(t *testing.T) {
			w := emulate(t, d, emulator.Options{})
			one := func(name, path string) string {
				return fmt.Sprintf(`
resource "whatsapp_webhook" %q {
  url = "https://example.org/%s"
}`, name, path)
			}
			w.run(w.checkWebhook(""),
				resource.TestStep{Config: w.config(one("w", "a")), Check: w.checkWebhook("https://example.org/a")},
				resource.TestStep{Config: w.config(one("w", "a")), ConfigPlanChecks: emptyPlan},
				resource.TestStep{
					Config:      w.config(one("w", "a") + one("x", "b")),
					ExpectError: wrapped("one webhook for each session"),
				},
				resource.TestStep{Config: w.config(one("w", "b")), Check: w.checkWebhook("https://example.org/b")},
				// Whichever of the two goes first, the new one stays.
				resource.TestStep{Config: w.config(one("x", "c")), Check: w.checkWebhook("https://example.org/c")},
				resource.TestStep{
					ResourceName: "whatsapp_webhook.x", ImportState: true, ImportStateId: "https://example.org/c",
					ExpectError: wrapped("cannot show its webhooks"),
				},
			)
		})
	}
}

// A webhook that was written is in the state, although the account was logged out while the session was restarted.
func TestWebhookWithoutItsSession(t *testing.T) {
	t.Parallel()
	w := newEmulated(t, emulator.Options{})
	config := w.webhookConfig(`url = "` + webhookAddress + `"
  events = ["message"]`)
	w.fail(emulator.Fault{Match: "^PUT .*sessions/default$", Effect: emulator.EffectDisconnect, Times: 1})
	inProcess.Test(t, resource.TestCase{Steps: []resource.TestStep{
		{Config: config, Check: resource.TestCheckResourceAttr("whatsapp_webhook.w", "id", webhookAddress)},
		{PreConfig: w.becomes("connected"), Config: config, ConfigPlanChecks: emptyPlan},
	}})
	if got := w.sessionConfig(); got != `{"webhooks":[]}` {
		t.Errorf("the session has %s after the destroy", got)
	}
}

// What a gateway lacks is refused in the plan, and no error points at a secret.
func TestThePlanRefusesWebhooks(t *testing.T) {
	t.Parallel()
	details := map[string]string{
		"events":      `events = ["message"]`,
		"hmac_key":    `hmac_key = "key-93aa"`,
		"hmac_key_wo": "hmac_key_wo = \"key-93aa\"\n  hmac_key_wo_version = 1",
		"headers":     `headers = { Authorization = "key-93aa" }`,
		"retries":     `retries = { delay_seconds = 2, attempts = 15 }`,
	}
	for _, d := range dialects {
		w := emulate(t, d, emulator.Options{})
		plan := func(more string, want *regexp.Regexp) {
			inProcess.Test(t, resource.TestCase{Steps: []resource.TestStep{{
				Config:   w.webhookConfig(`url = "` + webhookAddress + "\"\n  " + more),
				PlanOnly: true, ExpectError: want,
			}}})
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
		}
		switch {
		case !d.can(whatsapp.WriteWebhook):
			plan("", w.refused(whatsapp.WriteWebhook))
		case !d.can(whatsapp.WriteWebhookDetails):
			for argument, written := range details {
				plan(written, regexp.MustCompile(w.refused(whatsapp.WriteWebhookDetails).String()+
					"\\.\\s+The\\s+argument\\s+`"+argument+"`"))
			}
		}
	}
}

// No secret of a webhook is in an error, also where the server repeats all that it was sent, and a check of a secret
// argument points at no line.
func TestWebhookSecretsAreInNoError(t *testing.T) {
	t.Parallel()
	const key, value = "hmac-key-71f0", "header-value-81e2"
	w := newEmulated(t, emulator.Options{})
	w.fail(emulator.Fault{
		Match: "^PUT .*sessions/default$", Effect: emulator.EffectStatus, Status: 400,
		Body: map[string]any{"message": []string{"no: " + key + " " + value}, "statusCode": 400},
	})
	config := func(more string) string {
		return w.webhookConfig(fmt.Sprintf(`url = %q
  events   = ["message"]
  hmac_key = %q
  %s`, webhookAddress, key, more))
	}
	shows := regexp.MustCompile(key + "|" + value)
	for name, c := range map[string]struct{ config, want string }{
		"echo": {
			config(fmt.Sprintf("headers = { Authorization = %q }", value)), `no:\s+\(secret\)\s+\(secret\)`,
		},
		"line break": {
			config(fmt.Sprintf(`headers = { Authorization = "%s\n" }`, value)), `has\s+a\s+line\s+break`,
		},
		"two keys": {
			config(fmt.Sprintf("hmac_key_wo = %q\n  hmac_key_wo_version = 1", key)), `has\s+one\s+key`,
		},
	} {
		inProcess.Test(t, resource.TestCase{
			Steps: []resource.TestStep{{Config: c.config, ExpectError: regexp.MustCompile(c.want)}},
			ErrorCheck: func(err error) error {
				if shows.MatchString(err.Error()) {
					t.Errorf("%s: the error has a secret: %v", name, err)
				}
				return err
			},
		})
	}
}

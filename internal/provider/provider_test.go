package provider_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// clearEnvironment lets no variable of the machine configure the provider.
func clearEnvironment(t *testing.T) {
	t.Helper()
	for _, name := range []string{"GATEWAY", "ENDPOINT", "API_KEY", "SESSION", "ACCOUNT"} {
		t.Setenv("WHATSAPP_"+name, "")
	}
}

func TestProviderConfiguration(t *testing.T) {
	good := map[string]tftypes.Value{"gateway": text("waha"), "endpoint": text("http://localhost:3000")}
	with := func(argument string, value tftypes.Value) map[string]tftypes.Value {
		arguments := map[string]tftypes.Value{argument: value}
		for name, v := range good {
			if name != argument {
				arguments[name] = v
			}
		}
		return arguments
	}
	number := func(n float64) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }
	for name, c := range map[string]struct {
		arguments   map[string]tftypes.Value
		environment map[string]string
		argument    string // The argument that is refused; empty if none is.
		why         string
	}{
		"least":           {arguments: good},
		"unknown gateway": {arguments: with("gateway", text("telegram")), argument: "gateway", why: `"telegram"`},
		"no gateway": {arguments: with("gateway", tftypes.NewValue(tftypes.String, nil)), argument: "gateway",
			why: "WHATSAPP_GATEWAY"},
		"no endpoint": {arguments: with("endpoint", tftypes.NewValue(tftypes.String, nil)),
			argument: "endpoint", why: "WHATSAPP_ENDPOINT"},
		"no URL": {arguments: with("endpoint", text("localhost:3000")), argument: "endpoint", why: "http"},
		"no http URL": {arguments: with("endpoint", text("ftp://localhost")), argument: "endpoint",
			why: "http"},
		"account":    {arguments: with("account", text("+55 (11) 98765-4321"))},
		"no account": {arguments: with("account", text("me")), argument: "account", why: `"me"`},
		"timeout":    {arguments: with("request_timeout", text("2m30s"))},
		"no timeout": {arguments: with("request_timeout", text("90")), argument: "request_timeout",
			why: "90s"},
		"negative timeout": {arguments: with("request_timeout", text("-1s")), argument: "request_timeout",
			why: "above zero"},
		"retries": {arguments: with("max_retries", number(0))},
		"negative retries": {arguments: with("max_retries", number(-1)), argument: "max_retries",
			why: "must be a whole number from 0 to 100, and it is -1"},
		"many retries": {arguments: with("max_retries", number(101)), argument: "max_retries", why: "and it is 101"},
		"half a write": {arguments: with("writes_per_minute", number(0.5)), argument: "writes_per_minute",
			why: "must be a whole number from 0 to 6000, and it is 0.5"},
		"endless writes": {arguments: with("writes_per_minute", number(1e30)), argument: "writes_per_minute",
			why: "must be a whole number from 0 to 6000"},
		"unpaced": {arguments: with("writes_per_minute", number(0))},
		"negative pace": {arguments: with("writes_per_minute", number(-1)), argument: "writes_per_minute",
			why: "and it is -1"},
		"no certificate": {arguments: with("ca_certificate", text("secret")), argument: "ca_certificate",
			why: "PEM"},
		"environment": {environment: map[string]string{"GATEWAY": "waha", "ENDPOINT": "http://localhost:3000",
			"ACCOUNT": "12025550100"}},
		"gateway in env": {arguments: with("gateway", tftypes.NewValue(tftypes.String, nil)),
			environment: map[string]string{"GATEWAY": "telegram"}, argument: "gateway", why: "WHATSAPP_GATEWAY"},
		"endpoint in env": {arguments: with("endpoint", tftypes.NewValue(tftypes.String, nil)),
			environment: map[string]string{"ENDPOINT": "x"}, argument: "endpoint", why: "WHATSAPP_ENDPOINT"},
		"account in env": {arguments: good, environment: map[string]string{"ACCOUNT": "me"}, argument: "account",
			why: "WHATSAPP_ACCOUNT"},
		"configuration wins": {arguments: good,
			environment: map[string]string{"GATEWAY": "telegram", "ENDPOINT": "x"}},
		"all is known later": {arguments: with("endpoint", tftypes.NewValue(tftypes.String, tftypes.UnknownValue))},
		"an unknown and a no": {arguments: map[string]tftypes.Value{"gateway": text("telegram"),
			"endpoint": tftypes.NewValue(tftypes.String,
				tftypes.UnknownValue)}, argument: "gateway", why: `"telegram"`},
	} {
		t.Run(name, func(t *testing.T) {
			clearEnvironment(t)
			for variable, value := range c.environment {
				t.Setenv("WHATSAPP_"+variable, value)
			}
			diagnostics := newRPC(t).configure(c.arguments)
			if c.argument == "" {
				for _, d := range diagnostics {
					t.Errorf("%s: %s", d.Summary, d.Detail)
				}
				return
			}
			if len(diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want 1", len(diagnostics))
			}
			d := diagnostics[0]
			if got := d.Attribute.String(); got != `AttributeName("`+c.argument+`")` {
				t.Errorf("the diagnostic is about %s, want %s", got, c.argument)
			}
			if !strings.Contains(d.Summary+d.Detail, c.why) {
				t.Errorf("the diagnostic does not say %q: %s: %s", c.why, d.Summary, d.Detail)
			}
			if strings.Contains(d.Summary+d.Detail, "secret") {
				t.Errorf("the diagnostic repeats the value: %s", d.Detail)
			}
		})
	}
}

// While another resource is to make the gateway, what is in the state stays there, and what only reads says what is
// missing.
func lifeOfProviderUnknownGateway(t *testing.T) {
	w := newEmulated(t, emulator.Options{})
	config := func(generation, more string) string {
		return strings.Replace(w.configf(`
resource "terraform_data" "gateway" {
  input            = "%s/waha"
  triggers_replace = "%s"
}
resource "whatsapp_group" "g" {
  name = "Friends"
}
resource "whatsapp_group_member" "m" {
  group_id     = whatsapp_group.g.id
  phone_number = "+12025550111"
}
resource "whatsapp_group_invite" "i" {
  group_id = whatsapp_group.g.id
}
`, w.url, generation), `"`+w.url+`/waha"`, `terraform_data.gateway.output`, 1) + more
	}
	w.test(
		resource.TestStep{Config: config("first", ""), Check: w.checkRole("Friends", anna, "member")},
		resource.TestStep{
			Config:      config("second", `data "whatsapp_groups" "all" {}`),
			ExpectError: regexp.MustCompile("`endpoint`\\s+will\\s+be\\s+known\\s+only\\s+after"),
		},
		resource.TestStep{
			Config: config("third", ""),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("terraform_data.gateway", plancheck.ResourceActionDestroyBeforeCreate),
				plancheck.ExpectResourceAction("whatsapp_group.g", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("whatsapp_group_member.m", plancheck.ResourceActionNoop),
				plancheck.ExpectResourceAction("whatsapp_group_invite.i", plancheck.ResourceActionNoop),
			}},
			Check: w.checkGroupCount(1),
		},
	)
}

// A plan needs the gateway only for what is there already; what it would have refused, the apply refuses before any
// write.
func lifeOfProviderUnreachableInThePlan(t *testing.T) {
	w := newEmulated(t, emulator.Options{WAHAVersion: "2026.4.1"})
	w.fail(emulator.Fault{Match: "GET /waha/api/server/version", Effect: emulator.EffectStatus, Status: 401,
		Body: map[string]any{"message": "Unauthorized", "statusCode": 401}})
	config := w.config(`
resource "whatsapp_group" "g" {
  name                   = "Friends"
  join_approval_required = true
}`)
	w.test(
		resource.TestStep{
			Config: config, PlanOnly: true, ExpectError: regexp.MustCompile("The gateway refuses the API key"),
		},
		resource.TestStep{Config: config, ExpectError: regexp.MustCompile("WHATSAPP_API_KEY")},
		resource.TestStep{
			PreConfig:   w.ClearFaults,
			Config:      config,
			ExpectError: regexp.MustCompile(`WAHA\s+2026\.4\.1`),
		},
	)
	if n := w.asked("POST /waha/api/default/groups"); n > 0 {
		t.Errorf("%d groups were made", n)
	}
}

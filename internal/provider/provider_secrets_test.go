package provider_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestPlainHTTPWarns has a key cross the internet in clear text, and hosts from which none does.
func TestPlainHTTPWarns(t *testing.T) {
	const withPassword = "http://user:endpoint-password@gateway.example.com"
	for endpoint, warns := range map[string]bool{
		withPassword:                        true,
		"http://gateway.example.com/waha":   true,
		"http://203.0.113.7:3000":           true,
		"http://[2001:db8::1]:3000":         true,
		"http://localhost.example.com":      true,
		"https://gateway.example.com":       false,
		"http://localhost:3000":             false,
		"http://waha:3000":                  false,
		"http://127.0.0.1:3000":             false,
		"http://[::1]:3000":                 false,
		"http://10.1.2.3":                   false,
		"http://172.16.0.9":                 false,
		"http://[fd00::9]:3000":             false,
		"http://169.254.0.9":                false,
		"http://[fe80::1%25eth0]:3000":      false,
		"http://gateway.local":              false,
		"http://gateway.prod.INTERNAL.:300": false,
		"http://waha.localhost":             false,
	} {
		for _, apiKey := range []string{"plain-key", ""} {
			t.Run(endpoint+" "+apiKey, func(t *testing.T) {
				clearEnvironment(t)
				arguments := map[string]tftypes.Value{"gateway": text("waha"), "endpoint": text(endpoint)}
				if apiKey != "" {
					arguments["api_key"] = text(apiKey)
				}
				want := 0
				if warns && (apiKey != "" || endpoint == withPassword) {
					want = 1
				}
				diagnostics := newRPC(t).configure(arguments)
				if len(diagnostics) != want {
					t.Fatalf("%d diagnostics, want %d", len(diagnostics), want)
				}
				for _, d := range diagnostics {
					if d.Severity != tfprotov6.DiagnosticSeverityWarning || d.Attribute != nil ||
						!strings.Contains(d.Summary, "clear text") || strings.Contains(d.Detail, "password") ||
						strings.Contains(d.Detail, "plain-key") {
						t.Errorf("%s at %s: %s: %s", d.Severity, d.Attribute, d.Summary, d.Detail)
					}
				}
			})
		}
	}
}

// TestAProxysPasswordBesideAKey is refused where the gateway is configured, so by the plan.
func TestAProxysPasswordBesideAKey(t *testing.T) {
	for _, gateway := range []string{"waha", "whatsapi", "autonotify"} {
		t.Run(gateway, func(t *testing.T) {
			clearEnvironment(t)
			headers := map[string]tftypes.Value{"Authorization": text("Basic cHJveHktcGFzc3dvcmQ=")}
			diagnostics := newRPC(t).configure(map[string]tftypes.Value{
				"gateway": text(gateway), "endpoint": text("http://localhost:3000"), "api_key": text("plain-key"),
				"headers": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, headers),
			})
			if gateway == "waha" {
				if len(diagnostics) > 0 {
					t.Errorf("%s: %s", diagnostics[0].Summary, diagnostics[0].Detail)
				}
				return
			}
			if len(diagnostics) != 1 || diagnostics[0].Attribute != nil ||
				!strings.Contains(diagnostics[0].Detail, "both need the header Authorization") ||
				strings.Contains(diagnostics[0].Detail, "cHJv") || strings.Contains(diagnostics[0].Detail, "plain-key") {
				t.Errorf("%v", diagnostics)
			}
		})
	}
}

package provider_test

import (
	"archive/zip"
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
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
				strings.Contains(diagnostics[0].Detail, "cHJv") ||
				strings.Contains(diagnostics[0].Detail, "plain-key") {
				t.Errorf("%v", diagnostics)
			}
		})
	}
}

// TestHeadersThatCannotBeSent are refused by an error that points at nothing and repeats no value: what else is in its
// line may be a key.
func TestHeadersThatCannotBeSent(t *testing.T) {
	clearEnvironment(t)
	for name, value := range map[string]tftypes.Value{
		"X-Team": tftypes.NewValue(tftypes.String, nil), "X-Line": text("proxy-key\n"), "X Key:": text("proxy-key"),
		"": text(""),
	} {
		headers := map[string]tftypes.Value{name: value, "X-Key": text("proxy-key")}
		diagnostics := newRPC(t).configure(map[string]tftypes.Value{
			"headers": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, headers),
		})
		if len(diagnostics) != 1 || diagnostics[0].Attribute != nil || diagnostics[0].Summary != "Headers not usable" ||
			strings.Contains(diagnostics[0].Detail, "proxy-key") {
			t.Errorf("%q: %v", name, diagnostics)
		}
	}
}

// lifeOfEchoedSecrets has a server repeat what it was sent, whole or in part, and in all the ways in which a server may
// have it. Nothing of it shows: not in an error, not in a plan, not in a trace.
func lifeOfEchoedSecrets(t *testing.T) {
	t.Parallel()
	const apiKey, token, password = "key/4f1c+9a7e==", "token-81d2&x", "endpoint-password-77ab"
	for _, d := range takingTurns(t, dialectsOf(t)) {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			w := emulate(t, d, emulator.Options{APIKey: apiKey})
			address := w.url
			secrets := []string{apiKey, token}
			if d.gateway == "waha" {
				address = strings.Replace(w.url, "http://", "http://gatekeeper:"+password+"@", 1)
				secrets = append(secrets, password, "gatekeeper:"+password)
			}
			more := fmt.Sprintf("max_retries = 0\n  headers = { X-Proxy-Key = %q }", "Bearer "+token)
			config := func(description string) string {
				return requiredProviders + w.providerWith(address, apiKey, more) +
					w.group("g", fmt.Sprintf("name = \"Friends\"\n  description = %q", description))
			}
			c := newCLI(t, config("First."), "TF_LOG=TRACE")
			c.run(0, "apply", "-auto-approve")
			c.rewrite(config("Second."))
			for _, secret := range secrets {
				forms := []string{
					secret,
					base64.StdEncoding.EncodeToString([]byte(secret)),
					base64.RawURLEncoding.EncodeToString([]byte(secret)),
					url.QueryEscape(secret),
					url.PathEscape(secret),
				}
				echo := "no: " + strings.Join(forms, ", ")
				w.ClearFaults()
				w.fail(emulator.Fault{Match: "/group", Effect: emulator.EffectStatus, Status: 500, Body: map[string]any{
					"statusCode": 500, "status": 500, "success": false, "error": echo, "message": echo,
					"details": echo, "exception": map[string]any{"message": echo, "details": echo},
				}})
				for _, args := range [][]string{{"plan"}, {"apply", "-auto-approve", "-refresh=false"}} {
					printed, code := c.try(t.Context(), args...)
					if code != 1 {
						t.Errorf("%s ended with exit code %d: %s", args[0], code, printed)
					}
					if !strings.Contains(printed, "(secret)") {
						t.Errorf("%s shows nothing of the answer: %s", args[0], withoutTrace(printed))
					}
					for line := range strings.Lines(printed) {
						if slices.ContainsFunc(forms, func(f string) bool { return strings.Contains(line, f) }) {
							t.Errorf("%s with %q prints %s", args[0], echo, line)
							break
						}
					}
				}
			}
			w.ClearFaults()
			c.run(0, "destroy", "-auto-approve")
		})
	}
}

// TestAccSavedPlan looks for the key in the file of a saved plan. It is there where the variable is only sensitive, and
// the documentation names what keeps it out.
func TestAccSavedPlan(t *testing.T) {
	t.Parallel()
	const apiKey = "key-77d1-never-to-be-saved"
	for name, c := range map[string]struct {
		variable, apiKey, environment string
		saved                         bool
	}{
		"sensitive": {
			variable: "variable \"key\" {\n  type = string\n  sensitive = true\n}", apiKey: "var.key",
			environment: "TF_VAR_key", saved: true,
		},
		"ephemeral": {
			variable: "variable \"key\" {\n  type = string\n  sensitive = true\n  ephemeral = true\n}",
			apiKey:   "var.key", environment: "TF_VAR_key",
		},
		"environment": {apiKey: "null", environment: "WHATSAPP_API_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newEmulated(t, emulator.Options{APIKey: apiKey})
			provider := strings.Replace(w.providerWith(w.url, "KEY", ""), `"KEY"`, c.apiKey, 1)
			run := newCLI(t, requiredProviders+c.variable+provider+w.friends(), c.environment+"="+apiKey)
			if strings.Contains(c.variable, "ephemeral") {
				needs(t, ephemeralValues)
			}
			run.run(0, "plan", "-out=saved")
			if saved := zipHas(t, filepath.Join(run.folder, "saved"), apiKey); saved != c.saved {
				t.Errorf("the saved plan has the key: %t, want %t", saved, c.saved)
			}
			run.run(0, "apply", "saved")
			if n := len(w.World().Groups); n != 1 {
				t.Errorf("WhatsApp has %d groups, want 1", n)
			}
			state, err := os.ReadFile(filepath.Join(run.folder, "terraform.tfstate"))
			if err != nil || strings.Contains(string(state), apiKey) {
				t.Errorf("the state has the key, or %v", err)
			}
		})
	}
}

// zipHas reports whether a file in an archive has a text in it.
func zipHas(t *testing.T, archive, text string) bool {
	t.Helper()
	opened, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for _, file := range opened.File {
		content, err := opened.Open(file.Name)
		if err != nil {
			t.Fatal(err)
		}
		all, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(all), text) {
			return true
		}
	}
	return false
}

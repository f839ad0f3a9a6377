package httpapi_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestRedact(t *testing.T) {
	client := newClient(t, httpapi.Config{
		Endpoint: "http://user:endpoint-password@localhost",
		Headers:  map[string]string{"Proxy-Authorization": "Basic c2VjcmV0", "X-Team": "ops"},
	})
	for text, want := range map[string]string{
		"key secret-key":                                  "key (secret)",
		"header Basic c2VjcmV0 of ops":                    "header (secret) of ops",
		"endpoint-password":                               "(secret)",
		"see https://chat.whatsapp.com/AbC and others":    "see https://chat.whatsapp.com/(secret) and others",
		"see CHAT.whatsapp.com/invite/AbC?x=1\"":          "see CHAT.whatsapp.com/(secret)\"",
		"code AbCdEfGhIjKlMnOpQrStU1!":                    "code (secret)!",
		"sent-code was refused":                           "(secret) was refused",
		"group 120363000000000001@g.us not found":         "group 120363000000000001@g.us not found",
		"Cannot read properties of undefined":             "Cannot read properties of undefined",
		"group_participant_is_not_a_group_member":         "group_participant_is_not_a_group_member",
		"findOrCreateLatestChatAndSoOn is not a function": "findOrCreateLatestChatAndSoOn is not a function",
	} {
		if got := client.Redact(text, "sent-code", ""); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// TestRedactEveryForm has servers repeat a secret as they may have got it: whole, without its scheme, in base64, or
// escaped for a URL or a page.
func TestRedactEveryForm(t *testing.T) {
	const token, password, user = "t/k+n 9==<8>!", "p@ss/w:rd", "gatekeeper"
	client := newClient(t, httpapi.Config{
		Endpoint: "http://" + user + ":" + url.QueryEscape(password) + "@localhost",
		Headers: map[string]string{
			"X-Token":             "Bearer 9f8e7d6c5b4a, application/json",
			"Proxy-Authorization": "Basic " + base64.StdEncoding.EncodeToString([]byte("doorman:other-password")),
			"X-Other":             token,
		},
	})
	for _, secret := range []string{key, "9f8e7d6c5b4a", token, password, user, user + ":" + password,
		"doorman:other-password", "doorman", "other-password"} {
		lower := func(s string) string { return regexp.MustCompile("%..").ReplaceAllStringFunc(s, strings.ToLower) }
		for form, text := range map[string]string{
			"raw":                 secret,
			"base64":              base64.StdEncoding.EncodeToString([]byte(secret)),
			"base64 unpadded":     base64.RawStdEncoding.EncodeToString([]byte(secret)),
			"base64 of URLs":      base64.URLEncoding.EncodeToString([]byte(secret)),
			"in a query":          url.QueryEscape(secret),
			"in a path":           url.PathEscape(secret),
			"in a query, as %2f":  lower(url.QueryEscape(secret)),
			"in a page":           html.EscapeString(secret),
			"beside other things": secret + "," + secret,
			"in JSON":             inJSON(secret, true),
			"in JSON of Node":     inJSON(secret, false),
			"in JSON of PHP":      strings.ReplaceAll(inJSON(secret, false), "/", `\/`),
		} {
			got := client.Redact("no: " + text + ".")
			if rest := strings.ReplaceAll(got, "(secret)", ""); rest != "no: ." && rest != "no: ,." {
				t.Errorf("%s, %s: %q", secret, form, got)
			}
		}
	}
	// Within a longer text, base64 has other letters, and the first and the last are of both.
	for _, around := range []string{"", "a", "ab"} {
		encoded := base64.StdEncoding.EncodeToString([]byte(around + key + "}"))
		if got := client.Redact(encoded); !strings.Contains(got, "(secret)") || len(got) > len("abc(secret)abcd") {
			t.Errorf("%q became %q", encoded, got)
		}
	}
	for _, harmless := range []string{"Bearer", "Basic", "application/json is not supported", "admin"} {
		if got := client.Redact(harmless); got != harmless {
			t.Errorf("%q became %q", harmless, got)
		}
	}
}

// inJSON is what stands between the quotes.
func inJSON(text string, escapeHTML bool) string {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(escapeHTML)
	if err := encoder.Encode(text); err != nil {
		panic(err) // A text can be written.
	}
	return strings.Trim(buffer.String(), "\"\n")
}

// TestErrorsAreTheDomains finds the kind through the wrapping.
func TestErrorsAreTheDomains(t *testing.T) {
	client := newClient(t, httpapi.Config{Endpoint: "http://user:endpoint-password@127.0.0.1:1"})
	_, err := client.Do(t.Context(), httpapi.Request{Method: "GET",
		Path: httpapi.Path("join", "AbCdEfGhIjKlMnOpQrStU1")})
	err = fmt.Errorf("read the group: %w", err)
	var e *whatsapp.Error
	if !errors.Is(err, whatsapp.ErrUnreachable) || !errors.As(err, &e) {
		t.Errorf("%v", err)
	}
	for _, secret := range []string{key, "endpoint-password", "AbCd"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%v has %q in it", err, secret)
		}
	}
}

func TestDoRefusesWhatCannotBeSent(t *testing.T) {
	client := newClient(t, httpapi.Config{Endpoint: "http://127.0.0.1:1"})
	for name, request := range map[string]httpapi.Request{
		"a method": {Method: "GET SECRET", Path: "/"},
		"a path":   {Method: "GET", Path: "/%zz"},
		"a body":   {Method: "GET", Path: "/", JSON: func() {}},
	} {
		if _, err := client.Do(t.Context(), request); !errors.Is(err, whatsapp.ErrInvalidRequest) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

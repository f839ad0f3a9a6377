package httpapi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

func TestRedact(t *testing.T) {
	client := newClient(t, httpapi.Config{
		Endpoint: "http://user:endpoint-password@localhost",
		Headers:  map[string]string{"Authorization": "Basic c2VjcmV0", "X-Team": "ops"},
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

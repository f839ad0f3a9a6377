package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
)

func TestOpenCallsNothing(t *testing.T) {
	for _, kind := range gateway.Kinds() {
		g, err := gateway.Open(gateway.Config{Kind: kind, Endpoint: "http://127.0.0.1:1"})
		if err != nil || g == nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		config gateway.Config
		want   string
	}{
		"an unknown kind": {
			gateway.Config{Kind: "telegram", Endpoint: "http://localhost"},
			`the gateway "telegram" is not known: it must be one of waha, whatsapi, autonotify`,
		},
		"no URL": {
			gateway.Config{Kind: "waha", Endpoint: "localhost:3000", APIKey: "secret-key"},
			"the endpoint is not an http or https URL, such as http://localhost:3000",
		},
		"options of another kind": {
			gateway.Config{Kind: "waha", Endpoint: "http://localhost", Autonotify: &gateway.AutonotifyOptions{}},
			"the options are for the gateway autonotify, and the gateway is waha",
		},
		"no PEM": {
			gateway.Config{Kind: "waha", Endpoint: "http://localhost", CACertificate: "text"},
			"the CA certificate has no certificate in PEM form",
		},
	} {
		g, err := gateway.Open(test.config)
		if err == nil || err.Error() != test.want || g != nil {
			t.Errorf("%s: %v, %v", name, g, err)
		}
	}
}

func TestKindsAreNamedInOrder(t *testing.T) {
	if kinds := gateway.Kinds(); !slices.Contains(kinds, "waha") ||
		strings.Join(kinds, "") != strings.ToLower(strings.Join(kinds, "")) {
		t.Errorf("the kinds are %v", kinds)
	}
}

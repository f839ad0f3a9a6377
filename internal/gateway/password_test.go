package gateway_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// TestAPasswordIsNoKey has a page or a proxy that wants a password, which is not that the key is wrong.
func TestAPasswordIsNoKey(t *testing.T) {
	t.Parallel()
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Www-Authenticate"] = []string{"Bearer", `Basic realm="staff"`}
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = w.Write([]byte(`{"message":"Unauthorized"}`))
	}))
	t.Cleanup(proxy.Close)
	for _, target := range targets {
		config := target.config
		config.Endpoint, config.APIKey = proxy.URL, "emulator"
		g, err := gateway.Open(config)
		if err != nil {
			t.Fatal(err)
		}
		_, err = g.Group(t.Context(), groupID)
		if !errors.Is(err, whatsapp.ErrWrongServer) || !strings.Contains(err.Error(), "asks for a password") {
			t.Errorf("%s: %v", target.name, err)
		}
	}
}

// TestTheWrongPathOfWAHA leads out of its API, to pages that have a password.
func TestTheWrongPathOfWAHA(t *testing.T) {
	t.Parallel()
	server, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	config := gateway.Config{Kind: "waha", Endpoint: web.URL + "/waha/dashboard", APIKey: "emulator"}
	g, err := gateway.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	_, err = g.Session(t.Context())
	if !errors.Is(err, whatsapp.ErrWrongServer) || !strings.Contains(err.Error(), "check the path of the endpoint") {
		t.Errorf("%v", err)
	}
}

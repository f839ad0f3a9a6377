package gateway_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway"
)

// TestAProxysPassword has a proxy that wants a password before the gateway sees anything. It gets it where the
// gateway's key is in another header. Where both would need the same one, that is said, and neither is dropped.
func TestAProxysPassword(t *testing.T) {
	t.Parallel()
	server, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	behind, err := url.Parse(web.URL)
	if err != nil {
		t.Fatal(err)
	}
	forward := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(behind) }}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if user, password, _ := req.BasicAuth(); user != "doorman" || password != "proxy-password" {
			w.Header().Set("WWW-Authenticate", `Basic realm="proxy"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		forward.ServeHTTP(w, req)
	}))
	t.Cleanup(proxy.Close)
	for _, target := range targets {
		plain := target.config
		plain.APIKey = "emulator"
		plain.Endpoint = proxy.URL + target.prefix
		inHeaders := plain
		// "doorman:proxy-password" in base64.
		inHeaders.Headers = map[string]string{"authorization": "Basic ZG9vcm1hbjpwcm94eS1wYXNzd29yZA=="}
		inURL := plain
		inURL.Endpoint = strings.Replace(plain.Endpoint, "http://", "http://doorman:proxy-password@", 1)
		for place, config := range map[string]gateway.Config{"headers": inHeaders, "endpoint": inURL} {
			g, err := gateway.Open(config)
			if config.Kind != "waha" {
				if err == nil || !strings.Contains(err.Error(), "both need the header Authorization") ||
					!strings.Contains(err.Error(), place) {
					t.Errorf("%s, password in %s: %v", target.name, place, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s, password in %s: %v", target.name, place, err)
				continue
			}
			if _, err := g.Groups(t.Context(), false); err != nil {
				t.Errorf("%s, password in %s: %v", target.name, place, err)
			}
		}
	}
}

// TestWhiteSpaceAroundAKey is what a file with a key ends in.
func TestWhiteSpaceAroundAKey(t *testing.T) {
	t.Parallel()
	server, err := emulator.New(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(server)
	t.Cleanup(web.Close)
	for _, target := range targets {
		config := target.config
		config.Endpoint, config.APIKey = web.URL+target.prefix, " emulator\r\n"
		config.Headers = map[string]string{"X-Proxy": "password\n"}
		g, err := gateway.Open(config)
		if err != nil {
			t.Errorf("%s: %v", target.name, err)
			continue
		}
		if _, err := g.Groups(t.Context(), false); err != nil {
			t.Errorf("%s: %v", target.name, err)
		}
	}
}

package httpapi_test

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
)

func TestLogsKeepSecrets(t *testing.T) {
	t.Setenv("TF_LOG", "TRACE")
	client, _ := serve(t, httpapi.Config{Headers: map[string]string{"X-Proxy": "proxy-password"}}, func(
		w http.ResponseWriter, req *http.Request,
	) {
		if req.Method == http.MethodPost {
			panic(http.ErrAbortHandler)
		}
		_, _ = io.WriteString(w, "answer AbCdEfGhIjKlMnOpQrStU1")
	})
	var log bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &log)
	for _, method := range []string{"GET", "POST"} {
		_, _ = client.Do(ctx, httpapi.Request{
			Method: method, Path: "/join/AbCdEfGhIjKlMnOpQrStU1", Query: url.Values{"code": {"AbCdEfGhIjKlMnOpQrStU1"}},
			JSON: map[string]string{"code": "AbCdEfGhIjKlMnOpQrStU1"}, Route: "/join/{code}",
		})
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("the log is %s", log.String())
	}
	for i, want := range [][]string{{`"GET"`, `"/join/{code}"`, `"status":200`},
		{`"POST"`, `"/join/{code}"`, `"status":0`}} {
		for _, part := range want {
			if !strings.Contains(lines[i], part) {
				t.Errorf("%s is not in %s", part, lines[i])
			}
		}
	}
	for _, secret := range []string{key, "AbCd", "proxy-password", "127.0.0.1"} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("%s is in %s", secret, log.String())
		}
	}
}

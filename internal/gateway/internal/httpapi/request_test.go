package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
)

// TestAsksForPassword: only a 401 asks. Servers repeat the challenge beside other answers, which mean something else.
func TestAsksForPassword(t *testing.T) {
	for _, c := range []struct {
		status     int
		challenges []string
		want       bool
	}{
		{401, []string{`Basic realm="staff"`}, true},
		{401, []string{"Bearer", "basic"}, true},
		{401, []string{"Bearer"}, false},
		{401, []string{"Basically"}, false},
		{401, nil, false},
		{200, []string{"Basic"}, false},
		{403, []string{"Basic"}, false},
		{502, []string{"Basic"}, false},
	} {
		answer := httpapi.Response{Status: c.status, Header: http.Header{"Www-Authenticate": c.challenges}}
		if got := answer.AsksForPassword(); got != c.want {
			t.Errorf("%d %q: %t", c.status, c.challenges, got)
		}
	}
}

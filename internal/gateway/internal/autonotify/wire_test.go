package autonotify_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

const (
	key   = "secret-key"
	code  = "AbCdEfGhIjKlMnOpQrStU1"
	group = whatsapp.JID("120363000000000001@g.us")
	fresh = whatsapp.JID("120363000000000003@g.us")

	own   = phone.Number("12025550100")
	alice = phone.Number("12025550101")
	bob   = phone.Number("12025550102")
	carol = phone.Number("12025550103")
)

// The choices of the API.
var (
	nexus    = autonotify.Options{API: autonotify.APINexus}
	auto     = autonotify.Options{}
	beta     = autonotify.Options{API: autonotify.APIBeta}
	betaFull = autonotify.Options{API: autonotify.APIBeta, AcceptUnverifiedPaths: true}
)

// sessionHeader is where each of them has the session.
func sessionHeader(options autonotify.Options) string {
	if options.API == autonotify.APIBeta {
		return "x-session-id"
	}
	return "X-User-ID"
}

type reply = wiretest.Reply

var (
	file     = wiretest.File
	text     = wiretest.Text
	fault    = wiretest.Fault
	testdata = wiretest.Testdata
	phones   = wiretest.Phones
)

// asked is one request as it arrived.
type asked struct {
	Route string
	Body  string
}

// wire is an Autonotify that answers from a table.
type wire = wiretest.Server[asked]

func newWire(t *testing.T, options autonotify.Options, replies map[string][]reply) (whatsapp.Gateway, *wire) {
	t.Helper()
	spoken := wiretest.Gateway[asked]{
		ContentType: "application/json; charset=utf-8",
		Look: func(t testing.TB, req *http.Request, route, body string) asked {
			if got := req.Header.Get("Authorization"); got != "Bearer "+key {
				t.Errorf("the key is %q", got)
			}
			if got := req.Header.Get(sessionHeader(options)); got != "default" {
				t.Errorf("the session is %q", got)
			}
			if len(body) > 0 && req.Header.Get("Content-Type") != "application/json" {
				t.Errorf("the content type is %q", req.Header.Get("Content-Type"))
			}
			return asked{route, body}
		},
	}
	w := spoken.Start(t, replies)
	g, err := autonotify.New(httpapi.Config{
		Endpoint: w.URL + "/", AuthValue: key, RequestTimeout: 5 * time.Second, RetryWait: time.Millisecond,
	}, "default", options)
	if err != nil {
		t.Fatal(err)
	}
	return g, w
}

func inviteCode(t *testing.T) whatsapp.InviteCode {
	t.Helper()
	parsed, err := whatsapp.ParseInviteCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

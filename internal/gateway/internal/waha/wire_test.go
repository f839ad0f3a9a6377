package waha_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

const (
	key   = "secret-key"
	code  = "AbCdEfGhIjKlMnOpQrStU1"
	group = whatsapp.JID("120363000000000001@g.us")

	own   = phone.Number("12025550100")
	alice = phone.Number("12025550101")
	bob   = phone.Number("12025550102")
	carol = phone.Number("12025550103")
)

// The routes that most calls need.
const (
	onVersion = "GET /api/server/version"
	onSession = "GET /api/sessions/default"
	onGroups  = "GET /api/default/groups?limit=500&offset=0"
	onCreate  = "POST /api/default/groups"
	onGroup   = "GET /api/default/groups/120363000000000001@g.us"
	onV1      = onGroup + "/participants"
	onV2      = onGroup + "/participants/v2"
	onAdd     = "POST /api/default/groups/120363000000000001@g.us/participants/add"
	onInvite  = onGroup + "/invite-code"
	onRevoke  = "POST /api/default/groups/120363000000000001@g.us/invite-code/revoke"
	onRefresh = "POST /api/default/groups/refresh"
	onJoin    = "POST /api/default/groups/join"
	onInfo    = "GET /api/default/groups/join-info?code=" + code
	security  = "/api/default/groups/120363000000000001@g.us/settings/security/"
)

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

// wire is a WAHA that answers from a table.
type wire = wiretest.Server[asked]

var spoken = wiretest.Gateway[asked]{
	// WAHA says text/html of everything but objects and lists, and nothing of nothing.
	ContentType: "text/html; charset=utf-8",
	Look: func(t testing.TB, req *http.Request, route, body string) asked {
		if got := req.Header.Get("X-Api-Key"); got != key {
			t.Errorf("the key is %q", got)
		}
		if len(body) > 0 && req.Header.Get("Content-Type") != "application/json" {
			t.Errorf("the content type is %q", req.Header.Get("Content-Type"))
		}
		return asked{route, body}
	},
}

func newWire(t *testing.T, replies map[string][]reply) (*waha.Adapter, *wire) {
	t.Helper()
	w := spoken.Start(t, replies)
	adapter, err := waha.New(httpapi.Config{
		Endpoint: w.URL + "/", AuthValue: key, RequestTimeout: 5 * time.Second, RetryWait: time.Millisecond,
	}, "default")
	if err != nil {
		t.Fatal(err)
	}
	return adapter, w
}

// known are the answers to what an adapter asks on the side.
func known(engine string, more map[string][]reply) map[string][]reply {
	replies := map[string][]reply{
		onVersion: {{File: "version_" + engine + ".json"}},
		onSession: {{File: "session_working.json"}},
	}
	for route, r := range more {
		replies[route] = r
	}
	return replies
}

func inviteCode(t *testing.T) whatsapp.InviteCode {
	t.Helper()
	parsed, err := whatsapp.ParseInviteCode(code)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

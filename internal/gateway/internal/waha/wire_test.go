package waha_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/waha"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
)

// What the recorded answers are about.
const (
	key   = wiretest.Key
	code  = wiretest.Code
	group = wiretest.Group

	own   = wiretest.Own
	alice = wiretest.Alice
	bob   = wiretest.Bob
	carol = wiretest.Carol
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

type (
	reply = wiretest.Reply
	asked = wiretest.Asked
	told  = wiretest.Told
)

var (
	file       = wiretest.File
	text       = wiretest.Text
	fault      = wiretest.Fault
	testdata   = wiretest.Testdata
	phones     = wiretest.Phones
	toldIn     = wiretest.ToldIn
	inviteCode = wiretest.InviteCode
)

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
		return asked{Route: route, Body: body}
	},
}

func newWire(t *testing.T, replies map[string][]reply) (*waha.Adapter, *wire) {
	t.Helper()
	w := spoken.Start(t, replies)
	return open(t, w.URL+"/", 5*time.Second), w
}

func open(t *testing.T, endpoint string, timeout time.Duration) *waha.Adapter {
	t.Helper()
	adapter, err := waha.New(httpapi.Config{
		Endpoint: endpoint, AuthValue: key, Headers: map[string]string{"X-Proxy": wiretest.ProxyPassword},
		RequestTimeout: timeout, RetryWait: time.Millisecond,
	}, "default")
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

// known are the answers to what an adapter asks on the side.
func known(engine string, more map[string][]reply) map[string][]reply {
	session := "session_working.json"
	if engine == "webjs" || engine == "wpp" {
		session = "session_working_page.json"
	}
	replies := map[string][]reply{
		onVersion: {{File: "version_" + engine + ".json"}},
		onSession: {{File: session}},
	}
	for route, r := range more {
		replies[route] = r
	}
	return replies
}

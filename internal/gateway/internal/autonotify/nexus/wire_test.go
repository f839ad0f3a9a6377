package nexus_test

import (
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/nexus"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What the recorded answers are about.
const (
	key   = wiretest.Key
	code  = wiretest.Code
	group = wiretest.Group
	fresh = whatsapp.JID("120363000000000003@g.us")

	own   = wiretest.Own
	alice = wiretest.Alice
	bob   = wiretest.Bob
)

// The routes of nexus.
const (
	onSession = "GET /api/v1/session/"
	onList    = "GET /api/v1/group/list"
	onInfo    = "GET /api/v1/group/info?group_jid=120363000000000001%40g.us"
	onCreate  = "POST /api/v1/group/create"
	onAdd     = "POST /api/v1/group/participants/add"
	onName    = "POST /api/v1/group/update/name"
	onTopic   = "POST /api/v1/group/update/topic"
	onPicture = "POST /api/v1/group/update/picture"
	onLeave   = "POST /api/v1/group/leave"
	onInvite  = "GET /api/v1/group/invite-link?group_jid=120363000000000001%40g.us"
	onRevoke  = "POST /api/v1/group/invite-link/revoke"
	onJoin    = "POST /api/v1/group/join"
	onNumber  = "POST /api/v1/message/check-number"
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
	inviteCode = wiretest.InviteCode
	toldIn     = wiretest.ToldIn
)

// newWire is nexus at a server that answers from a table.
func newWire(t *testing.T, replies map[string][]reply) (*nexus.Adapter, *wiretest.Server[asked]) {
	t.Helper()
	w := wiretest.Bearer("X-User-ID").Start(t, replies)
	return open(t, w.URL+"/", false, 5*time.Second), w
}

func open(t *testing.T, endpoint string, identify bool, timeout time.Duration) *nexus.Adapter {
	t.Helper()
	adapter, err := nexus.New(httpapi.Config{
		Endpoint: endpoint, AuthValue: key, Headers: map[string]string{"X-Proxy": wiretest.ProxyPassword},
		RequestTimeout: timeout, RetryWait: time.Millisecond,
	}, "default", identify)
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

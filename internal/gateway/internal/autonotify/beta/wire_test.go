package beta_test

import (
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/beta"
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
	carol = wiretest.Carol
)

// The routes of the beta.
const (
	onMembers = "PUT /api/v1/group/members?groupId=120363000000000001%40g.us"
	onGroup   = "GET /api/v1/group?groupId=120363000000000001%40g.us"
	onGroups  = "GET /api/v1/group/all"
	onCreate  = "POST /api/v1/group"
	onUpdate  = "PUT /api/v1/group?groupId=120363000000000001%40g.us"
	onPicture = "PUT /api/v1/group/profile-picture?groupId=120363000000000001%40g.us"
	onMode    = "PUT /api/v1/group/member-add-mode?groupId=120363000000000001%40g.us"
	onLeave   = "DELETE /api/v1/group?groupId=120363000000000001%40g.us"
	onInvite  = "GET /api/v1/group/invite-code?groupId=120363000000000001%40g.us"
	onRevoke  = "POST /api/v1/group/revoke-invite-code?groupId=120363000000000001%40g.us"
	onJoin    = "POST /api/v1/group/join"
)

// The options: with the one path that is published, and with the guesses.
var (
	published  = beta.Options{}
	unverified = beta.Options{AcceptUnverifiedPaths: true}
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

// newWire is the beta at a server that answers from a table.
func newWire(
	t *testing.T, options beta.Options, replies map[string][]reply,
) (*beta.Adapter, *wiretest.Server[asked]) {
	t.Helper()
	w := wiretest.Bearer("x-session-id").Start(t, replies)
	return open(t, w.URL+"/", options, 5*time.Second), w
}

func open(t *testing.T, endpoint string, options beta.Options, timeout time.Duration) *beta.Adapter {
	t.Helper()
	adapter, err := beta.New(httpapi.Config{
		Endpoint: endpoint, AuthValue: key, Headers: map[string]string{"X-Proxy": wiretest.ProxyPassword},
		RequestTimeout: timeout, RetryWait: time.Millisecond,
	}, "default", options)
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

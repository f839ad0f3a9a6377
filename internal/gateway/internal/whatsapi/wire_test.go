package whatsapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/whatsapi"
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

// The operations of seed 002 and the instance's, with the exact slashes.
const (
	instance = "/api/instances/default/"
	onGroup  = instance + "groups/120363000000000001@g.us"

	getInstance     = "GET " + instance
	getGroups       = "GET " + instance + "groups/?include_participants=true"
	getGroupsNoMore = "GET " + instance + "groups/?include_participants=false"
	getAdminGroups  = "GET " + instance + "groups/admin"
	createGroup     = "POST " + instance + "groups/create"
	getGroup        = "GET " + onGroup
	leaveGroup      = "DELETE " + onGroup + "/"
	getMembers      = "GET " + onGroup + "/participants"
	addMembers      = "POST " + onGroup + "/participants/add"
	removeMembers   = "DELETE " + onGroup + "/participants/remove"
	promoteMembers  = "PUT " + onGroup + "/participants/promote"
	demoteMembers   = "PUT " + onGroup + "/participants/demote"
	setName         = "PUT " + onGroup + "/name"
	setDescription  = "PUT " + onGroup + "/description"
	setAnnounce     = "PUT " + onGroup + "/announce?announce=true"
	setLocked       = "PUT " + onGroup + "/lock?locked=false"
	setPicture      = "PUT " + onGroup + "/profile-pic"
	getInviteCode   = "GET " + onGroup + "/invite-code"
	getInviteInfo   = "GET " + instance + "groups/invite-info?invite_link=https%3A%2F%2Fchat.whatsapp.com%2F" + code
	joinGroup       = "GET " + instance + "groups/join?invite_code=" + code
	jsonType        = "application/json"
	twoParticipants = `{"participants":["12025550102","103@lid"]}`
	answerOfNoForm  = "the gateway gave no clear answer: its answer is not in WhatsAPI's form; check that " +
		"the endpoint is a WhatsAPI server"
	answerOfNoRoutes = "the server at the endpoint does not answer as the gateway does: it does not know WhatsAPI's " +
		"routes: check the path of the endpoint"
)

type (
	reply = wiretest.Reply
	told  = wiretest.Told
)

var (
	file       = wiretest.File
	fault      = wiretest.Fault
	phones     = wiretest.Phones
	toldIn     = wiretest.ToldIn
	inviteCode = wiretest.InviteCode
)

// asked is one request as it arrived.
type asked struct {
	Route string
	Type  string
	Body  string
}

// wire is a WhatsAPI that answers from a table.
type wire = wiretest.Server[asked]

var spoken = wiretest.Gateway[asked]{
	ContentType: "application/json",
	Look: func(t testing.TB, req *http.Request, route, body string) asked {
		if got := req.Header.Get("Authorization"); got != key {
			t.Errorf("the key is %q", got)
		}
		// Some proxies strip the body of a DELETE that does not announce one.
		if req.ContentLength != int64(len(body)) {
			t.Errorf("the length is %d, and %d bytes came", req.ContentLength, len(body))
		}
		return asked{route, req.Header.Get("Content-Type"), body}
	},
}

func newWire(t *testing.T, replies map[string][]reply) (*whatsapi.Adapter, *wire) {
	t.Helper()
	w := spoken.Start(t, replies)
	return open(t, w.URL+"/", 5*time.Second), w
}

func open(t *testing.T, endpoint string, timeout time.Duration) *whatsapi.Adapter {
	t.Helper()
	adapter, err := whatsapi.New(httpapi.Config{
		Endpoint: endpoint, AuthValue: key, Headers: map[string]string{"X-Proxy": wiretest.ProxyPassword},
		RequestTimeout: timeout, MaxRetries: 2, RetryWait: time.Millisecond,
	}, "default")
	if err != nil {
		t.Fatal(err)
	}
	return adapter
}

// data is a success with the JSON given.
func data(json string) []reply {
	return []reply{{Text: `{"error":false,"status":200,"message":"done","data":` + json + `}`}}
}

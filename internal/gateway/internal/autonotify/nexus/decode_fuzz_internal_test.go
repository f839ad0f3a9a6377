package nexus

import (
	"net/http"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/loosejson"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/wiretest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// seed gives the fuzzer every recorded answer.
func seed(f *testing.F) {
	f.Helper()
	for _, content := range append(wiretest.Recorded(f), wiretest.FuzzSeeds()...) {
		f.Add(content)
	}
	f.Add([]byte(`[{"id":"1@g.us","participants":{}}]`))
}

func FuzzGroups(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		o, _ := loosejson.DecodeObject(body)
		if g, ok := decodeGroup(o["data"]); ok {
			wiretest.CheckGroup(t, g)
		}
		groups, _ := decodeGroups(o["data"])
		for _, g := range groups {
			wiretest.CheckGroup(t, g)
		}
		wiretest.CheckMembers(t, wire.Members(body))
	})
}

// FuzzOutcomes reads what became of people from the answer to making a group, which is the only one that tells.
func FuzzOutcomes(f *testing.F) {
	seed(f)
	wiretest.FuzzOutcomes(f, func(body []byte) ([]protocol.MemberRow, wiretest.Outcomes) {
		o, _ := loosejson.DecodeObject(body)
		rows := append(wire.Rows(o.Object("data")["participants"]), wire.Rows(body)...)
		return rows, func(_ whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
			return wire.OutcomesOfCreate(people, rows)
		}
	})
}

func FuzzErrors(f *testing.F) {
	seed(f)
	a, err := New(httpapi.Config{Endpoint: "http://localhost", AuthValue: wiretest.Key}, "default", false)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range []wire.Meaning{
			wire.Reading, wire.Changing, describing, wire.Leaving, creating, wire.Inviting, wire.Joining,
		} {
			c := call{Call: wire.Call{Method: http.MethodPut, Meaning: m}, ability: whatsapp.JoinGroup}
			for _, status := range []int{400, 401, 404, 500, 502} {
				wiretest.CheckFuzzedError(t, a.failure(c, &httpapi.Response{Status: status, Body: body}))
			}
		}
	})
}

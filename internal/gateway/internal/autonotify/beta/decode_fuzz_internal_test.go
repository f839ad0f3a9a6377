package beta

import (
	"net/http"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/autonotify/wire"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/httpapi"
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
	for _, text := range []string{
		`{"error":{"data":"403"}}`, `{"120363000000000001@g.us":{}}`, `[{"id":"1@g.us","participants":{}}]`,
	} {
		f.Add([]byte(text))
	}
}

// FuzzGroups reads Baileys' metadata, bare or one level down.
func FuzzGroups(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if g, ok := decodeGroup(body); ok {
			wiretest.CheckGroup(t, g)
		}
		groups, _ := decodeGroups(body)
		for _, g := range groups {
			wiretest.CheckGroup(t, g)
		}
	})
}

// FuzzOutcomes reads Baileys' rows, bare or one level down.
func FuzzOutcomes(f *testing.F) {
	seed(f)
	wiretest.FuzzOutcomes(f, func(body []byte) ([]protocol.MemberRow, wiretest.Outcomes) {
		rows := rowsIn(body)
		return rows, func(action whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
			return wire.Outcomes(action, people, rows)
		}
	})
}

func FuzzErrors(f *testing.F) {
	seed(f)
	config := httpapi.Config{Endpoint: "http://localhost", AuthValue: wiretest.Key}
	a, err := New(config, "default", Options{AcceptUnverifiedPaths: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range []wire.Meaning{wire.Reading, wire.Changing, wire.Leaving, creating, wire.Inviting,
			wire.Joining} {
			c := call{operation: opUpdate, Call: wire.Call{Method: http.MethodPut, Meaning: m, Route: "/api/v1/group"}}
			for _, status := range []int{400, 401, 404, 500, 502} {
				wiretest.CheckFuzzedError(t, a.failure(c, &httpapi.Response{Status: status, Body: body}))
				wiretest.CheckFuzzedError(t, a.refusedIfFalse(c, body))
			}
		}
		if code, err := protocol.InviteCodeOf(textIn(body, "code")); err == nil && code.IsZero() {
			t.Error("no code and no error")
		}
	})
}

func FuzzTemplate(f *testing.F) {
	for _, op := range operations {
		f.Add(op.path)
	}
	for _, text := range []string{
		"GET /{groupId}/x%20y?a=b&groupId=", "PUT /{", "PUT /{}", "POST /../{groupId}", "GET //x?groupId=",
	} {
		f.Add(text)
	}
	client, err := httpapi.New(httpapi.Config{Endpoint: "http://127.0.0.1:1"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseTemplate(opLeave, text)
		if err != nil {
			return
		}
		path, query := parsed.fill(map[string]string{placeGroup: "120363000000000001@g.us", placeSession: "de/fault"})
		if !strings.HasPrefix(path, "/") || !strings.Contains(path+query.Encode(), "120363000000000001") ||
			strings.ContainsAny(path, "{}") {
			t.Errorf("%q is filled to %q %v", text, path, query)
		}
		// Nothing listens there: it must get as far as that.
		_, err = client.Do(t.Context(), httpapi.Request{Method: parsed.method, Path: path, Query: query})
		if err == nil || strings.Contains(err.Error(), "not valid") {
			t.Errorf("%q: %v", text, err)
		}
	})
}

package autonotify

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

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
	for _, text := range []string{
		`{"error":{"data":"403"}}`, `{"120363000000000001@g.us":{}}`, `[{"id":"1@g.us","participants":{}}]`,
	} {
		f.Add([]byte(text))
	}
}

func FuzzGroups(f *testing.F) {
	seed(f)
	check := func(t *testing.T, g whatsapp.Group) {
		if !g.ID.IsGroup() || g.Size < len(g.Members) {
			t.Errorf("the group %+v", g)
		}
		if !g.Complete() && (g.Description != nil || g.InfoAdminsOnly != nil || g.Members != nil) {
			t.Errorf("a stub that tells something: %+v", g)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		o, _ := loosejson.DecodeObject(body)
		if g, ok := decodeNexusGroup(o["data"]); ok {
			check(t, g)
		}
		if g, ok := decodeBetaGroup(body); ok {
			check(t, g)
		}
		groups, _ := decodeNexusGroups(o["data"])
		more, _ := decodeBetaGroups(body)
		for _, g := range append(groups, more...) {
			check(t, g)
		}
	})
}

// FuzzNexusParticipants reads members from the group of nexus.
func FuzzNexusParticipants(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		wiretest.CheckMembers(t, decodeMembers(body))
		o, _ := loosejson.DecodeObject(body)
		if g, ok := decodeNexusGroup(o["data"]); ok {
			wiretest.CheckMembers(t, g.Members)
			wiretest.CheckPerson(t, g.Owner)
		}
	})
}

// FuzzBetaParticipants reads members from Baileys' metadata, bare or one level down.
func FuzzBetaParticipants(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		if g, ok := decodeBetaGroup(body); ok {
			wiretest.CheckMembers(t, g.Members)
			wiretest.CheckPerson(t, g.Owner)
		}
		groups, _ := decodeBetaGroups(body)
		for _, g := range groups {
			wiretest.CheckMembers(t, g.Members)
		}
	})
}

// FuzzNexusOutcomes reads what became of people from the answer to making a group, which is the only one that tells.
func FuzzNexusOutcomes(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, body := range [][]byte{body, wiretest.Marked(body)} {
			o, _ := loosejson.DecodeObject(body)
			rows := append(decodeRows(o.Object("data")["participants"]), decodeRows(body)...)
			wiretest.CheckOutcomes(t, namesIn(rows), func(_ whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
				return invitedTo(people, rows)
			})
		}
	})
}

// FuzzBetaOutcomes reads Baileys' rows, bare or one level down.
func FuzzBetaOutcomes(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, body := range [][]byte{body, wiretest.Marked(body)} {
			rows := betaRows(body)
			wiretest.CheckOutcomes(t, namesIn(rows), func(action whatsapp.MemberAction, people []whatsapp.Person) []whatsapp.Outcome {
				return outcomesOf(action, people, rows)
			})
		}
	})
}

func namesIn(rows []protocol.MemberRow) []whatsapp.Person {
	names := make([]whatsapp.Person, len(rows))
	for i, r := range rows {
		names[i] = r.Person
	}
	return names
}

func FuzzErrors(f *testing.F) {
	seed(f)
	config := httpapi.Config{Endpoint: "http://localhost", AuthValue: "secret-key"}
	n, err := newNexus(config, "default")
	if err != nil {
		f.Fatal(err)
	}
	b, err := newBeta(config, "default", Options{AcceptUnverifiedPaths: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, m := range []meaning{reading, changing, describing, leaving, creating, creatingOnBeta, inviting, joining} {
			c := call{method: http.MethodPut, meaning: m, ability: whatsapp.JoinGroup, operation: opUpdate, route: "/api/v1/group"}
			for _, status := range []int{400, 401, 404, 500, 502} {
				resp := &httpapi.Response{Status: status, Body: body}
				for _, err := range []error{n.failure(c, resp), b.failure(c, resp), b.refusedIfFalse(c, body)} {
					if err == nil {
						continue
					}
					text := err.Error()
					if strings.Contains(text, "secret-key") || strings.Contains(text, "\n") || utf8.RuneCountInString(text) > 500 {
						t.Errorf("the error %q", text)
					}
				}
			}
		}
		if code, err := inviteCodeOf(betaText(body, "code")); err == nil && code.IsZero() {
			t.Error("no code and no error")
		}
	})
}

func FuzzTemplate(f *testing.F) {
	for _, o := range operations {
		f.Add(o.Path)
	}
	for _, text := range []string{"GET /{groupId}/x%20y?a=b&groupId=", "PUT /{", "PUT /{}", "POST /../{groupId}", "GET //x?groupId="} {
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
		if !strings.HasPrefix(path, "/") || !strings.Contains(path+query.Encode(), "120363000000000001") || strings.ContainsAny(path, "{}") {
			t.Errorf("%q is filled to %q %v", text, path, query)
		}
		// Nothing listens there: it must get as far as that.
		if _, err := client.Do(t.Context(), httpapi.Request{Method: parsed.method, Path: path, Query: query}); err == nil ||
			strings.Contains(err.Error(), "not valid") {
			t.Errorf("%q: %v", text, err)
		}
	})
}

package emulator_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// FuzzServe asks the emulator anything, with every key. It begins with every request of coverage.yaml and every route
// of the control. Whatever is asked, there is an answer, and the world is one that can be.
func FuzzServe(f *testing.F) {
	coverage, err := os.ReadFile("../../coverage.yaml")
	if err != nil {
		f.Fatal(err)
	}
	fill := strings.NewReplacer("{session}", "default", "{instance_key}", "default", "{groupId}", groupID,
		"{group_id}", groupID, "{phoneNumber}", anna, "{lid}", annaLID)
	prefix := ""
	const jsonType = "application/json"
	const everything = `{"name":"New","subject":"New","description":"Text","topic":"Text","adminsOnly":true,` +
		`"participants":["12025550101@s.whatsapp.net"],"members":["12025550101"],"groupId":"` + groupID + `",` +
		`"group_id":"` + groupID + `","code":"` + groupCode + `","inviteCode":"` + groupCode + `",` +
		`"number":"12025550101","action":"add","announce":true,"locked":true,"enabled":true,` +
		`"url":"https://example.org/a.jpg","session":"default"}`
	const aPerson = `{"id":"` + groupID + `","participants":[{"id":"12025550101@c.us"}]}`
	for _, part := range regexp.MustCompile(`(?m)^  prefix: (\S+)|request: "(\S+) ([^"]+)"`).FindAllStringSubmatch(
		string(coverage), -1) {
		if part[1] != "" {
			prefix = part[1]
			continue
		}
		path := prefix + fill.Replace(part[3])
		for _, body := range []string{"", everything, aPerson} {
			f.Add(part[2], path, "groupId="+groupID+"&code="+groupCode+"&phone="+anna, jsonType, body)
		}
	}
	for _, path := range []string{"world", "clock", "limits", "faults", "requests", "openapi.yaml", "nothing"} {
		for _, method := range []string{"GET", "PUT", "PATCH", "POST", "DELETE"} {
			f.Add(method, "/_emulator/"+path, "", jsonType,
				`{"now":"2031-05-06T12:00:00Z","adds":"4/2s","groups":[{"id":"`+groupID+`","name":"Other"}]}`)
		}
	}
	f.Add("POST", "/_emulator/faults", "", jsonType,
		`[{"match":".","effect":"edit","replace":[{"match":"a*","with":"b"}],"times":1}]`)
	f.Add("PUT", "/whatsapi/api/instances/default/groups/"+groupID+"/profile-pic", "",
		"multipart/form-data; boundary=x",
		"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"+
			"\xff\xd8\xff\r\n--x--\r\n")
	servers := map[string]*emulator.Server{}
	for _, engine := range engines {
		server, err := emulator.New(emulator.Options{WAHAEngine: engine, WAHAStore: true})
		if err != nil {
			f.Fatal(err)
		}
		servers[engine] = server
	}
	f.Fuzz(func(t *testing.T, method, path, query, contentType, body string) {
		if strings.Contains(body, "sleep") || strings.Contains(body, "delay") || strings.Contains(body, `"ms"`) {
			t.Skip("it asks the emulator to wait")
		}
		for engine, server := range servers {
			server.ClearFaults()
			server.ClearRequests()
			if err := server.SetWorld(fuzzedWorld()); err != nil {
				t.Fatal(err)
			}
			_ = server.SetLimits(emulator.Limits{})
			r := &http.Request{
				Method: method, URL: &url.URL{Path: path, RawQuery: query}, Host: "localhost",
				Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
				Header: http.Header{
					"Content-Type": {contentType}, "X-Api-Key": {"emulator"}, "Authorization": {"Bearer emulator"},
					"X-Session-Id": {"default"}, "X-User-Id": {"default"}, "X-Key": {"emulator"},
				},
				Body: http.NoBody,
			}
			if strings.HasPrefix(path, "/whatsapi") {
				r.Header.Set("Authorization", "emulator")
			}
			if body != "" {
				r.Body = readCloser{strings.NewReader(body)}
			}
			w := httptest.NewRecorder()
			server.ServeHTTP(w, r.WithContext(t.Context()))
			if w.Code < 200 || w.Code > 599 {
				t.Errorf("%s %s: status %d", engine, path, w.Code)
			}
			if err := server.SetWorld(server.World()); err != nil {
				t.Errorf("%s %s %s: afterwards the world cannot be: %v", engine, method, path, err)
			}
		}
	})
}

// readCloser is a body.
type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }

// fuzzedWorld is a world with a group, and with somebody of each kind.
func fuzzedWorld() emulator.World {
	return emulator.World{
		Account: emulator.Account{Phone: own, LID: ownLID, Status: emulator.StatusConnected},
		People: []emulator.Person{
			{Phone: anna, LID: annaLID, Registered: true, Adds: emulator.AddsEveryone},
			{Phone: ben, LID: benLID, Registered: true, Adds: emulator.AddsNobody},
			{Phone: carla, LID: carlaLID},
		},
		Groups: []emulator.Group{{
			ID: groupID, Name: "Friends", InviteCode: groupCode, Owner: own,
			Members: []emulator.Member{
				{Phone: own, LID: ownLID, Role: emulator.RoleSuperadmin},
				{Phone: anna, LID: annaLID, Role: emulator.RoleMember},
			},
		}},
	}
}

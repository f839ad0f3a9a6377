package emulator_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestRequestsListWhatWasAsked(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	if got := f.do("GET", "/_emulator/requests", ""); got != jsonText(200, `[]`) {
		t.Errorf("at first: %+v", got)
	}
	f.waha("GET", "groups/120363000000000001%40g.us")
	f.waha("GET", "groups?limit=1")
	f.do("GET", "/waha/api/sessions", "", "X-Api-Key", "wrong")
	f.do("GET", "/elsewhere", "")

	var listed []map[string]any
	if err := json.Unmarshal([]byte(f.do("GET", "/_emulator/requests", "").body), &listed); err != nil {
		t.Fatal(err)
	}
	for _, entry := range listed {
		text, _ := entry["time"].(string)
		if at, err := time.Parse(time.RFC3339, text); err != nil || time.Since(at) > time.Minute {
			t.Errorf("time %q: %v", text, err)
		}
		delete(entry, "time")
	}
	want := []map[string]any{
		{"dialect": "waha", "method": "GET", "path": "/waha/api/default/groups/120363000000000001@g.us", "status": 200.0},
		{"dialect": "waha", "method": "GET", "path": "/waha/api/default/groups", "status": 200.0},
		{"dialect": "waha", "method": "GET", "path": "/waha/api/sessions", "status": 401.0},
		{"dialect": "", "method": "GET", "path": "/elsewhere", "status": 404.0, "unknown": true},
	}
	if diff := cmp.Diff(want, listed); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	f.do("DELETE", "/_emulator/requests", "")
	if got := f.server.Requests(); len(got) != 0 {
		t.Errorf("after DELETE: %+v", got)
	}
}

func TestUnknownRequests(t *testing.T) {
	path := "groups/" + groupID
	for name, c := range map[string]struct {
		method, path, body string
		unknown            bool
	}{
		"route":                      {"GET", path + "/memebers", "", true},
		"route outside the api":      {"GET", "/api/nothing", "", true},
		"method":                     {"PATCH", path, `{}`, true},
		"field":                      {"PUT", path + "/subject", `{"subject":"A","title":"B"}`, true},
		"field of a participant":     {"POST", path + "/participants/add", `{"participants":[{"id":"12025550109@c.us","role":"admin"}]}`, true},
		"field of a file":            {"PUT", path + "/picture", `{"file":{"url":"https://example.org/a.jpg","size":1}}`, true},
		"field of a file, misspelt":  {"PUT", path + "/picture", `{"file":{"URL":"https://example.org/a.jpg"}}`, true},
		"file as a string":           {"PUT", path + "/picture", `{"file":"https://example.org/a.jpg"}`, true},
		"link as a number":           {"PUT", path + "/picture", `{"file":{"url":5}}`, true},
		"query parameter":            {"GET", "groups?max=3", "", true},
		"participants as strings":    {"POST", path + "/participants/add", `{"participants":["12025550109@c.us"]}`, true},
		"participants as object":     {"POST", path + "/participants/add", `{"participants":{}}`, true},
		"participant without id":     {"POST", path + "/participants/add", `{"participants":[{}]}`, true},
		"setting as string":          {"PUT", path + "/settings/security/info-admin-only", `{"adminsOnly":"false"}`, true},
		"setting missing":            {"PUT", path + "/settings/security/info-admin-only", `{}`, true},
		"subject as number":          {"PUT", path + "/subject", `{"subject":5}`, true},
		"subject null":               {"PUT", path + "/subject", `{"subject":null}`, true},
		"malformed JSON":             {"PUT", path + "/subject", `{"subject":`, true},
		"body is a list":             {"PUT", path + "/subject", `["subject"]`, true},
		"proper write":               {"PUT", path + "/subject", `{"subject":"A"}`, false},
		"proper add":                 {"POST", path + "/participants/add", `{"participants":[{"id":"12025550109@c.us"}]}`, false},
		"proper list":                {"GET", "groups?limit=1&offset=0&sortBy=id&sortOrder=asc&exclude=participants", "", false},
		"group that is not there":    {"GET", "groups/120363999999999999@g.us", "", false},
		"picture by link":            {"PUT", path + "/picture", `{"file":{"url":"https://example.org/a.jpg","mimetype":"image/jpeg","filename":"a.jpg"}}`, false},
		"what the engine lacks":      {"DELETE", path, "", false},
		"what the query cannot take": {"GET", "groups?sortBy=size", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			f := startWith(t, "NOWEB", oneGroup())
			f.waha(c.method, c.path, c.body)
			if got := f.server.Requests(); len(got) != 1 || got[0].Unknown != c.unknown {
				t.Errorf("%+v, want unknown %t", got, c.unknown)
			}
		})
	}
}

func TestUnknownRouteWithAWrongKeyIsUnknown(t *testing.T) {
	f := start(t, emulator.Options{})
	f.do("GET", "/waha/api/nothing", "", "X-Api-Key", "wrong")
	f.do("GET", "/waha/api/sessions", "", "X-Api-Key", "wrong")
	if got := f.server.Requests(); got[0].Status != 401 || !got[0].Unknown || got[1].Unknown {
		t.Errorf("%+v", got)
	}
}

func TestWhatAVersionLacksIsNotUnknown(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{WAHAVersion: "2025.5.3", World: &world})
	for _, path := range []string{
		"lids", "groups/" + groupID + "/participants/v2", "groups/" + groupID + "/settings/security/member-add-mode",
	} {
		want := jsonText(404, `{"message":"Cannot GET /api/default/`+path+`","error":"Not Found","statusCode":404}`)
		f.ask("GET", path, want)
	}
	for _, r := range f.server.Requests() {
		if r.Unknown {
			t.Errorf("%+v", r)
		}
	}
}

func TestBodyWithoutContentTypeIsPassedOver(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	got := f.do("PUT", "/waha/api/default/groups/"+groupID+"/subject", `{"subject":"A"}`, "Content-Type", "text/plain")
	if got != empty || f.group(groupID).Name != "undefined" || !f.server.Requests()[0].Unknown {
		t.Errorf("%+v, name %q", got, f.group(groupID).Name)
	}
}

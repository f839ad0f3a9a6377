package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestFaultHeader(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.faults(emulator.Fault{
		Match: "groups", Effect: emulator.EffectStatus, Status: 429, Body: "slow",
		Header: http.Header{"Retry-After": {"3"}, "Content-Type": {"text/plain"}, "X-Trace": {"a", "b"}},
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/waha/api/default/groups", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.Body.Close() != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != 429 || answer.Header.Get("Retry-After") != "3" ||
		answer.Header.Get("Content-Type") != "text/plain" || len(answer.Header.Values("X-Trace")) != 2 {
		t.Errorf("%d, %v", answer.StatusCode, answer.Header)
	}
}

func TestFaultByTheNumberOfTheCall(t *testing.T) {
	for name, c := range map[string]struct {
		fault emulator.Fault
		want  string
	}{
		"each":      {emulator.Fault{}, "xxxxxx"},
		"twice":     {emulator.Fault{Times: 2}, "xx...."},
		"calls":     {emulator.Fault{Calls: []int{2, 5}}, ".x..x."},
		"every 3rd": {emulator.Fault{Every: 3}, "..x..x"},
		"one of 3":  {emulator.Fault{Every: 3, Times: 1}, "..x..."},
	} {
		f := startWith(t, "NOWEB", oneGroup())
		c.fault.Match, c.fault.Effect, c.fault.Status = "count", emulator.EffectStatus, 500
		f.faults(c.fault)
		got := ""
		for range 6 {
			if f.waha("GET", "groups/count").status == 500 {
				got += "x"
			} else {
				got += "."
			}
			f.waha("GET", "groups") // No call that counts.
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestFaultByTheBody(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.faults(emulator.Fault{Match: "/add$", MatchBody: `"` + carla + `@c\.us"`, Effect: emulator.EffectStatus, Status: 502})
	path := "groups/" + groupID + "/participants/add"
	if got := f.waha("POST", path, `{"participants":[{"id":"`+carla+`@c.us"}]}`); got.status != 502 {
		t.Errorf("carla: %+v", got)
	}
	if got := f.waha("POST", path, `{"participants":[{"id":"12025550177@c.us"}]}`); got.status != 200 {
		t.Errorf("somebody else: %+v", got)
	}
}

func TestFaultEdit(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	edited := func(fault emulator.Fault, method, path, body string) response {
		f.server.ClearFaults()
		fault.Match, fault.Effect = ".", emulator.EffectEdit
		f.faults(fault)
		return f.waha(method, path, body)
	}
	path := "groups/" + groupID

	// A merge patch: null takes away, what is not named stays.
	got := edited(emulator.Fault{Merge: map[string]any{"subject": nil, "creation": nil, "size": 814}}, "GET", path, "")
	var group map[string]any
	if err := json.Unmarshal([]byte(got.body), &group); err != nil {
		t.Fatal(err)
	}
	if _, has := group["subject"]; has || group["size"] != 814.0 || group["desc"] != "On call" {
		t.Errorf("%v", group)
	}
	// Done it is all the same.
	got = edited(emulator.Fault{Merge: []any{}}, "POST", path+"/participants/remove", `{"participants":[{"id":"`+anna+`@c.us"}]}`)
	if got != jsonText(200, "[]") || len(f.group(groupID).Members) != 2 {
		t.Errorf("%+v, and %d members", got, len(f.group(groupID).Members))
	}
	got = edited(emulator.Fault{Replace: []emulator.Replace{
		{Match: `"subject":"(\w+)"`, With: `"subject":"$1 2"`}, {Match: "On call", With: "Off"},
	}}, "GET", path, "")
	if !strings.Contains(got.body, `"subject":"Ops 2"`) || !strings.Contains(got.body, `"desc":"Off"`) {
		t.Errorf("%s", got.body)
	}
	if got := edited(emulator.Fault{Status: 504}, "PUT", path+"/subject", `{"subject":"Dev"}`); got.status != 504 ||
		f.group(groupID).Name != "Dev" {
		t.Errorf("%+v, and the name %s", got, f.group(groupID).Name)
	}
	// What is no JSON cannot be merged into.
	if got := edited(emulator.Fault{Merge: map[string]any{}}, "GET", path+"/invite-code", ""); got.status != 500 ||
		!strings.Contains(got.body, "cannot merge") {
		t.Errorf("%+v", got)
	}
}

// TestFaultTwice: one create makes two groups, and one of them is told.
func TestFaultTwice(t *testing.T) {
	for answer, told := range map[string]int{"": 0, "first": 0, "last": 1} {
		for _, dialect := range []string{"NOWEB", "GOWS", "WEBJS", "WPP"} {
			f := startWith(t, dialect, emulator.World{})
			f.faults(emulator.Fault{Match: "^POST .*/groups$", Effect: emulator.EffectTwice, Answer: answer})
			got := f.waha("POST", "groups", `{"name":"Twins","participants":[]}`)
			groups := f.server.World().Groups
			if len(groups) != 2 {
				t.Fatalf("%s: %d groups", dialect, len(groups))
			}
			if !strings.Contains(got.body, groups[told].ID) || strings.Contains(got.body, groups[1-told].ID) {
				t.Errorf("%s, answer %q: %s of %s and %s", dialect, answer, got.body, groups[0].ID, groups[1].ID)
			}
		}
	}
}

// TestFaultTakesTime with any effect.
func TestFaultTakesTime(t *testing.T) {
	f := start(t, emulator.Options{})
	for _, effect := range []emulator.Effect{emulator.EffectStatus, emulator.EffectRateLimit, emulator.EffectTwice} {
		f.server.ClearFaults()
		fault := emulator.Fault{Match: ".", Effect: effect, MS: 30}
		if effect == emulator.EffectStatus {
			fault.Status = 500
		}
		f.faults(fault)
		began := time.Now()
		f.waha("GET", "groups")
		if took := time.Since(began); took < 30*time.Millisecond {
			t.Errorf("%s took %s", effect, took)
		}
	}
}

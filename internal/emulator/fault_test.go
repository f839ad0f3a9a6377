package emulator_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func (f *fixture) faults(faults ...emulator.Fault) {
	f.t.Helper()
	if err := f.server.AddFaults(faults...); err != nil {
		f.t.Fatal(err)
	}
}

func TestFaultStatus(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	path := "groups/" + groupID + "/subject"
	body := `[{"match":"^PUT /waha/api/default/groups/.*/subject$","times":1,"effect":"status","status":502,"body":"Bad <Gateway>"},
		{"match":"subject","times":2,"effect":"status","status":403,"body":{"message":"Forbidden","statusCode":403}},
		{"match":"subject","effect":"status","status":204}]`
	if got := f.do("POST", "/_emulator/faults", body); got.status != 204 {
		t.Fatal(got)
	}
	f.ask("PUT", path, text(502, "Bad <Gateway>"), `{"subject":"A"}`)
	f.ask("PUT", path, jsonText(403, `{"message":"Forbidden","statusCode":403}`), `{"subject":"A"}`)
	f.ask("PUT", path, jsonText(403, `{"message":"Forbidden","statusCode":403}`), `{"subject":"A"}`)
	for range 3 { // Without times a fault is always live.
		f.ask("PUT", path, response{status: 204}, `{"subject":"A"}`)
	}
	if name := f.group(groupID).Name; name != "Ops" {
		t.Errorf("the group is called %q", name)
	}
	f.ask("PUT", "groups/"+groupID+"/description", empty, `{"description":"A"}`)
	f.do("DELETE", "/_emulator/faults", "")
	f.ask("PUT", path, empty, `{"subject":"A"}`)
}

func TestFaultBodyIsAnyJSON(t *testing.T) {
	f := start(t, emulator.Options{})
	for _, c := range []struct {
		body string
		want response
	}{
		{`"raw"`, text(200, "raw")},
		{`""`, text(200, "")},
		{`[]`, jsonText(200, `[]`)},
		{`false`, jsonText(200, `false`)},
		{`{"id":120363000000000001,"ratio":1.0}`, jsonText(200, `{"id":120363000000000001,"ratio":1.0}`)},
	} {
		f.do("POST", "/_emulator/faults", `[{"match":"ping","times":1,"effect":"status","status":200,"body":`+c.body+`}]`)
		if got := f.do("GET", "/waha/ping", ""); got != c.want {
			t.Errorf("%s: got %+v", c.body, got)
		}
	}
}

func TestFaultsAreAppendedAndMatchNoQuery(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.faults(emulator.Fault{Match: `^GET /waha/api/default/groups$`, Times: 1, Effect: "status", Status: 500, Body: "first"})
	f.faults(emulator.Fault{Match: `^GET /waha/api/default/groups$`, Effect: "status", Status: 500, Body: []string{"second"}})
	f.ask("GET", "groups?limit=5", text(500, "first"))
	f.ask("GET", "groups?limit=5", jsonText(500, `["second"]`))
}

func TestFaultsThatCloseTheConnection(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	path := "/waha/api/default/groups/" + groupID + "/subject"
	f.faults(emulator.Fault{Match: "subject", Times: 1, Effect: "cut"}, emulator.Fault{Match: "subject", Times: 1, Effect: "lose_answer"})
	if got, err := f.send("PUT", path, `{"subject":"Cut"}`); err == nil {
		t.Errorf("cut: %+v", got)
	}
	if name := f.group(groupID).Name; name != "Ops" {
		t.Errorf("after a cut the group is called %q", name)
	}
	if got, err := f.send("PUT", path, `{"subject":"Lost"}`); err == nil {
		t.Errorf("lose_answer: %+v", got)
	}
	if name := f.group(groupID).Name; name != "Lost" {
		t.Errorf("after a lost answer the group is called %q", name)
	}
	for _, r := range f.server.Requests() {
		if r.Status != 0 {
			t.Errorf("%+v has a status", r)
		}
	}
}

// A gateway that dies answers nothing until it is back, by the world's clock.
func TestFaultAway(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.server.SetClock(time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC), true)
	if got := f.do("POST", "/_emulator/faults", `[{"match":"subject","effect":"lose_answer","times":1,"away":"8s"}]`); got.status != 204 {
		t.Fatal(got)
	}
	if got, err := f.send("PUT", "/waha/api/default/groups/"+groupID+"/subject", `{"subject":"Lost"}`); err == nil {
		t.Errorf("the last request was answered: %+v", got)
	}
	for range 2 {
		if got, err := f.send("GET", "/waha/api/default/groups", ""); err == nil {
			t.Errorf("a gateway that is away answers %+v", got)
		}
		f.server.AdvanceClock(4 * time.Second)
	}
	f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
	if name := f.group(groupID).Name; name != "Lost" {
		t.Errorf("the group is called %q", name)
	}
}

func TestFaultDelay(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.faults(emulator.Fault{Match: "subject", Effect: "delay", MS: 60})
	began := time.Now()
	f.ask("PUT", "groups/"+groupID+"/subject", empty, `{"subject":"A"}`)
	if took := time.Since(began); took < 60*time.Millisecond {
		t.Errorf("it took %s", took)
	}
}

func TestFaultRateLimit(t *testing.T) {
	for engine, want := range map[string]exception{
		"NOWEB": boom("rate-overlimit", 429),
		"GOWS":  grpc("info query returned status 429: rate-overlimit"),
		"WEBJS": page("b"),
		"WPP":   page("r"),
	} {
		f := startWith(t, engine, oneGroup())
		f.faults(emulator.Fault{Match: "POST .*/groups$", Times: 1, Effect: "rate_limit"})
		f.fails("POST", "groups", want, `{"name":"A","participants":[]}`)
		if n := len(f.server.World().Groups); n != 1 {
			t.Errorf("%s: %d groups", engine, n)
		}
	}
}

func TestFaultDisconnect(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	f.faults(emulator.Fault{Match: "subject", Times: 1, Effect: "disconnect"})
	want := jsonText(422, `{"error":"Session status is not as expected. Try again later or restart the session",`+
		`"session":"default","status":"SCAN_QR_CODE","expected":["WORKING"]}`)
	f.ask("PUT", "groups/"+groupID+"/subject", want, `{"subject":"A"}`)
	f.ask("GET", "groups", want)
	if status := f.server.World().Account.Status; status != "logged_out" {
		t.Errorf("status %q", status)
	}
	f.server.ClearFaults()
	f.ask("GET", "groups", want)
	f.change(func(w *emulator.World) { w.Account.Status = "connected" })
	f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
}

func TestFaultsThatMakeNoSenseAreRefusedTogether(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	for body, want := range map[string]string{
		`[{"match":".*","effect":"cut"},{"match":"(","effect":"cut"}]`: "faults[1]: match: error parsing regexp",
		`[{"match":"x","effect":"explode"}]`:                           `effect "explode" is not known`,
		`[{"match":"x","effect":"status"}]`:                            "status 0 cannot be answered",
		`[{"match":"x","effect":"delay"}]`:                             "a delay of 0 ms is none",
		`[{"match":"x","effect":"cut","ms":9223372036854775807}]`:      "the longest delay there is",
		`[{"match":"x","effect":"cut","times":-1}]`:                    "times is -1",
		`[{"match":"x","match_body":"(","effect":"cut"}]`:              "match_body: error parsing regexp",
		`[{"match":"x","effect":"cut","calls":[0]}]`:                   "the first call is 1",
		`[{"match":"x","effect":"cut","calls":[1],"every":2}]`:         "every and times say nothing more",
		`[{"match":"x","effect":"cut","ms":-1}]`:                       "ms is -1",
		`[{"match":"x","effect":"cut","status":500}]`:                  "status and header say nothing",
		`[{"match":"x","effect":"cut","header":{"A":["b"]}}]`:          "status and header say nothing",
		`[{"match":"x","effect":"cut","body":"x"}]`:                    "body says nothing",
		`[{"match":"x","effect":"cut","merge":{}}]`:                    "merge and replace say nothing",
		`[{"match":"x","effect":"edit"}]`:                              "changes nothing",
		`[{"match":"x","effect":"edit","merge":{},"replace":[{}]}]`:    "not both",
		`[{"match":"x","effect":"edit","replace":[{"match":"("}]}]`:    "replace: error parsing regexp",
		`[{"match":"x","effect":"edit","status":99}]`:                  "status 99 cannot be answered",
		`[{"match":"x","effect":"twice","answer":"both"}]`:             `answer "both"`,
		`[{"match":"x","effect":"cut","answer":"last"}]`:               `answer "last"`,
		`[{"match":"x","effect":"cut","away":"8"}]`:                    "is not like",
		`null`:               "null says nothing",
		`[{"effect":"cut"}]`: "match is empty",
		`[{"match":"x","effect":"cut","time":1}]`: `unknown field "time"`,
		`{"match":"x","effect":"cut"}`:            "cannot unmarshal object",
	} {
		if got := f.do("POST", "/_emulator/faults", body); got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s: got %d %s, want %s", body, got.status, got.body, want)
		}
	}
	f.ask("GET", "groups/count", jsonText(200, `{"count":1}`))
}

func TestLatencyEndsWhenTheClientGoes(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{World: &world, Latency: time.Hour})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if answer, err := f.sendWithin(ctx, "PUT", "/waha/api/default/groups/"+groupID+"/subject", `{"subject":"A"}`); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("answer %+v, error %v", answer, err)
	}
	// A real gateway carries out what it was asked, whether somebody waits for the answer or not.
	if name := f.group(groupID).Name; name != "A" {
		t.Errorf("the group is called %q", name)
	}
	// The listener's Close waits for the handler, so that the test ends only if the latency did.
}

func TestLatency(t *testing.T) {
	f := start(t, emulator.Options{Latency: 50 * time.Millisecond})
	began := time.Now()
	f.waha("GET", "groups")
	if took := time.Since(began); took < 50*time.Millisecond {
		t.Errorf("it took %s", took)
	}
	began = time.Now()
	f.do("GET", "/_emulator/world", "")
	if took := time.Since(began); took > 40*time.Millisecond {
		t.Errorf("the control took %s", took)
	}
}

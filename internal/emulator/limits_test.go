package emulator_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func limited(t *testing.T, engine, limits string) *fixture {
	t.Helper()
	f := startWith(t, engine, oneGroup())
	f.server.SetClock(time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), true)
	if got := f.do("PUT", "/_emulator/limits", limits); got.status != 204 {
		t.Fatal(got)
	}
	return f
}

func (f *fixture) add(people ...string) response {
	return f.waha("POST", "groups/"+groupID+"/participants/add", `{"participants":[`+strings.Join(people, ",")+`]}`)
}

func participant(n int) string { return fmt.Sprintf(`{"id":"120255502%02d@c.us"}`, n) }

// TestLimitOfAdds counts calls, whomever they add, and lets calls through again later.
func TestLimitOfAdds(t *testing.T) {
	f := limited(t, "NOWEB", `{"adds":"2/10s"}`)
	for i, want := range []int{200, 200, 500} {
		if got := f.add(participant(2*i), participant(2*i+1)); got.status != want {
			t.Errorf("call %d: %+v", i, got)
		}
	}
	f.fails("POST", "groups/"+groupID+"/participants/add", boom("rate-overlimit", 429), `{"participants":[`+participant(9)+`]}`)
	f.server.AdvanceClock(10 * time.Second)
	if got := f.add(participant(9)); got.status != 200 {
		t.Errorf("later: %+v", got)
	}
	if n := len(f.group(groupID).Members); n != 3+5 {
		t.Errorf("%d members", n)
	}
	want := jsonText(200, `{"adds":"2/10s","passed":{"groups":0,"adds":2,"people":0,"lookups":0}}`)
	if got := f.do("GET", "/_emulator/limits", ""); got != want {
		t.Errorf("%+v", got)
	}
}

// TestLimitIsOfAnySpan of its time, and no more however the calls are spread.
func TestLimitIsOfAnySpan(t *testing.T) {
	f := limited(t, "NOWEB", `{"groups_per_day":3}`)
	made := 0
	for range 47 { // Half an hour each, so all of them in less than 24 hours.
		if f.waha("POST", "groups", `{"name":"One","participants":[]}`).status == 201 {
			made++
		}
		f.server.AdvanceClock(30 * time.Minute)
	}
	if made != 3 {
		t.Errorf("%d groups in a day", made)
	}
}

// TestLimitOfPeople refuses some rows of one call, and the others are added.
func TestLimitOfPeople(t *testing.T) {
	for engine, row := range map[string]string{"NOWEB": `"status":"429"`, "GOWS": `"Error":429`, "WEBJS": `"code":429`, "WPP": `"code":429`} {
		f := limited(t, engine, `{"people":"2/1h"}`)
		got := f.add(participant(0), participant(1), participant(2), participant(3))
		if n := strings.Count(got.body, row); got.status != 200 || n != 2 || len(f.group(groupID).Members) != 5 {
			t.Errorf("%s: %d rows are refused, %d members, %+v", engine, n, len(f.group(groupID).Members), got)
		}
	}
	f := limited(t, "NOWEB", `{"people":"1/1h"}`)
	f.waha("POST", "groups", `{"name":"New","participants":[`+participant(0)+`,`+participant(1)+`]}`)
	if n := len(f.server.World().Groups[1].Members); n != 2 {
		t.Errorf("a new group has %d members", n)
	}
}

// TestLimitOfGroups as each dialect tells it.
func TestLimitOfGroups(t *testing.T) {
	f := limited(t, "NOWEB", `{"groups_per_day":1}`)
	f.waha("POST", "groups", `{"name":"One","participants":[]}`)
	for dialect, got := range map[string]response{
		"waha":     f.waha("POST", "groups", `{"name":"Two","participants":[]}`),
		"whatsapi": f.whatsapi("POST", "groups/create", `{"group_name":"Two","participants":[]}`),
		"beta":     f.beta("POST", "group", `{"subject":"Two","participants":[{"phoneNumber":"`+carla+`"}]}`),
		"nexus":    f.nexus("POST", "group/create", `{"name":"Two","participants":["`+carla+`@s.whatsapp.net"]}`),
	} {
		if got.status != 500 || !strings.Contains(got.body, "rate-overlimit") {
			t.Errorf("%s: %+v", dialect, got)
		}
	}
	f.server.AdvanceClock(24 * time.Hour)
	f.waha("POST", "groups", `{"name":"Two","participants":[]}`)
	if n := len(f.server.World().Groups); n != 3 {
		t.Errorf("%d groups", n)
	}
}

func TestLimitOfLookUps(t *testing.T) {
	f := limited(t, "NOWEB", `{"lookups":"1/1h"}`)
	path := "/api/contacts/check-exists?phone=" + anna + "&session=default"
	if first, second := f.waha("GET", path), f.waha("GET", path); first.status != 200 || second.status != 500 {
		t.Errorf("%+v, then %+v", first, second)
	}
	for path, body := range map[string]string{
		"message/check-number":   `{"number":"` + anna + `"}`,
		"group/create":           `{"name":"New","participants":["` + carla + `"]}`,
		"group/participants/add": onGroup(`"participants":["` + carla + `"]`),
	} {
		if got := f.nexus("POST", path, body); got.status != 500 || !strings.Contains(got.body, "rate-overlimit") {
			t.Errorf("nexus, %s: %+v", path, got)
		}
	}
}

// TestLimitLocks the account for a time, in which it looks like one that starts.
func TestLimitLocks(t *testing.T) {
	f := limited(t, "NOWEB", `{"adds":"1/1m","lock":"1h"}`)
	f.add(participant(0))
	f.add(participant(1))
	if got := f.session(); got["waha"] != "STARTING false" || got["nexus"] != "authenticated_disconnected false false" {
		t.Errorf("%v", got)
	}
	account := f.server.World().Account
	if until := time.Date(2031, 1, 1, 1, 0, 0, 0, time.UTC); !account.LockedUntil.Equal(until) || account.Status != "connected" {
		t.Errorf("%+v", account)
	}
	f.server.AdvanceClock(time.Hour)
	if got := f.session(); got["waha"] != "WORKING true" {
		t.Errorf("an hour later: %v", got)
	}
}

func TestLimitsThatCannotBe(t *testing.T) {
	f := start(t, emulator.Options{})
	for body, want := range map[string]string{
		`{"adds":"4"}`:                          `\"4\" is not like 4/2s`,
		`{"adds":"0/2s"}`:                       `is not like 4/2s`,
		`{"adds":"4/-2s"}`:                      `is not like 4/2s`,
		`{"lock":"-1h"}`:                        `is not like 1h`,
		`{"lock":60}`:                           `is not like`,
		`{"lock":"1h"}`:                         `lock says what happens once a limit is passed`,
		`{"groups_per_day":-1}`:                 `groups_per_day is -1`,
		`{"promotions":"1/1s"}`:                 `unknown field`,
		`{"adds":null}`:                         `adds: null says nothing`,
		`{"people":null}`:                       `people: null says nothing`,
		`{"lookups":null}`:                      `lookups: null says nothing`,
		`{"lock":null}`:                         `lock: null says nothing`,
		`{"adds":"4/2s","groups_per_day":null}`: `groups_per_day: null says nothing`,
	} {
		want = strings.ReplaceAll(want, `\"`, `"`)
		if got := f.do("PUT", "/_emulator/limits", body); got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s: %+v", body, got)
		}
	}
	if limits, _ := f.server.Limits(); cmp.Diff(emulator.Limits{}, limits) != "" {
		t.Errorf("%+v", limits)
	}
}

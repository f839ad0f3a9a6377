package emulator_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestClock: what WhatsApp dates goes by the world's clock.
func TestClock(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	noon := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	if got := f.do("PUT", "/_emulator/clock", `{"now":"2031-05-06T12:00:00Z","stopped":true}`); got.status != 204 {
		t.Fatal(got)
	}
	if got := f.do("GET", "/_emulator/clock", ""); got != jsonText(200, `{"now":"2031-05-06T12:00:00Z","stopped":true}`) {
		t.Errorf("%+v", got)
	}
	f.waha("POST", "groups", `{"name":"New","participants":[]}`)
	if at := f.server.World().Groups[1].CreatedAt; !at.Equal(noon) {
		t.Errorf("made at %s", at)
	}
	if at := f.server.Requests()[0].Time; !at.Equal(noon) {
		t.Errorf("asked at %s", at)
	}
	if got := f.do("POST", "/_emulator/clock", `{"advance":"36h"}`); got.status != 204 {
		t.Fatal(got)
	}
	private := f.waha("POST", "groups/"+groupID+"/participants/add", `{"participants":[{"id":"12025550104@c.us"}]}`).body
	expires := noon.Add(36*time.Hour + 3*24*time.Hour)
	if !strings.Contains(private, `"expiration":"`+itoa(expires.Unix())+`"`) {
		t.Errorf("the invitation %s does not end at %d", private, expires.Unix())
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.url+"/waha/ping", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.Body.Close() != nil {
		t.Fatal(err)
	}
	if date := answer.Header.Get("Date"); date != "Thu, 08 May 2031 00:00:00 GMT" {
		t.Errorf("the answer is of %s", date)
	}
	f.server.SetClock(time.Date(8999, 12, 31, 0, 0, 0, 0, time.UTC), false)
	for _, body := range []string{`{}`, `{"advance":"-1h"}`, `{"advance":60}`, `{"advance":"48h"}`} {
		if got := f.do("POST", "/_emulator/clock", body); got.status != 400 {
			t.Errorf("%s: %+v", body, got)
		}
	}
	for _, body := range []string{`{}`, `{"now":"soon"}`, `null`, `{"now":"2031-05-06T12:00:00Z","stopped":null}`,
		`{"now":"9999-12-31T23:59:59-23:00"}`} {
		if got := f.do("PUT", "/_emulator/clock", body); got.status != 400 {
			t.Errorf("%s: %+v", body, got)
		}
	}
}

// TestClockEnds before its time could not be written any more.
func TestClockEnds(t *testing.T) {
	f := start(t, emulator.Options{})
	f.server.SetClock(time.Date(8999, 12, 31, 0, 0, 0, 0, time.UTC), false)
	f.server.AdvanceClock(1 << 62)
	f.server.AdvanceClock(1 << 62)
	f.waha("POST", "groups", `{"name":"New","participants":[]}`)
	for _, path := range []string{"clock", "requests", "world"} {
		if got := f.do("GET", "/_emulator/"+path, ""); got.status != 200 || !strings.Contains(got.body, "9000-01-01T00:00:00Z") {
			t.Errorf("%s: %+v", path, got)
		}
	}
}

// TestClockRuns once it is set, unless it is stopped.
func TestClockRuns(t *testing.T) {
	f := start(t, emulator.Options{})
	at := time.Date(2031, 5, 6, 12, 0, 0, 0, time.UTC)
	f.server.SetClock(at, false)
	time.Sleep(2 * time.Millisecond)
	f.waha("GET", "groups")
	if got := f.server.Requests()[0].Time; !got.After(at) || got.After(at.Add(time.Hour)) {
		t.Errorf("%s", got)
	}
}

package emulator_test

import (
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestControlNeedsNoKeyIsNotListedAndMatchesNoFault(t *testing.T) {
	f := start(t, emulator.Options{})
	if err := f.server.AddFaults(emulator.Fault{Match: ".*", Effect: "status", Status: 500}); err != nil {
		t.Fatal(err)
	}
	noContent := response{status: 204}
	for _, ask := range []struct {
		method, path, body string
		want               int
	}{
		{"GET", "/_emulator/world", "", 200},
		{"PUT", "/_emulator/world", `{}`, 204},
		{"GET", "/_emulator/requests", "", 200},
		{"DELETE", "/_emulator/requests", "", 204},
		{"POST", "/_emulator/faults", `[{"match":"x","effect":"cut"}]`, 204},
		{"GET", "/_emulator/somewhere", "", 404},
		{"PATCH", "/_emulator/world", `{}`, 204},
		{"PATCH", "/_emulator/faults", `{}`, 404},
		{"DELETE", "/_emulator/faults", "", 204},
	} {
		got := f.do(ask.method, ask.path, ask.body, "X-Api-Key", "wrong")
		if got.status != ask.want || ask.want == 204 && got != noContent {
			t.Errorf("%s %s: got %+v, want %d", ask.method, ask.path, got, ask.want)
		}
	}
	if requests := f.server.Requests(); len(requests) != 0 {
		t.Errorf("listed: %+v", requests)
	}
}

// TestControlIsNoPageForOthers: a page from elsewhere in a browser of this machine can change nothing, and curl can.
func TestControlIsNoPageForOthers(t *testing.T) {
	f := start(t, emulator.Options{})
	for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://example.com"}} {
		if got := f.do("PATCH", "/_emulator/world", `{"account":{"status":"banned"}}`, header...); got.status != 403 {
			t.Errorf("%v: %+v", header, got)
		}
	}
	if got := f.do("PATCH", "/_emulator/world", `{}`, "Origin", f.url); got.status != 204 {
		t.Errorf("a page of its own: %+v", got)
	}
	if status := f.server.World().Account.Status; status != "connected" {
		t.Errorf("the account is %s", status)
	}
}

package emulator_test

import (
	"strings"
	"testing"
)

// TestNOWEBWithoutAStore: by default it keeps none. Then its routes of LIDs refuse, but where nothing is looked up.
func TestNOWEBWithoutAStore(t *testing.T) {
	f := startWith(t, "NOWEB", byLID())
	for _, path := range []string{"lids", "lids/count", "lids/" + annaLID, "lids/pn/" + anna} {
		got := f.waha("GET", path)
		if got.status != 400 || !strings.Contains(got.body, `"message":"Enable NOWEB store`) {
			t.Errorf("%s: %+v", path, got)
		}
	}
	f.ask("GET", "lids/pn/"+annaLID, jsonText(200, `{"lid":"`+annaLID+`","pn":null}`))
	if got := f.waha("GET", "/api/sessions/default").body; !strings.Contains(got, `"config":null`) {
		t.Errorf("the session %s", got)
	}
}

// TestNOWEBStoreKeepsTheRemoved: it takes no notice of a removal until all groups are fetched again. The older route
// of participants never asks the store.
func TestNOWEBStoreKeepsTheRemoved(t *testing.T) {
	f := startStored(t, "NOWEB", oneGroup())
	if got := f.waha("GET", "/api/sessions/default").body; !strings.Contains(got, `"store":{"enabled":true`) {
		t.Errorf("the session %s", got)
	}
	f.waha("POST", "groups/"+groupID+"/participants/remove", `{"participants":[{"id":"`+anna+`@c.us"}]}`)
	shows := func(path string) bool {
		return strings.Contains(f.waha("GET", "groups/"+groupID+"/"+path).body, anna)
	}
	if !shows("participants/v2") || shows("participants") {
		t.Errorf("the store has the removed: %t, WhatsApp: %t", shows("participants/v2"), shows("participants"))
	}
	f.waha("POST", "groups/refresh")
	if shows("participants/v2") {
		t.Error("a refresh changes nothing")
	}
}

// TestNOWEBTellsLIDs: in a group that is addressed by number all routes but the newer one of participants tell them.
func TestNOWEBTellsLIDs(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	for path, tells := range map[string]bool{"": true, "/participants": true, "/participants/v2": false} {
		if got := f.waha("GET", "groups/"+groupID+path).body; strings.Contains(got, annaLID) != tells {
			t.Errorf("%q: %s", path, got)
		}
	}
}

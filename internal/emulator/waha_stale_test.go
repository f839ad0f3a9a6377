package emulator_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestTheFirstReadAfterAWriteIsOld renames a group, and looks by each of the reads.
func TestTheFirstReadAfterAWriteIsOld(t *testing.T) {
	for engine, stale := range map[string]bool{"NOWEB": false, "GOWS": true, "WEBJS": true, "WPP": false} {
		for _, read := range []string{"groups", "groups?exclude=participants", "groups/" + groupID} {
			f := startWith(t, engine, oneGroup())
			f.waha("PUT", "groups/"+groupID+"/subject", `{"subject":"Renamed"}`)
			if old := strings.Contains(f.waha("GET", read).body, `"Ops"`); old != stale {
				t.Errorf("%s %s: the first read is old: %t", engine, read, old)
			}
			for range 2 {
				if got := f.waha("GET", read).body; strings.Contains(got, `"Ops"`) || !strings.Contains(got, `"Renamed"`) {
					t.Errorf("%s %s: the second read is %s", engine, read, got)
				}
			}
		}
		for _, read := range []string{"participants", "participants/v2"} {
			f := startWith(t, engine, oneGroup())
			f.waha("POST", "groups/"+groupID+"/participants/add", participants(carla+"@c.us"))
			if old := !strings.Contains(f.waha("GET", "groups/"+groupID+"/"+read).body, carla); old != stale {
				t.Errorf("%s %s: the first read is old: %t", engine, read, old)
			}
			if got := f.waha("GET", "groups/"+groupID+"/"+read).body; !strings.Contains(got, carla) {
				t.Errorf("%s %s: the second read is %s", engine, read, got)
			}
		}
	}
}

func TestOnlyOneReadIsOldAfterSeveralWrites(t *testing.T) {
	f := startWith(t, "GOWS", oneGroup())
	path := "groups/" + groupID
	f.waha("PUT", path+"/subject", `{"subject":"One"}`)
	f.waha("PUT", path+"/subject", `{"subject":"Two"}`)
	f.waha("PUT", path+"/settings/security/info-admin-only", `{"adminsOnly":true}`)
	if got := f.waha("GET", path).body; !strings.Contains(got, `"Ops"`) {
		t.Errorf("first read: %s", got)
	}
	f.ask("GET", path+"/settings/security/info-admin-only", jsonText(200, `{"adminsOnly":true}`))
}

func TestWhatEndsTheLag(t *testing.T) {
	path := "groups/" + groupID
	for engine, refreshes := range map[string]bool{"GOWS": true, "WEBJS": false} {
		f := startWith(t, engine, oneGroup())
		f.waha("PUT", path+"/subject", `{"subject":"Renamed"}`)
		f.ask("POST", "groups/refresh", jsonText(200, `{"success":true}`))
		if fresh := strings.Contains(f.waha("GET", path).body, `"Renamed"`); fresh != refreshes {
			t.Errorf("%s: fresh after a refresh: %t", engine, fresh)
		}
		f.waha("PUT", path+"/subject", `{"subject":"Again"}`)
		f.change(func(*emulator.World) {})
		if got := f.waha("GET", path).body; !strings.Contains(got, `"Again"`) {
			t.Errorf("%s: old after PUT: %s", engine, got)
		}
	}
}

func TestANewGroupIsSeenAtOnce(t *testing.T) {
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		f.waha("POST", "groups", `{"name":"Fresh","participants":[]}`)
		if got := f.waha("GET", "groups").body; !strings.Contains(got, `"Fresh"`) {
			t.Errorf("%s: %s", engine, got)
		}
	}
}

func TestAPageEndsTheLagOfWhatItShowsOnly(t *testing.T) {
	f := startWith(t, "GOWS", threeGroups())
	f.waha("PUT", "groups/120363000000000003@g.us/subject", `{"subject":"Z"}`)
	if got := f.waha("GET", "groups?limit=2").body; strings.Contains(got, `"Z"`) {
		t.Errorf("first page: %s", got)
	}
	if got := f.waha("GET", "groups?limit=2&offset=2").body; strings.Contains(got, `"Z"`) {
		t.Errorf("second page is not old: %s", got)
	}
	if got := f.waha("GET", "groups?limit=2&offset=2").body; !strings.Contains(got, `"Z"`) {
		t.Errorf("second page again: %s", got)
	}
}

func TestGOWSHangsOnAnEmptyDescription(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{WAHAEngine: "GOWS", WAHAVersion: "2026.8.2", World: &world})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if answer, err := f.sendWithin(ctx, "PUT", "/waha/api/default/groups/"+groupID+"/description", `{"description":""}`); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("answer %+v, error %v", answer, err)
	}
	if description := f.group(groupID).Description; description != "On call" {
		t.Errorf("description %q", description)
	}
}

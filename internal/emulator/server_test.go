package emulator_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestServerIsSafeForConcurrentUse is for the race detector, and counts.
func TestServerIsSafeForConcurrentUse(t *testing.T) {
	for _, engine := range engines {
		f := startWith(t, engine, oneGroup())
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				phone := fmt.Sprintf("120255501%02d@c.us", 80+i)
				f.waha("POST", "groups/"+groupID+"/participants/add", participants(phone))
				f.waha("POST", "groups", `{"name":"New","participants":[]}`)
				f.waha("GET", "groups")
				f.waha("GET", "groups/"+groupID+"/participants/v2")
				if err := f.server.AddFaults(emulator.Fault{Match: "nothing", Effect: "cut"}); err != nil {
					t.Error(err)
				}
				if err := f.server.SetWorld(oneGroup()); err != nil && i == 0 {
					t.Error(err)
				}
				f.server.World()
				f.server.Requests()
			})
		}
		wait.Wait()
		if n := len(f.server.Requests()); n != 32 {
			t.Errorf("%s: %d requests are listed", engine, n)
		}
		f.setWorld(oneGroup())
		for i := range 8 {
			wait.Go(func() {
				f.waha("POST", "groups/"+groupID+"/participants/add", participants(fmt.Sprintf("120255501%02d@c.us", 80+i)))
			})
		}
		wait.Wait()
		if n := len(f.group(groupID).Members); n != 11 {
			t.Errorf("%s: %d members", engine, n)
		}
	}
}

func TestDialectsAreSafeForConcurrentUse(t *testing.T) {
	world := oneGroup()
	f := start(t, emulator.Options{World: &world})
	var wait sync.WaitGroup
	for i := range 8 {
		phone := fmt.Sprintf("120255501%02d", 80+i)
		wait.Go(func() {
			f.whatsapi("POST", "groups/"+groupID+"/participants/add", `{"participants":["`+phone+`"]}`)
			f.beta("PUT", betaMembers, `{"participants":[{"phoneNumber":"`+phone+`"}],"action":"promote"}`)
			f.nexus("POST", "group/participants/demote", onGroup(`"participants":["`+phone+`@s.whatsapp.net"]`))
			f.nexus("GET", "group/info?group_jid="+groupID)
			f.waha("GET", "groups")
		})
	}
	wait.Wait()
	if n := len(f.group(groupID).Members); n != 11 {
		t.Errorf("%d members", n)
	}
	for _, r := range f.server.Requests() {
		if r.Status != 200 || r.Unknown {
			t.Errorf("%+v", r)
		}
	}
}

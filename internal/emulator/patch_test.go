package emulator_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

func TestPatchOfTheWorld(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	want := oneGroup()
	if got := f.do("PATCH", "/_emulator/world", `{
		"people":[{"phone":"`+carla+`","adds":"nobody"},{"phone":"12025550105","removed":true}],
		"groups":[{"id":"`+groupID+`","name":"Dev","members":[
			{"phone":"`+anna+`","role":"member"},{"lid":"`+benLID+`","removed":true},{"phone":"`+carla+`"}]}]}`); got.status != 204 {
		t.Fatal(got)
	}
	want.People[0].Adds = "nobody"
	want.People = want.People[:2]
	want.Groups[0].Name = "Dev"
	want.Groups[0].Members[1].Role = "member"
	want.Groups[0].Members[2] = emulator.Member{Phone: carla, LID: carlaLID, Role: "member"}
	if diff := cmp.Diff(want, f.server.World()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// A group that is not there is a new one, and the account is merged too.
	f.do("PATCH", "/_emulator/world", `{"account":{"status":"logged_out"},"groups":[{"name":"New"}]}`)
	world := f.server.World()
	if len(world.Groups) != 2 || world.Groups[1].Name != "New" || world.Account.Status != "logged_out" || world.Account.Phone != own {
		t.Errorf("%+v", world)
	}
}

// TestPatchIsWholeOrNothing: nothing is changed if one part cannot be.
func TestPatchIsWholeOrNothing(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	for body, want := range map[string]string{
		`{"groups":[{"id":"` + groupID + `","name":"Dev"},{"id":"x"}]}`:                         "does not look like",
		`{"groups":[{"id":"` + groupID + `","name":"Dev","colour":"red"}]}`:                     "unknown field",
		`{"account":{"phone":"12025550109"},"people":[{"phone":"12025550199","removed":true}]}`: "none to be removed",
		`{"groups":{"id":"x"}}`:                                            "cannot unmarshal object",
		`{"groups":[{"id":"` + groupID + `","removed":"yes"}]}`:            "removed is",
		`{"people":[{"phone":"` + carla + `","adds":"x","removed":true}]}`: "no more than one name",
		`{"Groups":[]}`:    `unknown field "Groups"`,
		`{"account":null}`: "account: null says nothing",
		`{"people":[{}]}`:  "people: [0]: lid or phone says who it is, and there is none",
		`{"people":[{"phone":"` + carla + `","adds":"nobody"},{"phone":"","adds":"nobody"}]}`: "people: [1]: lid or phone says",
		`{"people":[{"lid":null}]}`:                               "people: [0]: lid or phone says",
		`{"people":[{"removed":true}]}`:                           "people: [0]: lid or phone says",
		`{"groups":[{"id":"` + groupID + `","members":[{}]}]}`:    "groups: [0]: members: [0]: lid or phone says",
		`{"groups":[{"members":[{"role":"admin"}]}]}`:             "groups: [0]: members: [0]: lid or phone says",
		`{"account":{"starts_for_seconds":5}}`:                    "account.starts_for_seconds is of a session that is starting",
		`{"account":{"status":"banned","starts_for_requests":5}}`: "account.starts_for_requests is of a session that is starting",
		`{"groups":[{"id":"` + groupID + `","members":null}]}`:    "null is no list",
		`null`: "null says nothing",
		`[]`:   "cannot unmarshal array",
	} {
		got := f.do("PATCH", "/_emulator/world", body)
		if got.status != 400 || !strings.Contains(got.body, want) {
			t.Errorf("%s: %+v", body, got)
		}
		if diff := cmp.Diff(oneGroup(), f.server.World()); diff != "" {
			t.Errorf("%s changed something: %s", body, diff)
		}
	}
}

// TestPatchesAtTheSameTime lose nothing of each other, as a GET and a PUT would.
func TestPatchesAtTheSameTime(t *testing.T) {
	f := startWith(t, "NOWEB", oneGroup())
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			f.do("PATCH", "/_emulator/world", `{"groups":[{"id":"`+groupID+`","members":[{"phone":"120255503`+string(rune('0'+i/10))+string(rune('0'+i%10))+`"}]}]}`)
		})
	}
	wait.Wait()
	if n := len(f.group(groupID).Members); n != 23 {
		t.Errorf("%d members", n)
	}
}

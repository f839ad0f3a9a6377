//nolint:misspell // The gateway speaks Portuguese.
package emulator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestNexusMapsNumbers: a number, other than a JID, is looked up, and whoever has it is in the group under the spelling that
// WhatsApp registered.
func TestNexusMapsNumbers(t *testing.T) {
	for _, c := range otherSpellings {
		world := oneGroup()
		if c.listed {
			world.People = append(world.People, emulator.Person{Phone: c.registered, Registered: true})
		}
		for _, sent := range []string{c.other, "+" + c.other, c.other[:2] + " " + c.other[2:6] + "-" + c.other[6:], c.registered} {
			f := startNexus(t, world)
			want := map[string]string{own: "superadmin", anna: "admin", ben: "member"}
			for _, step := range []struct{ action, role string }{{"add", "member"}, {"promote", "admin"}, {"demote", "member"}, {"remove", ""}} {
				f.nexus("POST", "group/participants/"+step.action, onGroup(`"participants":["`+sent+`"]`))
				if want[c.registered] = step.role; step.role == "" {
					delete(want, c.registered)
				} else {
					f.nexus("GET", "group/info?group_jid="+groupID).wantIn(t, `"`+c.registered+"@s.whatsapp.net")
				}
				f.wantRoles(groupID, want)
			}
			f.nexus("POST", "group/create", `{"name":"Dev","participants":["`+sent+`"]}`)
			if diff := cmp.Diff(map[string]string{own: "superadmin", c.registered: "member"}, f.roles(f.server.World().Groups[1].ID)); diff != "" {
				t.Errorf("%s (-want +got)\n%s", sent, diff)
			}
			f.nexusSays("POST", "message/check-number", `{"number":"`+sent+`","exists":true,"status":"checked"}`, `{"number":"`+sent+`"}`)
			f.unknowns(0)
		}
	}
}

// TestNexusFallsBack: a number that nobody has is tried to the letter, which adds nobody and is a success.
func TestNexusFallsBack(t *testing.T) {
	for absent, asked := range map[string]string{
		dora: doraWithNine, doraWithNine: dora, "5215512345678": "525512345678", "447700900123": "+44 7700 900123",
		"551133334444": "11 3333-4444",
	} {
		world := oneGroup()
		world.People = append(world.People, emulator.Person{Phone: absent})
		f := startNexus(t, world)
		for action, done := range map[string]string{"add": "adicionados", "remove": "removidos"} {
			f.nexusSays("POST", "group/participants/"+action, `{"message":"Participantes `+done+` com sucesso","success":true}`,
				onGroup(`"participants":["`+asked+`"]`))
		}
		f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
		f.unknowns(0)
	}
}

// TestNexusTakesTheNinthDigitFromWhomItShouldNot: the gateway's second try is not WhatsApp's map. It drops the 9 of a new mobile
// number, which nobody has, and adds whoever has the landline that is left.
func TestNexusTakesTheNinthDigitFromWhomItShouldNot(t *testing.T) {
	world := oneGroup()
	world.People = append(world.People, emulator.Person{Phone: "5511933334444"})
	f := startNexus(t, world)
	f.nexus("POST", "group/participants/add", onGroup(`"participants":["5511933334444"]`))
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", "551133334444": "member"})

	// WhatsApp's map does not, and a JID is not touched.
	f = startNexus(t, world)
	f.nexusSays("POST", "message/check-number", `{"number":"5511933334444","exists":false,"status":"checked"}`, `{"number":"5511933334444"}`)
	f.nexus("POST", "group/participants/add", onGroup(`"participants":["5511933334444@s.whatsapp.net"]`))
	f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member"})
}

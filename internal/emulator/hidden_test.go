package emulator_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// hiding is Anna's group, of which the account is an admin and which hides the phones of all members.
func hiding(addressing string) func() emulator.World {
	return func() emulator.World {
		world := asMember()
		g := &world.Groups[0]
		g.AddressingMode, g.HidesPhones, g.Members[0].Role = addressing, true, "admin"
		return world
	}
}

func eachAddressing(t *testing.T, test func(*testing.T, string)) {
	t.Helper()
	for _, addressing := range []string{"pn", "lid"} {
		t.Run(addressing, func(t *testing.T) { test(t, addressing) })
	}
}

// showsPhones tells whether a dialect shows a phone that nobody hides. WPP shows LIDs and nothing else where they are the address.
func showsPhones(dialect, addressing string) bool { return dialect != "WPP" || addressing == "pn" }

func TestAGroupHidesPhones(t *testing.T) {
	eachAddressing(t, func(t *testing.T, addressing string) {
		eachDialect(t, hiding(addressing), func(t *testing.T, f *fixture, dialect string) {
			for _, answer := range f.reads(dialect) {
				answer.wantIn(t, annaLID, benLID)
				answer.wantOut(t, anna, ben)
				if showsPhones(dialect, addressing) {
					answer.wantIn(t, own)
				}
			}
			f.unknowns(0)
		})
	})
}

// TestWhatIsDoneInAGroupThatHidesPhones names people by phone, which works and gives nobody away.
func TestWhatIsDoneInAGroupThatHidesPhones(t *testing.T) {
	eachAddressing(t, func(t *testing.T, addressing string) {
		eachDialect(t, hiding(addressing), func(t *testing.T, f *fixture, dialect string) {
			want := map[string]string{own: "admin", anna: "superadmin", ben: "member"}
			for _, step := range []struct{ action, phone, lid, role string }{
				{"add", ben, benLID, "member"}, {"promote", ben, benLID, "admin"}, {"demote", ben, benLID, "member"}, {"remove", ben, benLID, ""},
				{"add", ben, benLID, "member"}, {"add", carla, carlaLID, "member"}, {"promote", carlaLID, carlaLID, "admin"},
			} {
				phone := step.phone
				if step.lid == carlaLID {
					phone = carla
				}
				if want[phone] = step.role; step.role == "" {
					delete(want, phone)
				}
				answer := f.act(dialect, step.action, step.phone)
				f.wantRoles(groupID, want)
				// Two engines give back what was sent, as the name of a row.
				if step.action == "add" && (dialect == "WEBJS" || dialect == "WPP") {
					answer.body = strings.Replace(answer.body, `"`+phone+`@c.us":`, "", 1)
				}
				answer.wantOut(t, phone)
				if dialect == "NOWEB" || dialect == "GOWS" || dialect == "whatsapi" || dialect == "beta" {
					answer.wantIn(t, step.lid)
				}
			}
			for _, answer := range f.reads(dialect) {
				answer.wantIn(t, annaLID, benLID, carlaLID)
				answer.wantOut(t, anna, ben, carla)
			}
			for _, m := range f.group(groupID).Members {
				if m.HidePhone {
					t.Errorf("%+v hides it although only the group does", m)
				}
			}
		})
	})
}

// TestStrangersOfAGroupThatHidesPhones: who is refused is named as they were asked for. The phone and the LID together would tell
// whose LID that is, once the person is in the group.
func TestStrangersOfAGroupThatHidesPhones(t *testing.T) {
	const private, privateLID = "12025550104", "100000000000104@lid"
	eachAddressing(t, func(t *testing.T, addressing string) {
		eachDialect(t, hiding(addressing), func(t *testing.T, f *fixture, dialect string) {
			for _, action := range []string{"add", "remove", "promote"} {
				f.act(dialect, action, private).wantOut(t, privateLID)
				f.act(dialect, action, privateLID).wantOut(t, private+"@")
			}
			f.wantRoles(groupID, map[string]string{own: "admin", anna: "superadmin", ben: "member"})
		})
	})
}

func TestOwnersOfGroupsThatHidePhones(t *testing.T) {
	const gone = "12025550107"
	eachAddressing(t, func(t *testing.T, addressing string) {
		eachDialect(t, hiding(addressing), func(t *testing.T, f *fixture, dialect string) {
			f.change(func(w *emulator.World) { w.Groups[0].Owner, w.Groups[0].Members[1].Role = gone, "admin" })
			for _, answer := range f.reads(dialect) {
				answer.wantOut(t, gone)
			}
			f.change(func(w *emulator.World) { w.Groups[0].HidesPhones = false })
			if showsPhones(dialect, addressing) {
				f.reads(dialect)[0].wantIn(t, gone)
			}
			f.change(func(w *emulator.World) { w.Groups[0].HidesPhones, w.Groups[0].Owner = true, own })
			if showsPhones(dialect, addressing) {
				f.reads(dialect)[0].wantIn(t, own)
			}
		})
	})
}

func TestLIDsOfAGroupThatHidesPhones(t *testing.T) {
	for _, engine := range engines {
		f := startStored(t, engine, hiding("lid")())
		f.waha("POST", "groups/"+groupID+"/participants/add", participants(carla+"@c.us"))
		f.ask("GET", "lids", jsonText(200, `[{"lid":"`+ownLID+`","pn":"`+own+`@c.us"}]`))
		f.ask("GET", "lids/count", jsonText(200, `{"count":1}`))
		for phone, lid := range map[string]string{anna: annaLID, ben: benLID, carla: carlaLID} {
			f.ask("GET", "lids/"+lid, jsonText(200, `{"lid":"`+lid+`","pn":null}`))
			f.ask("GET", "lids/pn/"+phone, jsonText(200, `{"lid":null,"pn":"`+phone+`@c.us"}`))
		}
		// A group that hides nobody tells what this one hides, and this one goes on hiding it.
		f.change(func(w *emulator.World) {
			w.Groups = append(w.Groups, emulator.Group{Members: []emulator.Member{{Phone: own}, {Phone: ben}}})
		})
		f.ask("GET", "lids/pn/"+ben, jsonText(200, `{"lid":"`+benLID+`","pn":"`+ben+`@c.us"}`))
		f.waha("GET", "groups/"+groupID)
		f.waha("GET", "groups/"+groupID).wantOut(t, ben)
	}
}

// TestHidingIsSwitchedByPut: what the group hides is seen again when it stops, but for whoever hides themselves.
func TestHidingIsSwitchedByPut(t *testing.T) {
	eachAddressing(t, func(t *testing.T, addressing string) {
		world := func() emulator.World {
			w := hiding(addressing)()
			w.Groups[0].HidesPhones, w.Groups[0].Members[2].HidePhone = false, true
			return w
		}
		eachDialect(t, world, func(t *testing.T, f *fixture, dialect string) {
			before := f.server.World()
			for _, hides := range []bool{false, true, false} {
				body := `"hides_phones":` + map[bool]string{true: "true", false: "false"}[hides]
				put := strings.Replace(f.do("GET", "/_emulator/world", "").body, `"hides_phones":`+map[bool]string{true: "false", false: "true"}[hides], body, 1)
				if got := f.do("PUT", "/_emulator/world", put); got.status != 204 || !strings.Contains(put, body) {
					t.Fatalf("%+v", got)
				}
				for _, answer := range f.reads(dialect) {
					answer.wantIn(t, benLID)
					answer.wantOut(t, ben)
					switch {
					case hides:
						answer.wantIn(t, annaLID)
						answer.wantOut(t, anna)
					case showsPhones(dialect, addressing):
						answer.wantIn(t, anna)
					}
				}
			}
			if diff := cmp.Diff(before, f.server.World()); diff != "" {
				t.Errorf("(-before +after)\n%s", diff)
			}
		})
	})
}

// TestSomeHideTheirPhones themselves, in a group that hides nobody.
func TestSomeHideTheirPhones(t *testing.T) {
	eachAddressing(t, func(t *testing.T, addressing string) {
		world := func() emulator.World {
			w := oneGroup()
			w.Groups[0].AddressingMode, w.Groups[0].Members[2].HidePhone = addressing, true
			return w
		}
		eachDialect(t, world, func(t *testing.T, f *fixture, dialect string) {
			f.act(dialect, "promote", ben).wantOut(t, ben)
			f.act(dialect, "demote", benLID).wantOut(t, ben)
			for _, answer := range f.reads(dialect) {
				answer.wantIn(t, benLID)
				answer.wantOut(t, ben)
				if showsPhones(dialect, addressing) {
					answer.wantIn(t, own, anna)
				}
			}
			// Whoever is added by phone is seen.
			f.act(dialect, "add", carla)
			for _, answer := range f.reads(dialect) {
				if showsPhones(dialect, addressing) {
					answer.wantIn(t, carla)
				}
			}
		})
	})
}

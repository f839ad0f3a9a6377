//nolint:misspell // The gateway speaks Portuguese.
package emulator_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// dora is a subscriber of an area of Brazil whose numbers WhatsApp registers without the ninth digit, and doraWithNine is how
// she writes it herself. Nobody lists her.
const (
	dora         = "556187654321"
	doraWithNine = "5561987654321"
)

// otherSpellings are numbers as WhatsApp registers them, and as it does not.
var otherSpellings = []struct {
	registered, other string
	listed            bool // Whether the world has to say so, because it is not the usual one.
}{
	{dora, doraWithNine, false},
	{doraWithNine, dora, true},
	{"5511987654321", "551187654321", false},
	{"551187654321", "5511987654321", true},
	{"5215512345678", "525512345678", false},
	{"525512345678", "5215512345678", true},
	{"5491112345678", "541112345678", false},
	{"541112345678", "5491112345678", true},
}

func TestTheOtherSpellingIsNobody(t *testing.T) {
	for _, c := range otherSpellings {
		t.Run(c.registered, func(t *testing.T) {
			world := func() emulator.World {
				w := oneGroup()
				if c.listed {
					w.People = append(w.People, emulator.Person{Phone: c.registered, Registered: true})
				}
				return w
			}
			eachDialect(t, world, func(t *testing.T, f *fixture, dialect string) {
				want := map[string]string{own: "superadmin", anna: "admin", ben: "member"}
				for _, step := range []struct{ action, role string }{{"add", "member"}, {"promote", "admin"}, {"demote", "member"}, {"remove", ""}} {
					f.act(dialect, step.action, c.other)
					f.wantRoles(groupID, want)
					f.act(dialect, step.action, c.registered)
					if want[c.registered] = step.role; step.role == "" {
						delete(want, c.registered)
					}
					f.wantRoles(groupID, want)
				}
				// In a new group, the one is left out and the other is in.
				if diff := cmp.Diff(map[string]string{own: "superadmin", c.registered: "member"}, f.create(dialect, c.other, c.registered)); diff != "" {
					t.Errorf("(-want +got)\n%s", diff)
				}
				f.unknowns(0)
			})
		})
	}
}

// TestTheOtherSpellingIsRefused has what is said of it, which is the same however the group is addressed: there is no LID to say.
func TestTheOtherSpellingIsRefused(t *testing.T) {
	const (
		id         = doraWithNine + "@s.whatsapp.net"
		baileys    = `[{"status":"404","jid":"` + id + `","content":{"tag":"participant","attrs":{"error":"404","jid":"` + id + `"}}}]`
		notAMember = `"exception":{"message":"group_participant_is_not_a_group_member"`
	)
	whatsmeow := "[" + refusedRow(doraWithNine, "", "404", "null") + "]"
	for _, addressing := range []string{"pn", "lid"} {
		world := func() emulator.World {
			w := oneGroup()
			w.Groups[0].AddressingMode = addressing
			w.Groups[0].Members = append(w.Groups[0].Members, emulator.Member{Phone: dora})
			return w
		}
		eachDialect(t, world, func(t *testing.T, f *fixture, dialect string) {
			for action, want := range map[string]map[string]string{
				"add": {
					"NOWEB": baileys, "beta": baileys, "GOWS": whatsmeow,
					"whatsapi": `{"error":false,"status":200,"message":"Participants added","data":` + whatsmeow + `}`,
					"WEBJS":    `{"` + doraWithNine + `@c.us":{"code":404,"message":"The phone number is not registered on WhatsApp","isInviteV4Sent":false}}`,
					"WPP": `{"` + doraWithNine + `@c.us":{"wid":"` + doraWithNine + `@c.us","code":404,"message":"Can't join this group.",` +
						`"invite_code":null,"invite_code_exp":null}}`,
					"nexus": `{"message":"Participantes adicionados com sucesso","success":true}`,
				},
				"remove": {
					"NOWEB": baileys, "beta": baileys, "GOWS": whatsmeow,
					"whatsapi": `{"error":false,"status":200,"message":"Participants removed","data":` + whatsmeow + `}`,
					"WEBJS":    `{"status":200}`, "WPP": notAMember,
					"nexus": `{"message":"Participantes removidos com sucesso","success":true}`,
				},
			} {
				got := f.act(dialect, action, doraWithNine).body
				if matches := got == want[dialect] || want[dialect] == notAMember && strings.Contains(got, notAMember); !matches {
					t.Errorf("%s: %s\n got %s\nwant %s", addressing, action, got, want[dialect])
				}
			}
			f.wantRoles(groupID, map[string]string{own: "superadmin", anna: "admin", ben: "member", dora: "member"})
		})
	}
}

func TestCheckExistsTellsTheRegisteredSpelling(t *testing.T) {
	const path = "/api/contacts/check-exists?session=default&phone="
	for _, c := range otherSpellings {
		for _, engine := range engines {
			world := emulator.World{}
			if c.listed {
				world.People = []emulator.Person{{Phone: c.registered, Registered: true}}
			}
			f := startWith(t, engine, world)
			for _, asked := range []string{c.other, c.registered, "%2B" + c.other} {
				f.ask("GET", path+asked, jsonText(200, `{"numberExists":true,"chatId":"`+c.registered+`@c.us"}`))
			}
			f.change(func(w *emulator.World) { w.People = []emulator.Person{{Phone: c.registered}} })
			missing := `{"numberExists":false}`
			if engine == "GOWS" {
				missing = `{"numberExists":false,"chatId":null}`
			}
			f.ask("GET", path+c.other, jsonText(200, missing))
		}
	}
}

// TestLIDsKnowTheRegisteredSpellingAlone: the map is the gateway's own, which has what it has seen in groups.
func TestLIDsKnowTheRegisteredSpellingAlone(t *testing.T) {
	for _, engine := range engines {
		world := oneGroup()
		world.Groups[0].Members[1].Phone = dora
		f := startStored(t, engine, world)
		f.ask("GET", "lids/pn/"+dora, jsonText(200, `{"lid":"`+annaLID+`","pn":"`+dora+`@c.us"}`))
		f.ask("GET", "lids/pn/"+doraWithNine, jsonText(200, `{"lid":null,"pn":"`+doraWithNine+`@c.us"}`))
		f.ask("GET", "lids/pn/"+doraWithNine+"@c.us", jsonText(200, `{"lid":null,"pn":"`+doraWithNine+`@c.us"}`))
		f.ask("GET", "lids/"+annaLID, jsonText(200, `{"lid":"`+annaLID+`","pn":"`+dora+`@c.us"}`))
	}
}

// TestTheAccountIsSpelledAsItIsRegistered also where the world has its usual spelling as somebody else.
func TestTheAccountIsSpelledAsItIsRegistered(t *testing.T) {
	world := func() emulator.World {
		w := oneGroup()
		w.Account.Phone, w.Groups[0].Owner, w.Groups[0].Members[0].Phone = doraWithNine, doraWithNine, doraWithNine
		w.People = append(w.People, emulator.Person{Phone: dora, Registered: true})
		return w
	}
	eachDialect(t, world, func(t *testing.T, f *fixture, dialect string) {
		f.act(dialect, "add", dora)
		f.wantRoles(groupID, map[string]string{doraWithNine: "superadmin", anna: "admin", ben: "member", dora: "member"})
		for _, answer := range f.reads(dialect) {
			answer.wantIn(t, `"`+doraWithNine, `"`+dora)
		}
	})
	f := startWith(t, "NOWEB", world())
	f.waha("GET", "/api/sessions/default/me").wantIn(t, `"id":"`+doraWithNine+`@c.us"`)
	f.nexus("GET", "session/").wantIn(t, `"phone_number":"`+doraWithNine+`"`)
}

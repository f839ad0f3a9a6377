package provider_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// Gail is somebody whose LID a configuration can have before she is in any group.
const (
	gail     = "12025550114"
	gailsLID = "900000000000014@lid"
)

var gailInPerson = emulator.Person{Phone: gail, LID: gailsLID, Registered: true}

// A member lives through everything under any spelling of the number, in any kind of group and through any gateway.
// What differs in the writing alone takes turns, three at a time.
func TestMemberByNumber(t *testing.T) {
	eachKind(t, kindsOfGroup, func(t *testing.T, d dialect, kind kindOfGroup) {
		numbers := slices.Concat(typicalNumbers, unusualNumbers)
		for i := range 3 {
			numbers = append(numbers, formattedNumbers[(3*turn(d, kind)+i)%len(formattedNumbers)])
		}
		withNumbers(t, d, kind, numbers, livesByNumber)
	})
}

func livesByNumber(t *testing.T, w *emulated, kind kindOfGroup, number spelledNumber) {
	m := w.membership(t, number.registered, arguments{"phone_number": number.written})
	m.isCreated("member")
	m.shows("id", exampleGroup+"/"+number.canonical)
	m.shows("phone_number", number.written)
	lid, address := m.lid(), number.registered+"@s.whatsapp.net"
	if kind.hides && !number.hasOneSpelling() {
		address = lid
	}
	m.shows("jid", address)
	m.plansWithoutAsking()
	m.changesRole("admin")
	m.changesRole("member")
	m.isRemovedOutside()
	m.isMended("member")
	if !kind.hides { // Nobody can tell whose number it is there.
		m.isImported(number.canonical, nil)
	}
	m.isImported(lid, arguments{"lid": lid})
	m.isDestroyed()
}

func TestMemberByLID(t *testing.T) {
	eachKind(t, kindsOfGroup, func(t *testing.T, d dialect, kind kindOfGroup) {
		for name, there := range map[string]bool{"anew": false, "there already": true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: kind.world(gailInPerson)})
				if there {
					w.changeGroup("Party", func(g *emulator.Group) {
						g.Members = append(
							g.Members,
							emulator.Member{Phone: gail, LID: gailsLID, Role: emulator.RoleMember},
						)
					})()
				}
				m := w.membership(t, gail, arguments{"lid": gailsLID})
				if !there && d.addsByNumberOnly {
					m.isNotAddedByLID()
					return
				}
				m.isCreated("member")
				m.shows("id", exampleGroup+"/"+gailsLID)
				m.shows("phone_number", "")
				m.changesRole("admin")
				m.changesRole("member")
				m.isImported(gailsLID, nil)
				m.changesRole("admin")
				m.isRemovedOutside()
				if d.addsByNumberOnly {
					m.isNotAddedByLID()
					return
				}
				m.isMended("admin")
				m.isDestroyed()
			})
		}
	})
}

// isNotAddedByLID tries to add the person. The LID is named, and nobody is added.
func (m *membership) isNotAddedByLID() {
	m.t.Helper()
	p, err := m.apply()
	if err == nil || !strings.Contains(err.Error(), "add "+gailsLID+" to") ||
		!strings.Contains(err.Error(), "by number only") {
		m.t.Fatalf("the %s ends in %v", p.action, err)
	}
	if !m.state.value.IsNull() {
		m.t.Fatalf("the state has %s", m.state.value)
	}
	m.is("")
}

// Who was shown by number yesterday is shown by LID today, and by number again tomorrow.
func TestMemberOfAGroupThatChanges(t *testing.T) {
	eachNumber(
		t,
		[]kindOfGroup{byLID, hidden},
		typicalNumbers,
		func(t *testing.T, w *emulated, today kindOfGroup, number spelledNumber) {
			m := w.membership(t, number.registered, arguments{"phone_number": number.written})
			m.joins(emulator.Member{Phone: gail, Role: emulator.RoleMember})
			m.becomes(byNumber)
			m.isCreated("member")
			m.becomes(today)
			m.plansNothing()
			m.shows("jid", number.registered+"@s.whatsapp.net")
			m.changesRole("admin")
			m.becomes(byNumber)
			m.plansNothing()
			m.becomes(today)
			m.changesRole("member")
			m.isRemovedOutside()
			m.isMended("member")
			m.isDestroyed()
		},
	)
}

// Whoever shows their number today hides it tomorrow.
func TestMemberWhoHides(t *testing.T) {
	eachNumber(
		t,
		[]kindOfGroup{byNumber, byLID},
		typicalNumbers,
		func(t *testing.T, w *emulated, _ kindOfGroup, number spelledNumber) {
			m := w.membership(t, number.registered, arguments{"phone_number": number.written})
			m.isCreated("member")
			m.joins(emulator.Member{LID: unknownsLID, Role: emulator.RoleMember})
			m.w.changeGroup("Party", func(g *emulator.Group) {
				for i := range g.Members {
					g.Members[i].HidePhone = g.Members[i].Phone == number.registered
				}
			})()
			m.plansNothing()
			m.changesRole("admin")
			m.isDestroyed()
		},
	)
}

// Of whom nothing but the number is known, nothing is concluded from a group that hides it.
func TestMemberOfWhomNobodyKnowsTheLID(t *testing.T) {
	eachNumber(
		t,
		[]kindOfGroup{hidden},
		typicalNumbers,
		func(t *testing.T, w *emulated, _ kindOfGroup, number spelledNumber) {
			m := w.membership(t, number.registered, arguments{"phone_number": number.written})
			m.isCreated("member")
			m.state.private = nil
			m.w.ClearRequests()
			p, err := m.plan(true)
			if err != nil || p.action != plancheck.ResourceActionNoop || !p.prior.value.Equal(m.state.value) {
				t.Fatalf("the plan is %s (%v): %s", p.action, err, differing(t, m.state.value, p.prior.value))
			}
			m.warns("plan", number.written)
			if err := m.destroy(); err != nil {
				t.Fatal(err)
			}
			if last := m.warned[len(m.warned)-1]; !strings.Contains(last, number.written+" is not removed") {
				t.Errorf("the destroy warns %q", last)
			}
			m.is("member")
			if err := w.checkNoWrites(nil); err != nil {
				t.Error(err)
			}
		},
	)
}

// The same person by another name is the same membership, and somebody else is another one.
func TestMemberRenamed(t *testing.T) {
	eachNumber(t, kindsOfGroup, typicalNumbers, func(t *testing.T, w *emulated, _ kindOfGroup, number spelledNumber) {
		w.change(func(world *emulator.World) { world.People = append(world.People, gailInPerson) })
		m := w.membership(t, number.registered, arguments{"phone_number": number.written, "role": "admin"})
		m.isCreated("admin")
		byNumber, byLID := arguments{
			"phone_number": number.written,
			"role":         "admin",
		}, arguments{
			"lid":  m.lid(),
			"role": "admin",
		}

		for _, next := range []arguments{byLID, byNumber, byLID} {
			w.ClearRequests()
			m.config = next.values()
			m.applies(plancheck.ResourceActionUpdate, "admin")
			m.plansNothing()
			m.shows("lid", next["lid"])
			m.shows("phone_number", next["phone_number"])
			m.shows("id", exampleGroup+"/"+number.canonical)
		}

		m.becomesSomebodyElse(gail, arguments{"phone_number": "+1 202 555 0114"})
		m.becomesSomebodyElse(number.registered, byNumber)
		if !w.addsByNumberOnly {
			m.becomesSomebodyElse(gail, arguments{"lid": gailsLID})
			m.becomesSomebodyElse(number.registered, byLID)
		}
		m.isDestroyed()
	})
}

// becomesSomebodyElse writes another person into the configuration, who takes the place of the first.
func (m *membership) becomesSomebodyElse(phone string, config arguments) {
	m.t.Helper()
	m.config, m.phone = config.values(), phone
	role := config["role"]
	if role == "" {
		role = "member"
	}
	m.applies(plancheck.ResourceActionReplace, role)
	m.plansNothing()
}

// Who was given by LID first is found by it also after the configuration has taken the number, which the group hides
// then.
func TestMemberRenamedBeforeTheyHide(t *testing.T) {
	eachNumber(
		t,
		[]kindOfGroup{byNumber, byLID},
		typicalNumbers,
		func(t *testing.T, w *emulated, _ kindOfGroup, number spelledNumber) {
			const lid = "900000000000015@lid"
			w.changeGroup("Party", func(g *emulator.Group) {
				g.Members = append(
					g.Members,
					emulator.Member{Phone: number.registered, LID: lid, Role: emulator.RoleMember},
				)
			})()
			m := w.membership(t, number.registered, arguments{"lid": lid})
			m.isCreated("member")
			m.shows("jid", number.registered+"@s.whatsapp.net")
			m.config = arguments{"phone_number": number.written}.values()
			m.applies(plancheck.ResourceActionUpdate, "member")
			m.plansNothing()
			m.shows("id", exampleGroup+"/"+lid)
			m.becomes(hidden)
			m.joins(emulator.Member{LID: unknownsLID, Role: emulator.RoleMember})
			m.plansNothing()
			m.changesRole("admin")
			m.isDestroyed()
		},
	)
}

// Two members whose numbers are spellings of one class are told apart by their digits.
func TestTwoMembersOfOneClass(t *testing.T) {
	eachKind(t, kindsOfGroup, func(t *testing.T, d dialect, kind kindOfGroup) {
		for at, class := range [][2]string{
			{"553187654321", "5531987654321"}, {"525512345678", "5215512345678"}, {"541112345678", "5491112345678"},
		} {
			if !hasTurn(3, at, d.place(), kind.place()) {
				continue
			}
			for i, phone := range class {
				twin := class[1-i]
				t.Run(phone+" beside "+twin, func(t *testing.T) {
					t.Parallel()
					w := emulate(t, d, emulator.Options{World: kind.world(
						emulator.Person{
							Phone:      phone,
							Registered: true,
						},
						emulator.Person{Phone: twin, Registered: true},
					)})
					w.changeGroup("Party", func(g *emulator.Group) {
						g.Members = append(g.Members, emulator.Member{Phone: twin, Role: emulator.RoleMember})
						if !kind.hides { // There nobody can be told from anybody, so that the twin would do.
							g.Members = append(g.Members, emulator.Member{Phone: phone, Role: emulator.RoleMember})
						}
					})()
					m := w.membership(t, phone, arguments{"phone_number": "+" + phone})
					m.isCreated("member")
					m.changesRole("admin")
					m.changesRole("member")
					if !kind.hides {
						m.isImported("+"+phone, nil)
					}
					m.isRemovedOutside()
					if kind.hides { // Elsewhere the twin may be them, for all that a create knows.
						m.isMended("member")
					}
					m.isDestroyed()
				})
			}
		}
	})
}

// A number that is not on WhatsApp is named as it was written, and nobody is added for it.
func TestMemberNotOnWhatsApp(t *testing.T) {
	eachKind(t, kindsOfGroup, func(t *testing.T, d dialect, kind kindOfGroup) {
		for registered, written := range map[string]string{
			"12025550111": "+1 (202) 555-0111", "5531987654321": "+55 (31) 8765-4321",
			"5215512345678": "00 52 55 1234 5678",
			"5491112345678": "+54 9 11 15-1234-5678",
		} {
			t.Run(written, func(t *testing.T) {
				t.Parallel()
				w := emulate(t, d, emulator.Options{World: kind.world(emulator.Person{Phone: registered})})
				m := w.membership(t, registered, arguments{"phone_number": written})
				p, err := m.apply()
				if err == nil || !strings.Contains(err.Error(), "add "+written+" to") ||
					!strings.Contains(err.Error(), "not on WhatsApp") {
					t.Errorf("the %s ends in %v", p.action, err)
				}
				if !m.state.value.IsNull() {
					t.Errorf("the state has %s", m.state.value)
				}
				m.is("")
			})
		}
	})
}

// The strangers of a hidden group are shown with their LID alone.
func TestStrangersInDataSource(t *testing.T) {
	eachKind(t, []kindOfGroup{hidden}, func(t *testing.T, d dialect, kind kindOfGroup) {
		w := emulate(t, d, emulator.Options{World: kind.world()})
		r := newRPC(t)
		r.connect(w)
		schema := r.schemas.DataSourceSchemas["whatsapp_group"]
		read, err := r.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
			TypeName: "whatsapp_group", Config: r.object(schema, map[string]tftypes.Value{"id": text(exampleGroup)}),
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range read.Diagnostics {
			t.Errorf("%s: %s", d.Summary, d.Detail)
		}
		members := fields(t, r.attributes(schema, read.State)["members"])
		if len(members) != 5 {
			t.Errorf("there are %d members", len(members))
		}
		for _, lid := range []string{fredsLID, unknownsLID} {
			for attribute, want := range map[string]string{"phone_number": "", "lid": lid, "jid": lid,
				"role": "member"} {
				if got := attributeOf(t, members[lid], attribute); got != want {
					t.Errorf("%s of %s is %q, want %q", attribute, lid, got, want)
				}
			}
		}
	})
}

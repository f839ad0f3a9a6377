package emulator_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// TestANumberMoves to another account: who had it before stays in the group without a number.
func TestANumberMoves(t *testing.T) {
	const newLID = "100000000000199@lid"
	f := startStored(t, "NOWEB", byLID())
	if got := f.do("PATCH", "/_emulator/world", `{"people":[{"phone":"`+anna+`","lid":"`+newLID+`","previous_lid":"`+annaLID+`"}]}`); got.status != 204 {
		t.Fatal(got)
	}
	members := f.group(groupID).Members
	if m := members[1]; m.LID != annaLID || m.Phone != "" {
		t.Errorf("the former holder is %+v", m)
	}
	f.ask("GET", "lids/"+annaLID, jsonText(200, `{"lid":"`+annaLID+`","pn":null}`))
	f.waha("POST", "groups/"+groupID+"/participants/add", `{"participants":[{"id":"`+anna+`@c.us"}]}`)
	if m := f.group(groupID).Members; len(m) != len(members)+1 || m[len(m)-1].LID != newLID || m[len(m)-1].Phone != anna {
		t.Errorf("the new holder is not added: %+v", m)
	}
	if strings.Contains(f.do("GET", "/_emulator/world", "").body, "previous_lid") {
		t.Error("the move is news for ever")
	}
}

// TestANumberMovesFromWhoeverHadIt, in whatever form the world names them.
func TestANumberMovesFromWhoeverHadIt(t *testing.T) {
	const newLID = "100000000000199@lid"
	world := oneGroup()
	world.People = append(world.People, emulator.Person{Phone: anna, LID: annaLID, Registered: true})
	g := &world.Groups[0]
	g.Owner, g.RecentlyLeft, g.Members[1].ListedTwice = anna, []string{"12025550106", anna}, "member"
	f := startWith(t, "NOWEB", world)
	bare := func(lid string) string { return strings.TrimSuffix(lid, "@lid") }
	patch := `{"people":[{"phone":"` + anna + `","lid":"` + bare(newLID) + `","previous_lid":"` + bare(annaLID) + `"}]}`
	if got := f.do("PATCH", "/_emulator/world", patch); got.status != 204 {
		t.Fatal(got)
	}
	after := f.server.World()
	if m := after.Groups[0].Members[1]; m.LID != annaLID || m.Phone != "" {
		t.Errorf("the former holder is %+v", m)
	}
	if people := after.People[len(after.People)-2:]; people[0].Phone != "" || people[1].Phone != anna || people[1].LID != newLID {
		t.Errorf("the people are %+v", people)
	}
	if g := after.Groups[0]; g.Owner == anna || strings.Join(g.RecentlyLeft, " ") != "12025550106" {
		t.Errorf("owner %q, recently left %q", g.Owner, g.RecentlyLeft)
	}
	// A whole world may write the member's LID by its digits alone, too.
	put := `{"people":[{"phone":"` + anna + `","lid":"199","previous_lid":"101@lid"}],"groups":[{"members":[{"phone":"` + anna + `","lid":"101"}]}]}`
	if got := f.do("PUT", "/_emulator/world", put); got.status != 204 {
		t.Fatal(got)
	}
	if m := f.server.World().Groups[0].Members[0]; m.LID != "101@lid" || m.Phone != "" {
		t.Errorf("the former holder is %+v", m)
	}
}

// TestWhoHasAnotherNumberByNowKeepsIt when the former one moves to somebody else.
func TestWhoHasAnotherNumberByNowKeepsIt(t *testing.T) {
	const newLID, newPhone = "100000000000199@lid", "12025550188"
	world := oneGroup()
	world.People = append(world.People, emulator.Person{Phone: anna, LID: annaLID, Registered: true})
	f := startWith(t, "NOWEB", world)
	patch := `{"people":[{"lid":"` + annaLID + `","phone":"` + newPhone + `"},
		{"phone":"` + anna + `","lid":"` + newLID + `","previous_lid":"` + annaLID + `"}],
		"groups":[{"id":"` + groupID + `","members":[{"lid":"` + annaLID + `","phone":"` + newPhone + `"}]}]}`
	if got := f.do("PATCH", "/_emulator/world", patch); got.status != 204 {
		t.Fatal(got)
	}
	after := f.server.World()
	if m := after.Groups[0].Members[1]; m.LID != annaLID || m.Phone != newPhone {
		t.Errorf("the member is %+v", m)
	}
	if people := after.People[len(after.People)-2:]; people[0].Phone != newPhone || people[1].Phone != anna {
		t.Errorf("the people are %+v", people)
	}
}

// TestAMoveThatCannotBe is refused, and changes nothing.
func TestAMoveThatCannotBe(t *testing.T) {
	for want, person := range map[string]string{
		"100000000000198@lid is nobody's lid":     `"phone":"` + anna + `","lid":"199","previous_lid":"100000000000198"`,
		`previous_lid "x" is not digits`:          `"phone":"` + anna + `","lid":"199","previous_lid":"x"`,
		"does not have the phone " + anna:         `"phone":"` + anna + `","lid":"199","previous_lid":"` + benLID + `"`,
		"is the lid that the phone has now":       `"phone":"` + anna + `","lid":"` + annaLID + `","previous_lid":"` + annaLID + `"`,
		"needs the phone and the lid":             `"phone":"` + anna + `","previous_lid":"` + annaLID + `"`,
		"the account's own phone moves to nobody": `"phone":"` + own + `","lid":"199","previous_lid":"` + ownLID + `"`,
	} {
		f := startWith(t, "NOWEB", oneGroup())
		got := f.do("PATCH", "/_emulator/world", `{"people":[{`+person+`}]}`)
		if got.status != 400 || !strings.Contains(got.body, "previous_lid") || !strings.Contains(got.body, want) {
			t.Errorf("%s: %+v", person, got)
		}
		if diff := cmp.Diff(oneGroup(), f.server.World()); diff != "" {
			t.Errorf("%s changed something: %s", person, diff)
		}
	}
}

// TestRegisteredAs: a number that is registered under another one is that one, everywhere or where it is looked up.
func TestRegisteredAs(t *testing.T) {
	const now, before = "2290155501234", "22955501234"
	for _, where := range []string{emulator.RegisteredAsEverywhere, emulator.RegisteredAsInLookUps} {
		world := oneGroup()
		world.People = append(world.People, emulator.Person{Phone: now, Registered: true, RegisteredAs: before, RegisteredAsIn: where})
		f := startWith(t, "NOWEB", world)
		f.ask("GET", "/api/contacts/check-exists?phone="+now+"&session=default",
			jsonText(200, `{"numberExists":true,"chatId":"`+before+`@c.us"}`))
		f.waha("POST", "groups/"+groupID+"/participants/add", `{"participants":[{"id":"`+now+`@c.us"}]}`)
		everywhere := where == emulator.RegisteredAsEverywhere
		if got := f.group(groupID); (len(got.Members) == 4) != everywhere || everywhere && got.Members[3].Phone != before {
			t.Errorf("%s: %+v", where, got.Members)
		}
		f.waha("POST", "groups/"+groupID+"/participants/add", `{"participants":[{"id":"`+before+`@c.us"}]}`)
		if got := f.group(groupID).Members; len(got) != 4 || got[3].Phone != before {
			t.Errorf("%s, as registered: %+v", where, got)
		}
	}
	for want, p := range map[string]emulator.Person{
		"another number":   {Phone: now, RegisteredAs: now},
		"there is none":    {Phone: now, RegisteredAsIn: "lookups"},
		"is registered as": {Phone: now, RegisteredAs: before},
		"registered_as_in": {Phone: now, RegisteredAs: anna, RegisteredAsIn: "nowhere"},
		"own phone":        {Phone: own, RegisteredAs: anna},
		"has a member":     {Phone: ben, RegisteredAs: anna},
	} {
		_, err := emulator.New(emulator.Options{World: &emulator.World{
			People: []emulator.Person{p, {Phone: before, RegisteredAs: now}},
			Groups: []emulator.Group{{Members: []emulator.Member{{Phone: ben}}}},
		}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", p, err)
		}
	}
}

// TestListedTwice: the second entry is by LID alone and may have another role. Each dialect shows both.
func TestListedTwice(t *testing.T) {
	world := byLID()
	world.Groups[0].Members[1].ListedTwice = "member"
	for _, engine := range engines {
		f := startWith(t, engine, world)
		got := f.waha("GET", "groups/"+groupID+"/participants").body
		user, _, _ := strings.Cut(annaLID, "@")
		if !strings.Contains(got, `"`+anna) || !strings.Contains(got, `"`+user) {
			t.Errorf("%s: %s", engine, got)
		}
	}
	f := startWith(t, "NOWEB", world)
	for dialect, got := range map[string]string{
		"whatsapi": f.whatsapi("GET", "groups/"+groupID+"/participants").body,
		"beta":     f.beta("GET", betaGroup).body,
		"nexus":    f.nexus("GET", "group/info?group_jid="+groupID).body,
	} {
		if strings.Count(got, anna+"@") < 1 || strings.Count(got, annaLID) < 1 {
			t.Errorf("%s: %s", dialect, got)
		}
	}
	if n := len(f.group(groupID).Members); n != len(world.Groups[0].Members) {
		t.Errorf("the world has %d members", n)
	}
}

// TestListedTwiceAndHidden: where the phone is hidden there is no entry by phone, and so no second one and none without a name.
func TestListedTwiceAndHidden(t *testing.T) {
	for name, hide := range map[string]func(*emulator.Group){
		"the member hides it": func(g *emulator.Group) { g.Members[1].HidePhone = true },
		"the group hides it":  func(g *emulator.Group) { g.HidesPhones = true },
	} {
		t.Run(name, func(t *testing.T) {
			listedTwice := func() emulator.World {
				world := oneGroup()
				world.Groups[0].Members[1].ListedTwice = "member"
				hide(&world.Groups[0])
				return world
			}
			eachDialect(t, listedTwice, func(t *testing.T, f *fixture, dialect string) {
				for _, answer := range f.reads(dialect) {
					answer.wantIn(t, annaLID)
					answer.wantOut(t, anna)
				}
				whole := f.reads(dialect)[0].body
				f.change(func(w *emulator.World) { w.Groups[0].Members[1].ListedTwice = "" })
				if once := f.reads(dialect)[0].body; once != whole {
					t.Errorf("listed twice: %s\nlisted once: %s", whole, once)
				}
			})
		})
	}
}

// TestARoleOfWhoIsListedTwice is that of both entries once it was changed.
func TestARoleOfWhoIsListedTwice(t *testing.T) {
	listedTwice := func() emulator.World {
		world := oneGroup()
		world.Groups[0].Members[2].ListedTwice = "admin"
		return world
	}
	eachDialect(t, listedTwice, func(t *testing.T, f *fixture, dialect string) {
		for _, change := range []struct{ action, role string }{{"promote", "admin"}, {"demote", "member"}} {
			f.act(dialect, change.action, ben)
			if m := f.group(groupID).Members[2]; m.Role != change.role || m.ListedTwice != change.role {
				t.Errorf("%s: %+v", change.action, m)
			}
		}
	})
}

// TestWhoIsListedTwiceIsNobodyElse: the entry by phone has no LID, as a person whom nobody knows has none.
func TestWhoIsListedTwiceIsNobodyElse(t *testing.T) {
	world := oneGroup()
	world.Groups[0].Members[2].ListedTwice = "member"
	f := startWith(t, "WPP", world)
	f.fails("POST", "groups/"+groupID+"/admin/promote", page("group_participant_is_not_a_group_member"), participants("541112345678@c.us"))
}

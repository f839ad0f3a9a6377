package world

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoSpellings are subscribers' numbers as WhatsApp usually registers them, and as somebody else may write them.
var twoSpellings = []struct{ country, usual, other string }{
	{"Brazil, an area that keeps the ninth digit", "5511987654321", "551187654321"},
	{"Brazil, the last of those areas", "5528961234567", "552861234567"},
	{"Brazil, an area that does not", "556187654321", "5561987654321"},
	{"Brazil, the area after the last", "553161234567", "5531961234567"},
	{"Brazil, a local part that begins with 9", "556199990000", "5561999990000"},
	{"Mexico", "5215512345678", "525512345678"},
	{"Argentina", "5491112345678", "541112345678"},
}

func TestSpelling(t *testing.T) {
	for _, c := range twoSpellings {
		if usual, other := spelling(c.usual); !usual || other != c.other {
			t.Errorf("%s: %s: %t, %q", c.country, c.usual, usual, other)
		}
		if usual, other := spelling(c.other); usual || other != c.usual {
			t.Errorf("%s: %s: %t, %q", c.country, c.other, usual, other)
		}
	}
	for _, only := range []string{
		"12025550101", "447700900123",
		"551133334444", "556133334444", "551123334444", "551153334444", // Landlines of Brazil.
		"5511933334444", "5561953334444", // Somebody else's, although they are landlines with a 9.
		"5511887654321", "55118765432", "55119876543210", "5215", "5255123456789", "54", "55", "5", "",
	} {
		if usual, other := spelling(only); !usual || other != "" {
			t.Errorf("%s: %t, %q", only, usual, other)
		}
	}
}

// TestSpellingsAreAPair makes numbers at random: however a number is spelled, the other spelling of its other spelling
// is itself, exactly one of the two is the usual one, and both are of one country and length but for the one digit.
func TestSpellingsAreAPair(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pairs := 0
	for range 100_000 {
		phone := []string{"55", "52", "521", "54", "549", "1", "44"}[random.IntN(7)]
		for n := 11 + random.IntN(4); len(phone) < n; {
			phone += fmt.Sprint(random.IntN(10))
		}
		usual, other := spelling(phone)
		if other == "" {
			if !usual {
				t.Fatalf("%s has one spelling and it is not the usual one", phone)
			}
			continue
		}
		pairs++
		back, again := spelling(other)
		if again != phone || back == usual || other[:2] != phone[:2] {
			t.Fatalf("%s: %t, %s, whose other is %s: %t", phone, usual, other, again, back)
		}
		short, long := phone, other
		if len(short) > len(long) {
			short, long = long, short
		}
		if len(long) != len(short)+1 {
			t.Fatalf("%s and %s", short, long)
		}
		if short[:2] == "55" && short[4] < '6' {
			t.Fatalf("the landline %s is given a digit", short)
		}
	}
	if pairs < 10_000 {
		t.Errorf("only %d numbers had two spellings", pairs)
	}
}

// TestTheLookUpMapsWithinAClass: it finds one and the same number under both spellings, under that number too, and
// never another.
func TestTheLookUpMapsWithinAClass(t *testing.T) {
	w := newTestWorld(t)
	random := rand.New(rand.NewPCG(3, 4))
	for range 5_000 {
		begin := []string{"55", "52", "521", "54", "549", "1"}[random.IntN(6)]
		phone := fmt.Sprintf("%s%d", begin, 1_000_000_000+random.Int64N(99_000_000_000))
		_, other := spelling(phone)
		registered, ok := w.RegisteredNumber(phone)
		if !ok || registered != phone && registered != other {
			t.Fatalf("%s is found as %q, %t", phone, registered, ok)
		}
		for _, again := range []string{registered, other} {
			if got, ok := w.RegisteredNumber(again); again != "" && (got != registered || !ok) {
				t.Fatalf("%s is found as %s, and %s as %q, %t", phone, registered, again, got, ok)
			}
		}
	}
}

func TestRegisteredNumber(t *testing.T) {
	for _, c := range twoSpellings {
		for name, w := range map[string]struct {
			people []Person
			want   string
		}{
			"nobody listed":         {nil, c.usual},
			"the usual one listed":  {[]Person{{Phone: c.usual, Registered: true}}, c.usual},
			"the other one listed":  {[]Person{{Phone: c.other, Registered: true}}, c.other},
			"one not on WhatsApp":   {[]Person{{Phone: c.other}}, ""},
			"neither on WhatsApp":   {[]Person{{Phone: c.other}, {Phone: c.usual}}, ""},
			"one of two who is not": {[]Person{{Phone: c.other, Registered: true}, {Phone: c.usual}}, c.other},
		} {
			for _, asked := range []string{c.usual, c.other} {
				found := newTestWorld(t, func(state *State) { state.People = w.people })
				if got, ok := found.RegisteredNumber(asked); got != w.want || ok != (w.want != "") {
					t.Errorf("%s, %s: %s is found as %q, %t", c.country, name, asked, got, ok)
				}
			}
		}
	}
}

// TestEveryPlaceOfAWorldLists: whoever a world names is registered as it names them, and under no other spelling.
func TestEveryPlaceOfAWorldLists(t *testing.T) {
	for _, c := range twoSpellings {
		for place, state := range map[string]State{
			"account":       {Account: Account{Phone: c.other}},
			"people":        {People: []Person{{Phone: c.other, Registered: true}}},
			"members":       {Groups: []Group{{Members: []Member{{Phone: c.other}}}}},
			"owner":         {Groups: []Group{{Owner: c.other}}},
			"recently_left": {Groups: []Group{{RecentlyLeft: []string{c.other}}}},
		} {
			w, err := New(state)
			if err != nil {
				t.Fatal(err)
			}
			if p, known := w.LookUp(Address{Phone: c.other}); !known || p.LID == "" {
				t.Errorf("%s: %s in %s is %+v, %t", c.country, c.other, place, p, known)
			}
			if p, known := w.LookUp(Address{Phone: c.usual}); known || p.LID != "" {
				t.Errorf("%s: beside %s in %s, %s is %+v", c.country, c.other, place, c.usual, p)
			}
		}
	}
}

func TestChangesNameASpellingToTheLetter(t *testing.T) {
	for _, c := range twoSpellings {
		w := newTestWorld(t)
		for _, step := range []struct {
			change MemberChange
			phone  string
			want   int
		}{
			{AddMember, c.other, CodeNotFound}, {AddMember, c.usual, CodeDone}, {AddMember, c.other, CodeNotFound},
			{PromoteMember, c.other, CodeNotFound}, {PromoteMember, c.usual, CodeDone},
			{DemoteMember, c.other, CodeNotFound},
			{RemoveMember, c.other, CodeNotFound}, {RemoveMember, c.usual, CodeDone},
			{AddMember, c.other, CodeNotFound}, {AddMember, c.usual, CodeDone},
		} {
			outcomes, err := w.ChangeMembers(testGroup, step.change, phones(step.phone))
			if err != nil || outcomes[0].Code != step.want || outcomes[0].Member.Phone != step.phone {
				t.Errorf("%s: %+v: %+v %v", c.country, step, outcomes, err)
			}
		}
	}
}

// TestWhoIsListedInASpellingKeepsIt also after nobody lists them any more.
func TestWhoIsListedInASpellingKeepsIt(t *testing.T) {
	for _, c := range twoSpellings {
		w := newTestWorld(t, func(w *State) {
			w.Groups[0].Members = append(w.Groups[0].Members, Member{Phone: c.other})
		})
		lid := w.State().Groups[0].Members[3].LID
		if _, err := w.ChangeMembers(testGroup, RemoveMember, phones(c.other)); err != nil {
			t.Fatal(err)
		}
		if err := w.Replace(w.State()); err != nil {
			t.Fatal(err)
		}
		outcomes, err := w.ChangeMembers(testGroup, AddMember, phones(c.usual, c.other))
		if diff := cmp.Diff([]int{CodeNotFound, CodeDone}, codes(outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got)\n%s", c.country, err, diff)
		}
		if m := w.State().Groups[0].Members[3]; m.Phone != c.other || m.LID != lid {
			t.Errorf("%s: %+v, was %s", c.country, m, lid)
		}
	}
}

func TestBothSpellingsListedAreTwoPeople(t *testing.T) {
	for _, c := range twoSpellings {
		w := newTestWorld(t, func(w *State) {
			w.Groups[0].Members = append(w.Groups[0].Members, Member{Phone: c.usual}, Member{Phone: c.other})
		})
		members := w.State().Groups[0].Members[3:]
		if members[0].LID == members[1].LID {
			t.Errorf("%s: %+v", c.country, members)
		}
		for _, phone := range []string{c.usual, c.other} {
			if got, ok := w.RegisteredNumber(phone); got != phone || !ok {
				t.Errorf("%s: %s: %q %t", c.country, phone, got, ok)
			}
		}
		// One of them goes and comes back, over a GET and a PUT, and is still not the other.
		if _, err := w.ChangeMembers(testGroup, RemoveMember, phones(c.other)); err != nil {
			t.Fatal(err)
		}
		if err := w.Replace(w.State()); err != nil {
			t.Fatal(err)
		}
		outcomes, err := w.ChangeMembers(testGroup, AddMember, phones(c.usual, c.other))
		if diff := cmp.Diff([]int{CodeAlreadyMember, CodeDone}, codes(outcomes)); err != nil || diff != "" {
			t.Errorf("%s: %v (-want +got)\n%s", c.country, err, diff)
		}
	}
}

// TestANewSpellingReplacesTheOld, whether the old one was listed or only taken for granted.
func TestANewSpellingReplacesTheOld(t *testing.T) {
	for _, c := range twoSpellings {
		w := newTestWorld(t)
		bare := w.State()
		if got, ok := w.RegisteredNumber(c.other); got != c.usual || !ok {
			t.Fatalf("%q %t", got, ok)
		}
		for _, registered := range []string{c.other, c.usual, c.other} {
			state := bare.clone()
			state.People = append(state.People, Person{Phone: registered, Registered: true})
			for _, next := range []State{state, bare} { // It stays the one after it has gone from the state.
				if err := w.Replace(next); err != nil {
					t.Fatal(err)
				}
				for _, asked := range []string{c.usual, c.other} {
					if got, ok := w.RegisteredNumber(asked); got != registered || !ok {
						t.Errorf("%s: %s is registered, and asked for %s the answer is %q, %t",
							c.country, registered, asked, got, ok)
					}
				}
			}
		}
	}
}

// TestASpellingMovesWithItsLID: the person stays the same where the world says so.
func TestASpellingMovesWithItsLID(t *testing.T) {
	for _, c := range twoSpellings {
		w := newTestWorld(t, func(w *State) {
			w.People = append(w.People, Person{Phone: c.usual, LID: "7@lid", Registered: true})
		})
		state := w.State()
		i := slices.IndexFunc(state.People, func(p Person) bool { return p.LID == "7@lid" })
		state.People[i].Phone = c.other
		if err := w.Replace(state); err != nil {
			t.Fatal(err)
		}
		if p, known := w.LookUp(Address{LID: "7@lid"}); p.Phone != c.other || !known {
			t.Errorf("%s: %+v %t", c.country, p, known)
		}
		if p, known := w.LookUp(Address{Phone: c.usual}); known {
			t.Errorf("%s: %+v", c.country, p)
		}
	}
}

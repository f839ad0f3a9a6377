package wiretest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/gateway/internal/protocol"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// What a decoder makes of whatever a server answers has to hold together, or a stranger is taken for a member. The
// functions of this file say how, for the fuzz targets of all adapters.

// asked are the people of the fuzz targets: by number, by LID and by both, and by two spellings of one number.
var asked = []whatsapp.Person{
	{Phone: "12025550101"}, {Phone: "12025550102", LID: "102@lid"}, {LID: "103@lid"},
	{Phone: "5511987654321"}, {Phone: "551187654321"}, {Phone: "525512345678"},
	{Phone: "5491112345678", LID: "106@lid"},
}

// FuzzSeeds are answers that were not recorded: rows and members by every kind of name.
func FuzzSeeds() [][]byte {
	texts := []string{
		"", "null", "true", "[]", "{}", `"text"`, "1", `[[{}]]`, `[null]`, `{"data":{"data":{}}}`,
		`{"id":{"id":{"id":"1@lid"}}}`, `{"id":1e999}`,
		`[{"id":"103@lid","admin":"superadmin"},{"id":"12025550101:7@s.whatsapp.net","lid":"101@lid"},` +
			`{"jid":"102@c.us","lid":"102@lid"}]`,
		`[{"id":"551187654321@c.us","role":"admin"},{"id":"5511987654321@c.us"},` +
			`{"jid":"5215512345678@s.whatsapp.net","status":"409"}]`,
		`[{"status":"200","jid":"101@lid"},{"status":"403","jid":"551187654321@s.whatsapp.net"},` +
			`{"status":"403","jid":"551187654321@s.whatsapp.net"}]`,
		`[{"jid":"551187654321@s.whatsapp.net","lid":"4@lid"},{"jid":"551187654321@s.whatsapp.net","lid":"5@lid"}]`,
		`{"5491112345678@c.us":{"wid":"106@lid","code":409},"12025550101@c.us":{"wid":"12025550102@c.us","code":200}}`,
		`[{"status":"408","jid":"106@lid","content":{"attrs":{"phone_number":"541112345678@s.whatsapp.net",` +
			`"lid":"106@lid"}}}]`,
		// A code that is none, and the id of a group without digits.
		`[{"status":"403","jid":"1@lid","content":{"content":[{"tag":"add_request","attrs":{"code":"?"}}]}}]`,
		`{"id":"-@g.us"}`,
	}
	seeds := make([][]byte, len(texts))
	for i, text := range texts {
		seeds[i] = []byte(text)
	}
	return seeds
}

// CheckMembers fails on a member who is nobody, or whose name or role is not as WhatsApp has them.
func CheckMembers(t testing.TB, members []whatsapp.Member) {
	t.Helper()
	for _, m := range members {
		CheckPerson(t, m.Person)
		switch {
		case m.IsZero():
			t.Errorf("a member has neither number nor LID: %+v", m)
		case m.Role != whatsapp.RoleMember && m.Role != whatsapp.RoleAdmin:
			t.Errorf("%s has the role %q", m, m.Role)
		case m.Creator && m.Role != whatsapp.RoleAdmin:
			t.Errorf("%s is the creator and no admin", m)
		}
	}
}

// CheckPerson fails on a number that is not digits or has those of the LID, and on a LID that is none.
func CheckPerson(t testing.TB, person whatsapp.Person) {
	t.Helper()
	number := string(person.Phone)
	if strings.Trim(number, "0123456789") != "" || number != "" && number == person.LID.User() {
		t.Errorf("the number of %+v", person)
	}
	if lid, err := whatsapp.ParseJID(string(person.LID)); person.LID != "" &&
		(err != nil || lid != person.LID || !lid.IsLID()) {
		t.Errorf("the LID of %+v", person)
	}
}

// Outcomes gives what an answer says of people after an action.
type Outcomes = func(whatsapp.MemberAction, []whatsapp.Person) []whatsapp.Outcome

// FuzzOutcomes checks what a decoder makes of answers to actions: the rows that it finds in one, and the outcomes.
func FuzzOutcomes(f *testing.F, decode func(body []byte) ([]protocol.MemberRow, Outcomes)) {
	f.Helper()
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, body := range [][]byte{body, Marked(body)} {
			rows, outcomes := decode(body)
			names := make([]whatsapp.Person, len(rows))
			for i, row := range rows {
				names[i] = row.Person
			}
			CheckOutcomes(t, names, outcomes)
		}
	})
}

// CheckOutcomes asks for the outcomes of every action, on several people at once and on each of them alone. It fails
// unless each has one, in their order, and what it tells of them was told of them and of nobody else. The names are
// those in the answer.
func CheckOutcomes(t testing.TB, names []whatsapp.Person, outcomes Outcomes) {
	t.Helper()
	for _, name := range names {
		CheckPerson(t, name)
	}
	for _, action := range []whatsapp.MemberAction{
		whatsapp.AddMembers, whatsapp.RemoveMembers, whatsapp.PromoteMembers, whatsapp.DemoteMembers,
	} {
		checkOutcomes(t, asked, names, outcomes(action, asked))
		for _, person := range asked {
			checkOutcomes(t, []whatsapp.Person{person}, names, outcomes(action, []whatsapp.Person{person}))
		}
	}
}

func checkOutcomes(t testing.TB, people, names []whatsapp.Person, outcomes []whatsapp.Outcome) {
	t.Helper()
	if len(outcomes) != len(people) {
		t.Fatalf("%d outcomes for %d people", len(outcomes), len(people))
	}
	for i, o := range outcomes {
		if o.Person != people[i] {
			t.Errorf("outcome %d is of %+v, and not of %+v", i, o.Person, people[i])
		}
		CheckPerson(t, whatsapp.Person{LID: o.LID})
		if o.LID != "" && !toldOf(people, i, names, o.LID) {
			t.Errorf("%s is not told of %+v among %+v", o.LID, o.Person, names)
		}
		var e *whatsapp.Error
		if o.Err != nil && !errors.As(o.Err, &e) {
			t.Errorf("the error of %+v is none of the closed set: %v", o.Person, o.Err)
		}
		if o.Err != nil && strings.Contains(o.Err.Error(), marker) {
			t.Errorf("the error of %+v repeats the answer: %v", o.Person, o.Err)
		}
	}
}

// toldOf reports whether one of the names has the LID and may be that of the person: by number or LID, without having
// the exact number of another one; or by being asked for alone.
func toldOf(people []whatsapp.Person, i int, names []whatsapp.Person, lid whatsapp.JID) bool {
	for _, name := range names {
		if name.LID != lid {
			continue
		}
		others := false
		for _, other := range people {
			others = others || name.Phone != "" && name.Phone == other.Phone && other.Phone != people[i].Phone
		}
		is := name.Same(people[i]) || name.Phone.SameSubscriber(people[i].Phone)
		if !others && (is || len(people) == 1 && name.Phone == "") {
			return true
		}
	}
	return false
}

// marker is a word of an answer that must not reach an error.
const marker = "raw-answer-of-the-fuzzer"

// Marked puts a word into every text of an answer that is no address and no number, and a text of its own into every
// object. CheckOutcomes looks for it.
func Marked(body []byte) []byte {
	var value any
	if json.Unmarshal(body, &value) != nil {
		return append(append([]byte{}, body...), marker...)
	}
	content, err := json.Marshal(marked(value))
	if err != nil {
		return body
	}
	return content
}

func marked(value any) any {
	switch value := value.(type) {
	case string:
		if strings.ContainsAny(value, "@0123456789") {
			return value
		}
		return value + marker
	case []any:
		for i := range value {
			value[i] = marked(value[i])
		}
	case map[string]any:
		for key := range value {
			value[key] = marked(value[key])
		}
		if _, has := value["message"]; !has {
			value["message"] = marker
		}
	}
	return value
}

// CheckGroup fails on a group without an id of its own, with fewer members than are listed, or that is a stub and tells
// something.
func CheckGroup(t testing.TB, g whatsapp.Group) {
	t.Helper()
	if !g.ID.IsGroup() || g.Size < len(g.Members) {
		t.Errorf("the group %+v", g)
	}
	if !g.Complete() && (g.Description != nil || g.InfoAdminsOnly != nil || g.Members != nil) {
		t.Errorf("a stub that tells something: %+v", g)
	}
	CheckMembers(t, g.Members)
	CheckPerson(t, g.Owner)
}

// CheckFuzzedError fails on an error that repeats the key, is of several lines, or is long.
func CheckFuzzedError(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if text := err.Error(); strings.Contains(text, Key) || strings.Contains(text, "\n") ||
		utf8.RuneCountInString(text) > 500 {
		t.Errorf("the error %q", text)
	}
}

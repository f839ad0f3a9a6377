package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
)

// kindOfGroup is a way in which WhatsApp names the members of a group.
type kindOfGroup struct {
	name       string
	addressing string
	hides      bool
}

var (
	byNumber     = kindOfGroup{name: "by number", addressing: emulator.AddressedByPhone}
	byLID        = kindOfGroup{name: "by LID", addressing: emulator.AddressedByLID}
	hidden       = kindOfGroup{name: "hidden", addressing: emulator.AddressedByLID, hides: true}
	kindsOfGroup = []kindOfGroup{byNumber, byLID, hidden}
)

// The people who are in the group before anything is done to it, and stay in it whatever is. Of dora every gateway that
// keeps a map of LIDs knows the number also where the group hides it, as she is in another group too.
const (
	dora        = "12025550121"
	emil        = "12025550122"
	hiddenFred  = "12025550123"
	fredsLID    = "900000000000001@lid"
	unknownsLID = "900000000000002@lid"
)

// party is the group that these tests are about.
func (k kindOfGroup) party() emulator.Group {
	g := emulator.Group{
		ID: exampleGroup, Name: "Party", Owner: own, AddressingMode: k.addressing, HidesPhones: k.hides,
		Members: []emulator.Member{
			{
				Phone: own,
				Role:  emulator.RoleSuperadmin,
			},
			{Phone: dora, Role: emulator.RoleAdmin},
			{Phone: emil, Role: emulator.RoleMember},
		},
	}
	if k.hides {
		g.Members = append(g.Members,
			emulator.Member{Phone: hiddenFred, LID: fredsLID, Role: emulator.RoleMember, HidePhone: true},
			emulator.Member{LID: unknownsLID, Role: emulator.RoleMember})
	}
	return g
}

// world is a world with the party, another group and whoever else is to be known.
func (k kindOfGroup) world(people ...emulator.Person) *emulator.World {
	return &emulator.World{
		People: people,
		Groups: []emulator.Group{
			k.party(),
			{
				ID:    "120363000000000002@g.us",
				Name:  "Others",
				Owner: own,
				Members: []emulator.Member{
					{Phone: own, Role: emulator.RoleSuperadmin},
					{Phone: dora, Role: emulator.RoleMember},
				},
			},
		},
	}
}

// membership is a resource for one member of the party.
type membership struct {
	*managed
	// phone is the one under which WhatsApp has registered the person.
	phone string
	// around are the groups of the world without the person.
	around []emulator.Group
	// id is that of the resource once it is there.
	id string
}

// arguments of a resource, all of which are texts.
type arguments map[string]string

func (a arguments) values() map[string]tftypes.Value {
	values := map[string]tftypes.Value{"group_id": text(exampleGroup)}
	for name, value := range a {
		values[name] = text(value)
	}
	return values
}

// mapOfRoles is the argument members of a whatsapp_group_members.
func mapOfRoles(roles map[string]string) tftypes.Value {
	values := make(map[string]tftypes.Value, len(roles))
	for key, role := range roles {
		values[key] = text(role)
	}
	return tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, values)
}

// membership begins to look after a person, who may be a member already.
func (w *emulated) membership(t *testing.T, phone string, config arguments) *membership {
	t.Helper()
	m := &membership{managed: manage(t, w, "whatsapp_group_member", config.values()), phone: phone}
	m.around, _ = m.groups()
	return m
}

// groups are the groups of the world without the person, and the role of the person in the party, empty for no member.
func (m *membership) groups() (around []emulator.Group, role string) {
	around = m.w.World().Groups
	for i, g := range around {
		if g.ID == exampleGroup {
			role = roleIn(g, m.phone)
			remove(&around[i], m.phone)
		}
	}
	return around, role
}

// is checks the role of the person in WhatsApp, empty for no member, and that nothing else has changed there.
func (m *membership) is(role string) {
	m.t.Helper()
	around, got := m.groups()
	if got != role {
		m.t.Fatalf("%s is %q in the group, want %q", m.phone, got, role)
	}
	if difference := cmp.Diff(m.around, around); difference != "" {
		m.t.Fatalf("others have changed (-before +after):\n%s", difference)
	}
}

// lid is the LID that the person has in the party.
func (m *membership) lid() string {
	m.t.Helper()
	for _, g := range m.w.World().Groups {
		for _, member := range g.Members {
			if g.ID == exampleGroup && member.Phone == m.phone {
				return member.LID
			}
		}
	}
	m.t.Fatalf("%s is not in the group", m.phone)
	return ""
}

// goesWell ends the test for an error, and for a warning.
func (m *membership) goesWell(what string, err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatalf("%s: %v", what, err)
	}
	m.warns(what, "")
}

// warns checks that the last run has warned of something and of nothing else, or of nothing if it is empty.
func (m *membership) warns(what, of string) {
	m.t.Helper()
	if of == "" && len(m.warned) > 0 || of != "" && (len(m.warned) != 1 || !strings.Contains(m.warned[0], of)) {
		m.t.Fatalf("%s: the warnings are %q, want %q", what, m.warned, of)
	}
}

// applies runs `terraform apply`, of which a certain action must come, and after which the person has the role.
func (m *membership) applies(action plancheck.ResourceActionType, role string) {
	m.t.Helper()
	_, was := m.groups()
	p, err := m.apply()
	if action == plancheck.ResourceActionCreate && was != "" {
		m.warned = slices.DeleteFunc(m.warned, saysExisting)
	}
	m.goesWell(fmt.Sprintf("apply (%s)", action), err)
	if p.action != action {
		m.t.Fatalf("the apply plans %s, want %s: %s", p.action, action, differing(m.t, p.prior.value, p.after))
	}
	m.is(role)
	switch id := m.inState("id"); {
	case m.id == "" || action != plancheck.ResourceActionUpdate && action != plancheck.ResourceActionNoop:
		m.id = id
	case m.id != id:
		m.t.Fatalf("the id was %s and is %s", m.id, id)
	}
}

// saysExisting reports whether a warning is about somebody who was in the group before the resource was.
func saysExisting(warning string) bool {
	return strings.HasPrefix(warning, "People to be added are in the group already") ||
		strings.HasPrefix(warning, "Admin to be demoted")
}

// isCreated creates the resource. The person is added in the role.
func (m *membership) isCreated(role string) {
	m.t.Helper()
	m.applies(plancheck.ResourceActionCreate, role)
	m.plansNothing()
}

// shows checks an attribute in the state.
func (m *membership) shows(attribute, want string) {
	m.t.Helper()
	if got := m.inState(attribute); got != want {
		m.t.Fatalf("%s is %q in the state, want %q", attribute, got, want)
	}
}

// plansNothing checks that a plan, without a refresh and with one, has nothing to do, has found no drift, and writes
// nothing.
func (m *membership) plansNothing() {
	m.t.Helper()
	m.w.ClearRequests()
	w, err := m.walkToPlan()
	m.goesWell("validate", err)
	p, err := w.plan(m.state, w.config)
	m.plannedNothing("plan without a refresh", p, err)
	refreshed, err := w.refresh(m.state)
	m.goesWell("refresh", err)
	p, err = w.plan(refreshed, w.config)
	m.plannedNothing("plan", p, err)
	if err := m.w.checkNoWrites(nil); err != nil {
		m.t.Fatalf("in a plan that is empty: %v", err)
	}
}

// plansWithoutAsking checks that a plan that refreshes nothing needs no gateway.
func (m *membership) plansWithoutAsking() {
	m.t.Helper()
	m.w.ClearRequests()
	p, err := m.plan(false)
	m.plannedNothing("plan", p, err)
	if asked := m.w.Requests(); len(asked) > 0 {
		m.t.Fatalf("a plan that refreshes nothing asks %s %s", asked[0].Method, asked[0].Path)
	}
}

func (m *membership) plannedNothing(what string, p planned, err error) {
	m.t.Helper()
	m.goesWell(what, err)
	if p.action != plancheck.ResourceActionNoop {
		m.t.Fatalf("the %s is %s: %s", what, p.action, differing(m.t, p.prior.value, p.after))
	}
	if !p.prior.value.Equal(m.state.value) {
		m.t.Fatalf("the refresh finds a drift: %s", differing(m.t, m.state.value, p.prior.value))
	}
}

// changesRole writes another role, which is changed in place.
func (m *membership) changesRole(role string) {
	m.t.Helper()
	m.config["role"] = text(role)
	m.applies(plancheck.ResourceActionUpdate, role)
	m.plansNothing()
}

// isRemovedOutside lets somebody else remove the person.
func (m *membership) isRemovedOutside() {
	m.t.Helper()
	m.w.changeGroup("Party", func(g *emulator.Group) { remove(g, m.phone) })()
	m.is("")
}

// isMended finds the person gone and adds them again.
func (m *membership) isMended(role string) {
	m.t.Helper()
	m.applies(plancheck.ResourceActionCreate, role)
	m.plansNothing()
}

// isImported imports the person into an empty state. With the configuration, or with another one if it is given, that
// plans nothing.
func (m *membership) isImported(written string, config arguments) {
	m.t.Helper()
	fresh := manage(m.t, m.w, m.kind, m.config)
	if config != nil {
		fresh.config = config.values()
	}
	imported, err := fresh.imported(exampleGroup + "/" + written)
	if err != nil {
		m.t.Fatalf("import of %s: %v", written, err)
	}
	again := *m
	again.managed, again.id = imported, imported.inState("id")
	again.shows("id", exampleGroup+"/"+written)
	again.plansNothing()
	again.is(m.inState("role"))
}

// isDestroyed takes the person out, and nobody else.
func (m *membership) isDestroyed() {
	m.t.Helper()
	m.goesWell("destroy", m.destroy())
	if !m.state.value.IsNull() {
		m.t.Fatalf("after the destroy the state has %s", m.state.value)
	}
	m.is("")
}

// becomes makes the party a group of another kind, with the same people.
func (m *membership) becomes(kind kindOfGroup) {
	m.t.Helper()
	m.w.changeGroup(
		"Party",
		func(g *emulator.Group) { g.AddressingMode, g.HidesPhones = kind.addressing, kind.hides },
	)()
	for i := range m.around {
		if g := &m.around[i]; g.ID == exampleGroup {
			g.AddressingMode, g.HidesPhones = kind.addressing, kind.hides
		}
	}
}

// joins lets somebody else add people to the party.
func (m *membership) joins(people ...emulator.Member) {
	m.t.Helper()
	m.w.changeGroup("Party", func(g *emulator.Group) { g.Members = append(g.Members, people...) })()
	m.around, _ = m.groups()
}

// spelledNumber is a number as somebody writes it, and as WhatsApp has registered it.
type spelledNumber struct {
	name, written string
	// canonical is how the id has it.
	canonical  string
	registered string
	// listed: this is not the spelling that WhatsApp usually registers, so that a world has to say it.
	listed bool
}

var (
	// typicalNumbers are written with other digits than WhatsApp has, but for one.
	typicalNumbers = []spelledNumber{
		{name: "exact", written: "+12025550111", canonical: "+12025550111", registered: "12025550111"},
		{
			name:       "Brazil with 9 digits for 8",
			written:    "+55 31 98765-4321",
			canonical:  "+5531987654321",
			registered: "553187654321",
		},
		{
			name:       "Brazil with 8 digits for 9",
			written:    "+55 11 8765-4321",
			canonical:  "+551187654321",
			registered: "5511987654321",
		},
		{
			name:       "Mexico 52 for 521",
			written:    "+52 55 1234 5678",
			canonical:  "+525512345678",
			registered: "5215512345678",
		},
		{
			name:       "Argentina 54 for 549",
			written:    "+54 11 1234-5678",
			canonical:  "+541112345678",
			registered: "5491112345678",
		},
	}
	// unusualNumbers are not registered as WhatsApp usually does.
	unusualNumbers = []spelledNumber{
		{
			name:       "exact in Brazil",
			written:    "5531987654321",
			canonical:  "+5531987654321",
			registered: "5531987654321",
			listed:     true,
		},
		{
			name: "Brazil with 9 digits for 8 in São Paulo", written: "+55 (11) 98765-4321",
			canonical: "+5511987654321", registered: "551187654321", listed: true,
		},
		{
			name: "Brazil with 8 digits for 9 in Minas Gerais", written: "+55 31 8765-4321",
			canonical: "+553187654321", registered: "5531987654321", listed: true,
		},
		{
			name: "Mexico 521 for 52", written: "+52 1 55 1234 5678",
			canonical: "+5215512345678", registered: "525512345678", listed: true,
		},
		{
			name: "Argentina 549 for 54", written: "+54 9 11 1234-5678",
			canonical: "+5491112345678", registered: "541112345678", listed: true,
		},
	}
	// formattedNumbers differ in their writing alone.
	formattedNumbers = []spelledNumber{
		{name: "formatted", written: "+1 (202) 555-0111", canonical: "+12025550111", registered: "12025550111"},
		{
			name:       "Argentina with 9 and 15",
			written:    "+54 9 11 15-1234-5678",
			canonical:  "+5491112345678",
			registered: "5491112345678",
		},
		{
			name:       "Argentina with 15",
			written:    "+54 11 15 1234-5678",
			canonical:  "+5491112345678",
			registered: "5491112345678",
		},
		{
			name: "Argentina with 15 for 54", written: "+54 11 15 1234-5678",
			canonical: "+5491112345678", registered: "541112345678", listed: true,
		},
		{name: "formatted with 00", written: "001 202.555.0111", canonical: "+12025550111", registered: "12025550111"},
		{
			name: "formatted with what cannot be seen", written: "\u202a+1\u00a0202\u2011555\u20110111\u202c\u200b",
			canonical: "+12025550111", registered: "12025550111",
		},
		{
			name:       "formatted, Brazil for 8",
			written:    "0055 (31) 9.8765\u20134321",
			canonical:  "+5531987654321",
			registered: "553187654321",
		},
	}
	spelledNumbers = slices.Concat(typicalNumbers, unusualNumbers, formattedNumbers)
)

// turn is the place of a dialect and kind of group among all of them, for what they take turns with.
func turn(d dialect, kind kindOfGroup) int { return d.place()*len(kindsOfGroup) + kind.place() }

// place is that of a dialect among all.
func (d dialect) place() int {
	return slices.IndexFunc(dialects, func(other dialect) bool { return other.name == d.name })
}

// place is that of a kind of group among all.
func (k kindOfGroup) place() int { return slices.Index(kindsOfGroup, k) }

// hasTurn is for a test that tries several things together: it names the places of each in its list. One of so many
// combinations has its turn, and DIALECTS=all tries every one. Any two of the things still meet, as long as no list is
// shorter than that.
func hasTurn(oneOf int, places ...int) bool {
	sum := 0
	for _, place := range places {
		sum += place
	}
	return allDialects() || sum%oneOf == 0
}

// hasOneSpelling tells whether nobody can have the number under other digits.
func (n spelledNumber) hasOneSpelling() bool { return strings.HasPrefix(n.registered, "1") }

// people are those of whom a world has to tell.
func (n spelledNumber) people() []emulator.Person {
	if !n.listed {
		return nil
	}
	return []emulator.Person{{Phone: n.registered, Registered: true}}
}

// eachNumber runs a test through every dialect, in each kind of group, with every number.
func eachNumber(
	t *testing.T,
	kinds []kindOfGroup,
	numbers []spelledNumber,
	test func(t *testing.T, w *emulated, kind kindOfGroup, number spelledNumber),
) {
	t.Helper()
	eachKind(t, kinds, func(t *testing.T, d dialect, kind kindOfGroup) { withNumbers(t, d, kind, numbers, test) })
}

// withNumbers runs a test with the numbers that have their turn with the dialect and the kind of group.
func withNumbers(
	t *testing.T, d dialect, kind kindOfGroup, numbers []spelledNumber,
	test func(t *testing.T, w *emulated, kind kindOfGroup, number spelledNumber),
) {
	t.Helper()
	for i, number := range numbers {
		if !hasTurn(3, i, d.place(), kind.place()) {
			continue
		}
		t.Run(number.name, func(t *testing.T) {
			t.Parallel()
			test(t, emulate(t, d, emulator.Options{World: kind.world(number.people()...)}), kind, number)
		})
	}
}

// eachKind runs a test for every dialect and kind of group.
func eachKind(t *testing.T, kinds []kindOfGroup, test func(t *testing.T, d dialect, kind kindOfGroup)) {
	t.Helper()
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, kind := range kinds {
				t.Run(kind.name, func(t *testing.T) {
					t.Parallel()
					test(t, d, kind)
				})
			}
		})
	}
}

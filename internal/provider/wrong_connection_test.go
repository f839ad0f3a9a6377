package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// elsewhere is in the path of an endpoint that is wrong.
const elsewhere = "/elsewhere"

// wrongKey must show nowhere.
const wrongKey = "wr0ng-k3y-0f-a-us3r"

// wrongConnections are what may be wrong with the provider's block or with the session, and how the plan says it.
var wrongConnections = []struct {
	name, title, says string
	block             func(w *emulated) string
	// logsOut: the block is right, and the account is not linked.
	logsOut bool
	// isGuess: a gateway whose paths are guesses cannot tell it from a wrong guess.
	isGuess bool
}{
	{
		name: "key", title: "The gateway refuses the API key",
		says: "WHATSAPP_API_KEY. Also check that this key may read and write with this session. " +
			"A wrong `gateway` or `endpoint` looks like this too.",
		block: func(w *emulated) string { return w.providerWith(w.url, wrongKey, "") },
	},
	{
		name: "missing key", title: "The gateway wants an API key",
		says:  "No API key is set. Set `api_key` in the provider's configuration, or the environment variable WHATSAPP_API_KEY",
		block: func(w *emulated) string { return w.providerWith(w.url, "", "") },
	},
	{
		name: "session", title: "The gateway has no session 'ghost'", says: "WHATSAPP_SESSION",
		block: func(w *emulated) string { return w.providerWith(w.url, "emulator", "\n  session = \"ghost\"") },
	},
	{
		name: "path", title: "The endpoint is not the gateway's address", says: "WHATSAPP_ENDPOINT", isGuess: true,
		block: func(w *emulated) string {
			d := w.dialect
			d.prefix += elsewhere
			return d.provider(w.url)
		},
	},
	{
		name: "unlinked", title: "The account is not connected to WhatsApp", says: "The state keeps every resource",
		logsOut: true,
		block:   func(w *emulated) string { return w.provider(w.url) },
	},
}

// wantsGateway are what has something to do or to read, and is in no state yet. TestGone has what is.
var wantsGateway = []struct {
	name, body string
	// ability is what the gateway needs for it. Without, it says so and asks nothing.
	ability whatsapp.Ability
}{
	{"a group to create", `resource "whatsapp_group" "x" { name = "New" }`, ""},
	{"a group with a member to create", `resource "whatsapp_group" "x" {
  name            = "New"
  initial_members = { "+` + anna + `" = "member" }
}`, ""},
	{"a member to create", `resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + carla + `"
}`, ""},
	{"members to create", `resource "whatsapp_group_members" "x" {
  group_id  = "` + exampleGroup + `"
  exclusive = false
  members   = { "+` + carla + `" = "member" }
}`, ""},
	{"an invite to create", `resource "whatsapp_group_invite" "x" { group_id = "` + exampleGroup + `" }`, ""},
	{"a group to join", `resource "whatsapp_joined_group" "x" { invite = "` + joinableLink + `" }`, ""},
	{"the data of a group", `data "whatsapp_group" "x" { id = "` + exampleGroup + `" }`, ""},
	{"the data of all groups", `data "whatsapp_groups" "x" {}`, ""},
	{"the data of an invite", `data "whatsapp_group_invite_info" "x" { url = "` + joinableLink + `" }`,
		whatsapp.ReadInviteInfo},
	{"the data of a contact", `data "whatsapp_contact" "x" { phone_number = "+` + carla + `" }`,
		whatsapp.LookUpContact},
}

const joinableLink = "https://chat.whatsapp.com/JoinableJoinableJoinab"

// TestAWrongConnectionFailsThePlan of everything that has something to do or to read, and says what is wrong, what was
// tried and what to do. WhatsApp stays as it is.
func TestAWrongConnectionFailsThePlan(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		w = emulate(t, w.dialect, emulator.Options{World: byNumber.world()})
		w.change(addJoinable)
		before := fmt.Sprintf("%+v", w.World().Groups)
		for i, wants := range wantsGateway {
			if wants.ability != "" && !w.can(wants.ability) {
				continue
			}
			for j, wrong := range wrongConnections {
				if !hasTurn(4, i, j, w.place()) {
					continue
				}
				status := emulator.StatusConnected
				if wrong.logsOut {
					status = emulator.StatusLoggedOut
				}
				w.becomes(status)()
				_, ds := inProcess.NewWorkspace().Plan(t.Context(), wrong.block(w)+wants.body)
				said := fmt.Sprint(ds)
				if w.guesses(wrong.isGuess) {
					if strings.HasPrefix(wants.body, "data") &&
						!strings.Contains(said, "check the path of the endpoint") {
						t.Errorf("%s with a wrong %s: %s", wants.name, wrong.name, said)
					}
					continue
				}
				if errors := countErrors(ds); errors != 1 || !strings.Contains(said, "Error: "+wrong.title) ||
					!strings.Contains(said, wrong.says) {
					t.Errorf("%s with a wrong %s: %d errors: %s", wants.name, wrong.name, errors, said)
				}
				if !strings.Contains(said, "Tried: the gateway at "+w.url+w.prefix) {
					t.Errorf("%s with a wrong %s: it does not say what was tried: %s", wants.name, wrong.name, said)
				}
				if strings.Contains(said, wrongKey) || strings.Contains(said, "cannot be reached") {
					t.Errorf("%s with a wrong %s: %s", wants.name, wrong.name, said)
				}
				if after := fmt.Sprintf("%+v", w.World().Groups); after != before {
					t.Errorf("%s with a wrong %s: WhatsApp had %s and has %s", wants.name, wrong.name, before, after)
				}
			}
		}
	})
}

// TestAWrongConnectionFailsAPlanThatReadsNothing: with -refresh=false too, whatever has something to do at the gateway
// fails the plan. To keep things in WhatsApp, or to record a setting of the resource alone, needs no gateway.
func TestAWrongConnectionFailsAPlanThatReadsNothing(t *testing.T) {
	const (
		destroyed = ""
		member    = `resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + carla + `"
  %s
}`
		members = `resource "whatsapp_group_members" "x" {
  group_id  = "` + exampleGroup + `"
  exclusive = false
  members   = { "+` + carla + `" = "member" }
  %s
}`
		invite = `resource "whatsapp_group_invite" "x" {
  group_id = "` + exampleGroup + `"
  %s
}`
		group = `resource "whatsapp_group" "x" {
  name            = "Old"
  initial_members = { "+` + anna + `" = "member" }
  %s
}`
		joined = `resource "whatsapp_joined_group" "x" {
  invite = "%s"
  %s
}`
		keep, patience = `on_destroy = "keep"`, `timeouts = { delete = "3m" }`
	)
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		for _, test := range []struct {
			name, before, then string
			fails              bool
		}{
			{"a group destroyed", fmt.Sprintf(group, ""), destroyed, true},
			{"a group kept", fmt.Sprintf(group, keep), destroyed, false},
			{"a group with other timeouts", fmt.Sprintf(group, ""), fmt.Sprintf(group, patience), false},
			{"a member destroyed", fmt.Sprintf(member, ""), destroyed, true},
			{"a member kept", fmt.Sprintf(member, keep), destroyed, false},
			{"a member with other timeouts", fmt.Sprintf(member, ""), fmt.Sprintf(member, patience), false},
			{"members destroyed", fmt.Sprintf(members, ""), destroyed, true},
			{"members kept", fmt.Sprintf(members, keep), destroyed, false},
			{"members with a retry", fmt.Sprintf(members, ""), fmt.Sprintf(members, `retry = "1"`), true},
			{"an invite destroyed", fmt.Sprintf(invite, `on_destroy = "revoke"`), destroyed, true},
			{"an invite kept", fmt.Sprintf(invite, keep), destroyed, false},
			{"a joined group destroyed", fmt.Sprintf(joined, joinableLink, `on_destroy = "leave"`), destroyed, true},
			{"a joined group kept", fmt.Sprintf(joined, joinableLink, keep), destroyed, false},
			{
				"a joined group with another link", fmt.Sprintf(joined, joinableLink, ""),
				fmt.Sprintf(joined, strings.ReplaceAll(joinableLink, "Joinable", "Another1"), ""), true,
			},
		} {
			w := emulate(t, w.dialect, emulator.Options{World: byNumber.world()})
			w.change(addJoinable)
			workspace := inProcess.NewWorkspace()
			if _, ds := workspace.Apply(t.Context(), w.config(test.before)); ds.HasErrors() {
				t.Fatalf("%s: %v", test.name, ds)
			}
			workspace.Options.SkipRefresh = true
			wrong := w.providerWith(w.url, wrongKey, "")
			_, ds := workspace.Plan(t.Context(), wrong+test.then)
			said := fmt.Sprint(ds)
			refused := strings.Contains(said, "Error: The gateway refuses the API key")
			if test.fails != refused || test.fails != ds.HasErrors() {
				t.Errorf("%s: %s", test.name, said)
			}
			if strings.Contains(said, wrongKey) {
				t.Errorf("%s: %s", test.name, said)
			}
		}
	})
}

// guesses reports whether all that the gateway can say of a wrong path is that it may be a wrong guess. What is read
// fails then.
func (w *emulated) guesses(isGuess bool) bool { return w.beta && isGuess }

// addJoinable adds a group that the account can join.
func addJoinable(world *emulator.World) {
	world.Groups = append(world.Groups, emulator.Group{
		ID: "120363000000000777@g.us", Name: "Joinable", Owner: carla, InviteCode: "JoinableJoinableJoinab",
		Members: []emulator.Member{{Phone: carla, Role: emulator.RoleSuperadmin}},
	})
}

func countErrors(ds terraformtest.Diagnostics) (n int) {
	for _, d := range ds {
		if d.Severity == terraformtest.Error {
			n++
		}
	}
	return n
}

// TestOneCauseIsToldOnce: 30 groups that cannot be read are one error and one warning, as Terraform shows them, and all
// stay in the state.
func TestOneCauseIsToldOnce(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		const groups = `
resource "whatsapp_group" "g" {
  count           = 30
  name            = "Group ${count.index}"
  initial_members = { "+` + anna + `" = "member" }
}`
		const maps = `
resource "whatsapp_group_members" "m" {
  for_each  = toset(["` + anna + `", "` + carla + `"])
  group_id  = "` + exampleGroup + `"
  exclusive = false
  members   = { "+${each.key}" = "member" }
}`
		toldOnce(t, w, groups, 30)
		toldOnce(t, w, maps, 2)
	})
}

// toldOnce holds the plan of so many resources to one error and one warning for each wrong connection.
func toldOnce(t *testing.T, w *emulated, body string, resources int) {
	t.Helper()
	w = emulate(t, w.dialect, emulator.Options{World: byNumber.world()})
	workspace := inProcess.NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), w.config(body)); ds.HasErrors() {
		t.Fatal(ds)
	}
	for _, wrong := range wrongConnections {
		if wrong.logsOut {
			w.becomes(emulator.StatusLoggedOut)()
		}
		_, ds := workspace.Plan(t.Context(), wrong.block(w)+body)
		if w.guesses(wrong.isGuess) {
			continue
		}
		kept := 0
		for _, d := range ds {
			if d.Severity == terraformtest.Warning && strings.Contains(d.Detail, "The state is kept.") {
				kept++
				if strings.Contains(d.Detail, "\n") {
					t.Errorf("%s: more than a line: %s", wrong.name, d)
				}
			}
		}
		shown := fmt.Sprint(ds.Merged())
		if lines := strings.Count(shown, "\n"); countErrors(ds) != 1 || kept != resources-1 || lines > 30 {
			t.Errorf("%s: %d errors, %d warnings, %d lines: %s", wrong.name, countErrors(ds), kept, lines, shown)
		}
	}
}

// TestAGatewayThatIsNotThereYet is one warning while nothing has to be read, and an error when something has.
func TestAGatewayThatIsNotThereYet(t *testing.T) {
	eachDialect(t, func(t *testing.T, w *emulated) {
		t.Parallel()
		const body = `
resource "whatsapp_group" "g" {
  count           = 3
  name            = "Group ${count.index}"
  initial_members = { "+` + anna + `" = "member" }
}`
		away := func(more string) string {
			return w.providerWith("http://127.0.0.1:1", "emulator", "\n  max_retries = 0") + more
		}
		workspace := inProcess.NewWorkspace()
		plan, ds := workspace.Plan(t.Context(), away(body))
		if len(ds) != 1 || ds.HasErrors() || ds[0].Summary != "The gateway cannot be reached" ||
			plan.Count(terraformtest.Create) != 3 {
			t.Errorf("nothing to read: %v", ds)
		}
		if _, ds := workspace.Apply(t.Context(), w.config(body)); ds.HasErrors() {
			t.Fatal(ds)
		}
		_, ds = workspace.Plan(t.Context(), away(body))
		if countErrors(ds) != 1 || !strings.Contains(fmt.Sprint(ds), "Error: The gateway cannot be reached") {
			t.Errorf("three groups to read: %v", ds)
		}
	})
}

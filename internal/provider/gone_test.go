package provider_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// goneKind is a resource or data source that is about a group.
type goneKind struct {
	name, address string
	// group is the name of the group.
	group string
	// config is what is applied while all is well, and changed the same with something to do in WhatsApp. It is nil, or
	// empty, where there is nothing to change.
	config, changed func(w *emulated) string
	// importID is the id of the group by default.
	importID string
}

var goneKinds = []goneKind{
	{
		name: "group", address: "whatsapp_group.x", group: "Friends",
		config:  func(w *emulated) string { return w.group("x", `name = "Friends"`) },
		changed: func(w *emulated) string { return w.group("x", `name = "Best friends"`) },
	},
	{
		name: "member", address: "whatsapp_group_member.x", group: "Ours", importID: exampleGroup + "/+" + bruno,
		config: always(`resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + bruno + `"
  role         = "member"
}`),
		changed: always(`resource "whatsapp_group_member" "x" {
  group_id     = "` + exampleGroup + `"
  phone_number = "+` + bruno + `"
  role         = "admin"
}`),
	},
	{
		name: "members", address: "whatsapp_group_members.x", group: "Ours",
		config: always(`resource "whatsapp_group_members" "x" {
  group_id = "` + exampleGroup + `"
  members  = { "+` + anna + `" = "admin", "+` + bruno + `" = "member" }
}`),
		changed: always(`resource "whatsapp_group_members" "x" {
  group_id = "` + exampleGroup + `"
  members  = { "+` + anna + `" = "admin", "+` + carla + `" = "member" }
}`),
	},
	{
		name: "invite", address: "whatsapp_group_invite.x", group: "Ours",
		config: func(w *emulated) string {
			return `resource "whatsapp_group_invite" "x" {
  group_id = "` + exampleGroup + `"
  ` + w.where(whatsapp.RevokeInvite, `keepers = { a = "1" }`) + `
}`
		},
		changed: func(w *emulated) string {
			return w.where(whatsapp.RevokeInvite, `resource "whatsapp_group_invite" "x" {
  group_id = "`+exampleGroup+`"
  keepers  = { a = "2" }
}`)
		},
	},
	{
		name: "joined group", address: "whatsapp_joined_group.x", group: "Club",
		config: always(`resource "whatsapp_joined_group" "x" { invite = "` + clubCode + `" }`),
	},
	{
		name: "data source", address: "data.whatsapp_group.x", group: "Ours",
		config: always(`data "whatsapp_group" "x" { id = "` + exampleGroup + `" }`),
	},
}

func always(config string) func(*emulated) string { return func(*emulated) string { return config } }

// goneSituation is something that happens to a group, or to the way to it.
type goneSituation struct {
	name string
	// told is it in the words of the guide.
	told string
	// begins has it happen. The faults and the world of before end it.
	begins func(w *emulated, group string)
	// block is the provider's block meanwhile, if it is another one.
	block func(w *emulated) string
}

var goneSituations = []goneSituation{
	{name: "left", told: "the account has left the group", begins: inGroup(isOut)},
	{
		name: "left the last one", told: "the account has left the group and is in no other",
		begins: func(w *emulated, _ string) {
			w.change(func(world *emulator.World) {
				for i := range world.Groups {
					isOut(&world.Groups[i])
				}
			})
		},
	},
	{
		name: "removed", told: "an admin has removed the account and reset the link",
		begins: inGroup(func(g *emulator.Group) { isOut(g); linkIsReset(g) }),
	},
	{
		name:   "let in again",
		told:   "an admin has removed the account, reset the link and let the account in as a member",
		begins: inGroup(func(g *emulator.Group) { setRole(g, own, emulator.RoleMember); linkIsReset(g) }),
	},
	{
		name: "denied once", told: "the gateway denies the group once",
		begins: func(w *emulated, _ string) { w.fail(w.denied(1)) },
	},
	{
		name: "list empty", told: "the gateway's list of groups is empty, and the group can be read",
		begins: func(w *emulated, _ string) { w.fail(w.emptyList()) },
	},
	{
		name: "lost memory", told: "the gateway has lost its groups: an empty list, and the group is not found",
		begins: func(w *emulated, _ string) { w.fail(w.emptyList(), w.notFound()) },
	},
	{
		name: "stale", told: "the gateway denies the group, and its list has it",
		begins: func(w *emulated, _ string) { w.fail(w.denied(0)) },
	},
	{
		name: "stub", told: "the gateway shows the group without its name and members",
		begins: func(w *emulated, _ string) { w.fail(w.stub()) },
	},
	{
		name: "logged out", told: "the account is logged out",
		begins: func(w *emulated, _ string) { w.becomes(emulator.StatusLoggedOut)() },
	},
	{
		name: "rate limited", told: "WhatsApp limits the calls",
		begins: func(w *emulated, _ string) {
			w.fail(emulator.Fault{Match: `/group`, Effect: emulator.EffectRateLimit})
		},
	},
	{
		name: "wrong session", told: "the gateway does not know the session",
		block: func(w *emulated) string { return w.providerWith(w.url, "emulator", "\n  session = \"ghost\"") },
	},
	{
		name: "wrong key", told: "the API key is wrong",
		block: func(w *emulated) string { return w.providerWith(w.url, wrongKey, "") },
	},
	{
		name: "wrong path", told: "the path of the endpoint is wrong",
		block: func(w *emulated) string {
			d := w.dialect
			d.prefix += elsewhere
			return d.provider(w.url)
		},
	},
	{
		name: "gateway down", told: "the gateway is down",
		block: func(w *emulated) string {
			return w.providerWith("http://127.0.0.1:1", "emulator", "\n  max_retries = 0")
		},
	},
	{
		name: "page of a proxy", told: "a proxy answers with its sign-in page",
		begins: func(w *emulated, _ string) { w.fail(signInPage) },
	},
	{
		name: "another account", told: "another account is connected",
		begins: func(w *emulated, _ string) { w.links(otherOwn)() },
		block:  func(w *emulated) string { return w.providerAs(otherOwn) },
	},
}

func isOut(g *emulator.Group) { remove(g, own) }

func linkIsReset(g *emulator.Group) { g.InviteCode = strings.Repeat("R", len(clubCode)) }

func inGroup(act func(g *emulator.Group)) func(*emulated, string) {
	return func(w *emulated, group string) { w.changeGroup(group, act)() }
}

// signInPage is what a proxy answers to everything.
var signInPage = emulator.Fault{
	Match: ".*", Effect: emulator.EffectStatus, Status: http.StatusOK,
	Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
	Body:   "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in to go on.</body></html>",
}

// denied has the gateway say of single readings that the account is not in the group.
func (w *emulated) denied(times int) emulator.Fault {
	return emulator.Fault{
		Match: w.requests.read, Times: times, Effect: emulator.EffectStatus, Status: 500, Body: w.refusal,
	}
}

// notFound has the gateway say of single readings that there is no such group.
func (w *emulated) notFound() emulator.Fault {
	f := emulator.Fault{Match: w.requests.read, Effect: emulator.EffectStatus, Status: 500, Body: w.unknownGroup}
	if w.unknownGroup == nil {
		f.Status = http.StatusOK
	}
	return f
}

func (w *emulated) emptyList() emulator.Fault {
	return emulator.Fault{Match: w.requests.list, Effect: emulator.EffectEdit, Replace: []emulator.Replace{
		{Match: `(?s)^(\{.*"data":)\[.*\]`, With: "$1[]"}, {Match: `(?s)^(\[.*\]|\{"[0-9]+@g\.us".*\})$`, With: "[]"},
	}}
}

// stub takes everything out of a reading but that the group is there.
func (w *emulated) stub() emulator.Fault {
	return emulator.Fault{Match: w.requests.read, Effect: emulator.EffectEdit, Replace: []emulator.Replace{
		{Match: `"(subject|Name|name)":"[^"]*"`, With: `"$1":""`},
		{Match: `"(creation)":[0-9]+`, With: `"$1":0`},
		{Match: `"(GroupCreated|group_created)":"[^"]*"`, With: `"$1":"0001-01-01T00:00:00Z"`},
		{Match: `"(participants|Participants)":\[[^\]]*\]`, With: `"$1":[]`},
	}}
}

// walks are what Terraform does with it.
func (k goneKind) walks() []string {
	switch {
	case k.name == "data source":
		return []string{"plan"}
	case k.changed == nil:
		return []string{"plan", "import", "destroy"}
	}
	return []string{"plan", "import", "change", "destroy"}
}

// fits reports whether a field of the table is about something.
func fits(field, name string) bool {
	return field == "" || slices.Contains(strings.Split(field, " / "), name)
}

// inGoneTable is the place in the table of what counts for a cell.
func inGoneTable(when, walk, kind, dialect string) int {
	for i, row := range slices.Backward(goneTable) {
		if fits(row.when, when) && fits(row.walk, walk) && fits(row.kind, kind) && fits(row.dialect, dialect) {
			return i
		}
	}
	return -1
}

// TestGone runs every cell of the table: each situation with each kind, through one dialect after the other, and all
// that differ between dialects. DIALECTS=all runs them through each.
func TestGone(t *testing.T) {
	t.Parallel()
	turn := 0
	for _, s := range goneSituations {
		for _, k := range goneKinds {
			turn++
			for i, d := range dialects {
				if !allDialects() && i != turn%len(dialects) && !differs(s, k, d) {
					continue
				}
				t.Run(s.name+"/"+k.name+"/"+d.name, func(t *testing.T) {
					t.Parallel()
					newGoneCell(t, d, s, k).run()
				})
			}
		}
	}
}

// differs reports whether the table has a row for a cell that is not for all dialects.
func differs(s goneSituation, k goneKind, d dialect) bool {
	return slices.ContainsFunc(k.walks(), func(walk string) bool {
		at := inGoneTable(s.name, walk, k.name, d.name)
		return at >= 0 && goneTable[at].dialect != ""
	})
}

// TestEveryRowOfTheGoneTableCounts for some cell.
func TestEveryRowOfTheGoneTableCounts(t *testing.T) {
	t.Parallel()
	counts := map[int]bool{}
	for _, s := range goneSituations {
		for _, k := range goneKinds {
			for _, d := range dialects {
				for _, walk := range k.walks() {
					counts[inGoneTable(s.name, walk, k.name, d.name)] = true
				}
			}
		}
	}
	for i, row := range goneTable {
		if !counts[i] {
			t.Errorf("no cell goes by %q", row)
		}
	}
	if counts[-1] {
		t.Error("a cell has no row")
	}
}

// goneCell is one situation of one resource at one gateway.
type goneCell struct {
	*emulated
	*terraformtest.Workspace
	situation goneSituation
	kind      goneKind
	// block is the provider's block while the situation lasts, and ended that of before and after.
	block, ended string
	// before is the world without the situation, groups those with it, and applied the state that is about them.
	before  emulator.World
	groups  []emulator.Group
	applied *terraformtest.State
}

// newGoneCell applies the resource while all is well, and has the situation begin.
func newGoneCell(t *testing.T, d dialect, s goneSituation, k goneKind) *goneCell {
	t.Helper()
	c := &goneCell{
		emulated: emulate(t, d, emulator.Options{}), Workspace: inProcess.NewWorkspace(), situation: s, kind: k,
	}
	c.change(twoGroups)
	c.change(club)
	c.ended = c.provider(c.url)
	c.block = c.ended
	if _, ds := c.Apply(t.Context(), c.ended+k.config(c.emulated)); ds.HasErrors() {
		t.Fatal(ds)
	}
	c.before, c.applied = c.World(), c.State
	c.begin()
	return c
}

func (c *goneCell) begin() {
	if c.situation.begins != nil {
		c.situation.begins(c.emulated, c.kind.group)
	}
	if c.situation.block != nil {
		c.block = c.situation.block(c.emulated)
	}
	c.groups = c.World().Groups
}

func (c *goneCell) end() {
	c.t.Helper()
	c.ClearFaults()
	if err := c.SetWorld(c.before); err != nil {
		c.t.Fatal(err)
	}
}

func (c *goneCell) run() {
	c.t.Helper()
	config := c.kind.config(c.emulated)
	for _, walk := range c.kind.walks() {
		switch walk {
		case "plan":
			c.plans(config)
		case "import":
			c.imports(config)
		case "change":
			if changed := c.kind.changed(c.emulated); changed != "" {
				c.applies(walk, changed)
			}
		case "destroy":
			c.applies(walk, "")
		}
	}
}

// plans refreshes and plans, which writes nothing, and once the situation is over there is nothing to do.
func (c *goneCell) plans(config string) {
	c.t.Helper()
	c.ClearRequests()
	p, ds := c.Plan(c.t.Context(), c.block+config)
	got := "kept"
	switch {
	case ds.HasErrors():
	case c.kind.name == "data source":
		got = "read"
	case p.Prior.Object(c.kind.address) == nil && p.Count(terraformtest.Create) == 1:
		got = "dropped"
	case !p.IsEmpty():
		got = fmt.Sprint("planned to ", p.Change(c.kind.address).Action)
	}
	c.is("plan", got, ds)
	if err := c.checkNoWrites(nil); err != nil {
		c.t.Error(err)
	}
	c.heals(config)
	c.begin()
}

// heals ends the situation, after which the state of before is as configured.
func (c *goneCell) heals(config string) {
	c.t.Helper()
	c.end()
	if p, ds := c.Plan(c.t.Context(), c.ended+config); ds.HasErrors() || !p.IsEmpty() {
		c.t.Errorf("afterwards the plan is not empty: %v", ds)
	}
}

// imports what the state has already into an empty one.
func (c *goneCell) imports(config string) {
	c.t.Helper()
	fresh := inProcess.NewWorkspace()
	id := c.kind.importID
	if id == "" {
		g, err := group(&c.before, c.kind.group)
		if err != nil {
			c.t.Fatal(err)
		}
		id = g.ID
	}
	ds := fresh.Import(c.t.Context(), c.block+config, c.kind.address, id)
	got := "done"
	if fresh.State.Object(c.kind.address) == nil {
		got = "kept"
	}
	c.is("import", got, ds)
	if err := c.checkNoWrites(nil); err != nil {
		c.t.Error(err)
	}
}

// applies another configuration to the state as it is, without a refresh. Where the state keeps what it had, and so
// does WhatsApp, there is nothing to do once the situation is over.
func (c *goneCell) applies(walk, config string) {
	c.t.Helper()
	c.end()
	c.begin()
	c.State = c.applied
	c.Options.SkipRefresh = true
	_, ds := c.Apply(c.t.Context(), c.block+config)
	c.Options.SkipRefresh = false
	object, prior := c.State.Object(c.kind.address), c.applied.Object(c.kind.address)
	written := !cmp.Equal(c.groups, c.World().Groups)
	got := "changed, and nothing in WhatsApp"
	switch kept := object != nil && settled(object) == settled(prior); {
	case kept && written:
		got = "sent"
	case kept:
		got = "kept"
	case written:
		got = "done"
	case object == nil:
		got = "dropped"
	}
	c.is(walk, got, ds)
	if walk == "destroy" && got == "kept" {
		c.heals(c.kind.config(c.emulated))
	}
	c.State = c.applied
}

// settled is what the state has of an object, but for what did not go as planned.
func settled(o *terraformtest.Object) string {
	return regexp.MustCompile(`"pending":\[[^]]*\]|"status":\{[^}]*\}`).ReplaceAllString(string(o.Attributes), "")
}

// is checks an outcome against the table.
func (c *goneCell) is(walk, got string, ds terraformtest.Diagnostics) {
	c.t.Helper()
	want := ""
	if at := inGoneTable(c.situation.name, walk, c.kind.name, c.name); at >= 0 {
		want = goneTable[at].then
	}
	for _, d := range ds {
		// Some gateways invite whoever does not let themselves be added, and a destroy leaves groups. The plan says so,
		// whatever happens. Of warnings with one title Terraform shows one.
		said := fmt.Sprintf(", %s: %s", strings.ToLower(d.Severity.String()), d.Summary)
		always := d.Summary == "The gateway invites by itself" || d.Summary == "A WhatsApp group will be left"
		if !always && !strings.Contains(got, said) {
			got += said
		}
		for _, secret := range []string{
			wrongKey, clubCode, strings.Repeat("R", len(clubCode)), "OurCode000000000000000",
		} {
			if strings.Contains(d.String(), secret) {
				c.t.Errorf("%s tells a secret: %v", walk, d)
			}
		}
	}
	if got != want {
		c.t.Errorf("%s is %q, want %q:\n%v", walk, got, want, ds)
	}
}

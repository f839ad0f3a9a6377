package provider_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/emulator"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// pairs are people of whom each has two resources, a and b, which write the person in two ways.
type pairs struct {
	n int
	// from is the first person's place among those who could be.
	from int
	// lifecycle goes into the resources a.
	lifecycle string
}

func (p pairs) phone(i int) string {
	i += p.from
	return fmt.Sprintf("1%d55501%02d", 202+i/90, 10+i%90)
}

func (p pairs) writtenA(i int) string {
	phone := p.phone(i)
	return fmt.Sprintf("+1 %s %s %s", phone[1:4], phone[4:7], phone[7:])
}

func (p pairs) writtenB(i int) string { return "+" + p.phone(i) }

// keys are those of a for_each: a prefix and a number each.
func keys(prefix string, n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return keys
}

// block is a resource with a for_each. The person of a key is told by its number.
func (p pairs) block(name string, keys []string, written func(int) string, more string) string {
	var entries strings.Builder
	for _, key := range keys {
		var i int
		_, _ = fmt.Sscanf(key[1:], "%d", &i)
		fmt.Fprintf(&entries, "    %s = %q\n", key, written(i))
	}
	return fmt.Sprintf(`
resource "whatsapp_group_member" %q {
  for_each = {
%s  }
  group_id     = %q
  phone_number = each.value
%s}
`, name, entries.String(), exampleGroup, more)
}

func (p pairs) a(prefix string, n int) string {
	return p.block("a", keys(prefix, n), p.writtenA, p.lifecycle)
}

func (p pairs) b(n int) string { return p.block("b", keys("k", n), p.writtenB, "") }

// outside lists the people who are not in the group.
func (p pairs) outside(w *emulated) []string {
	var outside []string
	for _, g := range w.World().Groups {
		for i := range p.n {
			if g.ID == exampleGroup && roleIn(g, p.phone(i)) == "" {
				outside = append(outside, p.phone(i))
			}
		}
	}
	return outside
}

// unnamed lists the people whom no summary of a warning names in both ways.
func (p pairs) unnamed(ds terraformtest.Diagnostics) []string {
	var unnamed []string
	for i := range p.n {
		if !slices.ContainsFunc(ds.Warnings(), func(d terraformtest.Diagnostic) bool {
			return strings.Contains(d.Summary, p.writtenA(i)) && strings.Contains(d.Summary, p.writtenB(i))
		}) {
			unnamed = append(unnamed, p.phone(i))
		}
	}
	return unnamed
}

const (
	oneOfA = `whatsapp_group_member.a["k00"]`
	oneOfB = `whatsapp_group_member.b["k00"]`
)

const createFirst = `  lifecycle {
    create_before_destroy = true
  }
`

type drop struct {
	name      string
	lifecycle string
	// to is the configuration afterwards.
	to func(p pairs) string
	// replaces are the resources that the command line asks to replace, and taints says that one of a is tainted.
	replaces []string
	taints   bool
	// drift is what somebody does in WhatsApp before.
	drift func(g *emulator.Group)
	// empties: nobody has the people any more. keeps: nobody does, and they stay in the group.
	empties, keeps bool
	// quiet: nothing is sent. refreshes: it is never planned with -refresh=false.
	quiet, refreshes bool
}

// drops are ways in which one of two resources of a person, or both, are dropped or made anew.
var drops = []drop{
	{name: "block removed", to: func(p pairs) string { return p.b(p.n) }},
	{name: "keys removed", to: func(p pairs) string { return p.a("k", 0) + p.b(p.n) }},
	{name: "keys of the first removed", to: func(p pairs) string { return p.a("k", p.n) + p.b(0) }},
	{name: "keys renamed", to: func(p pairs) string { return p.a("n", p.n) + p.b(p.n) }},
	{name: "keys moved", quiet: true, to: func(p pairs) string {
		var moved strings.Builder
		for i := range p.n {
			fmt.Fprintf(&moved, "moved {\n  from = %s.a[%q]\n  to = %[1]s.a[%[3]q]\n}\n",
				"whatsapp_group_member", keys("k", p.n)[i], keys("n", p.n)[i])
		}
		return p.a("n", p.n) + p.b(p.n) + moved.String()
	}},
	{
		name: "replaced", to: pairs.both,
		replaces: []string{oneOfA},
	},
	{
		name: "replaced, created before destroyed", lifecycle: createFirst, to: pairs.both,
		replaces: []string{oneOfA},
	},
	{
		name: "both replaced", to: pairs.both,
		replaces: []string{oneOfA, oneOfB},
	},
	{
		name: "both replaced, one created before destroyed", lifecycle: createFirst, to: pairs.both,
		replaces: []string{oneOfA, oneOfB},
	},
	{
		name: "tainted", to: pairs.both,
		taints: true,
	},
	{
		name: "tainted, created before destroyed", lifecycle: createFirst, to: pairs.both,
		taints: true,
	},
	{name: "other person", to: otherPerson},
	// What plans the destruction is the apply, which knows of the other resource by the reading before the plan.
	{name: "other person, created before destroyed", lifecycle: createFirst, refreshes: true, to: otherPerson},
	// Nothing but the reading knows whom something tainted has.
	{name: "tainted, other person", taints: true, refreshes: true, to: otherPerson},
	{
		name: "tainted, other person, created before destroyed", lifecycle: createFirst, taints: true, refreshes: true,
		to: otherPerson,
	},
	{name: "taken out by hand", to: pairs.both, drift: func(g *emulator.Group) {
		for i := range 2 {
			remove(g, pairs{}.phone(i))
		}
	}},
	{
		name: "taken out by hand and one dropped", to: func(p pairs) string { return p.b(p.n) },
		drift: func(g *emulator.Group) { remove(g, pairs{}.phone(0)) },
	},
	{name: "both dropped", empties: true, to: func(pairs) string { return "" }},
	{
		name: "both dropped, one kept", lifecycle: "  on_destroy = \"keep\"\n", keeps: true,
		to: func(pairs) string { return "" },
	},
}

// otherPerson gives one of a to somebody else.
func otherPerson(p pairs) string {
	return strings.ReplaceAll(p.a("k", p.n), p.writtenA(0), "+1 202 555 0199") + p.b(p.n)
}

func (p pairs) both() string { return p.a("k", p.n) + p.b(p.n) }

// TestNobodyIsLostWithASecondResource has one of two resources of each person dropped, in many orders of what
// Terraform does.
func TestNobodyIsLostWithASecondResource(t *testing.T) {
	t.Parallel()
	seeds := 2
	if allDialects() {
		seeds = len(dialects)
	}
	for _, drop := range drops {
		for i, planFirst := range []bool{false, true, false, true} {
			old := i >= 2
			t.Run(fmt.Sprintf("%s/planned first %t/without tokens %t", drop.name, planFirst, old), func(t *testing.T) {
				t.Parallel()
				for seed := range seeds {
					drop.run(t, pairs{n: 2}, dialects[(i+4*seed)%len(dialects)], old, terraformtest.Options{
						OrphanPlanThenRead: planFirst,
						Parallelism:        1 + seed%2*9,
						Order:              rand.New(rand.NewPCG(uint64(seed), 0)), //nolint:gosec // No secret.
					})
				}
			})
		}
	}
}

// Many keys of a for_each are dropped in one run.
func TestNobodyOfManyIsLostWithASecondResource(t *testing.T) {
	t.Parallel()
	n := 20
	if allDialects() {
		n = 200
	}
	for j, name := range []string{"keys removed", "keys renamed"} {
		i := slices.IndexFunc(drops, func(d drop) bool { return d.name == name })
		for k, planFirst := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/planned first %t", name, planFirst), func(t *testing.T) {
				t.Parallel()
				for _, d := range dialects {
					if !hasTurn(2, j, k, d.place()) {
						continue
					}
					drops[i].run(t, pairs{n: n, from: 100}, d, false, terraformtest.Options{
						OrphanPlanThenRead: planFirst, Parallelism: 10,
						Order: rand.New(rand.NewPCG(1, 0)), //nolint:gosec // No secret.
					})
				}
			})
		}
	}
}

// run lets one of two resources of each person be dropped. An old state has no tokens in it.
func (d drop) run(t *testing.T, p pairs, by dialect, old bool, options terraformtest.Options) {
	t.Helper()
	p.lifecycle = d.lifecycle
	w, workspace := p.made(t, by, options)
	if old {
		for _, a := range workspace.State.Addresses() {
			workspace.State.Object(a.String()).Private = nil
		}
	}
	if d.taints {
		workspace.State.Taint(oneOfA)
	}
	workspace.Options.Replace = d.replaces
	if d.drift != nil {
		w.changeGroup("Party", d.drift)()
	}
	workspace.Options.SkipRefresh = options.Parallelism > 1 && d.drift == nil && !d.refreshes
	w.ClearRequests()
	to := w.config(d.to(p))
	_, ds := workspace.Apply(t.Context(), to)
	if ds.HasErrors() {
		t.Fatalf("%s: %v", by.name, ds.Err())
	}
	if writes := w.writes(); d.quiet && len(writes) > 0 {
		t.Errorf("%s: there were writes: %v", by.name, writes)
	}
	if outside := p.outside(w); d.empties != (len(outside) == p.n) || !d.empties && len(outside) > 0 {
		t.Errorf("%s: outside are %v: %v", by.name, outside, ds)
	}
	if unnamed := p.unnamed(ds); !d.empties && !d.keeps && d.drift == nil && len(unnamed) > 0 {
		t.Errorf("%s: no warning names %v in: %v", by.name, unnamed, ds)
	}
	workspace.Options = terraformtest.PlanOptions{}
	plan, ds := workspace.Plan(t.Context(), to)
	if ds.HasErrors() || !plan.IsEmpty() {
		t.Errorf("%s: the next plan is not empty: %v", by.name, ds)
	}
}

// made has the pairs in a state: those of the resources b in a run of their own.
func (p pairs) made(
	t *testing.T, d dialect, options terraformtest.Options,
) (*emulated, *terraformtest.Workspace) {
	t.Helper()
	world := byNumber.world()
	w := emulate(t, d, emulator.Options{World: world})
	workspace := terraformtest.New(factories, options).NewWorkspace()
	if _, ds := workspace.Apply(t.Context(), w.config(p.a("k", p.n))); len(ds) > 0 {
		t.Fatalf("first apply: %v", ds)
	}
	if _, ds := workspace.Apply(t.Context(), w.config(p.both())); ds.HasErrors() || len(p.unnamed(ds)) > 0 {
		t.Fatalf("second apply: no warning names %v in: %v", p.unnamed(ds), ds)
	}
	plan, ds := workspace.Plan(t.Context(), w.config(p.both()))
	if ds.HasErrors() || len(p.unnamed(ds)) > 0 || !plan.IsEmpty() {
		t.Fatalf("plan: no warning names %v in: %v", p.unnamed(ds), ds)
	}
	return w, workspace
}

// TestAccNobodyIsLostWithASecondResource is the same by the CLI, which chooses its own order.
func TestAccNobodyIsLostWithASecondResource(t *testing.T) {
	t.Parallel()
	cases := map[int][]string{2: {"block removed", "tainted"}, 20: {"keys renamed"}}
	if allDialects() {
		var all []string
		for _, drop := range drops {
			all = append(all, drop.name)
		}
		cases = map[int][]string{2: all, 20: all, 200: {"block removed", "keys removed", "keys renamed"}}
	}
	for n, names := range cases {
		for _, drop := range drops {
			if slices.Contains(names, drop.name) {
				t.Run(fmt.Sprintf("%s/%d", drop.name, n), func(t *testing.T) {
					t.Parallel()
					drop.runByCLI(t, pairs{n: n, lifecycle: drop.lifecycle})
				})
			}
		}
	}
}

func (d drop) runByCLI(t *testing.T, p pairs) {
	t.Helper()
	w := newEmulated(t, emulator.Options{World: byNumber.world()})
	c := newCLI(t, requiredProviders+w.config(p.a("k", p.n)))
	c.run(0, "apply", "-auto-approve")
	c.rewrite(requiredProviders + w.config(p.both()))
	p.namesAll(t, c.run(0, "apply", "-auto-approve"))
	p.namesAll(t, c.run(0, "plan", "-detailed-exitcode"))
	apply := []string{"apply", "-auto-approve"}
	if d.taints {
		c.run(0, "taint", oneOfA)
	}
	for _, address := range d.replaces {
		apply = append(apply, "-replace="+address)
	}
	if d.drift != nil {
		w.changeGroup("Party", d.drift)()
	}
	c.rewrite(requiredProviders + w.config(d.to(p)))
	w.ClearRequests()
	printed := c.run(0, apply...)
	if outside := p.outside(w); d.empties != (len(outside) == p.n) || !d.empties && len(outside) > 0 {
		t.Errorf("outside are %v: %s", outside, printed)
	}
	if writes := w.writes(); d.quiet && len(writes) > 0 {
		t.Errorf("there were writes: %v", writes)
	}
	if !d.empties && !d.keeps && d.drift == nil {
		p.namesAll(t, printed)
	}
	c.run(0, "plan", "-detailed-exitcode")
}

// namesAll checks that the summaries of warnings name everybody in both ways.
func (p pairs) namesAll(t *testing.T, printed string) {
	t.Helper()
	for i := range p.n {
		a, b := p.writtenA(i), p.writtenB(i)
		if !says(printed, a+" and "+b) && !says(printed, a+" goes, "+b) && !says(printed, b+" goes, "+a) {
			t.Errorf("no warning names %s: %s", p.phone(i), printed)
		}
	}
}

// TestWhatNoProcessKnowsIsSaid: with -refresh=false nothing but the plan knows of a second resource that was made since
// the last reading, and after create_before_destroy the apply knows nothing of the plan. Where that takes somebody out,
// the plan has said so, and the next one adds them again.
func TestWhatNoProcessKnowsIsSaid(t *testing.T) {
	t.Parallel()
	taken := 0
	for seed := range uint64(6) {
		p := pairs{n: 1, lifecycle: createFirst}
		w, workspace := p.made(t, dialects[int(seed)%len(dialects)], terraformtest.Options{
			Parallelism: 1, Order: rand.New(rand.NewPCG(seed, 0)), //nolint:gosec // No secret.
		})
		workspace.Options.SkipRefresh = true
		to := w.config(otherPerson(p))
		_, ds := workspace.Apply(t.Context(), to)
		if ds.HasErrors() {
			t.Fatal(ds)
		}
		if len(p.outside(w)) > 0 {
			taken++
			if !strings.Contains(ds.String(), "the apply may take the person out") {
				t.Errorf("nothing says that the person may be taken out: %s", ds)
			}
		}
		workspace.Options.SkipRefresh = false
		if _, ds := workspace.Apply(t.Context(), to); ds.HasErrors() || len(p.outside(w)) > 0 {
			t.Errorf("the next apply leaves %v outside: %s", p.outside(w), ds)
		}
	}
	if taken == 0 {
		t.Error("nobody was taken out: then the guide need not warn of it")
	}
}

// TestOnePersonIsMadeTwiceInOneRole: two resources of one person may be created in one run, unless they differ in the
// role. Then the plan refuses them, in either order, and nothing is sent.
func TestOnePersonIsMadeTwiceInOneRole(t *testing.T) {
	t.Parallel()
	for i, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			p := pairs{n: 2}
			w := emulate(t, d, emulator.Options{World: byNumber.world()})
			workspace := terraformtest.New(factories, terraformtest.Options{
				Parallelism: 1 + i%2*9, Order: rand.New(rand.NewPCG(uint64(i), 0)), //nolint:gosec // No secret.
			}).NewWorkspace()
			p.lifecycle = "  role = \"admin\"\n"
			_, ds := workspace.Plan(t.Context(), w.config(p.both()))
			for i := range p.n {
				refusal := fmt.Sprintf("One person in two roles: %s as an admin and %s as an ordinary member",
					p.writtenA(i), p.writtenB(i))
				if !strings.Contains(ds.String(), refusal) {
					t.Errorf("the plan does not name %s: %s", p.phone(i), ds)
				}
			}
			if err := w.checkNoWrites(nil); err != nil || !ds.HasErrors() {
				t.Errorf("%v: %s", err, ds)
			}
			p.lifecycle = ""
			if _, ds := workspace.Apply(t.Context(), w.config(p.both())); ds.HasErrors() || len(p.unnamed(ds)) > 0 {
				t.Errorf("the apply says %s", ds)
			}
			if outside := p.outside(w); len(outside) > 0 {
				t.Errorf("outside are %v", outside)
			}
			if plan, ds := workspace.Plan(t.Context(), w.config(p.both())); ds.HasErrors() || !plan.IsEmpty() {
				t.Errorf("the next plan is not empty: %s", ds)
			}
		})
	}
}

// TestOneNumberOfTwoAccounts: the number of two resources has moved, and one of them was replaced, so that it has the
// new holder. Each may be dropped, and the other is no reason to keep the person.
func TestOneNumberOfTwoAccounts(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, dropped := range []string{"a", "b"} {
				p := pairs{n: 1, from: 1} // She is anna.
				w, workspace := p.made(t, d, terraformtest.Options{})
				old := w.lidIn(exampleGroup, p.phone(0))
				if !strings.Contains(string(workspace.State.Object(oneOfA).Private), `"lid"`) {
					t.Skip("the gateway does not tell the LID")
				}
				w.moves(p.phone(0), old, "member")
				workspace.Options.Replace = []string{oneOfB}
				if _, ds := workspace.Apply(t.Context(), w.config(p.both())); ds.HasErrors() {
					t.Fatal(ds)
				}
				workspace.Options = terraformtest.PlanOptions{}
				left := map[string]string{"a": p.b(1), "b": p.a("k", 1)}[dropped]
				_, ds := workspace.Apply(t.Context(), w.config(left))
				if ds.HasErrors() || strings.Contains(ds.String(), "Kept in the group") {
					t.Errorf("%s dropped: %s", dropped, ds)
				}
				want := map[string]string{"a": "member", "b": ""}[dropped]
				if is := w.roleOfLID(newHolderLID); is != want {
					t.Errorf("%s dropped: the new holder is %q, want %q: %s", dropped, is, want, ds)
				}
				if is := w.roleOfLID(old); is != "member" {
					t.Errorf("%s dropped: the old holder is %q: %s", dropped, is, ds)
				}
			}
		})
	}
}

// TestOnePersonByNumberAndByLID has a second resource for somebody by LID. Either may go, and the person stays.
func TestOnePersonByNumberAndByLID(t *testing.T) {
	t.Parallel()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			for _, stays := range []string{"number", "lid"} {
				w := emulate(t, d, emulator.Options{World: byLID.world()})
				lid := w.lidIn(exampleGroup, emil)
				blocks := map[string]string{}
				for name, argument := range map[string]string{
					"number": fmt.Sprintf("phone_number = %q", "+"+emil), "lid": fmt.Sprintf("lid = %q", lid),
				} {
					blocks[name] = fmt.Sprintf(`
resource "whatsapp_group_member" %q {
  group_id = %q
  %s
}`, name, exampleGroup, argument)
				}
				workspace := inProcess.NewWorkspace()
				if _, ds := workspace.Apply(t.Context(), w.config(blocks["number"])); ds.HasErrors() {
					t.Fatal(ds)
				}
				both := w.config(blocks["number"] + blocks["lid"])
				if _, ds := workspace.Apply(t.Context(), both); ds.HasErrors() {
					t.Fatal(ds)
				}
				plan, ds := workspace.Plan(t.Context(), both)
				if !plan.IsEmpty() || len(ds) != 1 || !strings.Contains(ds[0].Summary, "+"+emil) ||
					!strings.Contains(ds[0].Summary, lid) {
					t.Errorf("the plan says %v", ds)
				}
				_, ds = workspace.Apply(t.Context(), w.config(blocks[stays]))
				if err := w.checkRole("Party", emil, "member")(nil); ds.HasErrors() || err != nil {
					t.Errorf("after the other one has gone: %v, %v", err, ds)
				}
				if _, ds = workspace.Apply(t.Context(), w.config("")); ds.HasErrors() {
					t.Error(ds)
				}
				if err := w.checkRole("Party", emil, "")(nil); err != nil {
					t.Errorf("after both have gone: %v", err)
				}
			}
		})
	}
}

package chaos

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
)

// generator makes a program of random numbers.
type generator struct {
	*rand.Rand
	d       dialect
	p       Program
	configs [2]Config // Those of the workspaces, as they were applied last.
	// untold are the moves that the last configurations did not tell, and that are refused until the next ones do.
	untold [2][][2]string
	labels int
	// workspace is that of the run that is made.
	workspace int
}

// Generate makes the program of a seed on a dialect.
func Generate(seed uint64, d dialect) Program {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 16)), d: d} //nolint:gosec // It is to be the same each time.
	g.p = Program{
		Seed: seed, Dialect: d.name, LID: g.one(3), Hidden: g.one(4), Store: g.one(2), Parallelism: 1,
		Paced: g.one(4), Retries: g.IntN(2),
	}
	if g.one(3) {
		g.p.Parallelism = 10
	}
	if d.can(typeWebhook) {
		g.p.Session = pick(g, sessions)
	}
	for range 3 + g.IntN(4) {
		g.p.Steps = append(g.p.Steps, g.step())
	}
	return g.p
}

// one is true once in so many times.
func (g *generator) one(in int) bool { return g.IntN(in) == 0 }

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

func (g *generator) step() Step {
	if g.one(5) {
		return g.scene()
	}
	var s Step
	workspace := 0
	if g.one(6) {
		workspace = 1
	}
	s.Runs = []Run{g.run(workspace)}
	if g.one(10) { // The other workspace too.
		s.Runs, s.Together = append(s.Runs, g.run(1-workspace)), g.one(2)
	}
	if len(g.p.Steps) > 0 && g.one(2) || g.one(4) {
		s.Faults = g.faults()
	}
	if g.one(4) {
		for range 1 + g.IntN(2) {
			s.Acts = append(s.Acts, Act{
				Call: g.IntN(12), What: pick(g, actNames), Group: g.IntN(6), Phone: pick(g, people),
			})
		}
	}
	if g.one(5) {
		s.End = &End{
			Call: 1 + g.IntN(25), How: pick(g, []string{endKilled, endKilled, endProvider, endCancel, endCancel}),
			After: g.one(2),
		}
	}
	g.aroundWebhooks(&s)
	return s
}

var actNames = slices.Sorted(maps.Keys(acts))

var faultNames = slices.Sorted(maps.Keys(faultKinds))

func (g *generator) faults() []Fault {
	var faults []Fault
	for range 1 + g.IntN(2) {
		name := pick(g, faultNames)
		kind := faultKinds[name]
		if kind.slow && !g.one(3) {
			continue
		}
		f := Fault{Name: name, On: pick(g, kind.on)}
		if g.d.requests[f.On] == "" {
			continue
		}
		switch g.IntN(4) {
		case 0:
			f.Calls = []int{1 + g.IntN(8)}
		case 1:
			f.Times = 1 + g.IntN(3)
		case 2:
			f.Calls = []int{1 + g.IntN(3), 4 + g.IntN(4)}
		default: // Each.
			if kind.slow {
				f.Times = 1
			}
		}
		faults = append(faults, f)
	}
	return faults
}

// run makes a command with a configuration that is a little different from the last one.
func (g *generator) run(workspace int) Run {
	g.workspace = workspace
	c := g.configs[workspace].clone()
	c.Moved, c.Removed = append(c.webhookMoves(), g.untold[workspace]...), nil
	g.untold[workspace] = nil
	changes := 1 + g.IntN(3)
	if len(c.Resources) == 0 {
		changes = 2 + g.IntN(3)
	}
	for range changes {
		g.change(&c)
	}
	c.Imports = g.imports(c)
	g.configs[workspace] = c
	r := Run{Workspace: workspace, Command: doApply, Config: c, SkipRefresh: g.one(12)}
	switch g.IntN(20) {
	case 0, 1:
		r.Command = doSaved
	case 2:
		r.Command = doPlan
	case 3:
		r.Command = doRefresh
	case 4:
		r.Command = doDestroy
	case 5, 6:
		r.Command = pick(g, []string{doTaint, doReplace, doTarget, doForget})
		if len(c.Resources) == 0 {
			return Run{Workspace: workspace, Command: doApply, Config: c}
		}
		r.Address = g.instance(pick(g, c.Resources))
	case 7:
		r.Command = doApply
		there := func(r Resource) bool { return importID(r) != "" }
		if i := slices.IndexFunc(c.Resources, there); i >= 0 {
			r.Command, r.Address, r.ID = doImport, c.Resources[i].address(), importID(c.Resources[i])
		}
	}
	return r
}

// instance is the address of one instance of a block.
func (g *generator) instance(r Resource) string {
	if !r.ForEach {
		return r.address()
	}
	keys := slices.Sorted(maps.Keys(r.People))
	if len(keys) == 0 {
		return r.address()
	}
	return fmt.Sprintf("%s[%q]", r.address(), pick(g, keys))
}

// label is a new one.
func (g *generator) label() string {
	g.labels++
	return fmt.Sprintf("r%d", g.labels)
}

// change changes a configuration at random.
func (g *generator) change(c *Config) {
	if len(c.Resources) == 0 || g.one(3) {
		g.add(c)
		return
	}
	i := g.IntN(len(c.Resources))
	switch g.IntN(12) {
	case 0:
		g.drop(c, i)
	case 1:
		g.rename(c, i, nil)
	case 2:
		g.rename(c, i, &g.untold[g.workspace])
	case 3:
		if g.d.can(asking) && g.one(2) {
			c.Asking = !c.Asking
			return
		}
		c.Data = !c.Data
	case 4, 5: // The same people under other keys.
		for j := range c.Resources {
			if c.Resources[j].ForEach {
				g.rekey(&c.Resources[j])
			}
		}
	default:
		g.alter(&c.Resources[i])
	}
}

// drop takes a block out, with all that is about its group.
func (g *generator) drop(c *Config, i int) {
	r := c.Resources[i]
	c.Moved = slices.DeleteFunc(c.Moved, func(m [2]string) bool { return m[1] == r.address() })
	if g.one(3) && !r.ForEach {
		c.Removed = append(c.Removed, r.address())
	}
	c.Resources = slices.DeleteFunc(c.Resources, func(other Resource) bool {
		return other.address() == r.address() || r.Type == typeGroup && other.Place == r.Label
	})
}

// rename gives a block another label, with word of it, or with none. Of what a group has one of, the word comes in the
// next configuration.
func (g *generator) rename(c *Config, i int, untold *[][2]string) {
	r := &c.Resources[i]
	from, old := r.address(), r.Label
	if adopted[old] != "" {
		return
	}
	if r.Type != typeWebhook && slices.ContainsFunc(c.Moved, func(m [2]string) bool { return m[1] == from }) {
		return // Of one object there is one move at a time.
	}
	r.Label = g.label()
	if r.Type == typeGroup {
		for j := range c.Resources {
			if c.Resources[j].Place == old {
				c.Resources[j].Place = r.Label
			}
		}
	}
	move := [2]string{from, r.address()}
	switch {
	case untold == nil, r.Type == typeWebhook:
		c.Moved = append(c.Moved, move)
	case r.isSingle():
		*untold = append(*untold, move)
	}
}

// isSingle reports whether a group has one of a resource, so that a re-keyed one is refused without a word of it.
func (r Resource) isSingle() bool { return r.Type == typeJoined || r.Type == typeInvite }

// places are the groups that something can be about.
func (g *generator) places(c *Config) []string {
	places := []string{club, club, club, choir, circle, circle}
	for _, r := range c.Resources {
		if r.Type == typeGroup && adopted[r.Label] == "" {
			places = append(places, r.Label, r.Label, r.Label)
		}
	}
	return places
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }

func number(phone string) string { return "+" + phone }

// add adds a block.
func (g *generator) add(c *Config) {
	switch {
	case g.d.can(typeWebhook) && g.one(6):
		g.addWebhook(c)
		return
	case g.one(16):
		g.adopt(c)
		return
	}
	r := Resource{Type: pick(g, []string{
		typeGroup, typeGroup, typeGroup, typeMember, typeMember, typeMember, typeMember, typeMembers, typeMembers,
		typeInvite, typeJoined,
	}), Label: g.label(), Args: map[string]string{}}
	switch r.Type {
	case typeGroup:
		r.Args["name"] = quoted(pick(g, groupNames))
		if !g.d.can("empty") || g.one(4) {
			r.Args["initial_members"] = hclMap(map[string]string{number(pick(g, []string{anna, ida, carla})): "member"})
		}
	case typeMember:
		r.Place = pick(g, g.places(c))
		if g.one(2) {
			r.ForEach, r.People = true, map[string]string{}
			for i, n := 0, 1+g.IntN(4); i < n; i++ {
				r.People[pick(g, keys)] = number(pick(g, people))
			}
		} else {
			r.Args["phone_number"] = quoted(number(pick(g, people)))
		}
	case typeMembers:
		r.Place, r.People = pick(g, g.places(c)), map[string]string{}
		if c.has(typeMembers, r.Place) {
			return // A group has one map.
		}
		for i, n := 0, 1+g.IntN(5); i < n; i++ {
			r.People[number(pick(g, people))] = g.role()
		}
		r.Args["exclusive"] = fmt.Sprint(g.one(2))
	case typeInvite:
		r.Place = pick(g, g.places(c))
		if r.Place == choir {
			r.Place = club
		}
		if c.has(typeInvite, r.Place) {
			return
		}
	case typeJoined:
		if c.has(typeJoined, "") {
			return
		}
		r.Args["invite"] = quoted(chessCode)
	}
	g.refused(&r)
	c.Resources = append(c.Resources, r)
	for range g.IntN(3) {
		g.alter(&c.Resources[len(c.Resources)-1])
	}
}

// has reports whether a configuration has a block of a type about a group.
func (c Config) has(kind, place string) bool {
	return slices.ContainsFunc(c.Resources, func(r Resource) bool { return r.Type == kind && r.Place == place })
}

var (
	groupNames = []string{"Alpha", "Beta", "Gamma", "Delta"}
	keys       = []string{"one", "two", "three", "four"}
)

func (g *generator) role() string {
	if g.one(4) {
		return "admin"
	}
	return "member"
}

// set sets an argument, where the gateway can have it.
func (g *generator) set(r *Resource, name, value string) {
	if g.d.can(name) {
		r.Args[name] = value
	}
}

// alter changes one thing of a block.
func (g *generator) alter(r *Resource) {
	switch r.Type {
	case typeGroup:
		g.alterGroup(r)
	case typeMember:
		g.alterMember(r)
	case typeMembers:
		switch g.IntN(7) {
		case 0:
			g.set(r, "exclusive", fmt.Sprint(g.one(2)))
		case 1:
			g.set(r, "on_destroy", quoted(pick(g, []string{"remove", "keep"})))
		case 2:
			g.alterRefusal(r)
		case 3, 4:
			if len(r.People) > 1 {
				delete(r.People, pick(g, slices.Sorted(maps.Keys(r.People))))
			}
		default:
			r.People[number(pick(g, people))] = g.role()
		}
	case typeInvite:
		if g.one(2) {
			g.set(r, "keepers", fmt.Sprintf("{ round = \"%d\" }", g.IntN(3)))
		} else {
			g.set(r, "on_destroy", quoted(pick(g, []string{"revoke", "keep"})))
		}
	case typeJoined:
		g.set(r, "on_destroy", quoted(pick(g, []string{"leave", "keep"})))
	case typeWebhook:
		g.alterWebhook(r)
	}
}

func (g *generator) alterGroup(r *Resource) {
	switch g.IntN(10) {
	case 0, 1:
		r.Args["name"] = quoted(pick(g, groupNames))
	case 2:
		if r.Args["description"] == "" || !slices.Contains(g.d.onlyFirst, "description") {
			r.Args["description"] = quoted(pick(g, []string{"One", "Two", "Three"}))
		}
	case 3:
		g.set(r, "messages_admins_only", fmt.Sprint(g.one(2)))
	case 4:
		g.set(r, "info_admins_only", fmt.Sprint(g.one(2)))
	case 5:
		g.set(r, "member_add_mode", quoted(pick(g, []string{"admin_add", "all_member_add"})))
	case 6:
		g.set(r, "join_approval_required", fmt.Sprint(g.one(2)))
	case 7:
		g.set(r, "picture_path", quoted(picture(g.IntN(2))))
	case 8:
		ways := []string{"leave", "keep", "remove_members_and_leave"}
		if adopted[r.Label] != "" { // Nobody can remove its creator.
			ways = ways[:2]
		}
		r.Args["on_destroy"] = quoted(pick(g, ways))
	default:
		r.Args["on_existing"] = quoted(pick(g, []string{"fail", "create"}))
	}
}

func (g *generator) alterMember(r *Resource) {
	switch g.IntN(8) {
	case 0, 1:
		r.Args["role"] = quoted(g.role())
	case 2:
		r.Args["on_destroy"] = quoted(pick(g, []string{"remove", "keep"}))
	case 3:
		g.alterRefusal(r)
	default:
		if !r.ForEach {
			r.Args["phone_number"] = quoted(number(pick(g, people)))
			return
		}
		g.rekey(r)
	}
}

// rekey gives somebody of for_each another key, or adds or drops somebody.
func (g *generator) rekey(r *Resource) {
	had := slices.Sorted(maps.Keys(r.People))
	if len(had) == 0 || g.one(3) {
		r.People[pick(g, keys)] = number(pick(g, people))
		return
	}
	key := pick(g, had)
	phone := r.People[key]
	delete(r.People, key)
	if !g.one(3) {
		r.People[pick(g, keys)] = phone
	}
}

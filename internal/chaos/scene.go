package chaos

import "slices"

// scenes are steps in which one thing goes wrong and nothing else, so that nothing else explains what becomes of it.
// Most faults that are drawn at random meet nothing that they are about, or something else that goes wrong as well.
var scenes = []func(g *generator, c *Config) Step{
	(*generator).lostCreate, (*generator).acceptedSetting, (*generator).acceptedMember, (*generator).refusedTogether,
	(*generator).relinking, (*generator).manyAdded, (*generator).stoppedAmongMany,
}

func (g *generator) scene() Step {
	c := g.configs[0].clone()
	c.Moved, c.Removed = nil, nil
	s := pick(g, scenes)(g, &c)
	g.configs[0] = c
	s.Runs = []Run{{Command: doApply, Config: c}}
	return s
}

// lostCreate makes a group and loses the answer.
func (g *generator) lostCreate(c *Config) Step {
	g.newGroup(c)
	return Step{Faults: []Fault{{Name: "lost answer", On: aCreate}}}
}

// acceptedSetting changes a group, and the gateway only says that it is done.
func (g *generator) acceptedSetting(c *Config) Step {
	i := g.groupIn(c)
	for range 3 {
		g.alterGroup(&c.Resources[i])
	}
	return Step{Faults: []Fault{{Name: accepted, On: aSetting}}}
}

// acceptedMember adds somebody, and the gateway only says that it is done.
func (g *generator) acceptedMember(c *Config) Step {
	c.Resources = append(c.Resources, Resource{
		Type: typeMember, Label: g.label(), Place: g.mine(c),
		Args: map[string]string{"phone_number": quoted(number(pick(g, people))), "role": quoted(g.role())},
	})
	return Step{Faults: []Fault{{Name: accepted, On: pick(g, []string{anAdding, aWrite})}}}
}

// refusedTogether adds several people, one of whom has the whole call refused.
func (g *generator) refusedTogether(c *Config) Step {
	place := g.mine(c)
	i := slices.IndexFunc(c.Resources, func(r Resource) bool { return r.Type == typeMembers && r.Place == place })
	if i < 0 {
		i = len(c.Resources)
		c.Resources = append(c.Resources, Resource{
			Type: typeMembers, Label: g.label(), Place: place, Args: map[string]string{}, People: map[string]string{},
		})
	}
	for _, phone := range []string{fritz, pick(g, people), pick(g, people), pick(g, people)} {
		c.Resources[i].People[number(phone)] = g.role()
	}
	return Step{Faults: []Fault{{Name: blamed, On: anAdding}}}
}

// manyAdded adds more people at once than the pace lets through.
func (g *generator) manyAdded(c *Config) Step {
	for _, place := range []string{club, circle, c.Resources[g.groupIn(c)].Label} {
		c.Resources = append(c.Resources, Resource{
			Type: typeMember, Label: g.label(), Place: place, Args: map[string]string{}, ForEach: true,
			People: map[string]string{
				"one": number(anna), "two": number(bruno), "three": number(carla), "four": number(ida),
			},
		})
	}
	return Step{}
}

// stoppedAmongMany interrupts a run in which many wait to be added.
func (g *generator) stoppedAmongMany(c *Config) Step {
	s := g.manyAdded(c)
	s.End = &End{Call: 4 + g.IntN(16), How: endCancel}
	return s
}

// relinking has another account at the gateway from the start.
func (*generator) relinking(*Config) Step { return Step{Acts: []Act{{What: relinked}}} }

// newGroup adds a group of a name that the configuration does not have yet.
func (g *generator) newGroup(c *Config) {
	r := Resource{Type: typeGroup, Label: g.label(), Args: map[string]string{}}
	for _, i := range g.Perm(len(groupNames)) {
		r.Args["name"] = quoted(groupNames[i])
		if !slices.ContainsFunc(c.Resources, func(o Resource) bool { return o.argument("name") == groupNames[i] }) {
			break
		}
	}
	if !g.d.can("empty") {
		r.Args["initial_members"] = hclMap(map[string]string{number(anna): "member"})
	}
	c.Resources = append(c.Resources, r)
}

// groupIn is the place of a group in a configuration, which gets one if it has none.
func (g *generator) groupIn(c *Config) int {
	isGroup := func(r Resource) bool { return r.Type == typeGroup }
	if !slices.ContainsFunc(c.Resources, isGroup) {
		g.newGroup(c)
	}
	return slices.IndexFunc(c.Resources, isGroup)
}

// mine is a group that the account is an admin of.
func (g *generator) mine(c *Config) string {
	if g.one(2) {
		return club
	}
	return c.Resources[g.groupIn(c)].Label
}

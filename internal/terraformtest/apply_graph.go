package terraformtest

import (
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// applyGraph puts the operations of an apply in order: what is made waits for what it refers to, and what goes waits
// for what needs it to go. What is replaced goes first, or last if its replacement is made before.
type applyGraph struct {
	w          *applyWalk
	configured map[string]*step
	// whole stand for resources, so that what refers to one that does not change waits for what that one refers to.
	whole    map[address.Resource]*step
	makers   map[address.Resource][]*operation // Those that make, change or read.
	makerOf  map[Address]*step
	removers map[address.Resource][]*operation // Those that destroy.
	steps    []*step
}

// operation is a step that does something with an object.
type operation struct {
	*step
	c *Change
	// needed are the resources that the object needs by the state, which is what counts for the order of destruction.
	needed []address.Resource
	// late: it destroys after what needs the object was changed, and not before.
	late bool
}

// steps are all operations of the apply.
func (w *applyWalk) steps() []*step {
	g := &applyGraph{
		w: w, configured: w.configureSteps(), whole: map[address.Resource]*step{}, makerOf: map[Address]*step{},
		makers: map[address.Resource][]*operation{}, removers: map[address.Resource][]*operation{},
	}
	for _, s := range g.configured {
		g.steps = append(g.steps, s)
	}
	for _, c := range w.p.Changes {
		g.add(c)
	}
	g.connectDestruction()
	if w.p.Mode == Destroy {
		g.connectProviders()
	} else {
		g.connectReferences()
		g.addOutputs()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for name, o := range w.p.Outputs {
		if o.Action == Delete {
			delete(w.state.Outputs, name)
		}
	}
	return g.steps
}

// add makes the steps of a change.
func (g *applyGraph) add(c *Change) {
	w, b := g.w, g.w.config.Resource(c.Address.Resource)
	switch c.Action {
	case NoOp:
		if b != nil && b.HasConditions() { // They are checked again.
			g.addMaker(c, w.applyManaged)
		}
	case Create, Update:
		g.addMaker(c, w.applyManaged)
	case Read:
		g.addMaker(c, w.applyData)
	case DeleteThenCreate:
		g.addMaker(c, w.applyManaged)
		g.addRemover(c, "")
	case CreateThenDelete:
		g.addMaker(c, w.applyManaged)
		g.addRemover(c, w.deposedKeys[c.Address])
	case Delete:
		g.addRemover(c, c.Deposed)
	case Forget:
		g.steps = append(g.steps, newStep(c.Address.String()+" (forget)", func() Diagnostics { return w.forget(c) }))
	}
}

func (g *applyGraph) addMaker(c *Change, run func(*Change) Diagnostics) {
	s := newStep(c.Address.String(), func() Diagnostics { return run(c) })
	s.need(g.configured[g.w.config.Resource(c.Address.Resource).Provider])
	o := &operation{step: s, c: c}
	if was := g.w.object(c.Address, ""); was != nil {
		o.needed = was.Dependencies
	}
	g.steps = append(g.steps, s)
	g.makerOf[c.Address] = s
	g.makers[c.Address.Resource] = append(g.makers[c.Address.Resource], o)
}

// addRemover destroys the object at the address, or the one that has a key by then.
func (g *applyGraph) addRemover(c *Change, deposed string) {
	a, o := c.Address, g.w.object(c.Address, c.Deposed)
	s := newStep(a.String()+" (destroy)", func() Diagnostics { return g.w.destroy(c) })
	if deposed != "" {
		s = newStep(a.String()+" (destroy deposed "+deposed+")", func() Diagnostics {
			return g.w.destroyDeposed(a, deposed)
		})
	}
	removal := &operation{step: s, c: c, late: deposed != ""}
	if o != nil {
		removal.needed, removal.late = o.Dependencies, removal.late || o.CreateBeforeDestroy
		if !a.Data {
			s.need(g.configured[providerName(o)])
		}
	}
	g.steps = append(g.steps, s)
	g.removers[a.Resource] = append(g.removers[a.Resource], removal)
}

// connectReferences makes everything wait for what its configuration refers to.
func (g *applyGraph) connectReferences() {
	for _, b := range g.w.config.Resources {
		g.whole[b.Resource] = newStep(b.String()+" (all)", func() Diagnostics { return nil })
		g.steps = append(g.steps, g.whole[b.Resource])
	}
	for r, whole := range g.whole {
		needed := g.stepsOf(g.w.deps.direct[r])
		whole.need(needed...)
		for _, o := range g.makers[r] {
			o.need(whole)
			o.need(needed...)
		}
	}
	for name, s := range g.configured {
		s.need(g.stepsOf(g.w.deps.providers[name])...)
	}
}

// stepsOf are those that references wait for. One to a single instance that changes waits for that alone.
func (g *applyGraph) stepsOf(all references) []*step {
	var steps []*step
	for a := range all {
		if single := g.makerOf[a]; single != nil && a.Key != (address.Key{}) {
			steps = append(steps, single)
			continue
		}
		steps = append(steps, g.whole[a.Resource])
		for _, o := range g.makers[a.Resource] {
			steps = append(steps, o.step)
		}
	}
	return steps
}

func (g *applyGraph) addOutputs() {
	for _, o := range g.w.config.Outputs {
		if g.w.p.Outputs[o.Name] == nil {
			continue // It was no target.
		}
		s := newStep("output."+o.Name, func() Diagnostics { return g.w.applyOutput(o) })
		s.need(g.stepsOf(g.w.deps.ofOutput(o))...)
		g.steps = append(g.steps, s)
	}
}

// connectDestruction puts destruction in order, by what the objects needed when they were made.
func (g *applyGraph) connectDestruction() {
	for r, makers := range g.makers {
		removerOf := map[Address][]*operation{}
		for _, remover := range g.removers[r] {
			removerOf[remover.c.Address] = append(removerOf[remover.c.Address], remover)
		}
		for _, maker := range makers {
			for _, remover := range removerOf[maker.c.Address] { // A replacement comes after the old object has gone.
				destroyBefore(maker, remover)
			}
			for _, needed := range maker.needed { // What changes waits for what it needed to go.
				for _, remover := range g.removers[needed] {
					if maker.c.Action != NoOp {
						destroyBefore(maker, remover)
					}
				}
			}
		}
	}
	for _, removers := range g.removers {
		for _, remover := range removers {
			for _, needed := range remover.needed {
				for _, other := range g.removers[needed] { // What an object needed goes after it.
					other.need(remover.step)
				}
				for _, maker := range g.makers[needed] { // And changes after it.
					if maker.c.Action != NoOp {
						destroyBefore(maker, remover)
					}
				}
			}
		}
	}
}

// destroyBefore makes the destruction come before what makes or changes, or after it if it is late.
func destroyBefore(maker, remover *operation) {
	if remover.late {
		remover.need(maker.step)
		return
	}
	maker.need(remover.step)
}

// connectProviders keeps what a provider is configured from until it is.
func (g *applyGraph) connectProviders() {
	for name, s := range g.configured {
		for r := range g.w.deps.providers[name].resources() {
			for _, remover := range g.removers[r] {
				remover.need(s)
			}
		}
	}
}

package terraformtest

import (
	"maps"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// references are the resources that something depends on. The key of an instance is the zero key unless one is meant
// alone.
type references map[address.Instance]bool

// resources are those that are referred to, whichever instance.
func (r references) resources() map[address.Resource]bool {
	all := map[address.Resource]bool{}
	for a := range r {
		all[a.Resource] = true
	}
	return all
}

// dependencies tells what depends on what in a configuration.
type dependencies struct {
	config *config.Config
	// direct are what the block of each resource refers to.
	direct map[address.Resource]references
	// providers are what the configuration of each provider refers to.
	providers map[string]references
	// all are the resources that have to be there for each one, also through others, and through its provider.
	all map[address.Resource][]address.Resource
	// createBeforeDestroy are the resources of which what replaces an instance is made first: those that say so, and
	// all that these need.
	createBeforeDestroy map[address.Resource]bool
}

// newDependencies needs the schemas to find the references within blocks.
func newDependencies(
	c *config.Config, of func(*config.Resource) *schema.Schema, ofProvider func(string) *schema.Schema,
) *dependencies {
	d := &dependencies{
		config:    c,
		direct:    map[address.Resource]references{},
		providers: map[string]references{},
		all:       map[address.Resource][]address.Resource{},

		createBeforeDestroy: map[address.Resource]bool{},
	}
	for name, p := range c.Providers {
		if s := ofProvider(name); s != nil {
			d.providers[name] = d.referencesOf(hcldec.Variables(p.Body, s.Spec()))
		}
	}
	for _, r := range c.Resources {
		traversals := slices.Clone(r.DependsOn)
		for _, e := range r.Expressions() {
			if e != nil {
				traversals = append(traversals, e.Variables()...)
			}
		}
		traversals = append(traversals, hcldec.Variables(r.Body, of(r).Spec())...)
		d.direct[r.Resource] = d.referencesOf(traversals)
		delete(d.direct[r.Resource], r.Instance(address.Key{}))
	}
	for _, i := range c.Imports {
		d.addImport(i)
	}
	for _, r := range c.Resources {
		seen := map[address.Resource]bool{}
		d.collect(r.Resource, seen)
		delete(seen, r.Resource)
		d.all[r.Resource] = slices.SortedFunc(maps.Keys(seen), compareAsText)
	}
	for _, r := range c.Resources {
		if r.CreateBeforeDestroy {
			for _, needed := range append(slices.Clone(d.all[r.Resource]), r.Resource) {
				d.createBeforeDestroy[needed] = true
			}
		}
	}
	return d
}

// compareAsText is the order in which state files have dependencies.
func compareAsText(a, b address.Resource) int {
	switch x, y := a.String(), b.String(); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// addImport makes the resource wait for what the import of it refers to.
func (d *dependencies) addImport(i *config.Import) {
	var traversals []hcl.Traversal
	for _, e := range []hcl.Expression{i.ID, i.Identity, i.ForEach} {
		if e != nil {
			traversals = append(traversals, e.Variables()...)
		}
	}
	to := i.Resource()
	if d.direct[to] != nil {
		maps.Copy(d.direct[to], d.referencesOf(traversals))
	}
}

func (d *dependencies) collect(r address.Resource, seen map[address.Resource]bool) {
	next := d.direct[r].resources()
	if block := d.config.Resource(r); block != nil {
		maps.Copy(next, d.providers[block.Provider].resources())
	}
	for a := range next {
		if !seen[a] {
			seen[a] = true
			d.collect(a, seen)
		}
	}
}

// referencesOf are the resources that traversals refer to, through local values too.
func (d *dependencies) referencesOf(traversals []hcl.Traversal) references {
	found := references{}
	d.addReferences(traversals, found, map[string]bool{})
	return found
}

func (d *dependencies) addReferences(traversals []hcl.Traversal, found references, locals map[string]bool) {
	all, _ := config.References(traversals) // What is wrong about one is told when it is evaluated.
	for _, r := range all {
		switch {
		case r.Kind == config.ToResource && d.config.Resource(r.Instance.Resource) != nil:
			found[r.Instance] = true
		case r.Kind == config.ToLocal && d.config.Locals[r.Name] != nil && !locals[r.Name]:
			locals[r.Name] = true
			d.addReferences(d.config.Locals[r.Name].Variables(), found, locals)
		}
	}
}

// ofOutput are the resources that an output refers to.
func (d *dependencies) ofOutput(o *config.Output) references {
	traversals := append(slices.Clone(o.DependsOn), o.Value.Variables()...)
	for _, c := range o.Preconditions {
		traversals = append(append(traversals, c.Condition.Variables()...), c.ErrorMessage.Variables()...)
	}
	return d.referencesOf(traversals)
}

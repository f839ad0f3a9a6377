package terraformtest

import (
	"context"
	"fmt"
	gopath "path"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// walk is what all walks over a configuration have in common.
type walk struct {
	*Terraform
	ctx       context.Context // That of the one call that the walk is.
	config    *config.Config
	deps      *dependencies
	scope     *scope
	processes map[string]*process // By the name that the configuration has for the provider.

	mu sync.Mutex
	// values are those of the instances, as expressions see them.
	values map[address.Resource]map[address.Key]cty.Value
	whole  map[address.Resource]cty.Value // What was made of values already.
}

// newWalk starts a process of each provider that the configuration or the state needs.
func (t *Terraform) newWalk(
	ctx context.Context, c *config.Config, variables map[string]cty.Value, s *State,
) (*walk, Diagnostics) {
	w := &walk{
		Terraform: t, ctx: ctx, config: c, processes: map[string]*process{},
		values: map[address.Resource]map[address.Key]cty.Value{}, whole: map[address.Resource]cty.Value{},
	}
	w.scope = &scope{config: c, variables: variables, resource: w.resourceValue, locals: map[string]cty.Value{}}
	var ds Diagnostics
	for _, r := range c.Resources {
		ds = append(ds, w.startFor(r.Resource, r.Provider)...)
	}
	for _, a := range s.allAddresses() {
		for _, o := range s.objectsAt(a) {
			ds = append(ds, w.startFor(a.Resource, providerName(o))...)
		}
	}
	if ds.HasErrors() {
		return w, ds
	}
	w.deps = newDependencies(c, w.schemaOf, func(name string) *schema.Schema {
		if p := w.processes[name]; p != nil {
			return p.schemas.provider
		}
		return nil
	})
	var more Diagnostics
	w.scope.functions, more = w.functions(ctx)
	return w, append(ds, more...)
}

// startFor starts the provider of a resource if it does not run yet. It must know the type of the resource.
func (w *walk) startFor(r address.Resource, name string) Diagnostics {
	p := w.processes[name]
	if p == nil {
		known, ds := w.schemasOf(w.ctx, name)
		if ds.HasErrors() {
			return ds
		}
		server, ds := w.start(name)
		if ds.HasErrors() {
			return ds
		}
		p = &process{
			server: server, schemas: known, ctx: context.WithoutCancel(w.ctx), name: w.fullName(name),
			identity: !w.options.WithoutIdentity,
		}
		w.processes[name] = p
	}
	switch {
	case p.schemas.of(r) != nil:
		return nil
	case r.Data:
		return problem(r, "Invalid data source", "The provider %s does not support data source %q.", name, r.Type)
	}
	return problem(r, "Invalid resource type", "The provider %s does not support resource type %q.", name, r.Type)
}

func (w *walk) fullName(name string) string {
	switch source := w.config.Sources[name]; {
	case name == builtin:
		return "terraform.io/builtin/terraform"
	case source != "":
		return "registry.terraform.io/" + source
	}
	return "registry.terraform.io/hashicorp/" + name
}

// providerName is the name that configurations have for the provider of an object.
func providerName(o *Object) string { return gopath.Base(o.Provider) }

// run walks. If the context ends, the providers are asked to stop, what runs is waited for, and nothing new begins.
func (w *walk) run(steps []*step) Diagnostics {
	stop := context.AfterFunc(w.ctx, func() {
		for _, p := range w.processes {
			p.stop()
		}
	})
	defer stop()
	return w.walk(steps)
}

// halted is an error once the walk is to stop. It is asked before anything is asked of a provider.
func (w *walk) halted() Diagnostics {
	if w.ctx.Err() == nil {
		return nil
	}
	return problem(nil, "execution halted", "")
}

// configureSteps configure the providers. Resources need the step of theirs.
func (w *walk) configureSteps() map[string]*step {
	steps := map[string]*step{}
	for name, p := range w.processes {
		steps[name] = newStep("provider."+name, func() Diagnostics {
			value, ds := w.providerConfig(name)
			if ds.HasErrors() {
				return ds
			}
			return append(ds, p.configure(value)...)
		})
	}
	return steps
}

func (w *walk) providerConfig(name string) (cty.Value, Diagnostics) {
	body := hcl.EmptyBody()
	if block := w.config.Providers[name]; block != nil {
		body = block.Body
	}
	value, diags := w.scope.body(body, w.processes[name].schemas.provider.Object, repetition{})
	return value, fromHCL(providerAddress(name), diags)
}

type providerAddress string

func (a providerAddress) String() string { return fmt.Sprintf("provider[%q]", string(a)) }

// remote is an instance that is configured, at its provider.
func (w *walk) remote(r *config.Resource, a Address) *remote {
	return w.processes[r.Provider].remote(a)
}

// remoteObject is an instance that may not be configured any more, at its provider.
func (w *walk) remoteObject(a Address, o *Object) *remote {
	return w.processes[providerName(o)].remote(a)
}

// schemaOf is the schema of a resource that is configured.
func (w *walk) schemaOf(r *config.Resource) *schema.Schema {
	return w.processes[r.Provider].schemas.of(r.Resource)
}

package terraformtest

import (
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Factories start providers, by the names that configurations have for them.
type Factories = map[string]func() (tfprotov6.ProviderServer, error)

// Options are what differs between installations of Terraform. The zero value is the newest version as it comes.
type Options struct {
	// Parallelism is how many operations run at a time; 0 is Terraform's default, 10.
	Parallelism int
	// OrphanPlanThenRead: the destruction of what is not configured any more is planned before the object is read, as
	// in Terraform 1.9 to 1.11. All others read first, and plan nothing for what is gone.
	OrphanPlanThenRead bool
	// WithoutIdentity: nobody asks who an object is, as before Terraform 1.12.
	WithoutIdentity bool
	// OnState is called in an apply after each operation on an object, with the state so far. Meanwhile no other
	// operation goes on to its end, as where Terraform writes its state file.
	OnState func(*State)
	// Order chooses which of the operations that are ready begins next. Without it that is the one that has been ready
	// for longest, by address. With a parallelism of 1, one seed always makes one order.
	Order *rand.Rand
}

// Terraform runs providers. It may be used at the same time by many, unless it has an Order.
type Terraform struct {
	options   Options
	factories Factories
	schemas   *schemaCache
}

// New makes a Terraform with providers, beside the one that it has built in.
func New(factories Factories, options Options) *Terraform {
	all := maps.Clone(factories)
	if all == nil {
		all = Factories{}
	}
	all[builtin] = newBuiltin
	return &Terraform{options: options, factories: all, schemas: &schemaCache{loaded: map[string]*schemas{}}}
}

// With is the same Terraform with other options.
func (t *Terraform) With(options Options) *Terraform {
	return &Terraform{options: options, factories: t.factories, schemas: t.schemas}
}

func (t *Terraform) parallelism() int {
	if t.options.Parallelism > 0 {
		return t.options.Parallelism
	}
	return 10
}

// start starts a provider.
func (t *Terraform) start(name string) (tfprotov6.ProviderServer, Diagnostics) {
	factory := t.factories[name]
	if factory == nil {
		return nil, problem(nil, "Inconsistent dependency lock file",
			"There is no provider %q, only %q.", name, slices.Sorted(maps.Keys(t.factories)))
	}
	server, err := factory()
	if err != nil {
		return nil, problem(nil, "Failed to instantiate provider", "%v.", err)
	}
	return server, nil
}

// Package config reads configurations in the language of Terraform, as far as tests use it. What it does not support is
// an error that names the construct.
package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// Config is the configuration of a root module.
type Config struct {
	Providers map[string]*Provider // By the name that the configuration has for it.
	// Sources are where the providers come from, if required_providers says so.
	Sources   map[string]string
	Resources []*Resource
	Variables map[string]*Variable
	Locals    map[string]hcl.Expression
	Outputs   []*Output
	Moves     []Move
	// Forgotten are the resources that are to be removed from the state and not destroyed.
	Forgotten []address.Resource
	Imports   []*Import

	byAddress map[address.Resource]*Resource
}

// Provider is the configuration of a provider.
type Provider struct {
	Name  string
	Body  hcl.Body
	Range hcl.Range
}

// Resource is the block of a resource or of a data source.
type Resource struct {
	address.Resource
	// Provider is the name of the provider.
	Provider       string
	Count, ForEach hcl.Expression // Nil where they are not written.
	Body           hcl.Body       // The arguments that the schema has.
	DependsOn      []hcl.Traversal
	Lifecycle
}

// Lifecycle is what the block of that name says.
type Lifecycle struct {
	CreateBeforeDestroy, PreventDestroy bool
	IgnoreAllChanges                    bool
	IgnoreChanges                       []hcl.Traversal
	Preconditions, Postconditions       []Condition
}

// Condition is one that must hold before or after.
type Condition struct {
	Condition, ErrorMessage hcl.Expression
}

// Variable is an input variable. Its default is cty.NilVal where it has none.
type Variable struct {
	Name                string
	Default             cty.Value
	Nullable, Sensitive bool

	written  cty.Type // With what may be left out.
	defaults *typeexpr.Defaults
}

// Output is an output value.
type Output struct {
	Name          string
	Value         hcl.Expression
	Sensitive     bool
	DependsOn     []hcl.Traversal
	Preconditions []Condition
}

// Move says what the address of something was. A key counts only if it is said to.
type Move struct {
	From, To Endpoint
}

// Endpoint is a resource, or an instance of it.
type Endpoint struct {
	address.Instance
	// Whole is that of a resource with all its instances, or of one without a key: which of the two, the state decides.
	Whole bool
}

// Import says under which address an object is to be imported, by its ID or by its identity.
type Import struct {
	To           hcl.Expression
	ID, Identity hcl.Expression // One of them is nil.
	ForEach      hcl.Expression
}

// Resource finds the block of a resource, nil if there is none.
func (c *Config) Resource(a address.Resource) *Resource { return c.byAddress[a] }

// HasConditions reports whether anything must hold before or after.
func (r *Resource) HasConditions() bool { return len(r.Preconditions)+len(r.Postconditions) > 0 }

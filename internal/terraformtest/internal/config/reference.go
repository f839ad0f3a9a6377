package config

import (
	"github.com/hashicorp/hcl/v2"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// Reference is what an expression refers to.
type Reference struct {
	Kind ReferenceKind
	// Name is that of a variable, a local value, or whatever else has only one.
	Name string
	// Instance is a resource. Its key is the zero key unless it is written.
	Instance address.Instance
	Range    hcl.Range
}

// ReferenceKind is the kind of a reference.
type ReferenceKind byte

// The kinds of references.
const (
	ToResource ReferenceKind = iota
	ToVariable
	ToLocal
	ToEach
	ToCount
	ToSelf
	ToPath
	ToTerraform
)

// roots are the names with which references to something other than a resource begin.
var roots = map[string]ReferenceKind{
	"var": ToVariable, "local": ToLocal, "each": ToEach, "count": ToCount, "self": ToSelf, "path": ToPath,
	"terraform": ToTerraform,
}

// References are what expressions refer to.
func References(traversals []hcl.Traversal) ([]Reference, hcl.Diagnostics) {
	var references []Reference
	var diags hcl.Diagnostics
	for _, traversal := range traversals {
		if traversal.IsRelative() {
			continue
		}
		r := Reference{Range: traversal.SourceRange()}
		kind, reserved := roots[traversal.RootName()]
		switch {
		case reserved:
			r.Kind = kind
			if len(traversal) > 1 {
				if attribute, ok := traversal[1].(hcl.TraverseAttr); ok {
					r.Name = attribute.Name
				}
			}
		case traversal.RootName() == "module" || traversal.RootName() == "ephemeral":
			diags = append(diags, unsupported("A reference to "+traversal.RootName(), r.Range))
			continue
		default:
			instance, _, ok := address.FromTraversal(traversal)
			if !ok {
				diags = append(diags, wrong(r.Range, "Invalid reference",
					"A reference to a resource type must be followed by the name of the resource."))
				continue
			}
			r.Instance = instance
		}
		references = append(references, r)
	}
	return references, diags
}

// Expressions are all expressions of a resource's block beside its arguments.
func (r *Resource) Expressions() []hcl.Expression {
	expressions := []hcl.Expression{r.Count, r.ForEach}
	for _, conditions := range [][]Condition{r.Preconditions, r.Postconditions} {
		for _, c := range conditions {
			expressions = append(expressions, c.Condition, c.ErrorMessage)
		}
	}
	return expressions
}

package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

var resourceSchema = &hcl.BodySchema{
	Attributes: arguments("count", "for_each", "depends_on", "provider"),
	Blocks: []hcl.BlockHeaderSchema{
		{Type: "lifecycle"},
		{Type: "provisioner", LabelNames: []string{"type"}},
		{Type: "connection"},
		{Type: "dynamic", LabelNames: []string{"type"}},
	},
}

func (c *Config) addResource(block *hcl.Block) hcl.Diagnostics {
	a := address.Resource{Data: block.Type == "data", Type: block.Labels[0], Name: block.Labels[1]}
	content, rest, diags := block.Body.PartialContent(resourceSchema)
	if c.Resource(a) != nil {
		diags = append(diags, duplicate("resource", a.String(), block.DefRange))
	}
	r := &Resource{Resource: a, Provider: providerOf(a), Body: rest}
	for name, argument := range content.Attributes {
		switch name {
		case "count":
			r.Count = argument.Expr
		case "for_each":
			r.ForEach = argument.Expr
		case "depends_on":
			diags = append(diags, traversals(argument.Expr, &r.DependsOn)...)
		case "provider":
			traversal, more := hcl.AbsTraversalForExpr(argument.Expr)
			diags = append(diags, more...)
			if len(traversal) > 1 {
				diags = append(diags, unsupported("The alias of a provider", argument.Range))
			} else if !more.HasErrors() {
				r.Provider = traversal.RootName()
			}
		}
	}
	if r.Count != nil && r.ForEach != nil {
		diags = append(diags, wrong(block.DefRange, `Invalid combination of "count" and "for_each"`,
			`The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used.`))
	}
	for _, inner := range content.Blocks {
		if inner.Type != "lifecycle" {
			diags = append(diags, unsupported("A block "+inner.Type, inner.DefRange))
			continue
		}
		diags = append(diags, r.addLifecycle(inner)...)
	}
	c.Resources = append(c.Resources, r)
	c.byAddress[a] = r
	return diags
}

// traversals reads a list of references.
func traversals(list hcl.Expression, into *[]hcl.Traversal) hcl.Diagnostics {
	expressions, diags := hcl.ExprList(list)
	for _, expression := range expressions {
		traversal, more := hcl.AbsTraversalForExpr(expression)
		diags = append(diags, more...)
		*into = append(*into, traversal)
	}
	return diags
}

func (r *Resource) addLifecycle(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: arguments("create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by"),
		Blocks:     []hcl.BlockHeaderSchema{{Type: "precondition"}, {Type: "postcondition"}, {Type: "action_trigger"}},
	})
	for name, argument := range content.Attributes {
		switch name {
		case "create_before_destroy":
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &r.CreateBeforeDestroy)...)
		case "prevent_destroy":
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &r.PreventDestroy)...)
		case "ignore_changes":
			if hcl.ExprAsKeyword(argument.Expr) == "all" {
				r.IgnoreAllChanges = true
				continue
			}
			diags = append(diags, r.addIgnoreChanges(argument.Expr)...)
		default:
			diags = append(diags, unsupported(name, argument.Range))
		}
	}
	for _, inner := range content.Blocks {
		condition, more := newCondition(inner)
		diags = append(diags, more...)
		switch inner.Type {
		case "precondition":
			r.Preconditions = append(r.Preconditions, condition)
		case "postcondition":
			r.Postconditions = append(r.Postconditions, condition)
		}
	}
	return diags
}

func (r *Resource) addIgnoreChanges(list hcl.Expression) hcl.Diagnostics {
	expressions, diags := hcl.ExprList(list)
	for _, expression := range expressions {
		traversal, more := hcl.RelTraversalForExpr(expression)
		diags = append(diags, more...)
		r.IgnoreChanges = append(r.IgnoreChanges, traversal)
	}
	return diags
}

func newCondition(block *hcl.Block) (Condition, hcl.Diagnostics) {
	if block.Type != "precondition" && block.Type != "postcondition" {
		return Condition{}, hcl.Diagnostics{unsupported("A block "+block.Type, block.DefRange)}
	}
	content, diags := block.Body.Content(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{
		{Name: "condition", Required: true}, {Name: "error_message", Required: true},
	}})
	if diags.HasErrors() {
		return Condition{}, diags
	}
	c := Condition{content.Attributes["condition"].Expr, content.Attributes["error_message"].Expr}
	if len(c.Condition.Variables()) == 0 {
		return c, hcl.Diagnostics{wrong(block.DefRange, "Invalid "+block.Type+" expression",
			"The condition expression must refer to at least one object from elsewhere in the configuration.")}
	}
	return c, nil
}

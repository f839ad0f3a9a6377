package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

func (c *Config) addImport(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: append(arguments("id", "identity", "for_each", "provider"),
			hcl.AttributeSchema{Name: "to", Required: true}),
	})
	if diags.HasErrors() {
		return diags
	}
	i := &Import{To: content.Attributes["to"].Expr}
	for name, argument := range content.Attributes {
		switch name {
		case "id":
			i.ID = argument.Expr
		case "identity":
			i.Identity = argument.Expr
		case "for_each":
			i.ForEach = argument.Expr
		case "provider":
			diags = append(diags, unsupported("The provider of an import", argument.Range))
		}
	}
	if (i.ID == nil) == (i.Identity == nil) {
		diags = append(diags, wrong(block.DefRange, "Invalid import block", "One of id and identity is needed."))
	}
	c.Imports = append(c.Imports, i)
	return diags
}

// Target is the instance that an import names, with the key evaluated.
func (i *Import) Target(ctx *hcl.EvalContext) (address.Instance, hcl.Diagnostics) {
	collection, key := i.target()
	traversal, diags := hcl.AbsTraversalForExpr(collection)
	if diags.HasErrors() {
		return address.Instance{}, diags
	}
	instance, rest, ok := address.FromTraversal(traversal)
	if !ok || len(rest) > 0 {
		return instance, hcl.Diagnostics{unsupported("This target of an import", i.To.Range())}
	}
	if key == nil {
		return instance, nil
	}
	value, diags := key.Value(ctx)
	if diags.HasErrors() {
		return instance, diags
	}
	evaluated, err := address.KeyOf(value)
	if err != nil {
		return instance, hcl.Diagnostics{wrong(key.Range(), "Invalid import target", "%v.", err)}
	}
	instance.Key = evaluated
	return instance, nil
}

// target takes a key that is to be evaluated from the target.
func (i *Import) target() (collection, key hcl.Expression) {
	if index, ok := i.To.(*hclsyntax.IndexExpr); ok {
		return index.Collection, index.Key
	}
	return i.To, nil
}

// Resource is the resource that an import is for.
func (i *Import) Resource() address.Resource {
	collection, _ := i.target()
	traversal, diags := hcl.AbsTraversalForExpr(collection)
	if diags.HasErrors() {
		return address.Resource{}
	}
	instance, _, _ := address.FromTraversal(traversal)
	return instance.Resource
}

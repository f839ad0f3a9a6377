package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
)

func (c *Config) addRemoved(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: []hcl.AttributeSchema{{Name: "from", Required: true}},
		Blocks: []hcl.BlockHeaderSchema{
			{Type: "lifecycle"}, {Type: "provisioner", LabelNames: []string{"type"}}, {Type: "connection"},
		},
	})
	if diags.HasErrors() {
		return diags
	}
	from, more := newEndpoint(content.Attributes["from"].Expr)
	diags = append(diags, more...)
	if !from.Whole {
		diags = append(diags, unsupported("A key in a block removed", block.DefRange))
	}
	destroy := true
	for _, inner := range content.Blocks {
		if inner.Type != "lifecycle" {
			diags = append(diags, unsupported("A block "+inner.Type, inner.DefRange))
			continue
		}
		lifecycle, more := inner.Body.Content(&hcl.BodySchema{Attributes: arguments("destroy")})
		diags = append(diags, more...)
		if argument, ok := lifecycle.Attributes["destroy"]; ok {
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &destroy)...)
		}
	}
	if !destroy {
		c.Forgotten = append(c.Forgotten, from.Resource)
	}
	return diags
}

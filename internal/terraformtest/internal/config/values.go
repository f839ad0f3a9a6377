package config

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

func (c *Config) addVariable(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: arguments("type", "default", "description", "sensitive", "nullable", "ephemeral"),
		Blocks:     []hcl.BlockHeaderSchema{{Type: "validation"}},
	})
	v := &Variable{Name: block.Labels[0], written: cty.DynamicPseudoType, Nullable: true}
	for _, inner := range content.Blocks {
		diags = append(diags, unsupported("A block "+inner.Type, inner.DefRange))
	}
	if argument, ok := content.Attributes["type"]; ok {
		var more hcl.Diagnostics
		v.written, v.defaults, more = typeexpr.TypeConstraintWithDefaults(argument.Expr)
		diags = append(diags, more...)
	}
	for name, argument := range content.Attributes {
		switch name {
		case "default":
			value, more := argument.Expr.Value(nil)
			diags = append(diags, more...)
			if more.HasErrors() {
				continue
			}
			var err error
			if v.Default, err = v.Convert(value); err != nil {
				diags = append(diags, wrong(argument.Range, "Invalid default value for variable", "%v.", err))
			}
		case "sensitive":
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &v.Sensitive)...)
		case "nullable":
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &v.Nullable)...)
		case "ephemeral":
			diags = append(diags, unsupported("An ephemeral variable", argument.Range))
		}
	}
	c.Variables[v.Name] = v
	return diags
}

// Type is the type of the values that the variable can have.
func (v *Variable) Type() cty.Type { return v.written.WithoutOptionalAttributesDeep() }

// Convert makes a value one of the variable's type, with the defaults that the type has.
func (v *Variable) Convert(value cty.Value) (cty.Value, error) {
	if v.defaults != nil && !value.IsNull() {
		value = v.defaults.Apply(value)
	}
	return convert.Convert(value, v.written)
}

func (c *Config) addOutput(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: append(arguments("description", "sensitive", "depends_on", "ephemeral"),
			hcl.AttributeSchema{Name: "value", Required: true}),
		Blocks: []hcl.BlockHeaderSchema{{Type: "precondition"}},
	})
	if diags.HasErrors() {
		return diags
	}
	o := &Output{Name: block.Labels[0]}
	for name, argument := range content.Attributes {
		switch name {
		case "value":
			o.Value = argument.Expr
		case "sensitive":
			diags = append(diags, gohcl.DecodeExpression(argument.Expr, nil, &o.Sensitive)...)
		case "depends_on":
			diags = append(diags, traversals(argument.Expr, &o.DependsOn)...)
		case "ephemeral":
			diags = append(diags, unsupported("An ephemeral output", argument.Range))
		}
	}
	for _, inner := range content.Blocks {
		condition, more := newCondition(inner)
		diags = append(diags, more...)
		o.Preconditions = append(o.Preconditions, condition)
	}
	c.Outputs = append(c.Outputs, o)
	return diags
}

package schema

import (
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
)

// Spec tells HCL how to decode a block of the schema.
func (o *Object) Spec() hcldec.Spec { return o.spec }

func (o *Object) newSpec() hcldec.Spec {
	spec := hcldec.ObjectSpec{}
	for name, a := range o.Attributes {
		attribute := &hcldec.AttrSpec{Name: name, Type: a.Type, Required: a.Required}
		if a.Nested != nil {
			attribute.Type = a.Nested.written()
		}
		spec[name] = attribute
	}
	for name, b := range o.Blocks {
		spec[name] = b.spec(name)
	}
	return spec
}

func (b *Block) spec(name string) hcldec.Spec {
	inner := b.Spec()
	switch b.Nesting {
	case List:
		return &hcldec.BlockListSpec{TypeName: name, Nested: inner, MinItems: b.MinItems, MaxItems: b.MaxItems}
	case Set:
		return &hcldec.BlockSetSpec{TypeName: name, Nested: inner, MinItems: b.MinItems, MaxItems: b.MaxItems}
	case Map:
		return &hcldec.BlockMapSpec{TypeName: name, Nested: inner, LabelNames: []string{"key"}}
	}
	single := &hcldec.BlockSpec{TypeName: name, Nested: inner, Required: b.MinItems > 0}
	if b.Nesting == Single {
		return single
	}
	return &hcldec.DefaultSpec{Primary: single, Default: &hcldec.LiteralSpec{Value: b.empty()}}
}

// Written is the type of an object as a configuration may write it: what is not required may be left out.
func (o *Object) Written() cty.Type { return (&Nested{Object: o, Nesting: Single}).written() }

// written is the type as a configuration may write it: what is not required may be left out.
func (n *Nested) written() cty.Type {
	types := map[string]cty.Type{}
	var optional []string
	for name, a := range n.Attributes {
		types[name] = a.Type
		if a.Nested != nil {
			types[name] = a.Nested.written()
		}
		if !a.Required {
			optional = append(optional, name)
		}
	}
	object := cty.ObjectWithOptionalAttrs(types, optional)
	switch n.Nesting {
	case List:
		return cty.List(object)
	case Set:
		return cty.Set(object)
	case Map:
		return cty.Map(object)
	}
	return object
}

// empty is what a block decodes to in which nothing is written.
func (o *Object) empty() cty.Value {
	values := make(map[string]cty.Value, len(o.Attributes)+len(o.Blocks))
	for name, a := range o.Attributes {
		values[name] = cty.NullVal(a.Type)
	}
	for name, b := range o.Blocks {
		switch b.Nesting {
		case List:
			values[name] = cty.ListValEmpty(b.Type)
		case Set:
			values[name] = cty.SetValEmpty(b.Type)
		case Map:
			values[name] = cty.MapValEmpty(b.Type)
		case Group:
			values[name] = b.empty()
		default:
			values[name] = cty.NullVal(b.Whole)
		}
	}
	return cty.ObjectVal(values)
}

// Package schema has a provider's schemas in terms of cty, in which Terraform evaluates configurations, and the rules
// that Terraform holds values to by them.
package schema

import (
	"fmt"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Schema is the schema of a resource, a data source or a provider.
type Schema struct {
	*Object
	Version int64
}

// Object is what a block or a nested attribute consists of.
type Object struct {
	Attributes map[string]*Attribute
	Blocks     map[string]*Block
	// Type is that of a value.
	Type cty.Type

	spec hcldec.Spec
}

// Attribute is one attribute of an object.
type Attribute struct {
	Type                         cty.Type
	Nested                       *Nested // Nil where the type says everything.
	Required, Optional, Computed bool
	Sensitive, WriteOnly         bool
}

// Block is a block within a block.
type Block struct {
	Nested
	MinItems, MaxItems int
}

// Nested is an object, or a collection of objects, with a schema of its own.
type Nested struct {
	*Object
	Nesting Nesting
	// Whole is the type of the collection.
	Whole cty.Type
}

// Nesting is the kind of a collection of objects.
type Nesting byte

// The kinds of collections. A group is a single block that is there also where it is not written.
const (
	Single Nesting = iota
	List
	Set
	Map
	Group
)

// New makes a schema of that of a provider.
func New(from *tfprotov6.Schema) (*Schema, error) {
	if from == nil || from.Block == nil {
		object := &Object{}
		object.finish()
		return &Schema{Object: object}, nil
	}
	object, err := newBlock(from.Block)
	if err != nil {
		return nil, err
	}
	return &Schema{Object: object, Version: from.Version}, nil
}

// NewIdentity makes a schema of that of an identity.
func NewIdentity(from *tfprotov6.ResourceIdentitySchema) (*Schema, error) {
	object := &Object{Attributes: map[string]*Attribute{}}
	for _, a := range from.IdentityAttributes {
		ty, err := ctyType(a.Type)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
		object.Attributes[a.Name] = &Attribute{Type: ty, Required: a.RequiredForImport, Optional: a.OptionalForImport}
	}
	object.finish()
	return &Schema{Object: object, Version: from.Version}, nil
}

func newBlock(from *tfprotov6.SchemaBlock) (*Object, error) {
	object, err := newObject(from.Attributes)
	if err != nil {
		return nil, err
	}
	for _, b := range from.BlockTypes {
		inner, err := newBlock(b.Block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.TypeName, err)
		}
		nesting, ok := map[tfprotov6.SchemaNestedBlockNestingMode]Nesting{
			tfprotov6.SchemaNestedBlockNestingModeSingle: Single, tfprotov6.SchemaNestedBlockNestingModeList: List,
			tfprotov6.SchemaNestedBlockNestingModeSet: Set, tfprotov6.SchemaNestedBlockNestingModeMap: Map,
			tfprotov6.SchemaNestedBlockNestingModeGroup: Group,
		}[b.Nesting]
		if !ok {
			return nil, fmt.Errorf("%s: nesting mode %s", b.TypeName, b.Nesting)
		}
		block := &Block{
			Nested:   Nested{Object: inner, Nesting: nesting},
			MinItems: int(b.MinItems),
			MaxItems: int(b.MaxItems),
		}
		block.setWhole()
		object.Blocks[b.TypeName] = block
	}
	object.finish()
	return object, nil
}

func newObject(attributes []*tfprotov6.SchemaAttribute) (*Object, error) {
	object := &Object{Attributes: map[string]*Attribute{}, Blocks: map[string]*Block{}}
	for _, a := range attributes {
		attribute := &Attribute{
			Required:  a.Required,
			Optional:  a.Optional,
			Computed:  a.Computed,
			Sensitive: a.Sensitive,
			WriteOnly: a.WriteOnly,
		}
		var err error
		if a.NestedType == nil {
			attribute.Type, err = ctyType(a.Type)
		} else if attribute.Nested, err = newNested(a.NestedType); err == nil {
			attribute.Type = attribute.Nested.Whole
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.Name, err)
		}
		object.Attributes[a.Name] = attribute
	}
	object.finish()
	return object, nil
}

func newNested(from *tfprotov6.SchemaObject) (*Nested, error) {
	object, err := newObject(from.Attributes)
	if err != nil {
		return nil, err
	}
	nesting, ok := map[tfprotov6.SchemaObjectNestingMode]Nesting{
		tfprotov6.SchemaObjectNestingModeSingle: Single, tfprotov6.SchemaObjectNestingModeList: List,
		tfprotov6.SchemaObjectNestingModeSet: Set, tfprotov6.SchemaObjectNestingModeMap: Map,
	}[from.Nesting]
	if !ok {
		return nil, fmt.Errorf("nesting mode %s", from.Nesting)
	}
	if nesting != Single && object.Type.HasDynamicTypes() {
		return nil, fmt.Errorf("terraformtest does not support dynamic types within collections")
	}
	nested := &Nested{Object: object, Nesting: nesting}
	nested.setWhole()
	return nested, nil
}

// finish derives what follows from the attributes and blocks.
func (o *Object) finish() {
	types := make(map[string]cty.Type, len(o.Attributes)+len(o.Blocks))
	for name, a := range o.Attributes {
		types[name] = a.Type
	}
	for name, b := range o.Blocks {
		types[name] = b.Whole
	}
	o.Type = cty.Object(types)
	o.spec = o.newSpec()
}

func (n *Nested) setWhole() {
	switch n.Nesting {
	case List:
		n.Whole = cty.List(n.Type)
	case Set:
		n.Whole = cty.Set(n.Type)
	case Map:
		n.Whole = cty.Map(n.Type)
	default:
		n.Whole = n.Type
	}
}

// Package address names resources and their instances as Terraform does.
package address

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Resource is the address of a resource or data block.
type Resource struct {
	Data       bool
	Type, Name string
}

func (r Resource) String() string {
	if r.Data {
		return "data." + r.Type + "." + r.Name
	}
	return r.Type + "." + r.Name
}

// Instance is the instance of the resource with a key.
func (r Resource) Instance(key Key) Instance { return Instance{Resource: r, Key: key} }

// Compare orders data sources before resources, and then by type and name.
func (r Resource) Compare(other Resource) int {
	if r.Data != other.Data {
		if r.Data {
			return -1
		}
		return 1
	}
	return cmp.Or(strings.Compare(r.Type, other.Type), strings.Compare(r.Name, other.Name))
}

type keyKind byte

const (
	noKey keyKind = iota
	numberKey
	textKey
)

// Key tells the instances of a resource apart. The zero key is that of a resource without count and for_each.
type Key struct {
	kind   keyKind
	number int
	text   string
}

// Number is the key of an instance of a resource with count.
func Number(n int) Key { return Key{kind: numberKey, number: n} }

// Text is the key of an instance of a resource with for_each.
func Text(s string) Key { return Key{kind: textKey, text: s} }

// IsNumber reports whether the key is one of count, and which.
func (k Key) IsNumber() (int, bool) { return k.number, k.kind == numberKey }

// IsText reports whether the key is one of for_each, and which.
func (k Key) IsText() (string, bool) { return k.text, k.kind == textKey }

func (k Key) String() string {
	switch k.kind {
	case numberKey:
		return "[" + strconv.Itoa(k.number) + "]"
	case textKey:
		// A key is written as a template of HCL.
		quoted := strings.NewReplacer("${", "$${", "%{", "%%{").Replace(strconv.Quote(k.text))
		return "[" + quoted + "]"
	}
	return ""
}

// JSON is the key as state files and plans have it, nil for the zero key.
func (k Key) JSON() any {
	switch k.kind {
	case numberKey:
		return k.number
	case textKey:
		return k.text
	}
	return nil
}

func (k Key) compare(other Key) int {
	return cmp.Or(
		cmp.Compare(k.kind, other.kind),
		cmp.Compare(k.number, other.number),
		strings.Compare(k.text, other.text),
	)
}

// KeyOf is the key that a value of an index makes.
func KeyOf(v cty.Value) (Key, error) {
	switch {
	case !v.IsKnown() || v.IsNull():
	case v.Type() == cty.String:
		return Text(v.AsString()), nil
	case v.Type() == cty.Number:
		if n, accuracy := v.AsBigFloat().Int64(); accuracy == 0 {
			return Number(int(n)), nil
		}
	}
	return Key{}, fmt.Errorf("%#v is no key of an instance", v)
}

// Instance is the address of one instance of a resource.
type Instance struct {
	Resource
	Key Key
}

func (i Instance) String() string { return i.Resource.String() + i.Key.String() }

// Compare orders instances by resource and key.
func (i Instance) Compare(other Instance) int {
	return cmp.Or(i.Resource.Compare(other.Resource), i.Key.compare(other.Key))
}

// Parse reads an address such as data.a_thing.b or a_thing.b["key"].
func Parse(text string) (Instance, error) {
	traversal, diags := hclsyntax.ParseTraversalAbs([]byte(text), "", hcl.InitialPos)
	if diags.HasErrors() {
		return Instance{}, fmt.Errorf("%s is no address of a resource: %w", text, diags)
	}
	instance, rest, ok := FromTraversal(traversal)
	if !ok || len(rest) > 0 {
		return Instance{}, fmt.Errorf("%s is no address of a resource", text)
	}
	return instance, nil
}

// FromTraversal reads an address at the beginning of a traversal, and returns what follows it. The key is the zero key
// where the traversal has none, or one that is no literal.
func FromTraversal(traversal hcl.Traversal) (instance Instance, rest hcl.Traversal, ok bool) {
	names := make([]string, 0, 3)
	for _, step := range traversal {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			names = append(names, step.Name)
		case hcl.TraverseAttr:
			names = append(names, step.Name)
		}
		wanted := 2
		if names[0] == "data" {
			wanted = 3
		}
		if len(names) == wanted {
			break
		}
		if _, isIndex := step.(hcl.TraverseIndex); isIndex {
			return Instance{}, nil, false
		}
	}
	switch {
	case len(names) == 2 && names[0] != "data":
		instance.Type, instance.Name = names[0], names[1]
	case len(names) == 3:
		instance.Data, instance.Type, instance.Name = true, names[1], names[2]
	default:
		return Instance{}, nil, false
	}
	rest = traversal[len(names):]
	if len(rest) > 0 {
		if index, isIndex := rest[0].(hcl.TraverseIndex); isIndex {
			key, err := KeyOf(index.Key)
			if err == nil {
				instance.Key, rest = key, rest[1:]
			}
		}
	}
	return instance, rest, true
}

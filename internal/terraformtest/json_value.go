package terraformtest

import (
	"encoding/json"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// jsonOf is a value as `terraform show -json` has it. What is unknown is left out of objects, and null in lists.
func jsonOf(v cty.Value) any {
	return transform(v, func(v cty.Value) (any, bool) {
		switch {
		case !v.IsKnown():
			return nil, false
		case v.IsNull():
			return nil, true
		case v.Type() == cty.Bool:
			return v.True(), true
		case v.Type() == cty.Number:
			return json.Number(v.AsBigFloat().Text('f', -1)), true
		}
		return v.AsString(), true
	})
}

// unknownOf says what of a value is unknown, as `terraform show -json` does.
func unknownOf(v cty.Value) any {
	if v.IsWhollyKnown() {
		return map[string]any{}
	}
	return transform(v, func(v cty.Value) (any, bool) { return !v.IsKnown(), !v.IsKnown() })
}

// insensitive is what `terraform show -json` says of the sensitivity of a value in which nothing is sensitive.
func insensitive(v cty.Value) any {
	return transform(v, func(cty.Value) (any, bool) { return false, false })
}

// transform makes JSON of a value. What is no collection, or null or unknown, is made by leaf, which also reports
// whether it is to be in a map.
func transform(v cty.Value, leaf func(cty.Value) (json any, kept bool)) any {
	made, _ := transformOr(v, leaf)
	return made
}

func transformOr(v cty.Value, leaf func(cty.Value) (any, bool)) (made any, kept bool) {
	t := v.Type()
	switch {
	case v.IsNull() || !v.IsKnown():
		return leaf(v)
	case t.IsObjectType() || t.IsMapType():
		object := map[string]any{}
		for key, element := range v.Elements() {
			if made, kept := transformOr(element, leaf); kept {
				object[key.AsString()] = made
			}
		}
		return object, true
	case t.IsListType() || t.IsSetType() || t.IsTupleType():
		list := []any{}
		for _, element := range v.Elements() {
			made, _ := transformOr(element, leaf)
			list = append(list, made)
		}
		return list, true
	}
	return leaf(v)
}

// sensitiveOf says what of an object is sensitive by its schema, as `terraform show -json` does.
func sensitiveOf(v cty.Value, o *schema.Object) any {
	if o == nil || v.IsNull() || !v.IsKnown() {
		return insensitive(v)
	}
	object := map[string]any{}
	for name, a := range o.Attributes {
		inner := v.GetAttr(name)
		switch {
		case a.Sensitive:
			object[name] = true
		case a.Nested != nil:
			addSensitive(object, name, sensitiveOfNested(inner, a.Nested))
		default:
			addSensitive(object, name, insensitive(inner))
		}
	}
	for name, b := range o.Blocks {
		addSensitive(object, name, sensitiveOfNested(v.GetAttr(name), &b.Nested))
	}
	return object
}

func addSensitive(object map[string]any, name string, sensitive any) {
	if sensitive != false {
		object[name] = sensitive
	}
}

func sensitiveOfNested(v cty.Value, n *schema.Nested) any {
	if v.IsNull() || !v.IsKnown() {
		return insensitive(v)
	}
	switch n.Nesting {
	case schema.List, schema.Set:
		list := []any{}
		for _, element := range v.Elements() {
			list = append(list, sensitiveOf(element, n.Object))
		}
		return list
	case schema.Map:
		object := map[string]any{}
		for key, element := range v.Elements() {
			object[key.AsString()] = sensitiveOf(element, n.Object)
		}
		return object
	}
	return sensitiveOf(v, n.Object)
}

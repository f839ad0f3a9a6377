package terraformtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// instances are those of a resource that the configuration wants.
func (w *walk) instances(r *config.Resource) (map[address.Key]repetition, Diagnostics) {
	switch {
	case r.Count != nil:
		return w.counted(r)
	case r.ForEach != nil:
		return w.keyed(r)
	}
	return map[address.Key]repetition{{}: {}}, nil
}

func (w *walk) counted(r *config.Resource) (map[address.Key]repetition, Diagnostics) {
	const summary = "Invalid count argument"
	v, diags := w.scope.value(r.Count, cty.Number, repetition{})
	switch {
	case diags.HasErrors():
		return nil, fromHCL(r.Resource, diags)
	case !v.IsKnown():
		return nil, problem(r.Resource, summary,
			`The "count" value depends on resource attributes that cannot be determined until apply.`)
	case v.IsNull():
		return nil, problem(r.Resource, summary, `The given "count" argument value is null.`)
	}
	n, accuracy := v.AsBigFloat().Int64()
	if accuracy != 0 || n < 0 {
		return nil, problem(r.Resource, summary, `The given "count" argument value is no whole number, or negative.`)
	}
	all := map[address.Key]repetition{}
	for i := range int(n) {
		key := address.Number(i)
		all[key] = repetition{key: key}
	}
	return all, nil
}

func (w *walk) keyed(r *config.Resource) (map[address.Key]repetition, Diagnostics) {
	const summary = "Invalid for_each argument"
	v, diags := w.scope.value(r.ForEach, cty.DynamicPseudoType, repetition{})
	t := v.Type()
	switch {
	case diags.HasErrors():
		return nil, fromHCL(r.Resource, diags)
	case !v.IsKnown() || t.IsSetType() && !v.IsNull() && !v.IsWhollyKnown():
		return nil, problem(r.Resource, summary,
			`The "for_each" value has keys that cannot be determined until apply.`)
	case v.IsNull():
		return nil, problem(r.Resource, summary, `The given "for_each" argument value is null.`)
	case !hasKeys(v):
		return nil, problem(r.Resource, summary,
			`The given "for_each" argument value must be a map, or set of strings: it is a %s.`, t.FriendlyName())
	}
	all := map[address.Key]repetition{}
	for key, element := range v.Elements() {
		repeated := repetition{key: address.Text(key.AsString()), each: element}
		all[repeated.key] = repeated
	}
	return all, nil
}

// hasKeys reports whether for_each can be a value.
func hasKeys(v cty.Value) bool {
	t := v.Type()
	isSet := t.IsSetType() && (v.LengthInt() == 0 || t.ElementType() == cty.String)
	return isSet || t.IsMapType() || t.IsObjectType()
}

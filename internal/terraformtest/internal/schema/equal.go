package schema

import "github.com/zclconf/go-cty/cty"

// same reports whether two values are the same, whatever is known of what they do not know.
func same(a, b cty.Value) bool { return unrefined(a).RawEquals(unrefined(b)) }

func unrefined(v cty.Value) cty.Value {
	if v.IsWhollyKnown() {
		return v
	}
	plain, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
		if !v.IsKnown() {
			return cty.UnknownVal(v.Type()), nil
		}
		return v, nil
	})
	if err != nil {
		panic(err) // Nothing above fails.
	}
	return plain
}

// Equal reports whether two values are known to be equal, as Terraform asks to see whether something changes.
func Equal(a, b cty.Value) bool {
	equal := a.Equals(b)
	return equal.IsKnown() && equal.True()
}

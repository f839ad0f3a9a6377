package schema

import "github.com/zclconf/go-cty/cty"

// CheckKept holds a later value to what was planned: what was known must be the same, and what was unknown may be
// anything.
func (o *Object) CheckKept(planned, actual cty.Value) []error {
	return o.checkKept(planned, actual, nil)
}

func (o *Object) checkKept(planned, actual cty.Value, path cty.Path) []error {
	switch {
	case planned.IsNull() && !actual.IsNull():
		return []error{path.NewErrorf("was absent, but now present")}
	case !planned.IsNull() && actual.IsNull():
		return []error{path.NewErrorf("was present, but now absent")}
	case planned.IsNull(), !planned.IsKnown():
		return nil
	}
	var errs []error
	for name, a := range o.Attributes {
		before, after := planned.GetAttr(name), actual.GetAttr(name)
		if before.RawEquals(after) && before.IsWhollyKnown() { // As most are, and large ones too.
			continue
		}
		problems := checkKept(before, after, path.GetAttr(name))
		if a.Sensitive && len(problems) > 0 {
			problems = []error{path.GetAttr(name).NewErrorf("inconsistent values for sensitive attribute")}
		}
		errs = append(errs, problems...)
	}
	for name := range o.Blocks {
		errs = append(errs, checkKept(planned.GetAttr(name), actual.GetAttr(name), path.GetAttr(name))...)
	}
	return errs
}

func checkKept(planned, actual cty.Value, path cty.Path) []error {
	t := planned.Type()
	switch {
	case t == cty.DynamicPseudoType:
		return nil
	case actual.Type().TestConformance(t) != nil:
		return []error{
			path.NewErrorf("wrong final value type: %s for %s", actual.Type().FriendlyName(), t.FriendlyName()),
		}
	case !planned.IsKnown():
		if fits := planned.Range().Includes(actual); fits.IsKnown() && fits.False() {
			return []error{
				path.NewErrorf("final value %#v does not conform to planning placeholder %#v", actual, planned),
			}
		}
		return nil
	case !actual.IsKnown():
		return []error{path.NewErrorf("was known, but now unknown")}
	case planned.IsNull() && actual.IsNull():
		return nil
	case planned.IsNull():
		return []error{path.NewErrorf("was null, but now %#v", actual)}
	case actual.IsNull():
		return []error{path.NewErrorf("was %#v, but now null", planned)}
	case t.IsPrimitiveType():
		if !Equal(planned, actual) {
			return []error{path.NewErrorf("was %#v, but now %#v", planned, actual)}
		}
		return nil
	case t.IsObjectType():
		var errs []error
		for name := range t.AttributeTypes() {
			errs = append(errs, checkKept(planned.GetAttr(name), actual.GetAttr(name), path.GetAttr(name))...)
		}
		return errs
	case t.IsSetType():
		return checkSetKept(planned, actual, path)
	}
	return checkElementsKept(planned, actual, path)
}

func checkElementsKept(planned, actual cty.Value, path cty.Path) []error {
	var errs []error
	for key, element := range planned.Elements() {
		if actual.HasIndex(key).False() {
			errs = append(errs, path.NewErrorf("element %#v has vanished", key))
			continue
		}
		errs = append(errs, checkKept(element, actual.Index(key), path.Index(key))...)
	}
	for key := range actual.Elements() {
		if planned.HasIndex(key).False() {
			errs = append(errs, path.NewErrorf("new element %#v has appeared", key))
		}
	}
	return errs
}

// checkSetKept wants for each element of one set one in the other that it may have become. Elements may become equal,
// so that there are fewer in the end.
func checkSetKept(planned, actual cty.Value, path cty.Path) []error {
	if planned.IsWhollyKnown() && actual.IsWhollyKnown() {
		if planned.RawEquals(actual) {
			return nil
		}
		return []error{path.NewErrorf("was %#v, but now %#v", planned, actual)}
	}
	before, after := planned.AsValueSlice(), actual.AsValueSlice()
	found := make([]bool, len(after))
	var errs []error
	for _, was := range before {
		fits := false
		for i, is := range after {
			if len(checkKept(was, is, path)) == 0 {
				fits, found[i] = true, true
			}
		}
		if !fits {
			errs = append(
				errs,
				path.NewErrorf("planned set element %#v does not correlate with any element in actual", was),
			)
		}
	}
	for i, is := range after {
		if !found[i] {
			errs = append(
				errs,
				path.NewErrorf("actual set element %#v does not correlate with any element in plan", is),
			)
		}
	}
	if len(after) > len(before) {
		errs = append(errs, path.NewErrorf("length changed from %d to %d", len(before), len(after)))
	}
	return errs
}

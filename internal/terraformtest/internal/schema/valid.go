package schema

import (
	"fmt"

	"github.com/zclconf/go-cty/cty"
)

// CheckPlanned holds what a provider plans to what Terraform demands of it: what is configured is planned as it is
// written, or as it was before; what is not configured may be planned only where it is computed.
func (o *Object) CheckPlanned(prior, config, planned cty.Value) []error {
	return o.checkPlanned(prior, config, planned, nil)
}

func (o *Object) checkPlanned(prior, config, planned cty.Value, path cty.Path) []error {
	switch {
	case planned.IsNull() && !config.IsNull():
		return []error{path.NewErrorf("planned for absence but config wants existence")}
	case config.IsNull() && !planned.IsNull():
		return []error{path.NewErrorf("planned for existence but config wants absence")}
	case !planned.IsKnown():
		return []error{path.NewErrorf("an unknown object is planned for a configured one")}
	case planned.IsNull():
		return nil
	}
	var errs []error
	for name, a := range o.Attributes {
		errs = append(errs, a.checkPlanned(
			attribute(prior, name, a.Type), config.GetAttr(name), planned.GetAttr(name), path.GetAttr(name))...)
	}
	for name, b := range o.Blocks {
		errs = append(errs, b.checkElements(
			attribute(prior, name, b.Whole), config.GetAttr(name), planned.GetAttr(name), path.GetAttr(name))...)
	}
	return errs
}

func (a *Attribute) checkPlanned(prior, config, planned cty.Value, path cty.Path) []error {
	asBefore := !prior.IsNull() && !config.IsNull() && same(planned, prior)
	switch {
	case same(planned, config), asBefore:
		return nil
	case a.WriteOnly && !planned.IsNull():
		return []error{path.NewErrorf("planned value for write-only attribute is not null")}
	case a.WriteOnly, a.Computed && (!a.Optional || config.IsNull()):
		return nil
	case config.IsNull():
		return []error{path.NewErrorf("planned value %s for a non-computed attribute", a.shown(planned))}
	case a.Nested != nil:
		return a.Nested.checkElements(prior, config, planned, path)
	case prior.IsNull():
		return []error{
			path.NewErrorf("planned value %s does not match config value %s", a.shown(planned), a.shown(config)),
		}
	}
	return []error{path.NewErrorf("planned value %s does not match config value %s nor prior value %s",
		a.shown(planned), a.shown(config), a.shown(prior))}
}

// shown is a value in a message.
func (a *Attribute) shown(v cty.Value) string {
	if a.Sensitive {
		return "(sensitive)"
	}
	return fmt.Sprintf("%#v", v)
}

func (n *Nested) checkElements(prior, config, planned cty.Value, path cty.Path) []error {
	if n.Nesting == Single || n.Nesting == Group {
		return n.checkPlanned(prior, config, planned, path)
	}
	switch {
	case !config.IsKnown() && !planned.IsKnown():
		return nil
	case planned.IsNull() != config.IsNull() || planned.IsKnown() != config.IsKnown():
		return []error{path.NewErrorf("planned is %#v for %#v", planned, config)}
	case planned.IsNull():
		return nil
	}
	wanted, got := config.LengthInt(), planned.LengthInt()
	if wanted != got && config.Length().IsKnown() && planned.Length().IsKnown() {
		return []error{path.NewErrorf("count in plan (%d) disagrees with count in config (%d)", got, wanted)}
	}
	if n.Nesting == Set { // Nothing tells which element is which.
		return nil
	}
	var errs []error
	for key, element := range planned.Elements() {
		at := path.Index(key)
		if config.HasIndex(key).False() {
			errs = append(errs, at.NewErrorf("key %#v from plan is not present in config", key))
			continue
		}
		was := cty.NullVal(n.Type)
		if !prior.IsNull() && prior.IsKnown() && prior.HasIndex(key).True() {
			was = prior.Index(key)
		}
		errs = append(errs, n.checkPlanned(was, config.Index(key), element, at)...)
	}
	return errs
}

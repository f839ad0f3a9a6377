package schema

import "github.com/zclconf/go-cty/cty"

// Proposed is what Terraform proposes to a provider as the new state: the configuration, with what is computed and not
// configured as it was before. Elements of lists are matched by their place, those of maps by their key, and those of
// sets by what is not computed.
func (o *Object) Proposed(prior, config cty.Value) cty.Value {
	switch {
	case config.IsNull() && prior.IsNull():
		return prior
	case prior.IsNull():
		prior = o.empty()
	}
	return o.proposed(prior, config)
}

// UnknownUntilRead is what Terraform plans for a data source that it cannot read yet.
func (o *Object) UnknownUntilRead(config cty.Value) cty.Value {
	return o.proposed(cty.UnknownVal(o.Type), config)
}

func (o *Object) proposed(prior, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return prior
	}
	values := make(map[string]cty.Value, len(o.Attributes)+len(o.Blocks))
	for name, a := range o.Attributes {
		values[name] = a.proposed(attribute(prior, name, a.Type), config.GetAttr(name))
	}
	for name, b := range o.Blocks {
		values[name] = b.proposed(attribute(prior, name, b.Whole), config.GetAttr(name))
	}
	return cty.ObjectVal(values)
}

// attribute is an attribute of an object, null where the object is.
func attribute(object cty.Value, name string, t cty.Type) cty.Value {
	if object.IsNull() {
		return cty.NullVal(t)
	}
	return object.GetAttr(name)
}

func (a *Attribute) proposed(prior, config cty.Value) cty.Value {
	switch {
	case a.Computed && config.IsNull():
		if a.Optional && a.Nested != nil && a.Nested.hasConfigured(prior) {
			return config
		}
		return prior
	case a.Nested != nil:
		return a.Nested.proposed(prior, config)
	}
	return config
}

func (n *Nested) proposed(prior, config cty.Value) cty.Value {
	if config.IsNull() || !config.IsKnown() {
		return config
	}
	switch n.Nesting {
	case List:
		return n.proposedList(prior, config)
	case Map:
		return n.proposedMap(prior, config)
	case Set:
		return n.proposedSet(prior, config)
	}
	return n.Proposed(prior, config)
}

func (n *Nested) proposedList(prior, config cty.Value) cty.Value {
	if config.LengthInt() == 0 {
		return config
	}
	elements := make([]cty.Value, 0, config.LengthInt())
	for i, written := range config.Elements() {
		switch {
		case !prior.IsKnown():
			elements = append(elements, n.Proposed(cty.UnknownVal(n.Type), written))
		case prior.IsNull() || prior.HasIndex(i).False():
			elements = append(elements, written)
		default:
			elements = append(elements, n.Proposed(prior.Index(i), written))
		}
	}
	return cty.ListVal(elements)
}

func (n *Nested) proposedMap(prior, config cty.Value) cty.Value {
	if config.LengthInt() == 0 {
		return config
	}
	before := known(prior)
	elements := make(map[string]cty.Value, config.LengthInt())
	for key, written := range config.AsValueMap() {
		if was, ok := before[key]; ok {
			written = n.Proposed(was, written)
		}
		elements[key] = written
	}
	return cty.MapVal(elements)
}

// known are the elements of a map, none if it is null or unknown.
func known(m cty.Value) map[string]cty.Value {
	if m.IsNull() || !m.IsKnown() || m.LengthInt() == 0 {
		return nil
	}
	return m.AsValueMap()
}

func (n *Nested) proposedSet(prior, config cty.Value) cty.Value {
	if config.LengthInt() == 0 {
		return config
	}
	var before []cty.Value
	if !prior.IsNull() && prior.IsKnown() {
		before = prior.AsValueSlice()
	}
	used := make([]bool, len(before))
	elements := make([]cty.Value, 0, config.LengthInt())
	for _, written := range config.AsValueSlice() {
		was := cty.NullVal(n.Type)
		for i, candidate := range before {
			if !used[i] && n.mayComeFrom(candidate, written) {
				was, used[i] = candidate, true
				break
			}
		}
		elements = append(elements, n.Proposed(was, written))
	}
	return cty.SetVal(elements)
}

// mayComeFrom reports whether an element of the state differs from the configured one only by what is computed.
func (o *Object) mayComeFrom(prior, config cty.Value) bool {
	if prior.IsNull() || config.IsNull() || !config.IsKnown() {
		return same(prior, config)
	}
	for name, a := range o.Attributes {
		was, written := prior.GetAttr(name), config.GetAttr(name)
		switch {
		case same(was, written), a.Computed && written.IsNull():
		case a.Nested != nil && a.Nested.Nesting == Single && a.Nested.mayComeFrom(was, written):
		default:
			return false
		}
	}
	for name := range o.Blocks {
		if !same(prior.GetAttr(name), config.GetAttr(name)) {
			return false
		}
	}
	return true
}

// hasConfigured reports whether a value has something in it that no provider can have computed, so that a configuration
// must have had it.
func (n *Nested) hasConfigured(v cty.Value) bool {
	if v.IsNull() || !v.IsKnown() {
		return false
	}
	elements := []cty.Value{v}
	if n.Nesting != Single && n.Nesting != Group {
		elements = v.AsValueSlice()
	}
	for _, element := range elements {
		if element.IsNull() || !element.IsKnown() {
			continue
		}
		for name, a := range n.Attributes {
			inner := element.GetAttr(name)
			if inner.IsNull() {
				continue
			}
			if !a.Computed || a.Nested != nil && a.Nested.hasConfigured(inner) {
				return true
			}
		}
	}
	return false
}

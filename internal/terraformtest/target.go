package terraformtest

import (
	"slices"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// targets are the resources and instances that -target names. Nil is all.
type targets []Address

// newTargets reads addresses.
func newTargets(texts []string) (targets, Diagnostics) {
	var t targets
	var ds Diagnostics
	for _, text := range texts {
		a, err := address.Parse(text)
		if err != nil {
			ds = append(ds, problem(nil, "Invalid target", "%v", err)...)
		}
		t = append(t, a)
	}
	return t, ds
}

// want reports whether an instance is a target.
func (t targets) want(a Address) bool {
	return t == nil || slices.ContainsFunc(t, func(target Address) bool {
		return target == a || target.Resource == a.Resource && target.Key == address.Key{}
	})
}

// name reports whether a resource, or an instance of it, is a target.
func (t targets) name(r address.Resource) bool {
	return slices.ContainsFunc(t, func(target Address) bool { return target.Resource == r })
}

// withNeeds are the resources that are targets or needed by one. Nil is all.
func (t targets) withNeeds(d *dependencies) map[address.Resource]bool {
	if t == nil {
		return nil
	}
	selected := map[address.Resource]bool{}
	for _, target := range t {
		selected[target.Resource] = true
		for _, needed := range d.all[target.Resource] {
			selected[needed] = true
		}
	}
	return selected
}

// withDependents are the objects that are targets or need one, which go too when the targets do. Nil is all.
func (t targets) withDependents(s *State) map[Address]bool {
	if t == nil {
		return nil
	}
	selected := map[Address]bool{}
	for _, a := range s.Addresses() {
		selected[a] = t.want(a) || s.Objects[a].dependsOn(t)
	}
	return selected
}

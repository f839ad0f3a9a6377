package terraformtest

import (
	"errors"
	"fmt"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// ignoreChanges gives the configuration as it counts where changes are to be ignored.
func ignoreChanges(r *config.Resource, s *schema.Schema, prior, written cty.Value) (cty.Value, error) {
	switch {
	case prior.IsNull() || len(r.IgnoreChanges) == 0 && !r.IgnoreAllChanges:
		return written, nil
	case r.IgnoreAllChanges:
		values := prior.AsValueMap()
		for name, attribute := range s.Attributes {
			if attribute.Computed && !attribute.Optional {
				values[name] = cty.NullVal(attribute.Type)
			}
		}
		return cty.ObjectVal(values), nil
	}
	paths := map[string]bool{}
	for _, traversal := range r.IgnoreChanges {
		path, err := ignoredPath(traversal)
		if err != nil {
			return written, err
		}
		paths[pathString(path)] = true
	}
	return cty.Transform(written, func(at cty.Path, v cty.Value) (cty.Value, error) {
		if !paths[pathString(at)] {
			return v, nil
		}
		was, err := at.Apply(prior)
		if err != nil {
			return v, fmt.Errorf("ignore_changes: %w", err)
		}
		return was, nil
	})
}

// ignoredPath is what an element of ignore_changes names: an attribute, or one within it.
func ignoredPath(traversal hcl.Traversal) (cty.Path, error) {
	var path cty.Path
	for _, step := range traversal {
		attribute, ok := step.(hcl.TraverseAttr)
		if !ok {
			return nil, errors.New("an index in ignore_changes")
		}
		path = path.GetAttr(attribute.Name)
	}
	return path, nil
}

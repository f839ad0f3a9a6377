package terraformtest

import (
	"fmt"
	"sync"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// scope evaluates expressions of a configuration.
type scope struct {
	config    *config.Config
	variables map[string]cty.Value
	functions map[string]function.Function
	// resource is the value of a resource with all its instances.
	resource func(address.Resource) cty.Value

	mu     sync.Mutex
	locals map[string]cty.Value // What was evaluated already.
}

// repetition is what each, count and self are.
type repetition struct {
	key  address.Key
	each cty.Value // The element of for_each, cty.NilVal without one.
	// unknown: it is not known which instance it is.
	unknown bool
	self    cty.Value // cty.NilVal where there is none.
}

// value evaluates an expression, and makes it a value of the type.
func (s *scope) value(e hcl.Expression, want cty.Type, r repetition) (cty.Value, hcl.Diagnostics) {
	ctx, diags := s.context(e.Variables(), r)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	v, diags := e.Value(ctx)
	if diags.HasErrors() {
		return cty.DynamicVal, diags
	}
	converted, err := convert.Convert(v, want)
	if err != nil {
		at := e.Range()
		return cty.DynamicVal, append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Incorrect value type",
			Detail:   fmt.Sprintf("Invalid expression value: %v.", err),
			Subject:  &at,
		})
	}
	return converted, diags
}

// body evaluates the arguments of a block.
func (s *scope) body(b hcl.Body, o *schema.Object, r repetition) (cty.Value, hcl.Diagnostics) {
	spec := o.Spec()
	ctx, diags := s.context(hcldec.Variables(b, spec), r)
	if diags.HasErrors() {
		return cty.UnknownVal(o.Type), diags
	}
	return hcldec.Decode(b, spec, ctx)
}

// context has what is needed to evaluate what has these references.
func (s *scope) context(traversals []hcl.Traversal, r repetition) (*hcl.EvalContext, hcl.Diagnostics) {
	references, diags := config.References(traversals)
	roots := map[string]map[string]cty.Value{}
	set := func(root, name string, v cty.Value) {
		if roots[root] == nil {
			roots[root] = map[string]cty.Value{}
		}
		roots[root][name] = v
	}
	ctx := &hcl.EvalContext{Variables: map[string]cty.Value{}, Functions: s.functions}
	resources := map[address.Resource]cty.Value{}
	for _, reference := range references {
		switch reference.Kind {
		case config.ToResource:
			resources[reference.Instance.Resource] = cty.NilVal
		case config.ToSelf:
			if r.self != cty.NilVal {
				ctx.Variables["self"] = r.self
			}
		default:
			root, v, more := s.named(reference, r)
			diags = append(diags, more...)
			if v != cty.NilVal {
				set(root, reference.Name, v)
			}
		}
	}
	for a := range resources {
		if s.config.Resource(a) == nil {
			diags = append(diags, undeclared("resource", a.String(), references, a))
			continue
		}
		resources[a] = s.resource(a)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	addResources(ctx, resources)
	for root, values := range roots {
		ctx.Variables[root] = cty.ObjectVal(values)
	}
	return ctx, diags
}

// addResources makes resources what their addresses name.
func addResources(ctx *hcl.EvalContext, resources map[address.Resource]cty.Value) {
	managed, data := map[string]map[string]cty.Value{}, map[string]map[string]cty.Value{}
	for a, v := range resources {
		into := managed
		if a.Data {
			into = data
		}
		if into[a.Type] == nil {
			into[a.Type] = map[string]cty.Value{}
		}
		into[a.Type][a.Name] = v
	}
	for kind, values := range managed {
		ctx.Variables[kind] = cty.ObjectVal(values)
	}
	if len(data) > 0 {
		kinds := map[string]cty.Value{}
		for kind, values := range data {
			kinds[kind] = cty.ObjectVal(values)
		}
		ctx.Variables["data"] = cty.ObjectVal(kinds)
	}
}

func undeclared(what, name string, references []config.Reference, a address.Resource) *hcl.Diagnostic {
	d := &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: "Reference to undeclared " + what,
		Detail: fmt.Sprintf("A %s %s has not been declared in the root module.", what, name),
	}
	for _, r := range references {
		if r.Instance.Resource == a {
			d.Subject = &r.Range
		}
	}
	return d
}

// named is the value of what has a name and is no resource, with the root under which it stands.
func (s *scope) named(reference config.Reference, r repetition) (root string, v cty.Value, diags hcl.Diagnostics) {
	invalid := func(what string) hcl.Diagnostics {
		return hcl.Diagnostics{
			{
				Severity: hcl.DiagError,
				Summary:  "Reference to " + what,
				Detail:   what + " is not available here.",
				Subject:  &reference.Range,
			},
		}
	}
	_, isNumber := r.key.IsNumber()
	_, isText := r.key.IsText()
	switch reference.Kind {
	case config.ToVariable:
		v, ok := s.variables[reference.Name]
		if !ok {
			return "", cty.NilVal, invalid("undeclared input variable " + reference.Name)
		}
		return "var", v, nil
	case config.ToLocal:
		v, diags := s.local(reference)
		return "local", v, diags
	case config.ToEach:
		switch {
		case r.unknown && reference.Name == "key":
			return "each", cty.UnknownVal(cty.String), nil
		case r.unknown:
			return "each", cty.DynamicVal, nil
		case !isText:
			return "", cty.NilVal, invalid(`"each" in context without for_each`)
		case reference.Name == "key":
			key, _ := r.key.IsText()
			return "each", cty.StringVal(key), nil
		}
		return "each", r.each, nil
	case config.ToCount:
		switch {
		case r.unknown:
			return "count", cty.UnknownVal(cty.Number), nil
		case !isNumber:
			return "", cty.NilVal, invalid(`"count" in non-counted context`)
		}
		n, _ := r.key.IsNumber()
		return "count", cty.NumberIntVal(int64(n)), nil
	case config.ToPath:
		return "path", cty.StringVal("."), nil
	case config.ToTerraform:
		return "terraform", cty.StringVal("default"), nil
	}
	return "", cty.NilVal, nil
}

// local evaluates a local value once. What it refers to is there by then, as whoever refers to it waits for that too.
func (s *scope) local(reference config.Reference) (cty.Value, hcl.Diagnostics) {
	s.mu.Lock()
	v, ok := s.locals[reference.Name]
	s.mu.Unlock()
	if ok {
		return v, nil
	}
	e := s.config.Locals[reference.Name]
	if e == nil {
		return cty.DynamicVal, hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "Reference to undeclared local value", Subject: &reference.Range,
			Detail: fmt.Sprintf("A local value with the name %q has not been declared.", reference.Name),
		}}
	}
	v, diags := s.value(e, cty.DynamicPseudoType, repetition{})
	if !diags.HasErrors() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.locals[reference.Name] = v
	}
	return v, diags
}

// holds checks conditions. A failure has a severity of its own, as some walks only warn.
func (s *scope) holds(
	address fmt.Stringer,
	what string,
	conditions []config.Condition,
	r repetition,
	failure Severity,
) Diagnostics {
	var ds Diagnostics
	for _, c := range conditions {
		holds, diags := s.value(c.Condition, cty.Bool, r)
		message, more := s.value(c.ErrorMessage, cty.String, r)
		ds = append(ds, fromHCL(address, append(diags, more...))...)
		switch {
		case diags.HasErrors() || more.HasErrors() || !holds.IsKnown():
		case holds.IsNull():
			ds = append(
				ds,
				problem(
					address,
					"Invalid condition result",
					"Condition expression must return either true or false, not null.",
				)...)
		case holds.False():
			failed := problem(address, what+" failed", "This check failed, but has an invalid error message.")
			if message.IsKnown() && !message.IsNull() {
				failed[0].Detail = message.AsString()
			}
			failed[0].Severity = failure
			ds = append(ds, failed...)
		}
	}
	return ds
}

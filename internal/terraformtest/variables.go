package terraformtest

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// variablesOf are the values of the input variables.
func variablesOf(c *config.Config, given map[string]cty.Value) (map[string]cty.Value, Diagnostics) {
	var ds Diagnostics
	values := map[string]cty.Value{}
	for name, v := range c.Variables {
		value, isGiven := given[name]
		switch {
		case isGiven && (!value.IsNull() || v.Nullable):
			converted, err := v.Convert(value)
			if err != nil {
				ds = append(ds, problem(nil, "Invalid value for input variable",
					"The given value is not suitable for var.%s: %v.", name, err)...)
			}
			values[name] = converted
		case v.Default != cty.NilVal:
			values[name] = v.Default
		default:
			ds = append(ds, problem(nil, "No value for required variable", "The variable %q is not set.", name)...)
		}
	}
	for name := range given {
		if c.Variables[name] == nil {
			undeclared := problem(nil, "Value for undeclared variable", "There is no variable %q.", name)
			undeclared[0].Severity = Warning
			ds = append(ds, undeclared.sourceless()...)
		}
	}
	return values, ds
}

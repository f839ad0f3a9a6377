package terraformtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// Severity tells errors from warnings.
type Severity byte

// The severities.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "Warning"
	}
	return "Error"
}

// Diagnostic is what a provider or Terraform itself says about a run.
type Diagnostic struct {
	Severity        Severity
	Summary, Detail string
	// Attribute is what a provider points at, nil for nothing.
	Attribute *tftypes.AttributePath
	// Address is that of the resource in question, empty where there is none.
	Address string
	// Sourceless: Terraform knows no place in the configuration for it, as for what a Delete says. Then it does not
	// show the address, and does not merge.
	Sourceless bool
	// unsupported: Terraform would have gone on where this package cannot.
	unsupported bool
}

func (d Diagnostic) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", d.Severity, d.Summary)
	if d.Address != "" && !d.Sourceless {
		fmt.Fprintf(&b, "\n  with %s,\n", d.Address)
	}
	if d.Detail != "" {
		fmt.Fprintf(&b, "\n%s\n", d.Detail)
	}
	return b.String()
}

// Diagnostics are all that is said about a run, in the order in which it was said.
type Diagnostics []Diagnostic

// Errors are the errors among the diagnostics.
func (ds Diagnostics) Errors() Diagnostics { return ds.of(Error) }

// Warnings are the warnings among the diagnostics. Warnings with one summary are not merged.
func (ds Diagnostics) Warnings() Diagnostics { return ds.of(Warning) }

func (ds Diagnostics) of(s Severity) Diagnostics {
	return slices.DeleteFunc(slices.Clone(ds), func(d Diagnostic) bool { return d.Severity != s })
}

// HasErrors reports whether there is an error.
func (ds Diagnostics) HasErrors() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.Severity == Error })
}

// Err is an error with the text of all errors, nil if there is none.
func (ds Diagnostics) Err() error {
	if !ds.HasErrors() {
		return nil
	}
	return errors.New(ds.Errors().String())
}

func (ds Diagnostics) String() string {
	var b strings.Builder
	for i, d := range ds {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(d.String())
	}
	return b.String()
}

// Merged is what Terraform shows: of the warnings with one summary, only the first keeps its detail, and says how many
// more there are. Errors are never merged.
func (ds Diagnostics) Merged() Diagnostics {
	var shown Diagnostics
	type group struct{ first, more int }
	groups := map[string]*group{}
	for _, d := range ds {
		g, merges := groups[d.Summary], d.Severity == Warning && !d.Sourceless
		if merges && g != nil {
			g.more++
			continue
		}
		if merges {
			groups[d.Summary] = &group{first: len(shown)}
		}
		shown = append(shown, d)
	}
	for _, g := range groups {
		switch {
		case g.more == 1:
			shown[g.first].Detail += "\n\n(and one more similar warning elsewhere)"
		case g.more > 1:
			shown[g.first].Detail += fmt.Sprintf("\n\n(and %d more similar warnings elsewhere)", g.more)
		}
	}
	return shown
}

// isUnsupported reports whether something is said for which this package is to blame.
func (ds Diagnostics) isUnsupported() bool {
	return slices.ContainsFunc(ds, func(d Diagnostic) bool { return d.unsupported })
}

// problem is an error of Terraform itself.
func problem(address fmt.Stringer, summary, detail string, args ...any) Diagnostics {
	d := Diagnostic{Summary: summary, Detail: fmt.Sprintf(detail, args...)}
	if address != nil {
		d.Address = address.String()
	}
	return Diagnostics{d}
}

// fromProvider takes over what a provider says about a resource, which has no address where the provider itself is
// meant.
func fromProvider(address fmt.Stringer, said []*tfprotov6.Diagnostic, err error) Diagnostics {
	var ds Diagnostics
	for _, d := range said {
		taken := Diagnostic{Summary: d.Summary, Detail: d.Detail, Attribute: d.Attribute}
		if d.Severity == tfprotov6.DiagnosticSeverityWarning {
			taken.Severity = Warning
		}
		if address != nil {
			taken.Address = address.String()
		}
		ds = append(ds, taken)
	}
	if err != nil {
		ds = append(ds, problem(address, "Plugin did not respond", "%v", err)...)
	}
	return ds
}

// sourceless marks diagnostics for which the configuration has no place.
func (ds Diagnostics) sourceless() Diagnostics {
	for i := range ds {
		ds[i].Sourceless = true
	}
	return ds
}

// fromHCL takes over what is wrong in a configuration.
func fromHCL(address fmt.Stringer, found hcl.Diagnostics) Diagnostics {
	var ds Diagnostics
	for _, d := range found {
		taken := Diagnostic{Summary: d.Summary, Detail: d.Detail}
		_, taken.unsupported = d.Extra.(config.Unsupported)
		if d.Severity == hcl.DiagWarning {
			taken.Severity = Warning
		}
		if address != nil {
			taken.Address = address.String()
		}
		ds = append(ds, taken)
	}
	return ds
}

// fromChecks makes a diagnostic of each way in which a value is not what it has to be.
func fromChecks(address fmt.Stringer, summary, detail string, found []error) Diagnostics {
	var ds Diagnostics
	for _, err := range found {
		at := ""
		var pathError cty.PathError
		if errors.As(err, &pathError) {
			at = pathString(pathError.Path)
		}
		ds = append(ds, problem(address, summary, detail, at+": "+err.Error())...)
	}
	return ds
}

// pathString writes a path as Terraform does.
func pathString(path cty.Path) string {
	var b strings.Builder
	for _, step := range path {
		switch step := step.(type) {
		case cty.GetAttrStep:
			b.WriteString("." + step.Name)
		case cty.IndexStep:
			switch key := step.Key; {
			case key.Type() == cty.String && key.IsKnown():
				fmt.Fprintf(&b, "[%q]", key.AsString())
			case key.Type() == cty.Number && key.IsKnown():
				fmt.Fprintf(&b, "[%s]", key.AsBigFloat().Text('f', -1))
			default:
				b.WriteString("[…]")
			}
		}
	}
	return b.String()
}

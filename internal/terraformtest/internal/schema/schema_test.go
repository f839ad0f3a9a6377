package schema_test

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/schema"
)

// parts is a schema with a nested attribute of each kind, whose objects have a name that is configured and a rank that
// may be computed.
func parts(t *testing.T) *schema.Schema {
	t.Helper()
	block := &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
		{Name: "id", Type: tftypes.String, Computed: true},
		{Name: "secret", Type: tftypes.String, Optional: true, Sensitive: true},
		{Name: "sizes", Type: tftypes.Set{ElementType: tftypes.Number}, Optional: true},
	}}
	for name, nesting := range map[string]tfprotov6.SchemaObjectNestingMode{
		"single": tfprotov6.SchemaObjectNestingModeSingle,
		"list":   tfprotov6.SchemaObjectNestingModeList,
		"set":    tfprotov6.SchemaObjectNestingModeSet,
		"map":    tfprotov6.SchemaObjectNestingModeMap,
	} {
		block.Attributes = append(block.Attributes, &tfprotov6.SchemaAttribute{
			Name: name, Optional: true, NestedType: &tfprotov6.SchemaObject{
				Nesting: nesting,
				Attributes: []*tfprotov6.SchemaAttribute{
					{Name: "name", Type: tftypes.String, Required: true},
					{Name: "rank", Type: tftypes.Number, Optional: true, Computed: true},
				},
			},
		})
	}
	s, err := schema.New(&tfprotov6.Schema{Block: block})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value evaluates an object of the schema. What it does not have is null, and unknown is unknown.
func value(t *testing.T, s *schema.Schema, text string) cty.Value {
	t.Helper()
	if text == "" {
		return cty.NullVal(s.Type)
	}
	e, diags := hclsyntax.ParseExpression([]byte(text), "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	written, diags := e.Value(&hcl.EvalContext{Variables: map[string]cty.Value{"unknown": cty.DynamicVal}})
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	optional := make([]string, 0, len(s.Attributes))
	for name := range s.Attributes {
		optional = append(optional, name)
	}
	types := maps.Clone(s.Type.AttributeTypes())
	for name, ty := range types {
		types[name] = optionalRank(ty)
	}
	v, err := convert.Convert(written, cty.ObjectWithOptionalAttrs(types, optional))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// optionalRank lets the rank of a part be left out.
func optionalRank(t cty.Type) cty.Type {
	switch {
	case t.IsObjectType():
		return cty.ObjectWithOptionalAttrs(t.AttributeTypes(), []string{"rank"})
	case t.IsListType():
		return cty.List(optionalRank(t.ElementType()))
	case t.IsSetType():
		return cty.Set(optionalRank(t.ElementType()))
	case t.IsMapType():
		return cty.Map(optionalRank(t.ElementType()))
	}
	return t
}

// What is computed and not configured stays as it was: by place in a list, by key in a map, by the rest in a set.
func TestProposed(t *testing.T) {
	t.Parallel()
	s := parts(t)
	for _, test := range []struct{ prior, config, want string }{
		{``, `{}`, `{}`}, // The provider itself says what it will compute.
		{`{ id = "1", secret = "s" }`, `{}`, `{ id = "1" }`},
		{
			`{ single = { name = "a", rank = 1 } }`,
			`{ single = { name = "b" } }`,
			`{ single = { name = "b", rank = 1 } }`,
		},
		{`{ single = { name = "a", rank = 1 } }`, `{}`, `{}`},
		{
			`{ list = [{ name = "a", rank = 1 }, { name = "b", rank = 2 }] }`,
			`{ list = [{ name = "b" }, { name = "c", rank = 9 }, { name = "d" }] }`,
			`{ list = [{ name = "b", rank = 1 }, { name = "c", rank = 9 }, { name = "d" }] }`,
		},
		{
			`{ map = { x = { name = "a", rank = 1 }, y = { name = "b", rank = 2 } } }`,
			`{ map = { y = { name = "c" }, z = { name = "a" } } }`,
			`{ map = { y = { name = "c", rank = 2 }, z = { name = "a" } } }`,
		},
		{
			`{ set = [{ name = "a", rank = 1 }, { name = "b", rank = 2 }] }`,
			`{ set = [{ name = "b" }, { name = "c" }, { name = "a", rank = 3 }] }`,
			`{ set = [{ name = "b", rank = 2 }, { name = "c" }, { name = "a", rank = 3 }] }`,
		},
		{`{ list = [{ name = "a", rank = 1 }] }`, `{ list = [] }`, `{ list = [] }`},
		{`{ list = [{ name = "a", rank = 1 }] }`, `{ list = unknown }`, `{ list = unknown }`},
		{`{ map = { x = { name = "a", rank = 1 } } }`, `{ map = null }`, `{}`},
	} {
		got := s.Proposed(value(t, s, test.prior), value(t, s, test.config))
		if want := value(t, s, test.want); !got.RawEquals(want) {
			t.Errorf("%s after %s is proposed as %#v, want %#v", test.config, test.prior, got, want)
		}
	}
	if got := s.UnknownUntilRead(value(t, s, `{ list = [{ name = "a" }] }`)); got.IsWhollyKnown() ||
		!got.GetAttr("list").IsKnown() || got.GetAttr("id").IsKnown() {
		t.Errorf("what is not read yet is %#v", got)
	}
}

// A provider plans what is configured as it is written, and what it computes as it likes.
func TestCheckPlanned(t *testing.T) {
	t.Parallel()
	s := parts(t)
	for _, test := range []struct{ prior, config, planned, want string }{
		{``, `{}`, `{ id = "1" }`, ``},
		{`{ secret = "a" }`, `{ secret = "A" }`, `{ secret = "a" }`, ``},
		{`{ secret = "a" }`, `{ secret = "A" }`, `{ secret = "b" }`, `(sensitive) does not match config value`},
		{``, `{}`, `{ secret = "a" }`, `for a non-computed attribute`},
		{``, `{ list = [{ name = "a" }] }`, `{ list = [{ name = "a", rank = unknown }] }`, ``},
		{``, `{ list = [{ name = "a" }] }`, `{ list = [{ name = "b", rank = 1 }] }`, `does not match config value`},
		{``, `{ list = [{ name = "a" }] }`, `{ list = [] }`, `count in plan (0) disagrees with count in config (1)`},
		{``, `{ map = { x = { name = "a" } } }`, `{ map = { y = { name = "a" } } }`, `is not present in config`},
		{``, `{ set = [{ name = "a" }] }`, `{ set = [{ name = "b" }] }`, ``},
		{``, `{ set = [{ name = "a" }] }`, `{ set = [{ name = "a" }, { name = "b" }] }`, `count in plan (2)`},
		{``, `{ single = { name = "a" } }`, `{}`, `planned for absence`},
		{`{}`, `{}`, ``, `planned for absence but config wants existence`},
		{`{}`, ``, `{}`, `planned for existence but config wants absence`},
	} {
		check(t, s.CheckPlanned(value(t, s, test.prior), value(t, s, test.config), value(t, s, test.planned)),
			test.want, fmt.Sprintf("%s planned for %s after %s", test.planned, test.config, test.prior))
	}
}

// What was planned is what it becomes, as far as it was known.
func TestCheckKept(t *testing.T) {
	t.Parallel()
	s := parts(t)
	for _, test := range []struct{ planned, actual, want string }{
		{`{ id = unknown }`, `{ id = "1" }`, ``},
		{`{ id = unknown }`, `{}`, ``},
		{`{ id = "1" }`, `{ id = "2" }`, `was cty.StringVal("1"), but now cty.StringVal("2")`},
		{`{ id = "1" }`, `{ id = unknown }`, `was known, but now unknown`},
		{`{ id = "1" }`, `{}`, `but now null`},
		{`{}`, `{ id = "1" }`, `was null, but now cty.StringVal("1")`},
		{`{ secret = "1" }`, `{ secret = "2" }`, `inconsistent values for sensitive attribute`},
		{`{ list = [{ name = "a", rank = unknown }] }`, `{ list = [{ name = "a", rank = 1 }] }`, ``},
		{`{ list = [{ name = "a" }] }`, `{ list = [] }`, `has vanished`},
		{`{ map = {} }`, `{ map = { x = { name = "a" } } }`, `has appeared`},
		{`{ map = unknown }`, `{ map = { x = { name = "a" } } }`, ``},
		{`{ sizes = [1, unknown] }`, `{ sizes = [1, 2] }`, ``},
		{`{ sizes = [1, unknown] }`, `{ sizes = [1] }`, ``},
		{`{ sizes = [1, unknown] }`, `{ sizes = [2] }`, `does not correlate with any element in actual`},
		{`{ sizes = [1] }`, `{ sizes = [1, 2] }`, `was cty.SetVal`},
		{`{ sizes = [unknown] }`, `{ sizes = [1, 2] }`, `length changed from 1 to 2`},
		{`{ set = [{ name = "a", rank = unknown }] }`, `{ set = [{ name = "b", rank = 1 }] }`, `does not correlate`},
		{`{}`, ``, `was present, but now absent`},
		{``, `{}`, `was absent, but now present`},
	} {
		check(t, s.CheckKept(value(t, s, test.planned), value(t, s, test.actual)),
			test.want, fmt.Sprintf("%s for planned %s", test.actual, test.planned))
	}
}

// check wants the errors to have a text, and to be none for none.
func check(t *testing.T, errs []error, want, of string) {
	t.Helper()
	err := errors.Join(errs...)
	if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
		t.Errorf("%s: %v, want %q", of, err, want)
	}
}

// What goes over the wire comes back the same.
func TestWire(t *testing.T) {
	t.Parallel()
	s := parts(t)
	for _, text := range []string{
		``,
		`{}`,
		`{ id = unknown, sizes = [1, unknown], set = [{ name = "a", rank = unknown }], map = unknown }`,
		`{ id = "1", list = [], map = { x = { name = "a", rank = 1.5 } }, single = { name = "b" } }`,
	} {
		v := value(t, s, text)
		wire, err := schema.Encode(v, s.Type)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := schema.Decode(wire, s.Type); err != nil || !got.RawEquals(v) {
			t.Errorf("%#v comes back as %#v, %v", v, got, err)
		}
	}
}

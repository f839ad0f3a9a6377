package config

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	hcljson "github.com/hashicorp/hcl/v2/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/address"
)

// Unsupported is the extra of a diagnostic about what this package does not know of the language.
type Unsupported struct{}

// wrong is an error about a configuration.
func wrong(where hcl.Range, summary, detail string, args ...any) *hcl.Diagnostic {
	return &hcl.Diagnostic{
		Severity: hcl.DiagError, Summary: summary, Detail: fmt.Sprintf(detail, args...), Subject: &where,
	}
}

// arguments are those that a block may have.
func arguments(names ...string) []hcl.AttributeSchema {
	var schemas []hcl.AttributeSchema
	for _, name := range names {
		schemas = append(schemas, hcl.AttributeSchema{Name: name})
	}
	return schemas
}

func unsupported(what string, where hcl.Range) *hcl.Diagnostic {
	d := wrong(where, "Not supported by terraformtest", "%s is not supported by terraformtest.", what)
	d.Extra = Unsupported{}
	return d
}

var rootSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "terraform"},
	{Type: "provider", LabelNames: []string{"name"}},
	{Type: "variable", LabelNames: []string{"name"}},
	{Type: "locals"},
	{Type: "output", LabelNames: []string{"name"}},
	{Type: "resource", LabelNames: []string{"type", "name"}},
	{Type: "data", LabelNames: []string{"type", "name"}},
	{Type: "moved"},
	{Type: "removed"},
	{Type: "import"},
	// What Terraform has and this package does not.
	{Type: "module", LabelNames: []string{"name"}},
	{Type: "check", LabelNames: []string{"name"}},
	{Type: "ephemeral", LabelNames: []string{"type", "name"}},
	{Type: "action", LabelNames: []string{"type", "name"}},
}}

// Parse reads a configuration, which is HCL, or JSON if the text is valid as such.
func Parse(text string) (*Config, hcl.Diagnostics) {
	const file = "main.tf"
	var parsed *hcl.File
	var diags hcl.Diagnostics
	if json.Valid([]byte(text)) {
		parsed, diags = hcljson.Parse([]byte(text), file+".json")
	} else {
		parsed, diags = hclsyntax.ParseConfig([]byte(text), file, hcl.InitialPos)
	}
	if diags.HasErrors() {
		return nil, diags
	}
	content, diags := parsed.Body.Content(rootSchema)
	c := &Config{
		Providers: map[string]*Provider{},
		Sources:   map[string]string{},
		Variables: map[string]*Variable{},
		Locals:    map[string]hcl.Expression{},
		byAddress: map[address.Resource]*Resource{},
	}
	for _, block := range content.Blocks {
		diags = append(diags, c.add(block)...)
	}
	return c, append(diags, c.check()...)
}

func (c *Config) add(block *hcl.Block) hcl.Diagnostics {
	switch block.Type {
	case "terraform":
		return c.addTerraform(block)
	case "provider":
		return c.addProvider(block)
	case "variable":
		return c.addVariable(block)
	case "locals":
		attributes, diags := block.Body.JustAttributes()
		for name, a := range attributes {
			c.Locals[name] = a.Expr
		}
		return diags
	case "output":
		return c.addOutput(block)
	case "resource", "data":
		return c.addResource(block)
	case "moved":
		return c.addMove(block)
	case "removed":
		return c.addRemoved(block)
	case "import":
		return c.addImport(block)
	}
	return hcl.Diagnostics{unsupported("A block "+block.Type, block.DefRange)}
}

func (c *Config) addTerraform(block *hcl.Block) hcl.Diagnostics {
	content, diags := block.Body.Content(&hcl.BodySchema{
		Attributes: arguments("required_version"),
		Blocks: []hcl.BlockHeaderSchema{
			{Type: "required_providers"}, {Type: "backend", LabelNames: []string{"type"}}, {Type: "cloud"},
		},
	})
	for _, inner := range content.Blocks {
		if inner.Type != "required_providers" {
			diags = append(diags, unsupported("A block "+inner.Type, inner.DefRange))
			continue
		}
		providers, more := inner.Body.JustAttributes()
		diags = append(diags, more...)
		for name, argument := range providers {
			value, more := argument.Expr.Value(nil)
			diags = append(diags, more...)
			if value.Type().IsObjectType() && value.Type().HasAttribute("source") {
				c.Sources[name] = value.GetAttr("source").AsString()
			}
		}
	}
	return diags
}

func (c *Config) addProvider(block *hcl.Block) hcl.Diagnostics {
	content, rest, diags := block.Body.PartialContent(&hcl.BodySchema{Attributes: arguments("alias")})
	if alias, ok := content.Attributes["alias"]; ok {
		diags = append(diags, unsupported("The alias of a provider", alias.Range))
	}
	name := block.Labels[0]
	if c.Providers[name] != nil {
		diags = append(diags, duplicate("provider configuration", name, block.DefRange))
	}
	c.Providers[name] = &Provider{Name: name, Body: rest, Range: block.DefRange}
	return diags
}

func duplicate(what, name string, where hcl.Range) *hcl.Diagnostic {
	return wrong(where, "Duplicate "+what, "There is a %s %q already.", what, name)
}

// check looks at what only the whole configuration tells.
func (c *Config) check() hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, r := range c.Forgotten {
		if c.Resource(r) != nil {
			diags = append(diags, wrong(hcl.Range{}, "Removed resource still exists",
				"This statement declares that %s was removed, but it is still declared in configuration.", r))
		}
	}
	for _, m := range c.Moves {
		if m.From.Whole && m.To.Resource != m.From.Resource && c.Resource(m.From.Resource) != nil {
			diags = append(diags, wrong(hcl.Range{}, "Moved object still exists",
				"This statement declares a move from %s, but that resource is still declared.", m.From))
		}
	}
	return diags
}

// providerOf is the name of the provider that a type of resource implies.
func providerOf(r address.Resource) string {
	name, _, _ := strings.Cut(r.Type, "_")
	return name
}

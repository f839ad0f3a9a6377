package terraformtest_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

func TestExpressions(t *testing.T) {
	t.Parallel()
	const before = `
variable "people" {
  type    = map(object({ role = optional(string, "member"), age = optional(number) }))
  default = { anna = {}, bruno = { role = "admin" } }
}
locals {
  names  = sort(keys(var.people))
  things = [for t in fake_thing.all : t.name]
}
resource "fake_thing" "all" {
  for_each = var.people
  name     = each.key
  note     = each.value.role
}
resource "fake_thing" "n" {
  count = 2
  name  = "n${count.index}"
}
output "o" {
  value = `
	for expression, want := range map[string]string{
		`local.names`: `["anna","bruno"]`,
		`[for k, t in fake_thing.all : "${k} is ${t.note}"]`: `["anna is member","bruno is admin"]`,
		`fake_thing.n[*].name`:                               `["n0","n1"]`,
		`fake_thing.all["anna"].name`:                        `"anna"`,
		`values(fake_thing.all)[*].note`:                     `["member","admin"]`,
		`length(fake_thing.n) == 2 ? "two" : "not two"`:      `"two"`,
		`length(fake_thing.all)`:                             `2`,
		`length("Ärger")`:                                    `5`,
		`try(fake_thing.all["nobody"].name, "nobody")`:       `"nobody"`,
		`can(fake_thing.all["nobody"].name)`:                 `false`,
		`merge({ a = 1 }, { b = "x" })`:                      `{"a":1,"b":"x"}`,
		`tomap({ a = 1, b = 2 })`:                            `{"a":1,"b":2}`,
		`toset(["b", "a", "b"])`:                             `["a","b"]`,
		`jsonencode({ a = [true, null] })`:                   `"{\"a\":[true,null]}"`,
		`format("%s-%03d", "a", 7)`:                          `"a-007"`,
		`join(", ", concat(["a"], local.names))`:             `"a, anna, bruno"`,
		`lookup({ a = "x" }, "b", "none")`:                   `"none"`,
		`replace("+1 202", "/[^0-9]/", "")`:                  `"1202"`,
		`startswith("abc", "ab") && !endswith("abc", "ab")`:  `true`,
		`alltrue([for p in var.people : p.age == null])`:     `true`,
		`one([])`:                       `null`,
		`provider::fake::loud("hello")`: `"hello!"`,
		`{ for t in local.things : t => upper(t) if t != "anna"}`: `{"bruno":"BRUNO"}`,
		`path.module`:         `"."`,
		`terraform.workspace`: `"default"`,
		"join(\"\", [\n<<-EOT\n  a\n    b\n  EOT\n  ])": `"a\n  b\n"`,
	} {
		f := newFolder(t, terraformtest.Options{})
		p, ds := f.Apply(t.Context(), before+expression+"\n}")
		if ds.HasErrors() {
			t.Errorf("%s: %v", expression, ds.Err())
			continue
		}
		if want == "null" {
			if p.Outputs["o"].Action != terraformtest.NoOp {
				t.Errorf("%s is %#v, want null", expression, p.Outputs["o"].After)
			}
			continue
		}
		got, err := ctyjson.Marshal(f.State.Outputs["o"].Value, f.State.Outputs["o"].Value.Type())
		if err != nil || string(got) != want {
			t.Errorf("%s is %s (%v), want %s", expression, got, err, want)
		}
	}
}

const (
	unknownCount = `
resource "fake_thing" "a" {
  count = fake_thing.b.size
  name  = "a"
}
resource "fake_thing" "b" { name = "b" }`
	circle = `
resource "fake_thing" "a" { name = fake_thing.b.id }
resource "fake_thing" "b" { name = fake_thing.a.id }`
	movedStill = oneThing + `
moved {
  from = fake_thing.a
  to   = fake_thing.b
}`
	removedStill = oneThing + `
removed {
  from = fake_thing.a
  lifecycle { destroy = false }
}`
	importNowhere = `
import {
  to = fake_thing.a
  id = "a"
}`
)

// What Terraform would say is wrong is said.
func TestWrongConfigurations(t *testing.T) {
	t.Parallel()
	for configuration, want := range map[string]string{
		`resource "fake_thing" "a" { nme = "a" }`:                            "Unsupported argument",
		`resource "fake_thing" "a" {}`:                                       "Missing required argument",
		`resource "fake_thing" "a" { name = ["a"] }`:                         "Incorrect attribute value type",
		`resource "fake_thing" "a" { name = fake_thing.b.id }`:               "Reference to undeclared resource",
		`resource "fake_thing" "a" { name = var.b }`:                         "undeclared input variable",
		`resource "fake_thing" "a" { name = local.b }`:                       "Reference to undeclared local value",
		`resource "fake_thing" "a" { name = each.key }`:                      "without for_each",
		`resource "fake_thing" "a" { name = "${1" }`:                         "Unclosed template interpolation",
		oneThing + "\n" + oneThing:                                           "Duplicate resource",
		`resource "fake_other" "a" {}`:                                       "Invalid resource type",
		`resource "other_thing" "a" {}`:                                      `There is no provider "other"`,
		oneThing + "\n" + `output "o" { value = fake_thing.a.size.nothing }`: "Unsupported attribute",
		`output "o" { value = nothing() }`:                                   "Call to unknown function",
		`output "o" { value = provider::fake::loud("") }`:                    "Nothing cannot be loud.",
		`output "o" { value = provider::fake::loud(null) }`:                  "argument must not be null",
		"variable \"v\" {}":                                                  "No value for required variable",
		"locals {\n a = local.b\n b = local.a\n}":                            "Cycle",
		unknownCount:  "Invalid count argument",
		circle:        "Cycle",
		movedStill:    "Moved object still exists",
		removedStill:  "Removed resource still exists",
		importNowhere: "Configuration for import target does not exist",
	} {
		f := newFolder(t, terraformtest.Options{})
		_, ds := f.Plan(t.Context(), configuration)
		if ds.HasErrors() && strings.Contains(ds.Err().Error(), "terraformtest") {
			t.Errorf("%s: %v", configuration, ds.Err())
		}
		if !ds.HasErrors() || !strings.Contains(ds.Err().Error(), want) {
			t.Errorf("%s: the error is %v, want %q", configuration, ds.Err(), want)
		}
	}
}

// What this package does not know is an error that names it.
func TestUnsupported(t *testing.T) {
	t.Parallel()
	for configuration, want := range map[string]string{
		`module "m" { source = "./m" }`:                                                    "A block module",
		`check "c" {}`:                                                                     "A block check",
		`ephemeral "fake_thing" "a" {}`:                                                    "A block ephemeral",
		"terraform {\n  backend \"local\" {}\n}":                                           "A block backend",
		"provider \"fake\" { alias = \"x\" }":                                              "The alias of a provider",
		"resource \"fake_thing\" \"a\" {\n provisioner \"local-exec\" {}\n}":               "A block provisioner",
		"resource \"fake_thing\" \"a\" {\n dynamic \"x\" {}\n}":                            "A block dynamic",
		"resource \"fake_thing\" \"a\" {\n provider = fake.x\n}":                           "The alias of a provider",
		"variable \"v\" {\n validation {}\n}":                                              "A block validation",
		"variable \"v\" { ephemeral = true }":                                              "An ephemeral variable",
		`output "o" { value = module.m.x }`:                                                "A reference to module",
		"moved {\n from = fake_thing.a\n to = fake_other.a\n}":                             "A move between types",
		"resource \"fake_thing\" \"a\" {\n lifecycle {\n replace_triggered_by = []\n }\n}": "replace_triggered_by",
	} {
		f := newFolder(t, terraformtest.Options{})
		_, ds := f.Plan(t.Context(), configuration)
		if !ds.HasErrors() || !strings.Contains(ds.Err().Error(), want+" is not supported by terraformtest") &&
			!strings.Contains(ds.Err().Error(), want+", or of a data source, is not supported by terraformtest") {
			t.Errorf("%s: the error is %v, want %q", configuration, ds.Err(), want)
		}
	}
}

func TestJSONConfiguration(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(map[string]any{
		"resource": map[string]any{"fake_thing": map[string]any{
			"a": map[string]any{"name": "a", "parts": map[string]any{"x": map[string]any{"role": "r"}}},
			"b": map[string]any{"name": "b", "note": "${fake_thing.a.id}"},
		}},
		"output": map[string]any{"id": map[string]any{"value": "${fake_thing.b.note}"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	f := newFolder(t, terraformtest.Options{})
	f.applies(string(text))
	if id := f.State.Outputs["id"].Value; !id.RawEquals(cty.StringVal("a-1")) {
		t.Errorf("the output is %#v", id)
	}
}

func TestVariables(t *testing.T) {
	t.Parallel()
	f := newFolder(t, terraformtest.Options{})
	const c = `
variable "names" { type = set(string) }
resource "fake_thing" "a" {
  for_each = var.names
  name     = each.value
}`
	f.Variables = map[string]cty.Value{"names": cty.TupleVal([]cty.Value{cty.StringVal("a"), cty.StringVal("b")})}
	f.applies(c)
	f.has(`fake_thing.a["b"]`)
	f.Variables = map[string]cty.Value{"names": cty.NumberIntVal(1)}
	f.fails(c, "not suitable for var.names")
}

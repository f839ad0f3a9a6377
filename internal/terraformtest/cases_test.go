package terraformtest_test

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// lifeCase is a sequence of configurations, with what else happens to the things.
type lifeCase struct {
	name  string
	steps func(w *fakeWorld) []resource.TestStep
}

// does are steps with configurations alone.
func does(configurations ...string) func(*fakeWorld) []resource.TestStep {
	return func(*fakeWorld) []resource.TestStep {
		var steps []resource.TestStep
		for _, c := range configurations {
			steps = append(steps, resource.TestStep{Config: c})
		}
		return steps
	}
}

// lifeCases are run with Terraform and without, which must do the same.
var lifeCases = []lifeCase{
	{"create, update, nothing", does(twoThings("one"), twoThings("two"), twoThings("two"))},
	{"nested attributes", does(`
resource "fake_thing" "a" {
  name  = "a"
  parts = { x = { role = "r" }, y = { role = "s", rank = 1 } }
}`, `
resource "fake_thing" "a" {
  name  = "a"
  parts = { x = { role = "q" }, z = { role = "s", rank = 2 } }
}`, `
resource "fake_thing" "a" {
  name = "a"
}`)},
	{"replacement", does(`
resource "fake_thing" "a" {
  name = "a"
  kind = "one"
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.size
}`, `
resource "fake_thing" "a" {
  name = "a"
  kind = "two"
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.size
}`)},
	{"replacement of what is needed", does(`
resource "fake_thing" "a" {
  name = "a"
  kind = "one"
}
resource "fake_thing" "b" {
  name = "b"
  kind = fake_thing.a.id
}`, `
resource "fake_thing" "a" {
  name = "a"
  kind = "two"
}
resource "fake_thing" "b" {
  name = "b"
  kind = fake_thing.a.id
}`)},
	{"create before destroy", does(`
resource "fake_thing" "a" {
  name = "a"
  kind = "one"
}
resource "fake_thing" "b" {
  name = "b"
  kind = fake_thing.a.id
  lifecycle { create_before_destroy = true }
}`, `
resource "fake_thing" "a" {
  name = "a2"
  kind = "two"
}
resource "fake_thing" "b" {
  name = "b2"
  kind = fake_thing.a.id
  lifecycle { create_before_destroy = true }
}`, `
resource "fake_thing" "c" {
  name = "c"
}`)},
	{"deposed", func(w *fakeWorld) []resource.TestStep {
		config := func(name, kind string) string {
			return `
resource "fake_thing" "a" {
  name = "` + name + `"
  kind = "` + kind + `"
  lifecycle { create_before_destroy = true }
}
resource "fake_thing" "b" {
  name = "b"
  note = fake_thing.a.id
}`
		}
		return []resource.TestStep{
			{Config: config("a1", "one")},
			{Config: config("a2", "two"), PreConfig: goesWrong(w, fails, "create a2")},
			{Config: config("a2", "two"), PreConfig: goesWrong(w, failsWithState, "create a2")},
			{Config: config("a3", "two"), PreConfig: goesWrong(w, fails, "delete a1", "delete a2")},
			{Config: config("a3", "two"), PreConfig: goesWrong(w, fails)},
		}
	}},
	{"provider that needs a resource", func(*fakeWorld) []resource.TestStep {
		const c = `
provider "fake" { endpoint = terraform_data.endpoint.output }
resource "terraform_data" "endpoint" {
  input            = "http://localhost"
  triggers_replace = "GENERATION"
}
resource "fake_thing" "a" { name = "a" }`
		return []resource.TestStep{
			{Config: strings.Replace(c, "GENERATION", "1", 1)}, {Config: strings.Replace(c, "GENERATION", "2", 1)},
		}
	}},
	{"tainted", func(w *fakeWorld) []resource.TestStep {
		return []resource.TestStep{
			{Config: twoThings("one"), PreConfig: goesWrong(w, failsWithState, "create a")},
			{Config: twoThings("one"), PreConfig: goesWrong(w, fails)},
			{Config: twoThings("one"), Taint: []string{"fake_thing.b"}},
		}
	}},
	{"errors", func(w *fakeWorld) []resource.TestStep {
		one, two := twoThings("one"), twoThings("two")
		return []resource.TestStep{
			{Config: one, PreConfig: goesWrong(w, fails, "plan a")},
			{Config: one, PreConfig: goesWrong(w, fails, "create a")},
			{Config: one, PreConfig: goesWrong(w, differs, "create a")},
			{Config: one, PreConfig: goesWrong(w, fails)},
			{Config: two, PreConfig: goesWrong(w, fails, "update a")},
			{Config: two, PreConfig: goesWrong(w, failsWithState, "update a")},
			{Config: two, PreConfig: goesWrong(w, replans, "plan a")},
			{Config: `resource "fake_thing" "a" { name = "a" }`, PreConfig: goesWrong(w, fails, "delete b", "read a")},
			{Config: `resource "fake_thing" "a" { name = "a" }`, PreConfig: goesWrong(w, fails, "delete b")},
			{Config: `resource "fake_thing" "a" { name = "a" }`, PreConfig: goesWrong(w, fails)},
		}
	}},
	{"orphans", func(w *fakeWorld) []resource.TestStep {
		config := func(keys string) string {
			return `
resource "fake_thing" "k" {
  for_each = toset([` + keys + `])
  name     = each.key
}
resource "fake_thing" "n" {
  count = length(fake_thing.k)
  name  = "n${count.index}"
}`
		}
		return []resource.TestStep{
			{Config: config(`"a", "b", "c"`)},
			{Config: config(`"a"`), PreConfig: func() { w.remove("b") }},
			{Config: `resource "fake_thing" "z" { name = "z" }`, PreConfig: func() { w.remove("n0") }},
		}
	}},
	{"moved and removed", does(`
resource "fake_thing" "a" { name = "a" }
resource "fake_thing" "b" { name = "b" }
resource "fake_thing" "c" { name = "c" }`, `
resource "fake_thing" "a2" {
  for_each = { x = "a" }
  name     = each.value
}
resource "fake_thing" "c" {
  count = 1
  name  = "c"
}
moved {
  from = fake_thing.a
  to   = fake_thing.a2["x"]
}
removed {
  from = fake_thing.b
  lifecycle { destroy = false }
}`, `
resource "fake_thing" "a3" {
  for_each = { y = "a" }
  name     = each.value
}
resource "fake_thing" "c" { name = "c" }
moved {
  from = fake_thing.a2
  to   = fake_thing.a3
}
moved {
  from = fake_thing.a3["x"]
  to   = fake_thing.a3["y"]
}`, `resource "fake_thing" "z" { name = "z" }`)},
	{"import", func(w *fakeWorld) []resource.TestStep {
		const imports = `
resource "fake_thing" "a" {
  for_each = toset(["a", "b"])
  name     = each.key
  note     = "known"
}
import {
  for_each = toset(["a", "b"])
  to       = fake_thing.a[each.key]
  id       = each.value
}`
		return []resource.TestStep{
			{Config: imports},
			{Config: imports, PreConfig: func() {
				for _, name := range []string{"a", "b"} {
					w.put(existing(name, "known"))
				}
				w.put(existing("b", "other"))
			}},
			{Config: imports},
			{Config: `resource "fake_thing" "z" { name = "z" }`},
		}
	}},
	{"data sources", func(w *fakeWorld) []resource.TestStep {
		const c = `
resource "fake_thing" "a" {
  name = "a"
  note = "NOTE"
}
data "fake_thing" "a" {
  name       = "a"
  depends_on = [fake_thing.a]
}
data "fake_thing" "other" { name = "other" }
resource "fake_thing" "b" {
  name = "b"
  note = "${data.fake_thing.a.note} ${data.fake_thing.other.note}"
}
output "note" { value = data.fake_thing.a.note }`
		return []resource.TestStep{
			{Config: c},
			{Config: c, PreConfig: func() { w.put(existing("other", "theirs")) }},
			{Config: strings.Replace(c, "NOTE", "two", 1)},
			{Config: strings.Replace(c, "NOTE", "two", 1), PreConfig: func() { w.put(existing("other", "changed")) }},
		}
	}},
	{"conditions", func(w *fakeWorld) []resource.TestStep {
		const c = `
locals { note = "NOTE" }
resource "fake_thing" "a" {
  name = "a"
  note = local.note
  lifecycle {
    precondition {
      condition     = length(local.note) < 9
      error_message = "Too long."
    }
    postcondition {
      condition     = self.size > 3
      error_message = "Only ${self.size}."
    }
  }
}
resource "fake_thing" "b" {
  name       = "b"
  depends_on = [fake_thing.a]
}
resource "fake_thing" "c" { name = "c" }`
		return []resource.TestStep{
			{Config: strings.ReplaceAll(c, "NOTE", "one")},
			{Config: strings.ReplaceAll(c, "NOTE", "one")},
			{Config: strings.ReplaceAll(c, "NOTE", "twenty-one")},
			{Config: strings.ReplaceAll(c, "NOTE", "three")},
		}
	}},
	{"lifecycle", does(`
resource "fake_thing" "a" {
  name = "a"
  note = "one"
  kind = "one"
  lifecycle { ignore_changes = [kind, note] }
}`, `
resource "fake_thing" "a" {
  name = "a2"
  note = "two"
  kind = "two"
  lifecycle {
    ignore_changes  = [kind]
    prevent_destroy = true
  }
}`, `
resource "fake_thing" "a" {
  name = "a3"
  kind = "three"
  lifecycle { prevent_destroy = true }
}`, `
resource "fake_thing" "a" {
  name = "a3"
  lifecycle { ignore_changes = all }
}`)},
	{"values", func(*fakeWorld) []resource.TestStep {
		const c = `
variable "names" { type = map(object({ note = optional(string, "none") })) }
locals {
  all   = { for name, v in var.names : upper(name) => v.note }
  first = try(sort(keys(local.all))[0], "nobody")
}
resource "terraform_data" "seed" { input = local.first }
resource "fake_thing" "all" {
  for_each = var.names
  name     = each.key
  note     = each.value.note
  secret   = provider::fake::loud(terraform_data.seed.output)
}
output "notes" { value = [for k in sort(keys(fake_thing.all)) : fake_thing.all[k].note] }
output "ids" { value = values(fake_thing.all)[*].name }
output "loud" { value = provider::fake::loud(join(", ", keys(local.all))) }
output "hidden" {
  value     = { for k, t in fake_thing.all : k => t.secret }
  sensitive = true
}`
		noted := config.ObjectVariable(map[string]config.Variable{"note": config.StringVariable("hi")})
		given := func(names ...string) config.Variables {
			all := map[string]config.Variable{}
			for _, name := range names {
				all[name] = noted
			}
			all["d"] = config.ObjectVariable(map[string]config.Variable{})
			return config.Variables{"names": config.ObjectVariable(all)}
		}
		return []resource.TestStep{
			{Config: c, ConfigVariables: given("b", "c")}, {Config: c, ConfigVariables: given("c")},
			{Config: `resource "fake_thing" "z" { name = "z" }`},
		}
	}},
	{"refresh and destroy", func(w *fakeWorld) []resource.TestStep {
		one, _, _ := strings.Cut(twoThings("one"), "output") // An import cannot be tested with one.
		return []resource.TestStep{
			{Config: one},
			{RefreshState: true, PreConfig: func() { w.put(existing("a", "changed")) }, ExpectNonEmptyPlan: true},
			{Config: one, PreConfig: func() { w.remove("a") }},
			{ResourceName: "fake_thing.a", ImportState: true, ImportStateId: "a", ImportStateVerify: true},
			{Config: one, Destroy: true, PreConfig: func() { w.remove("b") }},
			{Config: one},
		}
	}},
}

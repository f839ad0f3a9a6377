package terraformtest_test

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// failing is a test that may fail without failing this one.
type failing struct {
	testing.TB
	said string
}

func (f *failing) Helper() {}

func (f *failing) Fatalf(format string, args ...any) {
	f.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// failureOf runs a case, and returns what it fails with.
func failureOf(t *testing.T, r *recorder, steps ...resource.TestStep) string {
	t.Helper()
	f := &failing{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		terraformtest.New(r.factories(), terraformtest.Options{}).Test(f, resource.TestCase{Steps: steps})
	}()
	<-done
	return f.said
}

func TestStepsThatFail(t *testing.T) {
	t.Parallel()
	sum := func(*terraform.State) error { return fmt.Errorf("no sum") }
	for want, steps := range map[string][]resource.TestStep{
		"the non-refresh plan was not empty": {{Config: oneThing, PlanOnly: true}},
		"an empty refresh plan":              {{Config: oneThing, ExpectNonEmptyPlan: true}},
		"expected an error but got none":     {{Config: oneThing, ExpectError: regexp.MustCompile("x")}},
		"no match of":                        {{Config: "resource {}", ExpectError: regexp.MustCompile("other")}},
		"Missing required argument":          {{Config: `resource "fake_thing" "a" {}`}},
		"check failed: no sum":               {{Config: oneThing, Check: sum}},
		"pre-apply plan check(s) failed": {{Config: oneThing, ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		}}},
		"resource not found: fake_thing.b": {
			{Config: oneThing}, {ResourceName: "fake_thing.b", ImportState: true, ImportStateVerify: true},
		},
		"does not support Query":               {{Config: oneThing, Query: true}},
		"does not support a step with neither": {{}},
		"A block module is not supported":      {{Config: `module "m" {}`, ExpectError: regexp.MustCompile(".*")}},
		"attributes not equivalent": {{Config: oneThing + hushed}, {
			ResourceName: "fake_thing.b", ImportState: true, ImportStateId: "b",
			ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: "name",
		}},
		"there is no fake_thing.a to taint": {{Config: oneThing, Taint: []string{"fake_thing.a"}}},
		"Error running post-test destroy":   {{Config: oneThing}, {Config: undestroyable, PlanOnly: true}},
		"failed state verification": {{Config: oneThing + hushed}, {
			ResourceName: "fake_thing.a", ImportState: true, ImportStateId: "c", ImportStateVerify: true,
		}},
	} {
		r := newRecorder()
		r.world.put(existing("c", ""))
		if steps[0].ResourceName == "" && len(steps) > 1 && strings.HasPrefix(want, "attributes") {
			steps[1].PreConfig = func() { r.world.put(existing("b", "other")) }
		}
		if said := failureOf(t, r, steps...); !strings.Contains(said, want) {
			t.Errorf("the test says %q, want %q", said, want)
		}
	}
}

const hushed = `
resource "fake_thing" "b" {
  name = "b"
  note = "x"
}`

const undestroyable = `
resource "fake_thing" "a" {
  name = "a"
  lifecycle { prevent_destroy = true }
}`

// Everything is destroyed in the end, with the last configuration, and the check gets the state as it was before.
func TestCheckDestroy(t *testing.T) {
	t.Parallel()
	r := newRecorder()
	checked := false
	terraformtest.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: r.factories(),
		Steps: []resource.TestStep{
			{
				Config: oneThing,
				Check: resource.ComposeAggregateTestCheckFunc(
					resource.TestCheckResourceAttr("fake_thing.a", "name", "a"),
					resource.TestCheckResourceAttr("fake_thing.a", "size", "0"),
					resource.TestCheckNoResourceAttr("fake_thing.a", "note"),
				),
			},
			{
				ResourceName:    "fake_thing.a",
				ImportState:     true,
				ImportStateKind: resource.ImportBlockWithID,
				ImportStateId:   "a",
			},
		},
		CheckDestroy: func(s *terraform.State) error {
			checked = s.RootModule().Resources["fake_thing.a"] != nil
			return nil
		},
	})
	if !checked || len(r.world.things) > 0 {
		t.Errorf("checked %t, and %d things are left", checked, len(r.world.things))
	}
}

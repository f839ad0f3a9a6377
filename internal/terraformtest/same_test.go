package terraformtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest"
)

// The cases that are compared with Terraform itself run alone too.
func TestLives(t *testing.T) {
	t.Parallel()
	for _, c := range lifeCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWitness()
			terraformtest.New(w.factories(), terraformtest.Options{}).Test(t, w.testCase(c))
		})
	}
}

// TestAccSameAsTerraform runs the same with Terraform and without. What is asked of the provider, the plans, the states
// and the errors must be the same.
func TestAccSameAsTerraform(t *testing.T) {
	t.Parallel()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("TF_ACC is not set: run it with scripts/terraform-cli")
	}
	program, options := installed(t)
	for _, c := range lifeCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			with, without := newWitness(), newWitness()
			t.Run("Terraform", func(t *testing.T) {
				resource.Test(t, with.testCase(c))
			})
			t.Run("terraformtest", func(t *testing.T) {
				terraformtest.New(without.factories(), options).Test(t, without.testCase(c))
			})
			with.end()
			without.end()
			if len(with.world.things) != len(without.world.things) {
				t.Errorf("with Terraform %v are left, without %v", with.world.things, without.world.things)
			}
			for i, step := range with.steps {
				if i >= len(without.steps) {
					t.Fatalf("step %d is missing", i+1)
				}
				if program == "OpenTofu" {
					step.inTermsOfTerraform(without.steps[i])
				}
				if difference := cmp.Diff(step, without.steps[i], sameTypes); difference != "" {
					t.Errorf("step %d (-Terraform +terraformtest):\n%s", i+1, difference)
				}
			}
		})
	}
}

// installed tells which program TF_ACC_TERRAFORM_PATH names, and its options.
func installed(t *testing.T) (program string, options terraformtest.Options) {
	t.Helper()
	text, err := exec.CommandContext(t.Context(), os.Getenv("TF_ACC_TERRAFORM_PATH"), "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	program, version, _ := strings.Cut(string(text), " v")
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil || major != 1 {
		t.Fatalf("no version in %q", text)
	}
	if minor < 11 {
		t.Skip("what is done here is what the CLIs do from 1.11 on; older ones show their plans otherwise")
	}
	return program, terraformtest.Options{
		OrphanPlanThenRead: program == "Terraform" && minor >= 9 && minor <= 11,
		WithoutIdentity:    minor < 12,
	}
}

// inTermsOfTerraform takes out of what was seen of OpenTofu what it alone does: it has a word of its own, reads what it
// only forgets, and says otherwise who an object is that it replaces or forgets.
func (s *seen) inTermsOfTerraform(terraform *seen) {
	for i := range s.Errors {
		s.Errors[i] = strings.Replace(s.Errors[i], "Resource instance cannot", "Instance cannot", 1)
	}
	for when, changes := range s.Plans {
		for i, c := range changes {
			if c.Change.Actions.Replace() && i < len(terraform.Plans[when]) {
				other := terraform.Plans[when][i].Change
				c.Change.BeforeIdentity, c.Change.AfterIdentity = other.BeforeIdentity, other.AfterIdentity
			}
			if c.Change.Actions.Forget() {
				c.Change.BeforeIdentity = nil
				s.Asked[c.Name] = slices.DeleteFunc(s.Asked[c.Name], func(asked string) bool {
					return strings.HasPrefix(asked, "Read ")
				})
			}
		}
	}
}

var sameTypes = cmp.Comparer(func(a, b cty.Type) bool {
	return a == cty.NilType && b == cty.NilType || a != cty.NilType && b != cty.NilType && a.Equals(b)
})

// witness sees what becomes of a case.
type witness struct {
	*recorder
	steps []*seen
}

// seen is what was seen of a step.
type seen struct {
	Plans  map[string][]*tfjson.ResourceChange
	Output map[string]map[string]*tfjson.Change
	State  *tfjson.StateValues
	Errors []string
	// Asked is what the provider was asked about each thing, in order.
	Asked map[string][]string
}

func newWitness() *witness { return &witness{recorder: newRecorder()} }

// testCase is a case whose steps are watched. Errors end a step, and not the case.
func (w *witness) testCase(c lifeCase) resource.TestCase {
	steps := c.steps(w.world)
	for i := range steps {
		step := &steps[i]
		before := step.PreConfig
		step.PreConfig = func() {
			w.end()
			w.steps = append(w.steps, &seen{
				Plans:  map[string][]*tfjson.ResourceChange{},
				Output: map[string]map[string]*tfjson.Change{},
				Asked:  map[string][]string{},
			})
			if before != nil {
				before()
			}
		}
		if step.ImportState || step.RefreshState {
			continue
		}
		step.ConfigPlanChecks = resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{planWitness{w, "before"}},
			PostApplyPreRefresh:  []plancheck.PlanCheck{planWitness{w, "after"}},
			PostApplyPostRefresh: []plancheck.PlanCheck{planWitness{w, "after a refresh"}},
		}
		step.ConfigStateChecks = []statecheck.StateCheck{stateWitness{w}}
	}
	return resource.TestCase{
		ProtoV6ProviderFactories: w.factories(), Steps: steps,
		ErrorCheck: func(err error) error {
			w.now().Errors = summaries(err.Error())
			return nil
		},
	}
}

func (w *witness) now() *seen { return w.steps[len(w.steps)-1] }

// end takes down what the provider was asked in the step that has ended.
func (w *witness) end() {
	if len(w.steps) == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.asked {
		if r.name != "" {
			w.now().Asked[r.name] = append(w.now().Asked[r.name], r.String())
		}
	}
	w.asked = nil
}

// summaries are the errors of a run without their details, which have the words of one program or the other.
func summaries(text string) []string {
	var found []string
	for _, line := range regexp.MustCompile(`(?m)^Error: .*$`).FindAllString(text, -1) {
		found = append(found, strings.TrimSpace(line))
	}
	if len(found) == 0 {
		found = append(found, strings.SplitN(text, "\n", 2)[0])
	}
	slices.Sort(found)
	return found
}

type planWitness struct {
	w    *witness
	when string
}

func (p planWitness) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, _ *plancheck.CheckPlanResponse) {
	var changes []*tfjson.ResourceChange
	for _, c := range req.Plan.ResourceChanges {
		shown := *c
		if shown.ProviderName != "terraform.io/builtin/terraform" {
			shown.ProviderName = ""
		}
		shown.DeposedKey = placeholder(shown.DeposedKey)
		normalized(&shown)
		changes = append(changes, &shown)
	}
	slices.SortStableFunc(changes, func(a, b *tfjson.ResourceChange) int { // Those that were put aside have no order.
		return strings.Compare(
			a.Address+a.DeposedKey+fmt.Sprint(a.Change.Before),
			b.Address+b.DeposedKey+fmt.Sprint(b.Change.Before),
		)
	})
	p.w.now().Plans[p.when] = changes
	p.w.now().Output[p.when] = map[string]*tfjson.Change{}
	for name, c := range req.Plan.OutputChanges {
		p.w.now().Output[p.when][name] = c
	}
}

type stateWitness struct{ w *witness }

func (s stateWitness) CheckState(
	_ context.Context,
	req statecheck.CheckStateRequest,
	_ *statecheck.CheckStateResponse,
) {
	var values tfjson.StateValues
	content, err := json.Marshal(req.State.Values)
	if err != nil {
		panic(err)
	}
	if err := json.Unmarshal(content, &values); err != nil {
		panic(err)
	}
	if values.RootModule != nil {
		for _, r := range values.RootModule.Resources {
			if r.ProviderName != "terraform.io/builtin/terraform" {
				r.ProviderName = ""
			}
			r.DeposedKey = placeholder(r.DeposedKey)
			if r.Type == "terraform_data" {
				r.AttributeValues["id"] = "random"
			}
		}
	}
	s.w.now().State = &values
}

func placeholder(key string) string {
	if key == "" {
		return ""
	}
	return "deposed"
}

// normalized takes out of a change what is by chance.
func normalized(c *tfjson.ResourceChange) {
	if c.Type != "terraform_data" {
		return
	}
	change := *c.Change
	for _, side := range []*any{&change.Before, &change.After} {
		if object, ok := (*side).(map[string]any); ok && object["id"] != nil {
			object["id"] = "random"
		}
	}
	c.Change = &change
}

package terraformtest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// Test runs a test case of terraform-plugin-testing without Terraform, as resource.Test does with it: each step is
// planned, applied and checked, and planned again, which must be empty; in the end everything is destroyed. What it
// does not support of a case or step fails the test.
func Test(t *testing.T, c resource.TestCase) {
	t.Helper()
	New(c.ProtoV6ProviderFactories, Options{}).Test(t, c)
}

// Test is Test with the providers, and options, of a Terraform. The case may have none of its own.
func (t *Terraform) Test(tb testing.TB, c resource.TestCase) {
	tb.Helper()
	r := &run{TB: tb, workspace: t.NewWorkspace(), c: c}
	r.checkCase()
	defer r.cleanUp()
	for i, step := range c.Steps {
		r.step = i + 1
		if step.PreConfig != nil {
			step.PreConfig()
		}
		if step.SkipFunc != nil {
			skip, err := step.SkipFunc()
			if err != nil {
				tb.Fatalf("step %d/%d: SkipFunc: %v", r.step, len(c.Steps), err)
			}
			if skip {
				continue
			}
		}
		r.checkStep(step)
		r.settle(step, r.do(step))
	}
}

// run is a test case that runs.
type run struct {
	testing.TB
	workspace *Workspace
	c         resource.TestCase
	step      int
	config    string // That of the last step that had one.
}

// do carries a step out.
func (r *run) do(step resource.TestStep) error {
	switch {
	case step.ImportState:
		return r.importState(step)
	case step.RefreshState:
		return r.refreshState(step)
	}
	r.config = step.Config
	variables, err := variables(step)
	if err != nil {
		return err
	}
	r.workspace.Variables = variables
	for _, address := range step.Taint {
		if !r.workspace.State.Taint(address) {
			return fmt.Errorf("there is no %s to taint", address)
		}
	}
	return r.apply(step)
}

// settle compares the outcome of a step with what is expected of it.
func (r *run) settle(step resource.TestStep, err error) {
	r.Helper()
	var unsupported unsupportedError
	if errors.As(err, &unsupported) {
		r.Fatalf("step %d/%d: %v", r.step, len(r.c.Steps), err)
	}
	switch {
	case step.ExpectError == nil && err != nil && r.c.ErrorCheck != nil:
		if err = r.c.ErrorCheck(err); err != nil {
			r.Fatalf("Step %d/%d error: %v", r.step, len(r.c.Steps), err)
		}
	case step.ExpectError == nil && err != nil:
		r.Fatalf("Step %d/%d error: %v", r.step, len(r.c.Steps), err)
	case step.ExpectError != nil && err == nil:
		r.Fatalf("Step %d/%d, expected an error but got none", r.step, len(r.c.Steps))
	case step.ExpectError != nil && !step.ExpectError.MatchString(err.Error()):
		r.Fatalf("Step %d/%d, no match of %s on: %v", r.step, len(r.c.Steps), step.ExpectError, err)
	}
}

// cleanUp destroys what is left, without a refresh.
func (r *run) cleanUp() {
	r.Helper()
	if r.workspace.State.IsEmpty() {
		return
	}
	before, err := r.flatState()
	if err != nil {
		r.Fatalf("Error retrieving state, there may be dangling resources: %v", err)
	}
	r.workspace.Options = PlanOptions{SkipRefresh: true}
	if _, ds := r.workspace.Destroy(r.Context(), r.config); ds.HasErrors() {
		r.Fatalf("Error running post-test destroy, there may be dangling resources: %v", ds.Err())
	}
	if r.c.CheckDestroy != nil {
		if err := r.c.CheckDestroy(before); err != nil {
			r.Fatalf("Error running post-test destroy, there may be dangling resources: %v", err)
		}
	}
}

func (r *run) flatState() (*terraform.State, error) {
	shown, err := r.workspace.StateJSON(r.Context(), r.workspace.State)
	if err != nil {
		return nil, err
	}
	return flatState(shown), nil
}

// variables are those of a step, as Terraform would read them from a file.
func variables(step resource.TestStep) (map[string]cty.Value, error) {
	values := map[string]cty.Value{}
	for name, v := range step.ConfigVariables {
		text, err := v.MarshalJSON()
		if err != nil {
			return nil, err
		}
		t, err := ctyjson.ImpliedType(text)
		if err != nil {
			return nil, err
		}
		if values[name], err = ctyjson.Unmarshal(text, t); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// unsupportedError is an error of this package, which no step expects.
type unsupportedError struct{ error }

// said makes an error of the errors among diagnostics.
func said(what string, ds Diagnostics) error {
	if !ds.HasErrors() {
		return nil
	}
	err := fmt.Errorf("%s: exit status 1\n\n%w", what, ds.Err())
	if ds.isUnsupported() {
		return unsupportedError{err}
	}
	return err
}

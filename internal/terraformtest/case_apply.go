package terraformtest

import (
	"errors"
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// apply is a step with a configuration: it is planned and applied, after which two plans must be empty, one without a
// refresh and one with.
func (r *run) apply(step resource.TestStep) error {
	mode := Normal
	if step.Destroy {
		mode = Destroy
	}
	if !step.PlanOnly {
		if err := r.planAndApply(step, mode); err != nil {
			return err
		}
	}
	checks := step.ConfigPlanChecks
	if _, err := r.planAgain(step, "non-refresh plan", mode, true, checks.PostApplyPreRefresh); err != nil {
		return err
	}
	skip := step.Destroy && step.PreventPostDestroyRefresh
	p, err := r.planAgain(step, "refresh plan", mode, skip, checks.PostApplyPostRefresh)
	switch {
	case err != nil:
		return err
	case step.ExpectNonEmptyPlan && planIsEmpty(p):
		return errors.New("expected a non-empty plan, but got an empty refresh plan")
	case step.PostApplyFunc != nil:
		step.PostApplyFunc()
	}
	return nil
}

func (r *run) planAgain(
	step resource.TestStep, what string, mode Mode, skipRefresh bool, checks []plancheck.PlanCheck,
) (*tfjson.Plan, error) {
	p, err := r.plan("error running "+what, PlanOptions{Mode: mode, SkipRefresh: skipRefresh})
	if err != nil {
		return nil, err
	}
	shown := p.JSON()
	if err := checkPlan(r, shown, checks); err != nil {
		return nil, fmt.Errorf("check(s) of the %s failed:\n%w", what, err)
	}
	if !planIsEmpty(shown) && !step.ExpectNonEmptyPlan {
		return nil, fmt.Errorf("after applying this test step, the %s was not empty.\n%s", what, p.summary())
	}
	return shown, nil
}

func (r *run) planAndApply(step resource.TestStep, mode Mode) error {
	p, err := r.plan("error running pre-apply plan", PlanOptions{Mode: mode})
	if err != nil {
		return err
	}
	if err := checkPlan(r, p.JSON(), step.ConfigPlanChecks.PreApply); err != nil {
		return fmt.Errorf("pre-apply plan check(s) failed:\n%w", err)
	}
	var shown *terraform.State
	if step.Check != nil && step.Destroy { // What is destroyed is checked as it was.
		if _, ds := r.workspace.Refresh(r.Context(), r.config); ds.HasErrors() {
			return said("error running pre-apply refresh", ds)
		}
		if shown, err = r.flatState(); err != nil {
			return err
		}
		if p, err = r.plan("error running destroy plan", PlanOptions{Mode: mode}); err != nil {
			return err
		}
	}
	if err := said("error running apply", r.workspace.ApplyPlan(r.Context(), p)); err != nil {
		return err
	}
	if step.Check != nil {
		if !step.Destroy {
			if shown, err = r.flatState(); err != nil {
				return err
			}
		}
		if err := step.Check(shown); err != nil {
			return fmt.Errorf("check failed: %w", err)
		}
	}
	return r.checkState(step.ConfigStateChecks)
}

// plan plans the configuration of the run.
func (r *run) plan(what string, options PlanOptions) (*Plan, error) {
	if r.c.AdditionalCLIOptions != nil && r.c.AdditionalCLIOptions.Plan.NoRefresh {
		options.SkipRefresh = true
	}
	p, ds := r.workspace.plan(r.Context(), r.config, options)
	return p, said(what, ds)
}

// planIsEmpty reports whether a plan is empty for terraform-plugin-testing, which does not see moves and imports.
func planIsEmpty(p *tfjson.Plan) bool {
	for _, c := range p.ResourceChanges {
		if !c.Change.Actions.NoOp() {
			return false
		}
	}
	for _, c := range p.OutputChanges {
		if !c.Actions.NoOp() {
			return false
		}
	}
	return true
}

func checkPlan(r *run, p *tfjson.Plan, checks []plancheck.PlanCheck) error {
	var errs []error
	for _, check := range checks {
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(r.Context(), plancheck.CheckPlanRequest{Plan: p}, &resp)
		errs = append(errs, resp.Error)
	}
	return errors.Join(errs...)
}

func (r *run) checkState(checks []statecheck.StateCheck) error {
	if len(checks) == 0 {
		return nil
	}
	shown, err := r.workspace.StateJSON(r.Context(), r.workspace.State)
	if err != nil {
		return err
	}
	var errs []error
	for _, check := range checks {
		var resp statecheck.CheckStateResponse
		check.CheckState(r.Context(), statecheck.CheckStateRequest{State: shown}, &resp)
		errs = append(errs, resp.Error)
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("post-apply state check(s) failed:\n%w", err)
	}
	return nil
}

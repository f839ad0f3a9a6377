package terraformtest

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// checkCase fails the test for what is not supported of a case.
func (r *run) checkCase() {
	r.Helper()
	c := r.c
	r.refuse(map[string]bool{
		"PreCheck":                  c.PreCheck != nil,
		"ProviderFactories":         c.ProviderFactories != nil,
		"ProtoV5ProviderFactories":  c.ProtoV5ProviderFactories != nil,
		"Providers":                 c.Providers != nil, //nolint:staticcheck // It is to be refused.
		"ExternalProviders":         c.ExternalProviders != nil,
		"IDRefreshName":             c.IDRefreshName != "",
		"WorkingDir":                c.WorkingDir != "",
		"PreventPostDestroyRefresh": c.PreventPostDestroyRefresh,
		"AdditionalCLIOptions.AllowDeferral": c.AdditionalCLIOptions != nil &&
			(c.AdditionalCLIOptions.Plan.AllowDeferral || c.AdditionalCLIOptions.Apply.AllowDeferral),
	})
}

// checkStep fails the test for what is not supported of a step.
func (r *run) checkStep(step resource.TestStep) {
	r.Helper()
	r.refuse(map[string]bool{
		"ConfigDirectory":                 step.ConfigDirectory != nil,
		"ConfigFile":                      step.ConfigFile != nil,
		"ExternalProviders":               step.ExternalProviders != nil,
		"ProviderFactories":               step.ProviderFactories != nil,
		"ProtoV5ProviderFactories":        step.ProtoV5ProviderFactories != nil,
		"ProtoV6ProviderFactories":        step.ProtoV6ProviderFactories != nil,
		"Query":                           step.Query,
		"StateStore":                      step.StateStore,
		"GenerateConfig":                  step.GenerateConfig,
		"ImportBlockWithResourceIdentity": step.ImportStateKind == resource.ImportBlockWithResourceIdentity,
		"a step with neither Config nor another mode": step.Config == "" && !step.ImportState && !step.RefreshState,
		"an import without ResourceName":              step.ImportState && step.ResourceName == "",
		"ImportStateVerify or Persist with a block": step.ImportStateKind != resource.ImportCommandWithID &&
			(step.ImportStateVerify || step.ImportStatePersist),
		"PreApply checks in a step that is only a plan": step.PlanOnly && len(step.ConfigPlanChecks.PreApply) > 0,
	})
}

func (r *run) refuse(used map[string]bool) {
	r.Helper()
	for what, isUsed := range used {
		if isUsed {
			r.Fatalf("step %d/%d: terraformtest does not support %s", r.step, len(r.c.Steps), what)
		}
	}
}

// summary says what a plan does, for messages.
func (p *Plan) summary() string {
	var b strings.Builder
	for _, c := range p.Changes {
		if c.Action == NoOp {
			continue
		}
		fmt.Fprintf(&b, "%s: %s\n", c.Action, c.Address)
		before, after := fields(jsonOf(c.Before)), fields(jsonOf(c.After))
		for _, name := range sortedKeys(after) {
			was, is := fmt.Sprint(before[name]), fmt.Sprint(after[name])
			if was != is {
				fmt.Fprintf(&b, "  %s: %s -> %s\n", name, was, is)
			}
		}
		if unknown := fields(unknownOf(c.After)); len(unknown) > 0 {
			fmt.Fprintf(&b, "  unknown: %v\n", unknown)
		}
	}
	for _, name := range sortedKeys(p.Outputs) {
		if o := p.Outputs[name]; o.Action != NoOp {
			fmt.Fprintf(&b, "%s: output.%s: %v -> %v\n", o.Action, name, jsonOf(o.Before), jsonOf(o.After))
		}
	}
	return b.String()
}

func fields(v any) map[string]any {
	object, _ := v.(map[string]any)
	return object
}

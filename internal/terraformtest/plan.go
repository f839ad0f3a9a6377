package terraformtest

import (
	"context"
	"slices"

	"github.com/zclconf/go-cty/cty"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/terraformtest/internal/config"
)

// Mode is what a plan is for.
type Mode byte

// The modes. A plan that only refreshes changes nothing but the state.
const (
	Normal Mode = iota
	Destroy
	RefreshOnly
)

// PlanOptions are those of `terraform plan`.
type PlanOptions struct {
	Mode        Mode
	SkipRefresh bool // -refresh=false
	// Targets and Replace are addresses, as of -target and -replace.
	Targets, Replace []string
	Variables        map[string]cty.Value
}

// Plan is what Terraform is about to do.
type Plan struct {
	Mode    Mode
	Changes []*Change // By address; those that do nothing are among them.
	Outputs map[string]*OutputChange
	// Before is the state as it was, with moves carried out and the schema brought up to date. Prior is that after the
	// refresh, from which the changes start.
	Before, Prior *State

	config    *config.Config
	variables map[string]cty.Value
	replace   []Address
	targeted  bool
}

// IsEmpty reports whether there is nothing to do, as the exit code of `terraform plan -detailed-exitcode` does.
func (p *Plan) IsEmpty() bool {
	if p.Mode == RefreshOnly {
		return !p.hasDrift()
	}
	for _, c := range p.Changes {
		if c.Action != NoOp || c.HasMoved() || c.Importing != nil {
			return false
		}
	}
	for _, o := range p.Outputs {
		if o.Action != NoOp {
			return false
		}
	}
	return true
}

func (p *Plan) hasDrift() bool {
	for a, o := range p.Before.Objects {
		after := p.Prior.Objects[a]
		if !a.Data && (after == nil || string(after.Attributes) != string(o.Attributes)) {
			return true
		}
	}
	for name, o := range p.Outputs {
		if o.Action != NoOp {
			return name != ""
		}
	}
	return false
}

// Change finds the change of an object, nil if the plan has nothing about it.
func (p *Plan) Change(address string) *Change {
	a, err := ParseAddress(address)
	if err != nil || p == nil {
		return nil
	}
	i := slices.IndexFunc(p.Changes, func(c *Change) bool { return c.Address == a && c.Deposed == "" })
	if i < 0 {
		return nil
	}
	return p.Changes[i]
}

// Count counts the changes with an action. Data sources are left out.
func (p *Plan) Count(action Action) int {
	n := 0
	for _, c := range p.Changes {
		if c.Action == action && !c.Address.Data {
			n++
		}
	}
	return n
}

// Plan is `terraform plan`: it validates the configuration and plans. There is no plan if there are errors. The state
// is not changed.
func (t *Terraform) Plan(
	ctx context.Context,
	configuration string,
	s *State,
	options PlanOptions,
) (*Plan, Diagnostics) {
	c, ds := parse(configuration)
	if ds.HasErrors() {
		return nil, ds
	}
	ds = append(ds, t.validate(ctx, c)...)
	if ds.HasErrors() {
		return nil, ds
	}
	variables, more := variablesOf(c, options.Variables)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	p, more := t.plan(ctx, c, variables, s.Copy(), options)
	ds = append(ds, more...)
	if ds.HasErrors() {
		return nil, ds
	}
	return p, ds
}

func parse(configuration string) (*config.Config, Diagnostics) {
	c, diags := config.Parse(configuration)
	return c, fromHCL(nil, diags)
}

func (t *Terraform) plan(
	ctx context.Context, c *config.Config, variables map[string]cty.Value, s *State, options PlanOptions,
) (*Plan, Diagnostics) {
	if options.Mode == Destroy && !options.SkipRefresh && len(s.Objects)+len(s.Deposed) > 0 {
		// A plan to destroy begins with an ordinary one, of which only the refresh counts. Its diagnostics are shown
		// only if it fails.
		refresh := options
		refresh.Mode, refresh.Replace = Normal, nil
		w, ds := t.newPlanWalk(ctx, c, variables, s, refresh)
		if ds.HasErrors() {
			return nil, ds
		}
		w.beforeDestroy = true
		refreshed, ds := w.plan()
		if ds.HasErrors() {
			return nil, ds
		}
		before := refreshed.Before
		w, ds = t.newPlanWalk(ctx, c, variables, refreshed.Prior, options)
		if ds.HasErrors() {
			return nil, ds
		}
		p, ds := w.planDestroy()
		p.Before = before
		return p, ds
	}
	w, ds := t.newPlanWalk(ctx, c, variables, s, options)
	if ds.HasErrors() {
		return nil, ds
	}
	run := w.plan
	if options.Mode == Destroy {
		run = w.planDestroy
	}
	p, more := run()
	return p, append(ds, more...)
}

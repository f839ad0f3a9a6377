package terraformtest

import (
	"context"

	"github.com/zclconf/go-cty/cty"
)

// Workspace is a folder in which somebody runs Terraform: it keeps the state from run to run. Each has a state of its
// own, so that several may run at the same time. One of them runs one command at a time.
type Workspace struct {
	*Terraform
	State     *State
	Variables map[string]cty.Value
	// Options are for every plan of the workspace.
	Options PlanOptions
}

// NewWorkspace is a workspace with an empty state.
func (t *Terraform) NewWorkspace() *Workspace { return &Workspace{Terraform: t, State: &State{}} }

// Plan is `terraform plan`. The state stays as it is.
func (w *Workspace) Plan(ctx context.Context, configuration string) (*Plan, Diagnostics) {
	return w.plan(ctx, configuration, w.Options)
}

func (w *Workspace) plan(ctx context.Context, configuration string, options PlanOptions) (*Plan, Diagnostics) {
	if options.Variables == nil {
		options.Variables = w.Variables
	}
	return w.Terraform.Plan(ctx, configuration, w.State, options)
}

// Apply is `terraform apply -auto-approve`. The plan is nil if there are errors before anything is applied.
func (w *Workspace) Apply(ctx context.Context, configuration string) (*Plan, Diagnostics) {
	return w.apply(ctx, configuration, w.Options)
}

// Destroy is `terraform destroy -auto-approve`.
func (w *Workspace) Destroy(ctx context.Context, configuration string) (*Plan, Diagnostics) {
	options := w.Options
	options.Mode = Destroy
	return w.apply(ctx, configuration, options)
}

// Refresh is `terraform refresh`: it plans as ever, and keeps the state after the refresh. With the mode RefreshOnly
// among the options, Apply is `terraform apply -refresh-only`.
func (w *Workspace) Refresh(ctx context.Context, configuration string) (*Plan, Diagnostics) {
	p, ds := w.plan(ctx, configuration, PlanOptions{Variables: w.Options.Variables})
	if !ds.HasErrors() {
		w.State = p.Prior
	}
	return p, ds
}

func (w *Workspace) apply(ctx context.Context, configuration string, options PlanOptions) (*Plan, Diagnostics) {
	p, ds := w.plan(ctx, configuration, options)
	if ds.HasErrors() || ctx.Err() != nil {
		return p, ds
	}
	return p, append(ds, w.ApplyPlan(ctx, p)...)
}

// ApplyPlan is `terraform apply` of a plan that was saved.
func (w *Workspace) ApplyPlan(ctx context.Context, p *Plan) Diagnostics {
	s, ds := w.Terraform.Apply(ctx, p)
	w.State = s
	return ds
}

// Import is `terraform import`.
func (w *Workspace) Import(ctx context.Context, configuration, to, id string) Diagnostics {
	s, ds := w.Terraform.Import(ctx, configuration, w.State, to, id, w.Variables)
	w.State = s
	return ds
}

package provider

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ModifyPlan plans what only the resource knows, and refuses what the gateway cannot do. A plan that changes nothing
// asks the gateway nothing: otherwise a gateway that has lost an ability could not even be destroyed through.
func (r *groupResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		r.reachToDestroy(ctx, req.State, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		var state groupModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		r.checkEmptying(ctx, state, &resp.Diagnostics)
		r.warnOfLeaving(state.called(), state.OnDestroy.ValueString(), &resp.Diagnostics)
		return
	}
	var config, plan groupModel
	var state *groupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = &groupModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	before := plan.before(state)
	plan.planPicture(before, &resp.Diagnostics)
	if len(pending(before.Pending)) > 0 {
		// Without a difference that shows, Terraform would not call Update, at least not with -refresh=false.
		plan.Pending = types.ListUnknown(types.StringType)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if state == nil || !plan.OnDestroy.Equal(state.OnDestroy) {
		r.checkEmptying(ctx, plan, &resp.Diagnostics)
	}
	changes := plan.changes(before, config)
	plan.checkNew(state, changes, &resp.Diagnostics)
	goOn := r.requireInPlan(ctx, plan.needs(state, changes), &resp.Diagnostics)
	for _, c := range changes {
		r.checkKindInPlan(ctx, plan.ID, string(c.Attribute()), &resp.Diagnostics, c)
	}
	switch {
	case state == nil:
		r.checkName(ctx, "", plan, goOn, &resp.Diagnostics)
		if goOn {
			if !plan.InitialMembers.IsUnknown() {
				people := sortedKeys(plan.InitialMembers.Elements())
				r.refuseUnshown(ctx, path.Root("initial_members"), people, &resp.Diagnostics)
			}
			r.checkDay(ctx, &resp.Diagnostics)
		}
	case !whatsapp.SameText(state.Name.ValueString(), plan.Name.ValueString()):
		r.checkName(ctx, state.jid(), plan, goOn, &resp.Diagnostics)
	}
}

// checkEmptying refuses to remove everybody from a group while nobody says which member is the account itself.
func (r *groupResource) checkEmptying(ctx context.Context, m groupModel, diags *diag.Diagnostics) {
	if m.OnDestroy.ValueString() != onDestroyRemoveAndLeave || !r.ready() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	if self, err := r.account.Self(ctx); err != nil || !self.IsZero() {
		return
	}
	diags.AddAttributeError(path.Root("on_destroy"), "Account not known", fmt.Sprintf(
		"A destroy cannot remove everybody else from %s: the gateway does not show the account's own number, so the "+
			"provider does not know which member is the account. Set `account` in the provider's configuration to that "+
			"number, or set `on_destroy` to `leave` or `keep`.", m.calledInPlan()))
}

// calledInPlan is called for a group that may have no id yet.
func (m *groupModel) calledInPlan() string {
	if m.ID.IsUnknown() || m.ID.IsNull() {
		return fmt.Sprintf("the group %q", m.Name.ValueString())
	}
	return m.called()
}

// checkNew refuses texts that no group can be given. What a group has already is never refused.
func (m *groupModel) checkNew(state *groupModel, changes []whatsapp.Change, diags *diag.Diagnostics) {
	if state == nil && !m.Name.IsUnknown() {
		changes = append(slices.Clone(changes), whatsapp.SetName(m.Name.ValueString()))
	}
	for _, c := range changes {
		if err := whatsapp.CheckNew(c); err != nil {
			name := string(c.Attribute())
			diags.AddAttributeError(path.Root(name), sentence(name)+" not possible", refusal(err))
		}
	}
}

// before is what a plan changes: the state or, for a create, a new group.
func (m *groupModel) before(state *groupModel) groupModel {
	if state != nil {
		return *state
	}
	return groupModel{groupSettings: initialGroupSettings(m.Name)}
}

// changes lists what to send to WhatsApp: what is configured, and differs from what was there or is pending from a run
// before. A picture is without its content yet.
func (m *groupModel) changes(from, config groupModel) []whatsapp.Change {
	pending := pending(from.Pending)
	changes := m.groupSettings.changes(&from.groupSettings, &config.groupSettings, pending)
	return append(changes, m.pictureChanges(from, config, pending)...)
}

// needs lists the abilities that a plan asks of the gateway.
func (m *groupModel) needs(state *groupModel, changes []whatsapp.Change) []need {
	var needs []need
	if state == nil {
		needs = append(needs, need{argument: "name", ability: whatsapp.CreateGroup})
		if !m.InitialMembers.IsUnknown() && len(m.InitialMembers.Elements()) == 0 {
			needs = append(needs, need{"initial_members", whatsapp.CreateEmptyGroup,
				"Add at least one person to `initial_members`. The group is made with these people."})
		}
	}
	for _, c := range changes {
		needs = append(needs, need{argument: string(c.Attribute()), ability: c.Ability()})
	}
	return needs
}

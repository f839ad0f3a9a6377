package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ModifyPlan replaces a membership only for another person: who was given by number may be given by LID, and the other
// way round. Otherwise it does for a member what it does for a group, and says who else has the person.
func (r *memberResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	r.planChange(ctx, req, resp)
	r.holdInPlan(ctx, req, resp)
	r.planStatus(ctx, req, resp)
}

// planChange is ModifyPlan as far as no other membership matters.
func (r *memberResource) planChange(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		r.reachToDestroy(ctx, req.State, &resp.Diagnostics)
		return
	}
	if changesNothing(ctx, req, &resp.Diagnostics) {
		return
	}
	var plan, state memberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		r.checkNumber(ctx, plan, &resp.Diagnostics)
		r.requireInPlan(ctx, plan.needs(), &resp.Diagnostics)
		r.checkKindInPlan(ctx, plan.GroupID, "group_id", &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	person := state.known(ctx, req.Private, &resp.Diagnostics)
	samePerson := plan.means(person)
	registered := registeredIn(ctx, req.Private, &resp.Diagnostics)
	if registered != "" && plan.means(whatsapp.Person{Phone: registered}) {
		// What the state has is another writing of it, although the digits do not say so.
		samePerson, plan.PhoneNumber = true, state.PhoneNumber
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("phone_number"), state.PhoneNumber)...)
	}
	if !samePerson {
		resp.RequiresReplace = append(resp.RequiresReplace, plan.renamed(state)...)
	}
	if !plan.changesRole(state) {
		return
	}
	if samePerson && r.isSpared(ctx, req.Config, plan, state, person, &resp.Diagnostics) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("role"), state.Role)...)
		return
	}
	if len(pending(state.Pending)) > 0 {
		resp.Diagnostics.Append(
			resp.Plan.SetAttribute(ctx, path.Root("pending"), types.ListUnknown(types.StringType))...)
	}
	r.requireInPlan(ctx, plan.needs(), &resp.Diagnostics)
}

// checkNumber refuses a new member with a number that nobody would be given today, unless the group shows somebody with
// just that number. Where the group cannot be read, the apply asks again.
func (r *memberResource) checkNumber(ctx context.Context, plan memberModel, diags *diag.Diagnostics) {
	refused := plan.PhoneNumber.refused()
	if refused == nil {
		return
	}
	if !plan.GroupID.IsUnknown() {
		if !r.ready() {
			return
		}
		ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
		defer cancel()
		if _, err := r.account.Member(ctx, plan.group(), plan.configured()); err == nil || !isAbsence(err) {
			return
		}
	}
	diags.AddAttributeError(path.Root("phone_number"), "Not a phone number",
		refusal(refused)+" Nobody in the group has this number either.")
}

// changesNothing reports whether the plan is the state and nothing is pending, so that there is nothing to decide. Most
// plans are of that kind, of thousands of members.
func changesNothing(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) bool {
	if req.State.Raw.IsNull() || !req.Plan.Raw.Equal(req.State.Raw) {
		return false
	}
	var waiting types.List
	diags.Append(req.State.GetAttribute(ctx, path.Root("pending"), &waiting)...)
	return !diags.HasError() && len(pending(waiting)) == 0
}

// isSpared reports whether a plan would demote the account itself only because the configuration leaves the role out.
func (r *memberResource) isSpared(
	ctx context.Context, config tfsdk.Config, plan, state memberModel, person whatsapp.Person, diags *diag.Diagnostics,
) bool {
	if plan.role() != whatsapp.RoleMember || state.role() != whatsapp.RoleAdmin || !r.ready() {
		return false
	}
	var role types.String
	diags.Append(config.GetAttribute(ctx, path.Root("role"), &role)...)
	return role.IsNull() && person.Same(r.own(ctx))
}

// renamed lists the arguments that name the person and are not as in the state.
func (m *memberModel) renamed(state memberModel) path.Paths {
	var changed path.Paths
	if !m.PhoneNumber.Equal(state.PhoneNumber) {
		changed = append(changed, path.Root("phone_number"))
	}
	if !m.LID.Equal(state.LID) {
		changed = append(changed, path.Root("lid"))
	}
	return changed
}

// needs is what the gateway must be able to do.
func (m *memberModel) needs() []need {
	argument := "phone_number"
	if m.PhoneNumber.IsNull() {
		argument = "lid"
	}
	return []need{{
		argument: argument,
		ability:  whatsapp.ChangeMembers,
		remedy: "Use a gateway, an engine or a version that can do it, or change the members by hand in " +
			"WhatsApp.",
	}}
}

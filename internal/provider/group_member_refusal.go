package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// thePerson is the key of the one person of a membership, whose invitation is remembered as those of a map are.
const thePerson = ""

// isOut reports whether the state says that the person was refused or invited, and so is in the group only once a
// reading shows it.
func (m *memberModel) isOut() bool {
	return isRefused(m.Status.ValueString()) || isInvited(m.Status.ValueString())
}

// refuses decides what becomes of somebody who could not be added, and reports whether the plan accepts that: then its
// status says it. Else an error is added.
func (r *memberResource) refuses(
	ctx context.Context, plan *memberModel, person whatsapp.Person, refusal error,
	private privateState, diags *diag.Diagnostics,
) (accepted bool) {
	group := r.groupNamed(ctx, plan.group(), refusal)
	invitation, sent, err := r.invitation(ctx, plan.group(), plan.OnRefusal, person, refusal)
	status := statusOf(refusal)
	switch {
	case err != nil:
		diags.Append(failure{
			summary: "WhatsApp group member not invited",
			attempt: fmt.Sprintf("invite %s, who cannot be added, to %s", plan.written(), group),
			err:     err,
		}.asError(r.connection))
		return false
	case sent:
		known := peopleIn(ctx, private, diags)
		known.invited(thePerson, invitation)
		known.keep(ctx, private, diags)
		status = statusInvited
		diags.AddWarning(fmt.Sprintf("Invited: %s to %s", plan.written(), plan.group()),
			fmt.Sprintf("%s could not be added to %s and got a private invitation instead. They join the group "+
				"when they accept it.", plan.written(), group))
	case accepts(plan.OnRefusal, status):
		refused := failure{
			summary: fmt.Sprintf("WhatsApp refuses %s in %s", plan.written(), plan.group()),
			attempt: fmt.Sprintf("add %s to %s, which `on_refusal` accepts", plan.written(), group),
			err:     refusal,
			remedy:  remedyOfAccepted(status),
		}
		if plan.OnRefusal.ValueString() == onRefusalInvite && status != statusUnregistered {
			refused.remedy = "No invitation was sent. " + linkIs(plan.group())
		}
		diags.Append(refused.asWarning(r.connection))
	default:
		diags.Append(failure{
			summary: "WhatsApp group member not added",
			attempt: fmt.Sprintf("add %s to %s", plan.written(), group),
			err:     refusal,
		}.ofNew().asError(r.connection))
		return false
	}
	plan.Status = types.StringValue(status)
	return true
}

// readOut brings the state of somebody up to date who was refused or invited and is not in the group. It reports
// whether the state keeps them.
func (m *memberModel) readOut(ctx context.Context, private privateState, diags *diag.Diagnostics) bool {
	if m.Status.ValueString() == statusInvited && peopleIn(ctx, private, diags).hasLapsed(thePerson) {
		m.Status = types.StringValue(statusLapsed)
	}
	return accepts(m.OnRefusal, m.Status.ValueString())
}

// stillOut is an update of somebody who was refused or invited. It tries again where that is asked for. The member is
// found where they are in the group; else done says that there is nothing more to do.
func (r *memberResource) stillOut(
	ctx context.Context, plan *memberModel, state memberModel, person whatsapp.Person,
	private privateState, diags *diag.Diagnostics,
) (done bool) {
	_, err := r.find(ctx, *plan, person)
	if err == nil || !errors.Is(err, whatsapp.ErrNoSuchMember) && !errors.Is(err, account.ErrHidden) {
		return false
	}
	lapsed := peopleIn(ctx, private, diags).hasLapsed(thePerson)
	again := !plan.Retry.Equal(state.Retry) || !plan.OnRefusal.Equal(state.OnRefusal) ||
		!accepts(plan.OnRefusal, state.Status.ValueString())
	if state.Status.ValueString() == statusInvited && !lapsed && r.addingInvites(ctx) {
		again = false
	}
	plan.Status, plan.JID = state.Status, state.JID
	if !again {
		return true
	}
	if _, err := r.account.AddMember(ctx, plan.group(), plan.role(), person, plan.written()); err != nil {
		r.refuses(ctx, plan, person, err, private, diags)
		return true
	}
	return false
}

// planStatus makes `status` unknown in every plan that changes anything, and in no other.
func (r *memberResource) planStatus(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() || resp.Diagnostics.HasError() {
		return
	}
	var state, plan memberModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		if !plan.OnRefusal.IsNull() { // Else every plan of single members would say so.
			r.sayInvitations(ctx, plan.OnRefusal, &resp.Diagnostics)
		}
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	settled := !state.isOut() || accepts(plan.OnRefusal, state.Status.ValueString())
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), state.Status)...)
	if settled && resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), types.StringUnknown())...)
	if state.JID.IsNull() {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("jid"), types.StringUnknown())...)
	}
	if state.isOut() || plan.Pending.IsUnknown() { // The update asks for the person.
		r.reachInPlan(ctx, &resp.Diagnostics)
	}
}

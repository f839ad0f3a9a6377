package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ModifyPlan announces a new link where the keepers change, and only there.
func (r *inviteResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		r.reachToDestroy(ctx, req.State, &resp.Diagnostics)
		var state inviteModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		r.endsInPlan(state, &resp.Diagnostics)
		return
	}
	var plan, state inviteModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if r.plansOnce() && !plan.GroupID.IsUnknown() && r.invites.have(string(plan.group())) {
		resp.Diagnostics.Append(inviteRekeyed(plan))
		return
	}
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if req.State.Raw.IsNull() {
		r.requireInPlan(ctx, readInvite, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if plan.group() != state.group() { // It is replaced, as where the keys of a list shift.
		r.endsInPlan(state, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() || !plan.revokes(state) {
		return
	}
	plan.Code, plan.URL = types.StringUnknown(), types.StringUnknown()
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	r.requireInPlan(ctx, revokeInvite, &resp.Diagnostics)
}

// endsInPlan notes that the link of a state is to be revoked, and refuses that where another resource has it.
func (r *inviteResource) endsInPlan(state inviteModel, diags *diag.Diagnostics) {
	if r.plansOnce() && state.OnDestroy.ValueString() != onDestroyKeep && r.invites.end(string(state.group())) {
		diags.Append(inviteRekeyed(state))
	}
}

// inviteRekeyed says that one resource revokes the link that another one has.
func inviteRekeyed(m inviteModel) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Invite link changes its resource", fmt.Sprintf(
		"One resource is to have the invite link of %s. Another one has it, and its destroy would revoke it. If the "+
			"resource has another name or key now, say so in a `moved` block. %s", groupCalled("", m.group()), dropOne))
}

// dropOne is the way out where two resources stand for one thing. A destroy begins with an ordinary plan for its
// refresh, which is refused as any other.
const dropOne = "If there are two resources of it, take one out of the state: with a `removed` block that has " +
	"`destroy = false`, or with the command `state rm`. To destroy everything, add `-refresh=false`."

var (
	readInvite = []need{{
		argument: "group_id",
		ability:  whatsapp.ReadInvite,
		remedy:   "Use a gateway, an engine or a version that can do it.",
	}}
	revokeInvite = []need{{
		argument: "keepers",
		ability:  whatsapp.RevokeInvite,
		remedy: "A change of `keepers` asks for it: undo that change, or use a gateway, an engine or a version " +
			"that can do it. An admin can also reset the link by hand in WhatsApp on the phone.",
	}}
)

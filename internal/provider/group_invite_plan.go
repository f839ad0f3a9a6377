package provider

import (
	"context"

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
		return
	}
	if req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if req.State.Raw.IsNull() {
		r.requireInPlan(ctx, readInvite, &resp.Diagnostics)
		return
	}
	var plan, state inviteModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !plan.revokes(state) {
		return
	}
	plan.Code, plan.URL = types.StringUnknown(), types.StringUnknown()
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	r.requireInPlan(ctx, revokeInvite, &resp.Diagnostics)
}

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

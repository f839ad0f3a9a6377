package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// No diagnostic of this resource points at `invite`: Terraform would print that line of the configuration, and with it
// a link that is written there.

// ValidateConfig refuses what can be no invite link.
func (r *joinedGroupResource) ValidateConfig(
	ctx context.Context,
	req resource.ValidateConfigRequest,
	resp *resource.ValidateConfigResponse,
) {
	var invite types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("invite"), &invite)...)
	refuseInvite(&resp.Diagnostics, "invite", invite)
}

var joinGroup = []need{
	{
		argument: "id", // Not "invite", see above.
		ability:  whatsapp.JoinGroup,
		remedy: "Use a gateway, an engine or a version that can do it. Or join by hand in WhatsApp on the phone, " +
			"and import the group by its id.",
	},
}

// ModifyPlan plans the default of on_destroy, and looks a link up that is new to the resource.
func (r *joinedGroupResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	if req.Plan.Raw.IsNull() {
		r.reachToDestroy(ctx, req.State, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		var state joinedGroupModel
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		if r.plansOnce() && state.OnDestroy.ValueString() != onDestroyKeep && r.joins.end(state.names()...) {
			resp.Diagnostics.Append(joinRekeyed(state.called()))
			return
		}
		if state.Status.ValueString() == string(account.Joined) {
			r.warnOfLeaving(state.called(), state.OnDestroy.ValueString(), &resp.Diagnostics)
		}
		return
	}
	var plan joinedGroupModel
	var state *joinedGroupModel
	var configured types.String
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("on_destroy"), &configured)...)
	if !req.State.Raw.IsNull() {
		state = &joinedGroupModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if r.plansOnce() && r.joins.have(plan.names()...) {
		resp.Diagnostics.Append(joinRekeyed(plan.called()))
		return
	}
	if state != nil && configured.IsNull() {
		// What was written once and is not any more does not stay.
		plan.OnDestroy = defaultOnDestroy(joinedHere(ctx, req.Private, &resp.Diagnostics))
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
	if resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	if state == nil && !r.requireInPlan(ctx, joinGroup, &resp.Diagnostics) {
		return
	}
	if !r.ready() || len(resp.Diagnostics) > 0 || plan.Invite.IsUnknown() ||
		state != nil && (plan.code() == state.code() || !r.reachInPlan(ctx, &resp.Diagnostics)) {
		return
	}
	r.followInPlan(ctx, plan.code(), state, &resp.Diagnostics)
}

// followInPlan tells of a link that certainly does not do. Where that is not certain, the apply will tell.
func (r *joinedGroupResource) followInPlan(
	ctx context.Context,
	code whatsapp.InviteCode,
	state *joinedGroupModel,
	diags *diag.Diagnostics,
) {
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	id, err := r.follow(ctx, code, state)
	if err == nil && r.plansOnce() && r.joins.have(string(id)) {
		diags.Append(joinRekeyed(groupCalled("", id)))
	}
	if err == nil || errors.Is(err, errors.ErrUnsupported) {
		return
	}
	f := notFollowed(state, err)
	for _, certain := range []error{whatsapp.ErrInviteRevoked, whatsapp.ErrInviteInvalid, whatsapp.ErrInvalidRequest} {
		if errors.Is(err, certain) {
			diags.Append(f.asError(r.connection))
			return
		}
	}
	f.summary = "Invite link not checked"
	f.attempt = "look up the group of the invite link, so the apply will do it instead"
	diags.Append(f.asWarning(r.connection))
}

// joinRekeyed says that one resource leaves the group that another one is to be in.
func joinRekeyed(called string) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Membership changes its resource", fmt.Sprintf(
		"One resource is to have the account in %s. Another one has it there, and its destroy would leave the group. "+
			"If the resource has another name or key now, say so in a `moved` block. %s", called, dropOne))
}

// follow looks up the group of a link, which must be that of the state if there is one.
func (r *joinedGroupResource) follow(
	ctx context.Context, code whatsapp.InviteCode, state *joinedGroupModel,
) (whatsapp.JID, error) {
	if state != nil && state.isUntold() {
		return "", &otherGroupError{"the account has asked to join by another link, and the gateway has not said " +
			"which group that link leads to"}
	}
	g, err := r.account.InviteInfo(ctx, code)
	if err != nil || state == nil || g.ID == state.jid() {
		return g.ID, err
	}
	return "", &otherGroupError{
		fmt.Sprintf("it leads to %s, and this resource is about %s", groupCalled(g.Name, g.ID), state.called()),
	}
}

// otherGroupError is the error of a link to another group than the resource's. It is whatsapp.ErrInvalidRequest.
type otherGroupError struct{ text string }

var _ error = (*otherGroupError)(nil)

func (e *otherGroupError) Error() string { return e.text }

// Unwrap makes errors.Is find the kind.
func (e *otherGroupError) Unwrap() error { return whatsapp.ErrInvalidRequest }

// notFollowed explains a link that does not do.
func notFollowed(state *joinedGroupModel, err error) failure {
	f := failure{summary: "Invite link not usable", attempt: "join the group of the invite link", err: err}
	if state != nil {
		f.attempt = "record the invite link for " + state.called()
	}
	var other *otherGroupError
	switch {
	case errors.As(err, &other):
		f.summary = "Invite link of another group"
		f.remedy = "Write another `whatsapp_joined_group` for the other group. If you do not want this one any " +
			"more, remove it: its `on_destroy` says whether the account leaves."
	case errors.Is(err, whatsapp.ErrOutcomeUnknown):
		f.remedy = lookAtLink
	}
	return f
}

const lookAtLink = "Nothing was joined. Some gateways give this answer for every link that does not work. Open " +
	"the link in WhatsApp on the phone: it says whether the link was revoked or never valid."

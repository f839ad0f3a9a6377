package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type inviteResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure   = (*inviteResource)(nil)
	_ resource.ResourceWithIdentity    = (*inviteResource)(nil)
	_ resource.ResourceWithImportState = (*inviteResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*inviteResource)(nil)
)

func (r *inviteResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_invite"
}

func (r *inviteResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan inviteModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	r.require(ctx, readInvite, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	code, err := r.account.InviteCode(ctx, plan.group())
	if err != nil {
		resp.Diagnostics.Append(r.notRead(ctx, plan, err).asError(r.connection))
		return
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	plan.fromCode(code)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, inviteIdentity{plan.GroupID})...)
}

func (r *inviteResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state inviteModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, inviteIdentity{state.GroupID})...)
	if !r.ready() {
		resp.Diagnostics.AddWarning(
			"WhatsApp invite link not refreshed",
			fmt.Sprintf(
				"%s The state keeps the invite link of %s as it was.",
				r.explainUnknown(),
				groupCalled("", state.group()),
			),
		)
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if !r.mayGoOn(ctx, req.Private, state.group(), groupCalled("", state.group()), &resp.Diagnostics) {
		return
	}
	code, err := r.account.InviteCode(ctx, state.group())
	if errors.Is(err, account.ErrGone) {
		if state.Code.IsNull() {
			resp.Diagnostics.Append(r.notImported("the invite link of "+groupCalled("", state.group()), err))
			return
		}
		resp.Diagnostics.Append(goneWarning(groupCalled("", state.group()), "Its invite link"))
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.notRead(ctx, state, err).asError(r.connection))
		return
	}
	state.fromCode(code)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *inviteResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state inviteModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Update, updateTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.mayGoOn(ctx, req.Private, state.group(), groupCalled("", state.group()), &resp.Diagnostics) {
		return
	}
	if plan.revokes(state) {
		r.require(ctx, revokeInvite, &resp.Diagnostics)
		if resp.Diagnostics.HasError() {
			return
		}
		code, err := r.account.RevokeInvite(ctx, plan.group())
		if err != nil {
			// The state keeps the old keepers, so that the next apply tries again.
			resp.Diagnostics.Append(failure{
				summary: "Invite link not revoked",
				attempt: fmt.Sprintf(
					"revoke the invite link of %s, which changed `keepers` ask for",
					r.groupNamed(ctx, plan.group(), err),
				),
				err: err,
			}.asAttributeError(r.connection, "keepers"))
			return
		}
		plan.fromCode(code)
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, inviteIdentity{plan.GroupID})...)
}

// Delete succeeds with a warning where the gateway or WhatsApp will not revoke the link however often they are asked.
// What a later apply may do is an error.
func (r *inviteResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state inviteModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.mayGoOn(ctx, req.Private, state.group(), groupCalled("", state.group()), &resp.Diagnostics) {
		return
	}
	_, err := r.account.RevokeInvite(ctx, state.group())
	if err == nil || errors.Is(err, account.ErrGone) {
		return
	}
	notRevoked := failure{
		summary: "Invite link not revoked",
		attempt: fmt.Sprintf(
			"revoke the invite link of %s, so whoever has it can still join",
			r.groupNamed(ctx, state.group(), err),
		),
		err: err,
	}
	for _, passing := range passingErrors {
		if errors.Is(err, passing) {
			resp.Diagnostics.Append(notRevoked.asError(r.connection))
			return
		}
	}
	notRevoked.remedy = "The resource is dropped from the state all the same. In WhatsApp on the phone an admin of " +
		"the group can reset the link by hand."
	resp.Diagnostics.Append(notRevoked.asWarning(r.connection))
}

// passingErrors are those that another apply may not meet.
var passingErrors = []error{
	whatsapp.ErrNotConnected,
	whatsapp.ErrSessionUnknown,
	whatsapp.ErrUnauthorized,
	whatsapp.ErrRateLimited,
	whatsapp.ErrUnreachable,
	account.ErrUnconfirmed,
	context.Canceled,
	context.DeadlineExceeded,
}

// ImportState takes the JID of the group as import id or as identity.
func (r *inviteResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	group := importedGroupID(ctx, req, "group_id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), group)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), onDestroyRevoke)...)
}

func (r *inviteResource) notRead(ctx context.Context, m inviteModel, err error) failure {
	return failure{
		summary: "Invite link not read",
		attempt: "read the invite link of " + r.groupNamed(ctx, m.group(), err),
		err:     err,
	}
}

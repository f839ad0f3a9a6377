package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
		resp.Diagnostics.Append(r.notRead(ctx, plan, err).ofNew().asError(r.connection))
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
	if errors.Is(err, account.ErrCodeUnread) && !state.Code.IsNull() {
		unread := r.notRead(ctx, state, err)
		unread.attempt += ", so the state keeps the one that it has"
		resp.Diagnostics.Append(unread.asWarning(r.connection))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.unread(r.notRead(ctx, state, err), state.Code.IsNull()))
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
					"revoke the invite link of %s, as the change of `keepers` asks",
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

// Delete drops the resource once the link is dead, and with a warning where the gateway or the account can never revoke
// it. What was not done is an error, and the state keeps the link.
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
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics) // What was tainted comes without its memory, and may stay.
	err := r.account.EndInvite(ctx, state.group(), state.code())
	if err == nil {
		return
	}
	notRevoked := failure{
		summary: "Invite link not revoked",
		attempt: fmt.Sprintf(
			"revoke the invite link of %s, so everybody who has it can still join",
			r.groupNamed(ctx, state.group(), err),
		),
		err: err,
	}
	switch {
	case errors.Is(err, account.ErrNewCodeUnread):
		notRevoked.summary = "Unclear whether the invite link is revoked"
		notRevoked.attempt = "see whether the invite link of " + r.groupNamed(ctx, state.group(), err) +
			" is dead"
		notRevoked.remedy = "The gateway says that the link is revoked, so the resource is dropped from the " +
			"state. To be sure, open the old link in WhatsApp on a phone."
		resp.Diagnostics.Append(notRevoked.asWarning(r.connection))
	case r.cannotRevoke(ctx, err):
		notRevoked.remedy = "The resource is dropped from the state anyway. An admin of the group can reset the " +
			"link by hand in WhatsApp on the phone."
		resp.Diagnostics.Append(notRevoked.asWarning(r.connection))
	default:
		notRevoked.remedy = strings.TrimSpace(r.remedyFor(err) + " The state keeps the link, and the next apply " +
			"tries again. To stop managing the link and leave it valid, apply `on_destroy = \"keep\"` before you " +
			"destroy it, or drop it with the command `state rm`.")
		resp.Diagnostics.Append(notRevoked.asError(r.connection))
	}
}

// cannotRevoke reports whether an error says that no later apply can revoke the link either. A route that the gateway
// should have and has not may only be looked for at a wrong path.
func (r *inviteResource) cannotRevoke(ctx context.Context, err error) bool {
	if errors.Is(err, errors.ErrUnsupported) {
		abilities, unknown := r.account.Abilities(ctx)
		return unknown == nil && !abilities.Can(whatsapp.RevokeInvite)
	}
	return errors.Is(err, whatsapp.ErrNotAdmin) || errors.Is(err, account.ErrGone)
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

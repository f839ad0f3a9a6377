package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type joinedGroupResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure      = (*joinedGroupResource)(nil)
	_ resource.ResourceWithIdentity       = (*joinedGroupResource)(nil)
	_ resource.ResourceWithImportState    = (*joinedGroupResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*joinedGroupResource)(nil)
	_ resource.ResourceWithValidateConfig = (*joinedGroupResource)(nil)
)

func (r *joinedGroupResource) Metadata(
	_ context.Context,
	req resource.MetadataRequest,
	resp *resource.MetadataResponse,
) {
	resp.TypeName = req.ProviderTypeName + "_joined_group"
}

func (r *joinedGroupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan joinedGroupModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	r.require(ctx, joinGroup, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	joined, err := r.account.Join(ctx, plan.code())
	if err != nil {
		resp.Diagnostics.Append(notJoined(joined, err).asError(r.connection))
		return
	}
	plan.fromJoined(joined)
	if plan.OnDestroy.IsUnknown() {
		plan.OnDestroy = defaultOnDestroy(!joined.Adopted)
	}
	r.joins.have(string(joined.ID))
	if !joined.Adopted {
		rememberJoinedHere(ctx, resp.Private, &resp.Diagnostics)
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
	switch {
	case joined.Adopted:
		resp.Diagnostics.Append(adoptedNote(plan))
	case plan.isUntold():
		resp.Diagnostics.Append(untoldNote())
	case joined.Unsure:
		resp.Diagnostics.Append(unsureNote(plan, joined.Open))
	case joined.Status == account.PendingApproval:
		resp.Diagnostics.AddWarning(
			"Waiting to be let in",
			fmt.Sprintf("The account has asked to join %s, and an admin of the group has not let it in yet. Until "+
				"then `status` is `%s`; a refresh shows when it is `%s`.", plan.called(),
				account.PendingApproval, account.Joined),
		)
	}
}

// notJoined says why the account is not in the group, or why that is not known.
func notJoined(g account.JoinedGroup, err error) failure {
	f := failure{summary: "WhatsApp group not joined", attempt: "join the group of the invite link", err: err}
	if g.ID != "" {
		f.attempt = "join " + groupCalled(g.Name, g.ID)
	}
	switch {
	case errors.Is(err, account.ErrInviteUnread):
		f.remedy = lookAtLink
	case errors.Is(err, whatsapp.ErrOutcomeUnknown):
		f.summary = "Unclear whether the WhatsApp group was joined"
		f.remedy = "Check in WhatsApp on the phone before you apply again. If the account is in the group, " +
			byImport + " If its request waits for an admin, apply again once the account has been let in. If " +
			"there is neither, apply again."
	case errors.Is(err, whatsapp.ErrAlreadyMember):
		f.summary = "WhatsApp group joined before"
		f.remedy = "Nothing was joined. To manage the membership, " + byImport
	}
	return f
}

// byImport is the way to a membership in a group that the gateway does not tell. An import keeps the membership.
var byImport = "find the id of the group in the data source `whatsapp_groups`, and import it with " +
	importCommand("ID") + ". A destroy of an imported membership keeps it, unless you write `on_destroy = \"leave\"`."

// untoldNote says how to go on with a request to a group that nobody has told.
func untoldNote() diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		"Waiting to be let in",
		"The account has asked to join the group of the invite link. The gateway does not say which group that "+
			"is, so a refresh cannot see whether an admin has let the account in. The state keeps the request, "+
			"and no other request is sent.\n\nOnce WhatsApp shows the group, drop the request with the command "+
			"`state rm`. Then "+byImport+"\n\nIf WhatsApp on the phone shows neither the group nor a request, "+
			"ask again with an apply with `-replace`.",
	)
}

// unsureNote says what a lost answer was taken for.
func unsureNote(m joinedGroupModel, open bool) diag.Diagnostic {
	if open {
		return diag.NewWarningDiagnostic(
			"Not known whether the WhatsApp group was joined",
			fmt.Sprintf(
				"The gateway gave no clear answer to the join of %s, and the account is not seen in it yet. The group "+
					"lets everybody in who has the link, so no request waits.\n\nPlan again: the plan shows the "+
					"membership, or joins again.",
				m.called(),
			),
		)
	}
	if m.Status.ValueString() == string(account.Joined) {
		return diag.NewWarningDiagnostic(
			"WhatsApp group joined without an answer",
			fmt.Sprintf(
				"The gateway did not say which group was joined. Since then the account is in %s and in no other "+
					"new group, so that group is recorded.\n\nIf it is not the group of the link, drop the "+
					"resource with the command `state rm`.",
				m.called(),
			),
		)
	}
	return diag.NewWarningDiagnostic(
		"Unclear whether the request to join waits",
		fmt.Sprintf(
			"The gateway gave no clear answer to the request to join %s, and the account is not in it. Perhaps an "+
				"admin has to let it in. The state keeps the request, and no other request is sent.\n\nCheck in "+
				"WhatsApp on the phone whether the request is there. If it is not, ask again with an apply with "+
				"`-replace`.",
			m.called(),
		),
	)
}

func adoptedNote(m joinedGroupModel) diag.Diagnostic {
	fate := "A destroy of this resource keeps the membership, unless you write `on_destroy = \"leave\"`."
	if m.OnDestroy.ValueString() == onDestroyLeave {
		fate = "A destroy of this resource leaves the group anyway, because `on_destroy = \"leave\"` is written."
	}
	return diag.NewWarningDiagnostic(
		"WhatsApp group joined before",
		fmt.Sprintf(
			"The account was in %s already, so nothing was joined, and the membership is recorded as it is. %s",
			m.called(),
			fate,
		),
	)
}

func (r *joinedGroupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state joinedGroupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.ready() {
		resp.Diagnostics.AddWarning("WhatsApp group not refreshed",
			fmt.Sprintf("%s The state keeps the membership in %s as it was.", r.explainUnknown(), state.called()))
		return
	}
	if state.isUntold() {
		resp.Diagnostics.Append(untoldNote())
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	joined, err := r.account.JoinedGroup(ctx, state.jid(), state.asked())
	switch {
	case errors.Is(err, account.ErrGone) && state.Status.IsNull():
		resp.Diagnostics.Append(r.notImported(state.called(), err))
		return
	case errors.Is(err, account.ErrGone):
		resp.Diagnostics.AddWarning(
			"WhatsApp group gone",
			fmt.Sprintf("The account is no longer in %s. The gateway and a fresh list of all groups confirm it. The "+
				"membership is dropped from the state. As long as the configuration has it, the next apply joins "+
				"again by the invite link.\n\nWhere an admin has removed the account, WhatsApp may refuse the link. "+
				"To stay out, remove the resource from the configuration.",
				state.called()),
		)
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, account.ErrNothingWaits):
		resp.Diagnostics.AddWarning(
			"No request to join waits",
			fmt.Sprintf("The account is not in %s, and the group lets everybody in who has the link. The request is "+
				"dropped from the state. As long as the configuration has it, the next apply joins by the invite link.",
				state.called()),
		)
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, account.ErrRequestUnknown):
		resp.Diagnostics.AddWarning(
			"Request to join not found",
			fmt.Sprintf("The account is not in %s, and %v. An admin may still let it in, so "+
				"the state keeps the request.\n\nTo ask again, write a link that works, and apply with `-replace`.",
				state.called(), reason(err)),
		)
		return
	case err != nil:
		resp.Diagnostics.Append(r.unread(failure{
			summary: "WhatsApp group not read",
			attempt: "read whether the account is in " + state.called(),
			err:     err,
		}, state.Status.IsNull()))
		return
	}
	state.fromJoined(joined)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update records: it neither joins nor leaves.
func (r *joinedGroupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state joinedGroupModel
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
	if plan.ID.IsUnknown() { // Nobody has told it yet.
		plan.ID = state.ID
	}
	if plan.Name.IsUnknown() {
		plan.Name = state.Name
	}
	if !state.isUntold() && !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	if plan.code() != state.code() {
		_, err := r.follow(ctx, plan.code(), &state)
		switch {
		case errors.Is(err, errors.ErrUnsupported):
			resp.Diagnostics.AddWarning(
				"Invite link not checked",
				fmt.Sprintf("The gateway cannot look up the group of an invite link, so the new link is "+
					"recorded for %s as it is written.", state.called()),
			)
		case err != nil:
			resp.Diagnostics.Append(notFollowed(&state, err).asError(r.connection))
			return
		}
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete warns where the account only waits to be let in: no gateway can take a request back.
func (r *joinedGroupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state joinedGroupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if state.isUntold() {
		resp.Diagnostics.Append(notWithdrawn(state))
		return
	}
	if !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics) // What was tainted comes without its memory, and may stay.
	if asked := state.asked(); !asked.IsZero() {
		joined, err := r.account.JoinedGroup(ctx, state.jid(), asked)
		if errors.Is(err, account.ErrRequestUnknown) || err == nil && joined.Status == account.PendingApproval {
			resp.Diagnostics.Append(notWithdrawn(state))
			return
		}
		if errors.Is(err, account.ErrNothingWaits) {
			return
		}
	}
	r.applying.Store(true) // What replaces the resource is planned once more after this, and is no other one.
	// No plan sees it where the link was not known then.
	if !r.holders.SeveralPlans && r.joins.end(string(state.jid())) {
		resp.Diagnostics.AddWarning("WhatsApp group not left", fmt.Sprintf("Another resource of this run has the "+
			"account in %s, so the account stays. The resource is dropped from the state.", state.called()))
		return
	}
	r.leave(ctx, state.jid(), state.called(), &resp.Diagnostics)
}

// notWithdrawn says that a request to join may still be granted.
func notWithdrawn(m joinedGroupModel) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		"Request to join not withdrawn",
		fmt.Sprintf("The account has asked to join %s, and the gateway cannot take the request back: an admin may "+
			"still let the account in. You can cancel the request in WhatsApp on the phone. The resource is "+
			"dropped from the state.", m.called()),
	)
}

// ImportState takes the JID of the group as import id or as identity. A membership that was there before is kept.
func (r *joinedGroupResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := importedGroupID(ctx, req, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), defaultOnDestroy(false))...)
}

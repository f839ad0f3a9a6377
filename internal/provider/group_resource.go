package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type groupResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure   = (*groupResource)(nil)
	_ resource.ResourceWithIdentity    = (*groupResource)(nil)
	_ resource.ResourceWithImportState = (*groupResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*groupResource)(nil)
)

func (r *groupResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group"
}

// Create never ends in an error once the group exists: Terraform would destroy it at the next apply and make another
// one. What could not be carried out is a warning, and pending.
func (r *groupResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan groupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	before := plan.before(nil)
	changes := plan.changes(before, config)
	roles := r.initialRoles(ctx, plan, &resp.Diagnostics)
	r.require(ctx, plan.needs(nil, changes), &resp.Diagnostics)
	image, err := plan.loadPicture(changes)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("picture_path"), "Picture not usable", sentence(err.Error())+".")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	made, err := r.account.CreateGroup(ctx, account.NewGroup{
		Name: plan.Name.ValueString(), Members: people(roles), Twin: plan.wantsTwin(),
	})
	if err != nil {
		resp.Diagnostics.Append(r.notCreated(plan.Name.ValueString(), err))
		return
	}
	created := made.Created

	// From here on the group is in the state, whatever happens.
	plan.ID = types.StringValue(string(created.Group))
	begun := plan
	begun.settle(before, nil)
	begun.Pending = pendingList(ctx, attributesOf(changes), &resp.Diagnostics)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &begun)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{plan.ID})...)
	if made.Adopted {
		resp.Diagnostics.Append(adoptedWarning(plan.Name.ValueString(), made))
	}
	if len(made.Twins) > 0 {
		resp.Diagnostics.Append(r.twinsWarning(ctx, plan.Name.ValueString(), made))
	}
	if made.TwinsErr != nil {
		resp.Diagnostics.Append(r.twinsNotLookedFor(plan.Name.ValueString(), made))
	}

	actual := before
	if g, err := r.account.Group(ctx, created.Group); err == nil {
		actual.fromGroup(g)
		changes = plan.changes(actual, config)
	}
	failed := r.carryOut(ctx, created.Group, changes, image)
	absent := r.placeInitialMembers(ctx, created, roles)
	if g, err := r.account.Group(ctx, created.Group); err == nil {
		actual.fromGroup(g)
	}
	plan.settle(actual, nil)
	plan.Pending = pendingList(ctx, attributesOf(failed), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if len(failed) > 0 {
		resp.Diagnostics.Append(r.pendingWarning(plan, failed))
	}
	if len(absent) > 0 {
		resp.Diagnostics.AddWarning(
			"Group created, but not with everybody",
			fmt.Sprintf("In %s these initial members are not as configured:\n\n%s\n\n`initial_members` is used "+
				"once and not tried again. To manage a person, use `whatsapp_group_member`.",
				plan.called(), strings.Join(absent, "\n")),
		)
	}
}

func (r *groupResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state groupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// The framework asks for an identity even of a resource that is gone.
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{state.ID})...)
	if !r.ready() {
		resp.Diagnostics.AddWarning(
			"WhatsApp group not refreshed",
			r.explainUnknown()+" The state keeps "+state.called()+" as it was.",
		)
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	g, err := r.account.Group(ctx, state.jid())
	if errors.Is(err, account.ErrGone) {
		if state.Name.IsNull() {
			resp.Diagnostics.Append(r.notImported(state.called(), err))
			return
		}
		resp.Diagnostics.Append(goneWarning(state.called(), "The group"))
		resp.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.unread(failure{
			summary: "WhatsApp group not read",
			attempt: "read " + state.called(),
			err:     err,
		}, state.Name.IsNull()))
		return
	}
	unsent := pending(state.Pending)
	state.forget(unsent)
	state.fromGroup(g)
	state.Pending = pendingList(ctx, unsent, &resp.Diagnostics)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

func (r *groupResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var config, plan, state groupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
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
	if !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	changes := plan.changes(state, config)
	r.require(ctx, plan.needs(&state, changes), &resp.Diagnostics)
	image, err := plan.loadPicture(changes)
	if err != nil {
		resp.Diagnostics.AddAttributeError(path.Root("picture_path"), "Picture not usable", sentence(err.Error())+".")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	failed := r.carryOut(ctx, state.jid(), changes, image)
	actual := state
	actual.forget(pending(state.Pending))
	if len(changes) > 0 {
		if g, err := r.account.Group(ctx, state.jid()); err == nil {
			actual.fromGroup(g)
		}
	}
	plan.settle(actual, attributesOf(failed))
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	plan.Pending = pendingList(ctx, unsettled(failed, pending(state.Pending)), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, groupIdentity{plan.ID})...)
	var remedy string
	if len(failed) > 0 && r.mayBeOut(ctx, state.jid()) {
		remedy = backIntoTheGroup
	}
	for _, f := range failed {
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group not updated",
			attempt: fmt.Sprintf("change `%s` of %s", f.Attribute(), state.called()),
			err:     f.err,
			remedy:  remedy,
		}.asAttributeError(r.connection, string(f.Attribute())))
	}
}

func (r *groupResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state groupModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if !r.mayGoOn(ctx, req.Private, state.jid(), state.called(), &resp.Diagnostics) {
		return
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics) // What was tainted comes without its memory, and may stay.
	if state.OnDestroy.ValueString() == onDestroyRemoveAndLeave {
		if err := r.account.EmptyGroup(ctx, state.jid()); err != nil {
			var remedy string
			if errors.Is(err, whatsapp.ErrInvalidRequest) {
				remedy = "Set `on_destroy` to `leave` or `keep`, apply, and destroy again. If the gateway does " +
					"not show the account's own number, set `account` in the provider's configuration."
			}
			resp.Diagnostics.Append(failure{
				summary: "Members not removed",
				attempt: fmt.Sprintf("remove everybody from %s, so the account has not left it either", state.called()),
				err:     err,
				remedy:  remedy,
			}.asError(r.connection))
			return
		}
	}
	r.leave(ctx, state.jid(), state.called(), &resp.Diagnostics)
}

// ImportState takes the JID as import id or as identity.
func (r *groupResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := importedGroupID(ctx, req, "id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	importGroup(ctx, &resp.State, id, &resp.Diagnostics)
}

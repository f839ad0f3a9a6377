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

// membersResource is the whole membership of a group (DESIGN.md §7.10).
type membersResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure   = (*membersResource)(nil)
	_ resource.ResourceWithIdentity    = (*membersResource)(nil)
	_ resource.ResourceWithImportState = (*membersResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*membersResource)(nil)
)

func (r *membersResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_members"
}

// Create ends in warnings once it has put anybody into the group: an error would remove all of them again.
func (r *membersResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan membersModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	r.require(ctx, membersNeeds(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	change := &membersChange{r: r, plan: plan, roles: texts(plan.Members), known: roster{}}
	if err := change.carryOut(ctx); err != nil {
		resp.Diagnostics.Append(r.notRead(ctx, plan, err).ofNew().asError(r.connection))
		return
	}
	if len(change.failures) > 0 {
		summary := fmt.Sprintf("WhatsApp group members not added to %s", plan.group())
		text := fmt.Sprintf("In %s:\n%s", r.groupNamed(ctx, plan.group(), whatsapp.ErrPrivacy),
			lines(r.connection, change.failures))
		if change.joined == 0 {
			r.warnOfHiddenAskers(plan.group(), &resp.Diagnostics)
			resp.Diagnostics.AddError(summary, text)
			return
		}
		resp.Diagnostics.AddWarning(fmt.Sprintf("%d %s", len(change.failures), summary),
			text+"\n\nThe others are in the group. `status` says who is missing, and the next apply tries again, in place.")
	}
	change.say(ctx, &resp.Diagnostics)
	if plan.Exclusive.ValueBool() {
		change.strangers.warnOfKept(plan, &resp.Diagnostics)
	}
	plan.Status = textMap(change.outcome)
	newToken(ctx, resp.Private, &resp.Diagnostics)
	r.keep(ctx, change.known, change.outcome, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *membersResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state membersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.ready() {
		resp.Diagnostics.AddWarning("WhatsApp group members not refreshed",
			fmt.Sprintf("%s The state keeps %s as they were.", r.explainUnknown(), state.called()))
		return
	}
	r.beginsRun()
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if !r.mayGoOn(ctx, req.Private, state.group(), groupCalled("", state.group()), &resp.Diagnostics) {
		return
	}
	importing := state.Members.IsNull()
	status := texts(state.Status)
	keys := sortedKeys(status)
	known := peopleIn(ctx, req.Private, &resp.Diagnostics)
	roll, err := r.account.CallRoll(ctx, state.group(), known.persons(keys))
	switch {
	case errors.Is(err, account.ErrGone) && importing:
		resp.Diagnostics.Append(r.notImported(state.called(), err))
		return
	case errors.Is(err, account.ErrGone):
		resp.Diagnostics.Append(goneWarning(groupCalled("", state.group()), sentence(state.called())))
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.unread(r.notRead(ctx, state, err), importing))
		return
	}
	reading := readMembers(state, keys, roll, known, r.own(ctx))
	switch {
	case importing:
		reading.joinStrangers()
		reading.warn(state, &resp.Diagnostics)
	case state.Exclusive.ValueBool():
		reading.addStrangers()
		reading.warn(state, &resp.Diagnostics)
	}
	r.warnOfPeople(ctx, reading, state, &resp.Diagnostics)
	token := tokenIn(ctx, req.Private, &resp.Diagnostics)
	if token == "" {
		token = newToken(ctx, resp.Private, &resp.Diagnostics)
	}
	r.seeAll(ctx, token, state.group(), known, reading.status, resp.Private, &resp.Diagnostics)
	r.keep(ctx, known, reading.status, resp.Private, &resp.Diagnostics)
	members, statuses := textMap(reading.members), textMap(reading.status)
	// To write a large state that stays as it is is dear.
	if !members.Equal(state.Members) || !statuses.Equal(state.Status) {
		state.Members, state.Status = members, statuses
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *membersResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state membersModel
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
	r.require(ctx, nil, &resp.Diagnostics)
	change := &membersChange{
		r: r, plan: plan, roles: texts(plan.Members), before: texts(state.Members), status: texts(state.Status),
		known: peopleIn(ctx, req.Private, &resp.Diagnostics),
		noted: notesIn(ctx, req.Private, &resp.Diagnostics),
		token: tokenIn(ctx, req.Private, &resp.Diagnostics),
		again: !plan.Retry.Equal(state.Retry) || !plan.OnRefusal.Equal(state.OnRefusal),
	}
	if err := change.carryOut(ctx); err != nil {
		resp.Diagnostics.Append(r.notRead(ctx, plan, err).asError(r.connection))
		return
	}
	if len(change.failures) > 0 {
		resp.Diagnostics.AddAttributeError(path.Root("members"),
			fmt.Sprintf("Members of %s not changed: %d", plan.group(), len(change.failures)),
			fmt.Sprintf("In %s:\n%s\n\nEverything else was done.",
				r.groupNamed(ctx, plan.group(), whatsapp.ErrPrivacy), lines(r.connection, change.failures)))
		plan.Members = textMap(change.members)
	}
	change.say(ctx, &resp.Diagnostics)
	if plan.Exclusive.ValueBool() && !state.Exclusive.ValueBool() {
		change.strangers.warnOfKept(plan, &resp.Diagnostics)
	}
	plan.Status = textMap(change.outcome)
	r.keep(ctx, change.known, change.outcome, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// Delete removes those only whom the map had, and no strangers that a reading has shown.
func (r *membersResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state membersModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.OnDestroy.ValueString() == onDestroyKeep {
		r.letStay(ctx, state, req.Private, &resp.Diagnostics)
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
	before := state.configured()
	change := &membersChange{
		r: r, plan: state, before: before, destroys: true,
		known: peopleIn(ctx, req.Private, &resp.Diagnostics),
		noted: notesIn(ctx, req.Private, &resp.Diagnostics),
		token: tokenIn(ctx, req.Private, &resp.Diagnostics),
	}
	err := change.carryOut(ctx)
	if errors.Is(err, account.ErrGone) {
		return
	}
	if err != nil {
		resp.Diagnostics.Append(r.notRead(ctx, state, err).asError(r.connection))
		return
	}
	change.say(ctx, &resp.Diagnostics)
	if len(change.failures) > 0 {
		resp.Diagnostics.AddError(
			fmt.Sprintf("Members of %s not removed: %d", state.group(), len(change.failures)),
			fmt.Sprintf("In %s:\n%s", groupCalled("", state.group()), lines(r.connection, change.failures)))
	}
}

// ImportState takes the id of the group. Read takes everybody into the map.
func (r *membersResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	id := importedGroupID(ctx, req, "group_id", &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	importMembers(ctx, &resp.State, id, &resp.Diagnostics)
}

// configured are the roles of the people of the map who may be in the group, without strangers.
func (m *membersModel) configured() map[string]string {
	status := texts(m.Status)
	configured := texts(m.Members)
	for key := range configured {
		if s := status[key]; s != statusJoined && s != statusFailed {
			delete(configured, key)
		}
	}
	return configured
}

// keep remembers what a run has learnt.
func (r *membersResource) keep(
	ctx context.Context, known roster, keys map[string]string, private privateState, diags *diag.Diagnostics,
) {
	known.only(keys)
	known.keep(ctx, private, diags)
	r.rememberAccount(ctx, private, diags)
}

func (r *membersResource) notRead(ctx context.Context, model membersModel, err error) failure {
	return failure{
		summary: "WhatsApp group members not read",
		attempt: "read the members of " + r.groupNamed(ctx, model.group(), err),
		err:     err,
	}
}

func membersNeeds() []need {
	return []need{{
		argument: "members",
		ability:  whatsapp.ChangeMembers,
		remedy:   "Use a gateway, an engine or a version that can, or change the members by hand in WhatsApp.",
	}}
}

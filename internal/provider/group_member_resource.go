package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

type memberResource struct{ connectedResource }

var (
	_ resource.ResourceWithConfigure   = (*memberResource)(nil)
	_ resource.ResourceWithIdentity    = (*memberResource)(nil)
	_ resource.ResourceWithImportState = (*memberResource)(nil)
	_ resource.ResourceWithModifyPlan  = (*memberResource)(nil)
)

func (r *memberResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_group_member"
}

// Create ends in a warning where the person was added and only the role was refused: an error would remove them again.
func (r *memberResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan memberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := r.begin(ctx, plan.Timeouts.Create, createTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	r.require(ctx, plan.needs(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	person := plan.configured()
	member, err := r.account.AddMember(ctx, plan.group(), plan.role(), person, plan.written())
	if err != nil {
		r.warnOfHiddenAskers(plan.group(), &resp.Diagnostics)
	}
	if err != nil && !r.refuses(ctx, &plan, person, err, resp.Private, &resp.Diagnostics) {
		return
	}
	plan.ID = memberID(plan.group(), person)
	plan.JID = types.StringNull()
	var unsent []whatsapp.Attribute
	if err == nil {
		plan.JID, plan.Status = jidOf(plan.JID, member.Person), types.StringValue(statusJoined)
		unsent = r.roleOfNewcomer(ctx, plan, member, &resp.Diagnostics)
	}
	plan.Pending = pendingList(ctx, unsent, &resp.Diagnostics)
	r.rememberLID(ctx, resp.Private, person, member.Person, &resp.Diagnostics)
	rememberRegistered(ctx, resp.Private, person, member.Person, &resp.Diagnostics)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	newToken(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

// roleOfNewcomer gives somebody who was just added the role, and tells what is pending.
func (r *memberResource) roleOfNewcomer(
	ctx context.Context, plan memberModel, member whatsapp.Member, diags *diag.Diagnostics,
) (unsent []whatsapp.Attribute) {
	err := r.setRole(ctx, plan, member)
	if err == nil {
		return nil
	}
	diags.Append(failure{
		summary: "WhatsApp group member added, but not in the role",
		attempt: fmt.Sprintf("make %s %s of %s, so `role` is listed in `pending` and the next apply tries again",
			plan.written(), roleCalled(plan.role()), r.groupNamed(ctx, plan.group(), err)),
		err: err,
	}.asWarning(r.connection))
	return []whatsapp.Attribute{memberRole}
}

func (r *memberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state memberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.ready() {
		resp.Diagnostics.AddWarning(
			"WhatsApp group member not refreshed",
			fmt.Sprintf(
				"%s The state keeps %s in %s as it was.",
				r.explainUnknown(),
				state.written(),
				groupCalled("", state.group()),
			),
		)
		return
	}
	r.beginsRun()
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	if !r.mayGoOn(ctx, req.Private, state.group(), groupCalled("", state.group()), &resp.Diagnostics) {
		return
	}
	person := state.asSeen(ctx, req.Private, &resp.Diagnostics)
	token := r.seen(ctx, state, state.known(ctx, req.Private, &resp.Diagnostics), resp.Private, &resp.Diagnostics)
	member, err := r.find(ctx, state, person)
	before := state
	switch {
	case state.isOut() && isAbsence(err) && !errors.Is(err, account.ErrGone) &&
		state.readOut(ctx, req.Private, &resp.Diagnostics):
		if !state.Status.Equal(before.Status) {
			resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
		}
		return
	case state.JID.IsNull() && state.Status.IsNull() && isAbsence(err):
		resp.Diagnostics.Append(
			r.notImported(fmt.Sprintf("%s in %s", state.written(), groupCalled("", state.group())), err),
		)
		return
	case errors.Is(err, account.ErrHidden):
		resp.Diagnostics.AddWarning(
			"WhatsApp group member hidden",
			fmt.Sprintf("No member of %s shows the number %s. WhatsApp hides the numbers of some members, and %s "+
				"may be one of them. The state keeps the membership as it was.\n\n%s",
				r.groupNamed(ctx, state.group(), err), state.written(), state.written(), r.remedyFor(err)),
		)
		return
	case errors.Is(err, whatsapp.ErrNoSuchMember):
		r.warnOfNewcomer(ctx, state, person, &resp.Diagnostics)
		r.holders.Forget(token)
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, account.ErrGone):
		resp.Diagnostics.Append(goneWarning(groupCalled("", state.group()), "The membership of "+state.written()))
		r.holders.Forget(token)
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, account.ErrAnotherHolder):
		// The one before stays remembered.
		resp.Diagnostics.Append(anotherHolder(state, holderStays))
		member.LID = ""
	case err != nil:
		resp.Diagnostics.Append(r.unread(failure{
			summary: "WhatsApp group member not read",
			attempt: fmt.Sprintf("read whether %s is in %s", state.written(), r.groupNamed(ctx, state.group(), err)),
			err:     err,
		}, state.JID.IsNull()))
		return
	}
	if state.isOut() || before.JID.IsNull() {
		state.Status = types.StringValue(statusJoined)
	}
	state.fromMember(member, r.own(ctx))
	state.Pending = pendingList(ctx, pending(state.Pending), &resp.Diagnostics)
	r.rememberLID(ctx, resp.Private, person, member.Person, &resp.Diagnostics)
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	if token != "" {
		twins := r.holders.Enter(state.holder(token, state.known(ctx, resp.Private, &resp.Diagnostics), account.Seen))
		keepTwins(ctx, resp.Private, notedOf(notGone(twins)), &resp.Diagnostics)
	}
	if !reflect.DeepEqual(state, before) { // To write thousands of states that stay as they are is dear.
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

func (r *memberResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state memberModel
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
	var unsent []whatsapp.Attribute
	person := plan.asSeen(ctx, req.Private, &resp.Diagnostics)
	out := state.isOut() && r.stillOut(ctx, &plan, state, person, resp.Private, &resp.Diagnostics)
	if !out {
		plan.Status = types.StringValue(statusJoined)
	}
	if !out && (plan.changesRole(state) || plan.Pending.IsUnknown() || state.isOut()) {
		find := r.find
		if plan.Pending.IsUnknown() {
			// Another resource of the person may be taking them out of the group.
			find = r.putBack
		}
		member, err := find(ctx, plan, person)
		if err == nil {
			if plan.JID.IsUnknown() {
				plan.JID = jidOf(plan.JID, member.Person)
			}
			state.fromMember(member, r.own(ctx))
			err = r.setRole(ctx, plan, member)
		}
		if err != nil {
			// What was never sent, the next plan shows by itself.
			if !errors.Is(err, account.ErrNotSent) || !plan.changesRole(state) || len(pending(state.Pending)) > 0 {
				unsent = []whatsapp.Attribute{memberRole}
			}
			resp.Diagnostics.Append(failure{
				summary: "Role not changed",
				attempt: fmt.Sprintf(
					"make %s %s of %s",
					plan.written(),
					roleCalled(plan.role()),
					r.groupNamed(ctx, plan.group(), err),
				),
				err: err,
			}.asAttributeError(r.connection, "role"))
			plan.Role = state.Role
		}
	}
	if plan.JID.IsUnknown() {
		plan.JID = state.JID
	}
	r.rememberAccount(ctx, resp.Private, &resp.Diagnostics)
	plan.Pending = pendingList(ctx, unsent, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *memberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state memberModel
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
	person := state.asSeen(ctx, req.Private, &resp.Diagnostics)
	token, _ := r.dropped(ctx, state, account.Leaving, req.Private, &resp.Diagnostics)
	var remaining []account.Holder
	err := r.account.RemoveMember(ctx, state.group(), person, func() bool {
		remaining = r.holders.Remaining(token)
		return len(remaining) > 0
	})
	if state.isOut() && errors.Is(err, account.ErrHidden) {
		err = nil // They never were in the group.
	}
	if err == nil {
		r.holders.Gone(token)
		resp.Diagnostics.Append(keptForOthers(state.written(), state.group(), remaining)...)
	}
	if why := whyKept(err); why != "" {
		resp.Diagnostics.AddWarning("WhatsApp group member not removed",
			fmt.Sprintf("%s is not removed from %s: %s. The resource is dropped from the state.",
				state.written(), r.groupNamed(ctx, state.group(), err), why))
		return
	}
	if err != nil {
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group member not removed",
			attempt: fmt.Sprintf("remove %s from %s", state.written(), r.groupNamed(ctx, state.group(), err)),
			err:     err,
		}.asError(r.connection))
	}
}

// ImportState takes "group/number" as import id, where the number may be the person's JID or LID, or the identity.
func (r *memberResource) ImportState(
	ctx context.Context,
	req resource.ImportStateRequest,
	resp *resource.ImportStateResponse,
) {
	group, written, _ := strings.Cut(req.ID, "/")
	if req.ID == "" && isIdentified(req) {
		var identity memberIdentity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
		if resp.Diagnostics.HasError() {
			return
		}
		if identity.PhoneNumber.IsNull() == identity.LID.IsNull() {
			resp.Diagnostics.AddError(
				"Not the identity of a WhatsApp group member",
				"Exactly one of `phone_number` and `lid` names the person.",
			)
			return
		}
		group, written = identity.GroupID, identity.PhoneNumber.ValueString()+identity.LID.ValueString()
	}
	if whatsapp.MayBeInvite(req.ID) {
		group = req.ID // A link has slashes of its own.
	}
	id, err := parseGroupID(group)
	var person whatsapp.Person
	if err == nil {
		person, err = parsePerson(written)
	}
	if err != nil {
		resp.Diagnostics.AddError(
			"Not the id of a WhatsApp group member",
			fmt.Sprintf("%s. Write the id of the group, a slash, and the phone number with its country code, such "+
				"as 120363000000000001@g.us/+5511999990000. The LID can stand in place of the number.",
				sentence(reason(err).Error())),
		)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), memberID(id, person))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), string(id))...)
	if person.LID != "" {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("lid"), string(person.LID))...)
	} else {
		resp.Diagnostics.Append(
			resp.State.SetAttribute(ctx, path.Root("phone_number"), phoneNumber(person.Phone.String()))...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), onDestroyRemove)...)
}

// setRole gives a member the planned role. The account itself stays an admin, and nothing is said about it.
func (r *memberResource) setRole(ctx context.Context, plan memberModel, member whatsapp.Member) error {
	if member.Role == plan.role() {
		return nil
	}
	_, err := r.account.SetRole(ctx, plan.group(), member.Person, plan.role())
	switch {
	case errors.Is(err, account.ErrKeptSelf):
		return nil
	case errors.Is(err, account.ErrKeptCreator):
		return &whatsapp.Error{
			Kind:   whatsapp.ErrInvalidRequest,
			Detail: "the creator of a group is always an admin: write role = \"admin\"",
		}
	}
	return err
}

// rememberLID keeps the LID of a person, by which they are found once WhatsApp hides the number, or the configuration
// goes from the LID to the number. It asks the gateway for it where nothing has ever told it.
func (r *memberResource) rememberLID(
	ctx context.Context,
	private privateState,
	known, told whatsapp.Person,
	diags *diag.Diagnostics,
) {
	person := told.Or(known)
	if person.LID == "" {
		person = r.account.Identify(ctx, person)
	}
	if person.LID == "" {
		return
	}
	stored, err := json.Marshal(person.LID)
	if err != nil {
		diags.AddError("LID not stored", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateLID, stored)...)
}

// whyKept says why a removal was not sent. It is empty for every other error.
func whyKept(err error) string {
	switch {
	case errors.Is(err, account.ErrHidden):
		return "no member shows this number, but WhatsApp hides the numbers of some members, so check in WhatsApp " +
			"whether the person is still there"
	case errors.Is(err, account.ErrKeptSelf):
		return "this is the account itself, and only a group resource takes the account out of the group"
	case errors.Is(err, account.ErrAnotherHolder):
		return "another WhatsApp account has the number now, so it stays in the group. Check in WhatsApp whether " +
			"the person who had the number before is still there"
	case errors.Is(err, account.ErrKeptCreator):
		return "they made the group, and nobody can remove the creator"
	}
	return ""
}

// isAbsence reports whether an error says that there is nobody to import.
func isAbsence(err error) bool {
	for _, kind := range []error{whatsapp.ErrNoSuchMember, account.ErrHidden, account.ErrGone} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

func roleCalled(role whatsapp.Role) string {
	if role == whatsapp.RoleAdmin {
		return "an admin"
	}
	return "an ordinary member"
}

package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// ModifyPlan does for a member what it does for a group.
func (r *memberResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		r.requireInPlan(ctx, changeMembers, &resp.Diagnostics)
		return
	}
	var plan, state memberModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !plan.changesRole(state) {
		return
	}
	if len(pending(state.Pending)) > 0 {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("pending"), types.ListUnknown(types.StringType))...)
	}
	r.requireInPlan(ctx, changeMembers, &resp.Diagnostics)
}

var changeMembers = []need{{
	argument: "phone_number",
	ability:  whatsapp.ChangeMembers,
	remedy:   "Use a gateway, an engine or a version that can, or change the members by hand in WhatsApp.",
}}

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
	r.require(ctx, changeMembers, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	person := plan.PhoneNumber.person()
	member, err := r.account.AddMember(ctx, plan.group(), person, plan.written())
	if err != nil {
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group member not added",
			deed:    fmt.Sprintf("add %s to %s", plan.written(), r.groupNamed(ctx, plan.group(), err)),
			err:     err,
		}.asError(r.connection))
		return
	}
	actual := plan
	actual.show(member)
	plan.ID = memberID(plan.group(), person.Phone)
	plan.JID = actual.JID
	var unsent []string
	if err := r.setRole(ctx, plan, member); err != nil {
		unsent = []string{"role"}
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group member added, but not in the role",
			deed: fmt.Sprintf("make %s %s of %s, so `role` is listed in `pending` and the next apply tries again",
				plan.written(), roleCalled(plan.role()), r.groupNamed(ctx, plan.group(), err)),
			err: err,
		}.asWarning(r.connection))
	}
	plan.Pending = pendingList(ctx, unsent, &resp.Diagnostics)
	rememberLID(ctx, resp.Private, member.Person, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *memberResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state memberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.Set(ctx, state.identity())...)
	if !r.ready() {
		resp.Diagnostics.AddWarning("WhatsApp group member not refreshed",
			fmt.Sprintf("%s The state keeps %s in %s as it was.", r.explainUnknown(), state.written(), groupCalled("", state.group())))
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Read, readTimeout, &resp.Diagnostics)
	defer cancel()
	person := state.person(ctx, req.Private, &resp.Diagnostics)
	member, err := r.account.Member(ctx, state.group(), person)
	switch {
	case state.JID.IsNull() && (errors.Is(err, whatsapp.ErrNotMember) || errors.Is(err, account.ErrGone)):
		resp.Diagnostics.Append(r.notImported(fmt.Sprintf("%s in %s", state.written(), groupCalled("", state.group())), err))
		return
	case errors.Is(err, whatsapp.ErrNotMember) && r.mayBeHidden(ctx, state.group(), person):
		resp.Diagnostics.AddWarning("WhatsApp group member hidden", fmt.Sprintf("No member of %s shows the number %s, but WhatsApp hides the numbers "+
			"of some, and %s may be one of them. The state keeps the membership as it was.",
			r.groupNamed(ctx, state.group(), err), state.written(), state.written()))
		return
	case errors.Is(err, whatsapp.ErrNotMember):
		resp.State.RemoveResource(ctx)
		return
	case errors.Is(err, account.ErrGone):
		resp.Diagnostics.Append(goneWarning(groupCalled("", state.group()), "The membership of "+state.written()))
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group member not read",
			deed:    fmt.Sprintf("read whether %s is in %s", state.written(), r.groupNamed(ctx, state.group(), err)),
			err:     err,
		}.asError(r.connection))
		return
	}
	state.show(member)
	state.Pending = pendingList(ctx, pending(state.Pending), &resp.Diagnostics)
	rememberLID(ctx, resp.Private, member.Person, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
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
	var unsent []string
	if plan.changesRole(state) {
		member, err := r.account.Member(ctx, plan.group(), plan.person(ctx, req.Private, &resp.Diagnostics))
		if err == nil {
			state.show(member)
			err = r.setRole(ctx, plan, member)
		}
		if err != nil {
			unsent = []string{"role"}
			resp.Diagnostics.Append(failure{
				summary: "Role not changed",
				deed:    fmt.Sprintf("make %s %s of %s", plan.written(), roleCalled(plan.role()), r.groupNamed(ctx, plan.group(), err)),
				err:     err,
			}.asAttributeError(r.connection, "role"))
			plan.Role = state.Role
		}
	}
	plan.Pending = pendingList(ctx, unsent, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(resp.Identity.Set(ctx, plan.identity())...)
}

func (r *memberResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state memberModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || state.OnDestroy.ValueString() == onDestroyKeep {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	person := state.person(ctx, req.Private, &resp.Diagnostics)
	if why := r.whyKept(ctx, state.group(), person); why != "" {
		resp.Diagnostics.AddWarning("WhatsApp group member not removed", fmt.Sprintf("%s is not removed from %s: %s. The resource is dropped from "+
			"the state.", state.written(), r.groupNamed(ctx, state.group(), whatsapp.ErrNotMember), why))
		return
	}
	if err := r.account.RemoveMember(ctx, state.group(), person); err != nil {
		resp.Diagnostics.Append(failure{
			summary: "WhatsApp group member not removed",
			deed:    fmt.Sprintf("remove %s from %s", state.written(), r.groupNamed(ctx, state.group(), err)),
			err:     err,
		}.asError(r.connection))
	}
}

// ImportState takes "group/number" as import id, where the number may be the person's JID, or the identity.
func (r *memberResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	var identity memberIdentity
	if req.ID == "" {
		resp.Diagnostics.Append(req.Identity.Get(ctx, &identity)...)
	} else {
		identity.GroupID, identity.PhoneNumber, _ = strings.Cut(req.ID, "/")
	}
	if resp.Diagnostics.HasError() {
		return
	}
	group, groupErr := whatsapp.ParseGroupJID(identity.GroupID)
	if jid, err := whatsapp.ParseJID(identity.PhoneNumber); err == nil && jid.IsPhone() {
		identity.PhoneNumber = jid.User() // The attribute jid shows people so.
	}
	number, numberErr := whatsapp.ParsePhoneNumber(identity.PhoneNumber)
	if err := errors.Join(groupErr, numberErr); err != nil {
		resp.Diagnostics.AddError("Not the id of a WhatsApp group member", fmt.Sprintf("%s. Write the JID of the group, a slash, and the phone "+
			"number with its country code, such as 120363000000000001@g.us/+5511999990000.", sentence(reason(err).Error())))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), memberID(group, number))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("group_id"), string(group))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("phone_number"), phoneNumber(number.String()))...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("on_destroy"), onDestroyRemove)...)
}

// mayBeHidden tells whether a person who is not found in a group may be one of those whose numbers WhatsApp hides. Nobody is
// taken for gone who only cannot be recognised. A person whose LID was told once is recognised.
func (r *memberResource) mayBeHidden(ctx context.Context, group whatsapp.JID, person whatsapp.Person) bool {
	if person.LID != "" {
		return false
	}
	g, err := r.account.Group(ctx, group)
	return err == nil && slices.ContainsFunc(g.Members, func(m whatsapp.Member) bool { return m.Phone == "" })
}

// setRole gives a member the planned role.
func (r *memberResource) setRole(ctx context.Context, plan memberModel, member whatsapp.Member) error {
	if member.Role == plan.role() {
		return nil
	}
	if member.Creator {
		return &whatsapp.Error{Kind: whatsapp.ErrInvalidRequest, Detail: `whoever made a group is always an admin of it: write role = "admin"`}
	}
	_, err := r.account.SetRole(ctx, plan.group(), member.Person, plan.role())
	return err
}

// whyKept tells why a person is not to be removed or cannot be, and nothing of anybody else.
func (r *memberResource) whyKept(ctx context.Context, group whatsapp.JID, person whatsapp.Person) string {
	member, err := r.account.Member(ctx, group, person)
	if errors.Is(err, whatsapp.ErrNotMember) && r.mayBeHidden(ctx, group, person) {
		return "no member shows this number, but WhatsApp hides the numbers of some, so look in WhatsApp whether they are still there"
	}
	if err != nil {
		return ""
	}
	own, err := r.account.Own(ctx)
	switch {
	case err == nil && member.Same(own):
		return "this is the account itself, which a group resource takes out of the group"
	case member.Creator:
		return "they made the group, and nobody can remove them"
	}
	return ""
}

func roleCalled(role whatsapp.Role) string {
	if role == whatsapp.RoleAdmin {
		return "an admin"
	}
	return "an ordinary member"
}

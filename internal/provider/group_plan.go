package provider

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ModifyPlan plans what only the resource knows, and refuses what the gateway cannot do. A plan that changes nothing asks
// the gateway nothing: otherwise a gateway that has lost an ability could not even be destroyed through.
func (r *groupResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var config, plan groupModel
	var state *groupModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if !req.State.Raw.IsNull() {
		state = &groupModel{}
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	before := plan.before(state)
	plan.planPicture(before, &resp.Diagnostics)
	if len(pending(before.Pending)) > 0 {
		// Without a difference that shows, Terraform would not call Update, at least not with -refresh=false.
		plan.Pending = types.ListUnknown(types.StringType)
	}
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	if resp.Diagnostics.HasError() || resp.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	r.requireInPlan(ctx, plan.needs(state, plan.changes(before, config)), &resp.Diagnostics)
}

// before is what a plan changes: the state or, for a create, a new group, which has its name and is open to everybody.
func (m *groupModel) before(state *groupModel) groupModel {
	if state != nil {
		return *state
	}
	return groupModel{Name: m.Name, MessagesAdminsOnly: types.BoolValue(false), InfoAdminsOnly: types.BoolValue(false)}
}

// groupChange is a change of WhatsApp with the argument that asks for it.
type groupChange struct {
	argument string
	change   whatsapp.Change
}

// changes lists what to send to WhatsApp: what is configured, and differs from what was there or is pending from a run
// before. A picture is without its content yet.
func (m *groupModel) changes(from, config groupModel) []groupChange {
	var changes []groupChange
	unsent := pending(from.Pending)
	add := func(argument string, configured, want, have attr.Value, change whatsapp.Change) {
		if configured.IsNull() || want.IsUnknown() || want.Equal(have) && !slices.Contains(unsent, argument) {
			return
		}
		changes = append(changes, groupChange{argument, change})
	}
	add("name", config.Name, m.Name, from.Name, whatsapp.SetName(m.Name.ValueString()))
	add("description", config.Description, m.Description, orEmpty(from.Description), whatsapp.SetDescription(m.Description.ValueString()))
	add("messages_admins_only", config.MessagesAdminsOnly, m.MessagesAdminsOnly, from.MessagesAdminsOnly,
		whatsapp.SetMessagesAdminsOnly(m.MessagesAdminsOnly.ValueBool()))
	add("info_admins_only", config.InfoAdminsOnly, m.InfoAdminsOnly, from.InfoAdminsOnly,
		whatsapp.SetInfoAdminsOnly(m.InfoAdminsOnly.ValueBool()))
	add("member_add_mode", config.MemberAddMode, m.MemberAddMode, from.MemberAddMode,
		whatsapp.SetMemberAddMode(m.MemberAddMode.ValueString()))
	add("join_approval_required", config.JoinApprovalRequired, m.JoinApprovalRequired, from.JoinApprovalRequired,
		whatsapp.SetJoinApprovalRequired(m.JoinApprovalRequired.ValueBool()))
	add("picture_path", config.PicturePath, m.PictureSHA256, from.PictureSHA256, whatsapp.SetPicture(nil))
	add("picture_url", config.PictureURL, m.PictureURL, from.PictureURL, whatsapp.SetPictureURL(m.PictureURL.ValueString()))
	return changes
}

// orEmpty takes a description of which nothing is known for none: a new group has none.
func orEmpty(description types.String) types.String {
	return types.StringValue(description.ValueString())
}

// needs lists the abilities that a plan asks of the gateway.
func (m *groupModel) needs(state *groupModel, changes []groupChange) []need {
	var needs []need
	if state == nil {
		needs = append(needs, need{argument: "name", ability: whatsapp.CreateGroup})
		if !m.InitialMembers.IsUnknown() && len(m.InitialMembers.Elements()) == 0 {
			needs = append(needs, need{"initial_members", whatsapp.CreateEmptyGroup,
				"Name at least one person in `initial_members`, with whom the group is made."})
		}
	}
	for _, c := range changes {
		needs = append(needs, need{argument: c.argument, ability: c.change.Ability()})
	}
	return needs
}

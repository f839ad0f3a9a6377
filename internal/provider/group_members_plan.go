package provider

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// ModifyPlan makes `status` unknown wherever something is to be done: Terraform calls Update for nothing else where the
// map is as it was, also with -refresh=false. It notes who else has the people of the map.
func (r *membersResource) ModifyPlan(
	ctx context.Context,
	req resource.ModifyPlanRequest,
	resp *resource.ModifyPlanResponse,
) {
	diags := &resp.Diagnostics
	var plan, state membersModel
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.Get(ctx, &state)...)
	}
	if !req.Plan.Raw.IsNull() {
		diags.Append(req.Plan.Get(ctx, &plan)...)
	}
	if diags.HasError() {
		return
	}
	known := peopleIn(ctx, req.Private, diags)
	token := tokenIn(ctx, req.Private, diags)
	switch {
	case req.Plan.Raw.IsNull():
		r.reachToDestroy(ctx, req.State, diags)
		r.planDestroy(ctx, token, state, known, req.Private, resp)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, plan, diags)
	default:
		r.planUpdate(ctx, req.Plan.Raw.Equal(req.State.Raw), token, plan, state, known, req.Private, resp)
	}
}

func (r *membersResource) planDestroy(
	ctx context.Context, token string, state membersModel, known roster, private privateState,
	resp *resource.ModifyPlanResponse,
) {
	if r.connection == nil {
		return
	}
	keys := sortedKeys(state.configured())
	var twins map[string][]other
	if r.applying.Load() {
		// Only after create_before_destroy is a destruction planned in the apply.
		if twins = twinsIn(ctx, private, &resp.Diagnostics); twins == nil {
			twins = make(map[string][]other, len(keys))
			for _, key := range keys {
				twins[key] = unknownTwin()
			}
		}
	}
	r.letGo(ctx, token, state.group(), known, keys, twins, state.stageOf(), false, nil, resp.Private, &resp.Diagnostics)
}

func (r *membersResource) planCreate(ctx context.Context, plan membersModel, diags *diag.Diagnostics) {
	r.requireInPlan(ctx, membersNeeds(), diags)
	r.sayInvitations(ctx, plan.OnRefusal, diags)
	if plan.GroupID.IsUnknown() || plan.Members.IsUnknown() || r.connection == nil {
		return
	}
	keys := sortedKeys(plan.Members.Elements())
	r.refuseSecondExclusive(plan, keys, diags)
	r.refuseUnshown(ctx, path.Root("members"), keys, diags)
	r.refuseTwice(ctx, plan, keys, roster{}, diags)
	r.holdAll(rand.Text(), plan, roster{}, keys, account.Coming, diags)
	r.sayWaiting(ctx, plan, roster{}, nil, diags)
}

func (r *membersResource) planUpdate(
	ctx context.Context, same bool, token string, plan, state membersModel, known roster, private privateState,
	resp *resource.ModifyPlanResponse,
) {
	diags := &resp.Diagnostics
	if plan.Members.IsUnknown() {
		return
	}
	members, status := plan.Members.Elements(), texts(state.Status)
	keys := sortedKeys(members)
	r.refuseSecondExclusive(plan, keys, diags)
	settled := same && plan.isSettled(keys, status)
	if r.connection != nil && plan.GroupID.Equal(state.GroupID) {
		if r.holdAll(token, plan, known, keys, account.Staying, diags) {
			settled = false
		}
	}
	if settled {
		return
	}
	diags.Append(resp.Plan.SetAttribute(ctx, path.Root("status"), types.MapUnknown(types.StringType))...)
	if r.connection == nil {
		return
	}
	before := state.Members.Elements()
	r.refuseUnshown(ctx, path.Root("members"), without(keys, before), diags)
	if !plan.GroupID.Equal(state.GroupID) {
		r.letGo(ctx, token, state.group(), known, sortedKeys(state.configured()), nil, state.stageOf(), false,
			nil, resp.Private, diags)
		return
	}
	gone := without(sortedKeys(before), members)
	var strangers []string
	if state.Exclusive.ValueBool() || plan.Exclusive.ValueBool() {
		strangers = slices.DeleteFunc(slices.Clone(gone), func(key string) bool { _, own := status[key]; return own })
	}
	r.letGo(ctx, token, plan.group(), known, gone, twinsIn(ctx, private, diags), account.Leaving, true,
		strangers, resp.Private, diags)
	if state.Exclusive.ValueBool() && !plan.Exclusive.ValueBool() && len(gone) > 0 {
		diags.AddWarning(fmt.Sprintf("Removed as `exclusive` is turned off: %d in %s", len(gone), plan.group()),
			fmt.Sprintf("%s are in the state but not in the map, so this plan removes them. To keep them, add "+
				"them to the map. From the next plan on, other members are left alone.", strings.Join(gone, ", ")))
	}
	if !plan.Members.Equal(state.Members) || !plan.isSettled(keys, status) {
		r.requireInPlan(ctx, membersNeeds(), diags)
		r.sayInvitations(ctx, plan.OnRefusal, diags)
	} else { // The update reads the group.
		r.reachInPlan(ctx, diags)
	}
	r.refuseTwice(ctx, plan, keys, known, diags)
	r.sayWaiting(ctx, plan, known, status, diags)
}

// without are the keys that are not in a map.
func without(keys []string, in map[string]attr.Value) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool { _, is := in[key]; return is })
}

// refuseTwice adds an error for a person whom the map has by LID and by number. Two numbers of one person are told by
// the apply alone, and are no error there. What cannot be read is left to the apply.
func (r *membersResource) refuseTwice(
	ctx context.Context, plan membersModel, keys []string, known roster, diags *diag.Diagnostics,
) {
	isLID := func(key string) bool { return strings.Contains(key, "@") }
	if !r.ready() || !slices.ContainsFunc(keys, isLID) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	persons := known.persons(keys)
	if roll, err := r.account.CallRoll(ctx, plan.group(), persons); err == nil {
		for i := range persons {
			if roll.People[i].Err == nil {
				persons[i] = persons[i].Or(roll.People[i].Member.Person)
			}
		}
	}
	byLID := map[whatsapp.JID]string{}
	for i, key := range keys {
		if isLID(key) {
			persons[i] = r.account.Identify(ctx, persons[i])
			byLID[persons[i].LID] = key
		}
	}
	byNumber := map[string]string{}
	for i, key := range keys {
		if isLID(key) {
			for _, spelling := range persons[i].Phone.Spellings() {
				byNumber[spelling.String()] = key
			}
		}
	}
	for i, key := range keys {
		if isLID(key) {
			continue
		}
		other := byLID[persons[i].LID]
		if other == "" {
			other = byNumber[persons[i].Phone.String()]
		}
		if other != "" {
			diags.AddAttributeError(path.Root("members").AtMapKey(key), "Person named twice",
				fmt.Sprintf("%q and %q are the same person on WhatsApp. Remove one of them.", key, other))
		}
	}
}

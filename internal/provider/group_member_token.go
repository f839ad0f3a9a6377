package provider

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// Several resources may have one person: two lists that overlap, two spellings, number and LID. Then the last one that
// is dropped removes the person, and no other (DESIGN.md §4.10). What a plan knows of the others reaches the apply by
// the private state of what is destroyed, and by nothing else.

const (
	// privateToken tells a membership from all others: Terraform gives no address.
	privateToken = "token"
	// privateOthers has who else has the person of a membership, as the plan that destroys it knew them.
	privateOthers = "others"
	// privateTwins has who else had the person when they were last read. It is all that is known where Terraform plans
	// a destruction, or an update, in the apply: what the plan of before has noted is lost there.
	privateTwins = "twins"
)

// others is what a plan notes for the destruction of a membership.
type others struct {
	// Nameless says that the plan could not tell the membership itself from the others, since Terraform plans what is
	// tainted as if it were not there.
	Nameless bool
	Known    []other
	// MayBe has whom the plan took for possible where it could not tell the membership, by how they are written: each
	// with the others that have the person.
	MayBe map[string][]other `json:",omitempty"`
}

type other struct {
	Token   string
	Written string
	Stage   account.Stage
}

// notedOf is what private state keeps of holders.
func notedOf(known []account.Holder) []other {
	var noted []other
	for _, h := range known {
		noted = append(noted, other{h.Token, h.Written, h.Stage})
	}
	return noted
}

// holdersOf are the holders that private state has kept.
func holdersOf(noted []other) []account.Holder {
	var known []account.Holder
	for _, o := range noted {
		known = append(known, account.Holder{Token: o.Token, Written: o.Written, Stage: o.Stage})
	}
	return known
}

// unknownTwin stands for those who may have a person without this process being able to know: Terraform plans what goes
// after create_before_destroy in the apply, which does not meet what stays as it is, and no reading has said that
// nobody else has the person. Nobody is removed by guess.
func unknownTwin() []other { return []other{{Token: unknownToken, Stage: account.Seen}} }

const unknownToken = "unknown"

// keepTwins notes in a reading who else has the person.
func keepTwins(ctx context.Context, private privateState, twins any, diags *diag.Diagnostics) {
	before, beforeDiags := private.GetKey(ctx, privateTwins)
	diags.Append(beforeDiags...)
	stored, err := json.Marshal(twins)
	if err != nil {
		diags.AddError("Other memberships not noted", err.Error())
		return
	}
	if !bytes.Equal(stored, before) {
		diags.Append(private.SetKey(ctx, privateTwins, stored)...)
	}
}

// twinsOf is what the last reading has noted, for a destruction that is planned in the apply.
func twinsOf(ctx context.Context, private privateState, diags *diag.Diagnostics) []other {
	stored, storedDiags := private.GetKey(ctx, privateTwins)
	diags.Append(storedDiags...)
	var twins []other
	if len(stored) == 0 || json.Unmarshal(stored, &twins) != nil {
		return unknownTwin()
	}
	return twins
}

// notGone are those who still have their person, in an order that does not change.
func notGone(others []account.Holder) []account.Holder {
	others = slices.DeleteFunc(slices.Clone(others), func(h account.Holder) bool { return h.Stage == account.Gone })
	slices.SortFunc(others, func(a, b account.Holder) int { return strings.Compare(a.Token, b.Token) })
	for i := range others {
		others[i].Stage = account.Seen
	}
	return others
}

func tokenIn(ctx context.Context, private privateState, diags *diag.Diagnostics) (token string) {
	stored, storedDiags := private.GetKey(ctx, privateToken)
	diags.Append(storedDiags...)
	if len(stored) > 0 && json.Unmarshal(stored, &token) != nil {
		return ""
	}
	return token
}

// newToken gives a membership its token.
func newToken(ctx context.Context, private privateState, diags *diag.Diagnostics) string {
	token := rand.Text()
	diags.Append(private.SetKey(ctx, privateToken, []byte(`"`+token+`"`))...)
	return token
}

// keepOthers notes for the destruction of a membership who else has the person.
func keepOthers(
	ctx context.Context, private privateState, known []account.Holder, diags *diag.Diagnostics,
) {
	keepNote(ctx, private, others{Known: notedOf(known)}, diags)
}

// keepNameless is keepOthers for what is planned as new. If something tainted goes for it, that is one of mayBe, and
// may have another person.
func keepNameless(
	ctx context.Context, private privateState, known, mayBe []account.Holder, diags *diag.Diagnostics,
) {
	note := others{Nameless: true, Known: notedOf(known), MayBe: make(map[string][]other, len(mayBe))}
	for _, h := range mayBe {
		note.MayBe[h.Written] = append(note.MayBe[h.Written], notedOf(h.Known)...)
	}
	keepNote(ctx, private, note, diags)
}

func keepNote(ctx context.Context, private privateState, note others, diags *diag.Diagnostics) {
	stored, err := json.Marshal(note)
	if err != nil {
		diags.AddError("Other memberships not noted", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateOthers, stored)...)
}

// othersIn reads what the plan has noted. Of a membership without a name, one of those that were read is itself.
func othersIn(
	ctx context.Context, private privateState, written string, diags *diag.Diagnostics,
) []account.Holder {
	stored, storedDiags := private.GetKey(ctx, privateOthers)
	diags.Append(storedDiags...)
	var note others
	if len(stored) == 0 || json.Unmarshal(stored, &note) != nil {
		return nil
	}
	if known, found := note.MayBe[written]; note.Nameless && found {
		return holdersOf(known)
	}
	seen := func(o other) bool { return o.Stage == account.Seen }
	if i := slices.IndexFunc(note.Known, seen); note.Nameless && i >= 0 {
		note.Known = slices.Delete(note.Known, i, i+1)
	}
	return holdersOf(note.Known)
}

// holder is the membership as the register has it.
func (m *memberModel) holder(token string, person whatsapp.Person, stage account.Stage) account.Holder {
	return account.Holder{
		Token: token, Group: m.group(), Person: person, Written: m.written(), Role: m.role(), Stage: stage,
	}
}

// seen registers a membership that is read, and gives it a token if it has none. The token is empty where it stays out
// of the register.
func (r *memberResource) seen(
	ctx context.Context, state memberModel, known whatsapp.Person, private privateState, diags *diag.Diagnostics,
) (token string) {
	token = tokenIn(ctx, private, diags)
	if token == "" {
		token = newToken(ctx, private, diags)
		if r.planned.take(state.ID.ValueString()) {
			// It is most likely the one that was planned for destruction without a token.
			return ""
		}
	}
	r.holders.Enter(state.holder(token, known, account.Seen))
	return token
}

// holdInPlan registers what a plan makes of a membership. It says who else has the person, and lets the apply put the
// person back where another membership takes them out.
func (r *memberResource) holdInPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	if r.connection == nil || resp.Diagnostics.HasError() {
		return
	}
	diags := &resp.Diagnostics
	token := tokenIn(ctx, req.Private, diags)
	if req.State.Raw.IsNull() {
		r.holdNew(ctx, token, resp)
		return
	}
	var state memberModel
	diags.Append(req.State.Get(ctx, &state)...)
	if diags.HasError() {
		return
	}
	person := state.known(ctx, req.Private, diags)
	fresh := token == ""
	if fresh {
		token = newToken(ctx, resp.Private, diags)
	}
	if !req.Plan.Raw.IsNull() {
		var plan memberModel
		diags.Append(resp.Plan.Get(ctx, &plan)...)
		if diags.HasError() {
			return
		}
		if plan.GroupID.Equal(state.GroupID) && plan.means(person) {
			r.stay(ctx, plan.holder(token, person, account.Staying), resp)
			return
		}
	} else if fresh {
		r.planned.add(state.ID.ValueString())
	}
	holder := state.holder(token, person, account.Leaving)
	switch twins := holdersOf(twinsOf(ctx, req.Private, diags)); {
	case !req.Plan.Raw.IsNull():
		holder.Replaced, holder.Lasting = true, twins
	case r.applying.Load():
		// After create_before_destroy the apply plans the destruction anew, and has not met what stays as it is.
		holder.Known = twins
	}
	r.leaves(ctx, holder, state.OnDestroy, resp)
}

// stay is for a membership that keeps its person.
func (r *memberResource) stay(ctx context.Context, holder account.Holder, resp *resource.ModifyPlanResponse) {
	others := r.holders.Enter(holder)
	robbed := r.holders.IsRobbed(holder.Token)
	for _, o := range others {
		switch {
		case o.Stranger && o.Stage >= account.Leaving:
			resp.Diagnostics.Append(strangerOfExclusive(holder.Group, o.Written, holder.Written))
		case o.Stage == account.Staying, o.Stage == account.Coming:
			resp.Diagnostics.Append(heldTwice(holder, o))
		case robbed && (o.Stage == account.Seen || o.Stage >= account.Keeping):
			resp.Diagnostics.Append(heldByOneThatGoes(o, holder, "The plan of one resource came before the "+
				"provider knew of the other, so the person may be taken out of the group. This apply puts them "+
				"back in any case."))
		case o.Stage >= account.Keeping:
			resp.Diagnostics.Append(heldByOneThatGoes(o, holder, "The person stays in the group."))
		}
	}
	if robbed {
		// Only what is not known yet makes Terraform call Update, and may be planned otherwise in the apply.
		resp.Diagnostics.Append(
			resp.Plan.SetAttribute(ctx, path.Root("pending"), types.ListUnknown(types.StringType))...)
	}
}

// leaves is for a membership that lets its person go.
func (r *memberResource) leaves(
	ctx context.Context, holder account.Holder, onDestroy types.String, resp *resource.ModifyPlanResponse,
) {
	if onDestroy.ValueString() == onDestroyKeep {
		holder.Stage = account.Keeping
	}
	known := r.holders.Leave(holder)
	keepOthers(ctx, resp.Private, known, &resp.Diagnostics)
	if holder.Stage == account.Keeping {
		return
	}
	for _, o := range known {
		if o.Stage == account.Staying {
			resp.Diagnostics.Append(goesBefore(holder, o, "if this is a replacement with `create_before_destroy`, "))
		}
	}
}

// holdNew is for a membership that is to be created, which may be the second half of a replacement. That has the token
// of the first half, and its destruction gets what is noted here.
func (r *memberResource) holdNew(ctx context.Context, replaced string, resp *resource.ModifyPlanResponse) {
	var plan memberModel
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if replaced != "" {
		if known, found := r.holders.LeaveAgain(replaced); found {
			keepOthers(ctx, resp.Private, known, &resp.Diagnostics)
		}
	}
	if plan.GroupID.IsUnknown() || plan.PhoneNumber.IsUnknown() || plan.LID.IsUnknown() {
		return
	}
	var mayBe []account.Holder
	if replaced == "" {
		mayBe = r.holders.MayGo(plan.group())
	}
	holder := plan.holder(rand.Text(), plan.configured(), account.Coming)
	others := r.holders.Enter(holder)
	for _, o := range others {
		if isInTwoRoles(holder, o) {
			resp.Diagnostics.Append(inTwoRoles(holder, o))
			return
		}
	}
	if replaced != "" {
		return
	}
	keepNameless(ctx, resp.Private, others, mayBe, &resp.Diagnostics)
	for _, o := range others {
		if o.Stage == account.Staying || o.Stage == account.Coming {
			resp.Diagnostics.Append(heldTwice(holder, o))
		}
	}
	if len(others) == 0 && len(resp.Diagnostics) == 0 {
		r.sayExisting(ctx, plan, holder, &resp.Diagnostics)
	}
}

package provider

import (
	"context"
	"crypto/rand"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
)

// dropped registers a membership that is destroyed, with what its plan has noted, and returns who else is known.
func (r *memberResource) dropped(
	ctx context.Context, state memberModel, stage account.Stage, private privateState, diags *diag.Diagnostics,
) (token string, known []account.Holder) {
	token = tokenIn(ctx, private, diags)
	if token == "" {
		token = rand.Text()
	}
	holder := state.holder(token, state.known(ctx, private, diags), stage)
	holder.Known = othersIn(ctx, private, state.written(), diags)
	return token, r.holders.Leave(holder)
}

// letStay is the destruction of a membership that keeps its person in the group. Another one that is dropped may have
// been planned before this one was known, and may take the person out: then they are put back.
func (r *memberResource) letStay(
	ctx context.Context, state memberModel, private privateState, diags *diag.Diagnostics,
) {
	if !r.ready() {
		return
	}
	_, known := r.dropped(ctx, state, account.Keeping, private, diags)
	if state.isOut() || !slices.ContainsFunc(known, isLeaving) {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, diags)
	defer cancel()
	if diags.HasError() {
		return
	}
	member, err := r.putBack(ctx, state, state.asSeen(ctx, private, diags))
	if err == nil {
		err = r.setRole(ctx, state, member)
	}
	if err != nil {
		diags.Append(r.notKept(ctx, state.written(), state.group(), err))
	}
}

func isLeaving(h account.Holder) bool { return h.Stage == account.Leaving }

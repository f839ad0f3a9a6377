package provider

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// A map has each of its people as a `whatsapp_group_member` has its one (DESIGN.md §4.10). In the register each has
// the token of the map with the key.

// holderOf is a person of the map as the register has them.
func holderOf(
	token string, group whatsapp.JID, key string, person whatsapp.Person, stage account.Stage,
) account.Holder {
	return account.Holder{
		Token: token + "/" + key, Group: group, Person: person, Written: fmt.Sprintf("members[%q]", key), Stage: stage,
	}
}

// seeAll registers the people of a map that is read.
func (r *membersResource) seeAll(token string, group whatsapp.JID, known roster, keys map[string]string) {
	for key := range keys {
		r.holders.Enter(holderOf(token, group, key, known.person(key), account.Seen))
	}
}

// holdAll registers what a plan makes of the people of a map, warns of those whom another resource has too, and reports
// whether somebody is taken out by one that does not know of the map.
func (r *membersResource) holdAll(
	token string, group whatsapp.JID, known roster, keys []string, stage account.Stage, diags *diag.Diagnostics,
) (robbed bool) {
	for _, key := range keys {
		holder := holderOf(token, group, key, known.person(key), stage)
		others := r.holders.Enter(holder)
		if len(others) == 0 {
			continue
		}
		isRobbed := r.holders.IsRobbed(holder.Token)
		robbed = robbed || isRobbed
		for _, o := range others {
			switch {
			case o.Stage == account.Staying, o.Stage == account.Coming:
				diags.Append(heldTwice(holder, o))
			case o.Stage >= account.Leaving && isRobbed:
				diags.Append(heldByOneThatGoes(o, holder, "This apply adds the person again where they were removed."))
			case o.Stage >= account.Leaving:
				diags.Append(heldByOneThatGoes(o, holder, "The person stays in the group."))
			}
		}
	}
	return robbed
}

// letGo registers that a plan removes people from the map, and notes for the apply who else has them.
func (r *membersResource) letGo(
	ctx context.Context, token string, group whatsapp.JID, known roster, keys []string, keeps bool,
	private privateState, diags *diag.Diagnostics,
) {
	notes := map[string][]other{}
	for _, key := range keys {
		holder := holderOf(token, group, key, known.person(key), account.Leaving)
		if keeps {
			// It takes nobody out, and whoever else has the person does not either.
			holder.Stage = account.Seen
			r.holders.Enter(holder)
			continue
		}
		for _, o := range r.holders.Leave(holder) {
			notes[key] = append(notes[key], other{o.Token, o.Written, o.Stage})
			if o.Stage == account.Staying {
				diags.Append(heldByOneThatGoes(holder, o, "The person stays in the group."))
			}
		}
	}
	// An older note may be stale.
	stored, err := json.Marshal(notes)
	if err != nil {
		diags.AddError("Other memberships not noted", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateOthers, stored)...)
}

// removal is that of a person of the map, whom another resource may still have.
func (r *membersResource) removal(holder account.Holder, person whatsapp.Person, noted []other) account.Removal {
	for _, o := range noted {
		holder.Known = append(holder.Known, account.Holder{Token: o.Token, Written: o.Written, Stage: o.Stage})
	}
	r.holders.Leave(holder)
	return account.Removal{
		Person: person, IsHeld: func() bool { return len(r.holders.Remaining(holder.Token)) > 0 },
	}
}

func notesIn(ctx context.Context, private privateState, diags *diag.Diagnostics) map[string][]other {
	stored, storedDiags := private.GetKey(ctx, privateOthers)
	diags.Append(storedDiags...)
	var notes map[string][]other
	if len(stored) == 0 || json.Unmarshal(stored, &notes) != nil {
		return nil
	}
	return notes
}

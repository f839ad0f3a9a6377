package provider

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

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

// isOfMap reports whether another holder is another key of the same map: the apply tells the two apart, or has told.
func isOfMap(token string, o account.Holder) bool { return strings.HasPrefix(o.Token, token+"/") }

// seeAll registers the people of a map that is read, and notes who else has them.
func (r *membersResource) seeAll(
	ctx context.Context, token string, group whatsapp.JID, known roster, keys map[string]string,
	private privateState, diags *diag.Diagnostics,
) {
	twins := map[string][]other{}
	for key := range keys {
		others := r.holders.Enter(holderOf(token, group, key, known.person(key), account.Seen))
		if noted := notedOf(notGone(others)); noted != nil {
			twins[key] = noted
		}
	}
	keepTwins(ctx, private, twins, diags)
}

// holdAll registers what a plan makes of the people of a map, warns of those whom another resource has too, and reports
// whether somebody is taken out by one that does not know of the map.
func (r *membersResource) holdAll(
	token string, plan membersModel, known roster, keys []string, stage account.Stage, diags *diag.Diagnostics,
) (robbed bool) {
	roles := texts(plan.Members)
	for _, key := range keys {
		holder := holderOf(token, plan.group(), key, known.person(key), stage)
		holder.Role = whatsapp.Role(roles[key])
		others := slices.DeleteFunc(r.holders.Enter(holder), func(o account.Holder) bool { return isOfMap(token, o) })
		if len(others) == 0 {
			continue
		}
		isRobbed := r.holders.IsRobbed(holder.Token)
		robbed = robbed || isRobbed
		for _, o := range others {
			switch {
			case o.Stranger && o.Stage >= account.Leaving:
				diags.Append(strangerOfExclusive(plan.group(), o.Written, holder.Written))
			case isInTwoRoles(holder, o):
				diags.Append(inTwoRoles(holder, o))
			case o.Stage == account.Staying, o.Stage == account.Coming:
				diags.Append(heldTwice(holder, o))
			case o.Stage >= account.Keeping && isRobbed:
				diags.Append(heldByOneThatGoes(o, holder, "This apply adds the person again where they were removed."))
			case o.Stage >= account.Keeping:
				diags.Append(heldByOneThatGoes(o, holder, "The person stays in the group."))
			}
		}
	}
	return robbed
}

// letGo registers that a plan removes people from the map, and notes for the apply who else has them. Of an update,
// which the apply plans again, the twins are what is sure to be known there: it does not meet what stays as it is.
func (r *membersResource) letGo(
	ctx context.Context, token string, group whatsapp.JID, known roster, keys []string, twins map[string][]other,
	stage account.Stage, again bool, strangers []string, private privateState, diags *diag.Diagnostics,
) {
	notes := map[string][]other{}
	for _, key := range keys {
		holder := holderOf(token, group, key, known.person(key), stage)
		holder.Known = holdersOf(twins[key])
		holder.Replaced, holder.Lasting = again, holder.Known
		holder.Stranger = slices.Contains(strangers, key)
		others := r.holders.Leave(holder)
		if len(others) > 0 {
			notes[key] = notedOf(others)
		}
		for _, o := range others {
			switch {
			case isOfMap(token, o):
			case holder.Stranger && (o.Stage == account.Staying || o.Stage == account.Coming):
				diags.Append(strangerOfExclusive(group, key, o.Written))
			case o.Stage == account.Staying && stage == account.Leaving:
				diags.Append(goesBefore(holder, o, ""))
			}
		}
	}
	keepNotes(ctx, notes, private, diags) // An older note may be stale.
}

func keepNotes(ctx context.Context, notes map[string][]other, private privateState, diags *diag.Diagnostics) {
	stored, err := json.Marshal(notes)
	if err != nil {
		diags.AddError("Other memberships not noted", err.Error())
		return
	}
	diags.Append(private.SetKey(ctx, privateOthers, stored)...)
}

// stageOf is what becomes of people whose map is destroyed.
func (m *membersModel) stageOf() account.Stage {
	if m.OnDestroy.ValueString() == onDestroyKeep {
		return account.Keeping
	}
	return account.Leaving
}

// removal is that of a person of the map, whom another resource may still have. Those are added to remaining.
func (r *membersResource) removal(
	holder account.Holder, person whatsapp.Person, remaining *[]account.Holder,
) account.Removal {
	r.holders.Leave(holder)
	return account.Removal{Person: person, IsHeld: func() bool {
		*remaining = r.holders.Remaining(holder.Token)
		return len(*remaining) > 0
	}}
}

// letStay is the destruction of a map that keeps its people in the group. Another resource that is dropped may have
// been planned before this one was known, and may take somebody out: then they are put back.
func (r *membersResource) letStay(
	ctx context.Context, state membersModel, private privateState, diags *diag.Diagnostics,
) {
	if !r.ready() {
		return
	}
	token, known, noted := tokenIn(ctx, private, diags), peopleIn(ctx, private, diags), notesIn(ctx, private, diags)
	roles := state.configured()
	var robbed []string
	for _, key := range sortedKeys(roles) {
		holder := holderOf(token, state.group(), key, known.person(key), account.Keeping)
		holder.Known = holdersOf(noted[key])
		if slices.ContainsFunc(r.holders.Leave(holder), isLeaving) {
			robbed = append(robbed, key)
		}
	}
	if len(robbed) == 0 {
		return
	}
	ctx, cancel := r.begin(ctx, state.Timeouts.Delete, deleteTimeout, diags)
	defer cancel()
	for _, key := range robbed {
		member, err := r.account.PutBack(ctx, state.group(), known.person(key))
		if role := whatsapp.Role(roles[key]); err == nil && member.Role != role {
			_, err = r.account.SetRole(ctx, state.group(), member.Person, role)
		}
		if err != nil {
			diags.Append(r.notKept(ctx, key, state.group(), err))
		}
	}
}

// notesIn are those of the plan, by the keys of the map.
func notesIn(ctx context.Context, private privateState, diags *diag.Diagnostics) map[string][]other {
	return notesOf(ctx, private, privateOthers, diags)
}

// twinsIn are those of the last reading, by the keys of the map.
func twinsIn(ctx context.Context, private privateState, diags *diag.Diagnostics) map[string][]other {
	return notesOf(ctx, private, privateTwins, diags)
}

func notesOf(
	ctx context.Context, private privateState, key string, diags *diag.Diagnostics,
) (notes map[string][]other) {
	stored, storedDiags := private.GetKey(ctx, key)
	diags.Append(storedDiags...)
	if len(stored) == 0 || json.Unmarshal(stored, &notes) != nil {
		return nil
	}
	return notes
}

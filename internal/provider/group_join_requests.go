package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// sayWaiting says in the plan of an exclusive map who asks to join the group and is nobody of it: they are left
// waiting. It asks only where the plan adds somebody, who may be one of those who ask. Whoever else they are, nobody is
// declined.
func (r *membersResource) sayWaiting(
	ctx context.Context, plan membersModel, known roster, status map[string]string, diags *diag.Diagnostics,
) {
	if !plan.Exclusive.ValueBool() || !r.ready() || diags.HasError() || plan.GroupID.IsUnknown() {
		return
	}
	var out []string
	keys := sortedKeys(plan.Members.Elements())
	for _, key := range keys {
		if was := status[key]; was != statusJoined && !accepts(plan.OnRefusal, was) {
			out = append(out, key)
		}
	}
	if len(out) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, planTimeout)
	defer cancel()
	abilities, err := r.account.Abilities(ctx)
	if err != nil || !abilities.Can(whatsapp.ApproveJoinRequests) {
		return
	}
	people := known.persons(keys)
	roll, err := r.account.CallRoll(ctx, plan.group(), known.persons(out))
	if err != nil || !someMissing(roll) {
		return // What is wrong with the group is said by what needs it.
	}
	waiting, err := r.account.JoinsWaiting(ctx, plan.group(), people)
	if err != nil || waiting.People == 0 {
		return
	}
	text := fmt.Sprintf("People who ask to join %s and are not in `members`: %d. They are left waiting, since the "+
		"provider declines nobody. To let them in, add them to `members`; `data.whatsapp_group_join_requests` lists them.",
		groupCalled("", plan.group()), waiting.People)
	if waiting.Hidden > 0 {
		text += "\n\n" + fmt.Sprintf(hiddenAskers, waiting.Hidden)
	}
	diags.AddWarning(fmt.Sprintf("Waiting to join %s: %d", plan.group(), waiting.People), text)
}

// hiddenAskers is said where somebody who asks to join may be somebody whom the configuration has by number.
const hiddenAskers = "People who ask by LID alone, because WhatsApp hides their numbers: %d. If you have one of them " +
	"by number, they are not recognised, and are added instead of let in. To let them in, write them by LID."

func someMissing(roll account.Roll) bool {
	for _, found := range roll.People {
		if errors.Is(found.Err, whatsapp.ErrNoSuchMember) || errors.Is(found.Err, account.ErrHidden) {
			return true
		}
	}
	return false
}

// warnOfHiddenAskers counts those who ask to join and show no number, where somebody who was to be added is not in the
// group. It asks nothing: the adding has.
func (c *connection) warnOfHiddenAskers(group whatsapp.JID, diags *diag.Diagnostics) {
	if hidden := c.account.HiddenAskers(group); hidden > 0 {
		diags.AddWarning(fmt.Sprintf("Asking to join %s without a number: %d", group, hidden),
			fmt.Sprintf(hiddenAskers+" `data.whatsapp_group_join_requests` lists them.", hidden))
	}
}

package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
)

// checkDay warns of the plan of a create that the day does not allow any more. Terraform tells a provider of one
// resource at a time, so nobody knows yet how many there will be. Where the gateway cannot list groups, the apply
// counts those that it makes.
func (r *groupResource) checkDay(ctx context.Context, diags *diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	if left, enough, err := r.account.PlanGroup(ctx); err == nil && !enough {
		diags.AddWarning("Too many WhatsApp groups for one day", dayWarning(left))
	}
}

func dayWarning(left account.Day) string {
	next := "a day after the apply"
	if !left.Next.IsZero() {
		next = "at " + left.Next.UTC().Format(time.RFC3339)
	}
	return fmt.Sprintf("The account may make %s now, and this plan makes more: `groups_per_day` is %d in any 24 "+
		"hours. The apply makes what is allowed. The others fail with the time at which they may go on, %s at the "+
		"earliest. Nothing is tainted. Apply again then, until everything is made.",
		counted(left.Left, "more group"), left.Limit, next)
}

// dayRemedy says when a create may go on that the day did not allow.
func dayRemedy(full *account.DayError) string {
	return fmt.Sprintf("Nothing was sent, and nothing is tainted. Apply again at %s or later: there may be another "+
		"group then, and the apply makes as many as are allowed by that time. WhatsApp blocks accounts that make many "+
		"groups in a day. The guide \"Pace and bans\" tells how many.", full.Next.UTC().Format(time.RFC3339))
}

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// sayExisting says in a plan that a membership is to be created for somebody who is in the group already. All
// memberships of a group share the reading. What cannot be read is left to the apply. Nothing is said where another
// membership is known to have the person: then the person is in the group because of that.
func (r *memberResource) sayExisting(
	ctx context.Context, plan memberModel, planned account.Holder, diags *diag.Diagnostics,
) {
	if !r.ready() || r.applying.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, r.secrets...), planTimeout)
	defer cancel()
	member, err := r.account.Member(ctx, plan.group(), plan.configured())
	// Others may have been met meanwhile. The account itself is always there, and stays as it is.
	if err != nil || len(r.holders.Enter(planned)) > 0 || member.Same(r.own(ctx)) {
		return
	}
	if member.Role == whatsapp.RoleAdmin && plan.role() == whatsapp.RoleMember && !member.Creator {
		diags.AddWarning(
			fmt.Sprintf("Admin to be demoted: %s in %s", plan.written(), plan.group()),
			fmt.Sprintf("%s is in the group already, as an admin. The new resource makes them an ordinary member. "+
				"To leave them an admin, write `role = \"admin\"`.", plan.written()),
		)
		return
	}
	// The summary is the same for all, so that Terraform shows them as one.
	diags.AddWarning("People to be added are in the group already",
		fmt.Sprintf("%s is in %s already. The new resource takes the membership over, and its `on_destroy` "+
			"decides what a destroy does with it.", plan.written(), groupCalled("", plan.group())))
}

package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/account"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// leave takes the account out of a group. A chat that stays behind in the gateway's list is only a warning.
func (c *connection) leave(ctx context.Context, id whatsapp.JID, called string, diags *diag.Diagnostics) {
	err := c.account.LeaveGroup(ctx, id)
	switch {
	case errors.Is(err, account.ErrChatKept):
		diags.Append(failure{summary: "Chat kept", attempt: "delete the chat of " + called, err: err}.asWarning(c))
	case err != nil:
		diags.Append(failure{summary: "WhatsApp group not left", attempt: "leave " + called, err: err}.asError(c))
	}
}

// warnOfLeaving says in the plan of a destroy that a group is left, which nothing here can undo. The titles name no
// group, so that the CLI makes one warning of many.
func (c *connection) warnOfLeaving(called, onDestroy string, diags *diag.Diagnostics) {
	if !c.ready() || c.applying.Load() || onDestroy == onDestroyKeep {
		return
	}
	title, what := "A WhatsApp group will be left", "leaves "+called
	if onDestroy == onDestroyRemoveAndLeave {
		title = "Everybody will be removed from a WhatsApp group"
		what = "removes everybody from " + called + " and leaves it"
	}
	diags.AddWarning(title, fmt.Sprintf(
		"The account %s. Nothing here can undo that: only somebody who is in the group can let the account in again, "+
			"and make it an admin. If the resource has another name or key now, write a `moved` block. If the account is "+
			"to stay, set `on_destroy = \"keep\"` and apply before you destroy, or drop the resource with a `removed` "+
			"block that has `destroy = false`.", what))
}

package provider

import (
	"context"
	"errors"

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

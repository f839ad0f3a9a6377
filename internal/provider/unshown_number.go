package provider

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp/phone"
)

// A number of a length that its country does not use is a typing mistake, unless WhatsApp shows it of somebody. So
// whatever takes a number takes such a one from a data source, and asks.

// refuseUnshown adds an error for each key of a map that is such a number and that nobody is known to have. Members of
// the account's groups are found without a look-up. What cannot be asked the apply finds out.
func (c *connection) refuseUnshown(ctx context.Context, of path.Path, keys []string, diags *diag.Diagnostics) {
	if !c.ready() {
		return
	}
	ctx, cancel := context.WithTimeout(tflog.MaskLogStrings(ctx, c.secrets...), planTimeout)
	defer cancel()
	for _, key := range keys {
		if strings.Contains(key, "@") {
			continue
		}
		refused := refusedNumber(key)
		if refused == nil {
			continue
		}
		number, err := phone.ParseShown(key)
		if err != nil {
			continue // The validator says so.
		}
		if _, err := c.account.Contact(ctx, number); isUnshown(err) {
			diags.Append(unshown(of.AtMapKey(key), refused))
		}
	}
}

// isUnshown reports whether an answer about a number says that nobody is known to have it.
func isUnshown(err error) bool {
	return errors.Is(err, whatsapp.ErrNotOnWhatsApp) || errors.Is(err, errors.ErrUnsupported)
}

func unshown(at path.Path, refused error) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Not a phone number",
		refusal(refused)+" Nobody in the account's groups has this number either.")
}

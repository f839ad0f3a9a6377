package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// keepSpelling plans a text as the state has it where the configuration means the same: the framework compares by
// meaning only what the provider returns, not what it plans. It stands before RequiresReplace, which then sees no
// change.
type keepSpelling struct {
	of   string
	same func(a, b types.String) bool
}

var (
	keepNumber planmodifier.String = keepSpelling{"phone number", sameSubscriber}
	keepText   planmodifier.String = keepSpelling{"text", sameText}
)

func (m keepSpelling) Description(context.Context) string {
	return "Another spelling of the same " + m.of + " changes nothing."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (m keepSpelling) PlanModifyString(
	_ context.Context,
	req planmodifier.StringRequest,
	resp *planmodifier.StringResponse,
) {
	if m.same(req.PlanValue, req.StateValue) {
		resp.PlanValue = req.StateValue
	}
}

// sameText reports whether both are one text to WhatsApp.
func sameText(a, b types.String) bool {
	if a.IsNull() || a.IsUnknown() || b.IsNull() || b.IsUnknown() {
		return a.Equal(b)
	}
	return whatsapp.SameText(a.ValueString(), b.ValueString())
}

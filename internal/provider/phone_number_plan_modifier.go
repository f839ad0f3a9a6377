package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
)

// keepSpelling plans the number as the state has it where the configuration means the same subscriber: the framework
// compares by meaning only what the provider returns, not what it plans. It stands before RequiresReplace, which then
// sees no change.
type keepSpelling struct{}

var _ planmodifier.String = keepSpelling{}

func (keepSpelling) Description(context.Context) string {
	return "Another spelling of the same phone number changes nothing."
}

func (m keepSpelling) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

func (keepSpelling) PlanModifyString(
	_ context.Context,
	req planmodifier.StringRequest,
	resp *planmodifier.StringResponse,
) {
	if sameSubscriber(req.PlanValue, req.StateValue) {
		resp.PlanValue = req.StateValue
	}
}

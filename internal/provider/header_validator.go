package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// headersWithValues refuses headers that are null. Its errors point at nothing: Terraform prints the line of the
// configuration that a diagnostic points at, and a line of headers may hold a key.
type headersWithValues struct{}

var _ validator.Map = headersWithValues{}

func (headersWithValues) Description(context.Context) string { return "every header must have a value" }

func (v headersWithValues) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (headersWithValues) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for name, value := range req.ConfigValue.Elements() {
		if value.IsNull() {
			resp.Diagnostics.AddError(
				"A header without a value",
				fmt.Sprintf("The header %q of the argument `headers` is null. Give it a value, or leave it out.", name),
			)
		}
	}
}

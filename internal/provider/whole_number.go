package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// wholeNumber is the validator of a number from 0 to a limit. An Int64Attribute would refuse 0.5 before any validator
// is asked, with words about Go's types.
type wholeNumber struct{ to int64 }

var _ validator.Number = wholeNumber{}

func (v wholeNumber) Description(context.Context) string {
	return fmt.Sprintf("must be a whole number from 0 to %d", v.to)
}

func (v wholeNumber) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v wholeNumber) ValidateNumber(
	ctx context.Context,
	req validator.NumberRequest,
	resp *validator.NumberResponse,
) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	written := req.ConfigValue.ValueBigFloat()
	if n, _ := written.Int64(); written.IsInt() && written.Sign() >= 0 && n <= v.to {
		return
	}
	resp.Diagnostics.AddAttributeError(req.Path, "Not a number in range", fmt.Sprintf(
		"The argument `%s` %s, and it is %s.", req.Path, v.Description(ctx), written.Text('g', -1)))
}

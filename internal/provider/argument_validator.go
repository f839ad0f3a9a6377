package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// accepted is the validator of a string that a function accepts or refuses with a reason.
type accepted struct {
	as    string
	check func(string) error
}

// refuseArgument adds the error of an argument. Terraform prints the line of the configuration that a diagnostic points
// at, so one about what may be an invite link or code names the argument in words.
func refuseArgument(diags *diag.Diagnostics, at path.Path, written, summary, detail string) {
	if !whatsapp.MayBeInvite(written) {
		diags.AddAttributeError(at, summary, detail)
		return
	}
	argument, _ := at.Steps().NextStep()
	diags.AddError(summary, fmt.Sprintf("The argument `%s` is not usable. %s", argument, detail))
}

var _ validator.String = accepted{}

func (v accepted) Description(context.Context) string { return "must be " + v.as }

func (v accepted) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

func (v accepted) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	if err := v.check(req.ConfigValue.ValueString()); err != nil {
		refuseArgument(&resp.Diagnostics, req.Path, req.ConfigValue.ValueString(), "Not "+v.as, refusal(err))
	}
}

// refuseInvite adds an error, which points at no argument, where a sensitive argument can be no invite link.
func refuseInvite(diags *diag.Diagnostics, argument string, written types.String) {
	if written.IsNull() || written.IsUnknown() {
		return
	}
	if _, err := whatsapp.ParseWrittenInvite(written.ValueString()); err != nil {
		diags.AddError(
			"Not an invite link",
			fmt.Sprintf("The value of `%s` is not an invite link: %v.", argument, reason(err)),
		)
	}
}

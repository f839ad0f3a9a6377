package peer

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// sending is what both resources have in common.
type sending struct{ sender sender }

func (r *sending) Configure(_ context.Context, req resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	r.sender, _ = req.ProviderData.(sender) // Nil before the provider is configured.
}

// Update has nothing to do: no phase of the benchmark changes anything.
func (r *sending) Update(_ context.Context, _ resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.Diagnostics.AddError("Not changed", "This provider only creates and destroys.")
}

func nothingPending() types.List { return types.ListValueMust(types.StringType, []attr.Value{}) }

func knownString(s types.String) types.String {
	if s.IsUnknown() {
		return types.StringNull()
	}
	return s
}

func knownBool(b types.Bool) types.Bool {
	if b.IsUnknown() {
		return types.BoolNull()
	}
	return b
}

func failed(diags *diag.Diagnostics, err error) bool {
	if err != nil {
		diags.AddError("The gateway refused", err.Error())
	}
	return diags.HasError()
}

package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-whatsapp/terraform-provider-whatsapp/internal/whatsapp"
)

// A create must not end in an error once its object exists, or Terraform makes it anew (DESIGN.md §7.2). What could not
// be carried out is listed in `pending` instead, and the next apply tries it again.

// pendingAttribute keeps its state like every computed attribute, and ModifyPlan makes it unknown while it is not
// empty. The one without the other would end in an error of Terraform's or in noise in every plan.
func pendingAttribute(noun string) schema.Attribute {
	return schema.ListAttribute{
		MarkdownDescription: fmt.Sprintf(
			"Arguments that could not be set after the %s was made. The next apply tries them again, in place. A "+
				"postcondition `length(self.pending) == 0` makes such an apply fail.",
			noun,
		),
		ElementType:   types.StringType,
		Computed:      true,
		PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
	}
}

// memberRole is the one argument of a member that may be pending.
const memberRole whatsapp.Attribute = "role"

// pending lists the arguments that a create or an update could not carry out. There are none after an import, where the
// list is null, and in a plan, where it may be unknown.
func pending(list types.List) []whatsapp.Attribute {
	var arguments []whatsapp.Attribute
	for _, element := range list.Elements() {
		if argument, ok := element.(types.String); ok {
			arguments = append(arguments, whatsapp.Attribute(argument.ValueString()))
		}
	}
	return arguments
}

func pendingList(ctx context.Context, arguments []whatsapp.Attribute, diags *diag.Diagnostics) types.List {
	names := make([]string, len(arguments))
	for i, argument := range arguments {
		names[i] = string(argument)
	}
	list, listDiags := types.ListValueFrom(ctx, types.StringType, names)
	diags.Append(listDiags...)
	return list
}

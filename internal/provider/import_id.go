package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// importedGroupID reads the JID of a group from an import id or else from an attribute of the identity.
func importedGroupID(
	ctx context.Context,
	req resource.ImportStateRequest,
	attribute string,
	diags *diag.Diagnostics,
) string {
	written := req.ID
	if written == "" && isIdentified(req) {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root(attribute), &written)...)
	}
	id, err := parseGroupID(written)
	if err != nil {
		diags.AddError("Not the id of a WhatsApp group", refusal(err))
	}
	return string(id)
}

// isIdentified reports whether an import has an identity, and not an id that is empty.
func isIdentified(req resource.ImportStateRequest) bool {
	return req.Identity != nil && !req.Identity.Raw.IsNull()
}

// importCommand is what to type in order to import something in place of the resource that a message is about. The
// provider is not told the address of the resource, and Terraform prints it below the message.
func importCommand(id string) string {
	return fmt.Sprintf("the command `import 'ADDRESS' %s`, where ADDRESS is the address of this resource, which "+
		"stands after \"with\" below the title of this message", id)
}

package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateState is the part of the framework's private state that is used here.
type privateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// The keys of the private state.
const (
	// privateLID has the LID of a member, by which they are found once WhatsApp hides the number.
	privateLID = "lid"
	// privateRegistered has the number under which WhatsApp has a member, where it is no spelling of the written one.
	privateRegistered = "registered"
	// privateJoinedHere says that the account got into the group, or asked to, by this resource. The default of
	// on_destroy depends on it for as long as the resource lives.
	privateJoinedHere = "joined_here"
)

func rememberJoinedHere(ctx context.Context, private privateState, diags *diag.Diagnostics) {
	diags.Append(private.SetKey(ctx, privateJoinedHere, []byte("true"))...)
}

func joinedHere(ctx context.Context, private privateState, diags *diag.Diagnostics) bool {
	stored, storedDiags := private.GetKey(ctx, privateJoinedHere)
	diags.Append(storedDiags...)
	return string(stored) == "true"
}

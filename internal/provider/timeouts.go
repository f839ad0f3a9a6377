package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// How long operations may take where `timeouts` does not say.
const (
	createTimeout = 10 * time.Minute
	readTimeout   = 5 * time.Minute
	updateTimeout = 10 * time.Minute
	deleteTimeout = 10 * time.Minute
)

// timeout is a method of timeouts.Value.
type timeout func(ctx context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics)

// always is the timeout of an operation that has no such argument.
func always(_ context.Context, otherwise time.Duration) (time.Duration, diag.Diagnostics) {
	return otherwise, nil
}

func timeoutsAttribute(ctx context.Context) schema.Attribute {
	const form = ", as a duration such as `90s` or `10m`; "
	attribute := timeouts.Attributes(ctx, timeouts.Opts{
		Create: true, CreateDescription: "Longest time for a create" + form + "10 minutes if left out.",
		Read: true, ReadDescription: "Longest time for a refresh" + form + "5 minutes if left out.",
		Update: true, UpdateDescription: "Longest time for an update" + form + "10 minutes if left out.",
		Delete: true, DeleteDescription: "Longest time for a destroy" + form + "10 minutes if left out.",
	})
	if nested, ok := attribute.(schema.SingleNestedAttribute); ok {
		nested.MarkdownDescription = "Longest times that operations may take. Waiting for their turn and " +
			"for the pace does not count."
		for name, duration := range nested.Attributes {
			if duration, ok := duration.(schema.StringAttribute); ok {
				// The validator of the library lets pass what is not above zero, with which everything fails.
				duration.Validators = []validator.String{accepted{"a duration", checkTimeout}}
				nested.Attributes[name] = duration
			}
		}
		return nested
	}
	return attribute
}

func checkTimeout(duration string) error {
	parsed, err := time.ParseDuration(duration)
	if err != nil || parsed <= 0 {
		return fmt.Errorf("%q is not a duration above zero, such as 90s or 2m30s", duration)
	}
	return nil
}
